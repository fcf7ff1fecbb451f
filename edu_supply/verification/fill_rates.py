"""Fill rates: the share served of what is asked for, by product, front and buyer, and over all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from edu_supply.verification.arrays import FloatArray, IntArray, add_up
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, refuse
from edu_supply.verification.service import served
from edu_supply.verification.totals import number


def fill_rate(audit: Audit, manifest: Mapping[str, Any]) -> list[Rows]:
    """Fill rate by product; by front, by buyer and over all each demand weighted by quantity * penalty_eur; the worst
    product and its rate. Only what the manifest states is looked at, but a product must not be missing."""
    stated = manifest.get("fill_rate")
    if not isinstance(stated, Mapping):
        return []
    demands, got = audit.demands, served(audit)
    every = np.arange(len(got))
    by_product = _by_product(audit, got, every)
    lowest, worst = min(by_product.values(), default=1.0), stated.get("worst_product")
    products = stated.get("by_product", stated.get("product", stated))
    rates = [_Rate(name, number(products, name), rate) for name, rate in by_product.items()]
    for key, of, names in (
        ("by_front", demands.site, audit.names.site),
        ("by_buyer", demands.buyer, audit.names.buyer),
    ):
        if isinstance(stated.get(key), Mapping):
            asking = np.unique(of[demands.quantity > 0])
            rates += [_Rate(str(names[int(place)]), number(stated[key], str(names[int(place)])),
                            _weighted(audit, got, every[of == place])) for place in asking]  # fmt: skip
    if "weighted" in stated and len(every):
        rates.append(_Rate("everything, weighted", number(stated, "weighted"), _weighted(audit, got, every)))
    if "worst_product_fill_rate" in stated and by_product:
        rates.append(_Rate("the worst product", number(stated, "worst_product_fill_rate"), lowest))
    off = np.array([1.0 if np.isnan(rate.said) else abs(rate.said - rate.right) for rate in rates], dtype=np.float64)
    wrong = "worst_product" in stated and bool(by_product) and not by_product.get(str(worst), np.inf) <= lowest + 1e-6
    return [
        Rows("manifest.fill_rate", off, np.ones(len(off)), lambda row: rates[row].sentence),
        refuse("manifest.fill_rate", np.array([wrong]), lambda _: (
            f"the manifest says the worst product is {worst}, but that is {_lowest(by_product)}.")),
    ]  # fmt: skip


def _lowest(rates: Mapping[str, float]) -> str:
    return min(rates, key=lambda name: rates[name])


@dataclass(frozen=True)
class _Rate:
    of: str
    said: float
    right: float

    @property
    def sentence(self) -> str:
        return f"the manifest says the fill rate of {self.of} is {self.said:.6g}, but {self.right:.6g} is right."


def _by_product(audit: Audit, got: FloatArray, rows: IntArray) -> dict[str, float]:
    """Served / asked for in units, of each product that some of these demands ask for."""
    product, names = audit.demands.product[rows], audit.names.product
    asked = add_up(product, audit.demands.quantity[rows], len(names))
    units = add_up(product, got[rows], len(names))
    return {str(names[one]): float(units[one] / asked[one]) for one in np.flatnonzero(asked > 0).tolist()}


def _weighted(audit: Audit, got: FloatArray, rows: IntArray) -> float:
    """Served / asked for, each unit weighted by its penalty; without any penalty the mean of the products' rates."""
    demands = audit.demands
    penalty = demands.penalty_eur[rows]
    weight = float((demands.quantity[rows] * penalty).sum())
    if weight > 0:
        return float((got[rows] * penalty).sum()) / weight
    rates = _by_product(audit, got, rows)
    return float(np.mean(list(rates.values()))) if rates else 1.0
