"""The price of safety: added cost against service, and against days of supply, from just in time to just in case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.network.parts import Floats, Ints, codes
from edu_supply.solving.warm import InfeasibleError
from edu_supply.stockpile_tables import STOCKPILE_TABLES
from edu_supply.stockpiles.check import Point
from edu_supply.stockpiles.search import LEVEL, OutOfTimeError, Search, Sized

LEVELS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
"""The service levels of the usual frontier."""


@dataclass(frozen=True)
class Step:
    """The least stock at a service level; ``last``: no stock reaches a higher one."""

    service: float
    sized: Sized
    last: bool = False


def walk(search: Search, levels: Iterable[float], gap: float, known: Sequence[Step] = ()) -> list[Step]:
    """The least stock at each of these service levels, from the lowest on; what was learned at one serves the next.

    ``known`` are steps that were found before. It ends with the best level that stock can reach, where that is below
    the highest, or where the time is over.
    """
    found = {step.service: step for step in known}
    for level in sorted(set(levels) - set(found)):
        try:
            found[level] = Step(level, search.size(level, gap))
        except InfeasibleError:
            last = _last(search, level, gap)
            if last is not None:
                found[last.service] = last
            break
        if found[level].sized.point is None:
            del found[level]
            break
    return _consistent(sorted(found.values(), key=lambda step: step.service))


def _last(search: Search, most: float, gap: float) -> Step | None:
    """The best level that stock can reach, below ``most``."""
    try:
        best, _, _ = search.best(most)
        sized = search.size(max(0.0, best - LEVEL), gap)
    except (InfeasibleError, OutOfTimeError):
        return None
    return None if sized.point is None else Step(max(0.0, best - LEVEL), sized, last=True)


def _consistent(steps: list[Step]) -> list[Step]:
    """What is survived at a level is survived at every lower one, and what is proved of a level holds of every higher
    one: so no level costs more than a higher one."""
    kept: list[Step] = []
    for step in reversed(steps):
        cheaper = kept[-1].sized if kept and kept[-1].sized.objective < step.sized.objective else step.sized
        kept.append(Step(step.service, _with(step.sized, point=cheaper.point, objective=cheaper.objective), step.last))
    kept.reverse()
    bound, raised = -np.inf, []
    for step in kept:
        bound = max(bound, step.sized.bound)
        raised.append(Step(step.service, _with(step.sized, bound=min(bound, step.sized.objective)), step.last))
    return raised


def _with(sized: Sized, **new: Any) -> Sized:
    return Sized(**{**vars(sized), **new})


def frontier_tables(search: Search, steps: Sequence[Step], gap: float) -> dict[str, pd.DataFrame]:
    """The tables ``frontier`` and ``frontier_products`` of these steps."""
    model = search.master.model
    added, stock = model.choices.added, _Stock(search)
    rows: list[dict[str, Any]] = []
    products: list[dict[str, Any]] = []
    for number, step in enumerate(steps):
        point, objective, bound = step.sized.point, step.sized.objective, step.sized.bound
        assert point is not None
        worth = float(added.costs["added"] @ added.of(point.values))
        units = stock.added(point)
        reached = objective - bound <= gap * max(1.0, abs(objective))
        rows.append({
            "service": step.service, "status": "optimal" if reached else "feasible", "objective_eur": objective,
            "bound_eur": bound, "gap_eur": objective - bound, "added_cost_eur": worth,
            "undisturbed_eur": objective - worth, "days_of_supply": stock.days(units),
            "next_point_eur": _slope(step, steps[number + 1]) if number + 1 < len(steps) else None,
            "last": int(step.last),
        })  # fmt: skip
        products += [{"service": step.service, **row} for row in stock.rows(units)]
    made = {"frontier": rows, "frontier_products": products}
    return {name: pd.DataFrame(some, columns=list(STOCKPILE_TABLES[name])) for name, some in made.items()}


def _slope(step: Step, other: Step) -> float:
    """EUR for one percentage point of service, on the way to the next step."""
    return (other.sized.objective - step.sized.objective) / (100 * max(other.service - step.service, 1e-9))


def _sums(product: Ints, units: Floats, count: int) -> Floats:
    """Units of each product."""
    return np.asarray(np.bincount(product, units, count), float)


class _Stock:
    """Stock of every product in all places, and for how many days what is asked for lasts."""

    def __init__(self, search: Search):
        self.model = search.master.model
        parts, network = self.model.network.parts, self.model.network
        dataset, count = parts.dataset, len(parts.products)
        days = sum(dataset.horizon.days(period) for period in range(1, dataset.periods + 1))
        demands = network.demands
        asked = _sums(codes(demands["product"], parts.products), demands["quantity"].to_numpy(float), count)
        self.per_day = asked / days
        self.initial = _sums(network.position_product, self.model.operations.initial, count)
        self.value = dataset["products"]["value_eur"].to_numpy(float)
        self.names = parts.products

    def added(self, point: Point) -> Floats:
        """Units added of each product."""
        units = self.model.choices.added.of(point.values)
        return _sums(self.model.network.addable.product, units, len(self.names))

    def days(self, added: Floats) -> float:
        """Days for which the stock of what is asked for lasts, over products weighted by what they are worth."""
        weight = self.per_day * self.value
        held = (self.initial + added) * self.value * (self.per_day > 0)
        return float(held.sum() / weight.sum()) if weight.sum() > 0 else 0.0

    def rows(self, added: Floats) -> list[dict[str, Any]]:
        """A row for each product of which stock may be added."""
        found = []
        for product in np.unique(self.model.network.addable.product):
            held, daily = self.initial[product] + added[product], self.per_day[product]
            found.append({"product": str(self.names[product]), "initial": float(self.initial[product]),
                          "added": float(added[product]), "cost_eur": float(self.value[product] * added[product]),
                          "days_of_supply": float(held / daily) if daily > 0 else None})  # fmt: skip
        return found
