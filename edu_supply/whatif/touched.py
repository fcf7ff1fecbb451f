"""Which change touched which row, so that what is wrong afterwards can name it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from edu_supply.problems import Problem
from edu_supply.whatif.grammar import Change


@dataclass(frozen=True)
class Touched:
    """Labels of changes: of the last one for each row that was set or multiplied, of all for each table."""

    rows: dict[tuple[str, str], str] = field(default_factory=dict)
    tables: dict[str, list[str]] = field(default_factory=dict)

    def add(self, change: Change, places: Iterable[str]) -> None:
        """Remember that a change touched the rows that stand at these places of its table."""
        self.rows.update(dict.fromkeys(((change.table, place) for place in places), change.label))
        self.tables.setdefault(change.table, []).append(change.label)

    def label(self, table: str, place: str = "") -> str:
        """The change that touched a row; else those of its table; else all.

        >>> touched.label("lines", "lines.csv:2")
        'cut.toml change 1'
        """
        if (table, place) in self.rows:
            return self.rows[table, place]
        labels = self.tables.get(table) or [label for several in self.tables.values() for label in several]
        return ", ".join(dict.fromkeys(labels))

    def named(self, problem: Problem) -> Problem:
        """The problem, with the change after which it is one."""
        label = self.label(problem.table, problem.where)
        if not label or problem.where in label.split(", "):
            return problem
        return replace(problem, where=f"{problem.where} after {label}")
