"""The search for the point of least cost: every world is asked what it costs there, and that becomes planes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from edu_supply.network.parts import Floats
from edu_supply.outages.crew import Crew
from edu_supply.risk.cases import Case
from edu_supply.risk.jobs import Done, Job
from edu_supply.risk.master import Master
from edu_supply.risk.measure import tail
from edu_supply.risk.priced import Price
from edu_supply.solving import Stop
from edu_supply.stockpiles.check import Point
from edu_supply.stockpiles.jobs import ask
from edu_supply.stockpiles.search import OutOfTimeError


@dataclass(frozen=True)
class Found:
    """A point, what every world costs there (by number), its objective and what no point undercuts, EUR."""

    point: Point
    prices: dict[int, Price]
    objective: float
    bound: float


class Search:
    """Asks worlds and teaches the master. ``hear`` is told worlds asked, the best objective and the bound."""

    def __init__(self, master: Master, cases: Sequence[Case], crew: Crew[Job, Done], stop: Stop,
                 hear: Callable[[int, float, float], None]):  # fmt: skip
        self.master, self.cases = master, cases
        self._others = [case for case in cases if not case.undisturbed]
        self._crew, self._stop, self._hear = crew, stop, hear
        self.asked = 0

    def learn(self, point: Point) -> list[Price]:
        """What every world but the undisturbed one costs at a point, which the master knows from now on."""
        prices = self._prices(self._others, point)
        self.master.add(*_with(point, prices))
        return prices

    def least(self, gap: float) -> Found:
        """The least over all worlds, to a gap; what was found, where the time is over. Raises OutOfTimeError where
        nothing was."""
        best: Found | None = None
        bound = -np.inf
        self.master.all_cases()
        try:
            while True:
                point, objective, known = self.master.solve()
                bound = max(bound, objective)
                prices = self._prices(self._others, point)
                costs = self.costs(point, prices)
                total = self.total(point, costs)
                if best is None or total < best.objective:
                    best = Found(point, {price.case: price for price in prices}, total, bound)
                self._hear(self.asked, best.objective, bound)
                if best.objective - bound <= gap * max(1.0, abs(best.objective)):
                    break
                more = [price for price in prices if price.eur > known[price.case] + 1e-9 * abs(price.eur)]
                if not more:
                    break
                self.master.add(*_with(point, more))
        except OutOfTimeError:
            if best is None:
                raise
        return Found(best.point, best.prices, best.objective, min(bound, best.objective))

    def alone(self, case: Case, slack: float) -> float:
        """The least cost where a world is known to come: value of added stock and its own cost, EUR, to ``slack``."""
        best = np.inf
        while True:
            self.master.only(case.number)
            point, bound, _ = self.master.solve()
            if case.undisturbed:
                return bound
            [price] = self._prices([case], point)
            best = min(best, self.master.worth(point) + price.eur)
            if best - bound <= slack:
                return best
            self.master.add([price], [point])

    def costs(self, point: Point, prices: Sequence[Price]) -> Floats:
        """What every world costs at a point, EUR, by number."""
        costs = np.zeros(len(self.cases))
        if self.cases[0].undisturbed:
            costs[0] = self.master.own_cost(point)
        for price in prices:
            costs[price.case] = price.eur
        return costs

    def total(self, point: Point, costs: Floats) -> float:
        """Value of added stock + expected cost + weight times conditional value at risk, EUR."""
        master = self.master
        beyond = tail(costs, master.probability, master.alpha)[1] if master.weight else 0.0
        return master.worth(point) + float(master.probability @ costs) + master.weight * beyond

    def _prices(self, cases: Sequence[Case], point: Point) -> list[Price]:
        found = [done.price for done in ask(self._crew, [Job(case, point) for case in cases], self._stop)]
        self.asked += len(found)
        if len(found) < len(cases):
            raise OutOfTimeError
        return sorted(found, key=lambda price: price.case)


def _with(point: Point, prices: Sequence[Price]) -> tuple[Sequence[Price], list[Point]]:
    return prices, [point] * len(prices)


__all__ = ["Found", "OutOfTimeError", "Search"]
