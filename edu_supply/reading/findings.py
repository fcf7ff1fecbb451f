"""What has been found wrong so far, and which tables and columns can still be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from edu_supply.problems import DataError, Problem, ordered
from edu_supply.reading.limits import MOST_ALIKE, MOST_PROBLEMS


class Findings:
    """Collects problems while a dataset is read: keeps the first of each kind, counts them all.

    >>> findings = Findings()
    >>> findings.add(Problem("number", "lanes", "lanes.csv:17", "This is not a number.", column="capacity_t"))
    >>> findings.sound("lanes"), findings.sound("lanes", "origin"), findings.sound("lanes", "capacity_t")
    (False, True, False)
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.errors = 0
        self._errors_kept = 0
        self._alike: Counter[tuple[str, str, str]] = Counter()
        self._unsound: set[tuple[str, str]] = set()

    def add(self, problem: Problem) -> None:
        """Keep a problem, or only count it where there are many like it."""
        group = (problem.kind, problem.table, problem.column)
        self._alike[group] += 1
        kept = self._alike[group] <= MOST_ALIKE
        if problem.is_error:
            self.errors += 1
            self._unsound.add((problem.table, problem.column))
            kept = kept and self._errors_kept < MOST_PROBLEMS
            self._errors_kept += kept
        if kept:
            self.problems.append(problem)

    def add_all(self, problems: Iterable[Problem]) -> None:
        """Keep several problems."""
        for problem in problems:
            self.add(problem)

    def sound(self, table: str, column: str | None = None) -> bool:
        """Whether nothing is wrong with a table; with ``column``, with the table's form and that column."""
        if column is None:
            return not any(table == wrong for wrong, _ in self._unsound)
        return not self._unsound & {(table, ""), (table, column)}

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in ordered(self.problems) if not problem.is_error)

    def raise_errors(self) -> None:
        """Raise :class:`DataError` with everything found, if anything found is an error."""
        if self.errors:
            raise DataError(ordered(self.problems), errors=self.errors)
