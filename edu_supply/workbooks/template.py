"""A dataset as a workbook to be filled in: a sheet for each table, with comments and drop-downs from the schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

import edu_supply.schema
from edu_supply.dataset import Dataset
from edu_supply.reading.numbers import limits
from edu_supply.schema import SETTINGS, TABLES, Column, Table
from edu_supply.workbooks.book import Book, workbook, write_cell

ROWS = 5_000
"""So many rows of a sheet have drop-downs and are looked through for names."""

SETTING_VALUES = "period: day, week, month, quarter, year; final_stock: free, as_initial"


def tutorial_folder() -> Path:
    """Where the tutorial dataset is: in the installed package, or in the repository."""
    package = Path(edu_supply.schema.__file__).parents[1]
    installed = package / "tutorial"
    return installed if installed.is_dir() else package.parent / "data" / "tutorial"


def write_template(dataset: Dataset, path: str | Path) -> Path:
    """Write a dataset as a workbook with all tables, to be changed and solved; returns the path.

    Every column has a comment that says what it holds; cells with choices, flags, or names of another sheet have
    drop-downs, and numbers are kept within their range. Its rows are those of ``dataset``, as they were given.
    Raises FileExistsError where the file is there, and ExcelMissingError where Excel files cannot be written.

    >>> import edu_supply, tempfile
    >>> dataset = edu_supply.read("data/tutorial")
    >>> book = edu_supply.write_template(dataset, tempfile.mkdtemp() + "/my.xlsx")
    >>> edu_supply.solve(edu_supply.read(book)).objective_eur == edu_supply.solve(dataset).objective_eur
    True
    """
    target = Path(path)
    with workbook(target, dataset.settings.marking) as book:
        for table in TABLES.values():
            _sheet(book, table, dataset.given[table.name])
    return target


def _sheet(book: Book, table: Table, rows: pd.DataFrame) -> None:
    """The head in the first row, for the reader takes the first row that is filled for the head."""
    sheet = book.sheet(table.name)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for place, column in enumerate(table):
        head = book.format(bold=True, bottom=1, font_color="#000000" if column.required else "#555555")
        write_cell(sheet, 0, place, column.name, head)
        sheet.write_comment(0, place, _comment(table, column), {"x_scale": 2, "y_scale": 1.4})
        is_text = not column.is_number
        sheet.set_column(place, place, max(len(column.name) + 3, 14 if is_text else 9),
                         book.format(num_format="@") if is_text else None)  # fmt: skip
        for rule in _rules(table, column):
            sheet.data_validation(1, place, ROWS, place, rule)
        for row, cell in enumerate(_cells(column, rows), 1):
            write_cell(sheet, row, place, cell)


def _cells(column: Column, rows: pd.DataFrame) -> Iterator[object]:
    """The cells of a column as a person would write them."""
    values = rows[column.name].tolist() if column.name in rows else []
    for cell in values:
        blank = cell is None or (isinstance(cell, float) and pd.isna(cell))
        yield None if blank else ("yes" if cell else "no") if column.kind == "flag" else cell


def _comment(table: Table, column: Column) -> str:
    """What a column holds, in the words of the table reference."""
    said = [column.meaning, f"unit: {column.unit}" if column.unit else "",
            f"names of the sheet {column.refers}" if column.refers else "",
            f"one of {', '.join(column.choices)}" if column.choices else "",
            "required" if column.required else f"if blank: {column.when_blank}"]  # fmt: skip
    if table.name == "settings":
        said.append(f"keys: {'; '.join(f'{key} ({meaning})' for key, (_, meaning) in SETTINGS.items())}"
                    if column.name == "key" else SETTING_VALUES)  # fmt: skip
    return "\n".join(line for line in said if line)


def _rules(table: Table, column: Column) -> Iterator[dict[str, Any]]:
    """What Excel offers and refuses in a column. New names are asked about, not refused."""
    if table.name == "settings" and column.name == "key":
        yield {"validate": "list", "source": list(SETTINGS), "error_type": "warning"}
    elif column.choices:
        yield {"validate": "list", "source": list(column.choices)}
    elif column.kind == "flag":
        yield {"validate": "list", "source": ["yes", "no"]}
    elif column.refers:
        yield {"validate": "list", "source": f"={column.refers}!$A$2:$A${ROWS + 1}", "error_type": "warning",
               "error_title": "unknown name",
               "error_message": f"The sheet {column.refers} has no such name."}  # fmt: skip
    elif column.is_number and column.kind != "period":
        yield {"validate": "integer" if column.kind == "whole" else "decimal", "criteria": "between",
               "minimum": column.low, "maximum": column.high, "error_title": "out of range",
               "error_message": f"Allowed is {limits(column)}."}  # fmt: skip
