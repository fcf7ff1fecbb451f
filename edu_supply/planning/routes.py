"""What one more unit at each place and period would take: the fewest full limits on its way, and then the least cost.

A plan's own amounts decide which ways are free; every limit that is full counts one. A node with no full limit on its
best way could have one more unit at ``cost``; where there is one, that limit is why it cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
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


Need = tuple[int, tuple[int, ...], float]
"""A node, the products that lead to what is needed there, and how many units of it one unit of what is wanted takes."""


@dataclass(frozen=True)
class Step:
    """A step of a route: ``number`` is its place among the ways of its sort, ``limits`` how many full ones it meets."""

    block: Block
    number: int
    limits: int


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

    @cached_property
    def _tails(self) -> Ints:
        """The node that each step of ``_steps`` comes from; -1 for nowhere and for what is made."""
        sorts, _, sort, number = self._steps
        begins = np.cumsum([0] + [len(tail) for _, tail, _ in sorts])
        return np.asarray(np.concatenate([tail for _, tail, _ in sorts])[begins[sort] + number])

    def _path(self, node: int) -> list[int]:
        """The steps of ``_steps`` from a node upstream to where its product is made or comes from nowhere, the cheapest
        first; steps that cost the same never lead in a circle."""
        head = self._steps[1]

        def into(at: int) -> Iterator[int]:
            return iter(range(np.searchsorted(head, at), np.searchsorted(head, at, side="right")))

        seen, path, untried = {node}, list[int](), [into(node)]
        while untried:
            step = next(untried[-1], None)
            if step is None:
                untried.pop()
                path = path[:-1]
                continue
            tail = int(self._tails[step])
            if tail < 0:
                return [*path, step]
            if tail not in seen:
                seen.add(tail)
                path.append(step)
                untried.append(into(tail))
        return []

    def _route(self, node: int, products: tuple[int, ...], units: float = 1.0) -> Iterator[Step]:
        """The steps of the best route to a node, from the node upstream, one component after the other; of a route with
        full limits only the components that have some."""
        sorts, head, sort, number = self._steps
        ahead = [(node, products, units)]
        while ahead:
            at, chain, many = ahead.pop()
            for step in self._path(at):
                kind, _, column = sorts[sort[step]]
                one = int(number[step])
                made = kind == "make"
                limits = int((self.ways.make_limits if made else self.ways.single[sort[step]].limits)[one])
                yield Step(Block(kind, int(column[one]), int(head[step]), chain, many), one, limits)
                parts = self._components(one, chain, many) if made else []
                ahead += [part for part in reversed(parts) if self.limits[part[0]] > 0 or self.limits[at] == 0]

    def _components(self, make: int, products: tuple[int, ...], units: float) -> list[Need]:
        """What a make variable uses: the node of each component, the products that lead to it, units of it."""
        of, node, quantity = self.ways.components
        product, found = self.ways.network.position_product, []
        for part in range(np.searchsorted(of, make), np.searchsorted(of, make, side="right")):
            component = int(node[part])
            position, _ = self.ways.position_of(component)
            found.append((component, (*products, int(product[position])), units * float(quantity[part])))
        return found

    def made_by(self, node: int) -> int:
        """The make variable that the best route to a node begins with, as far as it is of one product; -1 for none."""
        return next((step.number for step in self._route_to(node) if step.block.kind == "make"), -1)

    def reserves_drawn(self, node: int) -> list[int]:
        """The positions whose priced reserves the best route to a node draws on, from the node upstream."""
        price, hold = self.ways.spare.price_of_drawing, self.ways.spare.model.operations.hold
        drawn = [step.block for step in self._route_to(node) if step.block.kind == "draw"]
        places = [self.ways.position_of(block.node)[0] for block in drawn if price[block.column - hold.first] > 0]
        return list(dict.fromkeys(places))

    def blocks(self, node: int) -> list[Block]:
        """The steps with full limits on the best route to a node, from the node upstream."""
        return [step.block for step in self._route_to(node) if step.limits > 0]

    def _route_to(self, node: int) -> Iterator[Step]:
        position, _ = self.ways.position_of(node)
        return self._route(node, (int(self.ways.network.position_product[position]),))

    def blocks_of_making(self, make: int, product: int) -> list[Block]:
        """The steps with full limits on the best way to one more unit of a make variable."""
        column = int(self.ways.spare.model.operations.make.columns[make])
        own = [Block("make", column, int(self.ways.make_head[make]), (product,), 1.0)]
        own = own if self.ways.make_limits[make] > 0 else []
        needs = [need for need in self._components(make, (product,), 1.0) if self.limits[need[0]] > 0]
        steps = [step for need in needs for step in self._route(*need)]
        return own + [step.block for step in steps if step.limits > 0]
