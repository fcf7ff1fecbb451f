"""A cooperative game: what every coalition of the players saves, or costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Kind = Literal["saving", "cost"]

MOST_PLAYERS = 16
"""A game of more players has too many coalitions to write down."""


@dataclass(frozen=True, eq=False)
class Game:
    """Players, and a value for each of their coalitions, in EUR: what it saves, or (``kind`` "cost") what it costs.

    ``value`` has 2**n entries. The number of a coalition has a bit for each member: of players A, B, C number 5 = 1 + 4
    is A with C. Number 0, nobody, is worth 0. Where values are known only within bounds (plans are optimal within a
    gap), ``least`` and ``most`` say within which; otherwise both are ``value``.

    Raises ValueError where the arrays do not fit the players, or a value is not finite or not within its bounds.

    >>> import edu_supply
    >>> game = edu_supply.Game.of({"A": 0, "B": 0, "A|B": 10})
    >>> game.players, game.value.tolist()
    (('A', 'B'), [0.0, 0.0, 0.0, 10.0])
    >>> edu_supply.shapley(game)["A"]
    5.0
    """

    players: tuple[str, ...]
    value: Floats
    kind: Kind = "saving"
    least: Floats | None = None
    most: Floats | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.players) <= MOST_PLAYERS or len(set(self.players)) < len(self.players):
            raise ValueError(f"a game has 1 to {MOST_PLAYERS} players, all of them different")
        if self.kind not in get_args(Kind):
            raise ValueError(f"a game's kind is {' or '.join(get_args(Kind))}, not {self.kind!r}")
        for name in ("value", "least", "most"):
            given = getattr(self, name)
            amounts = np.array(self.value if given is None else given, float)
            if amounts.shape != (2 ** len(self.players),) or not np.isfinite(amounts).all() or amounts[0] != 0:
                raise ValueError(f"{name} needs a finite number for each coalition, and 0 for nobody")
            object.__setattr__(self, name, amounts)
        if (self.low > self.value).any() or (self.value > self.high).any():
            raise ValueError("least <= value <= most must hold for every coalition")

    @classmethod
    def of(
        cls, values: Mapping[str, float] | Callable[[frozenset[str]], float], players: Iterable[str] = (),
        kind: Kind = "saving",
    ) -> Game:  # fmt: skip
        """A game from the value of each coalition, as a mapping (``{"A|B": 10}``) or a function of the set of members.

        ``players`` gives their order, and is needed with a function. Raises ValueError, naming the first of them, where
        a coalition has no value.
        """
        names = tuple(players)
        if callable(values):
            worth = [float(values(frozenset(one))) if one else 0.0 for one in coalitions(names)]
            return cls(names, np.array(worth), kind)
        given = {frozenset(members_of(text)): float(amount) for text, amount in values.items()}
        names = names or tuple(dict.fromkeys(name for text in values for name in members_of(text)))
        missing = [one for one in coalitions(names) if one and frozenset(one) not in given]
        if missing:
            raise ValueError(f"no value for {len(missing)} coalitions, such as {'|'.join(missing[0])}")
        return cls(names, np.array([given.get(frozenset(one), 0.0) for one in coalitions(names)]), kind)

    @property
    def low(self) -> Floats:
        """The least that each coalition's value can be."""
        return self.value if self.least is None else self.least

    @property
    def high(self) -> Floats:
        """The most that each coalition's value can be."""
        return self.value if self.most is None else self.most

    @property
    def exact(self) -> bool:
        """Whether every value is known exactly."""
        return bool((self.low == self.high).all())

    @property
    def everybody(self) -> int:
        """The number of the coalition of all players."""
        return len(self.value) - 1

    def members(self, coalition: int) -> tuple[str, ...]:
        """The members of a coalition, by its number."""
        return tuple(name for place, name in enumerate(self.players) if coalition >> place & 1)

    def as_saving(self) -> Game:
        """The game in which more is better: a cost game with its signs turned round."""
        if self.kind == "saving":
            return self
        return Game(self.players, 0 - self.value, "saving", 0 - self.high, 0 - self.low)


@dataclass(frozen=True, eq=False)
class Shares:
    """What each player gets of the game's value (of a cost game: what it bears), EUR.

    ``least`` and ``most`` are the bounds of each share over all values that the game's coalitions may have; not a
    number where nothing is known of them. ``note`` says what a reader must know of these shares, if anything.
    """

    players: tuple[str, ...]
    share: Floats
    least: Floats
    most: Floats
    note: str = ""

    def __getitem__(self, player: str) -> float:
        return float(self.share[self.players.index(player)])

    def turned(self) -> Shares:
        """The same with all signs turned round."""
        return Shares(self.players, 0 - self.share, 0 - self.most, 0 - self.least, self.note)


def coalitions(players: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every coalition, in the order of their numbers.

    >>> coalitions(("A", "B"))
    [(), ('A',), ('B',), ('A', 'B')]
    """
    found: list[tuple[str, ...]] = [()]
    for player in players:
        found += [(*one, player) for one in found]
    return found


def members_of(text: str) -> list[str]:
    """The members that a text such as ``A|B`` names."""
    return [name.strip() for name in text.split("|") if name.strip()]


def sums(amounts: ArrayLike) -> Floats:
    """The sum of the players' amounts in each coalition, in the order of their numbers.

    >>> sums([1, 10]).tolist()
    [0.0, 1.0, 10.0, 11.0]
    """
    total = np.zeros(1)
    for amount in np.asarray(amounts, float):
        total = np.concatenate([total, total + amount])
    return total


def membership(players: int) -> Floats:
    """A row for each coalition, a column for each player: 1 for a member.

    >>> membership(2).tolist()
    [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
    """
    return (np.arange(2**players)[:, None] >> np.arange(players) & 1).astype(float)
