"""Completed tables from a few rows, without the reader, so that what is checked is the checks alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from edu_supply.schema import TABLES, Column

PENALTY_MULTIPLE = {1: 30, 2: 10, 3: 3}
Rows = list[dict[str, Any]]

_MADE: dict[tuple[str, str], pd.DataFrame] = {}
"""Tables that were made before, for most tests change but one."""


def completed(given: Mapping[str, Rows]) -> dict[str, pd.DataFrame]:
    """Every table of the schema, with its dtypes, its defaults filled in, and where each row stands."""
    tables = {name: _frame(name, given.get(name, [])) for name in TABLES}
    sites, products = tables["sites"], tables["products"]
    country = dict(zip(sites["site"], sites["country"], strict=True))
    value = dict(zip(products["product"], products["value_eur"], strict=True))
    products["scrap_eur"] = products["scrap_eur"].fillna(products["value_eur"])
    for table in ("demand", "stocks", "requirements", "arrivals"):
        rows, column = tables[table], "buyer" if table == "demand" else "country"
        rows[column] = rows[column].fillna(rows["site"].map(country).astype("str"))
    demand = tables["demand"]
    usual = demand["product"].map(value).astype(float) * demand["priority"].map(PENALTY_MULTIPLE)
    demand["penalty_eur"] = demand["penalty_eur"].fillna(usual)
    programmes = tables["programmes"]
    lends = (programmes["kind"] == "loan").astype(float)
    programmes["support_rate"] = programmes["support_rate"].fillna(lends)
    lanes = tables["lanes"]
    lanes["lane"] = lanes["lane"].fillna(lanes["origin"] + ">" + lanes["destination"] + ":" + lanes["mode"])
    expansions = tables["expansions"]
    expansions["expansion"] = expansions["expansion"].fillna(expansions["line"])
    return tables


def _frame(table: str, rows: Rows) -> pd.DataFrame:
    key = (table, repr(rows))
    if key not in _MADE:
        _MADE[key] = _made(table, rows)
    return _MADE[key].copy()


def _made(table: str, rows: Rows) -> pd.DataFrame:
    for row in rows:
        unknown = set(row) - set(TABLES[table].column_names)
        assert not unknown, f"{table} has no {unknown}"
    frame = pd.DataFrame({column.name: _cells(column, rows) for column in TABLES[table]})
    frame["where"] = pd.Series([f"{table}.csv:{line}" for line in range(2, len(rows) + 2)], dtype="str")
    return frame


def _cells(column: Column, rows: Rows) -> pd.Series:
    cells = [row.get(column.name) for row in rows]
    cells = [column.default if cell is None or cell == "" else cell for cell in cells]
    if not column.is_number:
        return pd.Series(cells, dtype="str")
    absent = any(cell is None for cell in cells)
    may_be_absent = column.default is None and not column.required
    exact = column.kind in ("whole", "period", "flag") and not absent and not may_be_absent
    return pd.Series(cells, dtype="float64").astype("int64" if exact else "float64")
