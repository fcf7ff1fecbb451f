"""How much of what is asked for is served, and for how long stock lasts; from the plan's tables only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.sparse.linalg import spsolve

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Parts, codes


def fill_rates(tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Served / asked for, shares 0 to 1; what is served late counts as served.

    Keys: ``by_product`` (units), ``by_front`` and ``by_buyer`` (over products: weighted by quantity * penalty_eur),
    ``weighted`` (all of it so), ``worst_product`` and ``worst_product_fill_rate``. Where nothing asked for has a
    penalty, the mean of the products' rates stands for the weighted one. Nothing asked for is all served: 1.

    >>> import pandas as pd
    >>> demand = pd.DataFrame({"product": ["a", "b"], "site": ["F", "F"], "buyer": ["UA", "UA"],
    ...                        "quantity_units": [10.0, 1.0], "short_units": [5.0, 0.0], "penalty_eur": [1.0, 30.0]})
    >>> rates = fill_rates({"demand": demand})
    >>> rates["weighted"], rates["worst_product"], rates["by_front"]
    (0.875, 'a', {'F': 0.875})
    """
    demand = tables["demand"]
    by_product = {
        str(product): _share(rows["short_units"].sum(), rows["quantity_units"].sum())
        for product, rows in demand.groupby("product", sort=False)
    }
    worst = min(by_product, key=lambda product: by_product[product], default=None)
    return {
        "by_product": by_product,
        "by_front": {str(site): _weighted(rows) for site, rows in demand.groupby("site", sort=False)},
        "by_buyer": {str(buyer): _weighted(rows) for buyer, rows in demand.groupby("buyer", sort=False)},
        "weighted": _weighted(demand),
        "worst_product": worst,
        "worst_product_fill_rate": by_product[worst] if worst is not None else None,
    }


def _share(short: float, asked: float) -> float:
    return 1.0 if asked <= 0 else min(1.0, max(0.0, float(1 - short / asked)))


def _weighted(demand: pd.DataFrame) -> float:
    """Share served over products of different units: each unit counts with its penalty."""
    weight = demand["quantity_units"] * demand["penalty_eur"]
    if weight.sum() > 0:
        return _share((demand["short_units"] * demand["penalty_eur"]).sum(), weight.sum())
    sums = demand.groupby("product")[["short_units", "quantity_units"]].sum()
    return float(np.mean([_share(short, asked) for short, asked in sums.to_numpy()])) if len(sums) else 1.0


def days_of_supply(tables: Mapping[str, pd.DataFrame], dataset: Dataset) -> pd.DataFrame:
    """For each row of the plan's ``stocks``: for how many days the stock lasts at the mean demand that it serves.

    Columns: site, country, product, period, hold_units, demand_per_day (units per calendar day over the horizon),
    days_of_supply (missing where the place serves no demand). What a place serves is what is asked for there (less what
    a substitute serves), what is handed over as a substitute, what its lines use, and of every place that it ships to
    the share that came from it.
    """
    parts = Parts(dataset)
    days = sum(dataset.horizon.days(period) for period in range(1, dataset.periods + 1))
    demand = _served_by(tables, parts) / days
    stocks = tables["stocks"][["site", "country", "product", "period", "hold_units"]]
    per_day = demand[codes(stocks["site"], parts.sites), codes(stocks["product"], parts.products)]
    lasts = np.where(per_day > 1e-9, stocks["hold_units"] / np.where(per_day > 1e-9, per_day, 1), np.nan)
    return stocks.assign(demand_per_day=per_day, days_of_supply=lasts).reset_index(drop=True)


def _served_by(tables: Mapping[str, pd.DataFrame], parts: Parts) -> np.ndarray:
    """(sites, products): units of demand over the horizon that each place serves, itself or through others."""
    own = _own_demand(tables, parts)
    ships = tables["shipments"]
    product = codes(ships["product"], parts.products)
    width = len(parts.products)
    origin = codes(ships["origin"], parts.sites) * width + product
    destination = codes(ships["destination"], parts.sites) * width + product
    inflow = np.zeros(own.shape)
    for table, column in (("stocks", "initial"), ("arrivals", "quantity")):
        rows = parts.dataset[table]
        rows = rows[rows["period"] <= parts.periods] if table == "arrivals" else rows
        place = codes(rows["site"], parts.sites), codes(rows["product"], parts.products)
        np.add.at(inflow, place, rows[column].to_numpy(float))
    made = tables["production"]
    place = codes(made["site"], parts.sites), codes(made["product"], parts.products)
    np.add.at(inflow, place, made["make_units"].to_numpy(float))
    sent, into = ships["ship_units"].to_numpy(float), inflow.reshape(-1)
    np.add.at(into, destination, sent)
    share = sp.csr_array((sent / into[destination], (origin, destination)), shape=(own.size, own.size))
    served: np.ndarray = spsolve(sp.eye_array(own.size, format="csc") - share.tocsc(), own.ravel())
    return served.reshape(own.shape)


def _own_demand(tables: Mapping[str, pd.DataFrame], parts: Parts) -> np.ndarray:
    """(sites, products): units over the horizon asked for at a place, handed over as a substitute, or used by lines."""
    own = np.zeros((len(parts.sites), len(parts.products)))
    asked, served, made = tables["demand"], tables["service"], tables["production"]
    other = served[served["served_product"] != served["product"]]
    for rows, product, units in (
        (asked, "product", asked["quantity_units"]), (other, "product", -other["asked_units"]),
        (other, "served_product", other["serve_units"]),
    ):  # fmt: skip
        place = codes(rows["site"], parts.sites), codes(rows[product], parts.products)
        np.add.at(own, place, units.to_numpy(float))
    names = pd.MultiIndex.from_frame(parts.task_rows[["line", "product"]])
    task_of = names.get_indexer(pd.MultiIndex.from_frame(made[["line", "product"]]))
    units_made = np.bincount(task_of, made["make_units"].to_numpy(float), minlength=len(names))
    task, component, quantity = parts.recipe
    np.add.at(own, (parts.task_site[task], component), units_made[task] * quantity)
    return own
