"""What could not move, for which limit was in the way: limits that are worth more with the loss than without it."""

from __future__ import annotations

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.outages.two_worlds import TwoWorlds
from edu_supply.planning.bottlenecks import WORTHLESS, bottlenecks

COLUMNS = ("limited_kind", "limited", "product", "limit", "periods", "worth_eur", "before_eur", "tenth_eur")
LAW_OF = {"line": "line_time", "lane": "lane_capacity", "site": "throughput", "storage": "storage",
          "explosives": "explosives"}  # fmt: skip
"""The law that holds each kind of limit."""

_KEY = ["limited_kind", "limited", "product", "limit"]
_COLUMN = {"site": "throughput_t", "storage": "storage_t", "explosives": "neq_limit_kg"}


def stopped(worlds: TwoWorlds) -> pd.DataFrame:
    """The limits that bind harder with the loss; those of which a tenth more would save most come first.

    ``worth_eur`` is what one more unit of the limit in each of ``periods`` would save at most with the loss,
    ``before_eur`` what it would undisturbed: dual values. ``tenth_eur`` is the difference times a tenth of the limit,
    so that limits in different units can be compared.
    """
    found = []
    for one in (worlds.after, worlds.before):
        table = bottlenecks(one.model, one.values, one.row_duals)
        table = table.rename(columns={"kind": "limited_kind", "target": "limited"})
        found.append(table.drop(columns=["rank", "use_share"]))
    after, before = found
    table = after.merge(before.drop(columns="periods").rename(columns={"worth_eur": "before_eur"}), on=_KEY, how="left")
    table = table.assign(before_eur=table["before_eur"].fillna(0.0))
    harder = table["worth_eur"] - table["before_eur"]
    table = table[harder > WORTHLESS]
    dataset = worlds.stressed.network.parts.dataset
    size = [_size(dataset, *row) for row in zip(*(table[one] for one in _KEY), strict=True)]
    table = table.assign(tenth_eur=harder[table.index] * pd.Series(size, table.index, dtype=float) / 10)
    return table.sort_values("tenth_eur", ascending=False, kind="stable")[list(COLUMNS)].reset_index(drop=True)


def _size(dataset: Dataset, kind: str, name: str, product: str, limit: str) -> float:
    """How large a limit is, in its unit; 1 for limits that have no size of their own."""
    if kind == "line":
        rows = dataset["lines"]
        rows = rows[rows["line"] == name]
        named = rows[(rows["product"] == product) | rows["product"].map(lambda one: f" of {one} per period" in limit)]
        return float((named["capacity"] * named["existing"].clip(lower=1.0)).max()) if len(named) else 1.0
    if kind == "lane":
        return float(dataset["lanes"].set_index("lane")["capacity_t"].get(name, 1.0))
    if kind in _COLUMN:
        return float(dataset["sites"].set_index("site")[_COLUMN[kind]].get(name, 1.0))
    return 1.0
