"""A table as a sheet: frozen head with comments, number formats by the unit in the column's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from edu_supply.workbooks.book import Book, write_cell

MOST_ROWS = 1_000_000
"""A longer table goes on in a further sheet; Excel holds 1,048,576 rows."""

LONGEST_NAME = 31
"""Excel's limit for the name of a sheet."""

WIDTHS = (7, 42)
"""Columns are at least and at most so wide, in characters."""

SHARE, WHOLE, EXACT, PLAIN = "0.0 %", "#,##0", "#,##0.00", "0"

FORMATS = {"_share": SHARE, "_rate": SHARE, "_eur": EXACT, "_units": EXACT, "_t": EXACT, "_kg": EXACT, "_lines": EXACT,
           "_period": PLAIN, "_periods": PLAIN, "period": PLAIN}  # fmt: skip
"""Number formats by the end of a column's name; where amounts are whole they are shown so."""


def number_format(column: str, values: pd.Series[Any]) -> str:
    """How the numbers of a column are shown.

    >>> number_format("cost_eur", pd.Series([1.0, 2.5])), number_format("cost_eur", pd.Series([1.0, None]))
    ('#,##0.00', '#,##0')
    >>> number_format("fill_rate", pd.Series([0.5]))
    '0.0 %'
    """
    numbers = values.dropna()
    wanted = next((how for end, how in FORMATS.items() if column.endswith(end)), "General")
    return WHOLE if wanted == EXACT and (numbers == numbers.round()).all() else wanted


def write_table(book: Book, name: str, table: pd.DataFrame, meanings: Mapping[str, str]) -> None:
    """A sheet for a table: the marking where there is one, then a frozen head with comments, a filter, and the rows."""
    for part, first in enumerate(range(0, max(len(table), 1), MOST_ROWS), 1):
        number = f" ({part})" if part > 1 else ""
        sheet = book.sheet(f"{name[: LONGEST_NAME - len(number)]}{number}")
        head = 0
        if book.marking:
            write_cell(sheet, 0, 0, book.marking, book.format(bold=True))
            head = 1
        write_block(book, sheet, head, 0, table.iloc[first : first + MOST_ROWS], meanings)
        sheet.freeze_panes(head + 1, 0)
        sheet.repeat_rows(0, head)
        sheet.autofilter(head, 0, head + max(min(len(table) - first, MOST_ROWS), 1), max(len(table.columns) - 1, 0))


def write_block(
    book: Book, sheet: Any, row: int, column: int, table: pd.DataFrame, meanings: Mapping[str, str]
) -> None:
    """A head and rows from a cell on, each column as wide as it needs."""
    bold = book.format(bold=True, bottom=1, text_wrap=True, valign="top")
    for place, name in enumerate(table.columns, column):
        write_cell(sheet, row, place, name, bold)
        if meanings.get(name):
            sheet.write_comment(row, place, meanings[name], {"x_scale": 1.6})
        values = table[name]
        numeric = pd.api.types.is_numeric_dtype(values)
        wanted = number_format(name, values) if numeric else "General"
        how = book.format(num_format=wanted)
        for at, cell in enumerate(values.tolist(), row + 1):
            write_cell(sheet, at, place, None if isinstance(cell, float) and pd.isna(cell) else cell, how)
        longest = max((_length(cell, numeric=numeric) for cell in values.head(2_000)), default=0)
        sheet.set_column(place, place, min(max(longest, len(name) + 2, WIDTHS[0]), WIDTHS[1]))


def _length(cell: object, *, numeric: bool) -> int:
    if not isinstance(cell, str) and pd.isna(cell):  # type: ignore[call-overload]
        return 0
    return len(f"{cell:,.2f}") + 1 if numeric else len(str(cell)) + 1
