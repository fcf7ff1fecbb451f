"""The plan's contracts against the offers, and each buyer's pool."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import BoolArray, FloatArray, IntArray, floats, place, texts, whole
from edu_supply.verification.names import Names
from edu_supply.verification.pools import pool_of

OFFER = ["line", "product"]


@dataclass(frozen=True)
class Purchases:
    """The plan's contracts against the offers, row by row.

    ``offer`` is the place in ``offers`` (-1: no such offer), ``pool`` the buyer's pool (-1: no buyer), ``price_eur``
    that of the step that the row names, NaN where the offer has no such step.
    """

    rows: pd.DataFrame
    offers: pd.DataFrame
    offer: IntArray
    pool: IntArray
    price_eur: FloatArray
    units: FloatArray

    @property
    def known(self) -> BoolArray:
        return (self.offer >= 0) & (self.pool >= 0)


def purchases_of(dataset: Dataset, names: Names, rows: pd.DataFrame) -> Purchases:
    """The contracts, coded."""
    steps = dataset["offers"]
    offers = steps.drop_duplicates(OFFER).reset_index(drop=True)
    offer = place(offers, OFFER, rows, OFFER)
    pools = pool_of(dataset, [str(buyer) for buyer in names.buyer])
    pool = np.array([pools.get(buyer, -1) for buyer in texts(rows["buyer"])], dtype=np.int64)
    stated = rows[[*OFFER, "from_quantity"]].reset_index(names="row").merge(steps, on=OFFER, suffixes=("", "_step"))
    off = (stated["from_quantity"] - stated["from_quantity_step"]).abs()
    right = stated[off <= 1e-9 * stated["from_quantity_step"]].drop_duplicates("row")
    price = np.full(len(rows), np.nan)
    price[whole(right["row"])] = floats(right["unit_price_eur"])
    return Purchases(rows, offers, offer, pool, price, floats(rows["quantity_units"]))
