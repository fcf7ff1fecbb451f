"""From the text of a CSV file to rows of cells with their physical lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Set
from dataclasses import dataclass

from edu_supply.reading.limits import LONGEST_CELL, MOST_ROWS

_DECLARED = re.compile(r'"?sep=([,;\t|])"?[ ,;]*(?:\r\n|\n|\r|\Z)', re.IGNORECASE)
_FIRST = 100_000
"""The header begins within so many characters."""


@dataclass(frozen=True)
class Rows:
    """The rows of a file with the line in which each begins; rows without any text are left out."""

    rows: list[list[str]]
    lines: list[int]
    separator: str


class UnreadableError(ValueError):
    """Text that is no table: ``line``, ``message`` and ``right`` say why."""

    def __init__(self, message: str, right: str, line: int):
        super().__init__(message)
        self.message, self.right, self.line = message, right, line


def split(text: str, known: Set[str]) -> Rows:
    """The rows of a file separated by commas, semicolons or tabs, as its header shows; ``known`` are column names.

    A first line such as ``sep=;`` is followed. Raises :class:`UnreadableError`.

    >>> split("site;country\\nA;PL\\n", {"site", "country"})
    Rows(rows=[['site', 'country'], ['A', 'PL']], lines=[1, 2], separator=';')
    """
    declared = _DECLARED.match(text)
    start = 1 if declared else 0
    if declared:
        text = text[declared.end() :]
    separator = declared[1] if declared else _separator(text, known)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    line = start
    try:
        for row in reader:
            if not all(map(_blank, row)):
                rows.append(row)
                lines.append(line + 1)
            line = start + reader.line_num
    except csv.Error as error:
        raise _refused(str(error), line + 1) from None
    if len(rows) > MOST_ROWS + 1:
        raise UnreadableError(f"There are more than {MOST_ROWS:,} rows.", "Split the dataset.", lines[MOST_ROWS + 1])
    return Rows(rows, lines, separator)


def _blank(cell: str) -> bool:
    return not cell or cell.isspace()


def _refused(reason: str, line: int) -> UnreadableError:
    if "field larger" in reason:
        return UnreadableError(
            f"There is a cell of more than {LONGEST_CELL:,} characters here, or a quotation mark that is not closed.",
            "Close the quotation mark, or shorten the cell.",
            line,
        )
    return UnreadableError(
        "A quotation mark that opens here is not closed, or text follows the one that closes it.",
        "Close it, and write a quotation mark within a cell twice.",
        line,
    )


def _separator(text: str, known: Set[str]) -> str:
    """The separator with which the first line that holds text names most known columns."""
    header = next((line for line in text[:_FIRST].splitlines() if line.strip(" \t,;")), "")

    def score(separator: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"').strip() for cell in header.split(separator)]
        return sum(cell.casefold() in known for cell in cells) if len(cells) > 1 else 0, len(cells)

    return max((",", ";", "\t"), key=score)
