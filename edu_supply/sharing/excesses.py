"""The nucleolus: shares that make the unhappiest coalition as happy as can be, then the next, and so on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edu_supply.sharing.game import Floats, Game, Ints, Shares, membership
from edu_supply.sharing.programme import extent, least_excess

WEIGHT = 1e-7
"""A larger weight is positive. Weights are those of a basis of zeros and ones: the game's values do not enter them."""

AGREES = 1e-8
"""How closely the settled equations and the coalitions that are left must agree, as a share of the largest value."""

PRENUCLEOLUS = "no shares give everybody what it has alone, so this is the prenucleolus, which need not"


def nucleolus(game: Game) -> Shares:
    """The nucleolus of a game, EUR.

    Of all shares that give nobody less than it has alone, those with the
    lexicographically least excesses value[S] - share of S.

    A sequence of linear programmes. Each finds the least excess of the coalitions that are left, and settles those that
    have it in *every* optimum: they are known by positive dual values, never by being tight in the optimum that happens
    to be found. The shares then solve the settled equations, so they are exact for the values of the game. Where no
    shares give everybody what it has alone, they are those of the prenucleolus, and ``note`` says so.

    The bounds hold for all values that the coalitions may have: where the same coalitions settle the shares for all of
    them, the shares are linear in the values; otherwise they come from the least core, and are wider than need be.

    Sources: D. Schmeidler, The nucleolus of a characteristic function game (1969); Maschler, Peleg, Shapley (1979);
    on settling, Guajardo and Joernsten, Common mistakes in computing the nucleolus (2015).

    >>> import edu_supply
    >>> claims = {"A": 100, "B": 200, "C": 300}  # an estate of 200: what the others leave over (Talmud, Ketubot 93a)
    >>> left = lambda who: max(0, 200 - sum(claim for name, claim in claims.items() if name not in who))
    >>> edu_supply.nucleolus(edu_supply.Game.of(left, claims)).share.round(9).tolist()
    [50.0, 75.0, 75.0]
    """
    if game.kind == "cost":
        return nucleolus(game.as_saving()).turned()
    settled = _settle(game)
    share = settled.map @ game.value[settled.coalitions]
    if game.exact:
        return Shares(game.players, share, share, share, settled.note)
    least, most = _bounds(game, settled)
    note = settled.note
    if np.isnan(least).any() or (most - least > 1e-3 * max(1.0, float(np.abs(game.value).max()))).any():
        note = note or "the values' bounds leave the nucleolus open"
    return Shares(game.players, share, np.fmin(least, share), np.fmax(most, share), note)


@dataclass(frozen=True)
class _Settled:
    """The equations that settle the shares: share of ``coalitions`` + excess of their ``stage`` = value (-1: 0)."""

    coalitions: Ints
    stage: Ints
    map: Floats
    """map[player, equation]: shares from the coalitions' values."""
    excess_map: Floats
    """excess_map[stage, equation]: excesses from the coalitions' values."""
    left: tuple[Ints, ...]
    """The coalitions that were left at each stage."""
    floored: bool
    note: str


def _settle(game: Game) -> _Settled:
    """Find the coalitions that settle the shares, in the game with its players' own values taken out."""
    players = len(game.players)
    belongs = membership(players)
    alone = game.value[1 << np.arange(players)]
    worth = game.value - belongs @ alone
    scale = max(float(np.abs(worth).max()), 1e-30)
    floored = worth[-1] >= -AGREES * scale
    floor = np.full(players, min(0.0, worth[-1] / players)) if floored else None
    numbers, stages, left = [game.everybody], [-1], []
    basis = _Basis(belongs[-1:])
    fixed, amounts = belongs[-1:], worth[-1:]
    remaining = np.arange(1, game.everybody)
    while basis.rank < players:
        remaining = remaining[~basis.spans(belongs[remaining])]
        best = least_excess(belongs[remaining], worth[remaining], fixed, amounts, floor)
        if best is None:
            raise RuntimeError("the settled shares of the nucleolus contradict one another")
        pressed, floors = remaining[best.pressing > WEIGHT], 1 << np.flatnonzero(best.floored > WEIGHT)
        left.append(remaining)
        numbers += [*pressed.tolist(), *floors.tolist()]
        stages += [len(left) - 1] * len(pressed) + [-1] * len(floors)
        rank = basis.rank
        for number, amount in [*((one, worth[one] - best.excess) for one in pressed), *((one, 0.0) for one in floors)]:
            if basis.add(belongs[number]):
                fixed, amounts = np.vstack([fixed, belongs[number]]), np.append(amounts, amount)
        if basis.rank == rank:
            raise RuntimeError("a stage of the nucleolus settled nothing")
    return _solved(game, np.array(numbers, np.int64), np.array(stages, np.int64), tuple(left), floored, scale)


def _solved(
    game: Game, numbers: Ints, stages: Ints, left: tuple[Ints, ...], floored: bool, scale: float
) -> _Settled:  # fmt: skip
    """The settled equations solved, and every coalition that was left checked against them."""
    players = len(game.players)
    belongs = membership(players)
    equations = np.hstack([belongs[numbers], (stages[:, None] == np.arange(len(left))).astype(float)])
    inverse = np.linalg.pinv(equations)
    solution = inverse @ game.value[numbers]
    wrong = np.abs(equations @ solution - game.value[numbers]).max()
    for stage, coalitions in enumerate(left):
        short = game.value[coalitions] - belongs[coalitions] @ solution[:players] - solution[players + stage]
        wrong = max(wrong, float(short.max(initial=0.0)))
    if floored:
        alone = game.value[1 << np.arange(players)]
        wrong = max(wrong, float((alone - solution[:players]).max()))
    if wrong > AGREES * max(scale, float(np.abs(game.value).max())):
        raise RuntimeError(f"the nucleolus that was found is wrong by EUR {wrong:.3g}")
    note = "" if floored else PRENUCLEOLUS
    return _Settled(numbers, stages, inverse[:players], inverse[players:], left, floored, note)


def _bounds(game: Game, settled: _Settled) -> tuple[Floats, Floats]:
    """The least and the most of each share over all values that the coalitions may have; NaN where it is not known."""
    if _same_throughout(game, settled):
        low, high = game.low[settled.coalitions], game.high[settled.coalitions]
        up, down = np.maximum(settled.map, 0), np.minimum(settled.map, 0)
        return up @ low + down @ high, up @ high + down @ low
    players = len(game.players)
    unknown = np.full(players, np.nan), np.full(players, np.nan)
    belongs = membership(players)
    proper, alone = np.arange(1, game.everybody), 1 << np.arange(players)
    if not settled.floored:
        return unknown
    widest = least_excess(belongs[proper], game.high[proper], belongs[-1:], game.low[-1:], game.high[alone])
    if widest is None:
        return unknown
    within = extent(belongs[proper], game.low[proper] - widest.excess, (game.low[-1], game.high[-1]), game.low[alone])
    return unknown if within is None else within


def _same_throughout(game: Game, settled: _Settled) -> bool:
    """Whether the same coalitions settle the shares, whatever the values within their bounds.

    The weights that settled them do not depend on the values. So they do as long as every coalition that was left is
    short of no more than its stage's excess: a linear inequality in the values, which must hold at its worst.
    """
    belongs = membership(len(game.players))
    room = AGREES * max(1.0, float(np.abs(game.value).max()))
    low, high = game.low[settled.coalitions], game.high[settled.coalitions]
    checks = [(left, settled.excess_map[stage]) for stage, left in enumerate(settled.left)]
    if settled.floored:
        checks.append((1 << np.arange(len(game.players)), np.zeros(len(low))))
    for coalitions, excess in checks:
        own = coalitions[:, None] == settled.coalitions
        times = own.sum(axis=1)
        slope = belongs[coalitions] @ settled.map + excess - own / np.maximum(times, 1)[:, None]
        slack = np.maximum(slope, 0) @ low + np.minimum(slope, 0) @ high
        if (slack - np.where(times == 0, game.high[coalitions], 0.0) < -room).any():
            return False
    return True


class _Basis:
    """An orthonormal basis of the coalitions whose shares are settled."""

    def __init__(self, rows: Floats):
        self.vectors = rows[:0]
        for row in rows:
            self.add(row)

    @property
    def rank(self) -> int:
        return len(self.vectors)

    def _rest(self, rows: Floats) -> Floats:
        for _ in range(2):
            rows = rows - rows @ self.vectors.T @ self.vectors
        return rows

    def spans(self, rows: Floats) -> np.ndarray:
        """Whether the share of each coalition follows from those that are settled."""
        return np.asarray(np.linalg.norm(self._rest(rows), axis=1) < 1e-7)

    def add(self, row: Floats) -> bool:
        """Settle one more coalition; False where it was settled already."""
        rest = self._rest(row[None, :])[0]
        if np.linalg.norm(rest) < 1e-7:
            return False
        self.vectors = np.vstack([self.vectors, rest / np.linalg.norm(rest)])
        return True
