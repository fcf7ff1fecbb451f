"""The core: shares with which no coalition would do better on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from edu_supply.sharing.game import Floats, Game, membership, sums
from edu_supply.sharing.programme import least_excess

ROUNDING = 1e-9
"""What is smaller than this share of the game's largest value is rounding."""


@dataclass(frozen=True)
class CoreAnswer:
    """``yes``, ``no``, or ``undecided`` where the values' bounds allow both.

    ``coalition`` is the one that has most reason to leave (or could have), and ``gains_eur`` what it would gain by it,
    as far as is known: negative where it would lose. ``surely_eur`` is what it gains at least, ``at_most_eur`` at most.
    """

    answer: Literal["yes", "no", "undecided"]
    coalition: tuple[str, ...]
    gains_eur: float
    surely_eur: float
    at_most_eur: float


def in_core(game: Game, shares: ArrayLike) -> CoreAnswer:
    """Whether shares (EUR, in the order of the players, adding up to the value of everybody) lie in the core.

    They do where every coalition gets at least what it is worth alone; in a cost game, bears at most what it costs.

    >>> glove = Game.of({"L": 0, "R": 0, "S": 0, "L|R": 1, "L|S": 1, "R|S": 0, "L|R|S": 1})
    >>> in_core(glove, [1, 0, 0]).answer, in_core(glove, [0.5, 0.5, 0]).coalition
    ('yes', ('L', 'S'))
    """
    sign = 1 if game.kind == "saving" else -1
    saving, got = game.as_saving(), sums(sign * np.asarray(shares, float))
    small = ROUNDING * max(1.0, float(np.abs(game.value).max()))
    proper = np.arange(1, saving.everybody)
    if not len(proper):
        return CoreAnswer("yes", game.players, 0.0, 0.0, 0.0)
    surely, at_most, gains = ((worth - got)[proper] for worth in (saving.low, saving.high, saving.value))
    worst = int(np.argmax(surely if surely.max() > small else at_most))
    answer: Literal["yes", "no", "undecided"] = "no" if surely.max() > small else "undecided"
    if at_most.max() <= small:
        answer = "yes"
    return CoreAnswer(answer, game.members(int(proper[worst])), float(gains[worst]), float(surely[worst]),
                      float(at_most[worst]))  # fmt: skip


def has_core(game: Game) -> Literal["yes", "no", "undecided"]:
    """Whether any shares lie in the core, for all values that the coalitions may have.

    >>> has_core(Game.of(lambda who: float(len(who) >= 2), ["A", "B", "C"]))
    'no'
    """
    saving = game.as_saving()
    small = ROUNDING * max(1.0, float(np.abs(game.value).max()))
    if _least_excess(saving, saving.high, saving.low[-1]) <= small:
        return "yes"
    return "no" if _least_excess(saving, saving.low, saving.high[-1]) > small else "undecided"


def _least_excess(game: Game, worth: Floats, together: float) -> float:
    """The least that the unhappiest coalition can be short of its worth, whatever the shares."""
    proper = np.arange(1, game.everybody)
    if not len(proper):
        return 0.0
    belongs = membership(len(game.players))
    best = least_excess(belongs[proper], worth[proper], belongs[-1:], np.array([together]))
    assert best is not None
    return best.excess
