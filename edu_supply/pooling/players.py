"""Who plays: buyers, or groups of buyers that always buy as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edu_supply.dataset import Dataset
from edu_supply.pools import buyers, countries_in
from edu_supply.problems import DataError, Problem, nearest

MOST_EXACT = 10
"""So many players have all their coalitions solved; of more, orders are drawn."""


@dataclass(frozen=True)
class Player:
    """A buyer, or a group of buyers. A group's buyers buy as one pool, also where the group buys alone."""

    name: str
    buyers: tuple[str, ...]


def players_of(
    dataset: Dataset, names: Sequence[str] | None = None, asked: str = "--players"
) -> tuple[Player, ...]:  # fmt: skip
    """The players of these names (countries or groups); without names, each buyer of the dataset's first pool.

    ``asked`` is where the names come from, for the errors.

    Raises DataError for a name that is neither, one of which no demand names a buyer, and two that share a buyer.

    >>> import edu_supply
    >>> [player.name for player in players_of(edu_supply.read("data/tutorial"))]
    ['UA']
    """
    everybody = buyers(dataset)
    if names is None:
        first = dataset.pools[0] if dataset.pools else ("*",)
        held = countries_in(dataset, first, everybody)
        return tuple(Player(buyer, (buyer,)) for buyer in everybody if buyer in held)
    groups = list(dict.fromkeys(dataset["groups"]["group"]))
    problems: list[Problem] = []
    players: list[Player] = []
    taken: dict[str, str] = {}
    for name in names:
        held = countries_in(dataset, [name], everybody)
        known = name in groups or name in everybody or name in set(dataset["countries"]["country"])
        if not held:
            message = "No demand names a buyer of it." if known else "There is no such buyer or group."
            right = "Leave it out." if known else nearest(name, [*everybody, *groups])
            problems.append(Problem(message, "", asked, message, right, value=name))
        twice = [buyer for buyer in everybody if buyer in held and buyer in taken]
        if twice:
            problems.append(Problem(
                f"shared {name}", "", asked, f"{twice[0]} is also in {taken[twice[0]]}.",
                "A buyer plays for one player.", value=name,
            ))  # fmt: skip
        taken |= dict.fromkeys(held, name)
        players.append(Player(name, tuple(buyer for buyer in everybody if buyer in held)))
    if problems:
        raise DataError(problems)
    return tuple(players)


def pools_when(
    dataset: Dataset, players: Sequence[Player], together: Sequence[Player]
) -> tuple[tuple[str, ...], ...]:  # fmt: skip
    """The dataset's pools where some of the players buy as one pool and everybody else alone.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> pools_when(dataset, players_of(dataset), [])
    (('UA',),)
    """
    joint = tuple(buyer for player in together for buyer in player.buyers)
    alone = [player.buyers for player in players if player not in together]
    return (*((joint,) if joint else ()), *alone)
