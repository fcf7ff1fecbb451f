"""Ways to falsify a plan, or to pull a limit of the dataset from under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification import Verification, verify
from verification import tiny

Tables = Mapping[str, pd.DataFrame]


@cache
def dataset() -> Dataset:
    """The tiny dataset, read once."""
    return tiny.dataset()


def pick(table: pd.DataFrame, where: Mapping[str, Any]) -> pd.Index:
    """The rows that have all these values."""
    rows = pd.Series(True, table.index)
    for column, value in where.items():
        rows &= table[column] == value
    assert rows.any(), where
    return table.index[rows]


def with_cell(tables: Tables, table: str, where: Mapping[str, Any], column: str, value: Any) -> dict[str, pd.DataFrame]:
    """The tables with another value in one cell: that of the first row that ``where`` picks."""
    changed = tables[table].astype({column: "object"})
    changed.loc[pick(changed, where)[0], column] = value
    return {**tables, table: changed.infer_objects()}


def moved(tables: Tables, table: str, where: Mapping[str, Any], column: str, by: float) -> dict[str, pd.DataFrame]:
    """The tables with so much more in one cell."""
    before = tables[table].loc[pick(tables[table], where)[0], column]
    return with_cell(tables, table, where, column, before + by)


def without_row(tables: Tables, table: str, where: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The tables without the rows that have these values."""
    return {**tables, table: tables[table].drop(index=pick(tables[table], where))}


def twice(tables: Tables, table: str) -> dict[str, pd.DataFrame]:
    """The tables with the first row of one of them once more."""
    return {**tables, table: pd.concat([tables[table], tables[table].head(1)], ignore_index=True)}


def pulled(table: str, where: Mapping[str, Any], column: str, value: Any, data: Dataset | None = None) -> Dataset:
    """The tiny dataset, or another, with one cell changed, whatever reading would say of it."""
    data = data or dataset()
    return replace(data, tables=with_cell(data.tables, table, where, column, value))


def check(
    plan: Tables = tiny.PLAN, data: Dataset | None = None, manifest: Mapping[str, Any] = tiny.MANIFEST
) -> Verification:
    """Verify a plan of the tiny dataset, or of one that is like it."""
    return verify(data or dataset(), plan, manifest)


def laws(found: Verification) -> set[str]:
    """The laws that are broken."""
    return {violation.law for violation in found.violations}


def sentences(found: Verification, law: str) -> list[str]:
    """What is said of a law."""
    return [violation.sentence for violation in found.violations if violation.law == law]
