"""Why two plans differ: each input change's part of the difference, by solving again with some of the changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from edu_supply.comparing.parts import Part, Sides
from edu_supply.network.parts import Floats
from edu_supply.plan import ADDED_PART, Plan
from edu_supply.sharing import Game, shapley
from edu_supply.sharing.game import coalitions

MOST_FOR_ALL_ORDERS = 6
"""Of so many parts the Shapley value is exact, from all 2**n combinations; of more, two orders are averaged."""

Solve = Callable[[Sides, tuple[Part, ...]], Plan]


class NotDividedError(Exception):
    """Some of the changes without the others have no plan, or were not solved in time: the message says which."""


@dataclass(frozen=True)
class Divided:
    """The difference of two plans by part. ``least_eur`` and ``most_eur`` bound a part of the objective's difference.

    ``short`` has a row for each part and a column for each product: units short.
    """

    parts: tuple[Part, ...]
    objective_eur: Floats
    least_eur: Floats
    most_eur: Floats
    money_eur: Floats
    penalties_eur: Floats
    short: pd.DataFrame
    how: str


@dataclass
class _Worlds:
    """The plan of every combination of parts that was asked for; those of none and of all are the runs themselves."""

    sides: Sides
    parts: tuple[Part, ...]
    solve: Solve
    plans: dict[frozenset[int], Plan]
    short: dict[frozenset[int], pd.Series] = field(default_factory=dict)

    def plan(self, made: Iterable[int]) -> Plan:
        key = frozenset(made)
        if key not in self.plans:
            chosen = tuple(part for number, part in enumerate(self.parts) if number in key)
            plan = self.solve(self.sides, chosen)
            if plan.status == "no plan":
                raise NotDividedError(f"with {' and '.join(part.name for part in chosen)} alone there is no plan")
            self.plans[key] = plan
        return self.plans[key]

    def amounts(self, made: Iterable[int], products: list[str]) -> Floats:
        """Objective, its bound, money, penalties, then units short by product."""
        plan = self.plan(made)
        demand = plan["demand"]
        short = demand.groupby("product")["short_units"].sum().reindex(products).fillna(0.0)
        figures = [float(plan.manifest[key]) for key in ("objective_eur", "bound_eur", "money_eur")]
        figures[2] += float(plan.manifest["cost"].get(ADDED_PART, 0.0))
        penalties = float(plan.manifest["shortage_eur"]) + float(plan.manifest["reserves_eur"])
        return np.array([*figures, penalties, *short])


def divide(sides: Sides, parts: tuple[Part, ...], base: Plan, other: Plan, solve: Solve) -> Divided:
    """Divide the difference of two plans among the parts of the difference of their inputs.

    What is found adds up to the difference. ``solve`` finds the plan of some parts. Source: Shapley (1953), used to
    attribute differences by Shorrocks (2013). Raises NotDividedError.
    """
    products = sorted({*base["demand"]["product"], *other["demand"]["product"]})
    worlds = _Worlds(sides, parts, solve, {frozenset(): base, frozenset(range(len(parts))): other})
    if len(parts) <= MOST_FOR_ALL_ORDERS:
        found, least, most = _all_orders(worlds, products)
        how = "shapley" if len(parts) > 1 else "one part"
    else:
        found, least, most = _two_orders(worlds, products)
        how = "both orders"
    found = np.round(found, 6) + 0.0
    return Divided(parts, found[:, 0], least, most, found[:, 1], found[:, 2],
                   pd.DataFrame(found[:, 3:], columns=products), how)  # fmt: skip


def _all_orders(worlds: _Worlds, products: list[str]) -> tuple[Floats, Floats, Floats]:
    names = tuple(str(number) for number in range(len(worlds.parts)))
    amounts = np.array([worlds.amounts((int(one) for one in who), products) for who in coalitions(names)])
    first = amounts[0]
    game = Game(names, amounts[:, 0] - first[0], "cost", np.minimum(*_edges(amounts, low=True)),
                np.maximum(*_edges(amounts, low=False)))  # fmt: skip
    shares = shapley(game)
    others = [shapley(Game(names, column - column[0], "cost")).share for column in amounts[:, 2:].T]
    return np.column_stack([shares.share, *others]), shares.least, shares.most


def _edges(amounts: Floats, *, low: bool) -> tuple[Floats, Floats]:
    """What a combination may cost less, or more, than nothing changed, at least or at most; nothing for nothing."""
    objective, bound = amounts[:, 0], amounts[:, 1]
    edge = bound - objective[0] if low else objective - bound[0]
    edge[0] = 0.0
    return edge, objective - objective[0]


def _two_orders(worlds: _Worlds, products: list[str]) -> tuple[Floats, Floats, Floats]:
    """Each part's step where the parts are made from the first to the last, and from the last to the first."""
    count = len(worlds.parts)
    steps = np.zeros((count, 4 + len(products)))
    gaps = np.zeros(count)
    for order in (list(range(count)), list(range(count))[::-1]):
        before = worlds.amounts([], products)
        for place, part in enumerate(order):
            after = worlds.amounts(order[: place + 1], products)
            steps[part] += (after - before) / 2
            gaps[part] += (max(after[0] - after[1], 0) + max(before[0] - before[1], 0)) / 2
            before = after
    found = np.delete(steps, 1, axis=1)
    return found, found[:, 0] - gaps, found[:, 0] + gaps
