"""Ways to falsify a plan, or to pull a limit of the dataset from under it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.reading import from_tables
from edu_supply.verification import Verification, verify
from verification.tiny import MANIFEST, PLAN, TABLES


def pick(table: pd.DataFrame, where: Mapping[str, Any]) -> pd.Index:
    """The rows that have all these values."""
    rows = pd.Series(True, table.index)
    for column, value in where.items():
        rows &= table[column].astype("str") == str(value)
    assert rows.any(), where
    return table.index[rows]


def with_cell(
    tables: Mapping[str, pd.DataFrame], table: str, where: Mapping[str, Any], column: str, value: Any
) -> dict[str, pd.DataFrame]:
    """The tables with one cell changed; a float is added to what stands there."""
    changed = tables[table].astype("object")
    row = pick(changed, where)[0]
    changed.loc[row, column] = float(changed.loc[row, column]) + value if isinstance(value, float) else value
    if isinstance(value, float):
        changed[column] = pd.to_numeric(changed[column])
    return {**tables, table: changed}


def without_row(tables: Mapping[str, pd.DataFrame], table: str, where: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The tables without the rows that have these values."""
    return {**tables, table: tables[table].drop(index=pick(tables[table], where))}


def twice(tables: Mapping[str, pd.DataFrame], table: str) -> dict[str, pd.DataFrame]:
    """The tables with the first row of one of them once more."""
    return {**tables, table: pd.concat([tables[table], tables[table].head(1)], ignore_index=True)}


def check(
    plan: Mapping[str, pd.DataFrame] = PLAN,
    tables: Mapping[str, pd.DataFrame] = TABLES,
    manifest: Mapping[str, Any] = MANIFEST,
    pools: tuple[tuple[str, ...], ...] = (("*",),),
) -> Verification:
    """Verify a plan of the tiny dataset, or of one made from other tables."""
    dataset: Dataset = from_tables(tables, name="tiny")
    return verify(dataset.with_pools(pools), plan, manifest)


def laws(found: Verification) -> set[str]:
    """The laws that are broken."""
    return {violation.law for violation in found.violations}
