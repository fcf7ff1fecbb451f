"""How products spread: from when on each can be at each site, through lanes and bill of materials, in many worlds at
once.

A task begins when the last of its components is there (*and*); a product is there as soon as the first task or lane
brings it (*or*). Products are taken in the order of the bill of materials, so each is settled before anything is made
of it, and within a product the lanes are followed until nothing comes earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from edu_supply.network.parts import Flags, Ints, Parts

NEVER = np.int64(1_000_000)

Periods = NDArray[np.int32]
"""(items, worlds): a period each, NEVER for none."""


@dataclass(frozen=True)
class Usable:
    """First period in which each line, lane and site can be used, NEVER for what cannot.

    ``line_opens`` and ``lane_opens``, (items, periods + 2), give for each period the first one from then on in which
    the line runs, or the lane carries what weighs something; None where that is always.
    """

    line_from: Ints
    lane_from: Ints
    site_from: Ints
    line_opens: Periods | None = None
    lane_opens: Periods | None = None


@dataclass(frozen=True)
class Lost:
    """(items, worlds): the lines, lanes and products that are lost in each world, for good.

    A lost site is its lines and the lanes at either end; a lost product is made nowhere."""

    line: Flags
    lane: Flags
    product: Flags

    @classmethod
    def nothing(cls, parts: Parts) -> Lost:
        """One world in which nothing is lost."""
        return cls(*(np.zeros((len(items), 1), bool) for items in (parts.lines, parts.lanes, parts.products)))

    @property
    def worlds(self) -> int:
        """How many worlds there are."""
        return int(self.line.shape[1])


@dataclass(frozen=True)
class Ways:
    """All ways of one product. ``site``: where it can be; the others are parallel arrays over the tasks that make it
    and over its lanes in the order of their destinations. A ``row`` is a place in ``site``."""

    product: int
    site: Ints
    task: Ints
    task_row: Ints
    lane: Ints
    origin_row: Ints
    destination_row: Ints
    leaves_from: Ints
    lead: Ints
    weighs: bool

    @cached_property
    def runs(self) -> tuple[Ints, Ints]:
        """The rows that some lane leads to, and where the lanes to each begin."""
        rows, starts = np.unique(self.destination_row, return_index=True)
        return rows, starts


@dataclass(frozen=True)
class Presence:
    """The earliest periods: of product p at its sites in ``earliest[p]``, (sites, worlds), and of each task's begin in
    ``begin``, (tasks, worlds), where ``lost`` is lost."""

    lost: Lost
    earliest: Sequence[Periods]
    begin: Periods


class Spread:
    """The ways of all products. ``positions``, flags over (sites, products), says where a product may be at all; None:
    anywhere."""

    def __init__(self, parts: Parts, usable: Usable, positions: Flags | None = None):
        self.parts, self.usable = parts, usable
        self.task_lead = np.minimum(parts.task_lead, NEVER).astype(np.int32)
        anywhere = np.ones((len(parts.sites), len(parts.products)), bool)
        self.positions = anywhere if positions is None else positions
        self.row = np.where(self.positions, np.cumsum(self.positions, axis=0) - 1, -1)
        self.ways = [self._ways(product) for product in range(len(parts.products))]

    def _ways(self, product: int) -> Ways:
        parts, row = self.parts, self.row[:, product]
        task = np.flatnonzero((parts.task_product == product) & (row[parts.task_site] >= 0))
        origin, destination = row[parts.lane_origin], row[parts.lane_destination]
        lane = np.flatnonzero(parts.lane_carries[:, product] & (origin >= 0) & (destination >= 0))
        lane = lane[np.argsort(destination[lane], kind="stable")]
        lead = np.minimum(parts.lane_lead[lane], NEVER)
        arrives_from = self.usable.site_from[parts.lane_destination[lane]]
        leaves_from = np.clip(np.maximum(self.usable.lane_from[lane], arrives_from - lead), 1, NEVER)
        return Ways(
            product, np.flatnonzero(row >= 0), task, row[parts.task_site[task]], lane, origin[lane], destination[lane],
            leaves_from, lead, bool(parts.mass_t[product] > 0),
        )  # fmt: skip

    @cached_property
    def _order(self) -> list[int]:
        """Products, each after its components."""
        task, component, _ = self.parts.recipe
        graph = nx.DiGraph()
        graph.add_nodes_from(range(len(self.parts.products)))
        graph.add_edges_from(zip(component.tolist(), self.parts.task_product[task].tolist(), strict=True))
        return list(nx.topological_sort(graph))

    @cached_property
    def recipes(self) -> list[Ints]:
        """The components of each task."""
        task, component, _ = self.parts.recipe
        ends = np.searchsorted(task, np.arange(len(self.parts.task_line) + 1))
        return [component[first:last] for first, last in pairwise(ends.tolist())]

    def presence(self, lost: Lost | None = None, there: Sequence[tuple[Ints, Ints, Ints]] = ()) -> Presence:
        """The earliest periods in the worlds of ``lost`` (one in which nothing is, where it is left out).

        ``there`` are goods that need no making: site, product, period, as parallel arrays.
        """
        lost = Lost.nothing(self.parts) if lost is None else lost
        earliest = [np.full((len(ways.site), lost.worlds), NEVER, np.int32) for ways in self.ways]
        for sites, products, periods in there:
            for site, product, since in zip(sites.tolist(), products.tolist(), periods.tolist(), strict=True):
                row = self.row[site, product]
                if row >= 0 and since <= self.parts.periods:
                    earliest[product][row] = np.minimum(earliest[product][row], since)
        begin = np.full((len(self.parts.task_line), lost.worlds), NEVER, np.int32)
        for product in self._order:
            self._make(self.ways[product], lost, earliest, begin)
            self._send(self.ways[product], lost, earliest[product])
        return Presence(lost, earliest, begin)

    def _make(self, ways: Ways, lost: Lost, earliest: Sequence[Periods], begin: Periods) -> None:
        """Let every task of a product begin as soon as it can."""
        parts, opens = self.parts, self.usable.line_opens
        for task, at in zip(ways.task.tolist(), ways.task_row.tolist(), strict=True):
            line, site = int(parts.task_line[task]), int(parts.task_site[task])
            begins: Periods = np.full(lost.worlds, min(self.usable.line_from[line], NEVER), np.int32)
            for component in self.recipes[task].tolist():
                row = self.row[site, component]
                np.maximum(begins, earliest[component][row] if row >= 0 else NEVER, out=begins)
            if opens is not None:
                begins = opens[line, np.minimum(begins, parts.periods + 1)]
            comes = begins + self.task_lead[task]
            never = (comes > parts.periods) | lost.line[line] | lost.product[ways.product]
            begin[task] = np.where(never, NEVER, begins)
            earliest[ways.product][at] = np.minimum(earliest[ways.product][at], np.where(never, NEVER, comes))

    def _send(self, ways: Ways, lost: Lost, earliest: Periods) -> None:
        """Let a product follow its lanes until nothing comes earlier."""
        if not len(ways.lane):
            return
        rows, starts = ways.runs
        lead = (ways.lead[:, None] + NEVER * lost.lane[ways.lane]).astype(np.int32)
        while True:
            arrives = self.leaves(ways, slice(None), earliest[ways.origin_row]) + lead
            first = np.minimum.reduceat(arrives, starts, axis=0)
            first[first > self.parts.periods] = NEVER
            before = earliest[rows]
            if not (first < before).any():
                return
            earliest[rows] = np.minimum(first, before)

    def leaves(self, ways: Ways, which: slice | Ints, since: Periods) -> Periods:
        """When a product that is at the origins of some of its lanes ``since`` can leave on them."""
        leaves = np.maximum(since, ways.leaves_from[which, None]).astype(np.int32)
        opens = self.usable.lane_opens
        if opens is None or not ways.weighs:
            return leaves
        return opens[ways.lane[which, None], np.minimum(leaves, self.parts.periods + 1)]
