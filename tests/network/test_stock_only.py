"""Demand that only stock can meet: the very sentences. The chain asks for 10 shells in each of 10 periods."""

from edu_supply.network import Network
from edu_supply.network.stock_only import stock_only_demand
from network.small import CHAIN, chain

STOCK = [{"site": "front", "product": "shell", "initial": 30}]
COMING = [{"site": "plant", "product": "shell", "period": 3, "quantity": 20},
          {"site": "plant", "product": "shell", "period": 11, "quantity": 99}]  # fmt: skip


FROM_STOCK = "front gets shell from stock alone (100 units asked for, {} units in stock or under way everywhere), then "


def said(**tables) -> list[str]:
    return [f"{problem.message} {problem.right}" for problem in stock_only_demand(Network.of(chain(**tables)))]


def test_what_is_made_and_sent_is_not_mentioned():
    assert said(stocks=STOCK) == []


def test_a_component_that_nobody_makes_and_what_is_under_way():
    """30 shells lie at the front, 20 arrive within the plan, 100 are asked for."""
    assert said(stocks=STOCK, arrivals=COMING, lines=CHAIN["lines"][1:]) == [
        FROM_STOCK.format(50) + "nothing more comes: shell <- steel: no line makes it. Add a line of steel."
    ]


def test_no_lane():
    missing = "nothing more comes: can be had at plant, but no lane leads from there to front. "
    assert said(stocks=STOCK, lanes=CHAIN["lanes"][:1]) == [
        FROM_STOCK.format(30) + missing + "Add a lane that closes the way to front."
    ]


def test_stock_that_is_enough_and_demand_that_nothing_reaches_are_left_alone():
    enough = [{"site": "front", "product": "shell", "initial": 100}]
    assert said(stocks=enough, lines=CHAIN["lines"][1:]) == []
    assert said(lines=CHAIN["lines"][1:]) == []
