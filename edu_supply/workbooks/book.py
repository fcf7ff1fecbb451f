"""A workbook in memory: cells are written as what they are, never as formulas, links or guesses."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from edu_supply.owner_only import create

LONGEST_CELL = 32_767
"""Excel keeps no more characters in a cell."""

LONGEST_HEADER = 200
"""So many characters of a marking stand in the header of a printed page (Excel keeps 255, its own signs included)."""

LITERAL = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


class ExcelMissingError(RuntimeError):
    """The package that writes Excel files is not installed.

    >>> print(ExcelMissingError())
    writing Excel files needs the package xlsxwriter: python -m pip install "edu-supply[excel]"
    """

    def __init__(self) -> None:
        super().__init__('writing Excel files needs the package xlsxwriter: python -m pip install "edu-supply[excel]"')


def need_excel() -> Any:
    """The package that writes Excel files. Raises ExcelMissingError where it is not installed."""
    try:
        import xlsxwriter
    except ImportError:
        raise ExcelMissingError from None
    return xlsxwriter


@contextmanager
def workbook(path: Path, marking: str) -> Iterator[Book]:
    """A workbook that is written when all went well: readable by its owner only. FileExistsError where it is there."""
    content = io.BytesIO()
    with need_excel().Workbook(content, LITERAL) as book:
        yield Book(book, marking)
    create({path: content.getvalue()})


class Book:
    """Sheets and formats of a workbook. Every sheet has the marking in the header and foot of its printed pages."""

    def __init__(self, book: Any, marking: str):
        self.book = book
        self.marking = marking
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def sheet(self, name: str) -> Any:
        """A new sheet, printed across, as wide as the page."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        marking = self.marking[:LONGEST_HEADER].replace("&", "&&")
        sheet.set_header(f"&L&A&C{marking}")
        sheet.set_footer(f"&C{marking}&R&P / &N")
        return sheet

    def format(self, **how: Any) -> Any:
        """A cell format; the same wishes give the same one."""
        key = tuple(sorted(how.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(how)
        return self._formats[key]


def write_cell(sheet: Any, row: int, column: int, cell: object, how: Any = None) -> None:
    """A number as a number, text as text whatever it begins with, nothing where there is nothing."""
    if isinstance(cell, str):
        text = cell if len(cell) <= LONGEST_CELL else f"{cell[: LONGEST_CELL - 3]}..."
        if text:
            sheet.write_string(row, column, text, how)
    elif isinstance(cell, (int, float)) or hasattr(cell, "__float__"):
        if math.isfinite(number := float(cell)):
            sheet.write_number(row, column, number, how)
    elif cell is not None:
        raise TypeError(f"a cell cannot hold {type(cell).__name__}")
