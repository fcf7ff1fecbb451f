"""What is wrong with a dataset, in the user's words: where, what, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal
from unicodedata import category

from edu_supply.schema import TABLES


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong (``error``) or strange (``warning``) in a dataset.

    ``where`` is file and line (``lanes.csv:17``) or sheet and cell (``lanes!D17``), as the user sees it;
    ``kind`` names the sort of problem, and problems of one kind, table and column are shown as one group.
    ``message`` says what is wrong and ``right`` what would be right; both are whole sentences or blank.

    >>> Problem("reference", "lanes", "lanes.csv:17", "No such site.", column="origin", value="PL-dept-1").is_error
    True
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
    """A dataset, model file or run folder that cannot be used; ``problems`` holds what was found wrong with it.

    ``errors`` counts all errors; of very many, ``problems`` holds only the first.

    >>> import edu_supply
    >>> try:
    ...     edu_supply.read("data/atlantis")
    ... except edu_supply.DataError as error:
    ...     print(error)
    1 error: atlantis: There is no such file or folder.
    """

    def __init__(self, problems: Sequence[Problem], errors: int | None = None):
        self.problems = tuple(problems)
        wrong = [problem for problem in problems if problem.is_error]
        self.errors = len(wrong) if errors is None else errors
        super().__init__(f"{self.errors} error{'s' if self.errors != 1 else ''}: " + "; ".join(grouped(wrong)[:3]))


def sentence(problem: Problem) -> str:
    """One line for one problem: where, column and value, what is wrong, what would be right.

    >>> sentence(Problem("reference", "lanes", "lanes.csv:17", "No such site.", 'Did you mean "PL-depot-1"?',
    ...                  "origin", "PL-dept-1"))
    'lanes.csv:17 origin "PL-dept-1": No such site. Did you mean "PL-depot-1"?'
    """
    value = f'"{shortened(problem.value)}"' if problem.value else ""
    head = " ".join(part for part in (problem.where, problem.column, value) if part)
    return printable(f"{head}: {problem.message} {problem.right}".strip())


def grouped(problems: Iterable[Problem], most: int = 3) -> list[str]:
    """One line for all problems of one kind, table and column, with the places of ``most`` others like the first.

    >>> grouped([Problem("decimal comma", "lanes", f"lanes.csv:{line}", "The decimal mark is a comma.", "Write 1.5.",
    ...                  "capacity_t", "1,5") for line in (17, 18, 20)])
    ['lanes.csv:17 capacity_t "1,5": The decimal mark is a comma. Write 1.5. (and 2 more like this: lines 18, 20)']
    """
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in ordered(problems):
        group = (problem.kind, problem.table, problem.column, problem.severity)
        groups.setdefault(group, []).append(problem)
    return [sentence(first) + _more_like(first, others, most) for first, *others in groups.values()]


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order of the schema's tables, then of files, lines and columns."""
    rank = {table: index for index, table in enumerate(TABLES)}
    return sorted(problems, key=lambda problem: (rank.get(problem.table, len(rank)), *_place(problem.where)))


def printable(text: str) -> str:
    """Text that is safe on a terminal: control, bidirectional and invisible characters are named instead of sent.

    >>> printable("a\\u202eb")
    'a<U+202E>b'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"<U+{ord(one):04X}>" if category(one) in _NEVER_SENT else one for one in text)


def shortened(text: str, most: int = 80) -> str:
    """The first ``most`` characters of a text, and dots where there are more."""
    return text if len(text) <= most else text[:most] + "..."


_NEVER_SENT = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
_ROW = re.compile(r"^(?P<file>.*?)(?P<mark>[:!\[])(?P<letter>[A-Z]{0,3})(?P<row>[0-9]+)\]?$", re.DOTALL)
_WORD = {":": "line", "!": "cell", "[": "row"}


def _place(where: str) -> tuple[str, int, int, str]:
    """The key by which places are sorted: file, line, column."""
    match = _ROW.match(where)
    if not match:
        return where, 0, 0, ""
    return match["file"], int(match["row"]), len(match["letter"]), match["letter"]


def _more_like(first: Problem, others: Sequence[Problem], most: int) -> str:
    """``(and 2 more like this: lines 18, 20)``."""
    if not others:
        return ""
    files = {_place(problem.where)[0] for problem in (first, *others)}
    matches = [_ROW.match(problem.where) for problem in others]
    places = [printable(problem.where) for problem in others]
    if len(files) == 1 and all(matches):
        mark = matches[0]["mark"] if matches[0] else ":"
        rows = [match["letter"] + match["row"] for match in matches if match]
        word = _WORD[mark] + ("s" if len(rows) > 1 else "")
        places = [f"{word} {rows[0]}", *rows[1:]]
    shown = ", ".join(places[:most]) + (", ..." if len(places) > most else "")
    return f" (and {len(others)} more like this: {shown})"


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
