"""The Shapley value: known answers, the definition by orders, the axioms that characterise it."""

from __future__ import annotations

import numpy as np
import pytest

from edu_supply import Game, shapley
from edu_supply.sharing import sampled_shapley

from .games import airport, bankruptcy, convex, drawn, voting
from .second_roads import shapley_by_orders


def test_airport() -> None:
    """Each stretch of the runway is shared by those who need it: 8/4 = 2; 2 + 3/3 = 3; 3 + 2/2 = 4; 4 + 5 = 9."""
    shares = shapley(airport({"A": 8, "B": 11, "C": 13, "D": 18}))
    np.testing.assert_allclose(shares.share, [2, 3, 4, 9], atol=1e-9)


@pytest.mark.parametrize(("estate", "shares"), [(100, [100 / 3] * 3), (200, [100 / 3, 250 / 3, 250 / 3]),
                                                (300, [50, 100, 150])])  # fmt: skip
def test_talmud(estate: float, shares: list[float]) -> None:
    """Paid in the order of coming. Of 200: A comes first (100), second after B (0) or C (0), or last (0): 2/6 * 100."""
    np.testing.assert_allclose(shapley(bankruptcy(estate, {"A": 100, "B": 200, "C": 300})).share, shares, atol=1e-9)


def test_one_left_and_two_right_gloves() -> None:
    """The left glove is pivotal unless it comes first: 2/3. A right one only second after the left: 1/6."""
    game = Game.of(lambda who: float("L" in who and len(who) > 1), ["L", "R", "S"])
    np.testing.assert_allclose(shapley(game).share, [2 / 3, 1 / 6, 1 / 6], atol=1e-9)


def test_unanimity_and_majority() -> None:
    alone = Game.of(lambda who: 12.0 if {"A", "B", "C"} <= who else 0.0, "ABCDE")
    np.testing.assert_allclose(shapley(alone).share, [4, 4, 4, 0, 0], atol=1e-9)
    majority = Game.of(lambda who: float(len(who) >= 3), "ABCDE")
    np.testing.assert_allclose(shapley(majority).share, [0.2] * 5, atol=1e-9)


def test_weighted_voting() -> None:
    """[4; 3, 2, 1]: A is pivotal in ABC no, BAC, BCA, CAB, CBA yes, ACB no: 4/6; B in ABC, C in ACB: 1/6."""
    np.testing.assert_allclose(shapley(voting(4, {"A": 3, "B": 2, "C": 1})).share, [4 / 6, 1 / 6, 1 / 6], atol=1e-9)


@pytest.mark.parametrize("players", [1, 2, 3, 4, 5, 6])
def test_the_same_as_over_all_orders(players: int) -> None:
    game = drawn(players, players, low=-50)
    np.testing.assert_allclose(shapley(game).share, shapley_by_orders(game), atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_axioms(seed: int) -> None:
    game, other = drawn(5, seed), drawn(5, seed + 100)
    share = shapley(game).share
    assert share.sum() == pytest.approx(game.value[-1])
    both = Game(game.players, game.value + other.value)
    np.testing.assert_allclose(shapley(both).share, share + shapley(other).share, atol=1e-9)
    # B takes A's place: what counts is only whether A or B is there, and how many of them
    size = np.array([(one & 3).bit_count() + 4 * (one >> 2) for one in range(32)])
    alike = Game(game.players, np.append(0, game.value[1:])[size])
    assert shapley(alike)["A"] == pytest.approx(shapley(alike)["B"])
    # a player who adds 7 to everybody gets 7
    dummy = Game((*game.players, "F"), np.concatenate([game.value, game.value + 7]))
    np.testing.assert_allclose(shapley(dummy).share, [*share, 7], atol=1e-9)


def test_a_cost_game_is_the_same_with_its_signs_turned_round() -> None:
    game = drawn(4, 3)
    np.testing.assert_allclose(shapley(Game(game.players, game.value, "cost")).share, shapley(game).share)


def test_bounds_hold_for_every_game_within_them_and_are_reached() -> None:
    game, draw = convex(4, 1), np.random.default_rng(2)
    less, more = draw.uniform(0, 1, (2, 16))
    less[0] = more[0] = 0
    shares = shapley(Game(game.players, game.value, least=game.value - less, most=game.value + more))
    assert (shares.least < shares.share).all()
    assert (shares.share < shares.most).all()
    corner = [bool(one & 1) for one in range(16)]  # A's share is most where coalitions with A are most, others least
    extreme = Game(game.players, np.where(corner, game.value + more, game.value - less))
    assert shapley(extreme)["A"] == pytest.approx(shares.most[0])
    for _ in range(50):
        inside = Game(game.players, game.value + draw.uniform(-less, more))
        assert (shapley(inside).share >= shares.least - 1e-9).all()
        assert (shapley(inside).share <= shares.most + 1e-9).all()


def test_sampled_of_twelve_players() -> None:
    """Sums of squares again, where the exact value is known: weight * weight of all."""
    weights = np.arange(1.0, 13)
    worth = lambda one: sum(weights[i] for i in range(12) if one >> i & 1) ** 2  # noqa: E731
    exact = weights * weights.sum()
    found = sampled_shapley([f"P{i}" for i in range(12)], worth, orders=200, seed=1)
    assert found.share.sum() == pytest.approx(worth(4095))
    np.testing.assert_allclose(found.share, exact, rtol=1e-9)  # read backwards, the errors cancel wholly here
    threshold = lambda one: float(one.bit_count() >= 7)  # noqa: E731
    found = sampled_shapley([f"P{i}" for i in range(12)], threshold, orders=2000, seed=1)
    inside = (found.least <= 1 / 12) & (found.most >= 1 / 12)
    assert inside.sum() >= 10  # of twelve intervals of 95 %
    assert "2,000 orders" in found.note
    again = sampled_shapley([f"P{i}" for i in range(12)], threshold, orders=2000, seed=1)
    assert (again.share == found.share).all()
