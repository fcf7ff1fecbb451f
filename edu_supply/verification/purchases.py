"""The plan's contracts against the offers: which step, which pool, which programme, which contract, at what price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import BoolArray, FloatArray, IntArray, floats, place, texts, whole
from edu_supply.verification.names import Names
from edu_supply.verification.pools import pool_of
from edu_supply.verification.programmes import Programme

OFFER = ["line", "product"]

NOBODY = -2
"""The code of a programme that the dataset does not have; -1 is a contract outside any programme."""


@dataclass(frozen=True)
class Purchases:
    """The plan's contracts against the offers, row by row.

    ``offers`` has each offer once, ``steps`` the price steps in order, ``pools`` the pool of every buyer.
    ``offer`` is the place in ``offers`` (-1: no such offer), ``step`` that in ``steps`` (-1: no such step), ``pool``
    the buyer's pool (-1: no buyer), ``programme`` the place in ``programmes``. ``contract`` is one code for a pool, a
    programme and an offer. ``price_eur`` is that of the step, NaN where there is none.
    """

    rows: pd.DataFrame
    offers: pd.DataFrame
    steps: pd.DataFrame
    programmes: list[Programme]
    pools: dict[str, int]
    offer: IntArray
    step: IntArray
    pool: IntArray
    programme: IntArray
    contract: IntArray
    price_eur: FloatArray
    units: FloatArray

    @property
    def known(self) -> BoolArray:
        return (self.offer >= 0) & (self.pool >= 0)

    @property
    def incremental(self) -> BoolArray:
        """Whether each row's offer has incremental steps."""
        return self.known & np.isin(self.offer, np.flatnonzero(texts(self.offers["discount"]) == "incremental"))

    @property
    def paid_eur(self) -> FloatArray:
        """What each row costs its buyer, before fees: units at the price of the step."""
        return self.units * np.nan_to_num(self.price_eur)

    @property
    def fee_eur(self) -> FloatArray:
        """The fee on each row: the programme's fee_rate of what is paid."""
        return self.paid_eur * self.terms("fee_rate")

    def terms(self, name: str, without: float = 0.0) -> FloatArray:
        """A number of each row's programme; ``without`` where it has none."""
        values = [float(getattr(programme, name)) for programme in self.programmes]
        return np.array([values[one] if one >= 0 else without for one in self.programme], dtype=np.float64)


def purchases_of(dataset: Dataset, names: Names, programmes: list[Programme], rows: pd.DataFrame) -> Purchases:
    """The contracts, coded."""
    steps = dataset["offers"].sort_values([*OFFER, "from_quantity"]).reset_index(drop=True)
    offers = dataset["offers"].drop_duplicates(OFFER).reset_index(drop=True)
    offer = place(offers, OFFER, rows, OFFER)
    pools = pool_of(dataset, [str(buyer) for buyer in names.buyer])
    pool = np.array([pools.get(buyer, -1) for buyer in texts(rows["buyer"])], dtype=np.int64)
    numbers = {"": -1, **{programme.name: number for number, programme in enumerate(programmes)}}
    programme = np.array([numbers.get(name, NOBODY) for name in texts(rows["programme"])], dtype=np.int64)
    step = _steps(steps, rows)
    price = floats(steps["unit_price_eur"])
    keys = pd.DataFrame({"pool": pool, "programme": programme, "offer": offer})
    return Purchases(
        rows, offers, steps, programmes, pools, offer, step, pool, programme,
        contract=whole(keys.groupby(["pool", "programme", "offer"]).ngroup()),
        price_eur=np.where(step >= 0, price[step], np.nan) if len(price) else np.full(len(rows), np.nan),
        units=floats(rows["quantity_units"]),
    )  # fmt: skip


def _steps(steps: pd.DataFrame, rows: pd.DataFrame) -> IntArray:
    """The place of the step that each row names; -1 where its offer has none from there."""
    stated = rows[[*OFFER, "from_quantity"]].reset_index(names="row")
    found = stated.merge(steps.reset_index(names="step"), on=OFFER, suffixes=("", "_step"))
    off = (found["from_quantity"] - found["from_quantity_step"]).abs()
    right = found[off <= 1e-9 * found["from_quantity_step"]].drop_duplicates("row")
    step = np.full(len(rows), -1, dtype=np.int64)
    step[whole(right["row"])] = whole(right["step"])
    return step
