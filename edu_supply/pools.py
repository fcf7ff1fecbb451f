"""Who buys with whom."""

from __future__ import annotations

import numpy as np

from edu_supply.dataset import Dataset


def buyers(dataset: Dataset) -> list[str]:
    """The countries that a demand within the horizon names, in the order of the table."""
    demand = dataset["demand"]
    counts = (demand["quantity"] > 0) & ~(demand["period"] > dataset.periods)
    return list(dict.fromkeys(demand.loc[counts, "buyer"]))


def pool_of_buyers(dataset: Dataset) -> dict[str, str]:
    """Each buyer's pool, by name: the first list of ``dataset.pools`` that holds it; a buyer in none buys alone.

    A list holds groups and countries; ``*`` stands for everybody. A pool is called what its list says (``EU+NO``).
    """
    groups = dataset["groups"]
    members = {group: set(rows["country"]) for group, rows in groups.groupby("group")}
    pools: dict[str, str] = {}
    for buyer in buyers(dataset):
        mine = ["+".join(pool) for pool in dataset.pools
                if any(one in ("*", buyer) or buyer in members.get(one, ()) for one in pool)]  # fmt: skip
        pools[buyer] = mine[0] if mine else buyer
    return pools


def pool_numbers(dataset: Dataset) -> tuple[list[str], np.ndarray]:
    """The pools' names, and for each buyer (in the order of ``buyers``) the number of its pool."""
    of = pool_of_buyers(dataset)
    names = list(dict.fromkeys(of.values()))
    return names, np.array([names.index(pool) for pool in of.values()], np.int64)
