"""Demand, period by period, and what may serve it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Floats, Ints, Parts, codes


def demand_by_period(dataset: Dataset) -> pd.DataFrame:
    """One row for each demand in each period of the horizon in which something is asked for.

    A row of the demand table without a period counts in every period; ``row`` is its place in the table.
    """
    demand = dataset["demand"].assign(row=np.arange(len(dataset["demand"])))
    every = demand[demand["period"].isna()]
    dated = demand[demand["period"] <= dataset.periods]
    repeated = every.loc[every.index.repeat(dataset.periods)].assign(
        period=np.tile(np.arange(1, dataset.periods + 1), len(every)).astype(float)
    )
    rows = pd.concat([dated, repeated]) if len(repeated) else dated
    rows = rows[rows["quantity"] > 0].sort_values(["row", "period"], kind="stable")
    return rows.assign(period=rows["period"].astype(np.int64)).reset_index(drop=True)


@dataclass(frozen=True)
class Options:
    """How a row of the demand table may be served: by the product itself or by a substitute its buyer accepts.

    Parallel arrays; ``ratio`` is units handed over for one unit asked for. Where a general row and the buyer's own
    row hold for the same substitute, both are options.
    """

    row: Ints
    site: Ints
    product: Ints
    ratio: Floats
    last_period: Ints


def serving_options(parts: Parts) -> Options:
    """Every option of every demand row, with the last period in which it can be of use."""
    demand = parts.dataset["demand"]
    last = (demand["period"].fillna(parts.periods) + demand["late_periods"]).clip(upper=parts.periods)
    wanted = (demand["quantity"] > 0) & (demand["period"].fillna(1) <= parts.periods)
    rows = pd.DataFrame({"row": np.arange(len(demand)), "site": demand["site"], "product": demand["product"],
                         "buyer": demand["buyer"], "last": last})[wanted]  # fmt: skip
    accepted = rows.merge(parts.dataset["substitutes"], on="product")
    accepted = accepted[accepted["country"].isna() | (accepted["country"] == accepted["buyer"])]
    own = rows.assign(substitute=rows["product"], ratio=1.0)
    both = pd.concat([own, accepted])[["row", "site", "substitute", "ratio", "last"]]
    both = both.drop_duplicates(["row", "substitute", "ratio"]).sort_values("row", kind="stable")
    return Options(
        both["row"].to_numpy(np.int64), codes(both["site"], parts.sites), codes(both["substitute"], parts.products),
        both["ratio"].to_numpy(float), both["last"].to_numpy(np.int64),
    )  # fmt: skip
