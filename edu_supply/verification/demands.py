"""Every demand of the horizon, and where to find it from a row of the plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import FloatArray, IntArray, find, floats, whole
from edu_supply.verification.names import Names, code


@dataclass(frozen=True)
class Demands:
    """Demands within the horizon, one entry each. A row of the table without a period is one demand in every period;
    ``every`` tells it from a dated row for the same period, beside which it may stand."""

    keys: IntArray
    quantity: FloatArray
    priority: FloatArray
    penalty_eur: FloatArray
    late_periods: IntArray
    late_eur: FloatArray
    site: IntArray
    product: IntArray
    buyer: IntArray
    period: IntArray
    every: IntArray
    stride: tuple[int, int, int]

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, names: Names, rows: pd.DataFrame, period: str) -> IntArray:
        """The demand that each row of the plan speaks of; -1 where nothing is asked for."""
        site, product = code(names.site, rows["site"]), code(names.product, rows["product"])
        buyer, at, every = code(names.buyer, rows["buyer"]), floats(rows[period]), floats(rows["every_period"])
        known = (site >= 0) & (product >= 0) & (buyer >= 0) & (at >= 1) & (at <= self.stride[2]) & (at == np.rint(at))
        known &= (every == 0) | (every == 1)
        wanted = _key(site, product, buyer, whole(rows[period]), whole(rows["every_period"]), self.stride)
        return find(self.keys, np.where(known, wanted, -1))


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
    buyer, each = code(names.buyer, table["buyer"])[row], every[row].astype(np.int64)
    stride = (len(names.product), len(names.buyer), periods)
    return Demands(
        keys=_key(site, product, buyer, period, each, stride),
        quantity=floats(table["quantity"])[row],
        priority=floats(table["priority"])[row],
        penalty_eur=floats(table["penalty_eur"])[row],
        late_periods=whole(table["late_periods"])[row],
        late_eur=floats(table["late_eur"])[row],
        site=site, product=product, buyer=buyer, period=period, every=each, stride=stride,
    )  # fmt: skip


def _key(
    site: IntArray, product: IntArray, buyer: IntArray, period: IntArray, every: IntArray, stride: tuple[int, int, int]
) -> IntArray:
    products, buyers, periods = stride
    return (((site * products + product) * buyers + buyer) * periods + period - 1) * 2 + every
