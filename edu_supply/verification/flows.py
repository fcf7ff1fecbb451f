"""Every product at every place, period by period: where it came from and where it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import FloatArray, IntArray, both, find, floats, grid, texts, whole
from edu_supply.verification.names import Names, code
from edu_supply.verification.sheets import STOCKPILE


@dataclass(frozen=True)
class Flows:
    """The terms of the balance by pair (a product at a site) and period.

    ``pairs`` are the codes site * number of products + product of all pairs where anything can be.
    ``initial`` and ``added`` are there before period 1.
    ``typical`` is the largest amount of the pair's product in any one term anywhere.
    """

    pairs: IntArray
    site: IntArray
    product: IntArray
    initial: FloatArray
    added: FloatArray
    came_out: FloatArray
    arrived: FloatArray
    expected: FloatArray
    used: FloatArray
    sent: FloatArray
    served: FloatArray
    scrapped: FloatArray
    held: FloatArray
    under_way: FloatArray
    typical: FloatArray

    @property
    def held_before(self) -> FloatArray:
        """What is held at the end of the period before; before period 1, what is there at first."""
        return np.column_stack([self.at_first, self.held[:, :-1]])

    @property
    def at_first(self) -> FloatArray:
        """What is there before period 1: ``initial`` and what the plan adds to it."""
        return self.initial + self.added

    def find(self, site: IntArray, product: IntArray, products: int) -> IntArray:
        """The place of each pair; -1 where there is none."""
        return find(self.pairs, both(site, product, products))


def recipes(dataset: Dataset, production: pd.DataFrame) -> pd.DataFrame:
    """What the rows of production use: columns ``row``, ``component``, ``units``.

    Rows of bom that name a line are that line's own recipe and replace the general one.
    """
    bom = dataset["bom"].assign(line=texts(dataset["bom"]["line"]))[["product", "component", "quantity", "line"]]
    made = pd.DataFrame({"line": texts(production["line"]), "product": texts(production["product"]),
                         "make": floats(production["make_units"]), "row": np.arange(len(production))})  # fmt: skip
    own, general = bom[bom["line"] != ""], bom[bom["line"] == ""].drop(columns="line")
    own_lines = pd.MultiIndex.from_frame(own[["line", "product"]].drop_duplicates().astype("object"))
    has_own = pd.MultiIndex.from_frame(made[["line", "product"]]).isin(own_lines)
    used = pd.concat([made[has_own].merge(own, on=["line", "product"]), made[~has_own].merge(general, on="product")])
    return pd.DataFrame({"row": used["row"], "component": used["component"], "units": used["make"] * used["quantity"]})


def flows_of(dataset: Dataset, names: Names, plan: Mapping[str, pd.DataFrame]) -> Flows:
    """All terms of all balances."""
    terms = _terms(dataset, names, plan)
    products, periods = len(names.product), dataset.periods
    all_pairs = [pair[pair >= 0] for pair, _, _ in terms.values()]
    pairs = np.unique(np.concatenate(all_pairs)) if all_pairs else np.array([], dtype=np.int64)
    grids = {}
    for name, (pair, period, units) in terms.items():
        use = (pair >= 0) & (period >= 1) & (period <= periods)
        grids[name] = grid(find(pairs, pair[use]), period[use], units[use], len(pairs), periods)
    initial, added = (grids.pop(name).sum(axis=1) for name in ("initial", "added"))
    product = pairs % products
    most = np.maximum.reduce([initial + added, *(term.max(axis=1, initial=0.0) for term in grids.values())])
    by_product = np.zeros(products)
    np.maximum.at(by_product, product, most)
    return Flows(pairs=pairs, site=pairs // products, product=product, initial=initial, added=added,
                 typical=by_product[product], under_way=under_way(names, plan["shipments"], periods),
                 **grids)  # fmt: skip


def _terms(
    dataset: Dataset, names: Names, plan: Mapping[str, pd.DataFrame]
) -> dict[str, tuple[IntArray, IntArray, FloatArray]]:
    """Each term of the balance as (pair, period, units)."""
    made, sent, held, served = (plan[name] for name in ("production", "shipments", "stocks", "service"))
    start, coming, more = dataset["stocks"], dataset["arrivals"], plan[STOCKPILE]

    def pair(table: pd.DataFrame, site: str, product: str) -> IntArray:
        return both(whole(table[f"{site}_code"]), whole(table[f"{product}_code"]), len(names.product))

    def pair_of(table: pd.DataFrame) -> IntArray:
        return both(code(names.site, table["site"]), code(names.product, table["product"]), len(names.product))

    begun, left, use = whole(made["period"]), whole(sent["period"]), recipes(dataset, made)
    out, there = begun + whole(made["lead_periods"]), left + whole(sent["lead_periods"])
    make, ship, used = floats(made["make_units"]), floats(sent["ship_units"]), whole(use["row"])
    used_pair = both(whole(made["site_code"])[used], code(names.product, use["component"]), len(names.product))
    held_pair, end = pair(held, "site", "product"), whole(held["period"])
    return {
        "initial": (pair_of(start), np.ones(len(start), dtype=np.int64), floats(start["initial"])),
        "added": (pair_of(more), np.ones(len(more), dtype=np.int64), floats(more["added"])),
        "came_out": (pair(made, "site", "product"), out, make),
        "arrived": (pair(sent, "destination", "product"), there, ship),
        "expected": (pair_of(coming), whole(coming["period"]), floats(coming["quantity"])),
        "used": (used_pair, begun[used], floats(use["units"])),
        "sent": (pair(sent, "origin", "product"), left, ship),
        "served": (pair(served, "site", "served"), whole(served["period"]), floats(served["serve_units"])),
        "scrapped": (held_pair, end, floats(held["scrap_units"])),
        "held": (held_pair, end, floats(held["hold_units"])),
    }


def under_way(names: Names, shipments: pd.DataFrame, periods: int) -> FloatArray:
    """Units under way at the end of each period, by product: sent, and not arrived."""
    product, units = whole(shipments["product_code"]), floats(shipments["ship_units"])
    left = whole(shipments["period"])
    there = np.minimum(left + whole(shipments["lead_periods"]), periods + 1)
    sent = grid(product, left, units, len(names.product), periods + 1)
    arrived = grid(product, there, units, len(names.product), periods + 1)
    return np.maximum(0.0, np.cumsum(sent - arrived, axis=1)[:, :periods])
