"""A quickest route to a product at a place, step by step from the raw materials on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edu_supply.network.parts import Ints
from edu_supply.network.spread import NEVER, Presence, Spread


@dataclass(frozen=True)
class Step:
    """A site, line or lane on a route: its ``kind`` and code, and the code of the product that it makes or carries."""

    kind: str
    item: int
    product: int


class Quickest:
    """One quickest route to each product at each site, in one world of ``presence``."""

    def __init__(self, spread: Spread, presence: Presence, world: int = 0):
        self.spread, self.presence, self.world = spread, presence, world
        self._known: dict[tuple[int, int], tuple[Step, ...]] = {}

    def route(self, site: int, product: int) -> tuple[Step, ...]:
        """The steps of a route, each after all that it needs and none twice; the place itself comes last.

        Raises ValueError where there is no route.
        """
        place = (site, product)
        if place not in self._known:
            task, lanes = self._way(site, product)
            steps: dict[Step, None] = {}
            begins = int(self.spread.parts.task_site[task])
            for component in self.spread.recipes[task].tolist():
                steps.update(dict.fromkeys(self.route(begins, component)))
            steps[Step("site", begins, product)] = None
            steps[Step("line", int(self.spread.parts.task_line[task]), product)] = None
            for lane in lanes:
                steps[Step("lane", lane, product)] = None
                steps[Step("site", int(self.spread.parts.lane_destination[lane]), product)] = None
            self._known[place] = tuple(steps)
        return self._known[place]

    def _way(self, site: int, product: int) -> tuple[int, list[int]]:
        """The task that makes it in time, and the lanes from there to the site."""
        ways, earliest = self.spread.ways[product], self.presence.earliest[product][:, self.world]
        start = int(self.spread.row[site, product])
        onward: dict[int, int] = {start: -1}
        ahead = [start]
        for row in ahead:
            if earliest[row] >= NEVER:
                break
            task = self._made(product, row)
            if task >= 0:
                lanes = []
                while onward[row] >= 0:
                    lanes.append(int(ways.lane[onward[row]]))
                    row = int(ways.destination_row[onward[row]])
                return task, lanes
            for haul in self._brought(product, row).tolist():
                origin = int(ways.origin_row[haul])
                if origin not in onward:
                    onward[origin] = haul
                    ahead.append(origin)
        raise ValueError("there is no route")

    def _made(self, product: int, row: int) -> int:
        """A task by which the product is as early there as it can be, -1 for none."""
        ways, comes = self.spread.ways[product], self.presence.earliest[product][row, self.world]
        tasks = ways.task[ways.task_row == row]
        begins = self.presence.begin[tasks, self.world]
        made = tasks[(begins < NEVER) & (begins + self.spread.task_lead[tasks] == comes)]
        return int(made[0]) if len(made) else -1

    def _brought(self, product: int, row: int) -> Ints:
        """Numbers of the product's lanes by which it is as early there as it can be."""
        ways, earliest = self.spread.ways[product], self.presence.earliest[product][:, self.world]
        first, last = np.searchsorted(ways.destination_row, [row, row + 1])
        hauls: Ints = np.arange(first, last, dtype=np.int64)
        leaves = self.spread.leaves(ways, hauls, earliest[ways.origin_row[hauls], None])[:, 0]
        kept = ~self.presence.lost.lane[ways.lane[hauls], self.world]
        tight: Ints = hauls[kept & (leaves + ways.lead[hauls] == earliest[row])]
        return tight
