"""Stock that its limits cannot take: minimums, maximums, storage, explosives."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from edu_supply.checks.findings import Tables, findings, listed, text
from edu_supply.dataset import Settings
from edu_supply.problems import Problem

SLACK = 1 + 1e-9
"""Sums of floating-point numbers may exceed a limit by this factor."""

PLACE = ["site", "product"]

STORES: dict[str, tuple[str, float, str]] = {
    "storage_t": ("mass_kg", 1000.0, "t"),
    "neq_limit_kg": ("neq_kg", 1.0, "kg net explosive quantity"),
}
"""A site's limit, what of a product counts against it, how much of that makes one of its unit, the unit in words."""


def minimum_above_own_maximum(tables: Tables) -> list[Problem]:
    """A row's minimum is at most its maximum."""
    rows = tables["stocks"]
    return findings(
        rows[rows["minimum"] > rows["maximum"] * SLACK],
        "own maximum",
        "stocks",
        lambda row: f"The minimum is above the maximum of its row, {text(row.maximum)}.",
        "Lower the minimum or raise the maximum.",
        "minimum",
    )


def minimums_above_maximum(tables: Tables, settings: Settings) -> list[Problem]:
    """The minimums of all countries at one place fit under its smallest maximum: the hard ones must, all should."""
    rows = tables["stocks"]
    rows = rows[~(rows["minimum"] > rows["maximum"] * SLACK)]
    if rows["maximum"].isna().all():
        return []
    begun = rows[(rows["minimum"] > 0) & (rows["from_period"] <= settings.horizon.periods)]
    hard = _above_maximum(rows, begun[begun["minimum_penalty_eur"].isna()], "minimum")
    every = _above_maximum(rows, begun, "minimum")
    said = pd.MultiIndex.from_frame(every[PLACE]).isin(pd.MultiIndex.from_frame(hard[PLACE]))
    return [
        *_minimums(hard, "hard minimums", "error"),
        *_minimums(every[~said], "minimums", "warning"),
    ]


def _minimums(rows: pd.DataFrame, what: str, severity: Literal["error", "warning"]) -> list[Problem]:
    return findings(
        rows,
        what,
        "stocks",
        lambda row: f"The {what} here add up to {_too_much(row)}",
        "Lower the minimums or raise the maximum.",
        "minimum",
        severity,
    )


def initial_above_maximum(tables: Tables) -> list[Problem]:
    """What is there before period 1 should fit under the smallest maximum, else it is sent or thrown away at once."""
    rows = tables["stocks"]
    return findings(
        _above_maximum(rows, rows[rows["initial"] > 0], "initial"),
        "maximum",
        "stocks",
        lambda row: f"The initial stock here adds up to {_too_much(row)}",
        "What is too much must leave or be thrown away in period 1.",
        "initial",
        "warning",
    )


def _too_much(row: Any) -> str:
    return f"{text(row.total)} ({row.rows}), above the maximum of {text(row.most)} ({row.most_where})."


def _above_maximum(stocks: pd.DataFrame, rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The first row of every place where ``column`` adds up to more than the smallest maximum, with both."""
    total = rows.groupby(PLACE)[column].sum()
    most = stocks.groupby(PLACE)["maximum"].min().reindex(total.index)
    places = pd.DataFrame({"total": total, "most": most})[total > most * SLACK].reset_index()
    if places.empty:
        return rows.head(0)
    listing = rows.groupby(PLACE)["where"].agg(listed).rename("rows").reset_index()
    smallest = stocks.dropna(subset=["maximum"]).sort_values("maximum", kind="stable").drop_duplicates(PLACE)
    smallest = smallest[[*PLACE, "where"]].rename(columns={"where": "most_where"})
    first = rows.drop_duplicates(PLACE).merge(places, on=PLACE)
    return first.merge(listing, on=PLACE).merge(smallest, on=PLACE)


def overfull_sites(tables: Tables, settings: Settings) -> list[Problem]:
    """The initial stock of a site, and its hard minimums, fit into its storage and under its explosives limit."""
    rows = tables["stocks"]
    begun = rows["minimum_penalty_eur"].isna() & (rows["from_period"] <= settings.horizon.periods)
    found: list[Problem] = []
    for limit in STORES:
        found += _overfull(tables, rows[rows["initial"] > 0], "initial", "The initial stock here is", limit)
        hard = rows[begun & (rows["minimum"] > 0)]
        found += _overfull(tables, hard, "minimum", "The hard minimums here come to", limit)
    return found


def _overfull(tables: Tables, rows: pd.DataFrame, column: str, what: str, limit: str) -> list[Problem]:
    per_unit, divisor, unit = STORES[limit]
    sites = tables["sites"].drop_duplicates("site")
    each = tables["products"].drop_duplicates("product").set_index("product")[per_unit]
    rows = rows.assign(load=rows[column] * rows["product"].map(each) / divisor)
    rows = rows[rows["load"] > 0]
    total = rows.groupby("site")["load"].sum()
    most = sites.set_index("site")[limit].reindex(total.index)
    over = total[total > most * SLACK]
    if over.empty:
        return []
    listing = rows.groupby("site")["where"].agg(listed)
    sites = sites[sites["site"].isin(over.index)]
    sites = sites.assign(load=sites["site"].map(over), rows=sites["site"].map(listing))
    return findings(
        sites,
        f"{column} too much",
        "sites",
        lambda row: f"{what} {text(row.load)} {unit} ({row.rows}), more than {limit}.",
        f"Raise {limit} or lower the {column} stock.",
        limit,
    )
