"""What a loss did, in the planner's words: a row of ``spof.csv``, and the products that fall short."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.network.parts import Floats, Ints, codes
from edu_supply.outages.undisturbed import Cost, Undisturbed

EXACT = 1e-9
"""A loss below this share of the undisturbed world's cost is none: no solver can tell it from nothing."""

SLIGHT = 1e-6
"""Units short below this share of what is asked for are none."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Measure:
    """Measures worlds with losses against the undisturbed one."""

    undisturbed: Undisturbed

    @property
    def _model(self) -> Model:
        return self.undisturbed.model

    @cached_property
    def _demands(self) -> pd.DataFrame:
        return self._model.network.demands

    @cached_property
    def _quantity(self) -> Floats:
        return self._demands["quantity"].to_numpy(float)

    @cached_property
    def _period(self) -> Ints:
        return self._demands["period"].to_numpy(np.int64)

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        return {column: self._demands[column].tolist() for column in ("product", "site")}

    @cached_property
    def _penalty(self) -> Floats:
        return self._demands["penalty_eur"].to_numpy(float)

    @cached_property
    def _product(self) -> Ints:
        return codes(self._demands["product"], self._model.network.parts.products)

    @cached_property
    def _products(self) -> int:
        return len(self._model.network.parts.products)

    @property
    def nothing_eur(self) -> float:
        """A loss of so little is none."""
        return EXACT * max(1.0, abs(self.undisturbed.cost.total_eur))

    def is_free(self, cost_eur: float) -> bool:
        """Whether a world that costs so much loses nothing."""
        return cost_eur <= self.undisturbed.cost.total_eur + self.nothing_eur

    def is_harmless(self, cost: Cost) -> bool:
        """Whether of no product more units are short than undisturbed (to a tenth of what a time to survive allows)."""
        more = self._by_product(cost.short - self.undisturbed.cost.short)
        return bool((more <= 0.1 * SLIGHT * self._by_product(self._quantity)).all())

    def row(self, cost: Cost) -> Row:
        """loss_eur and its parts, what is short of the worst product, the fill rate, and what runs dry first.

        Where nothing is lost, its parts are nothing too: that a world may be cheaper than the undisturbed one, because
        it may draw reserves, is not shown.
        """
        known = self.undisturbed.cost
        lost = not self.is_free(cost.total_eur)
        more = cost.short - known.short
        more[np.abs(more) <= SLIGHT * np.maximum(1.0, self._quantity)] = 0.0
        units, worth = self._by_product(more), self._by_product(more * self._penalty)
        worst = int(np.argmax(worth)) if len(worth) else 0
        short = len(worth) > 0 and worth[worst] > 0 and units[worst] > 0
        name = self._model.network.parts.products
        return {
            "loss_eur": cost.total_eur - known.total_eur if lost else 0.0,
            "short_eur": cost.shortage_eur - known.shortage_eur if lost else 0.0,
            "money_eur": cost.money_eur - known.money_eur if lost else 0.0,
            "short_units": float(units[worst]) if short else 0.0,
            "worst_product": str(name[worst]) if short else "",
            "fill_rate": self.fill_rate(cost),
            **self._first_dry(more),
        }

    def _by_product(self, of_demands: Floats) -> Floats:
        return np.bincount(self._product, of_demands, self._products).astype(float)

    def fill_rate(self, cost: Cost) -> float:
        """Served / asked for, each unit at its penalty; 1 where nothing is asked for."""
        asked = float(self._penalty @ self._quantity)
        return 1.0 - float(self._penalty @ cost.short) / asked if asked > 0 else 1.0

    def _first_dry(self, more: Floats) -> Row:
        """The first demand that falls shorter than undisturbed; of several in one period the dearest."""
        dry = np.flatnonzero(more > 0)
        if not len(dry):
            return {"first_dry_product": "", "first_dry_site": "", "first_dry_period": None}
        period = self._period[dry]
        first = dry[np.lexsort((-(more * self._penalty)[dry], period))[0]]
        return {"first_dry_product": self._words["product"][first], "first_dry_site": self._words["site"][first],
                "first_dry_period": int(self._period[first])}  # fmt: skip

    def short_by_product(self, cost: Cost) -> list[Row]:
        """Units short of each product of which they are not those of the undisturbed world."""
        ours, theirs = self._by_product(cost.short), self._by_product(self.undisturbed.cost.short)
        asked = self._by_product(self._quantity)
        differ = np.flatnonzero(np.abs(ours - theirs) > SLIGHT * np.maximum(1.0, asked))
        name = self._model.network.parts.products
        return [{"product": str(name[int(one)]), "asked_units": float(asked[one]), "short_units": float(ours[one]),
                 "undisturbed_short_units": float(theirs[one])} for one in differ]  # fmt: skip
