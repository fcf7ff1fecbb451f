"""Requirements that say too little, too much, or ask for what nobody uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from edu_supply.checks.findings import Tables, findings, text
from edu_supply.checks.references import is_known
from edu_supply.needs import USES
from edu_supply.problems import Problem, nearest
from edu_supply.schema import listed_names

NUMBERS = tuple(dict.fromkeys(column for uses in USES.values() for column in (*uses.needs, *uses.takes)))
"""The columns that some method uses."""


def numbers_that_are_missing(tables: Tables) -> list[Problem]:
    """A requirement has every number that its method multiplies."""
    rows = tables["requirements"]
    found: list[Problem] = []
    for method, uses in USES.items():
        for column in uses.needs:
            lacking = rows[rows["method"].eq(method) & rows[column].isna()]
            others = " and ".join(other for other in uses.needs if other != column)
            message = f"{method} needs {column}{f' and {others}' if others else ''}."
            found += findings(lacking, "lacking", "requirements", message, f"Give {column}.", column)
    return found


def numbers_of_no_use(tables: Tables) -> list[Problem]:
    """A requirement has no number that its method does not use."""
    rows = tables["requirements"]
    found: list[Problem] = []
    for method, uses in USES.items():
        for column in NUMBERS:
            spread = column == "days"
            idle = rows["method"].eq(method) & rows[column].notna() & ~(spread & rows["kind"].eq("demand"))
            if column not in uses.needs + uses.takes:
                message = f"{method} does not use {column}{' where stock is held' if spread else ''}."
                found += findings(rows[idle], "idle number", "requirements", message, "Leave it blank.", column)
    return found


def supply_that_is_used(tables: Tables) -> list[Problem]:
    """Days of supply are held against demand; they are no demand."""
    rows = tables["requirements"]
    return findings(
        rows[rows["method"].eq("days_of_supply") & rows["kind"].eq("demand")],
        "used supply",
        "requirements",
        "Days of supply are a stock to hold, not a demand.",
        "Write stock; or, for what is used in combat, the method level_of_effort.",
        "kind",
    )


def unknown_fronts(tables: Tables) -> list[Problem]:
    """Every site that days of supply serve is one of the dataset."""
    rows = tables["requirements"]
    rows = rows.assign(serves=rows["serves"].map(listed_names).astype(object)).explode("serves").dropna(subset="serves")
    known = set(tables["sites"]["site"].dropna())
    strangers = rows[~rows["serves"].isin(known)]
    return findings(strangers, "unknown front", "requirements", "There is no such site.", _nearest_of(known), "serves")


def _nearest_of(known: set[str]) -> Callable[[Any], str]:
    return lambda row: nearest(row.serves, known)


def supply_of_nothing(tables: Tables) -> list[Problem]:
    """Days of supply without a daily rate stand for demand that somebody has."""
    rows = tables["requirements"]
    rows = rows[rows["method"].eq("days_of_supply") & rows["daily_units"].isna() & rows["kind"].eq("stock")
                & is_known(tables, "requirements", "product") & rows["country"].notna()]  # fmt: skip
    return findings(
        rows[[not _asked(row, tables) for row in rows.itertuples()]],
        "serves nothing",
        "requirements",
        lambda row: f"{text(row.country)} asks for no {text(row.product)}"
                    f"{f' at {row.serves}' if isinstance(row.serves, str) else ''}, so this comes to nothing.",
        "Give daily_units, or the country or sites whose demand it is to serve.",
        "daily_units",
    )  # fmt: skip


def _asked(row: Any, tables: Tables) -> bool:
    demand: pd.DataFrame = tables["demand"]
    asked = demand["product"].eq(row.product) & demand["buyer"].eq(row.country) & (demand["quantity"] > 0)
    serves = listed_names(row.serves)
    return bool((asked & demand["site"].isin(serves)).any() if serves else asked.any())
