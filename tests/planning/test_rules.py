"""What a plan has of the rules of policy, what each costs and leaves unserved."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from model.test_rules import buyers, makers, rule

import edu_supply
from edu_supply.dataset import Dataset


def reached(dataset: Dataset) -> list[Any]:
    """product, who, what is reached, binding, cost in EUR, units left unserved; of the only row."""
    [said] = edu_supply.solve(dataset, gap=0)["rules"].to_dict("records")
    return [said[name] for name in ("product", "who", "reached", "binding", "cost_eur", "unserved_units")]


def test_a_share_of_what_is_made():
    # L makes 6 of 8 shells, so that 2 cost 20 in place of 10.
    for kind, region, who in (("line", {}, "L"), ("site", {}, "plant"), ("country", {}, "FR"),
                              ("group", {"group": "west"}, "west")):  # fmt: skip
        dataset = makers(rules=rule(f"{kind}_share_at_most", 0.75, **region))
        assert reached(dataset) == pytest.approx(["shell", who, 0.75, 1, 20, 0])


def test_a_rule_at_whose_limit_the_plan_is_not_costs_nothing():
    assert reached(makers(rules=rule("line_share_at_most", 0.75, country="DE"))) == ["shell", "M", 0, 0, 0, 0]


def test_makers():
    # Germany makes a quarter of 8.
    dataset = makers(rules=rule("makers_at_least", 2, counts_from=0.25))
    assert reached(dataset) == pytest.approx(["shell", "DE|FR", 2, 1, 20, 0])


def test_a_share_of_nothing_is_none_and_costs_what_is_not_made():
    # Three of two countries, or 0.75 of what both make: nothing is made. 800 in place of 88, and 8 unserved.
    for law in (rule("makers_at_least", 3), rule("group_share_at_most", 0.75, group="EU")):
        product, _, share, *rest = reached(makers(rules=law))
        assert (product, *rest) == pytest.approx(("shell", 1, 712, 8))
        assert pd.isna(share)


def test_made_inside():
    # Half of 8 in Germany: 4 at 20 in place of 10.
    demand = [{"site": "front", "product": "shell", "quantity": 8, "penalty_eur": 100, "buyer": "DE"}]
    dataset = makers(demand=demand, rules=rule("made_inside_at_least", 0.5, country="DE"))
    assert reached(dataset) == pytest.approx(["shell", "DE", 0.5, 1, 40, 0])


def test_fill_rates():
    # One of 5 shells goes to Germany, where it is worth 50, in place of France, where it is worth 100; none more short.
    dataset = buyers(rules=rule("fill_rate_at_least", 0.5))
    assert reached(dataset) == pytest.approx(["shell", "DE", 0.5, 1, 50, 0])
    dataset = buyers(rules=rule("fill_rate_gap_at_most", 0.25))
    assert reached(dataset) == pytest.approx(["shell", "DE", 0.25, 1, 50, 0])


def test_a_gap_that_can_only_be_met_by_serving_less():
    # Germany asks at a front to which no road leads: nobody is served. 4 * 100 + 200, in place of 4 * 11 + 200.
    dataset = buyers(
        sites=[*buyers()["sites"][["site", "country", "kind"]].to_dict("records"),
               {"site": "island", "country": "DE", "kind": "front"}],
        demand=[{"site": "front", "product": "shell", "quantity": 4, "penalty_eur": 100},
                {"site": "island", "product": "shell", "quantity": 4, "penalty_eur": 50, "buyer": "DE"}],
        rules=rule("fill_rate_gap_at_most", 0),
    )  # fmt: skip
    product, _, *rest = reached(dataset)
    assert (product, *rest) == pytest.approx(("shell", 0, 1, 400 - 44, 4))


def test_work():
    assert reached(makers(rules=rule("work_share_at_least", 0.25, country="DE"))) == pytest.approx(
        ["", "DE", 0.25, 1, 20, 0]
    )


def test_two_rules_are_set_free_one_at_a_time():
    # Without the one the other still holds.
    laws = [*rule("line_share_at_most", 0.75), {**rule("site_share_at_most", 0.75)[0], "rule": "other"}]
    said = edu_supply.solve(makers(rules=laws), gap=0)["rules"]
    assert said["cost_eur"].tolist() == pytest.approx([0, 0])
    laws[1]["limit"] = 1
    said = edu_supply.solve(makers(rules=laws), gap=0)["rules"]
    assert said["cost_eur"].tolist() == pytest.approx([20, 0])
