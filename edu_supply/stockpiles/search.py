"""The search for the least added stock: worlds are asked what they lack, and that becomes planes of the master."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from edu_supply.network.parts import Floats
from edu_supply.outages.crew import Crew
from edu_supply.outages.tasks import MANY, Task, nothing_lost
from edu_supply.solving import Stop
from edu_supply.solving.warm import InfeasibleError
from edu_supply.stockpiles.check import Checks, Point
from edu_supply.stockpiles.jobs import Done, Job, ask
from edu_supply.stockpiles.master import Master, Plane
from edu_supply.stockpiles.unasked import Unasked
from edu_supply.stockpiles.yardstick import Yardstick

EXACT = 1e-9
"""Of the objective: what is lacking below this share of it is nothing."""

LEVEL = 1e-6
"""Service levels nearer than this are one."""


@dataclass(frozen=True)
class Sized:
    """The cheapest point found that survives every threat, and what is proved of it: objective and bound, EUR.

    ``needs``: for each place where stock may be added, the threats that it is needed for. ``point`` is None where none
    was found in time.
    """

    point: Point | None
    objective: float
    bound: float
    needs: list[list[int]]
    rounds: int
    checked: int


class OutOfTimeError(Exception):
    """The time was over, or it was interrupted."""


class Search:
    """Finds the least added stock at one service level after the other; what was learned at one serves all others."""

    def __init__(self, master: Master, yardstick: Yardstick, checks: Checks, tasks: Sequence[Task],
                 crew: Crew[Job, Done], stop: Stop, hear: Callable[[int, int, float, float], None]):  # fmt: skip
        self.master, self.yardstick, self.tasks = master, yardstick, list(tasks)
        self._crew, self._stop, self._hear = crew, stop, hear
        windows = Counter((task.start, task.duration) for task in tasks if task.whole)
        self._worlds = [*tasks, *(nothing_lost(*window) for window in sorted(windows) if windows[window] >= MANY)]
        self._lost = [checks.lost(task) for task in self._worlds]
        self._unasked = Unasked(yardstick.model, self._worlds, self._lost)
        self._implied = set(np.flatnonzero(self._unasked.part_of_another()[: len(self.tasks)]).tolist())
        self._active: set[int] = set()
        self._rounds = self._checked = 0

    def size(self, service: float, gap: float) -> Sized:
        """The least added stock at a service level, to a gap. Raises InfeasibleError where no stock is enough."""
        best: Sized = Sized(None, np.inf, -np.inf, [], 0, 0)
        bound = -np.inf
        try:
            while True:
                point, objective = self.master.cheapest(service)
                bound = max(bound, objective)
                if best.point is not None and best.objective - bound <= gap * max(1.0, abs(best.objective)):
                    break
                more = self._learn(point, bound)
                if more is None:
                    best = self._sized(point, objective)
                    break
                best = self._repaired(point, more, service, bound, best)
                self._hear(self._rounds, self._checked, best.objective, bound)
        except OutOfTimeError:
            pass
        needs = [] if best.point is None else self.master.needs(best.point)
        return Sized(best.point, best.objective, min(bound, best.objective), needs, self._rounds, self._checked)

    def _repaired(self, lacks: Point, more: Floats, service: float, bound: float, best: Sized) -> Sized:
        """Where so much more stock than a point has survives every threat, and is better than the best, the cheapest
        point with that; where not, because it means other operations before a loss, with what that lacks as well, twice
        and four and eight times."""
        for times in (1.0, 2.0, 4.0, 8.0):
            try:
                point, objective = self.master.cheapest(service, self._stock(lacks) + times * more)
            except InfeasibleError:  # There is no room for that.
                return best
            if objective >= best.objective:
                return best
            found = self._learn(point, bound)
            if found is None:
                return self._sized(point, objective)
            lacks, more = point, found
        return best

    def best(self, most: float) -> tuple[float, Floats, Point]:
        """The best service level that all threats can reach together, at most the given one; what each can reach beside
        it; and a point at which they do. Raises OutOfTimeError."""
        while True:
            point, level = self.master.best_common(most)
            if self._learn(point, 0.0) is None:
                break
        while True:
            point, levels = self.master.best_each(level, most)
            if self._learn(point, 0.0, levels) is None:
                return level, levels, point

    def everything(self, what: str, point: Point) -> dict[int, Floats]:
        """Of every threat the units short of each demand at a point. Raises OutOfTimeError."""
        found: dict[int, Floats] = {}
        left = iter(sorted(range(len(self._worlds)), key=lambda one: len(self._lost[one])))

        def jobs() -> Iterator[Job]:
            for world in left:
                if world not in found:
                    yield Job(what, world, self._worlds[world], point)  # type: ignore[arg-type]

        for done in ask(self._crew, jobs(), self._stop):
            assert done.least is not None
            found[done.threat] = done.least.short
            for world in np.flatnonzero(self._unasked.as_cheap(done.threat, done.least.used)):
                found.setdefault(int(world), done.least.short)
        if next(left, None) is not None:
            raise OutOfTimeError
        return found

    def survives(self, point: Point, scale: float) -> bool:
        """Whether every threat is survived at a point; where not, the master learns what is lacking. ``scale`` is the
        objective's, EUR. Raises OutOfTimeError."""
        return self._learn(point, scale) is None

    def lacks(self, threat: int, point: Point) -> list[str]:
        """The products that fall short beyond what is allowed where a threat comes, whatever else is added."""
        found = self._findings([threat], point, None, -np.inf)
        if not found:
            return []
        [plane] = found
        products = self.yardstick.model.network.parts.products[self.yardstick.asked_for]
        return [str(product) for product in products[plane.finding.beyond > self.yardstick.slight]]

    def no_limit(self) -> None:
        """What was found is reported in full, whenever the time for the search was over."""
        self._stop = Stop()

    def _sized(self, point: Point, objective: float) -> Sized:
        return Sized(point, objective, objective, [], self._rounds, self._checked)

    def _stock(self, point: Point) -> Floats:
        return self.master.model.choices.added.of(point.values)

    def _learn(self, point: Point, scale: float, levels: Floats | None = None) -> Floats | None:
        """Ask the threats that lacked something before, then all others; what they lack becomes planes.

        None where nothing is lacking; else the units that would have to be added as well at each place.
        """
        self._rounds += 1
        enough = max(EXACT * abs(scale), float(1e-8 * self.yardstick.price @ self.yardstick.slight))
        every = set(range(len(self.tasks))) - (self._implied if levels is None else set())
        for threats in (sorted(every & self._active), sorted(every - self._active)):
            found = self._findings(threats, point, levels, enough)
            lacking = [plane for plane in found if plane.finding.lacking_eur > enough]
            if lacking:
                self._active |= {plane.threat for plane in lacking}
                self.master.add(lacking)
                more: Floats = np.max([plane.finding.more for plane in lacking], axis=0)
                return more
        return None

    def _findings(self, threats: Sequence[int], point: Point, levels: Floats | None, enough: float) -> list[Plane]:
        """What threats lack at a point, each at its service level; without those that are known to lack no more than
        ``enough``."""
        left, proved, found = iter(threats), np.zeros(len(self._worlds), bool), list[Plane]()
        asked: dict[int, Point] = {}

        def jobs() -> Iterator[Job]:
            for threat in left:
                at = point if levels is None else Point(point.values, float(levels[threat]))
                if self._unasked.enough_stock(threat, at, enough):
                    continue
                if proved[threat] or self._untouched(threat, at):
                    self._unasked.learn(threat, at)
                else:
                    asked[threat] = at
                    yield Job("lacking", threat, self.tasks[threat], at)

        for done in ask(self._crew, jobs(), self._stop):
            finding, at = done.finding, asked[done.threat]
            assert finding is not None
            found.append(Plane(done.threat, finding, at))
            self._unasked.learn(done.threat, at, finding.more, float(self.yardstick.price @ finding.beyond))
            if levels is None:
                proved |= self._unasked.survived_too(done.threat, finding.used)
        self._checked += len(found)
        if next(left, None) is not None:
            raise OutOfTimeError
        return sorted(found, key=lambda plane: plane.threat)

    def _untouched(self, threat: int, point: Point) -> bool:
        """Whether the undisturbed operations of a point survive the threat as they are: they use nothing that it takes
        (which is known of threats that only make columns zero)."""
        task, lost = self.tasks[threat], self._lost[threat]
        if not task.whole or point.values[lost].max(initial=0.0) > 0:
            return False
        short = self.yardstick.by_product(self.yardstick.model.operations.short.of(point.values))
        return bool((short <= self.yardstick.allowed(task, point.service)).all())


__all__ = ["InfeasibleError", "OutOfTimeError", "Search", "Sized"]
