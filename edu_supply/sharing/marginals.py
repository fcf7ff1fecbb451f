"""The Shapley value: what each player adds on average over all orders in which they may come together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import comb

import numpy as np
from scipy.stats import t as student

from edu_supply.sharing.game import Floats, Game, Shares, membership


def shapley(game: Game) -> Shares:
    """The Shapley value: share[i] = mean over all orders of value(those before i, and i) - value(those before i).

    Exact sums over all coalitions; the shares add up to the value of everybody together. The value is linear in those
    of the coalitions, so its bounds follow from theirs. EUR. Source: L. S. Shapley, A value for n-person games (1953).

    >>> import edu_supply
    >>> airport = edu_supply.Game.of(lambda who: max({"A": 8, "B": 11, "C": 13, "D": 18}[one] for one in who),
    ...                              ["A", "B", "C", "D"], kind="cost")
    >>> edu_supply.shapley(airport).share.round(9).tolist()
    [2.0, 3.0, 4.0, 9.0]
    """
    weights = _weights(len(game.players))
    share = weights @ game.value
    if game.exact:
        return Shares(game.players, share, share, share)
    up, down = np.maximum(weights, 0), np.minimum(weights, 0)
    return Shares(game.players, share, up @ game.low + down @ game.high, up @ game.high + down @ game.low)


def _weights(players: int) -> Floats:
    """weights[player, coalition]: by how much each coalition's value enters each player's share."""
    belongs = membership(players).T
    size = belongs.sum(axis=0).astype(int)
    joined = np.array([0.0, *(1 / (players * comb(players - 1, one - 1)) for one in range(1, players + 1))])
    left = np.append(joined[1:], 0.0)
    weights: Floats = np.where(belongs == 1, joined[size], -left[size])
    return weights


def sampled_shapley(
    players: Sequence[str], value: Callable[[int], float], *, orders: int = 400, seed: int = 0,
    confidence: float = 0.95,
) -> Shares:  # fmt: skip
    """The Shapley value estimated from drawn orders, for games of too many players; EUR.

    ``value`` gives the value of a coalition by its number (bits, as in ``Game``); it is asked once for each. Orders are
    drawn in pairs, one the other read backwards (who came early then comes late), so that their errors partly cancel.
    ``least`` and ``most`` are the bounds of a confidence interval (Student's t over the pairs). The shares add up to
    the value of everybody together exactly. Source: Castro, Gomez, Tejada, Polynomial calculation of the Shapley
    value based on sampling (2009); antithetic pairs: Mitchell and others (2022).

    >>> shares = sampled_shapley(["A", "B", "C"], lambda coalition: float(coalition.bit_count() >= 2), orders=1000)
    >>> bool((abs(shares.share - 1 / 3) < 0.1).all() and (shares.least <= 1 / 3).all())
    True
    """
    draw, count = np.random.default_rng(seed), len(players)
    known: dict[int, float] = {0: 0.0}

    def added(order: Sequence[int]) -> Floats:
        gains, coalition = np.zeros(count), 0
        for player in order:
            larger = coalition | 1 << player
            if larger not in known:
                known[larger] = float(value(larger))
            gains[player] = known[larger] - known[coalition]
            coalition = larger
        return gains

    pairs = []
    for _ in range(max(2, orders // 2)):
        order = draw.permutation(count).tolist()
        pairs.append((added(order) + added(order[::-1])) / 2)
    found = np.array(pairs)
    share = found.mean(axis=0)
    spread = found.std(axis=0, ddof=1) / np.sqrt(len(found)) * student.ppf((1 + confidence) / 2, len(found) - 1)
    note = f"sampled from {2 * len(found):,} orders; the bounds hold with a confidence of {confidence:.0%} each"
    return Shares(tuple(players), share, share - spread, share + spread, note)
