"""Laws of stock: storage, explosives, minimum and final stock, shelf life; and the maximum, which is a bound."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from .tiny import BASE, absent, best, cost, cost_by_part, edited, model_of, row, rows_of, tiny, view

FRONT = {"site": "front", "product": "shell"}
LATER = {"demand": edited("demand", quantity=15, period=2)}
"""15 are asked for in period 2, 10 can be made in a period: 5 have to be held from period 1 on."""


def sites(**cells: tuple[float, float]) -> dict[str, Any]:
    """Limits of the plant and of the front."""
    given = [{column: value[place] for column, value in cells.items()} for place in (0, 1)]
    return {"sites": [{**site, **limit} for site, limit in zip(BASE["sites"], given, strict=True)]}


def test_storage_row():
    products = [*BASE["products"], {"product": "fuze", "mass_kg": 10}]
    lines = [*BASE["lines"], {"line": "F", "site": "plant", "product": "fuze", "capacity": 50}]
    demand = [*LATER["demand"], {"site": "front", "product": "fuze", "period": 2, "quantity": 5, "penalty_eur": 9}]
    m = view(tiny(2, products=products, lines=lines, demand=demand, **sites(storage_t=(2, 1))))
    held = m.hold["plant", "shell", 1] + 0.01 * m.hold["plant", "fuze", 1]
    assert row(m.storage["plant", 1]) == row(held <= 2)
    # All that is held at the end of period 2 is of no use any more.
    assert rows_of(m, "storage") == [("plant", 1), ("front", 1)]


def test_a_site_that_may_be_built_holds_nothing_unbuilt():
    candidate = edited("sites", throughput_t=99, build_cost_eur=30, storage_t=2, neq_limit_kg=7)
    m = view(tiny(2, sites=candidate, products=edited("products", neq_kg=5), **LATER))
    assert row(m.storage["plant", 1]) == row(m.hold["plant", "shell", 1] <= 2 * m.build_site["plant"])
    assert row(m.explosives["plant", 1]) == row(5 * m.hold["plant", "shell", 1] <= 7 * m.build_site["plant"])


def test_no_storage_limit_makes_no_row():
    assert absent(tiny(2, **LATER), "storage")
    assert absent(tiny(2, products=edited("products", mass_kg=0), **LATER, **sites(storage_t=(2, 1))), "storage")


def test_storage_changes_the_optimum():
    # 2 t at the plant and 1 t at the front hold 3: 13 * 11, 2 short. Without: 15 * 11.
    dataset = tiny(2, **LATER, **sites(storage_t=(2, 1)))
    assert cost(dataset) == pytest.approx(13 * 11 + 200)
    assert cost(dataset, without="storage") == pytest.approx(165)


def test_explosives_row():
    # Fuzes hold no explosive and are in no row.
    products = [{**BASE["products"][0], "neq_kg": 5}, {"product": "fuze", "mass_kg": 10}]
    lines = [*BASE["lines"], {"line": "F", "site": "plant", "product": "fuze", "capacity": 50}]
    demand = [*LATER["demand"], {"site": "front", "product": "fuze", "period": 2, "quantity": 5, "penalty_eur": 9}]
    m = view(tiny(2, products=products, lines=lines, demand=demand, **sites(neq_limit_kg=(10, 7))))
    assert row(m.explosives["plant", 1]) == row(5 * m.hold["plant", "shell", 1] <= 10)
    assert row(m.explosives["front", 1]) == row(5 * m.hold["front", "shell", 1] <= 7)


def test_no_limit_on_explosives_makes_no_row():
    assert absent(tiny(2, products=edited("products", neq_kg=5), **LATER), "explosives")
    assert absent(tiny(2, **LATER, **sites(neq_limit_kg=(10, 5))), "explosives")


def test_explosives_change_the_optimum():
    # 10 kg at the plant and 5 kg at the front hold 3 shells of 5 kg: as above.
    dataset = tiny(2, products=edited("products", neq_kg=5), **LATER, **sites(neq_limit_kg=(10, 5)))
    assert cost(dataset) == pytest.approx(13 * 11 + 200)
    assert cost(dataset, without="explosives") == pytest.approx(165)


def test_the_smallest_maximum_bounds_what_is_held():
    stocks = [{**FRONT, "maximum": 4}, {**FRONT, "country": "DE", "maximum": 3}, {**FRONT, "country": "PL"}]
    m = view(tiny(2, stocks=stocks, **LATER))
    assert m.hold["front", "shell", 1].ub == 3
    assert m.hold["plant", "shell", 1].ub is None
    # 3 are held at the front; nothing limits the plant.
    assert cost(tiny(2, stocks=stocks, **LATER)) == pytest.approx(165)
    both = [*stocks, {"site": "plant", "product": "shell", "maximum": 1}]
    assert cost(tiny(2, stocks=both, **LATER)) == pytest.approx(14 * 11 + 100)


PRICED = [
    {**FRONT, "minimum": 3, "initial": 10},
    {**FRONT, "country": "DE", "minimum": 4, "minimum_penalty_eur": 5, "from_period": 2},
    {**FRONT, "country": "PL", "minimum": 2, "minimum_penalty_eur": 1, "from_period": 3},
]


def test_minimum_stock_row():
    m = view(tiny(3, stocks=PRICED))
    hold, below = m.hold, m.below
    german, polish = [below["front", "shell", "DE", period] for period in (2, 3)], below["front", "shell", "PL", 3]
    assert row(m.minimum_stock["front", "shell", 1]) == row(hold["front", "shell", 1] >= 3)
    assert row(m.minimum_stock["front", "shell", 2]) == row(hold["front", "shell", 2] + german[0] >= 7)
    assert row(m.minimum_stock["front", "shell", 3]) == row(hold["front", "shell", 3] + german[1] + polish >= 9)
    assert [german[0].ub, german[1].ub, polish.ub] == [4, 4, 2]
    assert {index[2:] for index in below} == {("DE", 2), ("DE", 3), ("PL", 3)}


def test_a_minimum_at_a_site_that_may_be_built():
    candidate = edited("sites", throughput_t=99, build_cost_eur=30, build_lead_periods=1)
    m = view(tiny(3, sites=candidate, stocks=[{"site": "plant", "product": "shell", "minimum": 3}]))
    assert row(m.minimum_stock["plant", "shell", 2]) == row(m.hold["plant", "shell", 2] >= 3 * m.build_site["plant"])
    assert rows_of(m, "minimum_stock") == [("plant", "shell", 2), ("plant", "shell", 3)]


def test_a_minimum_of_what_can_never_be_there_cannot_be_kept():
    # No case is ever made: the row asks 3 <= 0.
    products = [*BASE["products"], {"product": "case", "mass_kg": 1}]
    dataset = tiny(products=products, stocks=[{"site": "plant", "product": "case", "minimum": 3}])
    model = model_of(dataset)
    law = next(law for law in model.laws if law.name == "minimum_stock")
    assert (law.size, law.matrix(model.size).nnz, law.lower.tolist()) == (1, 0, [3])
    assert best(view(dataset)).ending == "infeasible"


def test_no_minimum_makes_no_row():
    assert absent(tiny(), "minimum_stock")
    assert absent(tiny(stocks=[{**FRONT, "initial": 3}]), "minimum_stock")
    assert absent(tiny(2, stocks=[{**FRONT, "minimum": 3, "from_period": 3}]), "minimum_stock")
    assert absent(tiny(stocks=PRICED), "minimum_stock", {"kind": "site", "target": "plant"})


def test_minimum_stock_changes_the_optimum():
    # The 3 that are there must stay there: 8 are made. Without, 3 of them serve and 5 are made.
    dataset = tiny(stocks=[{**FRONT, "initial": 3, "minimum": 3}])
    assert cost(dataset) == pytest.approx(88)
    assert cost(dataset, without="minimum_stock") == pytest.approx(55)


def test_of_priced_minimums_the_cheapest_is_left_open_first():
    # Nothing is made; 10 are there, 3 must stay. 7 serve, 1 is short (100); 4 at 5 and 2 at 1 are below.
    stocks = [{**minimum, "from_period": 1} for minimum in PRICED]
    dataset = tiny(lines=edited("lines", capacity=0), stocks=stocks)
    assert cost_by_part(dataset) == {"shortage": 100, "reserves": 22}
    # With 6 more made at 11 each only what is dearer than 11 would be kept: nothing but the hard minimum.
    assert cost(tiny(stocks=stocks)) == pytest.approx(11 + 22)


def test_final_stock_row():
    m = view(tiny(2, "as_initial", stocks=[{**FRONT, "initial": 3}, {**FRONT, "country": "DE", "initial": 2}]))
    left = m.hold["front", "shell", 2] + m.missing["front", "shell"]
    assert row(m.final_stock["front", "shell"]) == row(left >= 5)
    assert rows_of(m, "final_stock") == [("front", "shell")]
    assert m.missing["front", "shell"].ub == 5


def test_a_free_final_stock_makes_no_row():
    stocks = [{**FRONT, "initial": 3}]
    assert absent(tiny(stocks=stocks), "final_stock")
    assert absent(tiny(1, "as_initial"), "final_stock")
    assert absent(tiny(1, "as_initial", stocks=stocks), "final_stock", {"kind": "site", "target": "plant"})


@pytest.mark.parametrize(("value_eur", "least"), [(9, 5 * 11 + 3 * 9), (12, 8 * 11), (0, 5 * 11)])
def test_final_stock_changes_the_optimum(value_eur, least):
    # 3 are there. Each that serves is one less to make (11) and one missing at the end (value_eur).
    dataset = tiny(1, "as_initial", products=edited("products", value_eur=value_eur), stocks=[{**FRONT, "initial": 3}])
    assert cost(dataset) == pytest.approx(least)
    assert cost(dataset, without="final_stock") == pytest.approx(55)


def perishable(life: int) -> list[dict[str, Any]]:
    return edited("products", shelf_life_periods=life)


BACK = [*BASE["lanes"], {"lane": "back", "origin": "front", "destination": "plant", "lead_periods": 1}]


def test_shelf_life_row():
    # Made in 1 periods' time, 1 under way: what is at the front at the end of 3 came in there in 2 or 3.
    tables = {
        "products": perishable(2),
        "lines": edited("lines", lead_periods=1),
        "stocks": [{**FRONT, "initial": 6}],
        "arrivals": [{**FRONT, "period": 2, "quantity": 4}, {**FRONT, "period": 9, "quantity": 4}],
    }
    m = view(tiny(4, **tables))
    hold, ship = m.hold, m.ship
    assert row(m.shelf_life["front", "shell", 1]) == row(hold["front", "shell", 1] <= 6)
    came = ship["road", "shell", 2] + 4
    assert row(m.shelf_life["front", "shell", 2]) == row(hold["front", "shell", 2] <= came)
    assert row(m.shelf_life["front", "shell", 3]) == row(hold["front", "shell", 3] <= came + ship["road", "shell", 3])
    out = m.make["L", "shell", 1] + m.make["L", "shell", 2]
    assert row(m.shelf_life["plant", "shell", 3]) == row(hold["plant", "shell", 3] <= out)


def test_shelf_life_everywhere_row():
    tables = {"products": perishable(2), "stocks": [{**FRONT, "initial": 6}], "lanes": BACK}
    m = view(tiny(3, arrivals=[{**FRONT, "period": 2, "quantity": 4}], **tables))
    hold, make, back = m.hold, m.make, m.ship
    held = {period: hold["plant", "shell", period] + hold["front", "shell", period] for period in (1, 2, 3)}
    first, second, third = (make["L", "shell", period] for period in (1, 2, 3))
    under_way = {period: back["back", "shell", period] for period in (1, 2)}
    assert row(m.shelf_life_everywhere["shell", 1]) == row(held[1] + under_way[1] <= first + 6)
    assert row(m.shelf_life_everywhere["shell", 2]) == row(held[2] + under_way[2] <= first + second + 4)
    assert row(m.shelf_life_everywhere["shell", 3]) == row(held[3] <= second + third + 4)


@pytest.mark.parametrize("law", ["shelf_life", "shelf_life_everywhere"])
def test_what_keeps_for_ever_has_no_row_of_shelf_life(law):
    assert absent(tiny(3), law)
    assert not absent(tiny(3, products=perishable(1)), law)


def test_shelf_life_changes_the_optimum():
    # 8 lie at the front, asked for in period 2, with a life of 1: at the end of 1 nothing came in there in 1, so they
    # are thrown away. By the law everywhere alone 8 fresh ones, made at the plant for nothing else, let them stay.
    dataset = tiny(
        2,
        products=perishable(1),
        demand=edited("demand", period=2),
        lanes=edited("lanes", origin="front", destination="plant"),
        stocks=[{**FRONT, "initial": 8}],
    )
    assert cost(dataset) == pytest.approx(800)
    assert cost(dataset, without="shelf_life") == pytest.approx(80)


def test_shelf_life_everywhere_changes_the_optimum():
    # Made in period 1 alone, asked for in 3, a period under way. With a life of 1 they keep at the front until the end
    # of 2, for they came in there in 2: but nothing came out anywhere in 2.
    tables = {
        "availability": [{"kind": "line", "target": "L", "from_period": 2, "share": 0}],
        "demand": edited("demand", period=3),
        "lanes": edited("lanes", lead_periods=1),
    }
    dataset = tiny(3, products=perishable(1), **tables)
    assert cost(dataset) == pytest.approx(800)
    assert cost(dataset, without="shelf_life_everywhere") == pytest.approx(88)
    assert cost(tiny(3, products=perishable(2), **tables)) == pytest.approx(88)


def test_holding_is_paid_for_what_is_held_and_under_way():
    # Made in 1 and 2, two periods under way, asked for 5 in 3 and 4; one of those made in 1 waits a period: 1 EUR for
    # each at the end of each period on the way, and 1 EUR more for it.
    dataset = tiny(
        4,
        products=edited("products", holding_eur=1),
        lines=edited("lines", capacity=6),
        lanes=edited("lanes", lead_periods=2),
        demand=[*edited("demand", quantity=5, period=3), *edited("demand", quantity=7, period=4)],
    )
    parts = cost_by_part(dataset)
    assert parts == {"production": 120, "transport": 12, "holding": 24 + 1}


def test_what_is_thrown_away_costs_scrap_eur():
    # 6 arrive where 4 t can be held and 1 serves: 1 is thrown away at 9.
    dataset = tiny(
        products=edited("products", scrap_eur=9),
        arrivals=[{**FRONT, "period": 1, "quantity": 6}],
        demand=edited("demand", quantity=1),
        **sites(storage_t=(np.nan, 4)),
    )
    assert cost_by_part(dataset) == {"scrap": 9}
