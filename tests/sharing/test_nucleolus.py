"""The nucleolus: known answers, Kohlberg's criterion checked apart, axioms, bounds."""

from __future__ import annotations

import numpy as np
import pytest

from edu_supply import Game, nucleolus
from edu_supply.sharing.excesses import PRENUCLEOLUS

from .games import airport, bankruptcy, convex, drawn, voting
from .second_roads import is_nucleolus


def test_airport() -> None:
    """Littlechild (1974): the least of 8/2.. is 13/4 over A, B and C (13 shared by four, one of them D): 3.25 each."""
    shares = nucleolus(airport({"A": 8, "B": 11, "C": 13, "D": 18}))
    np.testing.assert_allclose(shares.share, [3.25, 3.25, 3.25, 8.25], atol=1e-9)


@pytest.mark.parametrize(("estate", "shares"), [
    (100, [100 / 3] * 3), (200, [50, 75, 75]), (300, [50, 100, 150]), (400, [50, 125, 225]),
    (500, [200 / 3, 500 / 3, 800 / 3]),
])  # fmt: skip
def test_talmud(estate: float, shares: list[float]) -> None:
    """Aumann and Maschler (1985). Above half of all claims the losses are shared alike: of 500, 100/3 each."""
    np.testing.assert_allclose(nucleolus(bankruptcy(estate, {"A": 100, "B": 200, "C": 300})).share, shares, atol=1e-9)


def test_gloves_go_to_the_scarce_side() -> None:
    game = Game.of(lambda who: float("L" in who and len(who) > 1), ["L", "R", "S"])
    np.testing.assert_allclose(nucleolus(game).share, [1, 0, 0], atol=1e-9)
    two = Game.of(lambda who: float(min(len(who & {"L", "M"}), len(who & {"R", "S", "T"}))), "LMRST")
    np.testing.assert_allclose(nucleolus(two).share, [1, 1, 0, 0, 0], atol=1e-9)


def test_unanimity_majority_and_voting() -> None:
    alone = Game.of(lambda who: 12.0 if {"A", "B", "C"} <= who else 0.0, "ABCDE")
    np.testing.assert_allclose(nucleolus(alone).share, [4, 4, 4, 0, 0], atol=1e-9)
    majority = Game.of(lambda who: float(len(who) >= 3), "ABCDE")
    np.testing.assert_allclose(nucleolus(majority).share, [0.2] * 5, atol=1e-9)
    # [4; 3, 2, 1]: A is in every winning coalition, so all goes to A
    np.testing.assert_allclose(nucleolus(voting(4, {"A": 3, "B": 2, "C": 1})).share, [1, 0, 0], atol=1e-9)
    # [3; 2, 1, 1, 1] (Peleg 1968): a minimal representation of the game is its nucleolus
    np.testing.assert_allclose(nucleolus(voting(3, {"A": 2, "B": 1, "C": 1, "D": 1})).share, [0.4, 0.2, 0.2, 0.2],
                               atol=1e-9)  # fmt: skip


def test_additive() -> None:
    game = Game.of(lambda who: float(sum({"A": 1, "B": 2, "C": 4}[one] for one in who)), "ABC")
    np.testing.assert_allclose(nucleolus(game).share, [1, 2, 4], atol=1e-9)


def test_a_game_of_which_one_optimum_misleads() -> None:
    """What the first programme's optimum happens to meet exactly must not be settled: A and B alike, C apart.

    v(AB) = 6, v(ABC) = 12: the first stage asks for equal room of {C} and {A, B}: C has x, AB 12 - x - 6: x = 3. Any
    split of 9 between A and B is optimal, also (9, 0), where {B} is tight. Then A and B share alike: 4.5 each.
    """
    game = Game.of({"A": 0, "B": 0, "C": 0, "A|B": 6, "A|C": 0, "B|C": 0, "A|B|C": 12})
    np.testing.assert_allclose(nucleolus(game).share, [4.5, 4.5, 3], atol=1e-9)


@pytest.mark.parametrize("players", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("seed", range(8))
def test_kohlberg(players: int, seed: int) -> None:
    game = drawn(players, seed, high=6 if seed % 2 else 100)  # few different values: many ties
    assert is_nucleolus(game, nucleolus(game).share)


@pytest.mark.parametrize("seed", range(6))
def test_kohlberg_with_floors_that_bind(seed: int) -> None:
    """Single players worth a lot: who would get less than it has alone gets just that."""
    game = drawn(4, seed)
    value = game.value.copy()
    value[[1, 2]] = [value[-1] * 0.6, value[-1] * 0.3]
    game = Game(game.players, value)
    share = nucleolus(game).share
    assert is_nucleolus(game, share)
    assert share[0] >= value[1] - 1e-9


def test_the_criterion_itself_can_say_no() -> None:
    game = drawn(4, 0)
    assert not is_nucleolus(game, nucleolus(game).share + np.array([0.5, -0.5, 0, 0]))


@pytest.mark.parametrize("seed", range(4))
def test_where_nobody_can_be_given_what_it_has_alone(seed: int) -> None:
    game = drawn(4, seed)
    value = game.value.copy()
    value[[1, 2, 4, 8]] = value[-1]
    game = Game(game.players, value)
    shares = nucleolus(game)
    assert shares.note == PRENUCLEOLUS
    assert is_nucleolus(game, shares.share, floored=False)


@pytest.mark.parametrize("seed", range(4))
def test_axioms(seed: int) -> None:
    game = drawn(5, seed, whole=False)
    share = nucleolus(game).share
    assert share.sum() == pytest.approx(game.value[-1], abs=1e-9)
    # covariance: scaled, and with something of their own for everybody
    own = np.array([3.0, -1, 4, 1, -5])
    belongs = np.array([[one >> i & 1 for i in range(5)] for one in range(32)], float)
    np.testing.assert_allclose(nucleolus(Game(game.players, 7 * game.value + belongs @ own)).share, 7 * share + own,
                               atol=1e-8)  # fmt: skip
    # who adds nothing gets nothing
    dummy = Game((*game.players, "F"), np.concatenate([game.value, game.value]))
    assert nucleolus(dummy)["F"] == pytest.approx(0, abs=1e-9) or (game.value < 0).any()
    # a name's place does not matter
    swapped = np.array([(one & 28) | (one & 1) << 1 | (one & 2) >> 1 for one in range(32)])
    np.testing.assert_allclose(nucleolus(Game(game.players, game.value[swapped])).share, share[[1, 0, 2, 3, 4]],
                               atol=1e-8)  # fmt: skip


def test_large_values_lose_nothing() -> None:
    """The same game in billions and in millionths."""
    game = drawn(6, 1)
    for scale in (1e10, 1e-6):
        np.testing.assert_allclose(nucleolus(Game(game.players, game.value * scale)).share / scale,
                                   nucleolus(game).share, rtol=1e-9, atol=1e-9)  # fmt: skip


@pytest.mark.parametrize("size", [0.02, 3.0])
def test_bounds_hold_for_every_game_within_them(size: float) -> None:
    game, draw = convex(4, 2), np.random.default_rng(3)
    most = game.value + np.append(0, draw.uniform(0, size, 15))
    shares = nucleolus(Game(game.players, game.value, most=most))
    assert size > 1 or (shares.most - shares.least < 3 * size).all()
    for _ in range(40):
        inside = nucleolus(Game(game.players, draw.uniform(game.value, most))).share
        assert (inside >= shares.least - 1e-9).all()
        assert (inside <= shares.most + 1e-9).all()


def test_bounds_of_a_game_with_ties() -> None:
    """All alike: the smallest change settles other coalitions, and the bounds are those of the least core."""
    game = Game.of(lambda who: 6.0 * (len(who) >= 2), "ABC")
    most = game.value + np.array([0, 0, 0, 0.1, 0, 0.1, 0.1, 0])
    shares, draw = nucleolus(Game(game.players, game.value, most=most)), np.random.default_rng(1)
    np.testing.assert_allclose(shares.share, [2, 2, 2])
    for _ in range(40):
        inside = nucleolus(Game(game.players, draw.uniform(game.value, most))).share
        assert (inside >= shares.least - 1e-9).all()
        assert (inside <= shares.most + 1e-9).all()
    assert (shares.most - shares.least < 1).all()


@pytest.mark.parametrize("players", [10, 12])
def test_many_players(players: int) -> None:
    """Bankruptcy again: Aumann and Maschler's rule gives the nucleolus of any number of claims."""
    claims = {f"P{i:02}": float(10 * (i + 1)) for i in range(players)}
    estate = sum(claims.values()) / 3
    # half of each claim at most, and the same for all below that: water of level w, sum of min(claim / 2, w) = estate
    low, high = 0.0, max(claims.values())
    for _ in range(200):
        level = (low + high) / 2
        filled = sum(min(claim / 2, level) for claim in claims.values())
        low, high = (level, high) if filled < estate else (low, level)
    expected = [min(claim / 2, low) for claim in claims.values()]
    np.testing.assert_allclose(nucleolus(bankruptcy(estate, claims)).share, expected, atol=1e-8)
