"""A first plan from a relaxation: rounded, dived to, with the integers fixed and the rest solved again."""

from __future__ import annotations

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

NOT_FAR = 4.0
"""A plan within so many gaps of the relaxation is near enough for branching to begin with."""


class Ties(Protocol):
    """Choices that cannot be rounded one by one; values and choices are over all columns."""

    @property
    def first(self) -> Ints:
        """The columns that are made whole first; the others follow from them."""

    def ways(self, values: Floats, chosen: Floats) -> list[Floats]:
        """Rounded choices made to stand together from a relaxation's values, in each way there is."""

    def as_signed(self, values: Floats, chosen: Floats) -> Floats:
        """Choices made to follow from the first columns, which are whole in the values."""


class Run(Protocol):
    """A model in memory whose integers can be bounded and fixed."""

    form: StandardForm
    limits: Limits
    stop: Stop
    integers: Ints
    ties: Ties | None
    start: Floats | None
    known: Progress

    def loosely(self, columns: Ints, lower: Floats, upper: Floats) -> Answer: ...

    def fixed(self, chosen: Floats, cutoff: float, *, sure: bool) -> Answer: ...

    @property
    def lost(self) -> bool: ...


def first_plan(run: Run, relaxed: Answer, *, any_plan: bool = False) -> Answer:
    """The best of several roundings of the relaxation; where choices are tied to one another, a dive is tried too.

    Each starts from the last one's basis, so all of them together cost a small part of the relaxation; but where many
    choices are tied, they may cost several times as much. The integers of ``start``, if any, come before them.
    ``any_plan``: the first threshold that gives a plan suffices where it is not far off; else the dive follows at once.
    """
    assert relaxed.values is not None
    share, best = relaxed.values[run.integers], NOTHING_YET
    if run.start is not None:
        best = _better(run, best, run.fixed(run.start[run.integers], np.inf, sure=False))
        if _near(run, best, relaxed):
            return best
    for least in THRESHOLDS:
        for chosen in tied(run, relaxed.values, np.ceil(share - least)):
            if run.stop.left_s <= 0 or run.lost:
                return best
            best = _better(run, best, run.fixed(chosen, best.objective, sure=False))
        gaps = NOT_FAR if any_plan else 1.0
        if _near(run, best, relaxed, gaps):
            return best
        if any_plan and best.values is not None:
            break
    return best if run.ties is None or not len(run.ties.first) else _dived(run, run.ties, relaxed, best)


def tied(run: Run, values: Floats, chosen: Floats) -> list[Floats]:
    """Rounded choices made to stand together, in each way there is; as they are where there is none."""
    whole = np.zeros(len(values))
    whole[run.integers] = chosen
    return [chosen] if run.ties is None else [way[run.integers] for way in run.ties.ways(values, whole)]


def _better(run: Run, best: Answer, found: Answer) -> Answer:
    if found.values is None or found.objective >= best.objective:
        return best
    run.known = replace(run.known, objective=found.objective)
    return found


def _near(run: Run, best: Answer, relaxed: Answer, gaps: float = 1.0) -> bool:
    """Whether the best plan is within the gap, or so many times it, of the relaxation."""
    return best.objective - relaxed.objective <= gaps * run.limits.gap * abs(best.objective) < np.inf


def _dived(run: Run, ties: Ties, relaxed: Answer, best: Answer) -> Answer:
    """The best plan in hand or to be had from a dive, in which the first columns are made whole with care."""
    columns = ties.first
    lower, upper = run.form.lower[columns], run.form.upper[columns]

    def solve(low: Floats, high: Floats) -> Answer:
        return run.loosely(columns, low, high)

    dived = dive(solve, columns, relaxed, lower, upper, run.limits.gap / 8 * abs(relaxed.objective))
    if dived is None or dived.values is None:
        return best
    share, whole = dived.values[run.integers], np.zeros(len(dived.values))
    for least in THRESHOLDS:
        if run.stop.left_s <= 0 or run.lost:
            break
        whole[run.integers] = np.ceil(share - least)
        chosen = ties.as_signed(dived.values, whole)[run.integers]
        best = _better(run, best, run.fixed(chosen, best.objective, sure=False))
        if _near(run, best, relaxed):
            break
    return best
