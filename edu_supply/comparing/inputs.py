"""Two datasets row by row: which cells differ, which rows are there in one of them alone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.schema import NOTES, TABLES

How = Literal["changed", "added", "removed"]
Key = tuple[Hashable, ...]

FREE = tuple(column.name for column in NOTES)
"""Columns that change nothing, so no difference is made of them."""


@dataclass(frozen=True)
class Edit:
    """One difference: a row of a table that is added or removed (``column`` is blank), or a cell of it that changed."""

    table: str
    key: Key
    column: str
    how: How
    base: Any
    other: Any

    @property
    def row(self) -> str:
        """The row in words: the cells that name it."""
        return ", ".join(str(cell) for cell in self.key if cell != "")


def edits(base: Dataset, other: Dataset) -> list[Edit]:
    """Every difference between the tables of two datasets as they were given, table by table.

    >>> import edu_supply
    >>> base = edu_supply.read("data/tutorial")
    >>> other = edu_supply.change(base, "lines", where={"line": "charges"}, set={"capacity": 360})
    >>> [(one.table, one.row, one.column, one.base, one.other) for one in edits(base, other)]
    [('lines', 'charges, charge', 'capacity', 240.0, 360.0)]
    """
    found: list[Edit] = []
    for table in TABLES:
        before, after = rows_of(base, table), rows_of(other, table)
        for key in [*before, *(key for key in after if key not in before)]:
            if key not in after:
                found.append(Edit(table, key, "", "removed", _said(before[key]), ""))
            elif key not in before:
                found.append(Edit(table, key, "", "added", "", _said(after[key])))
            else:
                found += _cells(table, key, before[key], after[key])
    return found


def rows_of(dataset: Dataset, table: str) -> dict[Key, Mapping[str, Any]]:
    """The rows of a table as given, by the cells that name them (as completed; a second of a name is marked)."""
    given = dataset.given[table]
    names = list(TABLES[table].key)
    keys = dataset[table].iloc[: len(given)][names] if set(names) <= set(dataset[table]) else given[names]
    columns = [column for column in TABLES[table].column_names if column in given and column not in FREE]
    found: dict[Key, Mapping[str, Any]] = {}
    for key, row in zip(keys.itertuples(index=False), given[columns].to_dict("records"), strict=True):
        name: Key = tuple("" if _blank(cell) else cell for cell in key)
        while name in found:
            name = (*name, "again")
        found[name] = {str(column): None if _blank(cell) else cell for column, cell in row.items()}
    return found


def _cells(table: str, key: Key, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Edit]:
    columns = [column for column in TABLES[table].column_names if column in before or column in after]
    pairs = [(column, before.get(column), after.get(column)) for column in columns]
    return [Edit(table, key, column, "changed", one, two) for column, one, two in pairs if one != two]


def _blank(cell: Any) -> bool:
    return cell is None or cell == "" or (not isinstance(cell, (list, tuple)) and bool(pd.isna(cell)))


def _said(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{column} {cell:g}" if isinstance(cell, float) else f"{column} {cell}"
                     for column, cell in row.items() if cell is not None)  # fmt: skip
