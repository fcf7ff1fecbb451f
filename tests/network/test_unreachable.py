"""Demand that nothing can reach: the very sentences."""

from dataclasses import replace
from datetime import date

from edu_supply.horizon import Horizon
from edu_supply.network import Network
from edu_supply.network.unreachable import unreachable_demand
from edu_supply.problems import grouped, sentence
from network.small import CHAIN, chain, edited

DATED = {"start": "2026-07-01"}
DRONE = {"product": "drone", "mass_kg": 2, "value_eur": 300}
ACCEPTED = [{"product": "shell", "substitute": "drone", "ratio": 2}]
MONTH_9 = [{"site": "front", "product": "shell", "quantity": 10, "period": 9}]


def said(data) -> list[str]:
    return [problem.message for problem in unreachable_demand(Network.of(data))]


def late(**tables) -> list[str]:
    """What is said of the chain, where shells are asked for in period 9 only."""
    return said(chain(**{"demand": MONTH_9, **tables}))


def test_what_can_be_reached_is_not_mentioned():
    assert late() == []


def test_no_line_and_no_stock():
    found = unreachable_demand(Network.of(chain(lines=CHAIN["lines"][:1])))
    assert [sentence(problem) for problem in found] == [
        (
            "demand.csv:2: front cannot get shell (100 units asked for): no line makes it and no stock holds it. "
            "Add a line or a stock of shell."
        )
    ]
    assert [problem.severity for problem in found] == ["warning"]


def test_chain_to_a_component_that_nobody_makes():
    products = [*CHAIN["products"], {"product": "ore", "mass_kg": 30, "unit": "t"}]
    bom = [*CHAIN["bom"], {"product": "steel", "component": "ore", "quantity": 1.5}]
    assert said(chain(products=products, bom=bom)) == [
        "front cannot get shell (100 units asked for): shell <- steel <- ore: no line makes it and no stock holds it."
    ]


def test_capacity_0():
    assert said(chain(lines=edited("lines", 0, capacity=0))) == [
        (
            "front cannot get shell (100 units asked for): "
            "shell <- steel: its only line rolling has capacity 0 and no stock holds it."
        )
    ]


def test_no_lane_to_the_front():
    assert said(chain(lanes=CHAIN["lanes"][:1])) == [
        "front cannot get shell (100 units asked for): can be had at plant, but no lane leads from there to front."
    ]


def test_no_licence_on_the_way_to_the_plant():
    assert said(chain(lane_products=[{"lane": "mill>plant:road", "product": "shell"}])) == [
        (
            "front cannot get shell (100 units asked for): "
            "shell <- steel: can be had at mill, but no lane licensed for it leads from there to plant."
        )
    ]


def test_line_that_does_not_stand():
    assert said(chain(lines=edited("lines", 1, existing=0))) == [
        "front cannot get shell (100 units asked for): line filling does not stand and no expansion builds it."
    ]


def test_two_causes():
    products = [*CHAIN["products"], DRONE]
    bom = [*CHAIN["bom"], {"product": "shell", "component": "drone", "quantity": 1}]
    assert said(chain(products=products, bom=bom, lines=edited("lines", 0, existing=0))) == [
        (
            "front cannot get shell (100 units asked for): "
            "shell <- steel: line rolling does not stand and no expansion builds it; "
            "shell <- drone: no line makes it and no stock holds it."
        )
    ]


def test_many_causes_are_counted():
    parts = [{"product": f"part-{number}", "mass_kg": 1} for number in range(5)]
    bom = [{"product": "shell", "component": part["product"], "quantity": 1} for part in parts]
    (message,) = said(chain(products=[*CHAIN["products"], *parts], bom=bom))
    assert message.endswith("shell <- part-1: no line makes it and no stock holds it; and 3 more.")


def test_lead_times():
    # A period to roll, one to the plant, two to fill, one to the front: period 6. Asked for until 5.
    dated = [{**MONTH_9[0], "period": period} for period in (4, 5)]
    assert said(chain(settings=DATED, demand=dated)) == [
        (
            "shell comes to front earliest in 2026-12, asked for from 2026-10 to 2026-11 (20 units): "
            "1 month on line rolling, 1 month on lane mill>plant:road, 2 months on line filling, "
            "1 month on lane plant>front:road."
        )
    ]


def test_late_service_may_not_suffice():
    once = [{**MONTH_9[0], "period": 3, "late_periods": 2}]
    (message,) = said(chain(demand=once))
    assert "comes to front earliest in period 6, asked for in period 3, at most 2 months late (10 units)" in message
    assert said(chain(demand=[{**once[0], "late_periods": 3}])) == []


def test_first_periods_of_demand_in_every_period():
    (message,) = said(chain())
    assert message.startswith(
        "shell comes to front earliest in period 6, asked for from period 1 to period 5 (50 units)"
    )


def test_a_year_that_no_calendar_has():
    data = chain(lines=edited("lines", 1, lead_periods=9999), demand=MONTH_9)
    years = replace(data, settings=replace(data.settings, horizon=Horizon(10, "year", date(2026, 1, 1))))
    assert said(years)[0].startswith("shell comes to front earliest in period 10,003, asked for in 2034-01-01")


def test_beyond_the_horizon():
    (message,) = said(chain(periods=4))
    assert message.startswith(
        "shell comes to front earliest in period 6, asked for from period 1 to period 4 (40 units)"
    )


def test_expansion_that_is_ready_too_late():
    expansions = [{"line": "filling", "adds": 1, "cost_eur": 1, "lead_periods": 8}]
    assert late(lines=edited("lines", 1, existing=0), expansions=expansions) == [
        (
            "shell comes to front earliest in period 12, asked for in period 9 (10 units): "
            "8 months to expand line filling, 2 months on line filling, 1 month on lane plant>front:road."
        )
    ]


def test_site_and_lane_that_are_built_too_late():
    plant = edited("sites", 1, build_cost_eur=1, build_lead_periods=7, throughput_t=5)
    assert late(sites=plant) == [
        (
            "shell comes to front earliest in period 11, asked for in period 9 (10 units): "
            "7 months to build site plant, 2 months on line filling, 1 month on lane plant>front:road."
        )
    ]
    lane = edited("lanes", 1, build_cost_eur=1, build_lead_periods=9, capacity_t=5)
    assert late(lanes=lane) == [
        (
            "shell comes to front earliest in period 11, asked for in period 9 (10 units): "
            "9 months to build lane plant>front:road, 1 month on lane plant>front:road."
        )
    ]


def test_arrivals_that_come_too_late():
    arrivals = [{"site": "front", "product": "shell", "period": 10, "quantity": 3}]
    assert late(lines=CHAIN["lines"][:1], arrivals=arrivals) == [
        "shell comes to front earliest in period 10, asked for in period 9 (10 units): arrives at front in period 10."
    ]


def test_a_substitute_rescues():
    products = [*CHAIN["products"], DRONE]
    stocks = [{"site": "front", "product": "drone", "initial": 1}]
    assert said(chain(lines=CHAIN["lines"][:1], products=products, substitutes=ACCEPTED, stocks=stocks)) == []


def test_a_substitute_that_cannot_come_either():
    assert said(chain(lines=CHAIN["lines"][:1], products=[*CHAIN["products"], DRONE], substitutes=ACCEPTED)) == [
        (
            "front cannot get shell (100 units asked for): no line makes it and no stock holds it. "
            "Nor can its substitute drone come: no line makes it and no stock holds it."
        )
    ]


def test_a_substitute_that_comes_too_late():
    arrivals = [{"site": "front", "product": "drone", "period": 10, "quantity": 3}]
    products = [*CHAIN["products"], DRONE]
    assert late(lines=CHAIN["lines"][:1], products=products, substitutes=ACCEPTED, arrivals=arrivals) == [
        (
            "front cannot get shell (10 units asked for): no line makes it and no stock holds it. "
            "Its substitute drone comes earliest in period 10."
        )
    ]


def test_a_substitute_that_one_buyer_accepts_rescues_that_buyer():
    both = [{"site": "front", "product": "shell", "quantity": 10, "buyer": buyer} for buyer in ("UA", "PL")]
    stocks = [{"site": "front", "product": "drone", "initial": 1}]
    products, accepted = [*CHAIN["products"], DRONE], [{**ACCEPTED[0], "country": "UA"}]
    data = chain(lines=CHAIN["lines"][:1], products=products, stocks=stocks, demand=both, substitutes=accepted)
    assert said(data) == ["front cannot get shell (100 units asked for by PL): no line makes it and no stock holds it."]


def test_once_for_a_site_and_product_and_one_group_for_a_cause():
    sites = [*CHAIN["sites"], {"site": "front-2", "country": "UA", "kind": "front"}]
    demand = [{"site": site, "product": "shell", "quantity": 1.5, "period": period}
              for site in ("front", "front-2") for period in (7, 8)]  # fmt: skip
    lanes = [*CHAIN["lanes"], {"origin": "plant", "destination": "front-2"}]
    data = chain(sites=sites, lanes=lanes, demand=demand, lines=CHAIN["lines"][1:])
    found = unreachable_demand(Network.of(data))
    assert [(problem.where, problem.message) for problem in found] == [
        (where, f"{site} cannot get shell (3 units asked for): shell <- steel: no line makes it and no stock holds it.")
        for where, site in (("demand.csv:2", "front"), ("demand.csv:4", "front-2"))
    ]
    assert grouped(found) == [f"{sentence(found[0])} (and 1 more like this: line 4)"]


def test_round_of_lanes_without_lead_is_walked_back_once():
    # Shells may go to the front and back in no time; the waits are those of the way that begins at the mill.
    lanes = [*edited("lanes", 1, lead_periods=0), {"origin": "front", "destination": "plant"}]
    (message,) = said(chain(demand=[{**MONTH_9[0], "period": 1}], lanes=lanes))
    assert message.endswith("1 month on line rolling, 1 month on lane mill>plant:road, 2 months on line filling.")
