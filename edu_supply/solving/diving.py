"""Diving: choices are made whole a few at a time, each time after looking at what the last ones cost.

Where choices are tied to one another, rounding them all at once costs much or is infeasible; a model solved from its
last basis tells for little what some of them cost, so they are pushed up in steps, and taken back where they cost more
than the gap allows (Berthold, 2006, on the diving heuristics of branch and bound).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.solving.answers import Answer

NEARLY = 0.02
"""A share so near to a whole number is fixed there."""

AT_ONCE = 0.25
"""So many of the open choices, the largest shares first, are pushed up together."""

MOST_RUNS = 60

Solve = Callable[[Floats, Floats], Answer]
"""Solves the relaxation with bounds on the columns."""


def dive(solve: Solve, columns: Ints, relaxed: Answer, lower: Floats, upper: Floats, allowed: float) -> Answer | None:
    """The relaxation with some columns made whole, or None where the dive ends without.

    ``lower`` and ``upper`` are the columns' bounds; ``allowed`` is what a step may add to the objective before it is
    tried in another way, EUR.
    """
    lower, upper, answer = lower.copy(), upper.copy(), relaxed
    for _ in range(MOST_RUNS):
        assert answer.values is not None
        share = answer.values[columns]
        open_ones = np.abs(share - np.round(share)) > 1e-6
        if not open_ones.any():
            return answer
        _settle(share, lower, upper)
        tried = _pushed(solve, share, open_ones, lower, upper, answer, allowed)
        if tried is None:
            return None
        answer, lower, upper = tried
    return None


def _settle(share: Floats, lower: Floats, upper: Floats) -> None:
    """Fix what is nearly whole."""
    near = np.abs(share - np.round(share)) <= NEARLY
    lower[near] = upper[near] = np.clip(np.round(share[near]), lower[near], upper[near])


def _pushed(
    solve: Solve, share: Floats, open_ones: Flags, lower: Floats, upper: Floats, before: Answer, allowed: float
) -> tuple[Answer, Floats, Floats] | None:
    """The next step: some choices up; if that costs too much, the largest alone, up or down, whichever is cheaper."""
    order = np.argsort(-np.where(open_ones & (lower < upper), share - np.floor(share), -1.0))
    still = int((open_ones & (lower < upper)).sum())
    if not still:
        answer = solve(lower, upper)
        return (answer, lower, upper) if answer.ending == "optimal" else None
    steps: list[tuple[Answer, Floats, Floats]] = []
    several = order[: max(1, int(AT_ONCE * still))]
    for chosen, up in ((several, True), (order[:1], True), (order[:1], False)):
        if up and len(steps) == 1 and len(several) == 1:
            continue
        low, high = lower.copy(), upper.copy()
        if up:
            low[chosen] = np.minimum(np.ceil(share[chosen]), high[chosen])
        else:
            high[chosen] = np.maximum(np.floor(share[chosen]), low[chosen])
        answer = solve(low, high)
        if answer.ending not in ("optimal", "infeasible"):
            return None
        steps.append((answer, low, high))
        if answer.objective - before.objective <= allowed:
            break
    best = min(steps, key=lambda step: step[0].objective)
    return best if best[0].ending == "optimal" else None
