"""Every demand of the horizon, one by one, and the keys under which the plan speaks of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import FloatArray, IntArray, add_up, find, floats, whole
from edu_supply.verification.names import Names, code


@dataclass(frozen=True)
class Demands:
    """Demands in the horizon. A row of the table without a period is one demand in every period.

    ``keys`` are the different (site, product, buyer, period), in order; a key has several demands where a row without
    a period and a dated one meet. All other arrays have one entry per demand; ``key`` is its place in ``keys``.
    """

    keys: IntArray
    key: IntArray
    quantity: FloatArray
    priority: FloatArray
    penalty_eur: FloatArray
    late_periods: IntArray
    late_eur: FloatArray
    site: IntArray
    product: IntArray
    buyer: IntArray
    period: IntArray
    stride: tuple[int, int, int]

    def find(self, site: IntArray, product: IntArray, buyer: IntArray, period: IntArray) -> IntArray:
        """The place in ``keys`` of each (site, product, buyer, period); -1 where nothing is asked for."""
        products, buyers, periods = self.stride
        known = (site >= 0) & (product >= 0) & (buyer >= 0) & (period >= 1) & (period <= periods)
        wanted = ((site * products + product) * buyers + buyer) * periods + period - 1
        return find(self.keys, np.where(known, wanted, -1))

    def by_key(self, amount: FloatArray) -> FloatArray:
        """The sum of an amount per demand over each key's demands."""
        return add_up(self.key, amount, len(self.keys))

    def first(self) -> IntArray:
        """The first demand of every key."""
        return np.unique(self.key, return_index=True)[1].astype(np.int64)


def demands_of(dataset: Dataset, names: Names) -> Demands:
    """All demands within the horizon."""
    table, periods = dataset["demand"], dataset.periods
    dated = floats(table["period"])
    every = np.isnan(dated)
    repeat = np.where(every, periods, 1)
    row = np.repeat(np.arange(len(table)), repeat)
    count = np.arange(len(row)) - np.repeat(np.cumsum(repeat) - repeat, repeat) + 1
    period = np.where(every[row], count, np.nan_to_num(dated)[row]).astype(np.int64)
    inside = (period >= 1) & (period <= periods)
    row, period = row[inside], period[inside]
    site, product = code(names.site, table["site"])[row], code(names.product, table["product"])[row]
    buyer = code(names.buyer, table["buyer"])[row]
    stride = (len(names.product), len(names.buyer), periods)
    code_of = ((site * stride[0] + product) * stride[1] + buyer) * periods + period - 1
    keys, key = np.unique(code_of, return_inverse=True)
    return Demands(
        keys=keys,
        key=key.astype(np.int64),
        quantity=floats(table["quantity"])[row],
        priority=floats(table["priority"])[row],
        penalty_eur=floats(table["penalty_eur"])[row],
        late_periods=whole(table["late_periods"])[row],
        late_eur=floats(table["late_eur"])[row],
        site=site, product=product, buyer=buyer, period=period, stride=stride,
    )  # fmt: skip
