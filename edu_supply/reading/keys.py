"""Rows that name the same thing twice."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from edu_supply.problems import Problem
from edu_supply.reading.findings import Findings
from edu_supply.reading.text_table import TextTable
from edu_supply.schema import TABLES, Column

_FOLLOWS = {"lanes": "lane", "expansions": "expansion", "demand": "buyer", "stocks": "country", "arrivals": "country"}
"""Parts of keys that follow from other cells where they are blank: what is blank even so could not be found out."""

_NAME_IT = {
    "lanes": "Give each its own name in the column lane.",
    "expansions": "Give each its own name in the column expansion.",
}


def duplicate_keys(tables: Mapping[str, pd.DataFrame], texts: Mapping[str, TextTable], findings: Findings) -> None:
    """Add an error for every row whose key stands in an earlier row of its table; blank keys are alike.

    ``tables`` are completed, for a blank cell and the same spelt out are the same; ``texts`` are as written. Rows with
    a part of their key that could not be read are passed over.
    """
    for name, frame in tables.items():
        if frame.empty:
            continue
        key = list(TABLES[name].key)
        required = [column for column in key if TABLES[name][column].required]
        follows = [column for column in key if column == _FOLLOWS.get(name)]
        known = frame.dropna(subset=required + follows)
        again = known.duplicated(key)
        if not again.any() or not all(findings.sound(name, column) for column in key if column not in required):
            continue
        groups = known.assign(row=known.index).groupby(key, dropna=False, sort=False)["row"]
        first = groups.transform("first").to_numpy(dtype=np.int64)
        for position in np.flatnonzero(again.to_numpy()).tolist():
            row = int(known.index[position])
            earlier = int(first[position])
            same = all(cells[row] == cells[earlier] for cells in texts[name].columns.values())
            findings.add(_problem(name, key, frame, row, str(frame.at[earlier, "where"]), same))


def _problem(name: str, key: list[str], frame: pd.DataFrame, row: int, first: str, same: bool) -> Problem:
    words = ", ".join(_word(TABLES[name][column], frame.at[row, column]) for column in key)
    noun = ", ".join(key)
    right = "The two rows are the same: remove one." if same else _NAME_IT.get(name, "Keep one of the two rows.")
    message = f"This {noun if len(key) == 1 else f'combination of {noun}'} is in {first} already."
    return Problem("duplicate", name, str(frame.at[row, "where"]), message, right, noun, words)


def _word(column: Column, value: object) -> str:
    if value is None or value != value:
        return "(blank)"
    return f"{value:.15g}" if column.is_number and isinstance(value, (int, float)) else str(value)
