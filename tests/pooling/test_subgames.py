"""What coalitions cost: by hand, and the same by one model in memory as by a solve of each."""

from __future__ import annotations

import numpy as np
import pytest

import edu_supply
from edu_supply.pooling.players import Player, players_of
from edu_supply.pooling.subgames import Subgames, prices_fall
from edu_supply.solving import Limits, Stop

from .datasets import drawn
from .simple_road import cold
from .tiny import one_line


def subgames(dataset: edu_supply.Dataset, *names: str, gap: float = 1e-4) -> Subgames:
    return Subgames(dataset, players_of(dataset, names or None), Limits(gap, 60, 1), Stop())


def test_three_buyers_by_hand() -> None:
    """60, 50 and 40 shells at 10 each, at 8 from 100 on.

    Alone 600 + 500 + 400 = 1500. A and B buy 110 at 8: 880 + 400 = 1280, saves 220. A and C 100 at 8: 800 + 500, saves
    200. B and C are 90: at 10 that is 900, overbought 100 at 8 is 800: saves 100. All: 150 at 8 = 1200, saves 300.
    """
    games = subgames(one_line({"AT": 60, "BE": 50, "CZ": 40}, {1: 10, 100: 8}))
    games.all_costs()
    assert [games.saving(one) for one in range(8)] == pytest.approx([0, 0, 0, 220, 0, 200, 100, 300], abs=1e-6)
    game = games.game()
    assert game is not None
    assert game.players == ("AT", "BE", "CZ")
    assert edu_supply.shapley(game).share == pytest.approx([136 + 2 / 3, 86 + 2 / 3, 76 + 2 / 3])


def test_a_group_buys_as_one_pool_even_alone() -> None:
    """AT and BE as one player: alone 110 at 8 + 40 at 10 = 1280; with CZ 150 at 8 = 1200."""
    groups = [{"group": "WEST", "country": one} for one in ("AT", "BE")]
    dataset = one_line({"AT": 60, "BE": 50, "CZ": 40}, {1: 10, 100: 8}, groups=groups)
    games = subgames(dataset, "WEST", "CZ")
    games.all_costs()
    assert games.cost(0).objective == pytest.approx(1280)
    assert games.saving(3) == pytest.approx(80)


def test_who_does_not_play_buys_alone() -> None:
    games = subgames(one_line({"AT": 60, "BE": 50, "CZ": 40}, {1: 10, 100: 8}), "AT", "BE")
    games.all_costs()
    assert games.cost(3).objective == pytest.approx(880 + 400)


@pytest.mark.parametrize("seed", range(3))
def test_one_model_in_memory_costs_what_each_solve_does(seed: int) -> None:
    dataset = drawn(3, seed, makers=2)
    games = subgames(dataset)
    games.all_costs()
    for coalition, found in games.known.items():
        second = cold(dataset, games.players, coalition)
        assert found.bound <= second.objective * (1 + 1e-9)
        assert second.bound <= found.objective * (1 + 1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_the_same_with_prices_that_rise_budgets_and_a_group(seed: int) -> None:
    """Here a larger pool may cost more, so nothing is known from one coalition of another."""
    draw, dataset = np.random.default_rng(seed), drawn(5, seed)
    offers = dataset["offers"]
    prices = (offers["unit_price_eur"] * draw.uniform(0.8, 1.2, len(offers))).round()
    cells = dataset["countries"]["country"]
    dataset = edu_supply.change(dataset, "countries", where={"country": cells.iloc[0]}, set={"budget_eur": 20_000})
    for line, product, begins, price in zip(offers["line"], offers["product"], offers["from_quantity"], prices,
                                            strict=True):  # fmt: skip
        where = {"line": line, "product": product, "from_quantity": begins}
        dataset = edu_supply.change(dataset, "offers", where=where, set={"unit_price_eur": price})
    assert not prices_fall(dataset)
    first, second, *others = (player.name for player in players_of(dataset))
    dataset = edu_supply.change(dataset, "groups", add=[{"group": "DUO", "country": one} for one in (first, second)])
    games = subgames(dataset, "DUO", *others)
    games.all_costs()
    for coalition, found in games.known.items():
        solved = cold(dataset, games.players, coalition)
        assert found.bound <= solved.objective * (1 + 1e-9)
        assert solved.bound <= found.objective * (1 + 1e-9)


def test_a_larger_coalition_never_costs_more_where_prices_fall() -> None:
    games = subgames(drawn(3, 5, makers=2))
    games.all_costs()
    for one, found in games.known.items():
        for other, larger in games.known.items():
            if one & other == one:
                assert larger.objective <= found.objective + 1e-6
                assert found.bound >= larger.bound - 1e-6


def test_what_prices_that_fall_means() -> None:
    assert prices_fall(one_line({"AT": 1}, {1: 10, 5: 8}))
    assert not prices_fall(one_line({"AT": 1}, {1: 10, 5: 12}))
    rule = [{"rule": "r", "kind": "line_share_at_most", "limit": 1}]
    assert not prices_fall(one_line({"AT": 1}, {1: 10, 5: 8}, rules=rule))


def test_players() -> None:
    dataset = one_line({"AT": 60, "BE": 50}, {1: 10}, groups=[{"group": "WEST", "country": "AT"}])
    assert players_of(dataset) == (Player("AT", ("AT",)), Player("BE", ("BE",)))
    assert players_of(dataset.with_pools((("BE",),))) == (Player("BE", ("BE",)),)
    for names, said in [
        (["AT", "WEST"], '--players "WEST": AT is also in AT. A buyer plays for one player.'),
        (["XX"], '--players "XX": There is no such buyer or group.'),
        (["PL"], '--players "PL": No demand names a buyer of it. Leave it out.'),
    ]:
        with pytest.raises(edu_supply.DataError) as caught:
            players_of(dataset, names)
        assert said in str(caught.value)
