"""The definitions themselves: all orders for the Shapley value, Kohlberg's criterion for the nucleolus."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from scipy.optimize import linprog

from edu_supply import Game


def shapley_by_orders(game: Game) -> np.ndarray:
    """The mean over all orders of what each player adds to those before it."""
    count, total, orders = len(game.players), np.zeros(len(game.players)), 0
    for order in permutations(range(count)):
        coalition = 0
        for player in order:
            total[player] += game.value[coalition | 1 << player] - game.value[coalition]
            coalition |= 1 << player
        orders += 1
    return total / orders


def is_nucleolus(game: Game, share: np.ndarray, *, floored: bool = True) -> bool:
    """Kohlberg (1971): for every t, the coalitions with excess >= t are balanced, with positive weights for all of
    them, if players that get no more than they have alone may be added. (Without these: the prenucleolus.)"""
    count = len(game.players)
    member = np.array([[one >> i & 1 for i in range(count)] for one in range(2**count)], float)
    small = 1e-7 * max(1, np.abs(game.value).max())
    if abs(share.sum() - game.value[-1]) > small:
        return False
    alone = [i for i in range(count) if share[i] <= game.value[1 << i] + small] if floored else []
    if floored and any(share[i] < game.value[1 << i] - small for i in range(count)):
        return False
    excess = (game.value - member @ share)[1:-1]
    for level in np.unique(np.round(excess / small / 10)):
        top = 1 + np.flatnonzero(np.round(excess / small / 10) >= level)
        # maximise d with weights >= d on the coalitions, >= 0 on the players at their floor, adding up to everybody
        columns = np.vstack([member[top], np.eye(count)[alone]])
        equal = np.hstack([columns.T, np.zeros((count, 1))])
        least = np.hstack([-np.eye(len(top)), np.zeros((len(top), len(alone))), np.ones((len(top), 1))])
        found = linprog(np.append(np.zeros(len(columns)), -1), A_ub=least, b_ub=np.zeros(len(top)), A_eq=equal,
                        b_eq=np.ones(count), bounds=[(0, None)] * len(columns) + [(None, 1)])  # fmt: skip
        if found.status != 0 or -found.fun <= 1e-7:
            return False
    return True
