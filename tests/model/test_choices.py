"""Choices: expansions with lead and ramp, sites and lanes that may be built. Their laws stand with their subjects."""

from __future__ import annotations

import numpy as np
import pytest

from .tiny import BASE, Rows, cost, cost_by_part, edited, model_of, row, tiny, view


def expansion(**cells: float) -> Rows:
    return [{"line": "L", "adds": 1, "cost_eur": 50, **cells}]


def added(periods: int, **cells: float) -> list[float]:
    """How many lines a step adds in each period."""
    m = view(tiny(periods, expansions=expansion(**cells)))
    steps = [row(m.line_time["L", period])[1].get("open[L,1]", 0) for period in range(1, periods + 1)]
    return [-step for step in steps]


def test_a_step_is_there_after_its_lead_and_ramps_up():
    assert added(3) == [1, 1, 1]
    assert added(4, lead_periods=2) == [0, 0, 1, 1]
    assert added(4, ramp_periods=1) == [0.5, 1, 1, 1]
    assert added(5, adds=3, lead_periods=1, ramp_periods=2) == [0, 1, 2, 3, 3]


def test_steps_are_whole_and_at_most_max_steps():
    m = view(tiny(2, expansions=expansion(max_steps=3)))
    step = m.open["L", 1]
    assert (step.lb, step.ub, step.is_integer()) == (0, 3, True)
    # What would come after the horizon is not opened.
    m = view(tiny(2, expansions=expansion(lead_periods=2)))
    assert m.open["L", 1].ub == 0


def test_an_expansion_is_opened_where_it_pays():
    # 15 in each of two periods, 10 made: 10 short, or one step for 50 and none short, or at 1,200 not.
    asked = edited("demand", quantity=15)
    assert cost(tiny(2, demand=asked, expansions=expansion())) == pytest.approx(50 + 30 * 11)
    assert cost(tiny(2, demand=asked, expansions=expansion(cost_eur=1200))) == pytest.approx(20 * 11 + 1000)
    # With a lead of 1 the second period alone is served in full.
    parts = cost_by_part(tiny(2, demand=asked, expansions=expansion(lead_periods=1)))
    assert parts == {"production": 250, "transport": 25, "expansion": 50, "shortage": 500}


def test_a_line_that_does_not_stand_needs_an_expansion():
    lines = edited("lines", existing=0)
    assert cost(tiny(lines=lines)) == pytest.approx(800)
    assert cost(tiny(lines=lines, expansions=expansion())) == pytest.approx(50 + 88)
    # Half a line for a step: two steps for 8.
    assert cost(tiny(lines=lines, expansions=expansion(adds=0.5, max_steps=2))) == pytest.approx(100 + 88)
    assert cost(tiny(lines=lines, expansions=expansion(adds=0.5, max_steps=1))) == pytest.approx(50 + 55 + 300)


def test_of_two_expansions_of_a_line_the_cheaper_is_opened_first():
    expansions = [
        {"expansion": "cheap", "line": "L", "adds": 0.2, "cost_eur": 20},
        {"expansion": "dear", "line": "L", "adds": 0.3, "cost_eur": 250},
    ]
    # 12 asked for: the cheap one, 20. 15: both, 270, for 300 would be short. 13: the cheap one and one short.
    for asked, choices, short in ((12, 20, 0), (15, 270, 0), (13, 20, 1)):
        demand = edited("demand", quantity=asked)
        least = choices + (asked - short) * 11 + 100 * short
        assert cost(tiny(demand=demand, expansions=expansions)) == pytest.approx(least)


def test_a_site_is_built_where_it_pays_and_is_usable_after_its_lead():
    # The only way to the front is by the depot. Built (30, lead 1) it is usable in periods 2 and 3.
    depot = {"site": "depot", "country": "FR", "kind": "depot", "throughput_t": 20, "build_cost_eur": 30}
    lanes = [{"origin": "plant", "destination": "depot"}, {"origin": "depot", "destination": "front"}]
    for build_cost_eur, least in ((30, 30 + 160 + 800), (1600, 2400)):
        sites = [*BASE["sites"], depot | {"build_cost_eur": build_cost_eur, "build_lead_periods": 1}]
        assert cost(tiny(3, sites=sites, lanes=lanes)) == pytest.approx(least)
    m = view(tiny(3, sites=[*BASE["sites"], depot | {"build_lead_periods": 1}], lanes=lanes))
    assert (m.build_site["depot"].ub, m.build_site["depot"].is_integer()) == (1, True)
    assert {period for lane, product, period in m.ship} == {2, 3}


def test_a_lane_is_built_where_it_pays_and_is_usable_after_its_lead():
    for build_cost_eur, least in ((100, 100 + 88 + 800), (800, 1600)):
        lanes = edited("lanes", capacity_t=20, build_cost_eur=build_cost_eur, build_lead_periods=1)
        assert cost(tiny(2, lanes=lanes)) == pytest.approx(least)


def test_what_could_only_be_used_after_the_horizon_can_not_be_chosen():
    sites = edited("sites", throughput_t=20, build_cost_eur=0, build_lead_periods=2)
    lanes = edited("lanes", capacity_t=20, build_cost_eur=0, build_lead_periods=2)
    assert len(model_of(tiny(2, sites=sites)).choices.built_sites) == 0
    assert len(model_of(tiny(2, lanes=lanes)).choices.built_lanes) == 0
    assert cost(tiny(2, sites=sites)) == cost(tiny(2, lanes=lanes)) == pytest.approx(1600)


def test_nothing_to_choose_makes_no_choices():
    model = model_of(tiny())
    assert sum(family.size for family in model.choices.families) == 0


def test_costs_are_money_of_their_own_part():
    sites = edited("sites", throughput_t=20, build_cost_eur=7)
    lanes = edited("lanes", capacity_t=20, build_cost_eur=5)
    dataset = tiny(sites=sites, lanes=lanes, expansions=expansion(), demand=edited("demand", quantity=12))
    assert cost_by_part(dataset) == {"expansion": 50, "build": 12, "production": 120, "transport": 12}


def test_families_fill_the_columns_without_a_gap():
    model = model_of(tiny(2, expansions=expansion()))
    columns = np.concatenate([family.columns for family in model.families])
    assert columns.tolist() == list(range(model.size))
    assert len(model.cost) == model.size == model.matrix.shape[1]
    assert sum(law.size for law in model.laws) == model.matrix.shape[0]
