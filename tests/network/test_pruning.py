"""Pruning keeps the optimum: odd but legal plans stay possible. Each optimum is worked out by hand, found over the
pruned network, and found again by the reference solver, which prunes nothing."""

import pytest

from edu_supply.network import Network
from network.small import dataset, making, optimum, presence, reference_optimum, shipping

# A plant and a depot with a lane from one to the other, 1 EUR per t. One shell is asked for at the plant in every
# period and made there for nothing, so everything that an optimum costs comes from what a test adds.
BASE = {
    "sites": [
        {"site": "plant", "country": "DE", "kind": "factory"},
        {"site": "depot", "country": "DE", "kind": "depot"},
    ],
    "products": [
        {"product": "shell", "mass_kg": 40, "value_eur": 1000},
        {"product": "sludge", "mass_kg": 1000, "holding_eur": 9, "scrap_eur": 80},
        {"product": "brick", "mass_kg": 1000, "scrap_eur": 3},
    ],
    "lines": [{"line": "filling", "site": "plant", "product": "shell", "capacity": 5}],
    "lanes": [{"origin": "plant", "destination": "depot", "cost_eur_per_t": 1}],
    "demand": [{"site": "plant", "product": "shell", "quantity": 1}],
}
KILN = {"line": "kiln", "site": "plant", "product": "brick", "capacity": 100, "unit_cost_eur": 2}
BRICKS = [{"product": "brick", "component": "sludge", "quantity": 1}]
TEN_ARRIVE = [{"site": "plant", "product": "sludge", "period": 1, "quantity": 10}]


def check(tmp_path, periods, expected, **tables):
    """The optimum by hand, over the pruned network and by the reference solver; returns the network."""
    tables = BASE | tables
    data = dataset(tables, periods)
    assert optimum(data) == pytest.approx(expected)
    assert reference_optimum(tables, periods, tmp_path) == pytest.approx(expected)
    return Network.of(data)


def test_nothing_added_costs_nothing_and_keeps_nothing_else(tmp_path):
    network = check(tmp_path, 2, 0, lines=[*BASE["lines"], KILN], bom=BRICKS)
    assert presence(network) == {"shell at plant": (1, 2)}
    assert (making(network), shipping(network)) == ({"shell on filling": (1, 2)}, {})


def test_burdened_stock_may_be_moved_to_where_there_is_room(tmp_path):
    # Ten of sludge arrive, four may stay. Moving six costs 6 * 1, throwing them away 6 * 80; all ten are held at the
    # ends of two periods at 9: 180. Together 186.
    four = [{"site": "plant", "product": "sludge", "maximum": 4}]
    network = check(tmp_path, 2, 186, arrivals=TEN_ARRIVE, stocks=four)
    assert shipping(network) == {"sludge on plant>depot:road": (1, 2)}


def test_burdened_stock_where_there_is_room_is_not_moved(tmp_path):
    network = check(tmp_path, 2, 180, arrivals=TEN_ARRIVE)
    assert shipping(network) == {}


def test_burdened_stock_may_be_turned_into_something_cheaper(tmp_path):
    # Bricks cost 2 to make and nothing to keep: 10 * 2 = 20, not 10 * 9 * 2 periods.
    network = check(tmp_path, 2, 20, arrivals=TEN_ARRIVE, lines=[*BASE["lines"], KILN], bom=BRICKS)
    assert making(network)["brick on kiln"] == (1, 2)


def test_burdened_stock_may_be_moved_to_where_it_is_turned_into_something_cheaper(tmp_path):
    # The kiln stands at the depot: 10 * (1 + 2) = 30, where the plant can hold only four.
    four = [{"site": "plant", "product": "sludge", "maximum": 4}]
    kiln = {**KILN, "site": "depot"}
    network = check(tmp_path, 2, 30, arrivals=TEN_ARRIVE, stocks=four, lines=[*BASE["lines"], kiln], bom=BRICKS)
    assert presence(network)["brick at depot"] == (1, 2)


def test_line_that_must_run_keeps_its_whole_chain(tmp_path):
    # The kiln must make 0.1 * 100 bricks in both periods, though nobody asks for them: 20 * 2 EUR, and each takes a
    # unit of sludge made for 5: 20 * 5. Bricks are kept for nothing. Together 140.
    pit = {"line": "pit", "site": "plant", "product": "sludge", "capacity": 50, "unit_cost_eur": 5}
    lines = [*BASE["lines"], {**KILN, "minimum_use": 0.1}, pit]
    network = check(tmp_path, 2, 140, lines=lines, bom=BRICKS)
    assert making(network) == {"shell on filling": (1, 2), "brick on kiln": (1, 2), "sludge on pit": (1, 2)}


def test_line_that_must_run_takes_components_from_afar(tmp_path):
    # As before, but the pit is at the plant and the kiln at the depot: 20 more for the lane.
    pit = {"line": "pit", "site": "plant", "product": "sludge", "capacity": 50, "unit_cost_eur": 5}
    lines = [*BASE["lines"], {**KILN, "site": "depot", "minimum_use": 0.1}, pit]
    network = check(tmp_path, 2, 160, lines=lines, bom=BRICKS)
    assert shipping(network) == {"sludge on plant>depot:road": (1, 2)}


def test_hard_minimum_is_a_use(tmp_path):
    # Four bricks must lie at the depot from period 2 on: 4 * (2 + 1).
    stocks = [{"site": "depot", "product": "brick", "minimum": 4, "from_period": 2}]
    network = check(tmp_path, 3, 12, lines=[*BASE["lines"], KILN], stocks=stocks)
    assert presence(network)["brick at depot"] == (1, 3)


def test_minimum_that_begins_after_the_horizon_is_none(tmp_path):
    stocks = [{"site": "depot", "product": "brick", "minimum": 4, "from_period": 4}]
    network = check(tmp_path, 3, 0, lines=[*BASE["lines"], KILN], stocks=stocks)
    assert list(presence(network)) == ["shell at plant"]


def test_final_stock_is_a_use(tmp_path):
    # One shell lies at the depot and should be there at the end, or else costs its 1,000. It simply stays.
    stocks = [{"site": "depot", "product": "shell", "initial": 1}]
    settings = [{"key": "final_stock", "value": "as_initial"}]
    network = check(tmp_path, 2, 0, stocks=stocks, settings=settings)
    assert network.reach.reserve.sum() == 1
    assert presence(network)["shell at depot"] == (1, 2)
    assert shipping(network) == {"shell on plant>depot:road": (1, 2)}


def test_perishable_goods_are_kept_wherever_they_can_come(tmp_path):
    # Bricks that keep for a period are of no use at the depot, and yet are not pruned there: what comes in fresh lets
    # as much that is older stay.
    products = [BASE["products"][0], {**BASE["products"][2], "shelf_life_periods": 1}]
    network = check(tmp_path, 3, 0, products=products, lines=[*BASE["lines"], KILN])
    assert presence(network) == {"shell at plant": (1, 3), "brick at plant": (1, 3), "brick at depot": (1, 3)}
    assert len(network.scrapping) == 6


def test_offered_goods_may_be_bought_and_thrown_away(tmp_path):
    # Two shells are asked for; ten must be bought at 5 EUR once the contract is signed, and falling short costs 10,000
    # each. Eight stay, for nothing: 50.
    offers = [{"line": "filling", "product": "shell", "from_quantity": 10, "unit_price_eur": 5}]
    network = check(tmp_path, 2, 50, offers=offers)
    assert network.reach.surplus[0, 0]
