"""Every law fails under its own name, with a sentence that a planner understands, when the plan is false."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import Any

import pytest

from verification import joint
from verification.falsify import check, dataset, laws, moved, pulled, sentences, twice, with_cell, without_row
from verification.tiny import MANIFEST, PLAN

Where = dict[str, Any]

PULLED: list[tuple[str, str, Where, str, Any, str]] = [
    ("lane capacity", "lanes", {"lane": "plant-depot"}, "capacity_t", 1.9,
     "plant-depot carries 2 t in 2027-01, 0.1 t more than the 1.9 t that it can."),
    ("throughput", "sites", {"site": "PL-depot"}, "throughput_t", 2.4,
     "PL-depot sends out 2.5 t in 2027-01, 0.1 t more than the 2.4 t that it can."),
    ("storage", "sites", {"site": "PL-depot"}, "storage_t", 0.5,
     "PL-depot holds 0.6 t at the end of 2027-03, 0.1 t more than the 0.5 t that it can."),
    ("explosives", "sites", {"site": "PL-depot"}, "neq_limit_kg", 110,
     ("PL-depot holds 120 kg of explosives at the end of 2027-03, 10 kg of explosives more than the 110 "
     "kg of explosives that it can.")),
    ("line time", "lines", {"line": "PL-line-1"}, "existing", 0.38,
     "PL-line-1 works for 0.4 lines in 2027-01, but only 0.38 lines are there (opened and available)."),
    ("line time", "lines", {"line": "PL-line-2"}, "capacity", 16,
     "PL-line-2 works for 1.25 lines in 2027-02, but only 1 lines are there (opened and available)."),
    ("minimum use", "lines", {"line": "PL-line-1"}, "minimum_use", 0.6,
     "PL-line-1 works for 0.2 lines in 2027-02, but must work for at least 0.24 lines (minimum_use)."),
    ("minimum stock", "stocks", {"product": "fuze"}, "minimum", 11,
     "PL-plant holds 10 units of fuze at the end of 2027-03, but its hard minimum is 11 units."),
    ("maximum stock", "stocks", {"product": "shell", "country": "PL"}, "maximum", 11.5,
     "PL-depot holds 12 units of shell at the end of 2027-03, but may hold at most 11.5 units (maximum)."),
    ("candidates", "sites", {"site": "NO-depot"}, "build_lead_periods", 2,
     "NO-depot receives 20 units of shell in 2027-02, when it is not built or not yet usable."),
    ("candidates", "lanes", {"lane": "NO-front"}, "build_lead_periods", 3,
     "NO-front carries 20 units of shell in 2027-03, when it is not built or not yet usable."),
    ("shelf life at a place", "products", {"product": "shell"}, "shelf_life_periods", 1,
     "PL-depot holds 2 units of shell at the end of 2027-04, but only 0 units came in there in the last 1 periods."),
    ("shelf life anywhere", "products", {"product": "shell"}, "shelf_life_periods", 1,
     ("40 units of shell are held or under way anywhere at the end of 2027-04, but only 20 units came out or "
     "arrived in the last 1 periods.")),
    ("late", "demand", {"buyer": "PL"}, "late_periods", 0,
     "shell served to PL at UA-front in 2027-04 for shell of 2027-03 is 1 periods late, but may be 0 at most."),
    ("demand", "demand", {"buyer": "PL"}, "quantity", 51,
     ("shell asked for by PL at UA-front in 2027-03: 50 units are served and 0 units are short, which makes 50 units "
     "of 51 units asked for.")),
    ("references", "substitutes", {"country": "UA"}, "ratio", 1.6,
     ("oldshell served to UA at UA-front in 2027-02 for shell of 2027-02, but substitutes has no row by which this "
     "buyer accepts it at this ratio.")),
    ("references", "lane_products", {"product": "shell"}, "product", "fuze",
     "shell sent over plant-NO in 2027-02, but lane_products has no licence for it on this lane."),
    ("balance", "bom", {"line": "PL-line-2"}, "quantity", 3,
     "PL-plant holds 30 units of fuze at the end of 2027-02 but only 10 can be there (20 units appear from nowhere)."),
    ("balance", "stocks", {"product": "mine"}, "initial", 26,
     "UA-front holds 15 units of mine at the end of 2027-01 but 16 must be there (1 units vanish)."),
    ("steps", "offers", {"from_quantity": 20}, "from_quantity", 21,
     "shell bought by PL (pool everybody) from PL-line-2: the offer has no step from 20 units."),
    ("ceiling", "offers", {"line": "PL-line-1"}, "max_quantity", 79,
     "all pools together buy 80 units of shell from PL-line-1, but the offer ends at 79 units."),
    ("donations", "donations", {"product": "shell"}, "quantity", 19,
     "PL gives 20 units of shell to UA, but may give at most 19 units."),
    ("budget", "countries", {"country": "PL"}, "budget_eur", 32000,
     "PL pays 32500 EUR for contracts, but its budget is 32000 EUR."),
]  # fmt: skip


LIMITS_ONLY = {
    "lane capacity", "throughput", "storage", "explosives", "minimum use", "ceiling", "donations", "late",
}  # fmt: skip
"""Pulling these breaks no other law."""


@pytest.mark.parametrize(("law", "table", "where", "column", "value", "sentence"), PULLED)
def test_a_limit_of_the_dataset_is_pulled_from_under_the_plan(
    law: str, table: str, where: Where, column: str, value: Any, sentence: str
) -> None:
    found = check(data=pulled(table, where, column, value))
    assert f"{law}: {sentence}" in sentences(found, law)
    assert law not in LIMITS_ONLY or laws(found) == {law}


def test_an_expansion_that_adds_less() -> None:
    # 0.4 lines stand; the expansion adds 0.25 in February, so 65 shells can be begun then
    plan = moved(PLAN, "production", {"line": "PL-line-1", "period": 2}, "make_units", 45)
    assert "line time" not in laws(check(plan=plan))
    slower = pulled("expansions", {"line": "PL-line-1"}, "ramp_periods", 4)
    assert sentences(check(plan=plan, data=slower), "line time") == [
        "line time: PL-line-1 works for 0.65 lines in 2027-02, but only 0.5 lines are there (opened and available)."
    ]


def test_reserves_that_nobody_asks_for() -> None:
    free = replace(dataset(), settings=replace(dataset().settings, final_stock="free"))
    said = sentences(check(data=free), "manifest.cost.reserves")
    assert said == ["manifest.cost.reserves: the manifest says cost.reserves is 28343 EUR, but the tables make 93 EUR."]


def test_pools_that_do_not_buy_together() -> None:
    assert check(data=dataset().with_pools((("NO",), ("PL", "UA")))).ok
    for pools in ((), (("PL",),), (("PL",), ("*",))):
        assert laws(check(data=dataset().with_pools(pools))) == {"pools"}
    apart = with_cell(PLAN, "contracts", {"buyer": "UA"}, "pool", "UA")
    assert check(plan=apart, data=dataset().with_pools(())).ok  # what a pool is called is free, if it is one pool


FALSE: list[tuple[str, str, Where, str, Any, str]] = [
    ("balance", "stocks", {"site": "PL-depot", "period": 3}, "hold_units", 1.0,
     "PL-depot holds 13 units of shell at the end of 2027-03 but only 12 can be there (1 units appear from nowhere)."),
    ("balance", "stocks", {"site": "UA-front", "period": 4}, "hold_units", -1.0,
     "UA-front holds 17 units of shell at the end of 2027-04 but 18 must be there (1 units vanish)."),
    ("balance", "shipments", {"lane": "depot-front", "period": 1, "product": "shell"}, "ship_units", 1.0,
     ("PL-depot uses, sends, serves, scraps and keeps 11 units of shell in 2027-01 but only 10 are there (1 units "
     "appear from nowhere).")),
    ("balance", "stocks", {"site": "PL-depot", "period": 4}, "scrap_units", 1.0, ""),
    ("balance", "production", {"product": "fuze"}, "make_units", 1.0, ""),
    ("balance", "service", {"served_product": "mine", "period": 3}, "serve_units", 1.0, ""),
    ("demand", "service", {"served_product": "shell", "period": 3}, "serve_units", 1.0, ""),
    ("demand", "demand", {"product": "shell", "buyer": "UA"}, "short_units", -1.0,
     ("shell asked for by UA at UA-front in 2027-02: 44 units are served and 15 units are short, which makes 59 units "
     "of 60 units asked for.")),
    ("made is bought", "production", {"line": "PL-line-1", "period": 1}, "make_units", 1.0,
     "PL-line-1 makes 81 units of shell under its offer, but 80 units are bought."),
    ("made is bought", "contracts", {"buyer": "UA"}, "quantity_units", 1.0, ""),
    ("steps", "contracts", {"line": "PL-line-2"}, "from_quantity", 60,
     ("shell bought by PL (pool everybody) from PL-line-2: the pool buys 20 units in all and does not reach the step "
     "from 60 units on.")),
    ("ownership", "donations", {"product": "shell"}, "give_units", 1.0,
     ("PL serves 50 and gives 21 units of shell, but owns only 70 units (bought 70, in stock 0, arriving 0, given to "
     "it 0).")),
    ("choices", "choices", {"target": "more"}, "quantity", -0.5,
     "expansion more in 2027-01: 0.5 is not a whole number of steps."),
    ("choices", "choices", {"target": "more"}, "quantity", 1.0,
     "expansion more in 2027-01: 2 in all, but at most 1 may be."),
    ("choices", "choices", {"target": "NO-depot"}, "quantity", 1.0, ""),
    ("choices.usable_from_period", "choices", {"target": "NO-depot"}, "usable_from_period", 3,
     "site NO-depot in 2027-01: usable from period 2, not 3."),
    ("choices.latest_period", "choices", {"target": "NO-depot"}, "latest_period", 2,
     "site NO-depot in 2027-01 could not be left until period 2 (latest_period)."),
    ("service.late_periods", "service", {"late_periods": 1}, "late_periods", 0, ""),
    ("late", "service", {"served_product": "mine", "period": 3}, "demand_period", 4,
     "mine served to UA at UA-front in 2027-03 for mine of 2027-04 comes 1 periods before it is asked for."),
    ("references", "production", {"line": "PL-line-2"}, "product", "mine", ("mine begun on PL-line-2 in 2027-02, but "
     "no row of lines says that this line makes it.")),
    ("references", "production", {"line": "PL-line-2"}, "site", "PL-depot", ""),
    ("references", "production", {"line": "PL-line-2"}, "line", "PL-line-9", ""),
    ("references", "production", {"line": "PL-line-2"}, "country", "DE", ""),
    ("references", "shipments", {"mode": "sea"}, "mode", "road", ""),
    ("references", "shipments", {"mode": "rail"}, "lane", "nowhere", ""),
    ("references", "shipments", {"mode": "rail"}, "destination", "PL-plant", ""),
    ("references", "stocks", {"product": "mine"}, "product", "mein", ""),
    ("references", "stocks", {"product": "mine"}, "country", "PL", ""),
    ("references", "service", {"product": "mine"}, "every_period", 0, ("mine served to UA at UA-front in 2027-01 for "
     "mine of 2027-01, but nobody asked for this.")),
    ("references", "service", {"buyer": "PL"}, "buyer", "NO", ""),
    ("references", "service", {"ratio": 1.5}, "ratio", -0.1, ""),
    ("references", "demand", {"buyer": "PL"}, "period", 4, ""),
    ("references", "choices", {"target": "more"}, "target", "less", ""),
    ("references", "choices", {"target": "NO-depot"}, "target", "PL-depot", ""),
    ("references", "contracts", {"line": "PL-line-2"}, "product", "fuze", ""),
    ("references", "contracts", {"line": "PL-line-2"}, "buyer", "NO", ""),
    ("references", "donations", {"product": "shell"}, "to_country", "NO", ""),
    ("references", "spending", {"buyer": "UA"}, "buyer", "NO", ""),
    ("pools", "contracts", {"line": "PL-line-2"}, "pool", "PL", ""),
    ("demand.priority", "demand", {"buyer": "PL"}, "priority", 1, ""),
    ("demand.quantity_units", "demand", {"buyer": "PL"}, "quantity_units", 1.0, ""),
    ("periods", "production", {"line": "PL-line-1", "period": 1}, "out_period", 3,
     "shell begun on PL-line-1 in 2027-01: the plan says out_period 3, but it is 2."),
    ("periods", "production", {"line": "PL-line-1", "period": 3}, "period", 4,
     "shell begun on PL-line-1 in 2027-04 needs until period 5, but the plan ends with 4."),
    ("periods", "shipments", {"mode": "rail"}, "arrival_period", 1, ""),
    ("periods", "shipments", {"mode": "rail", "period": 3}, "period", 4, ""),
    ("periods", "stocks", {"product": "mine"}, "period", 0, ""),
    ("periods", "service", {"product": "mine"}, "period", 5, ""),
    ("periods", "choices", {"target": "more"}, "period", 5, ""),
    ("periods", "choices", {"target": "NO-depot"}, "period", 2, ""),
    ("numbers", "production", {"product": "fuze"}, "make_units", -200.0,
     "make_units in row 1 of the plan's table production is -100: below 0."),
    ("numbers", "stocks", {"product": "mine"}, "hold_units", None, ("hold_units in row 13 of the plan's table stocks "
     "is not a number.")),
    ("numbers", "shipments", {"mode": "rail"}, "ship_units", float("inf"), ""),
    ("numbers", "service", {"product": "mine"}, "serve_units", "many", ""),
]  # fmt: skip


@pytest.mark.parametrize(("law", "table", "where", "column", "value", "sentence"), FALSE)
def test_the_plan_is_falsified(law: str, table: str, where: Where, column: str, value: Any, sentence: str) -> None:
    change = moved if isinstance(value, float) and isfinite(value) else with_cell
    found = check(plan=change(PLAN, table, where, column, value))
    said = sentences(found, law)
    assert not found.ok
    assert said
    assert not sentence or f"{law}: {sentence}" in said


def test_rows_that_stand_twice() -> None:
    checked = [table for table in PLAN if len(PLAN[table])]
    plan = {**PLAN, **{table: twice(PLAN, table)[table] for table in checked}}
    assert check(plan=plan).broken["duplicates"] == len(checked)


@pytest.mark.parametrize(
    ("table", "where", "law"),
    [
        ("production", {"product": "fuze"}, "balance"),
        ("shipments", {"lane": "NO-front"}, "balance"),
        ("stocks", {"site": "PL-depot", "period": 1}, "stocks.below_units"),
        ("stocks", {"site": "NO-depot"}, "balance"),
        ("service", {"ratio": 1.25}, "demand"),
        ("demand", {"product": "mine", "period": 4}, "demand"),
        ("demand", {"buyer": "PL"}, "demand"),
        ("choices", {"target": "NO-depot"}, "candidates"),
        ("choices", {"target": "NO-front"}, "candidates"),
        ("contracts", {"buyer": "UA"}, "made is bought"),
        ("spending", {"buyer": "UA"}, "spending.paid_eur"),
    ],
)
def test_a_row_is_left_out(table: str, where: Where, law: str) -> None:
    assert law in laws(check(plan=without_row(PLAN, table, where)))


def test_tables_and_columns_that_are_missing() -> None:
    last = {table: rows.columns[-1] for table, rows in PLAN.items() if table != "bottlenecks"}
    assert sentences(check(plan={}), "tables") == [f"tables: the plan has no table {table}." for table in last]
    part = {table: PLAN[table].drop(columns=column) for table, column in last.items()}
    assert sentences(check(plan=part), "tables") == [
        f"tables: the plan's table {table} lacks {column}." for table, column in last.items()
    ]


def test_the_plan_as_it_is_keeps_every_law() -> None:
    found = check()
    assert (found.ok, found.violations, found.broken) == (True, (), {})
    there = check(joint.PLAN, joint.dataset(), joint.MANIFEST).checked
    assert all(count + there.get(law, 0) > 0 for law, count in found.checked.items()), found.checked
    assert max(found.worst.values()) <= 1e-9
    assert found.cost == pytest.approx(MANIFEST["cost"])
