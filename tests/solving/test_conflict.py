"""Contradictory data: the rows that are named are the ones that contradict one another, and none of them is idle.

Each contradiction is worked out in a comment; ``confirm`` then drops every named cell alone, reads and solves again.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyomo.environ as pyo
import pytest
from model.tiny import BASE, Rows, best, checked, edited, tiny, view

import edu_supply
from edu_supply.plan import Plan
from edu_supply.side_tables import CONFLICT

FRONT = {"site": "front", "product": "shell"}
PLANT = {"site": "plant", "product": "shell"}
NOT_SAID: dict[str, Any] = {"capacity": 1e6, "capacity_t": 1e6, "throughput_t": 1e6, "from_quantity": 0}
"""What stands in place of a cell that is dropped and must not be blank; any other is left blank."""


def solved(periods: int = 1, **tables: Rows) -> Plan:
    return edu_supply.solve(tiny(periods, **tables), gap=0)


def named(plan: Plan) -> set[tuple[str, str]]:
    """Row and column of everything that is named, such as ("stocks[0]", "minimum")."""
    assert plan.status == "no plan"
    assert plan.manifest["ended"] == "contradictory data"
    table = plan["conflict"]
    assert list(table.columns) == list(CONFLICT)
    assert (table["irreducible"] == 1).all()
    rows = [(place(where), column) for where, column in zip(table["where"], table["column"], strict=True)]
    assert len(set(rows)) == len(rows)
    return set(rows)


def place(where: str) -> str:
    """Table and number of a row, whether it came from a file ("stocks.csv:2") or not ("stocks[0]")."""
    table, _, line = where.partition(".csv:")
    return f"{table}[{int(line) - 2}]" if line else where


def dropped(tables: dict[str, Rows], where: str, column: str) -> dict[str, Rows]:
    """The tables without what one cell says; an offer says its ceiling on all of its rows."""
    table, number = where.removesuffix("]").split("[")
    rows = [dict(row) for row in (BASE | tables)[table]]
    for place, row in enumerate(rows):
        if place == int(number) or column == "max_quantity":
            row[column] = NOT_SAID.get(column)
    return tables | {table: rows}


def confirm(periods: int, tables: dict[str, Rows], expected: set[tuple[str, str]]) -> None:
    """Exactly these are named; each is enough to drop, says the table, and it is true."""
    plan = solved(periods, **tables)
    assert named(plan) == expected
    assert (plan["conflict"]["enough"] == 1).all()
    for where, column in expected:
        assert best(view(tiny(periods, **dropped(tables, where, column)))).ending == "optimal", (where, column)


def test_a_minimum_that_nothing_can_meet() -> None:
    # No line makes cases: 3 can never lie there.
    tables = {
        "products": [*BASE["products"], {"product": "case", "mass_kg": 1}],
        "stocks": [{"site": "plant", "product": "case", "minimum": 3}],
    }
    confirm(1, tables, {("stocks[0]", "minimum")})


def test_a_minimum_above_what_the_line_makes() -> None:
    # 12 must lie at the front at the end of period 1, 10 are made in it.
    tables = {"stocks": [{**FRONT, "minimum": 12}]}
    confirm(2, tables, {("stocks[0]", "minimum"), ("lines[0]", "capacity")})
    said = solved(2, **tables)["conflict"].set_index("column")
    assert said["role"].to_dict() == {"minimum": "asks", "capacity": "limits"}
    assert said["value"].to_dict() == {"minimum": "12", "capacity": "10"}
    assert said.loc["minimum", "says"].endswith("it cannot in period 1")


def test_a_minimum_from_a_later_period_on() -> None:
    # From period 2 on 12 could be held of the 20 made, from period 1 on not.
    assert solved(2, stocks=[{**FRONT, "minimum": 12, "from_period": 2}]).status == "optimal"


LATE_ROAD = {
    "lanes": edited("lanes", capacity_t=100, build_cost_eur=1, build_lead_periods=1),
    "demand": edited("demand", quantity=1),
}
"""The road is there from period 2 on: what is made in period 1 must be held at the plant until then."""

ROOM = {
    "storage_t": {"sites": edited("sites", storage_t=1)},
    "neq_limit_kg": {"sites": edited("sites", neq_limit_kg=5), "products": edited("products", neq_kg=5)},
}


@pytest.mark.parametrize("column", ROOM)
def test_a_minimum_that_needs_more_room_before(column: str) -> None:
    # 12 must lie at the front at the end of 2: 10 made in 2 and 1 held at the plant make 11.
    tables = {"stocks": [{**FRONT, "minimum": 12, "from_period": 2}], **LATE_ROAD, **ROOM[column]}
    confirm(2, tables, {("sites[0]", column), ("stocks[0]", "minimum"), ("lines[0]", "capacity")})


def test_of_two_maximums_the_smaller_is_named() -> None:
    # The same with room for 1 at the plant by one row of stocks, for 3 by another.
    tables = {
        "stocks": [
            {**FRONT, "minimum": 12, "from_period": 2},
            {**PLANT, "maximum": 3},
            {**PLANT, "country": "DE", "maximum": 1},
        ],
        **LATE_ROAD,
    }
    confirm(2, tables, {("stocks[2]", "maximum"), ("stocks[0]", "minimum"), ("lines[0]", "capacity")})


def test_two_minimums_that_share_a_line() -> None:
    # 6 here and 6 there, 10 made: without either the other can be had.
    tables = {"stocks": [{**FRONT, "minimum": 6}, {**PLANT, "minimum": 6}]}
    confirm(1, tables, {("stocks[0]", "minimum"), ("stocks[1]", "minimum"), ("lines[0]", "capacity")})


def test_minimums_of_two_owners_at_one_place() -> None:
    tables = {"stocks": [{**FRONT, "minimum": 6}, {**FRONT, "country": "DE", "minimum": 6}]}
    confirm(1, tables, {("stocks[0]", "minimum"), ("stocks[1]", "minimum"), ("lines[0]", "capacity")})


@pytest.mark.parametrize(
    ("tables", "limit"),
    [
        ({"lanes": edited("lanes", capacity_t=4)}, ("lanes[0]", "capacity_t")),
        ({"sites": edited("sites", throughput_t=4)}, ("sites[0]", "throughput_t")),
        # The same for what may be built: it carries no more than that when it stands.
        ({"lanes": edited("lanes", capacity_t=4, build_cost_eur=1)}, ("lanes[0]", "capacity_t")),
    ],
)
def test_a_minimum_that_cannot_be_brought(tables: dict[str, Rows], limit: tuple[str, str]) -> None:
    # 5 must lie at the front at the end of period 1; 4 t get there.
    confirm(1, tables | {"stocks": [{**FRONT, "minimum": 5}]}, {limit, ("stocks[0]", "minimum")})


def test_a_minimum_beyond_a_depot_that_may_be_built() -> None:
    # It sends out 4 t at most.
    depot = {"site": "depot", "country": "FR", "kind": "depot", "throughput_t": 4, "build_cost_eur": 30}
    tables = {
        "sites": [*BASE["sites"], depot],
        "lanes": [{"origin": "plant", "destination": "depot"}, {"origin": "depot", "destination": "front"}],
        "stocks": [{**FRONT, "minimum": 5}],
    }
    confirm(1, tables, {("sites[2]", "throughput_t"), ("stocks[0]", "minimum")})


def must_run(**cells: Any) -> Rows:
    """Line L must run half its time, and its shells may lie nowhere but where there is room."""
    return edited("lines", minimum_use=0.5, **cells)


def test_minimum_use_without_components() -> None:
    # 5 shells must be begun, 3 cases are there, none are made.
    tables = {
        "products": [*BASE["products"], {"product": "case", "mass_kg": 1}],
        "bom": [{"product": "shell", "component": "case", "quantity": 1}],
        "stocks": [{"site": "plant", "product": "case", "initial": 3}],
        "lines": must_run(),
    }
    confirm(1, tables, {("lines[0]", "minimum_use")})


def test_minimum_use_with_too_small_a_supplier() -> None:
    # 5 shells must be begun, of 2 cases each; line C makes 6 in a period.
    tables = {
        "products": [*BASE["products"], {"product": "case", "mass_kg": 1}],
        "bom": [{"product": "shell", "component": "case", "quantity": 2}],
        "lines": [*must_run(), {"line": "C", "site": "plant", "product": "case", "capacity": 6}],
    }
    confirm(1, tables, {("lines[0]", "minimum_use"), ("lines[1]", "capacity")})


def offer(*steps: tuple[float, float], **cells: Any) -> Rows:
    return [{"line": "L", "product": "shell", "from_quantity": begins, "unit_price_eur": price, **cells}
            for begins, price in steps]  # fmt: skip


def test_minimum_use_above_a_budget() -> None:
    # 5 must be made, and bought at 10 by France, which has 30.
    tables = {"lines": must_run(), "offers": offer((0, 10)), "countries": [{"country": "FR", "budget_eur": 30}]}
    confirm(1, tables, {("lines[0]", "minimum_use"), ("countries[0]", "budget_eur")})


def test_minimum_use_above_a_ceiling() -> None:
    # 5 must be made, and bought; the offer ends at 3.
    tables = {"lines": must_run(), "offers": offer((0, 10), (2, 9), max_quantity=3)}
    confirm(1, tables, {("lines[0]", "minimum_use"), ("offers[0]", "max_quantity")})


def test_minimum_use_above_a_budget_that_a_minimum_order_uses_up() -> None:
    # 5 must be made at 10 each: 50. France has 70, but must order 8. (The other line's offer has no part in it.)
    other = {"line": "M", "site": "plant", "product": "shell", "capacity": 10}
    tables = {
        "lines": [*must_run(), other],
        "offers": [{**offer((1, 5))[0], "line": "M"}, *offer((8, 10), (9, 9.5))],
        "countries": [{"country": "FR", "budget_eur": 70}],
    }
    plan = solved(1, **tables)
    assert {("lines[0]", "minimum_use"), ("countries[0]", "budget_eur"), ("offers[1]", "from_quantity")} <= named(plan)
    assert ("offers[0]", "from_quantity") not in named(plan)


def test_a_minimum_above_what_keeps() -> None:
    # 8 must lie at the front at the end of 2; the line stands still from 2 on, and shells keep one period.
    tables = {
        "products": edited("products", shelf_life_periods=1),
        "availability": [{"kind": "line", "target": "L", "from_period": 2, "share": 0.1}],
        "stocks": [{**FRONT, "minimum": 8, "from_period": 2}],
        "demand": edited("demand", quantity=1),
    }
    plan = solved(2, **tables)
    assert {("products[0]", "shelf_life_periods"), ("stocks[0]", "minimum")} <= named(plan)
    for where, column in (("products[0]", "shelf_life_periods"), ("stocks[0]", "minimum")):
        assert best(view(tiny(2, **dropped(tables, where, column)))).ending == "optimal"
    assert (plan["conflict"]["enough"] == 1).all()


def test_of_two_contradictions_one_is_explained() -> None:
    # 12 of 10 at the front; 3 cases where none can be. Neither is enough to drop.
    tables = {
        "products": [*BASE["products"], {"product": "case", "mass_kg": 1}],
        "stocks": [{**FRONT, "minimum": 12}, {"site": "plant", "product": "case", "minimum": 3}],
    }
    plan = solved(1, **tables)
    rows = named(plan)
    assert rows in ({("stocks[0]", "minimum"), ("lines[0]", "capacity")}, {("stocks[1]", "minimum")})
    assert (plan["conflict"]["enough"] == 0).all()
    # With the one that is explained mended, the other is.
    left = dropped(tables, *sorted(rows)[-1])
    again = solved(1, **left)
    assert named(again) != rows
    assert (again["conflict"]["enough"] == 1).all()


def test_what_contradicts_a_rule_of_the_users_own_is_named() -> None:
    def at_least_11(m: Any) -> None:
        m.more = pyo.Constraint(expr=m.make["L", "shell", 1] >= 11)

    plan = edu_supply.solve(checked(stocks=[{**FRONT, "minimum": 1}]), adapt=at_least_11)
    assert named(plan) == {("lines[0]", "capacity")}


def test_rules_of_the_users_own_that_contradict_one_another_are_no_fault_of_the_tables() -> None:
    def impossible(m: Any) -> None:
        m.more = pyo.Constraint(expr=m.make["L", "shell", 1] >= 5)
        m.less = pyo.Constraint(expr=m.make["L", "shell", 1] <= 4)

    plan = edu_supply.solve(checked(), adapt=impossible)
    assert plan.status == "no plan"
    assert plan["conflict"].empty


def test_rows_that_were_touched_are_still_named_rightly() -> None:
    # What is looked at is compiled from its Pyomo objects; a row that is taken out leaves its place behind.
    def look(m: Any) -> None:
        assert len(m.balance) == 2
        m.demand[next(iter(m.demand))].deactivate()

    plan = edu_supply.solve(checked(stocks=[{**FRONT, "minimum": 12}]), adapt=look)
    assert named(plan) == {("stocks[0]", "minimum"), ("lines[0]", "capacity")}


def test_where_says_file_and_line(tmp_path) -> None:
    for name, rows in (BASE | {"stocks": [{**FRONT, "minimum": 12}]}).items():
        pd.DataFrame(rows).to_csv(tmp_path / f"{name}.csv", index=False)
    plan = edu_supply.solve(edu_supply.read(tmp_path, periods=1))
    assert set(plan["conflict"]["where"]) == {"stocks.csv:2", "lines.csv:2"}
