"""Who buys with whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from edu_supply.dataset import Dataset


@dataclass(frozen=True)
class Pools:
    """Pools by name, the buyers, and who belongs to what: parallel arrays of pool and buyer numbers.

    In a dataset every buyer is in one pool. A game of coalitions lets it be in several, and closes some of them.
    """

    names: tuple[str, ...]
    buyers: tuple[str, ...]
    pool: NDArray[np.int64]
    buyer: NDArray[np.int64]

    def of(self, buyer: str) -> list[int]:
        """The numbers of the pools that a buyer is in."""
        number = self.buyers.index(buyer) if buyer in self.buyers else -1
        return [int(one) for one in self.pool[self.buyer == number]]

    def members(self, pool: int) -> list[str]:
        """The buyers of a pool."""
        return [self.buyers[one] for one in self.buyer[self.pool == pool]]


def buyers(dataset: Dataset) -> list[str]:
    """The countries that ask for something within the horizon, in the order of the table."""
    return list(dict.fromkeys(asked_for(dataset)["buyer"]))


def asked_for(dataset: Dataset) -> pd.DataFrame:
    """The rows of demand that ask for something within the horizon."""
    demand = dataset["demand"]
    return demand[(demand["quantity"] > 0) & ~(demand["period"] > dataset.periods)]


def countries_in(dataset: Dataset, names: Iterable[str], countries: Iterable[str]) -> frozenset[str]:
    """Those of the countries that a list of groups and countries holds; ``*`` stands for everybody."""
    groups, listed = dataset["groups"], set(names)
    held = listed | set(groups.loc[groups["group"].isin(listed), "country"])
    return frozenset(countries if "*" in listed else (one for one in countries if one in held))


def pools_of(dataset: Dataset) -> Pools:
    """The dataset's pools: a buyer is in the first list of ``dataset.pools`` that holds it, alone if none does.

    A pool is called what its list says (``EU+NO``).
    """
    everybody = buyers(dataset)
    lists = [("+".join(pool), countries_in(dataset, pool, everybody)) for pool in dataset.pools]
    of = {buyer: next((name for name, held in lists if buyer in held), buyer) for buyer in everybody}
    names = tuple(dict.fromkeys(of.values()))
    pool = np.array([names.index(of[buyer]) for buyer in everybody], np.int64)
    return Pools(names, tuple(everybody), pool, np.arange(len(everybody), dtype=np.int64))
