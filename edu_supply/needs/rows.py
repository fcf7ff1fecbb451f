"""The rows of demand and of stocks that requirements come to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.horizon import Horizon
from edu_supply.needs.methods import Tables, amounts
from edu_supply.schema import PENALTY_TIMES


def requirements(dataset: Dataset) -> pd.DataFrame:
    """What the dataset's requirements come to: a row for each minimum of stocks and each row of demand that they make.

    Columns: requirement, method, table (stocks or demand), site, country (whose it is, or who pays), product, period
    (from which the minimum holds, or in which it is used), units (of the minimum, or asked for in that period) and
    penalty_eur (of a unit short; of stocks, for each period). The dataset holds these rows already.

    Source of the methods: NATO Logistics Handbook, October 1997, paragraph 406.

    >>> import edu_supply
    >>> row = {"requirement": "R", "method": "target_oriented", "site": "UA-front", "product": "round",
    ...        "targets": 12, "per_target": 25}
    >>> dataset = edu_supply.change(edu_supply.read("data/tutorial"), "requirements", add=[row])
    >>> edu_supply.requirements(dataset)[["table", "product", "period", "units", "penalty_eur"]].values.tolist()
    [['stocks', 'round', 1, 300.0, 2500.0]]
    """
    made = [
        rows(dataset.tables, dataset.horizon)
        .rename(columns={period: "period", country: "country", units: "units", penalty: "penalty_eur"})
        .assign(table=table)
        for table, rows, period, country, units, penalty in (
            ("stocks", held_rows, "from_period", "country", "minimum", "minimum_penalty_eur"),
            ("demand", asked_rows, "period", "buyer", "quantity", "penalty_eur"),
        )
    ]
    columns = ["requirement", "method", "table", "site", "country", "product", "period", "units", "penalty_eur"]
    together = pd.concat([one for one in made if len(one)] or made)[columns].astype({"period": np.int64})
    order = {name: number for number, name in enumerate(dataset["requirements"]["requirement"])}
    return together.sort_values("requirement", key=lambda names: names.map(order), kind="stable").reset_index(drop=True)


def held_rows(tables: Tables, horizon: Horizon) -> pd.DataFrame:
    """The priced minimums: site, product, country, minimum (units), from_period, minimum_penalty_eur; and requirement,
    method and where, of the row that each was made of. ``tables`` hold the demand of requirements already."""
    rows = _readable(tables, "stock")
    left = np.maximum(horizon.periods - rows["from_period"].to_numpy(np.int64) + 1, 1)
    return pd.DataFrame({
        **{column: rows[column] for column in ("requirement", "method", "site", "product", "country")},
        "minimum": amounts(rows, tables, horizon), "from_period": rows["from_period"].astype(np.int64),
        "minimum_penalty_eur": rows["penalty_eur"].fillna(_usual_penalty(rows, tables) / left), "where": rows["where"],
    }).dropna(subset="minimum").reset_index(drop=True)  # fmt: skip


def asked_rows(tables: Tables, horizon: Horizon) -> pd.DataFrame:
    """The dated demand: site, product, period, quantity (units), priority, penalty_eur, buyer; and requirement, method
    and where, of the row that each was made of. What is used over some days falls into the periods of these days."""
    rows = _readable(tables, "demand")
    penalty = rows["penalty_eur"].fillna(_usual_penalty(rows, tables))
    rows = rows.assign(units=amounts(rows, tables, horizon), buyer=rows["country"], penalty_eur=penalty)
    rows = rows.dropna(subset="units")
    shares = [_shares(first, days, horizon) for first, days in zip(rows["from_period"], rows["days"], strict=True)]
    rows = rows.loc[rows.index.repeat([len(share) for share in shares])]
    number = rows.groupby("requirement", sort=False).cumcount()
    share = np.concatenate([np.array(share, np.float64) for share in shares] or [np.zeros(0)])
    rows = rows.assign(period=(rows["from_period"] + number).astype(np.float64), quantity=rows["units"] * share)
    columns = ["requirement", "method", "site", "product", "period", "quantity", "priority", "penalty_eur", "buyer",
               "where"]  # fmt: skip
    return rows[columns].reset_index(drop=True)


def _shares(first: int, days: float, horizon: Horizon) -> list[float]:
    """The share that falls into each period from the first on, where something is used over so many days.

    >>> from datetime import date
    >>> _shares(2, 35, Horizon(12, "month", date(2027, 1, 1))), _shares(2, float("nan"), Horizon(12))
    ([0.8, 0.2], [1.0])
    """
    if not days > 0:
        return [1.0]
    shares, period, left = [], int(first), float(days)
    while left > 1e-9:
        these = min(left, horizon.days(period))
        shares.append(these / days)
        period, left = period + 1, left - these
    return shares


def _readable(tables: Tables, kind: str) -> pd.DataFrame:
    """The requirements of a kind whose names are known and whose country is."""
    rows = tables["requirements"]
    known = rows["site"].isin(tables["sites"]["site"]) & rows["product"].isin(tables["products"]["product"])
    once = ~rows["requirement"].duplicated() & rows["requirement"].notna()
    return rows[rows["kind"].eq(kind) & known & once & rows["country"].notna() & rows["from_period"].notna()]


def _usual_penalty(rows: pd.DataFrame, tables: Tables) -> pd.Series[float]:
    """What a unit short costs where the row does not say: so many times its value, by priority; EUR."""
    products = tables["products"].dropna(subset="product").drop_duplicates("product").set_index("product")
    value = rows["product"].map(products["value_eur"]).astype(np.float64)
    return value * rows["priority"].map(PENALTY_TIMES).astype(np.float64)
