"""What is wrong with a dataset, in the user's words: where, what, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong (``error``) or strange (``warning``) in a dataset.

    ``where`` is file and line (``lanes.csv:17``) or sheet and cell (``lanes!D17``), as the user sees it;
    ``kind`` names the sort of problem, and problems of one kind, table and column are shown as one group.
    ``message`` says what is wrong and ``right`` what would be right; both are whole sentences or blank.
    """

    kind: str
    table: str
    where: str
    message: str
    right: str = ""
    column: str = ""
    value: str = ""
    severity: Literal["error", "warning"] = "error"

    @property
    def is_error(self) -> bool:
        return self.severity == "error"


class DataError(ValueError):
    """A dataset, model file or run folder that cannot be used; ``problems`` holds everything found wrong with it."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        errors = sum(problem.is_error for problem in problems)
        super().__init__(f"{errors} error{'s' if errors != 1 else ''}: " + "; ".join(map(sentence, problems[:3])))


def sentence(problem: Problem) -> str:
    """One line for one problem: where, column and value, what is wrong, what would be right.

    >>> sentence(Problem("reference", "lanes", "lanes.csv:17", "No such site.", 'Did you mean "PL-depot-1"?',
    ...                  "origin", "PL-dept-1"))
    'lanes.csv:17 origin "PL-dept-1": No such site. Did you mean "PL-depot-1"?'
    """
    cell = " ".join(part for part in (problem.column, f'"{problem.value}"' if problem.value else "") if part)
    head = f"{problem.where} {cell}".strip()
    return f"{head}: {problem.message} {problem.right}".strip()


def nearest(value: str, known: Iterable[str]) -> str:
    """A sentence that offers the known name nearest to ``value``, or says that there is none like it.

    >>> nearest("ofers", ["offers", "lanes"])
    'Did you mean "offers"?'
    """
    names = sorted({str(one) for one in known})
    by_fold = {one.casefold(): one for one in names}
    close = get_close_matches(value.casefold()[:200], by_fold, n=1, cutoff=0.6)
    if close:
        return f'Did you mean "{by_fold[close[0]]}"?'
    if not names:
        return "There is none at all."
    some = ", ".join(f'"{one}"' for one in names[:3])
    return f"Known: {some}{', ...' if len(names) > 3 else ''}."
