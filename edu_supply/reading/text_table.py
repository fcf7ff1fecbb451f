"""A table as it came: text only, column by column, and where each row stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from edu_supply.problems import Problem

DecimalMark = Literal["point", "comma", "either"]
"""How numbers are written: ``either`` is to be found out from the table's own cells."""


@dataclass(frozen=True)
class TextTable:
    """The cells of one table as text, by column of the schema; ``where`` says where each row stands.

    ``header`` is where the header stands; ``letters`` gives the sheet's letter of each column of a workbook;
    ``refused`` holds the cells (row, column) that are blank because something else was found wrong with them already.
    """

    name: str
    columns: Mapping[str, list[str]]
    where: list[str]
    header: str
    decimal_mark: DecimalMark = "point"
    letters: Mapping[str, str] = field(default_factory=dict)
    refused: frozenset[tuple[int, str]] = frozenset()

    def cell(self, row: int, column: str) -> str:
        """Where a cell stands: ``lanes.csv:17``, ``lanes!D17``, ``lanes[3]``."""
        return located(self.where[row], self.letters.get(column, ""))

    def problem(self, row: int, column: str, kind: str, message: str, right: str = "") -> Problem:
        """An error in one cell."""
        return Problem(kind, self.name, self.cell(row, column), message, right, column, self.columns[column][row])


def located(where: str, letter: str) -> str:
    """Where a cell stands, from where its row stands and the letter of its column in a workbook.

    >>> located("lanes!17", "D"), located("lanes.csv:17", "")
    ('lanes!D17', 'lanes.csv:17')
    """
    sheet, mark, row = where.rpartition("!")
    return f"{sheet}!{letter}{row}" if letter and mark and row.isdigit() else where
