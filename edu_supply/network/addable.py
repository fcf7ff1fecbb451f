"""Where stock may be added before the first period, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Floats, Ints, Parts, codes


@dataclass(frozen=True)
class Addable:
    """Places where stock may be added: site, product (codes), and at most how many units (infinite: no limit)."""

    site: Ints
    product: Ints
    most: Floats


NONE = Addable(np.array([], np.int64), np.array([], np.int64), np.array([], float))
"""Nowhere."""


def addable(dataset: Dataset, parts: Parts) -> Addable:
    """Every place with a row in ``stocks``, at a site that exists: at most its smallest maximum less what is there.

    >>> import edu_supply
    >>> from edu_supply.network.parts import Parts
    >>> dataset = edu_supply.read("data/tutorial")
    >>> parts = Parts(dataset)
    >>> found = addable(dataset, parts)
    >>> parts.sites[found.site].tolist(), parts.products[found.product].tolist(), found.most.tolist()
    (['UA-front'], ['round'], [inf])
    """
    stocks = dataset["stocks"]
    if not len(stocks):
        return NONE
    places = stocks.groupby(["site", "product"], sort=False).agg({"maximum": "min", "initial": "sum"}).reset_index()
    site, product = codes(places["site"], parts.sites), codes(places["product"], parts.products)
    most = places["maximum"].fillna(np.inf).to_numpy(float) - places["initial"].to_numpy(float)
    free = (most > 0) & ~parts.site_is_candidate[site]
    return Addable(site[free], product[free], most[free])
