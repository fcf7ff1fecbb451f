"""Laws of production: line time, lines at sites that may be built, minimum use, partly lost products."""

from __future__ import annotations

import pytest

from .tiny import BASE, absent, cost, edited, row, rows_of, tiny, view

FUZE = {
    "products": [*BASE["products"], {"product": "fuze", "mass_kg": 0}],
    "lines": [*BASE["lines"], {"line": "L", "site": "plant", "product": "fuze", "capacity": 40}],
    "demand": [*BASE["demand"], {"site": "front", "product": "fuze", "quantity": 5, "penalty_eur": 9}],
}
"""Line L makes fuzes too, 40 in a period if it made only them."""


def test_line_time_row():
    # An expansion of half a line: half of it is there in period 2, all of it in 3; from 3 on 0.8 of the time exists.
    expansions = [{"line": "L", "adds": 0.5, "cost_eur": 50, "lead_periods": 1, "ramp_periods": 1, "max_steps": 2}]
    availability = [{"kind": "line", "target": "L", "from_period": 3, "share": 0.8}]
    m = view(tiny(3, expansions=expansions, availability=availability, **FUZE))
    time = {period: m.make["L", "shell", period] / 10 + m.make["L", "fuze", period] / 40 for period in (1, 2, 3)}
    assert row(m.line_time["L", 1]) == row(time[1] <= 1)
    assert row(m.line_time["L", 2]) == row(time[2] <= 1 + 0.25 * m.open["L", 1])
    assert row(m.line_time["L", 3]) == row(time[3] <= 0.8 * (1 + 0.5 * m.open["L", 1]))


def test_a_line_that_cannot_make_anything_has_no_line_time():
    assert absent(tiny(lines=edited("lines", capacity=0)), "line_time")
    assert absent(tiny(lines=edited("lines", lead_periods=1)), "line_time")
    assert rows_of(view(tiny(3, lines=edited("lines", lead_periods=1))), "line_time") == [("L", 1), ("L", 2)]


def test_line_time_changes_the_optimum():
    # 6 in a period: 6 * 11 and 2 short.
    dataset = tiny(lines=edited("lines", capacity=6))
    assert cost(dataset) == pytest.approx(66 + 200)
    assert cost(dataset, without="line_time") == pytest.approx(88)


PLANT = {"sites": edited("sites", throughput_t=100, build_cost_eur=30, build_lead_periods=1)}
"""The plant may be built, and is usable from period 2 on."""


def test_line_built_row():
    # At most 1 + 2 * 0.5 lines stand, all of them from period 2 on; 0.8 of their time exists from period 3 on.
    expansions = [{"line": "L", "adds": 0.5, "cost_eur": 50, "lead_periods": 1, "max_steps": 2}]
    availability = [{"kind": "line", "target": "L", "from_period": 3, "share": 0.8}]
    m = view(tiny(3, expansions=expansions, availability=availability, **PLANT))
    assert row(m.line_built["L", 2]) == row(m.make["L", "shell", 2] / 10 <= 2 * m.build_site["plant"])
    assert row(m.line_built["L", 3]) == row(m.make["L", "shell", 3] / 10 <= 0.8 * 2 * m.build_site["plant"])
    assert rows_of(m, "line_built") == [("L", 2), ("L", 3)]


def test_a_line_at_a_site_that_stands_has_no_row_of_line_built():
    assert absent(tiny(), "line_built")


def test_line_built_changes_the_optimum():
    # 8 shells of Norway lie at the front. France may serve them if it buys 8 of its own, which may stay at the plant:
    # but the plant must be built for that, 30 + 8 * 10. What is never sent is held back by line_built alone.
    dataset = tiny(
        sites=edited("sites", throughput_t=100, build_cost_eur=30),
        offers=[{"line": "L", "product": "shell", "from_quantity": 0, "unit_price_eur": 10}],
        stocks=[{"site": "front", "product": "shell", "country": "NO", "initial": 8}],
    )
    assert cost(dataset) == pytest.approx(30 + 80)
    assert cost(dataset, without="line_built") == pytest.approx(80)


def test_minimum_use_row():
    # Two lines, half of them must run; 0.8 from period 2 on. What begins in 3 would come out after the horizon.
    availability = [{"kind": "line", "target": "L", "from_period": 2, "share": 0.8}]
    lines = edited("lines", existing=2, minimum_use=0.5, lead_periods=1)
    m = view(tiny(3, lines=lines, availability=availability))
    assert row(m.minimum_use["L", 1]) == row(m.make["L", "shell", 1] / 10 >= 0.5 * 2)
    assert row(m.minimum_use["L", 2]) == row(m.make["L", "shell", 2] / 10 >= 0.8 * 0.5 * 2)
    assert rows_of(m, "minimum_use") == [("L", 1), ("L", 2)]
    m = view(tiny(3, lines=edited("lines", minimum_use=0.5), **PLANT))
    assert row(m.minimum_use["L", 2]) == row(m.make["L", "shell", 2] / 10 >= 0.5 * m.build_site["plant"])
    assert rows_of(m, "minimum_use") == [("L", 2), ("L", 3)]


def test_minimum_use_of_several_products_counts_their_time_together():
    # Shells take a period, fuzes none: in period 2 of 2 the line can still begin fuzes, and must.
    lines = [{**line, "minimum_use": 0.5} for line in FUZE["lines"]]
    lines[0]["lead_periods"] = 1
    m = view(tiny(2, **FUZE | {"lines": lines}))
    time = m.make["L", "shell", 1] / 10 + m.make["L", "fuze", 1] / 40
    assert row(m.minimum_use["L", 1]) == row(time >= 0.5)
    assert row(m.minimum_use["L", 2]) == row(m.make["L", "fuze", 2] / 40 >= 0.5)


def test_without_minimum_use_there_is_no_row():
    assert absent(tiny(), "minimum_use")
    assert absent(tiny(lines=edited("lines", minimum_use=0.5, capacity=0)), "minimum_use")
    assert absent(tiny(lines=edited("lines", minimum_use=0.5, existing=0)), "minimum_use")
    assert absent(tiny(lines=edited("lines", minimum_use=0.5, lead_periods=1)), "minimum_use")
    assert absent(tiny(lines=edited("lines", minimum_use=0.5)), "minimum_use", {"kind": "site", "target": "front"})


def test_minimum_use_changes_the_optimum():
    # 2 are asked for, 5 must be made: 50 + 2 moved, 3 scrapped at 4. Without: 2 * 11.
    dataset = tiny(
        products=edited("products", scrap_eur=4, holding_eur=7),
        lines=edited("lines", minimum_use=0.5),
        demand=edited("demand", quantity=2),
    )
    assert cost(dataset) == pytest.approx(50 + 2 + 12)
    assert cost(dataset, without="minimum_use") == pytest.approx(22)


HALF_LOST = {"kind": "product", "target": "shell", "share_lost": 0.5, "duration_periods": 1}


def test_product_time_row():
    expansions = [{"line": "L", "adds": 0.5, "cost_eur": 50}]
    availability = [{"kind": "line", "target": "L", "from_period": 1, "share": 0.8}]
    m = view(tiny(2, expansions=expansions, availability=availability, **FUZE), HALF_LOST)
    most = 0.5 * 0.8 * (1 + 0.5 * m.open["L", 1])
    assert row(m.product_time["L", "shell", 1]) == row(m.make["L", "shell", 1] / 10 <= most)
    assert rows_of(m, "product_time") == [("L", "shell", 1)]


def test_product_time_binds_only_what_is_partly_lost():
    assert absent(tiny(), "product_time")
    assert absent(tiny(), "product_time", {"kind": "product", "target": "shell"})
    assert absent(tiny(), "product_time", {"kind": "line", "target": "L", "share_lost": 0.5})


def test_product_time_changes_the_optimum():
    # Half of the product lost: 5 * 11 and 3 short. All of it: 8 short.
    assert cost(tiny(), HALF_LOST) == pytest.approx(55 + 300)
    assert cost(tiny(), HALF_LOST, without="product_time") == pytest.approx(88)
    assert cost(tiny(), {"kind": "product", "target": "shell"}) == pytest.approx(800)
