"""Stockpiles of random datasets, against one big programme written apart, and every world again from the tables."""

from __future__ import annotations

import pandas as pd
import pytest
from outages.stressing import cases
from reference import many_worlds

import edu_supply
from edu_supply.outages.assets import assets, losses_of
from edu_supply.outages.undisturbed import NoYardstickError
from edu_supply.plan import PLAN_TABLES, Plan
from edu_supply.problems import DataError
from edu_supply.stockpiles import stockpile

SETTLE, SERVICE = 1, 0.7


def some(quick: list[int], slow: range) -> list[object]:
    return [*quick, *(pytest.param(seed, marks=pytest.mark.slow) for seed in slow if seed not in quick)]


def whole_plan(plan: Plan) -> Plan:
    """The plan with all the tables that one has."""
    empty = {name: pd.DataFrame(columns=list(columns)) for name, columns in PLAN_TABLES.items()}
    return Plan(plan.name, empty | dict(plan.tables), {**plan.manifest, "objective_eur": 0.0})


def tuples(losses):
    columns = ["kind", "target", "share_lost", "stock_lost", "start", "duration_periods"]
    return [tuple(row) for row in losses[columns].itertuples(index=False)]


@pytest.mark.parametrize("seed", some([31, 35], range(8, 20, 3)))
@pytest.mark.parametrize("start", [1, 2])
def test_the_least_stock(seed, start, tmp_path):
    for case in cases(range(seed, seed + 1), tmp_path, size="small"):
        dataset, plan = case.dataset, whole_plan(case.plan)
        kinds = ["country", "site", "line", "lane", "product", "threat"]
        try:
            found = stockpile(dataset, plan, kinds=kinds, own=True, start=start, duration=1, service=SERVICE,
                              settle=SETTLE, gap=1e-9)  # fmt: skip
        except (NoYardstickError, DataError):
            return
        rows = list(assets(dataset, kinds).itertuples())
        threats = [tuples(losses_of(dataset, row.kind, row.target, start, 1)) for row in rows]
        threats = [one for one in threats if min(loss[4] for loss in one) <= dataset.periods]
        short = found.manifest["undisturbed_short_units"]

        def best(service, case=case, threats=threats, short=short):
            both = case.tables, case.found, threats, short, service, SETTLE, None
            return many_worlds.worlds_together(*both)

        if found.manifest["status"] == "no plan":
            level = found.manifest["best_service"]
            assert best(SERVICE) is None
            assert best(level - 1e-5) is not None or level < 1e-5
            assert best(level + 1e-3) is None
            assert found.manifest["cannot"]
            continue
        objective, _ = best(SERVICE)
        assert found.manifest["status"] == "optimal"
        assert found.manifest["objective_eur"] == pytest.approx(objective, rel=1e-6, abs=1e-4)
        assert found.manifest["bound_eur"] <= objective * (1 + 1e-6) + 1e-4
        _every_world(case, found, threats, short)


def _every_world(case, found, threats, short):
    """With the stock of the table as initial stock, each world alone is one in which enough is served."""
    assert (found["worlds"]["survives"] == 1).all()
    added = {(row.site, row.product): row.added for row in found["stockpile"].itertuples()}
    for threat in threats:
        alone = many_worlds.worlds_together(case.tables, case.found, [threat], short, SERVICE - 1e-6, SETTLE,
                                            set(added), added)  # fmt: skip
        assert alone is not None


def test_more_service_never_costs_less_and_more_places_never_more():
    dataset = edu_supply.read("data/tutorial")
    plan = edu_supply.solve(dataset)
    asked = {"kinds": ["site", "line"], "duration": 2}
    costs = [stockpile(dataset, plan, **asked, service=service).manifest["objective_eur"]
             for service in (0.5, 0.8, 0.9, 0.95, 1.0)]  # fmt: skip
    assert costs == sorted(costs)
    assert costs[-1] > costs[0]
    more = edu_supply.change(dataset, "stocks", add=[{"site": "PL-depot", "product": "round"}])
    assert stockpile(more, plan, **asked, service=1.0).manifest["objective_eur"] <= costs[-1] * (1 + 1e-9)


def test_what_is_worth_nothing_is_refused():
    dataset = edu_supply.read("data/tutorial")
    plan = edu_supply.solve(dataset)
    free = edu_supply.change(dataset, "products", where={"product": "charge"}, set={"value_eur": 0})
    free = edu_supply.change(free, "stocks", add=[{"site": "PL-shells", "product": "charge"}])
    with pytest.raises(DataError, match="worth nothing"):
        stockpile(free, plan, kinds=["line"])


def test_no_threats_are_no_question():
    dataset = edu_supply.read("data/tutorial")
    with pytest.raises(DataError, match="nothing to survive"):
        stockpile(edu_supply.change(dataset, "threats", where={}, remove=True) if len(dataset["threats"]) else dataset,
                  edu_supply.solve(dataset))  # fmt: skip


@pytest.mark.slow
def test_workers_find_the_same():
    dataset = edu_supply.read("data/tutorial")
    plan = edu_supply.solve(dataset)
    found = [stockpile(dataset, plan, kinds=["line"], duration=1, workers=workers) for workers in (1, 2)]
    assert found[0]["stockpile"].equals(found[1]["stockpile"])
