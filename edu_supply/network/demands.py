"""Demand, period by period, and what may serve it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Floats, Ints, Parts, codes
from edu_supply.network.windows import Windows


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


def services(
    demands: pd.DataFrame, options: Options, position: Callable[[Ints, Ints], Ints], presence: Windows
) -> pd.DataFrame:
    """A row for each demand, way and period to serve it where the product can be there: demand (its number), row, due,
    late_periods, late_eur, site, product, ratio, position, late (periods), period."""
    pairs = pd.DataFrame(
        {"demand": np.arange(len(demands)), "row": demands["row"], "due": demands["period"],
         "late_periods": demands["late_periods"], "late_eur": demands["late_eur"]}
    ).merge(
        pd.DataFrame({"row": options.row, "site": options.site, "product": options.product,
                      "ratio": options.ratio, "position": position(options.site, options.product)}),
        on="row",
    )  # fmt: skip
    periods = int(presence.last.max(initial=0))
    late_most = np.minimum(pairs["late_periods"].to_numpy(np.int64), periods - pairs["due"].to_numpy(np.int64))
    late_most = np.maximum(late_most, -1)
    many = pairs.loc[pairs.index.repeat(late_most + 1)]
    ends = np.cumsum(late_most + 1)
    late = np.arange(len(many)) - np.repeat(ends - late_most - 1, late_most + 1)
    many = many.assign(late=late, period=many["due"].to_numpy() + late)
    present = presence.at(many["position"].to_numpy(), many["period"].to_numpy()) >= 0
    return many[present].reset_index(drop=True)
