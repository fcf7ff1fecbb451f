"""The outside value that a plan says, and what a percentage point more of it is worth."""

from __future__ import annotations

import numpy as np
import pytest
from model.test_origin import RULE, cases, chain, contracts

import edu_supply
from edu_supply.dataset import Dataset
from edu_supply.plan import Plan


def best(dataset: Dataset) -> Plan:
    return edu_supply.solve(dataset, gap=0)


def of_shells(plan: Plan, line: str) -> list[float]:
    """Outside value, content value of the components, share, limit, worth of a point."""
    rows = plan["content"]
    columns = ["outside_eur", "components_eur", "outside_share", "limit_share", "autonomy_eur"]
    [row] = rows.loc[(rows["product"] == "shell") & (rows["line"] == line), columns].to_numpy(float).tolist()
    return row


def test_shares_by_a_rule():
    # Of 8 cases at 20 EUR 2 come from America. A point more is 1.6 EUR of them, 0.08 cases, that cost 4 less.
    plan = best(cases(rules=RULE))
    assert of_shells(plan, "") == pytest.approx([40, 160, 0.25, 0.25, 0.32])
    assert of_shells(plan, "L") == pytest.approx([40, 160, 0.25, np.nan, 0], nan_ok=True)


def test_shares_by_a_contract():
    plan = best(contracts())
    assert of_shells(plan, "L") == pytest.approx([40, 160, 0.25, 0.25, 0.32])
    assert plan["contracts"]["outside_share"].tolist() == pytest.approx([0.25] * len(plan["contracts"]))
    assert set(plan["contracts"]["programme"]) == {"fund"}


def test_a_point_is_worth_what_solving_again_with_one_more_saves():
    saved = best(cases(rules=RULE)).objective_eur - best(cases(rules=[{**RULE[0], "limit": 0.26}])).objective_eur
    assert saved == pytest.approx(of_shells(best(cases(rules=RULE)), "")[-1])
    saved = best(contracts()).objective_eur - best(contracts(max_outside_share=0.26)).objective_eur
    assert saved == pytest.approx(of_shells(best(contracts()), "L")[-1])


def test_a_limit_that_does_not_bind_is_worth_nothing():
    # All 8 may come from America.
    assert of_shells(best(cases(rules=[{**RULE[0], "limit": 1}])), "")[2:] == pytest.approx([1, 1, 0])


def test_flows():
    # 2 cases of 20 EUR cross the sea and are used.
    flows = best(cases(rules=RULE))["content_flows"]
    assert flows[["kind", "target", "product", "component", "period"]].values.tolist() == [
        ["ship", "sea", "case", "", 1], ["use", "L", "shell", "case", 1],
    ]  # fmt: skip
    assert flows["outside_eur"].tolist() == pytest.approx([40, 40])


def test_what_comes_in_goes_or_stays():
    # Six cases of 20 EUR lie, or arrive, in America; what outside steel carries at the mill came over the sea.
    flows = best(chain())["content_flows"]

    def carried(*words: object) -> float:
        columns = ["kind", "target", "product"]
        return float(flows.loc[(flows[columns] == list(words)).all(axis=1), "outside_eur"].sum())

    steel = carried("ship", "sea", "steel")
    kept = flows[(flows["kind"] == "hold") & (flows["target"] == "mill") & (flows["product"] == "steel")]
    left = float(kept.loc[kept["period"] == 2, "outside_eur"].sum())
    assert steel == pytest.approx(carried("use", "press", "case") + carried("gone", "mill", "steel") + left)
    assert carried("use", "L", "shell") <= 0.25 * 20 * 8 + 1e-6
