"""Every euro of a plan is recomputed: in the tables, in the manifest, and what the manifest claims about proof."""

from __future__ import annotations

from typing import Any

import pytest

from edu_supply.plan import COST_PARTS, PLAN_TABLES
from edu_supply.planning.fill import fill_rates
from verification.falsify import check, laws, with_cell
from verification.tiny import MANIFEST, PLAN

EUROS = [
    (table, column)
    for table, columns in PLAN_TABLES.items()
    for column in columns
    if column.endswith("_eur") and len(PLAN[table])
]
UNITS = [
    (table, column)
    for table, columns in PLAN_TABLES.items()
    for column in columns
    if (column.endswith(("_units", "_t")) or column == "quantity") and len(PLAN[table])
]


@pytest.mark.parametrize(("table", "column"), EUROS)
def test_one_euro_more_in_a_column(table: str, column: str) -> None:
    row = PLAN[table][column].last_valid_index()
    changed = PLAN[table].astype({column: float})
    changed.loc[row, column] += 1.0
    found = check(plan={**PLAN, table: changed})
    support = (table, column) == ("contracts", "support_eur")  # bounded, and added up by buyer
    assert laws(found) == ({"support", "spending.grant_eur", "spending.left_eur"} if support else {f"{table}.{column}"})
    assert "EUR" in found.violations[0].sentence


@pytest.mark.parametrize(("table", "column"), UNITS)
def test_one_unit_more_in_a_column(table: str, column: str) -> None:
    changed = PLAN[table].astype({column: float})
    changed.loc[0, column] += 1.0
    assert not check(plan={**PLAN, table: changed}).ok


def test_one_euro_more_in_each_cost_part() -> None:
    found = check(manifest={**MANIFEST, "cost": {part: eur + 1 for part, eur in MANIFEST["cost"].items()}})
    assert laws(found) == {f"manifest.cost.{part}" for part in COST_PARTS}


@pytest.mark.parametrize(
    ("name", "value", "law"),
    [
        ("objective_eur", 571_220.0, "manifest.objective_eur"),
        ("money_eur", 61_321.0, "manifest.money_eur"),
        ("shortage_eur", 481_500.0, "manifest.shortage_eur"),
        ("reserves_eur", 93.0, "manifest.reserves_eur"),
        ("bound_eur", 571_225.0, "manifest.bound_eur"),
        ("gap", 5e-5, "manifest.gap"),
        ("gap", None, "manifest.gap"),
        ("status", "no plan", "manifest.status"),
        ("status", "splendid", "manifest.status"),
        ("solver", {"gap": 1e-5}, "manifest.status"),
        ("fill_rate", {**MANIFEST["fill_rate"], "weighted": 0.9}, "manifest.fill_rate"),
        ("fill_rate", {**MANIFEST["fill_rate"], "worst_product": "shell"}, "manifest.fill_rate"),
        ("fill_rate", {"by_product": {"shell": 1.0, "mine": 0.625}}, "manifest.fill_rate"),
        ("fill_rate", {"by_product": {"shell": 94 / 110}}, "manifest.fill_rate"),
    ],
)
def test_the_manifest_is_falsified(name: str, value: Any, law: str) -> None:
    assert law in laws(check(manifest={**MANIFEST, name: value}))


@pytest.mark.parametrize("name", ["objective_eur", "cost"])
def test_objective_and_cost_must_be_there(name: str) -> None:
    manifest = {key: value for key, value in MANIFEST.items() if key != name}
    found = check(manifest=manifest)
    assert not found.ok
    assert "the manifest gives no number for" in found.violations[0].sentence


def test_anything_else_may_still_be_missing() -> None:
    assert check(manifest={name: MANIFEST[name] for name in ("objective_eur", "cost")}).ok


def test_fill_rates_may_stand_beside_their_summary() -> None:
    rates = {**MANIFEST["fill_rate"]["by_product"], "weighted": MANIFEST["fill_rate"]["weighted"]}
    assert check(manifest={**MANIFEST, "fill_rate": rates}).ok


@pytest.mark.parametrize("part", ["by_product", "by_front", "by_buyer"])
def test_every_fill_rate_is_recomputed(part: str) -> None:
    rates = fill_rates(PLAN)
    assert check(manifest={**MANIFEST, "fill_rate": rates}).ok
    for name in rates[part]:
        lie = {**rates, part: {**rates[part], name: 0.999}}
        assert laws(check(manifest={**MANIFEST, "fill_rate": lie})) == {"manifest.fill_rate"}


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [("gap_eur", 49.0, 49.9), ("periods", 4, 5), ("period", "month", "week"), ("marking", "", "PUBLIC")],
)
def test_what_the_manifest_repeats_is_recomputed(name: str, right: object, wrong: object) -> None:
    assert check(manifest={**MANIFEST, name: right}).ok
    assert not check(manifest={**MANIFEST, name: wrong}).ok


def test_optimal_without_a_proof() -> None:
    unproved = {**MANIFEST, "bound_eur": None, "gap": None}
    assert "manifest.status" in laws(check(manifest=unproved))
    assert check(manifest={**unproved, "status": "feasible"}).ok


def test_a_price_of_another_step() -> None:
    plan = with_cell(PLAN, "contracts", {"line": "PL-line-2"}, "unit_price_eur", 400)
    found = check(plan=with_cell(plan, "contracts", {"line": "PL-line-2"}, "paid_eur", 8000))
    assert laws(found) == {"contracts.unit_price_eur", "contracts.paid_eur"}
    assert found.cost["procurement"] == pytest.approx(46_000)  # the step's own price, whatever the plan says
