"""What a solver is asked and what it answers, in words that every solver could use."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from edu_supply.network.parts import Flags, Floats
from edu_supply.solving.standard_form import StandardForm

Ending = Literal["optimal", "infeasible", "beyond", "limit", "interrupted"]
"""``beyond``: whatever there is costs more than the cutoff that was given."""


class SolverError(RuntimeError):
    """The solver died, refused the model or said something that cannot be: no answer of it may be used."""


@dataclass(frozen=True)
class Progress:
    """How far a solve is: seconds since it began, best objective in hand and proven bound (EUR; None: none yet)."""

    seconds: float
    objective: float | None
    bound: float | None
    phase: str


@dataclass(frozen=True)
class Answer:
    """What a run gave. ``values`` is None where there is no plan; ``row_duals`` are an optimum's without integers."""

    ending: Ending
    values: Floats | None
    objective: float
    bound: float
    row_duals: Floats | None = None


class Stop:
    """Asks a running solve to end: by Ctrl-C, or when a deadline (``time.monotonic`` seconds) has passed.

    ``last``: what runs now is the last thing that is done about an earlier request, so Ctrl-C ends it for good.
    """

    def __init__(self, deadline: float = np.inf, *, last: bool = False):
        self.deadline = deadline
        self.last = last
        self.interrupted = False

    @property
    def left_s(self) -> float:
        """Seconds left, 0 once interrupted."""
        return 0.0 if self.interrupted else max(0.0, self.deadline - time.monotonic())


class Within(Stop):
    """A part of the time that another stop leaves; both are interrupted together."""

    def __init__(self, whole: Stop, seconds: float):
        self.whole = whole
        super().__init__(time.monotonic() + seconds, last=whole.last)

    @property
    def interrupted(self) -> bool:
        return self.whole.interrupted

    @interrupted.setter
    def interrupted(self, yes: bool) -> None:
        self.whole.interrupted = self.whole.interrupted or yes

    @property
    def left_s(self) -> float:
        """Seconds left, 0 once interrupted."""
        return min(super().left_s, self.whole.left_s)


class Heat(Stop):
    """Asks one of several runs of the same race to end: when the whole race is to end, or once another has won."""

    def __init__(self, race: Stop):
        super().__init__(race.deadline)
        self.race = race

    @property
    def left_s(self) -> float:
        return 0.0 if self.interrupted else self.race.left_s


def wait(done: threading.Event, stop: Stop, tell: Callable[[], object], grace_s: float = np.inf) -> None:
    """Wait for an event; tell something every second; Ctrl-C asks to stop, a second one goes through.

    Once it was asked to stop, the event is waited for no longer than the grace (seconds). (Not by joining a thread:
    Ctrl-C within ``Thread.join`` makes Python 3.11 and 3.12 take a live thread for dead.)
    """
    told = time.monotonic()
    asked: float | None = None
    while not done.is_set():
        try:
            done.wait(0.05)
            now = time.monotonic()
            if now - told >= 1:
                told = now
                tell()
            if stop.left_s <= 0:
                asked = asked or now
                if now - asked > grace_s:
                    return
        except KeyboardInterrupt:
            if stop.interrupted or stop.last:
                raise
            stop.interrupted = True


def box_bound(form: StandardForm) -> float:
    """What no plan undercuts, from the bounds of the columns alone; for costs of things that are >= 0 it is 0."""
    priced = form.cost != 0
    cost = form.cost[priced]
    return float(cost @ np.where(cost > 0, form.lower[priced], form.upper[priced]) + form.offset)


def lies_in(values: Floats, form: StandardForm, integer: Flags) -> bool:
    """Whether values keep all bounds, rows and integrality to 1e-6 of each row's size."""
    tolerance = 1e-6
    rows = form.matrix @ values
    size = tolerance * np.maximum(1, abs(form.matrix) @ np.abs(values))
    whole = np.abs(values[integer] - np.round(values[integer])) <= tolerance
    inside = (values >= form.lower - tolerance) & (values <= form.upper + tolerance)
    return bool(
        inside.all() and whole.all() and (rows >= form.row_lower - size).all() and (rows <= form.row_upper + size).all()
    )
