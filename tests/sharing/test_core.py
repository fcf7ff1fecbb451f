"""The core: who would leave, and when nobody can say."""

from __future__ import annotations

import numpy as np
import pytest

from edu_supply import Game, nucleolus, shapley
from edu_supply.sharing import has_core, in_core

from .games import airport, convex, drawn


@pytest.mark.parametrize("seed", range(4))
def test_shapley_and_nucleolus_of_a_convex_game_lie_in_its_core(seed: int) -> None:
    game = convex(5, seed)
    assert has_core(game) == "yes"
    assert in_core(game, shapley(game).share).answer == "yes"
    assert in_core(game, nucleolus(game).share).answer == "yes"


@pytest.mark.parametrize("seed", range(6))
def test_the_nucleolus_lies_in_the_core_if_there_is_one(seed: int) -> None:
    game = drawn(4, seed)
    assert in_core(game, nucleolus(game).share).answer == has_core(game)


def test_an_empty_core_and_who_leaves() -> None:
    """Any two of three can have all of 12: two of them always get 8 or less of shares that add up to 12."""
    game = Game.of(lambda who: 12.0 * (len(who) >= 2), "ABC")
    assert has_core(game) == "no"
    answer = in_core(game, [6, 4, 2])
    assert (answer.answer, answer.coalition, answer.gains_eur) == ("no", ("B", "C"), 6.0)


def test_of_a_cost_game_nobody_pays_more_than_its_own_cost() -> None:
    game = airport({"A": 8, "B": 11, "C": 13, "D": 18})
    assert in_core(game, [2, 3, 4, 9]).answer == "yes"
    answer = in_core(game, [9, 3, 3, 3])
    assert (answer.answer, answer.coalition, answer.gains_eur) == ("no", ("A", "B", "C"), 2.0)
    assert has_core(game) == "yes"


def test_undecided_where_the_values_are_not_known_well_enough() -> None:
    """A and B get 8 and are worth 7 to 9; where it is certain, yes or no."""
    value = np.array([0, 0, 0, 8, 0, 0, 0, 12.0])
    tolerance = np.array([0, 0, 0, 1, 0, 0, 0, 0.0])
    game = Game(("A", "B", "C"), value, least=value - tolerance, most=value + tolerance)
    assert in_core(game, [4, 4, 4]).answer == "undecided"
    assert in_core(game, [4, 4, 4]).coalition == ("A", "B")
    assert in_core(game, [4.5, 4.5, 3]).answer == "yes"
    assert in_core(game, [3, 3.9, 5.1]).answer == "no"
    assert has_core(game) == "yes"
    both = Game(("A", "B"), np.array([0, 5, 5, 10.0]), most=np.array([0, 5, 5.5, 10]))
    assert has_core(both) == "undecided"


@pytest.mark.parametrize("seed", range(3))
def test_of_many_players(seed: int) -> None:
    """Most coalitions are not in the programme at first; the least excess is that of the nucleolus all the same."""
    game = drawn(8, seed, low=-1000)
    share = nucleolus(game).share
    worst = in_core(game, share)
    assert has_core(game) == worst.answer
    assert worst.gains_eur <= in_core(game, shapley(game).share).gains_eur + 1e-6


def test_a_single_player() -> None:
    game = Game(("A",), np.array([0.0, 5]))
    assert has_core(game) == in_core(game, [5]).answer == "yes"
    assert nucleolus(game).share.tolist() == shapley(game).share.tolist() == [5]
