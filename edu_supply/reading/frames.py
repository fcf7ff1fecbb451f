"""DataFrames as tables of text, so that they meet the same checks as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

import numpy as np
import pandas as pd

from edu_supply.problems import Problem, nearest
from edu_supply.reading.findings import Findings
from edu_supply.reading.headers import columns_of
from edu_supply.reading.text_table import TextTable
from edu_supply.schema import TABLES


def frame_tables(frames: Mapping[str, pd.DataFrame], findings: Findings) -> dict[str, TextTable]:
    """DataFrames by table as text. What is wrong with names and columns goes to ``findings``."""
    texts: dict[str, TextTable] = {}
    for name, frame in frames.items():
        if name in TABLES:
            text = _frame_table(name, frame, findings)
            if text is not None:
                texts[name] = text
        else:
            right = nearest(str(name), TABLES)
            findings.add(Problem("unknown table", "", str(name), "There is no such table.", right))
    for table in TABLES.values():
        if table.required and table.name not in frames:
            findings.add(Problem("missing table", table.name, table.name, "This table is missing."))
    return texts


def cell_text(value: object) -> str:
    """A value as people would write it into a table: nothing where it is absent, no digit lost.

    >>> cell_text(3.0), cell_text(0.1), cell_text(None), cell_text(date(2026, 7, 1)), cell_text(True)
    ('3', '0.1', '', '2026-07-01', 'TRUE')
    """
    if isinstance(value, str):
        return value
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, np.floating)):
        return _float_text(float(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, pd.Period):
        return str(value)
    return str(value)


def _float_text(value: float) -> str:
    if value != value:
        return ""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _frame_table(name: str, frame: pd.DataFrame, findings: Findings) -> TextTable | None:
    columns = [str(column) for column in frame.columns]
    places = columns.index("where") if "where" in columns else None
    head = ["" if column == "where" else column for column in columns]
    found, problems = columns_of(head, TABLES[name], lambda position: name, lambda position: head[position] != "")
    findings.add_all(problems)
    if not found:
        return None
    where = _where(name, frame, None if places is None else frame.iloc[:, places])
    cells = {column: _texts(frame.iloc[:, position]) for column, position in found.items()}
    return TextTable(name, cells, where, name)


def _texts(series: pd.Series) -> list[str]:
    return [cell_text(value) for value in series.tolist()]


def _where(name: str, frame: pd.DataFrame, places: Iterable[object] | None) -> list[str]:
    own = [f"{name}[{label}]" for label in (frame.index if frame.index.is_unique else range(len(frame)))]
    if places is None:
        return own
    return [place if isinstance(place, str) and place else mine for place, mine in zip(places, own, strict=True)]
