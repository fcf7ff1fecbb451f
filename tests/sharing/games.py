"""Games whose answers are known, and games drawn by lot."""

from __future__ import annotations

import numpy as np

from edu_supply import Game


def bankruptcy(estate: float, claims: dict[str, float]) -> Game:
    """A coalition is worth what is left once everybody else is paid in full (O'Neill 1982)."""
    others = lambda who: sum(claim for name, claim in claims.items() if name not in who)  # noqa: E731
    return Game.of(lambda who: max(0.0, estate - others(who)), claims)


def airport(runways: dict[str, float]) -> Game:
    """A runway costs what its largest aircraft needs (Littlechild and Owen 1973)."""
    return Game.of(lambda who: max(runways[one] for one in who), runways, kind="cost")


def voting(quota: float, weights: dict[str, float]) -> Game:
    return Game.of(lambda who: float(sum(weights[one] for one in who) >= quota), weights)


def drawn(players: int, seed: int, *, low: float = 0.0, high: float = 100.0, whole: bool = True) -> Game:
    """Nobody is worth anything alone; whole numbers make many ties."""
    draw = np.random.default_rng(seed)
    value = draw.uniform(low, high, 2**players)
    value = np.round(value) if whole else value
    value[0] = 0
    value[1 << np.arange(players)] = 0
    value[-1] = value.max() + draw.integers(0, 50)
    return Game(tuple("ABCDEFGHIJKLMNOP"[:players]), value)


def convex(players: int, seed: int) -> Game:
    """value(S) = (sum of the members' weights) squared: what one adds grows with the coalition."""
    weights = np.random.default_rng(seed).uniform(0.5, 3, players)
    total = np.array([weights[[i for i in range(players) if one >> i & 1]].sum() for one in range(2**players)])
    return Game(tuple("ABCDEFGH"[:players]), total**2)
