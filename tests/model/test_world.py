"""Worlds: what is left when something is lost, by kind of loss; and the published cases with a loss."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from edu_supply.model import Model, World, build_model, undisturbed_world, world_with_losses
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network import Network
from edu_supply.network.parts import Floats, Ints
from edu_supply.reading import read
from edu_supply.solving import Limits, Solver, Stop, optimise, standard_form

from .tiny import BASE, Rows, cost, edited, row, tiny, view

CASES = Path(__file__).parents[1] / "cases"

# plant (FR, Alfa) and mill (DE, Beta) -> depot (PL, Alfa) -> front (UA); 3 periods.
WIDE: dict[str, Rows] = {
    "sites": [
        {"site": "plant", "country": "FR", "kind": "factory", "company": "Alfa"},
        {"site": "mill", "country": "DE", "kind": "supplier", "company": "Beta"},
        {"site": "depot", "country": "PL", "kind": "depot", "company": "Alfa"},
        {"site": "front", "country": "UA", "kind": "front"},
        {"site": "yard", "country": "FR", "kind": "depot"},
    ],
    "groups": [{"group": "EU", "country": "FR"}, {"group": "EU", "country": "DE"}],
    "products": [*BASE["products"], {"product": "steel", "mass_kg": 1}],
    "bom": [{"product": "shell", "component": "steel", "quantity": 1}],
    "lines": [*BASE["lines"], {"line": "M", "site": "mill", "product": "steel", "capacity": 50}],
    "lanes": [
        {"lane": "steel", "origin": "mill", "destination": "plant", "mode": "rail"},
        {"lane": "in", "origin": "plant", "destination": "depot"},
        {"lane": "out", "origin": "depot", "destination": "front", "mode": "rail"},
        {"lane": "home", "origin": "plant", "destination": "yard"},
    ],
}
KINDS = ("site", "line", "lane", "product")


def left(kind: str, target: str, **cells: Any) -> dict[str, dict[str, list[float]]]:
    """What is left of everything that is hit: shares in periods 1, 2, 3, by sort of asset and name."""
    network = Network.of(tiny(3, **WIDE))
    parts = network.parts
    loss = {"kind": kind, "target": target, "share_lost": 1, "stock_lost": 0, "start": 2, "duration_periods": 1} | cells
    world = world_with_losses(parts, pd.DataFrame([loss]))
    names = (parts.sites, parts.lines, parts.lanes, parts.products)
    found: dict[str, dict[str, list[float]]] = {}
    for sort, index in zip(KINDS, names, strict=True):
        shares = getattr(world, sort)
        for number in np.flatnonzero((shares < 1).any(axis=1)):
            found.setdefault(sort, {})[str(index[number])] = shares[number].tolist()
    return found


def all_of(share: float = 0.0, **hit: str) -> dict[str, dict[str, list[float]]]:
    """The same share left in period 2 of everything named."""
    return {sort: {name: [1, share, 1] for name in names.split()} for sort, names in hit.items()}


def test_a_lost_line_lane_or_product_is_lost_alone():
    assert left("line", "L") == all_of(line="L")
    assert left("lane", "in") == all_of(lane="in")
    assert left("product", "steel") == all_of(product="steel")


def test_a_lost_site_takes_its_lines_and_the_lanes_at_both_ends():
    assert left("site", "plant") == all_of(site="plant", line="L", lane="steel in home")
    assert left("site", "depot") == all_of(site="depot", lane="in out")


def test_a_lost_country_company_or_group_is_all_its_sites():
    assert left("country", "FR") == all_of(site="plant yard", line="L", lane="steel in home")
    assert left("company", "Alfa") == all_of(site="plant depot", line="L", lane="steel in out home")
    assert left("group", "EU") == all_of(site="plant mill yard", line="L M", lane="steel in home")


def test_a_lost_mode_is_all_its_lanes():
    assert left("mode", "rail") == all_of(lane="steel out")


def test_lost_exports_are_all_lanes_that_leave_the_country():
    # home stays within France.
    assert left("exports", "FR") == all_of(lane="in")
    assert left("exports", "DE") == all_of(lane="steel")


def test_a_partial_loss_leaves_a_share_of_everything_that_is_hit():
    assert left("line", "L", share_lost=0.25) == all_of(0.75, line="L")
    assert left("site", "depot", share_lost=0.25) == all_of(0.75, site="depot", lane="in out")


def test_a_loss_lasts_its_periods_and_ends_with_the_horizon():
    assert left("line", "L", start=1)["line"]["L"] == [0, 1, 1]
    assert left("line", "L", start=1, duration_periods=2)["line"]["L"] == [0, 0, 1]
    assert left("line", "L", start=3, duration_periods=9)["line"]["L"] == [1, 1, 0]
    assert left("line", "L", start=4) == {}


def test_of_several_shares_the_largest_counts():
    parts = Network.of(tiny(3, **WIDE)).parts
    loss = {"share_lost": 0.5, "stock_lost": 0.25, "start": 1, "duration_periods": 2}
    rows = [
        loss | {"kind": "country", "target": "FR"},
        loss | {"kind": "site", "target": "plant", "share_lost": 0.75, "stock_lost": 0.5, "start": 2},
    ]
    world = world_with_losses(parts, pd.DataFrame(rows))
    plant, yard = parts.sites.get_loc("plant"), parts.sites.get_loc("yard")
    assert world.site[plant].tolist() == [0.5, 0.25, 0.25]
    assert world.site[yard].tolist() == [0.5, 0.5, 1]
    # Stock is destroyed at the start of each.
    assert world.kept[plant].tolist() == [0.75, 0.5, 1]
    assert world.kept[yard].tolist() == [0.75, 1, 1]
    assert (world.undisturbed, world.binding) == (False, False)


def test_an_unknown_kind_of_threat_is_refused():
    with pytest.raises(ValueError, match="no kind of threat"):
        left("weather", "rain")


def test_nothing_is_lost_in_the_undisturbed_world():
    parts = Network.of(tiny(3, **WIDE)).parts
    world = undisturbed_world(parts)
    assert (world.undisturbed, world.binding, world.offer_price) == (True, True, None)
    assert all((getattr(world, sort) == 1).all() for sort in (*KINDS, "kept"))


def test_what_is_lost_is_bounded_at_nothing():
    # The front is lost in period 2: nothing leaves for it then, nothing serves. What is made and held stays free.
    m = view(tiny(3), {"kind": "site", "target": "front", "start": 2, "duration_periods": 1})
    assert [m.ship["road", "shell", period].ub for period in (1, 2, 3)] == [None, 0, None]
    serve = {index[4]: variable.ub for index, variable in m.serve.items()}
    assert serve == {1: None, 2: 0, 3: None}
    assert m.make["L", "shell", 2].ub is None
    m = view(tiny(3), {"kind": "line", "target": "L", "start": 2, "duration_periods": 2})
    assert [m.make["L", "shell", period].ub for period in (1, 2, 3)] == [None, 0, 0]


def test_partly_lost_limits_are_smaller():
    tables = {"sites": edited("sites", throughput_t=8), "lanes": edited("lanes", capacity_t=6)}
    loss = {"share_lost": 0.75, "start": 2, "duration_periods": 1}
    m = view(tiny(2, **tables), {"kind": "site", "target": "plant", **loss})
    sent = {period: m.ship["road", "shell", period] for period in (1, 2)}
    time = {period: m.make["L", "shell", period] / 10 for period in (1, 2)}
    assert row(m.throughput["plant", 1]) == row(sent[1] <= 8)
    assert row(m.throughput["plant", 2]) == row(sent[2] <= 2)
    assert row(m.lane_capacity["road", 2]) == row(sent[2] <= 1.5)
    assert row(m.line_time["L", 2]) == row(time[2] <= 0.25)


def test_goods_under_way_arrive_and_what_is_begun_comes_out():
    # A lane of 1 period, the front lost in 2: the 8 that left in 1 arrive all the same, wait, and serve in 3. (Nothing
    # leaves in 2, and what leaves in 3 comes too late.)
    tables = {"lanes": edited("lanes", lead_periods=1), "demand": edited("demand", period=3)}
    lost = {"kind": "site", "target": "front", "start": 2, "duration_periods": 1}
    assert cost(tiny(3, **tables), lost) == pytest.approx(88)
    # A line of 1 period at a plant that is lost in 2: begun in 1, out in 2, sent in 3.
    tables = {"lines": edited("lines", lead_periods=1), "demand": edited("demand", period=3)}
    lost = {"kind": "site", "target": "plant", "start": 2, "duration_periods": 1}
    assert cost(tiny(3, **tables), lost) == pytest.approx(88)


STOCK = [{"site": "front", "product": "shell", "initial": 8, "minimum": 8}]


def test_balance_row_with_stock_destroyed_at_the_start():
    dataset = tiny(2, stocks=STOCK)
    serve = [("front", "FR", "shell", 0, period, "shell", period, 1) for period in (1, 2)]
    lost = {"kind": "site", "target": "front", "stock_lost": 0.25, "share_lost": 0, "duration_periods": 1}
    m = view(dataset, lost)
    out = m.hold["front", "shell", 1] + m.scrap["front", "shell", 1]
    came = 0.75 * 8 + m.ship["road", "shell", 1]
    assert row(m.balance["front", "shell", 1]) == row(came == m.serve[serve[0]] + out)
    m = view(dataset, lost | {"start": 2})
    out = m.hold["front", "shell", 2] + m.scrap["front", "shell", 2]
    came = 0.75 * m.hold["front", "shell", 1] + m.ship["road", "shell", 2]
    assert row(m.balance["front", "shell", 2]) == row(came == m.serve[serve[1]] + out)


def test_reserves_may_be_drawn_when_something_is_lost():
    # 8 held hard at the front; the plant is lost: they serve. Half of them destroyed: 4 short.
    lost = {"kind": "site", "target": "plant"}
    assert cost(tiny(stocks=STOCK)) == pytest.approx(88)
    assert cost(tiny(stocks=STOCK), lost) == pytest.approx(0)
    half = {"kind": "site", "target": "front", "stock_lost": 0.5, "share_lost": 0}
    assert cost(tiny(stocks=STOCK), lost, half) == pytest.approx(400)


def test_priced_reserves_and_the_final_stock_cost_nothing_when_something_is_lost():
    stocks = [{**STOCK[0], "minimum_penalty_eur": 50}]
    dataset = tiny(1, "as_initial", stocks=stocks, products=edited("products", value_eur=70))
    assert cost(dataset) == pytest.approx(88)
    assert cost(dataset, {"kind": "site", "target": "plant"}) == pytest.approx(0)


def test_an_offered_product_is_made_at_the_price_of_its_contract():
    offers = [{"line": "L", "product": "shell", "from_quantity": 0, "unit_price_eur": 7}]
    network = Network.of(tiny(offers=offers), surplus_everywhere=True)
    loss = {"kind": "line", "target": "L", "share_lost": 0.5, "stock_lost": 0, "start": 1, "duration_periods": 1}
    world = world_with_losses(network.parts, pd.DataFrame([loss]), np.array([7.0]))
    outcome = optimise(standard_form(pyomo_model(build_model(network, world))), Limits(gap=0))
    # 5 at 7, moved at 1; 3 short.
    assert outcome.objective == pytest.approx(40 + 300)


# The published cases with a loss.

LOSSES = [path.parent.name for path in sorted(CASES.glob("*/case.json")) if '"lose"' in path.read_text("utf-8")]


def operations_before(model: Model, start: int) -> Ints:
    """The columns of what is decided before a period: make, ship, scrap, serve."""
    operations, network = model.operations, model.network
    periods = {
        "make": network.making.period,
        "ship": network.shipping.period,
        "scrap": network.scrapping.period,
        "serve": operations.services["period"].to_numpy(),
    }
    return np.concatenate([getattr(operations, name).columns[period < start] for name, period in periods.items()])


def solved(network: Network, world: World | None, fixed: Floats | None = None, start: int = 1) -> tuple[float, Floats]:
    """The least cost in a world; what is decided before ``start`` is fixed at the values given."""
    model = build_model(network, world)
    solver = Solver(standard_form(pyomo_model(model)))
    if fixed is not None:
        columns = operations_before(model, start)
        solver.change_bounds(columns, fixed[columns], fixed[columns])
    answer = solver.run(Stop())
    assert answer.values is not None
    return answer.objective, answer.values


def test_there_are_seven_cases_with_a_loss():
    assert len(LOSSES) == 7


@pytest.mark.parametrize("name", LOSSES)
def test_a_published_loss(name):
    case = json.loads((CASES / name / "case.json").read_text("utf-8"))
    network = Network.of(read(CASES / name, periods=case["periods"]), surplus_everywhere=True)
    before, plan = solved(network, None)
    assert before == pytest.approx(case["objective_eur"], rel=case["tolerance"])
    losses = pd.DataFrame(case["lose"]).rename(columns={"duration": "duration_periods"})
    world = world_with_losses(network.parts, losses.assign(share_lost=1.0, stock_lost=0.0))
    after, _ = solved(network, world, plan, int(losses["start"].min()))
    assert after == pytest.approx(case["objective_after"], rel=case["tolerance"])
    assert after - before == pytest.approx(case["loss_eur"], rel=case["tolerance"])
