"""How many units each of NATO's ways to set a requirement comes to.

Source: NATO Logistics Handbook, October 1997, paragraphs 405 and 406. Its level-of-effort way counts days of combat at
a daily expenditure, less what attrition takes; the target-oriented one the targets; the lifetime-oriented one what each
weapon fires until it is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.horizon import Horizon
from edu_supply.schema import listed_names

Tables = Mapping[str, pd.DataFrame]
"""Completed tables by name, as :class:`edu_supply.dataset.Dataset` describes them."""


@dataclass(frozen=True)
class Uses:
    """The columns that a method must have, and those that it may have."""

    needs: tuple[str, ...]
    takes: tuple[str, ...] = ()


USES: dict[str, Uses] = {
    "level_of_effort": Uses(("days", "daily_units"), ("attrition",)),
    "days_of_supply": Uses(("days",), ("daily_units", "serves")),
    "target_oriented": Uses(("targets", "per_target")),
    "lifetime_oriented": Uses(("weapons", "per_weapon")),
}
"""By method. Beside these, demand may always have days: over how many it is spread."""


def amounts(rows: pd.DataFrame, tables: Tables, horizon: Horizon) -> pd.Series[float]:
    """Units that each requirement comes to in all; NaN where a number that its method needs is missing.

    >>> import edu_supply
    >>> row = {"requirement": "R", "method": "level_of_effort", "site": "UA-front", "product": "round", "days": 30}
    >>> dataset = edu_supply.change(edu_supply.read("data/tutorial"), "requirements", add=[row | {"daily_units": 7667}])
    >>> amounts(dataset["requirements"], dataset.tables, dataset.horizon).tolist()
    [230010.0]
    """
    served = rows["method"].eq("days_of_supply") & rows["daily_units"].isna()
    daily = rows["daily_units"].astype(np.float64).where(~served, _mean_demand(rows[served], tables, horizon))
    by_method = {
        "level_of_effort": rows["days"] * daily * rows["attrition"].fillna(1.0),
        "days_of_supply": rows["days"] * daily,
        "target_oriented": rows["targets"] * rows["per_target"],
        "lifetime_oriented": rows["weapons"] * rows["per_weapon"],
    }
    units = pd.Series(np.nan, index=rows.index)
    for method, amount in by_method.items():
        units = units.where(rows["method"] != method, amount)
    return units


def _mean_demand(rows: pd.DataFrame, tables: Tables, horizon: Horizon) -> pd.Series[float]:
    """Units a calendar day, over the horizon, that each row's country asks for of its product where the row serves."""
    demand, days = tables["demand"], sum(horizon.days(period) for period in range(1, horizon.periods + 1))
    due = demand["period"].isna() | (demand["period"] <= horizon.periods)
    over = demand["quantity"] * np.where(demand["period"].isna(), horizon.periods, 1) * due
    found = {}
    for row in records(rows):
        asked = demand["product"].eq(row.product) & demand["buyer"].eq(row.country)
        if serves := listed_names(row.serves):
            asked &= demand["site"].isin(serves)
        found[row.Index] = float(over[asked].sum()) / days
    return pd.Series(found, dtype=np.float64).reindex(rows.index)


def records(rows: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table, their cells by the column's name."""
    yield from rows.itertuples()
