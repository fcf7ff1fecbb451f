"""A first plan from a relaxation: rounded, dived to, with the integers fixed and the rest solved again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np

from edu_supply.network.parts import Floats, Ints
from edu_supply.solving.answers import Answer, Progress, Stop
from edu_supply.solving.diving import dive
from edu_supply.solving.outcome import Limits
from edu_supply.solving.standard_form import StandardForm

NOTHING_YET = Answer("infeasible", None, np.inf, -np.inf)
"""No plan in hand, and no bound."""

THRESHOLDS = (0.3, 0.5, 0.15, 0.05, 0.75, 0.95, 1e-9)
"""A choice is rounded up where its share is more than this; one after the other."""

Together = Callable[[Floats, Floats], Floats]
"""Values of a relaxation and rounded choices to choices that can stand together, all over all columns."""


class Run(Protocol):
    """A model in memory whose integers can be bounded and fixed."""

    form: StandardForm
    limits: Limits
    stop: Stop
    integers: Ints
    together: tuple[Together, ...]
    known: Progress

    def bounded(self, lower: Floats, upper: Floats, *, sure: bool) -> Answer: ...

    def fixed(self, chosen: Floats, cutoff: float, *, sure: bool) -> Answer: ...

    @property
    def lost(self) -> bool: ...


def first_plan(run: Run, relaxed: Answer) -> Answer:
    """The best of several roundings of the relaxation; where choices are tied to one another, a dive is tried too.

    Each starts from the last one's basis, so all of them together cost a small part of the relaxation.
    """
    assert relaxed.values is not None
    share, best = relaxed.values[run.integers], NOTHING_YET
    for least in THRESHOLDS:
        for chosen in tied(run, relaxed.values, np.ceil(share - least)):
            if run.stop.left_s <= 0 or run.lost:
                return best
            best = _better(run, best, run.fixed(chosen, best.objective, sure=False))
        if _near(run, best, relaxed):
            return best
    return _better(run, best, _dived(run, relaxed, best)) if run.together else best


def tied(run: Run, values: Floats, chosen: Floats) -> list[Floats]:
    """Rounded choices made to stand together, in each way there is; as they are where there is none."""
    whole = np.zeros(len(values))
    whole[run.integers] = chosen
    return [one(values, whole)[run.integers] for one in run.together] or [chosen]


def _better(run: Run, best: Answer, found: Answer) -> Answer:
    if found.values is None or found.objective >= best.objective:
        return best
    run.known = replace(run.known, objective=found.objective)
    return found


def _near(run: Run, best: Answer, relaxed: Answer) -> bool:
    return best.objective - relaxed.objective <= run.limits.gap * abs(best.objective) < np.inf


def _dived(run: Run, relaxed: Answer, best: Answer) -> Answer:
    lower, upper = run.form.lower[run.integers], run.form.upper[run.integers]

    def solve(low: Floats, high: Floats) -> Answer:
        return run.bounded(low, high, sure=False)

    chosen = dive(solve, run.integers, relaxed, lower, upper, run.limits.gap / 8 * abs(relaxed.objective))
    if chosen is None or run.stop.left_s <= 0 or run.lost:
        return best
    return run.fixed(chosen, np.inf, sure=False)
