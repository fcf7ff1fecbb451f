"""What a world costs at a point, and how that changes with what all worlds share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse as sp

from edu_supply.model import World
from edu_supply.model.fixed import decided_before
from edu_supply.model.lost import LostColumns
from edu_supply.network.parts import Floats, Ints
from edu_supply.outages.two_worlds import law_rows
from edu_supply.outages.undisturbed import Cost, Stressed, cost_of
from edu_supply.risk.cases import Case, world_of
from edu_supply.solving.restricted import restricted
from edu_supply.solving.warm import Warm
from edu_supply.stockpiles.check import Point

NONE: Ints = np.array([], np.int64)

MOST_KEPT = 50_000_000
"""Columns of all the bases that are kept, of one form."""


@dataclass(frozen=True)
class Price:
    """What the world of a case (its number) costs at a point, EUR, as money and shortage; nowhere is it less than
    ``eur`` + ``slope`` (EUR per unit) of the change of ``columns`` of the model says."""

    case: int
    eur: float
    columns: Ints
    slope: Floats
    cost: Cost


class Priced:
    """Worlds that begin at one period, in memory: one form of their operations at their costs.

    What all worlds share (added stock, and everything before the start) are columns that are held at their values, so
    that their reduced costs are the slope. Another tempo is another right-hand side.
    """

    def __init__(self, stressed: Stressed, world: World, start: int):
        self.model, form, known = stressed.form(world)
        added = self.model.choices.added
        self.shared = np.append(added.columns, decided_before(self.model, start))
        decided = np.isnan(known)
        decided[self.shared] = False
        rows = np.flatnonzero(abs(form.matrix) @ decided > 0)
        cost = form.cost.copy()
        cost[added.columns] = 0.0
        form = replace(form, cost=cost, matrix=sp.csr_array(form.matrix[rows]), row_lower=form.row_lower[rows],
                       row_upper=form.row_upper[rows])  # fmt: skip
        self._small = restricted(form, known)
        self._warm = Warm(self._small.form)
        place = np.full(len(rows), -1)
        place[self._small.rows] = np.arange(len(self._small.rows))
        of_all = np.full(sum(law.size for law in self.model.laws), -1)
        of_all[rows] = place
        self._demand = of_all[law_rows(self.model)["demand"]]
        self._short = self._small.number(self.model.operations.short.columns)
        self._held = self._small.number(self.shared)
        self._quantity = self.model.network.demands["quantity"].to_numpy(float)
        self._common: Any = None
        self._bases: dict[int, Any] = {}
        self._most_bases = MOST_KEPT // max(1, self.model.size)

    def ask(self, case: Case, lost: Ints, point: Point) -> Price:
        """What the world costs with nothing in the columns ``lost`` of the model as well."""
        warm, shared = self._warm, np.maximum(point.values[self.shared], 0.0)
        warm.hold(self._held, shared, shared)
        asked = self._quantity if case.factors is None else self._quantity * case.factors
        warm.equal(self._demand, asked)
        warm.hold(self._short, np.zeros(len(asked)), asked)
        if self._common is None:
            warm.cold()
            self._common = warm.basis
        optimum = warm.without(self._small.number(lost), self._bases.get(case.number, self._common))
        if case.number in self._bases or len(self._bases) < self._most_bases:
            self._bases[case.number] = warm.basis
        values = np.clip(self._small.whole(optimum.values), 0.0, None)
        return Price(case.number, optimum.objective, self.shared, warm.column_duals[self._held],
                     cost_of(self.model, values))  # fmt: skip


class Prices:
    """Answers what cases cost, with everything in memory: those whose losses only make columns zero share a form for
    each start, the others have one each."""

    def __init__(self, stressed: Stressed):
        self._stressed = stressed
        self._priced: dict[str | int, Priced] = {}
        self._lost: LostColumns | None = None

    def ask(self, case: Case, point: Point, world: World | None = None) -> Price:
        """What a case costs at a point; ``world`` in place of the one that the case says."""
        task = case.task
        if world is not None:
            return self._of("mean", 1, world).ask(case, NONE, point)
        if task is None or task.whole:
            start = 1 if task is None else task.start
            one = self._of(start, start, self._stressed.world(undisturbed=False))
            return one.ask(case, NONE if task is None else self._columns(case, one), point)
        return self._of(task.name, task.start, world_of(case, self._stressed)).ask(case, NONE, point)

    def _columns(self, case: Case, one: Priced) -> Ints:
        assert case.task is not None
        self._lost = self._lost or LostColumns(one.model)
        rows = case.task.losses[["kind", "target", "start", "duration_periods"]].itertuples(index=False, name=None)
        return self._lost.of(rows)

    def _of(self, key: str | int, start: int, world: World) -> Priced:
        if key not in self._priced:
            self._priced[key] = Priced(self._stressed, world, start)
        return self._priced[key]
