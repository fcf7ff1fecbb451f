"""Laws of flow: balance, lane capacity, throughput, built to carry."""

from __future__ import annotations

import pytest

from edu_supply.dataset import Dataset

from .tiny import BASE, absent, cost, edited, row, rows_of, tiny, view


def chain() -> Dataset:
    """Cases come from the works in a period, two make a shell in another; 5 lie at the plant, 3 arrive there in 2."""
    return tiny(
        3,
        sites=[*BASE["sites"], {"site": "works", "country": "DE", "kind": "supplier"}],
        products=[*BASE["products"], {"product": "case", "mass_kg": 1}],
        bom=[{"product": "shell", "component": "case", "quantity": 2}],
        lines=[
            {"line": "L", "site": "plant", "product": "shell", "capacity": 10, "lead_periods": 1},
            {"line": "C", "site": "works", "product": "case", "capacity": 40},
        ],
        lanes=[*BASE["lanes"], {"lane": "cases", "origin": "works", "destination": "plant", "lead_periods": 1}],
        stocks=[{"site": "plant", "product": "case", "initial": 5}],
        arrivals=[{"site": "plant", "product": "case", "period": 2, "quantity": 3}],
        demand=edited("demand", late_periods=1),
    )


def serve(m, due: int, period: int):
    return m.serve["front", "FR", "shell", 0, due, "shell", period, 1]


def test_balance_row():
    m = view(chain())
    make, ship, hold, scrap = m.make, m.ship, m.hold, m.scrap
    assert row(m.balance["plant", "case", 1]) == row(
        2 * make["L", "shell", 1] + scrap["plant", "case", 1] + hold["plant", "case", 1] == 5
    )
    assert row(m.balance["plant", "case", 2]) == row(
        hold["plant", "case", 1] + ship["cases", "case", 1] + 3
        == 2 * make["L", "shell", 2] + scrap["plant", "case", 2] + hold["plant", "case", 2]
    )
    assert row(m.balance["plant", "shell", 2]) == row(
        make["L", "shell", 1] == ship["road", "shell", 2] + hold["plant", "shell", 2]
    )
    assert row(m.balance["front", "shell", 3]) == row(
        hold["front", "shell", 2] + ship["road", "shell", 3] == serve(m, 2, 3) + serve(m, 3, 3)
    )


def test_balance_is_kept_only_where_and_when_the_product_can_be():
    # No case ever reaches the front; shells come out from period 2 on; a case sent after period 1 comes too late.
    places = rows_of(view(chain()), "balance")
    assert {place[:2] for place in places} == {
        ("plant", "shell"), ("plant", "case"), ("front", "shell"), ("works", "case")
    }  # fmt: skip
    assert [period for *place, period in places if place == ["plant", "shell"]] == [2, 3]
    assert [period for *place, period in places if place == ["works", "case"]] == [1]
    assert absent(tiny(lanes=edited("lanes", origin="front", destination="plant")), "balance")


def test_balance_changes_the_optimum():
    # 8 shells made at 10 and moved at 1. Without balance 8 are served that were never made.
    assert cost(tiny()) == pytest.approx(88)
    assert cost(tiny(), without="balance") == pytest.approx(0)


def test_lane_capacity_row():
    # 6 t in a period, half of it from period 2 on; a fuze has 10 kg.
    products = [*BASE["products"], {"product": "fuze", "mass_kg": 10}]
    lines = [*BASE["lines"], {"line": "F", "site": "plant", "product": "fuze", "capacity": 50}]
    demand = [*BASE["demand"], {"site": "front", "product": "fuze", "quantity": 5, "penalty_eur": 9}]
    availability = [{"kind": "lane", "target": "road", "from_period": 2, "share": 0.5}]
    tables = {"products": products, "lines": lines, "demand": demand, "availability": availability}
    m = view(tiny(2, lanes=edited("lanes", capacity_t=6), **tables))
    for period, limit in ((1, 6), (2, 3)):
        carried = m.ship["road", "shell", period] + 0.01 * m.ship["road", "fuze", period]
        assert row(m.lane_capacity["road", period]) == row(carried <= limit)
    m = view(tiny(2, lanes=edited("lanes", capacity_t=6, build_cost_eur=30, build_lead_periods=1), **tables))
    carried = m.ship["road", "shell", 2] + 0.01 * m.ship["road", "fuze", 2]
    assert row(m.lane_capacity["road", 2]) == row(carried <= 3 * m.build_lane["road"])
    assert rows_of(m, "lane_capacity") == [("road", 2)]


def test_no_lane_capacity_makes_no_row():
    assert absent(tiny(), "lane_capacity")
    late = [
        *BASE["lanes"],
        {"lane": "slow", "origin": "plant", "destination": "front", "capacity_t": 5, "lead_periods": 1},
    ]
    assert absent(tiny(lanes=late), "lane_capacity")
    assert cost(tiny(lanes=edited("lanes", capacity_t=0))) == pytest.approx(800)


def test_lane_capacity_changes_the_optimum():
    # 5 t carry 5 shells: 5 * 11 and 3 short.
    dataset = tiny(lanes=edited("lanes", capacity_t=5))
    assert cost(dataset) == pytest.approx(55 + 300)
    assert cost(dataset, without="lane_capacity") == pytest.approx(88)


def two_ways(throughput_t: float, **cells: object) -> dict:
    """Road and rail leave the plant, which sends out no more than its throughput."""
    rail = {"lane": "rail", "origin": "plant", "destination": "front", "cost_eur_per_t": 2}
    return {"sites": edited("sites", throughput_t=throughput_t, **cells), "lanes": [*BASE["lanes"], rail]}


def test_throughput_row():
    availability = [{"kind": "site", "target": "plant", "from_period": 2, "share": 0.5}]
    m = view(tiny(2, availability=availability, **two_ways(6)))
    for period, limit in ((1, 6), (2, 3)):
        sent = m.ship["road", "shell", period] + m.ship["rail", "shell", period]
        assert row(m.throughput["plant", period]) == row(sent <= limit)
    m = view(tiny(2, **two_ways(6, build_cost_eur=30)))
    sent = m.ship["road", "shell", 1] + m.ship["rail", "shell", 1]
    assert row(m.throughput["plant", 1]) == row(sent <= 6 * m.build_site["plant"])


def test_no_throughput_makes_no_row():
    assert absent(tiny(), "throughput")
    assert absent(tiny(sites=edited("sites", 1, throughput_t=5)), "throughput")


def test_throughput_changes_the_optimum():
    # 6 t leave by the road, whatever the rail could take besides: 6 * 11 and 2 short.
    dataset = tiny(**two_ways(6))
    assert cost(dataset) == pytest.approx(66 + 200)
    assert cost(dataset, without="throughput") == pytest.approx(88)


def test_built_to_carry_row():
    # Over two periods the line makes 20, the lane carries 2 * 5 t, the front asks for 16: the least is 10.
    m = view(tiny(2, lanes=edited("lanes", capacity_t=5, build_cost_eur=30)))
    carried = m.ship["road", "shell", 1] + m.ship["road", "shell", 2]
    assert row(m.built_to_carry["road", "shell", "lane"]) == row(carried <= 10 * m.build_lane["road"])
    # Weightless shells are limited by what is asked for, or else by what is made.
    weightless = edited("products", mass_kg=0)
    for asked, most in ((8, 16), (11, 20)):
        demand = edited("demand", quantity=asked)
        m = view(tiny(2, products=weightless, demand=demand, lanes=edited("lanes", capacity_t=5, build_cost_eur=30)))
        carried = m.ship["road", "shell", 1] + m.ship["road", "shell", 2]
        assert row(m.built_to_carry["road", "shell", "lane"]) == row(carried <= most * m.build_lane["road"])


def test_built_to_carry_holds_at_both_ends_of_a_lane():
    # 10 could be made, but only the 8 that are asked for are of use
    m = view(tiny(**by_depot()))
    sent, received = m.ship["out", "shell", 1], m.ship["in", "shell", 1]
    assert row(m.built_to_carry["in", "shell", "destination"]) == row(received <= 8 * m.build_site["depot"])
    assert row(m.built_to_carry["out", "shell", "origin"]) == row(sent <= 8 * m.build_site["depot"])
    assert len(rows_of(m, "built_to_carry")) == 2


def by_depot(**cells: object) -> dict:
    """The only way to the front is by a depot that may be built for 30 EUR."""
    depot = {"site": "depot", "country": "FR", "kind": "depot", "throughput_t": 20, "build_cost_eur": 30}
    lanes = [
        {"lane": "in", "origin": "plant", "destination": "depot"},
        {"lane": "out", "origin": "depot", "destination": "front"},
    ]
    return {"sites": [*BASE["sites"], depot | cells], "lanes": lanes}


def test_what_stands_has_no_row_of_built_to_carry():
    assert absent(tiny(), "built_to_carry")


def test_built_to_carry_changes_the_optimum():
    # A lane for weightless goods is built for 30 EUR, and for 900 EUR it is not; its tonnes would never bind.
    for build_cost_eur, least in ((30, 80 + 30), (900, 800)):
        lanes = edited("lanes", capacity_t=5, build_cost_eur=build_cost_eur)
        dataset = tiny(products=edited("products", mass_kg=0), lanes=lanes)
        assert cost(dataset) == pytest.approx(least)
        assert cost(dataset, without="built_to_carry") == pytest.approx(80)
