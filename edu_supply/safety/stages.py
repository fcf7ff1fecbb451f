"""A supply chain as stages and links, and what follows from them before any service time is chosen.

Source: S. C. Graves and S. P. Willems, Optimizing strategic safety stock placement in supply chains, Manufacturing and
Service Operations Management 2 (2000), with the erratum in 5 (2003).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce

import networkx as nx

Link = tuple[str, str] | tuple[str, str, float]
"""Upstream stage, downstream stage, and how many units of the first one unit of the second takes (1)."""

FINEST = 1000
"""Times are read to so many parts of a period."""

MOST_STEPS = 2000
"""The longest chain of lead times may have so many steps of the common measure of all times."""


@dataclass(frozen=True)
class Stage:
    """A place in the chain where something is made or brought, and may be kept afterwards.

    ``time``: periods from having all components to being ready. ``holding_eur``: cost of keeping a unit for a period;
    where it is None it is the rate times ``added_eur`` and all that was added upstream. ``demand_sd`` and
    ``demand_mean``: of the demand of its own customers in a period, units. ``service``: the longest that it may let
    customers wait, in periods; None: nothing (0) where it has demand of its own or no stage below it, else no limit.
    ``inbound``: how long suppliers outside the chain let it wait. ``z``: safety factor of its own demand, where it is
    another than that of all.

    >>> import edu_supply
    >>> edu_supply.Stage("charge works", time=2, holding_eur=1.5).service is None
    True
    """

    name: str
    time: float
    holding_eur: float | None = None
    added_eur: float = 0.0
    demand_mean: float = 0.0
    demand_sd: float = 0.0
    service: float | None = None
    inbound: float = 0.0
    z: float | None = None


class Chain:
    """Stages and links, checked, with what a stage passes on: cost, demand, its longest replenishment time.

    Times are whole numbers of ``step`` periods here. Stages are numbered in an order that follows the links.
    Raises ValueError for names that are unknown or stand twice, numbers that are no quantities, links that go round in
    a circle, and times without a usable common measure.
    """

    def __init__(self, stages: Iterable[Stage], links: Iterable[Link], z: float, rate: float, pooling: float):
        given, linked = list(stages), [_with_units(link) for link in links]
        self._check(given, linked)
        graph = nx.DiGraph()
        graph.add_nodes_from(stage.name for stage in given)
        for upstream, downstream, units in linked:
            graph.add_edge(upstream, downstream, units=float(units))
        if not nx.is_directed_acyclic_graph(graph):
            circle = " > ".join(upstream for upstream, _ in nx.find_cycle(graph))
            raise ValueError(f"the links go round in a circle: {circle}")
        by_name = {stage.name: stage for stage in given}
        self.stages = [by_name[name] for name in nx.lexicographical_topological_sort(graph)]
        number = {stage.name: place for place, stage in enumerate(self.stages)}
        self.links = [(number[up], number[down], float(units)) for up, down, units in linked]
        self.above: list[list[tuple[int, float]]] = [[] for _ in self.stages]
        self.below: list[list[tuple[int, float]]] = [[] for _ in self.stages]
        for up, down, units in self.links:
            self.above[down].append((up, units))
            self.below[up].append((down, units))
        self._z, self._rate, self._pooling = z, rate, pooling
        self.step = _measure([*(stage.time for stage in given), *(stage.inbound for stage in given),
                              *(stage.service for stage in given if stage.service is not None)])  # fmt: skip
        self.time = [self._steps(stage.time) for stage in self.stages]
        self.inbound = [self._steps(stage.inbound) for stage in self.stages]
        if max(self.longest, default=0) > MOST_STEPS:
            raise ValueError(f"the times have too fine a common measure, {float(self.step):g} of a period: round them")

    @staticmethod
    def _check(stages: Sequence[Stage], links: Sequence[tuple[str, str, float]]) -> None:
        names = [stage.name for stage in stages]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"several stages are called {twice[0]}")
        if len(set(pairs := [link[:2] for link in links])) < len(pairs):
            raise ValueError("two links join the same two stages in the same direction")
        for upstream, downstream, units in links:
            for name in (upstream, downstream):
                if name not in names:
                    raise ValueError(f"a link names {name}, which is no stage")
            if not 0 < units < math.inf:
                raise ValueError(f"the link from {upstream} to {downstream} takes {units} units: it must be above 0")
        for stage in stages:
            numbers = (stage.time, stage.holding_eur, stage.added_eur, stage.demand_mean, stage.demand_sd,
                       stage.service, stage.inbound, stage.z)  # fmt: skip
            if not all(number is None or 0 <= number < math.inf for number in numbers):
                raise ValueError(f"the stage {stage.name} has a number that is not finite, or is below 0")

    def _steps(self, periods: float) -> int:
        return int(Fraction(periods).limit_denominator(FINEST) / self.step)

    @cached_property
    def longest(self) -> list[int]:
        """Of each stage, the steps from the furthest supplier until it is ready, where nobody keeps any stock."""
        longest: list[int] = []
        for stage, time in enumerate(self.time):
            waits = (longest[up] for up, _ in self.above[stage])
            longest.append(time + max(self.inbound[stage], *waits, 0))
        return longest

    @cached_property
    def most_outbound(self) -> list[int]:
        """Of each stage, the most steps that it may let its customers wait."""
        return [min(longest, self._limit(number)) for number, longest in enumerate(self.longest)]

    def _limit(self, number: int) -> int:
        stage = self.stages[number]
        if stage.service is not None:
            return self._steps(stage.service)
        ends = stage.demand_sd > 0 or stage.demand_mean > 0 or not self.below[number]
        return 0 if ends else self.longest[number]

    @cached_property
    def holding_eur(self) -> list[float]:
        """Of each stage, the cost of keeping a unit for a period."""
        added: list[float] = []
        for number, stage in enumerate(self.stages):
            added.append(stage.added_eur + sum(units * added[up] for up, units in self.above[number]))
        return [self._rate * all_added if stage.holding_eur is None else stage.holding_eur
                for stage, all_added in zip(self.stages, added, strict=True)]  # fmt: skip

    @cached_property
    def demand_mean(self) -> list[float]:
        """Of each stage, the units that all its customers take in a period."""
        return self._passed_up([stage.demand_mean for stage in self.stages], 1.0)

    @cached_property
    def demand_sd(self) -> list[float]:
        """Of each stage, the standard deviation of that."""
        return self._passed_up([stage.demand_sd for stage in self.stages], self._pooling)

    @cached_property
    def bound(self) -> list[float]:
        """Of each stage, the units above the mean that it covers where it waits for a period: z times the deviation."""
        own = [stage.demand_sd * (self._z if stage.z is None else stage.z) for stage in self.stages]
        return self._passed_up(own, self._pooling)

    def _passed_up(self, own: list[float], power: float) -> list[float]:
        """Each stage's own with what those below ask of it: the power-th root of the sum of powers."""
        total = list(own)
        for number in reversed(range(len(own))):
            parts = [own[number], *(units * total[down] for down, units in self.below[number])]
            total[number] = sum(part**power for part in parts) ** (1 / power)
        return total


def _with_units(link: Link) -> tuple[str, str, float]:
    return (link[0], link[1], link[2] if len(link) == 3 else 1.0)


def _measure(times: Sequence[float]) -> Fraction:
    """The largest number of periods of which all times are multiples.

    >>> _measure([2, 0.5, 1.5]), _measure([0, 0])
    (Fraction(1, 2), Fraction(1, 1))
    """
    exact = [Fraction(time).limit_denominator(FINEST) for time in times]
    common = reduce(math.lcm, (time.denominator for time in exact), 1)
    return Fraction(reduce(math.gcd, (int(time * common) for time in exact), 0) or common, common)
