"""The plan's tables as they came: complete, numeric where they must be, and each row in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.horizon import Horizon
from edu_supply.plan import PLAN_TABLES
from edu_supply.verification.arrays import FloatArray, TextArray, floats, texts
from edu_supply.verification.findings import Rows, amount, largest, refuse, scale_of

Sheets = dict[str, pd.DataFrame]

_TEXT = frozenset(
    ("line", "site", "country", "product", "lane", "origin", "destination", "mode", "buyer", "served_product", "why",
     "kind", "target", "pool", "programme", "from_country", "to_country", "cost", "inside", "component", "rule", "who")
)  # fmt: skip
_MAY_BE_BLANK = frozenset(
    (
        ("choices", "latest_period"),
        ("contracts", "outside_share"),
        *(("content", column) for column in ("outside_share", "limit_share", "autonomy_eur")),
        *(("rules", column) for column in ("reached", "cost_eur", "unserved_units")),
        *(("spending", column) for column in PLAN_TABLES["spending"]),
    )
)
_MAY_BE_BELOW_0 = frozenset(
    (
        ("content", "autonomy_eur"),
        *(("rules", column) for column in ("reached", "cost_eur", "unserved_units")),
        *(("spending", column) for column in ("left_eur", "own_eur", "saved_eur")),
    )
)
_NOT_CHECKED = frozenset({"bottlenecks"})
"""Where the plan pinches follows from the solver's prices, which no table holds: nothing to recompute."""

STOCKPILE = "stockpile"
"""The table of stock added before period 1; only a plan that survives has one."""

_STOCKPILE_COLUMNS = ("site", "product", "added", "cost_eur")

_ABSURD = 1e18
"""No number of a plan is larger: a dataset's numbers end at 1e12."""

_WORDS = {
    "production": "{product} begun on {line} in {period}",
    "shipments": "{product} sent over {lane} in {period}",
    "stocks": "{product} at {site} at the end of {period}",
    "service": "{served_product} served to {buyer} at {site} in {period} for {product} of {demand_period}",
    "demand": "{product} asked for by {buyer} at {site} in {period}",
    "choices": "{kind} {target} in {period}",
    "contracts": "{product} bought by {buyer} (pool {pool}) from {line}{under}",
    "donations": "{product} given by {from_country} to {to_country}",
    "spending": "{spending}{when}",
    "stockpile": "{product} added at {site}",
    "content": "content from outside {inside} in {product} made by {makers}",
    "content_flows": "content from outside {inside} in {carrier} {moves} {target} in {period}",
    "rules": "rule {rule}{of_product}",
}

_MOVES = {"use": "used by", "ship": "carried by", "hold": "held at", "gone": "gone from"}


def describe(table: str, row: pd.Series[Any], horizon: Horizon) -> str:
    """One row of the plan in words: ``shell-155 begun on PL-line-1 in 2027-03``."""
    words: dict[str, Any] = dict.fromkeys(("programme", "cost", "component", "line", "product", "buyer", "kind"), "")
    words |= {str(name): value for name, value in row.items()}
    for name in ("period", "demand_period"):
        if name in words:
            words[name] = _when(words[name], horizon)
    words["under"] = f" under {words['programme']}" if words["programme"] else ""
    words["spending"] = f"spending of {words['buyer']}" if words["buyer"] else f"{words['cost']}, not assigned"
    words["when"] = f" in {words['period']}" if words.get("period") else ""
    words["makers"] = words["line"] or "all lines"
    words["carrier"] = words["component"] or words["product"]
    words["moves"] = _MOVES.get(words["kind"], words["kind"])
    words["of_product"] = f" for {words['product']}" if words["product"] else ""
    return _WORDS[table].format(**words)


def _when(period: float, horizon: Horizon) -> str:
    """A period in words; nothing where there is none."""
    return "" if np.isnan(period) else horizon.label(int(period))


def read_sheets(tables: Mapping[str, pd.DataFrame]) -> tuple[Sheets, list[Rows]]:
    """Every table of the plan with all its columns, numbers as numbers; and what is missing or no number."""
    sheets: Sheets = {}
    findings: list[Rows] = []
    every = {**PLAN_TABLES, STOCKPILE: dict.fromkeys(_STOCKPILE_COLUMNS, "")}
    for table, columns in every.items():
        if table in _NOT_CHECKED:
            continue
        given = tables.get(table)
        if given is None and table == STOCKPILE:
            sheets[table] = pd.DataFrame(columns=list(columns))
            continue
        absent = [] if given is None else [column for column in columns if column not in given.columns]
        findings.append(_complete(table, given is None, absent))
        rows = pd.DataFrame() if given is None else given
        sheet: dict[str, TextArray | FloatArray] = {}
        for column in columns:
            if column in _TEXT:
                sheet[column] = texts(rows[column]) if column in rows else np.full(len(rows), "", dtype=object)
                continue
            number = _number(rows[column]) if column in rows else np.zeros(len(rows))
            findings.append(_numbers(table, column, number))
            number = np.where(np.abs(number) <= _ABSURD, number, np.nan)
            sheet[column] = number if (table, column) in _MAY_BE_BLANK else np.nan_to_num(number)
        sheets[table] = pd.DataFrame(sheet)
    return sheets, findings


def _complete(table: str, missing: bool, absent: list[str]) -> Rows:
    """The plan has all its tables, and they have all their columns."""

    def say(_: int) -> str:
        if missing:
            return f"the plan has no table {table}."
        return f"the plan's table {table} lacks {', '.join(absent)}."

    return refuse("tables", np.array([missing or bool(absent)]), say)


def _number(column: pd.Series[Any]) -> FloatArray:
    """A column as numbers; what is no number is NaN."""
    return floats(column if column.dtype.kind in "fiu" else pd.to_numeric(column, errors="coerce"))


def _numbers(table: str, column: str, values: FloatArray) -> Rows:
    """Every number of the plan is one, no absurdly large one, and none is negative."""
    no_number = ~(np.abs(values) <= _ABSURD)
    if (table, column) in _MAY_BE_BLANK:
        no_number &= ~np.isnan(values)
    below = np.where(~no_number & ~np.isnan(values) & ((table, column) not in _MAY_BE_BELOW_0), -values, 0.0)

    def say(row: int) -> str:
        what = "is not a number" if no_number[row] else f"is {amount(values[row])}: below 0"
        return f"{column} in row {row + 1} of the plan's table {table} {what}."

    typical = largest(values[np.abs(values) <= _ABSURD])
    scale = np.broadcast_to(scale_of(typical=typical), values.shape)
    return Rows("numbers", np.where(no_number, scale, below), scale, say)
