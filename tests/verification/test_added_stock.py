"""Stock that a plan adds before period 1: every way to get it wrong is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

import edu_supply
from edu_supply.resilience import Resilience, solve_resilient

TUTORIAL = edu_supply.read("data/tutorial")
DATASET = edu_supply.change(TUTORIAL, "stocks", where={"site": "UA-front"}, set={"maximum": 300})
PLAN = solve_resilient(DATASET, Resilience(threats=("line",), duration=1))


def check(manifest=None, dataset=DATASET, **cells):
    stock = PLAN["stockpile"].assign(**cells)
    tables = {**PLAN.tables, "stockpile": stock}
    found = edu_supply.verify(dataset, tables, manifest or PLAN.manifest)
    return {violation.law for violation in found.violations}


def test_as_it_is():
    assert PLAN["stockpile"]["added"].tolist() == [pytest.approx(84.0)]
    assert check() == set()


def test_without_the_table_goods_appear_from_nowhere():
    tables = {name: table for name, table in PLAN.tables.items() if name != "stockpile"}
    laws = {violation.law for violation in edu_supply.verify(DATASET, tables, PLAN.manifest).violations}
    assert {"balance", "manifest.objective_eur"} <= laws


@pytest.mark.parametrize(("cells", "laws"), [
    ({"added": 80.0}, {"balance", "stockpile.cost_eur", "manifest.cost.added"}),
    ({"cost_eur": 1.0}, {"stockpile.cost_eur"}),
    ({"site": "PL-depot"}, {"added stock", "balance"}),
    ({"product": "charge"}, {"added stock", "balance"}),
    ({"site": "nowhere"}, {"added stock", "balance"}),
    ({"added": -84.0}, {"numbers"}),
])  # fmt: skip
def test_a_wrong_row(cells, laws):
    assert laws <= check(**cells)


def test_a_row_twice():
    tables = {**PLAN.tables, "stockpile": PLAN["stockpile"].iloc[[0, 0]]}
    assert "duplicates" in {one.law for one in edu_supply.verify(DATASET, tables, PLAN.manifest).violations}


def test_more_than_there_is_room_for():
    less = edu_supply.change(DATASET, "stocks", where={"site": "UA-front"}, set={"maximum": 200})
    assert "added stock" in check(dataset=less)


def test_a_reserve_is_not_used_up():
    stocks = PLAN["stocks"].copy()
    here = (stocks["site"] == "UA-front") & (stocks["period"] == 1)
    stocks.loc[here, "hold_units"] -= 1.0
    served = PLAN["service"].copy()
    served.loc[served.index[0], ["serve_units", "asked_units"]] += 1.0
    found = edu_supply.verify(DATASET, {**PLAN.tables, "stocks": stocks, "service": served}, PLAN.manifest)
    assert "minimum stock" in {violation.law for violation in found.violations}


def test_a_sweep_of_the_plan_draws_the_stock():
    lost = edu_supply.spof(DATASET, PLAN, kinds=["line"], duration=1)["spof_products"]
    plain = replace(PLAN, tables={name: table for name, table in PLAN.tables.items() if name != "stockpile"})
    before = edu_supply.spof(DATASET, plain, kinds=["line"], duration=1)["spof_products"]
    assert lost["short_units"].max() < before["short_units"].max()
