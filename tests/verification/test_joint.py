"""Contracts under programmes, origin of content, rules: every law fails under its own name when the plan is false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from edu_supply.verification import Verification
from verification import falsify
from verification.falsify import laws, pulled, sentences, with_cell, without_row
from verification.joint import MANIFEST, NET, PLAN, dataset

Where = dict[str, Any]


def check(plan: Mapping[str, pd.DataFrame] = PLAN, **other: Any) -> Verification:
    """Verify the joint purchase, or something like it."""
    return falsify.check(plan, other.get("data") or dataset(), other.get("manifest") or MANIFEST)


def changed(*cells: tuple[str, Where, str, Any]) -> dict[str, pd.DataFrame]:
    """The plan with other values in some cells."""
    plan = dict(PLAN)
    for table, where, column, value in cells:
        plan = with_cell(plan, table, where, column, value)
    return plan


@pytest.mark.parametrize("manifest", [MANIFEST, NET])
def test_the_joint_purchase_keeps_every_law(manifest: dict[str, Any]) -> None:
    found = check(manifest=manifest)
    assert found.violations == ()
    assert found.ok
    assert max(found.worst.values()) <= 1e-9


def test_blank_cells_are_blank_however_they_are_read() -> None:
    for blank in ("", None, float("nan")):
        plan = {table: rows.astype("object").where(rows.notna(), blank) for table, rows in PLAN.items()}
        assert check(plan).ok, blank


PULLED: list[tuple[str, str, Where, str, Any, str]] = [
    ("steps", "offers", {"from_quantity": 15}, "from_quantity", 14,
     "shell bought by PL (pool EU) from DE-shell under EDIP: the offer has no step from 15 units."),
    ("steps", "offers", {"from_quantity": 20}, "from_quantity", 21,
     "shell bought by NO (pool NO) from PL-shell under NSPA: the offer has no step from 20 units."),
    ("ceiling", "offers", {"line": "PL-shell"}, "max_quantity", 29,
     "all pools together buy 30 units of shell from PL-shell, but the offer ends at 29 units."),
    ("programmes", "programmes", {"programme": "EDIP"}, "valid_to", "2026-12-31",
     ("shell bought by PL (pool EU) from DE-shell under EDIP: the programme is not valid on the plan's first day.")),
    ("programmes", "programmes", {"programme": "SAFE"}, "valid_from", "2027-01-02",
     ("rocket bought by PL (pool EU) from PL-rocket under SAFE: the programme is not valid on the plan's first day.")),
    ("programmes", "programmes", {"programme": "SAFE"}, "families", "shells|boats",
     ("rocket bought by PL (pool EU) from PL-rocket under SAFE: the programme does not cover the family rockets.")),
    ("programmes", "programmes", {"programme": "NSPA"}, "buyers", "EU",
     "shell bought by NO (pool NO) from PL-shell under NSPA: the programme does not admit this buyer."),
    ("participation", "programmes", {"programme": "EDIP"}, "min_buyers", 3,
     ("shell bought by PL (pool EU) from DE-shell under EDIP: fewer than 3 buyers take part, each with at least 0.1 of "
      "the 23000 EUR that all pay for the contract.")),
    ("participation", "programmes", {"programme": "EDIP"}, "members", "PL|NO",
     ("shell bought by PL (pool EU) from DE-shell under EDIP: fewer than 2 members take part, each with at least 0.1 "
      "of the 23000 EUR that all pay for the contract.")),
    ("participation", "programmes", {"programme": "EDIP"}, "min_share", 0.44,
     ("shell bought by PL (pool EU) from DE-shell under EDIP: fewer than 2 buyers take part, each with at least 0.44 "
      "of the 23000 EUR that all pay for the contract.")),
    ("support", "programmes", {"programme": "EDIP"}, "support_rate", 0.17,
     ("shell bought by PL (pool EU) from DE-shell under EDIP is supported with 2300 EUR, but at most 2210 EUR may be "
      "(support_rate).")),
    ("programme budget", "programmes", {"programme": "EDIP"}, "budget_eur", 2899,
     "EDIP supports with 2900 EUR in all, but its budget is 2899 EUR."),
    ("allocations", "allocations", {"country": "DE"}, "amount_eur", 599,
     "EDIP grants DE 600 EUR, but its allocation is 599 EUR."),
    ("allocations", "allocations", {"programme": "SAFE"}, "country", "DE",
     "SAFE lends PL 4000 EUR, but its allocation is 0 EUR."),
    ("allocations", "allocations", {"country": "DE"}, "country", "NO",
     "EDIP grants DE 600 EUR, but its allocation is 0 EUR."),
    ("budget", "countries", {"country": "PL"}, "budget_eur", 20_600,
     "PL pays 27000 EUR for contracts, 6300 EUR of it supported, but its budget is 20600 EUR."),
    ("budget", "countries", {"country": "NO"}, "budget_eur", 17_800,
     "NO pays 17850 EUR for contracts, but its budget is 17800 EUR."),
    ("contracts.fee_eur", "programmes", {"programme": "NSPA"}, "fee_rate", 0.06,
     "shell bought by NO (pool NO) from PL-shell under NSPA: the plan says 850 EUR, but 1020 EUR is right (fee_eur)."),
    ("contracts.vat_eur", "programmes", {"programme": "NSPA"}, "vat_exempt", 0,
     "shell bought by NO (pool NO) from PL-shell under NSPA: the plan says 0 EUR, but 4250 EUR is right (vat_eur)."),
    ("contracts.vat_saved_eur", "countries", {"country": "NO"}, "vat_rate", 0.2,
     ("shell bought by NO (pool NO) from PL-shell under NSPA: the plan says 4250 EUR, but 3400 EUR is right "
      "(vat_saved_eur).")),
    ("contracts.vat_eur", "countries", {"country": "DE"}, "vat_rate", 0.2, ""),
    ("spending.own_eur", "offers", {"from_quantity": 20}, "unit_price_eur", 400,
     "spending of PL: the plan says 29000 EUR, but 28000 EUR is right (own_eur)."),
    ("outside share", "programmes", {"programme": "EDIP"}, "max_outside_share", 0.3,
     ("by the perimeter EU|NO, 3200 EUR of the 10000 EUR of components in shell made by DE-shell are from outside, a "
      "share of 0.32, but programme EDIP allows 0.3.")),
    ("outside share", "rules", {"rule": "origin"}, "limit", 0.64,
     ("by the perimeter PL, 14200 EUR of the 22000 EUR of components in shell made by all lines together are from "
      "outside, a share of 0.645455, but rule origin allows 0.64.")),
    ("content.limit_share", "programmes", {"programme": "EDIP"}, "max_outside_share", 0.34, ""),
    ("content", "stocks", {"product": "chip"}, "initial", 101,
     ("by the perimeter EU|NO, 10100 EUR of outside value are in chip at US-works in 2027-01, but 10000 EUR leave or "
      "stay (100 EUR vanish).")),
    ("content", "sites", {"site": "US-works"}, "country", "PL",
     ("by the perimeter EU|NO, 0 EUR of outside value are in chip at US-works in 2027-01, but 10000 EUR leave or stay "
      "(10000 EUR appear from nowhere).")),
    ("content", "sites", {"site": "PL-plant"}, "country", "US", ""),
    ("content value", "products", {"product": "chip"}, "value_eur", 50, ""),
    ("content.components_eur", "products", {"product": "body"}, "value_eur", 201, ""),
    ("references", "products", {"product": "shell"}, "family", "rockets",
     "content from outside EU|NO in shell made by DE-shell: its outside share is not followed by this perimeter."),
    ("rules", "rules", {"rule": "line"}, "limit", 0.5,
     "line asks for line_share_at_most 0.5, but the plan has 0.545455 for shell (PL-shell)."),
    ("rules", "rules", {"rule": "site"}, "limit", 0.5,
     "site asks for site_share_at_most 0.5, but the plan has 0.545455 for shell (PL-plant)."),
    ("rules", "rules", {"rule": "country"}, "limit", 0.5,
     "country asks for country_share_at_most 0.5, but the plan has 0.545455 for shell (PL)."),
    ("rules", "rules", {"rule": "group"}, "limit", 0.9,
     "group asks for group_share_at_most 0.9, but the plan has 1 for shell (EU)."),
    ("rules", "rules", {"rule": "makers"}, "limit", 3,
     "makers asks for makers_at_least 3, but the plan has 2 for shell (DE|PL)."),
    ("rules", "rules", {"rule": "makers"}, "counts_from", 0.5,
     "makers asks for makers_at_least 2, but the plan has 1 for shell (PL)."),
    ("rules", "rules", {"rule": "inside"}, "limit", 1.5,
     "inside asks for made_inside_at_least 1.5, but the plan has 1.41026 for shell (EU)."),
    ("rules", "rules", {"rule": "promise"}, "limit", 0.9,
     "promise asks for fill_rate_at_least 0.9, but the plan has 0.833333 for shell (NO)."),
    ("rules", "rules", {"rule": "gap"}, "limit", 0.1,
     "gap asks for fill_rate_gap_at_most 0.1, but the plan has 0.166667 for shell (DE, NO, PL)."),
    ("rules", "rules", {"rule": "work"}, "limit", 0.6,
     "work asks for work_share_at_least 0.6, but the plan has 0.594595 for all products (PL)."),
    ("rules", "rules", {"rule": "origin"}, "limit", 0.6,
     "origin asks for outside_share_at_most 0.6, but the plan has 0.645455 for shell (PL)."),
    ("rules.limit", "rules", {"rule": "gap"}, "limit", 0.3,
     "rule gap for shell: the plan says 0.2, but 0.3 is right (limit)."),
    ("rules.binding", "rules", {"rule": "gap"}, "limit", 3 / 18,
     "rule gap for shell: the plan says 0, but 1 is right (binding)."),
]  # fmt: skip


@pytest.mark.parametrize(("law", "table", "where", "column", "value", "sentence"), PULLED)
def test_a_term_of_the_dataset_is_another(
    law: str, table: str, where: Where, column: str, value: Any, sentence: str
) -> None:
    found = check(data=pulled(table, where, column, value, dataset()))
    said = sentences(found, law)
    assert said
    assert not sentence or f"{law}: {sentence}" in said, said


FALSE: list[tuple[str, str, Where, str, Any, str]] = [
    ("contracts.unit_price_eur", "contracts", {"buyer": "NO"}, "from_quantity", 10, ""),
    ("references", "contracts", {"buyer": "NO"}, "programme", "NATO",
     "shell bought by NO (pool NO) from PL-shell under NATO: there is no such programme."),
    ("programmes", "contracts", {"buyer": "NO"}, "programme", "OLD", ""),
    ("contracts.fee_eur", "contracts", {"buyer": "NO"}, "programme", None, ""),
    ("pools", "contracts", {"buyer": "NO"}, "pool", "EU", ""),
    ("made is bought", "contracts", {"programme": "SAFE"}, "quantity_units", 1, ""),
    ("support", "contracts", {"buyer": "NO"}, "support_eur", 1,
     ("shell bought by NO (pool NO) from PL-shell under NSPA is supported with 1 EUR, but at most 0 EUR may be "
     "(support_rate).")),
    ("contracts.outside_share", "contracts", {"buyer": "DE"}, "outside_share", None,
     "shell bought by DE (pool EU) from DE-shell under EDIP: the plan says none, but 0.32 is right (outside_share)."),
    ("contracts.outside_share", "contracts", {"buyer": "NO"}, "outside_share", 0.35,
     "shell bought by NO (pool NO) from PL-shell under NSPA: the plan says 0.35, but none is right (outside_share)."),
    ("spending.left_eur", "spending", {"buyer": "PL", "paid_eur": 27000}, "left_eur", None,
     "spending of PL: the plan says none, but 300 EUR is right (left_eur)."),
    ("spending.budget_eur", "spending", {"buyer": "PL", "period": 1}, "budget_eur", 21000,
     "spending of PL in 2027-01: the plan says 21000 EUR, but none is right (budget_eur)."),
    ("spending.paid_eur", "spending", {"cost": "scrap"}, "paid_eur", 11,
     "scrap, not assigned: the plan says 11 EUR, but 10 EUR is right (paid_eur)."),
    ("references", "spending", {"cost": "scrap"}, "cost", "shortage",
     'spending: "shortage" is no part of the money that no buyer carries, or is in a period.'),
    ("references", "spending", {"buyer": "DE"}, "cost", "production",
     'spending of DE: its cost is "procurement", not "production".'),
    ("references", "spending", {"buyer": "DE", "period": 2}, "period", 4,
     "spending of DE: 4 is no period of the plan."),
    ("references", "spending", {"buyer": "DE"}, "buyer", "US",
     "spending: no demand names the buyer US, and it gives nothing."),
    ("periods", "spending", {"buyer": "DE"}, "period", 0, "spending: the whole horizon is a blank period, not 0."),
    ("content value", "content_flows", {"target": "PL-shell", "period": 2}, "outside_eur", 2401,
     ("content from outside EU|NO in fuze used by PL-shell in 2027-02: 2401 EUR are carried, more than the 2400 EUR "
     "that its units are worth.")),
    ("content value", "content_flows", {"kind": "gone", "period": 3}, "outside_eur", 401,
     ("by the perimeter EU|NO, 401 EUR of outside value are gone in fuze from PL-plant in 2027-03, more than the 400 "
     "EUR that its units are worth.")),
    ("content value", "content_flows", {"kind": "hold", "product": "chip"}, "outside_eur", 1001, ""),
    ("content value", "content_flows", {"kind": "ship", "target": "US-DE"}, "outside_eur", 4001, ""),
    ("content value", "content_flows", {"kind": "ship", "target": "US-DE"}, "period", 2, ""),
    ("content", "content_flows", {"kind": "hold", "product": "chip"}, "outside_eur", 900,
     ("by the perimeter EU|NO, 4000 EUR of outside value are in chip at PL-plant in 2027-01, but 3900 EUR leave or "
     "stay (100 EUR vanish).")),
    ("references", "content_flows", {"kind": "ship"}, "kind", "send", ""),
    ("references", "content_flows", {"kind": "ship"}, "target", "nowhere", ""),
    ("references", "content_flows", {"kind": "use"}, "component", "cip", ""),
    ("references", "content_flows", {"kind": "gone"}, "component", "chip", ""),
    ("references", "content_flows", {"kind": "gone"}, "inside", "NATO",
     "content from outside NATO in chip gone from US-works in 2027-01: it is not followed by this perimeter."),
    ("references", "content_flows", {"kind": "hold", "product": "fuze"}, "product", "shell", ""),
    ("references", "content_flows", {"kind": "hold", "product": "fuze"}, "target", "PL-front", ""),
    ("periods", "content_flows", {"kind": "gone"}, "period", 4, ""),
    ("references", "content", {"line": "DE-shell"}, "line", "US-fuze", ""),
    ("references", "content", {"line": "DE-shell"}, "product", "rocket", ""),
    ("references", "content", {"line": "DE-shell"}, "inside", "EU|US", ""),
    ("content.outside_share", "content", {"line": "DE-shell"}, "outside_share", None, ""),
    ("rules.who", "rules", {"rule": "line"}, "who", "DE-shell",
     "rule line for shell: the plan says DE-shell, but PL-shell is right (who)."),
    ("rules.reached", "rules", {"rule": "work"}, "reached", None,
     "rule work: the plan says none, but 0.594594594595 is right (reached)."),
    ("rules.kind", "rules", {"rule": "line"}, "kind", "site_share_at_most", ""),
    ("references", "rules", {"rule": "line"}, "rule", "lines",
     "rule lines for shell: there is no such rule, or it does not concern this product."),
    ("references", "rules", {"rule": "line"}, "product", "fuze", ""),
]  # fmt: skip


@pytest.mark.parametrize(("law", "table", "where", "column", "value", "sentence"), FALSE)
def test_the_joint_purchase_is_falsified(
    law: str, table: str, where: Where, column: str, value: Any, sentence: str
) -> None:
    found = check(changed((table, where, column, value)))
    said = sentences(found, law)
    assert not found.ok
    assert said, found.broken
    assert not sentence or f"{law}: {sentence}" in said, said


@pytest.mark.parametrize(
    ("table", "where", "law"),
    [
        ("contracts", {"from_quantity": 15}, "made is bought"),
        ("spending", {"buyer": "DE", "period": 1}, "spending.paid_eur"),
        ("spending", {"buyer": "NO", "paid_eur": 17000}, "spending.paid_eur"),
        ("spending", {"cost": "scrap"}, "spending.paid_eur"),
        ("content", {"line": "PL-shell"}, "content"),
        ("content", {"limit_share": 0.65}, "content"),
        ("content_flows", {"target": "US-DE"}, "content"),
        ("content_flows", {"kind": "gone", "period": 1}, "content"),
        ("rules", {"rule": "work"}, "rules"),
    ],
)
def test_a_row_of_the_joint_purchase_is_left_out(table: str, where: Where, law: str) -> None:
    assert law in laws(check(without_row(PLAN, table, where)))


def test_content_that_is_not_followed_at_all() -> None:
    # the contract under EDIP has a limit by EU|NO, the rule has one by PL: both need their rows
    found = check({**PLAN, "content": PLAN["content"].head(0), "content_flows": PLAN["content_flows"].head(0)})
    said = sentences(found, "content")
    assert (
        "content: the outside share of shell made by DE-shell is followed by the perimeter EU|NO, but the plan's table "
        "content has no row for it."
    ) in said
    assert any("by the perimeter PL," in sentence for sentence in said)
    # without a limit, nothing is asked
    data = pulled("programmes", {"programme": "EDIP"}, "max_outside_share", None, dataset())
    data = replace(data, tables={**data.tables, "rules": data["rules"].head(0)})
    plan = {**PLAN, **{table: PLAN[table].head(0) for table in ("content", "content_flows", "rules")}}
    plan = {**plan, "contracts": plan["contracts"].assign(outside_share=None)}
    assert check(plan, data=data).ok


def test_outside_value_may_ride_with_other_units() -> None:
    # of the 4,000 that come to DE-plant, 3,000 to 4,000 may go into the 20 fuzes that are used: 5 stay, worth 1,000
    def riding(used: float) -> dict[str, pd.DataFrame]:
        share, eu = used / 10_000, {"inside": "EU|NO", "product": "fuze", "target": "DE-plant"}
        both = (used + 4200) / 22_000
        plan = changed(
            ("content_flows", {"inside": "EU|NO", "target": "DE-shell"}, "outside_eur", used),
            ("content_flows", {**eu, "period": 2}, "outside_eur", 4000 - used),
            ("content_flows", {**eu, "period": 3}, "outside_eur", 4000 - used),
            ("content", {"inside": "EU|NO", "line": "DE-shell"}, "outside_eur", used),
            ("content", {"inside": "EU|NO", "line": "DE-shell"}, "outside_share", share),
            ("content", {"inside": "EU|NO", "components_eur": 22_000}, "outside_eur", used + 4200),
            ("content", {"inside": "EU|NO", "components_eur": 22_000}, "outside_share", both),
        )
        stated = plan["contracts"]["outside_share"]
        return {**plan, "contracts": plan["contracts"].assign(
            outside_share=stated.where(stated.isna(), share))}  # fmt: skip

    for used in (3000.0, 3333.0, 3500.0):
        assert check(riding(used)).ok
    assert laws(check(riding(2900.0))) == {"content value"}  # 1,100 in five fuzes
    assert laws(check(riding(3600.0))) == {"outside share"}


def test_segments_of_an_incremental_offer() -> None:
    # PL takes one unit less at 1,000 and one more at 800: the first step is not used up
    first, second = ({"buyer": "PL", "from_quantity": begin} for begin in (5, 15))
    found = check(changed(("contracts", first, "quantity_units", 4), ("contracts", second, "quantity_units", 11)))
    assert sentences(found, "steps") == [
        ("steps: shell bought by PL (pool EU) from DE-shell under EDIP: 14 units are bought at the step from 5 units "
        "on, but it has 15 units, and the contract goes on beyond this step.")
    ]
    # and the other way round: more than the first step has
    found = check(changed(("contracts", first, "quantity_units", 6), ("contracts", second, "quantity_units", 9)))
    assert (
        "steps: shell bought by PL (pool EU) from DE-shell under EDIP: 16 units are bought at the step from 5 units "
        "on, but it has 15 units, and there the next step begins."
    ) in sentences(found, "steps")
    least = pulled("offers", {"from_quantity": 5}, "from_quantity", 26, dataset())
    small = replace(least, tables={**least.tables, "offers": least["offers"].drop(index=1)})  # one step, from 26 on
    one = PLAN["contracts"].drop(index=1).assign(from_quantity=[26, 26, 10, 20, 0], quantity_units=[15, 10, 10, 20, 2])
    assert (
        "steps: shell bought by PL (pool EU) from DE-shell under EDIP: 25 units are bought in all, fewer than the "
        "minimum order of 26 units."
    ) in sentences(check({**PLAN, "contracts": one}, data=small), "steps")


def test_each_contract_counts_its_own_quantity() -> None:
    # PL's 10 under none and NO's 20 under NSPA are two contracts: together they do not reach a step for both
    plan = changed(("contracts", {"paid_eur": 9000}, "from_quantity", 20))
    assert sentences(check(plan), "steps") == [
        ("steps: shell bought by PL (pool EU) from PL-shell: the pool buys 10 units in all and does not reach the step "
        "from 20 units on.")
    ]


def test_a_buyer_takes_part_by_paying_whatever_it_buys() -> None:
    # with min_share 0 a buyer of the pool takes part that pays nothing
    none = pulled("programmes", {"programme": "SAFE"}, "min_buyers", 2, dataset())
    assert laws(check(data=none)) == {"participation"}
    data = replace(none, tables=with_cell(none.tables, "programmes", {"programme": "SAFE"}, "min_share", 0.0))
    assert check(data=data).ok
    alone = pulled("programmes", {"programme": "NSPA"}, "min_buyers", 2, dataset())  # NO has no one in its pool
    assert laws(check(data=alone)) == {"participation"}


def test_a_programme_that_is_not_valid_changes_nothing() -> None:
    # OLD has a perimeter of its own, DE, and allows no outside content: it is not followed
    assert check(data=pulled("programmes", {"programme": "OLD"}, "max_outside_share", 0.5, dataset())).ok
    valid = pulled("programmes", {"programme": "OLD"}, "valid_to", None, dataset())
    assert check(data=valid).ok  # valid, but nothing is signed under it


@pytest.mark.parametrize(
    ("name", "value", "law"),
    [
        ("objective_eur", 88_361.0, "manifest.objective_eur"),
        ("cost", {**NET["cost"], "vat": 8111.0}, "manifest.cost.vat"),
        ("cost", {**NET["cost"], "support": 2900.0}, "manifest.cost.support"),
        ("cost", MANIFEST["cost"], "manifest.cost.vat"),
        ("net", False, "manifest.objective_eur"),
        ("support_eur", 6900.0, "manifest.support_eur"),
        ("debt_eur", 0.0, "manifest.debt_eur"),
        ("vat_eur", 12_360.0, "manifest.vat_eur"),
        ("vat_saved_eur", 4249.0, "manifest.vat_saved_eur"),
    ],
)
def test_the_manifest_of_a_net_plan_is_falsified(name: str, value: Any, law: str) -> None:
    assert law in laws(check(manifest={**NET, name: value}))


def test_what_is_paid_and_not_assigned_is_the_money() -> None:
    rows = PLAN["spending"][PLAN["spending"]["period"].isna()]
    assert rows["paid_eur"].sum() + rows["fee_eur"].sum() == MANIFEST["money_eur"]
