"""What one more unit at each place and period would take: the fewest full limits on its way, and then the least cost.

A plan's own amounts decide which ways are free; every limit that is full counts one. A node with no full limit on its
best way could have one more unit at ``cost``; where there is one, that limit is why it cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.planning.ways import Way, Ways

NO_WAY = np.int64(1_000_000_000)
MOST_ROUNDS = 2_000
SAME = 1e-7
"""Relative: routes whose costs differ by less cost the same."""


@dataclass(frozen=True)
class Block:
    """A step of a route that full limits stand in. ``products`` leads from the product that is wanted to the one that
    this step would bring; ``column`` is the variable that cannot grow, ``node`` where it would bring one more unit,
    ``units`` how many of them one unit of what is wanted takes."""

    kind: str
    column: int
    node: int
    products: tuple[int, ...]
    units: float


class Routes:
    """Best routes to one more unit at every node. ``limits`` and ``cost`` (EUR per unit) are arrays over nodes."""

    def __init__(self, ways: Ways):
        self.ways = ways
        self.limits = self._fewest_limits()
        self.cost = self._least_cost()

    def _fewest_limits(self) -> Ints:
        limits = np.full(2 * self.ways.size + 1, NO_WAY)
        for _ in range(MOST_ROUNDS):
            before = limits.copy()
            for way in self.ways.single:
                np.minimum.at(limits, way.head, self._limits_through(way, limits))
            np.minimum.at(limits, self.ways.make_head, self._limits_of_making(limits))
            limits[-1] = NO_WAY
            if np.array_equal(limits, before):
                break
        return limits

    @staticmethod
    def _limits_through(way: Way, limits: Ints) -> Ints:
        before: Ints = np.where(way.tail < 0, 0, limits[way.tail])
        return np.asarray(np.minimum(before + way.limits, NO_WAY), np.int64)

    def _limits_of_making(self, limits: Ints) -> Ints:
        """Limits in the way of each make variable and of all its components."""
        number, node, _ = self.ways.components
        below = np.zeros(len(self.ways.make_head), np.int64)
        np.add.at(below, number, limits[node])
        return np.asarray(np.minimum(below + self.ways.make_limits, NO_WAY), np.int64)

    def _least_cost(self) -> Floats:
        """The least cost over the routes with the fewest full limits."""
        cost, limits = np.full(len(self.limits), np.inf), self.limits
        best = [way.only(self._on_best(self._limits_through(way, limits), way.head)) for way in self.ways.single]
        made = np.flatnonzero(self._on_best(self._limits_of_making(limits), self.ways.make_head))
        for _ in range(MOST_ROUNDS):
            before = cost.copy()
            for way in best:
                np.minimum.at(cost, way.head, self._cost_through(way, cost))
            np.minimum.at(cost, self.ways.make_head[made], self._cost_of_making(cost)[made])
            cost[-1] = np.inf
            fell = cost < before
            if (cost[fell] + 1e-9 * np.abs(cost[fell]) >= before[fell]).all():
                break
        return cost

    def _on_best(self, limits: Ints, head: Ints) -> Flags:
        best: Flags = (head >= 0) & (limits == self.limits[head]) & (limits < NO_WAY)
        return best

    @staticmethod
    def _cost_through(way: Way, cost: Floats) -> Floats:
        before = np.where(way.tail < 0, 0.0, cost[way.tail])
        return np.asarray(way.cost + np.where(way.tail < 0, 0.0, way.factor) * before, float)

    def _cost_of_making(self, cost: Floats) -> Floats:
        number, node, quantity = self.ways.components
        return self.ways.make_cost + np.bincount(number, quantity * cost[node], minlength=len(self.ways.make_head))

    def of_making(self) -> tuple[Ints, Floats]:
        """Full limits in the way of one more unit of each make variable, and what it would cost, EUR."""
        return self._limits_of_making(self.limits), self._cost_of_making(self.cost)

    # The steps of a best route

    @cached_property
    def _steps(self) -> tuple[list[tuple[str, Ints, Ints]], Ints, Ints, Ints]:
        """Every step of a best route, the cheapest into each node first: (kind, tails, columns) of each sort of way,
        and parallel arrays head, sort, number within the sort."""
        single = self.ways.single
        make = self.ways.spare.model.operations.make
        sorts = [(str(way.kind), way.tail, way.column) for way in single]
        sorts.append(("make", np.full(len(self.ways.make_head), -1), make.columns))
        heads = [way.head for way in single] + [self.ways.make_head]
        limits = [self._limits_through(way, self.limits) for way in single] + [self._limits_of_making(self.limits)]
        costs = [self._cost_through(way, self.cost) for way in single] + [self._cost_of_making(self.cost)]
        sort = np.repeat(np.arange(len(heads)), [len(head) for head in heads])
        number = np.concatenate([np.arange(len(head)) for head in heads])
        head, price = np.concatenate(heads), np.concatenate(costs)
        least = self.cost[head]
        best = self._on_best(np.concatenate(limits), head) & (price <= least + SAME * np.maximum(np.abs(least), 1))
        order = np.flatnonzero(best)
        order = order[np.lexsort((price[order], head[order]))]
        return sorts, head[order], sort[order], number[order]

    def made_by(self, node: int) -> int:
        """The make variable that the best route to a node begins with, as far as it is of one product; -1 for none."""
        _, head, sort, number = self._steps
        seen, ahead = set[int](), [node]
        while ahead:
            at = ahead.pop()
            if at in seen:
                continue
            seen.add(at)
            for step in range(np.searchsorted(head, at, side="right") - 1, np.searchsorted(head, at) - 1, -1):
                if sort[step] == len(self.ways.single):
                    return int(number[step])
                tail = int(self.ways.single[sort[step]].tail[number[step]])
                ahead += [tail] if tail >= 0 else []
        return -1

    def blocks(self, node: int) -> list[Block]:
        """The steps with full limits on the best route to a node, from the node upstream."""
        position, _ = self.ways.position_of(node)
        return self._blocks(node, (int(self.ways.network.position_product[position]),), 1.0, set()) or []

    def blocks_of_making(self, make: int, product: int) -> list[Block]:
        """The steps with full limits on the best way to one more unit of a make variable."""
        column = int(self.ways.spare.model.operations.make.columns[make])
        own = [Block("make", column, int(self.ways.make_head[make]), (product,), 1.0)]
        own = own if self.ways.make_limits[make] > 0 else []
        return own + self._blocks_of_components(make, (product,), 1.0)

    def _blocks(self, node: int, products: tuple[int, ...], units: float, seen: set[int]) -> list[Block] | None:
        if self.limits[node] == 0:
            return []
        if node in seen:
            return None
        seen.add(node)
        sorts, head, sort, number = self._steps
        for step in range(np.searchsorted(head, node), np.searchsorted(head, node, side="right")):
            kind, tail, column = sorts[sort[step]]
            one = int(number[step])
            if kind == "make":
                limits, at = int(self.ways.make_limits[one]), -1
                before: list[Block] | None = self._blocks_of_components(one, products, units)
            else:
                limits, at = int(self.ways.single[sort[step]].limits[one]), int(tail[one])
                before = [] if at < 0 else self._blocks(at, products, units, seen)
            if before is not None:
                return [Block(kind, int(column[one]), node, products, units)] * (limits > 0) + before
        return None

    def _blocks_of_components(self, make: int, products: tuple[int, ...], units: float) -> list[Block]:
        number, node, quantity = self.ways.components
        product, blocks = self.ways.network.position_product, list[Block]()
        for part in range(np.searchsorted(number, make), np.searchsorted(number, make, side="right")):
            component = int(node[part])
            if self.limits[component] > 0:
                position, _ = self.ways.position_of(component)
                more = units * float(quantity[part])
                blocks += self._blocks(component, (*products, int(product[position])), more, set()) or []
        return blocks
