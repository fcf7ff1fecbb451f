"""The law of service: demand."""

from __future__ import annotations

import pytest

from .tiny import BASE, absent, cost, cost_by_part, edited, row, rows_of, tiny, view

DRONE = {
    "products": [*BASE["products"], {"product": "drone", "mass_kg": 0}],
    "lines": [*edited("lines", capacity=0), {"line": "D", "site": "plant", "product": "drone", "capacity": 12}],
    "substitutes": [
        {"product": "shell", "substitute": "drone", "ratio": 2},
        {"product": "shell", "substitute": "drone", "ratio": 1.5, "country": "FR"},
        {"product": "shell", "substitute": "drone", "ratio": 1, "country": "PL"},
    ],
}
"""No shells are made, but 12 drones; two of them serve for a shell, and for France 1.5 do."""


def test_demand_row():
    m = view(tiny(3, demand=edited("demand", late_periods=1)))
    for due, late in ((1, [1, 2]), (2, [2, 3]), (3, [3])):
        served = sum(m.serve["front", "FR", "shell", 0, due, "shell", period, 1] for period in late)
        short = m.short["front", "FR", "shell", 0, due]
        assert row(m.demand["front", "FR", "shell", 0, due]) == row(served + short == 8)
        assert short.ub == 8


def test_demand_row_of_substitutes():
    m = view(tiny(**DRONE))
    serve = {ratio: m.serve["front", "FR", "shell", 0, 1, "drone", 1, ratio] for ratio in (2, 1.5)}
    served = serve[2] / 2 + serve[1.5] / 1.5
    short = m.short["front", "FR", "shell", 0, 1]
    assert row(m.demand["front", "FR", "shell", 0, 1]) == row(served + short == 8)
    assert len(m.serve) == 2


def test_a_row_for_every_period_and_a_dated_one_stand_side_by_side():
    m = view(tiny(2, demand=[*BASE["demand"], *edited("demand", period=2, quantity=3, penalty_eur=5)]))
    asked = {index: row(m.demand[index])[2] for index in rows_of(m, "demand")}
    shell = ("front", "FR", "shell")
    assert asked == {(*shell, 0, 1): 8, (*shell, 0, 2): 8, (*shell, 1, 2): 3}


def test_nothing_asked_for_makes_no_row():
    assert absent(tiny(demand=edited("demand", quantity=0)), "demand")
    assert absent(tiny(demand=edited("demand", period=2)), "demand")


def test_demand_changes_the_optimum():
    assert cost(tiny()) == pytest.approx(88)
    assert cost(tiny(), without="demand") == pytest.approx(0)


def test_a_shell_that_is_dearer_than_its_penalty_falls_short():
    assert cost_by_part(tiny(demand=edited("demand", penalty_eur=10))) == {"shortage": 80}


def test_late_service_is_paid_by_the_period():
    # 12 asked for in period 1, 10 made: 2 come a period late at 5. With 20 per period, late and dear, they fall short.
    late = {"quantity": 12, "period": 1, "late_periods": 1}
    assert cost(tiny(2, demand=edited("demand", **late, late_eur=5))) == pytest.approx(12 * 11 + 2 * 5)
    assert cost(tiny(2, demand=edited("demand", **late, late_eur=95))) == pytest.approx(10 * 11 + 200)
    # Two periods late costs twice as much: 10 in time, 10 a period late, 2 two periods late.
    late = {"quantity": 22, "period": 1, "late_periods": 2, "late_eur": 5}
    assert cost(tiny(3, demand=edited("demand", **late))) == pytest.approx(22 * 11 + 10 * 5 + 2 * 10)


def test_lateness_is_paid_by_the_unit_asked_for():
    # 18 drones would do for 12 shells; 12 come in period 1, 6 in period 2 serve 4 shells late, at 5 EUR each.
    demand = edited("demand", quantity=12, period=1, late_periods=1, late_eur=5)
    assert cost_by_part(tiny(2, demand=demand, **DRONE)) == {"shortage": 20}


def test_the_better_of_two_substitute_rows_is_used():
    # 12 drones serve 8 at France's own 1.5; at the general 2 they would serve 6.
    assert cost(tiny(**DRONE)) == pytest.approx(0)
    general = DRONE["substitutes"][:1]
    assert cost(tiny(**DRONE | {"substitutes": general})) == pytest.approx(200)
