"""A plan period by period: how much of what is asked for is served, and what is held."""

from __future__ import annotations

import pandas as pd

from edu_supply.dataset import Dataset

OTHERS = "others"
"""The name of all that is not named."""


def fill_over_time(demand: pd.DataFrame, most: int = 6) -> pd.DataFrame:
    """Served / asked for by period (each unit at its penalty), for all together and the products that are worst served.

    ``demand`` is a plan's table; what is served late counts for the period in which it was asked for.

    >>> import edu_supply
    >>> plan = edu_supply.solve(edu_supply.read("data/tutorial"))
    >>> fill_over_time(plan["demand"]).round(3).values.tolist()
    [[1.0, 0.944, 0.944], [2.0, 0.778, 0.778], [3.0, 1.0, 1.0], [4.0, 1.0, 1.0]]
    """
    weighed = demand.assign(asked=demand["quantity_units"] * demand["penalty_eur"],
                            served=demand["served_units"] * demand["penalty_eur"])  # fmt: skip
    by_product = weighed.groupby("product")[["asked", "served"]].sum()
    short = (by_product["asked"] - by_product["served"]).sort_values(ascending=False, kind="stable")
    whole = weighed.groupby("period")[["asked", "served"]].sum()
    found = pd.DataFrame({"all": whole["served"] / whole["asked"].where(whole["asked"] > 0)})
    for product in short.index[:most]:
        rows = weighed[weighed["product"] == product].groupby("period")[["asked", "served"]].sum()
        found[product] = rows["served"] / rows["asked"].where(rows["asked"] > 0)
    return found.reset_index(names="period")


def stock_over_time(stocks: pd.DataFrame, dataset: Dataset, most: int = 7) -> pd.DataFrame:
    """Tonnes held at the end of every period, by product, those that weigh most and all others together.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> stock_over_time(edu_supply.solve(dataset)["stocks"], dataset)["period"].tolist()
    [1, 2, 3, 4]
    """
    mass = dataset["products"].set_index("product")["mass_kg"] / 1000
    tonnes = stocks["hold_units"] * stocks["product"].map(mass)
    heaviest = tonnes.groupby(stocks["product"]).sum().sort_values(ascending=False, kind="stable")
    names = list(heaviest[heaviest > 0].index)
    named = stocks["product"].where(stocks["product"].isin(names[:most]), OTHERS)
    order = [*names[:most], *([OTHERS] if len(names) > most else [])]
    table = tonnes.groupby([stocks["period"], named]).sum().unstack(fill_value=0)
    table = table.reindex(index=range(1, dataset.periods + 1), columns=order, fill_value=0.0)
    return table.reset_index(names="period")
