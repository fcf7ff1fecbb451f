"""The search for the cheapest choices with which every threat is survived: branch and bound, and worlds that cut."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from edu_supply.model.rounding import ties
from edu_supply.network.parts import Floats
from edu_supply.resilience.joint import Joint
from edu_supply.solving import Limits, Outcome, Progress, SolverError, StandardForm, Stop, optimise
from edu_supply.solving.answers import Ending
from edu_supply.solving.warm import InfeasibleError
from edu_supply.stockpiles.check import Point
from edu_supply.stockpiles.master import Master
from edu_supply.stockpiles.search import OutOfTimeError, Search

LAST_MOMENT_S = 60.0
"""So long the plan that was found may be made exact, even where the time is up."""

MOST_TRIES = 10
"""So often the exact plan may have to learn from a world once more."""

Report = Callable[[Progress], None]


@dataclass(frozen=True)
class Best:
    """The best choices found: values of the plan's integers, units of stock added at each place, objective (EUR)."""

    integers: Floats
    added: Floats
    objective: float


@dataclass
class Progressing:
    """Says how far it is to whoever listens."""

    report: Report | None
    began: float
    phase: str = "worlds"
    objective: float | None = None
    bound: float | None = None

    def worlds(self, rounds: int, worlds: int, objective: float, bound: float) -> None:
        """What a search tells of its rounds and the worlds it asked."""
        self.say(f"{self.phase}, {worlds:,} worlds asked")

    def solver(self, heard: Progress) -> None:
        """What the solver tells."""
        self.say(f"choices, {heard.phase}")

    def say(self, phase: str) -> None:
        if self.report is not None:
            self.report(Progress(time.monotonic() - self.began, self.objective, self.bound, phase))


class Choosing:
    """Chooses all means together.

    The least stock for the choices of the plan without resilience is found first: a plan to begin with, and planes of
    the worlds. More planes are learned where the choices may be fractions (Benders 1962, Numerische Mathematik 4); then
    branch and bound chooses within them, and with these choices fixed the least stock is found that survives
    every threat, which learns more planes; until what was found is within the gap of what was proved.
    """

    def __init__(self, joint: Joint, master: Master, search: Search, limits: Limits, stop: Stop, progress: Progressing):
        self.joint, self._master, self._search = joint, master, search
        self._limits = replace(limits, gap=limits.gap / 2)
        self._gap, self._stop, self._progress = limits.gap, stop, progress
        self._integers = np.flatnonzero(joint.form.integer)
        self._best: Best | None = None
        self._bound = -np.inf
        self._ended: Ending = "optimal"

    def choose(self, service: float) -> Outcome | None:
        """The cheapest plan that survives every threat at a service level; None where none was found in time.

        Raises InfeasibleError where there is none.
        """
        plain = self.joint.plain[self._integers]
        self._with_these(plain, service)
        self._progress.phase = "worlds"
        try:
            self._bound = self._progress.bound = max(self._bound, self._search.size(service, self._gap).bound)
        except InfeasibleError:
            if self._best is None:
                raise
        tried = {plain.tobytes()}
        while self._stop.left_s > 0 and not self._close:
            found = self._branch(service)
            if found.ending == "infeasible" and self._best is None:
                raise InfeasibleError("no choices survive every threat")
            if found.values is None:
                break
            self._bound = self._progress.bound = max(self._bound, found.bound)
            chosen = np.round(found.values[self._integers])
            again = chosen.tobytes() in tried
            tried.add(chosen.tobytes())
            if not again:
                self._with_these(chosen, service)
            if again or self._close:
                break
        if self._best is None:
            return None
        self._ended = "optimal" if self._close else "interrupted" if self._stop.interrupted else "limit"
        return self._exact(self._best, service)

    @property
    def _close(self) -> bool:
        best = self._best
        return best is not None and best.objective - self._bound <= self._gap * max(1.0, abs(best.objective))

    def _branch(self, service: float) -> Outcome:
        form = self.joint.with_rows(*self._master.rows(service))
        start = self.joint.plain.copy()
        if self._best is not None:
            start[self._integers] = self._best.integers
        model = self.joint.model
        return optimise(form, self._limits, self._progress.solver, self._stop, model.deeds, ties(model), start)

    def _with_these(self, chosen: Floats, service: float) -> None:
        """The least stock that survives with these integers; where there is none, the planes say so from now on."""
        form = self.joint.form
        self._progress.phase = "stock for the choices"
        self._master.between(self._integers, chosen, chosen)
        try:
            sized = self._search.size(service, self._limits.gap)
        except InfeasibleError:
            return
        finally:
            self._master.between(self._integers, form.lower[self._integers], form.upper[self._integers])
        if sized.point is not None and (self._best is None or sized.objective < self._best.objective):
            added = self._master.model.choices.added.of(sized.point.values)
            self._best = Best(chosen, added, sized.objective)
            self._progress.objective = sized.objective

    def _exact(self, best: Best, service: float) -> Outcome:
        """The plan of these choices in exact amounts, with dual values; checked once more in every world."""
        whole = replace(self.joint, form=self._fixed(best))
        self._search.no_limit()
        for _ in range(MOST_TRIES):
            moment = Stop(time.monotonic() + LAST_MOMENT_S, last=True)
            form = whole.with_rows(*self._master.rows(service))
            found = optimise(form, replace(self._limits, time_limit_s=LAST_MOMENT_S), None, moment)
            if found.values is None:
                break
            if self._search.survives(self.point(found.values, service), found.objective):
                bound = min(self._bound, found.objective)
                return replace(found, ending=self._ended, bound=bound)
        raise SolverError("the plan that survives cannot be made exact")

    def _fixed(self, best: Best) -> StandardForm:
        """The form with these choices, and at least this stock."""
        form, added = self.joint.form, self.joint.model.choices.added.columns
        lower, upper = form.lower.copy(), form.upper.copy()
        lower[self._integers] = upper[self._integers] = best.integers
        lower[added] = np.clip(best.added, 0.0, upper[added])
        return replace(form, lower=lower, upper=upper)

    def point(self, values: Floats, service: float) -> Point:
        """Values of the form's columns as a point that worlds are asked at."""
        return Point(np.clip(self.joint.shared.whole(values), 0.0, None), service)


__all__ = ["Best", "Choosing", "OutOfTimeError", "Progressing"]
