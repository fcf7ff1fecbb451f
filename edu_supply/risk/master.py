"""The undisturbed world and added stock against what is known of the cost of every other world."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from edu_supply.network.parts import Floats
from edu_supply.risk.priced import Price
from edu_supply.solving.warm import Optimum, Warm
from edu_supply.stockpiles.check import Point
from edu_supply.stockpiles.master import Shared

SMALL = 1e-9
"""Coefficients below this share of a plane's largest are rounding."""


class Master:
    """Least value of added stock + expected cost + weight times conditional value at risk, by what planes say.

        minimise value_eur * added + sum(probability * cost) + weight * (eta + sum(probability * excess) / (1 - alpha))
        excess >= cost - eta (Rockafellar and Uryasev 2000, Journal of Risk 2)

    The cost of the undisturbed world (number 0) is its own objective; that of every other is a column above its planes.
    Costs are counted in ``unit`` EUR.
    """

    def __init__(self, shared: Shared, probability: Floats, weight: float, alpha: float, unit: float):
        self.shared, self.probability, self.weight, self.alpha = shared, probability, weight, alpha
        self._unit = unit
        form, count = shared.form, len(probability)
        self._columns = form.shape[1]
        self._cost = self._columns + np.arange(count)
        self._eta = self._columns + count
        self._excess = self._eta + 1 + np.arange(count)
        self._added = shared.place[shared.model.choices.added.columns]
        self._worth = shared.model.choices.added.costs["added"]
        self._without = form.cost.copy()
        self._without[self._added] = 0.0
        more = 2 * count + 1
        lower = np.concatenate([form.lower, np.zeros(count), [-np.inf], np.zeros(count)])  # no cost is below 0
        upper = np.append(form.upper, np.full(more, np.inf))
        matrix = sp.vstack([sp.hstack([form.matrix, sp.csr_array((form.shape[0], more))]), self._tail()], format="csr")
        self.form = replace(
            form, cost=np.zeros(self._columns + more), offset=0.0, matrix=sp.csr_array(matrix),
            row_lower=np.append(form.row_lower, np.full(2 * count, -np.inf)),
            row_upper=np.concatenate([form.row_upper, self._right()]), lower=lower, upper=upper,
            integer=np.zeros(self._columns + more, bool),
        )  # fmt: skip
        self._warm, self._known = Warm(self.form), False

    def _tail(self) -> sp.csr_array:
        """The cost of the undisturbed world at least in its column; every cost less eta at most its excess."""
        count = len(self.probability)
        own = sp.lil_array((count, self._columns + 2 * count + 1))
        own[0, : self._columns] = self._without / self._unit
        own[0, self._cost[0]] = -1.0
        rows, ones = np.arange(count), np.ones(count)
        entries = np.concatenate([ones, -ones, -ones])
        columns = np.concatenate([self._cost, np.full(count, self._eta), self._excess])
        beyond = sp.csr_array((entries, (np.tile(rows, 3), columns)), own.shape)
        return sp.csr_array(sp.vstack([own, beyond], format="csr"))

    def _right(self) -> Floats:
        count = len(self.probability)
        right = np.zeros(2 * count)
        right[0] = -self.shared.form.offset / self._unit
        right[1:count] = np.inf
        return right

    def all_cases(self) -> None:
        """Count every world as likely as it is."""
        cost = np.zeros(len(self.form.cost))
        cost[self._added] = self._worth
        cost[self._cost] = self._unit * self.probability
        cost[self._eta] = self._unit * self.weight
        cost[self._excess] = self._unit * self.weight / (1 - self.alpha) * self.probability
        self._warm.price(cost)

    def only(self, number: int) -> None:
        """Count one world alone."""
        cost = np.zeros(len(self.form.cost))
        cost[self._added] = self._worth
        cost[self._cost[number]] = self._unit
        self._warm.price(cost)

    def hold(self, lower: Floats | None = None, upper: Floats | None = None) -> None:
        """Other bounds for added stock; None: as they were at first."""
        self._warm.hold(self._added, self.form.lower[self._added] if lower is None else lower,
                        self.form.upper[self._added] if upper is None else upper)  # fmt: skip

    def add(self, prices: Iterable[Price], points: Sequence[Point]) -> None:
        """Planes: no world costs less than these say."""
        rows, most = [], []
        for price, point in zip(prices, points, strict=True):
            at = self.shared.place[price.columns]
            here = at >= 0
            row = np.zeros(len(self.form.cost))
            row[at[here]] = price.slope[here]
            row[self._cost[price.case]] = -self._unit
            size = np.abs(row).max()
            known = float(price.slope[here] @ point.values[price.columns[here]])
            rows.append(np.where(np.abs(row) > SMALL * size, row / size, 0.0))
            most.append((known - price.eur) / size)
        if rows:
            self._warm.more_rows(sp.csr_array(np.array(rows)), np.array(most))

    def solve(self) -> tuple[Point, float, Floats]:
        """The best point by what is known, its objective (EUR, a lower bound), and the cost it gives each world."""
        found: Optimum = self._warm.again() if self._known else self._warm.cold()
        self._known = True
        point = Point(np.clip(self.shared.whole(found.values), 0.0, None), 1.0)
        return point, found.objective, self._unit * found.values[self._cost]

    def own_cost(self, point: Point) -> float:
        """What the undisturbed world costs at a point, added stock apart, EUR."""
        model = self.shared.model
        return float(model.cost @ point.values) - self.worth(point)

    def worth(self, point: Point) -> float:
        """Value of the stock that a point adds, EUR."""
        return float(self._worth @ self.shared.model.choices.added.of(point.values))
