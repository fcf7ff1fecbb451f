"""The linear programme behind core and nucleolus: shares under which the unhappiest coalition is short of least."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from edu_supply.sharing.game import Floats

PRECISION = 1e-10
"""How closely the programme keeps its rows, as a share of its largest value."""

AT_FIRST, AT_ONCE = 100, 50
"""So many coalitions the programme begins with, and so many of those that it forgot are added each time."""


@dataclass(frozen=True)
class LeastExcess:
    """An optimum: the ``excess`` (EUR), ``shares`` (EUR), and two sets of weights that say why it is no less.

    ``pressing`` has a weight for each coalition, ``floored`` for each player's floor. What has a positive weight is met
    exactly by *every* optimum (complementary slackness), which cannot be said of what one optimum happens to meet.
    """

    excess: float
    shares: Floats
    pressing: Floats
    floored: Floats


def least_excess(
    belongs: Floats, worth: Floats, fixed: Floats, amounts: Floats, floor: Floats | None = None
) -> LeastExcess | None:
    """The least excess such that excess >= worth[S] - share of S for every coalition S; None where there are no shares.

    ``belongs`` has a row for each coalition, with 1 for its members; ``fixed`` rows of coalitions whose shares are
    settled at ``amounts``; no player gets less than its ``floor``. All of it in EUR. Coalitions are added to the
    programme as they prove to be short of more than the excess, so that thousands of them cost little.

    Raises RuntimeError where the solver does not come to an end.
    """
    scale = max(float(np.abs(np.concatenate([worth, amounts])).max()), 1e-30)
    taken = belongs.sum(axis=1) == 1  # with every single player in it, the programme has an end
    taken[np.argsort(-worth / belongs.sum(axis=1), kind="stable")[:AT_FIRST]] = True
    while True:
        rows = np.flatnonzero(taken)
        answer = _solve(belongs[rows], worth[rows] / scale, fixed, amounts / scale,
                        None if floor is None else floor / scale)  # fmt: skip
        if answer is None:
            return None
        missed = np.where(taken, -np.inf, worth / scale - belongs @ answer.shares - answer.excess)
        if missed.max() <= PRECISION:
            pressing = np.zeros(len(worth))
            pressing[rows] = answer.pressing
            return LeastExcess(answer.excess * scale, answer.shares * scale, pressing, answer.floored)
        worst = np.argsort(-missed, kind="stable")[:AT_ONCE]
        taken[worst[missed[worst] > 0]] = True


def _solve(belongs: Floats, worth: Floats, fixed: Floats, amounts: Floats, floor: Floats | None) -> LeastExcess | None:
    players = belongs.shape[1]
    least = np.full(players, -np.inf) if floor is None else floor
    found = linprog(
        np.append(np.zeros(players), 1.0),
        A_ub=np.hstack([-belongs, -np.ones((len(belongs), 1))]), b_ub=-worth,
        A_eq=np.hstack([fixed, np.zeros((len(fixed), 1))]), b_eq=amounts,
        bounds=[(one, None) for one in [*least, -np.inf]], method="highs-ds",
        options={"primal_feasibility_tolerance": PRECISION, "dual_feasibility_tolerance": PRECISION},
    )  # fmt: skip
    if found.status == 2:
        return None
    if found.status != 0:
        raise RuntimeError(f"the linear programme of the shares did not come to an end: {found.message}")
    pressing, floored = 0 - found.ineqlin.marginals, found.lower.marginals[:players]
    best = np.asarray(found.x, float)
    return LeastExcess(float(best[-1]), best[:-1], pressing, floored)


def extent(
    belongs: Floats, worth: Floats, together: tuple[float, float], floor: Floats
) -> tuple[Floats, Floats] | None:
    """The least and the most that each player can get where every coalition S gets at least worth[S]; EUR.

    ``together`` bounds what all get; None where there are no such shares.
    """
    players = belongs.shape[1]
    scale = max(float(np.abs(np.append(worth, together)).max()), 1e-30)
    rows = np.vstack([-belongs, -np.ones(players), np.ones(players)])
    limits = np.concatenate([-worth, [-together[0], together[1]]]) / scale
    ends = np.zeros((2, players))
    for player in range(players):
        for end, sign in enumerate((1.0, -1.0)):
            found = linprog(sign * np.eye(players)[player], A_ub=rows, b_ub=limits,
                            bounds=[(one, None) for one in floor / scale], method="highs-ds")  # fmt: skip
            if found.status != 0 or found.fun is None:
                return None
            ends[end, player] = sign * found.fun * scale
    return ends[0], ends[1]
