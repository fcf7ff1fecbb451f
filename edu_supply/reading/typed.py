"""From text to typed columns, by the kinds of the schema."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from edu_supply.horizon import Horizon
from edu_supply.problems import Problem
from edu_supply.reading import countries, names, numbers, periods
from edu_supply.reading.findings import Findings
from edu_supply.reading.numbers import Fault
from edu_supply.reading.text_table import DecimalMark, TextTable
from edu_supply.schema import TABLES, Column

TEXT = pd.StringDtype("python", na_value=np.nan)
"""How frames hold text: ``str``, NaN where absent."""


def typed(text: TextTable, horizon: Horizon, findings: Findings) -> pd.DataFrame:
    """A table with the types of the schema, all its columns and ``where``; blank cells stay blank.

    What is wrong goes to ``findings``; a refused cell becomes blank.
    """
    table = TABLES[text.name]
    mark = _decimal_mark(text)
    frame: dict[str, object] = {}
    for column in table:
        raw = text.columns.get(column.name)
        frame[column.name] = _absent(column, len(text.where)) if raw is None else _column(
            text, column, raw, mark, horizon, findings
        )  # fmt: skip
    frame["where"] = text_array(text.where)
    return pd.DataFrame(frame, columns=[*table.column_names, "where"])


def empty(name: str) -> pd.DataFrame:
    """A table without rows, as a dataset holds it before blank cells are filled."""
    return typed(TextTable(name, {}, [], name), Horizon(1), Findings())


def text_array(cells: Iterable[str]) -> pd.api.extensions.ExtensionArray:
    """Text for a frame; blank cells become NaN."""
    objects = np.array([cell or np.nan for cell in cells], dtype=object)
    return pd.array(objects, dtype=TEXT)


def whole_array(values: NDArray[np.float64]) -> NDArray[np.float64] | NDArray[np.int64]:
    """Whole numbers for a frame: ``int64``, or ``float64`` with NaN where some are absent."""
    return values if np.isnan(values).any() else values.astype(np.int64)


def _decimal_mark(text: TextTable) -> DecimalMark:
    if text.decimal_mark != "either":
        return text.decimal_mark
    return numbers.decimal_mark(
        [
            [cell.strip(names.BLANKS) for cell in text.columns[column.name]]
            for column in TABLES[text.name]
            if column.kind in ("number", "share", "whole") and column.name in text.columns
        ]
    )


def _absent(column: Column, rows: int) -> object:
    """A column that the dataset does not have."""
    if not column.is_number:
        return pd.array(np.full(rows, np.nan, dtype=object), dtype=TEXT)
    return np.zeros(0, dtype=np.int64) if _always_whole(column) and not rows else np.full(rows, np.nan)


def _always_whole(column: Column) -> bool:
    return column.required and column.kind in ("whole", "period")


def _column(
    text: TextTable, column: Column, raw: list[str], mark: DecimalMark, horizon: Horizon, findings: Findings
) -> object:
    """One column, typed; its faults go to ``findings``."""
    cells = [cell.strip(names.BLANKS) for cell in raw]
    faults = names.forbidden(cells)
    if column.required:
        blank = (row for row, cell in enumerate(cells) if not cell and (row, column.name) not in text.refused)
        faults += [Fault(row, "blank", "This may not be blank.", "") for row in blank]
    for fault in faults:
        cells[fault.row] = ""
    values: object
    if column.kind in ("number", "share", "whole"):
        values, wrong = _numbers(text, column, cells, mark, findings)
    elif column.kind == "flag":
        values, wrong = numbers.flags(cells)
    elif column.kind == "period":
        values, wrong = periods.periods(cells, column, horizon)
        _warn_of_years(text, column, cells, findings)
        if _always_whole(column):
            values = whole_array(values)
    else:
        cells, wrong = _words(column, cells, raw)
        values = text_array(cells)
    _report(text, column, faults + wrong, findings)
    return values


def _numbers(
    text: TextTable, column: Column, cells: list[str], mark: DecimalMark, findings: Findings
) -> tuple[object, list[Fault]]:
    unclear: list[Fault] = []
    if mark == "either":
        mark, unclear = "point", numbers.unclear_thousands(cells)
        for fault in unclear:
            cells[fault.row] = ""
    values, wrong = numbers.numbers(cells, column, mark)
    grouped = numbers.looks_grouped(cells, mark) if column.kind == "number" and column.low >= 0 else None
    if grouped is not None:
        message = (
            f"Every number of this column looks as if its {mark} marked thousands; it is read as the decimal mark."
        )
        _warn(text, column, grouped, "unclear mark", message, "If thousands are meant, write them without a mark.",
              findings)  # fmt: skip
    return whole_array(values) if _always_whole(column) else values, unclear + wrong


def _words(column: Column, cells: list[str], raw: list[str]) -> tuple[list[str], list[Fault]]:
    """Names, text, countries and choices; what is refused becomes blank."""
    if column.kind == "text":
        return cells, []
    if column.kind == "country":
        return countries.countries(cells)
    if column.kind == "day":
        return periods.days(cells)
    if column.kind == "choice":
        faults = names.choices(cells, column.choices)
    elif column.kind == "list":
        faults = names.lists(cells)
    else:
        faults = names.names(cells, raw, defines=not column.refers)
    for fault in faults:
        cells[fault.row] = ""
    return cells, faults


def _warn_of_years(text: TextTable, column: Column, cells: list[str], findings: Findings) -> None:
    row = next((row for row, cell in enumerate(cells) if periods.looks_like_date(cell)), None)
    if row is not None:
        message = f"This is read as the number of a period, and no plan has more than {periods.MOST_PERIODS}."
        _warn(text, column, row, "year", message, "Write dates as 2026-07-15 or 2026-07.", findings)


def _warn(text: TextTable, column: Column, row: int, kind: str, message: str, right: str, findings: Findings) -> None:
    cell = text.columns[column.name][row]
    where = text.cell(row, column.name)
    findings.add(Problem(kind, text.name, where, message, right, column.name, cell, "warning"))


def _report(text: TextTable, column: Column, faults: list[Fault], findings: Findings) -> None:
    for fault in faults:
        findings.add(text.problem(fault.row, column.name, fault.kind, fault.message, fault.right))
