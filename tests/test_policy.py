"""Pools, programmes and rules of a dataset, as plans use them."""

from __future__ import annotations

from typing import Any

import pytest
from network.small import dataset as small

from edu_supply.dataset import Dataset
from edu_supply.policy import Rule, rules_of
from edu_supply.pools import buyers, countries_in, pools_of
from edu_supply.programmes import NO_PROGRAMME, Programme, programmes_of

TABLES: dict[str, list[dict[str, Any]]] = {
    "sites": [
        {"site": "front", "country": "UA", "kind": "front"},
        {"site": "plant", "country": "PL", "kind": "factory"},
        {"site": "works", "country": "US", "kind": "factory"},
    ],
    "products": [
        {"product": "shell", "family": "rounds"},
        {"product": "case", "family": "rounds"},
        {"product": "drone", "family": "drones"},
    ],
    "bom": [{"product": "shell", "component": "case", "quantity": 1}],
    "lines": [
        {"line": "L", "site": "plant", "product": "shell", "capacity": 9},
        {"line": "C", "site": "works", "product": "case", "capacity": 9},
        {"line": "D", "site": "works", "product": "drone", "capacity": 0},
    ],
    "lanes": [{"origin": "plant", "destination": "front"}],
    "demand": [
        {"site": "front", "product": "shell", "buyer": "PL", "quantity": 1},
        {"site": "front", "product": "shell", "buyer": "DE", "quantity": 0},
        {"site": "front", "product": "drone", "buyer": "FR", "period": 3, "quantity": 1},
        {"site": "front", "product": "shell", "buyer": "NO", "period": 2, "quantity": 1},
    ],
    "groups": [{"group": "EU", "country": country} for country in ("DE", "PL")],
}


def data(start: str = "", **tables: list[dict[str, Any]]) -> Dataset:
    return small(TABLES | tables, 2, {"start": start} if start else None)


def rule(kind: str, **cells: Any) -> Rule:
    [found] = rules_of(data(rules=[{"rule": "law", "kind": kind, "limit": 0.5, **cells}]))
    return found


def test_buyers_ask_for_something_within_the_horizon():
    assert buyers(data()) == ["PL", "NO"]


def test_countries_of_a_list():
    assert countries_in(data(), ["EU", "NO"], ["PL", "NO", "US"]) == {"PL", "NO"}
    assert countries_in(data(), ["*"], ["PL", "US"]) == {"PL", "US"}
    assert countries_in(data(), [], ["PL"]) == frozenset()


def test_a_buyer_is_in_the_first_pool_that_holds_it():
    pools = pools_of(data().with_pools((("EU", "SE"), ("PL", "NO"))))
    assert pools.names == ("EU+SE", "PL+NO")
    assert [pools.members(number) for number in (0, 1)] == [["PL"], ["NO"]]
    assert (pools.of("PL"), pools.of("DE")) == ([0], [])
    assert pools_of(data().with_pools((("EU",),))).names == ("EU", "NO")
    assert pools_of(data().with_pools(())).names == ("PL", "NO")


def test_a_programme_of_the_table():
    rows = [{
        "programme": "fund", "kind": "loan", "families": "rounds|drones", "buyers": "EU|NO", "members": "EU",
        "min_buyers": 2, "min_members": 1, "inside": "EU|US", "max_outside_share": 0.35, "fee_rate": 0.01,
        "budget_eur": 90, "vat_exempt": True,
    }]  # fmt: skip
    allocations = [{"programme": "fund", "country": "PL", "amount_eur": 40}]
    [fund] = programmes_of(data(programmes=rows, allocations=allocations))
    assert fund == Programme(
        "fund", "loan", frozenset({"rounds", "drones"}), frozenset({"PL", "NO"}), frozenset({"PL"}), 2, 1, "EU|US",
        frozenset({"PL", "US"}), 0.35, 0.01, 1.0, 0.01, 90.0, True, {"PL": 40.0},
    )  # fmt: skip
    assert (fund.admits("NO"), fund.admits("DE"), fund.covers("drones"), fund.covers("steel")) == (1, 0, 1, 0)
    assert (fund.most_support("PL"), fund.most_support("NO")) == (40, 0)


def test_what_a_programme_leaves_open():
    [fund] = programmes_of(data(programmes=[{"programme": "fund", "buyers": "EU", "inside": "EU"}]))
    assert fund.covers("anything")
    assert (fund.max_outside_share, fund.budget_eur, fund.support_rate, fund.min_share) == (None, None, 0, 0.01)
    assert fund.most_support("PL") is None
    assert NO_PROGRAMME.admits("US")
    assert NO_PROGRAMME.covers("anything")


@pytest.mark.parametrize(
    ("since", "until", "valid"),
    [("2027-01-01", "2027-01-01", True), ("2027-01-02", None, False), (None, "2026-12-31", False), (None, None, True)],
)
def test_a_programme_is_valid_on_the_first_day_or_is_none(since, until, valid):
    rows = [{"programme": "fund", "buyers": "EU", "inside": "EU", "valid_from": since, "valid_to": until}]
    assert len(programmes_of(data("2027-01-01", programmes=rows))) == valid


def test_whom_a_rule_concerns():
    everybody = rule("fill_rate_at_least", product="shell")
    assert (everybody.region, everybody.countries, everybody.buyers) == ("", {"UA", "PL", "US"}, {"PL", "NO"})
    group = rule("fill_rate_at_least", product="shell", group="EU")
    assert (group.region, group.countries, group.buyers) == ("EU", {"PL"}, {"PL"})
    country = rule("fill_rate_at_least", product="shell", country="NO")
    assert (country.region, country.countries, country.buyers) == ("NO", frozenset(), {"NO"})
    assert rule("fill_rate_at_least", product="shell", site="front").site == "front"


@pytest.mark.parametrize("kind", ["group_share_at_most", "makers_at_least", "fill_rate_gap_at_most"])
def test_a_column_that_a_kind_does_not_look_at_says_nothing(kind):
    said = rule(kind, product="shell", country="PL", site="front")
    assert (said.region, said.countries, said.site) == ("", {"UA", "PL", "US"}, "")


@pytest.mark.parametrize(
    ("kind", "products"),
    [("line_share_at_most", ("shell", "case")), ("makers_at_least", ("shell", "case")),
     ("work_share_at_least", ("shell", "case")), ("made_inside_at_least", ("shell",)),
     ("fill_rate_at_least", ("shell",)), ("fill_rate_gap_at_most", ("shell",)), ("outside_share_at_most", ("shell",))],
)  # fmt: skip
def test_the_products_that_a_rule_can_concern(kind, products):
    # Drones are asked for after the horizon, and their line makes none.
    assert rule(kind).products == products
    assert rule(kind, product="drone").products == ("drone",)
    assert rule(kind, family="rounds").products == ("shell", "case")
