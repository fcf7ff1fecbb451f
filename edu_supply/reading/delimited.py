"""From the text of a CSV file to rows of cells with their physical lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Set
from dataclasses import dataclass

from edu_supply.reading.limits import LONGEST_CELL, MOST_ROWS


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
    start, declared = 0, ""
    first = text[:8].splitlines()[0] if text else ""
    if first[:4].lower() == "sep=" and len(first) == 5:
        declared, start = first[4], 1
        text = text[5:].lstrip("\r\n") if text[5:7] == "\r\n" else text[6:]
    separator = declared or _separator(text, known)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, row in _numbered(reader, start):
        if any(row) and any(cell and not cell.isspace() for cell in row):
            rows.append(row)
            lines.append(line)
            if len(rows) > MOST_ROWS + 1:
                raise UnreadableError(f"There are more than {MOST_ROWS:,} rows.", "Split the dataset.", line)
    return Rows(rows, lines, separator)


def _numbered(reader: Iterator[list[str]], start: int) -> Iterator[tuple[int, list[str]]]:
    """Rows with the physical line in which each begins."""
    line = start
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _refused(str(error), line + 1) from None
        yield line + 1, row
        line = start + reader.line_num  # type: ignore[attr-defined]


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
    header = next((line for line in text.splitlines() if line.strip(" \t,;")), "")

    def score(separator: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"').strip() for cell in header.split(separator)]
        return sum(cell.casefold() in known for cell in cells) if len(cells) > 1 else 0, len(cells)

    return max((",", ";", "\t"), key=score)
