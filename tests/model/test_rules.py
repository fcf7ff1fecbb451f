"""Laws of policy: who makes what, who is served how well, where the work is done."""

from __future__ import annotations

from typing import Any

import pytest

from edu_supply.dataset import Dataset

from .test_origin import RULE, cases
from .tiny import BASE, Rows, absent, cost, edited, row, rows_of, tiny, view


def rule(kind: str, limit: float, **cells: Any) -> Rows:
    return [{"rule": "law", "kind": kind, "product": "shell", "limit": limit, **cells}]


def makers(**tables: Rows) -> Dataset:
    """Beside L in France at 10 EUR, M in Germany makes shells at 20; both make 10."""
    usual: dict[str, Rows] = {
        "sites": [*BASE["sites"], {"site": "works", "country": "DE", "kind": "factory"}],
        "products": edited("products", value_eur=100),
        "lines": [*BASE["lines"],
                  {"line": "M", "site": "works", "product": "shell", "capacity": 10, "unit_cost_eur": 20}],
        "lanes": [*BASE["lanes"], {"lane": "rail", "origin": "works", "destination": "front", "cost_eur_per_t": 1}],
        "groups": [{"group": group, "country": country}
                   for group, country in (("EU", "FR"), ("EU", "DE"), ("west", "FR"), ("east", "DE"))],
    }  # fmt: skip
    return tiny(**usual | tables)


def buyers(**tables: Rows) -> Dataset:
    """France and Germany ask for 4 each, 100 and 50 EUR if short; the line makes 5 at 10, moved at 1."""
    usual: dict[str, Rows] = {
        "demand": [*edited("demand", quantity=4), *edited("demand", quantity=4, buyer="DE", penalty_eur=50)],
        "lines": edited("lines", capacity=5),
    }
    return tiny(**usual | tables)


# 8 shells, all of L; or 6 of L and 2 of M. Of 5 that are made, France 4 and Germany 1; or 3 and 2.
FREE, SHARED = 88, 88 + 20
UNEQUAL, FAIRER = 55 + 150, 55 + 100 + 100


def made(m: Any) -> tuple[Any, Any]:
    return m.make["L", "shell", 1], m.make["M", "shell", 1]


def test_share_made_row():
    m = view(makers(rules=rule("line_share_at_most", 0.75)))
    ours, theirs = made(m)
    assert row(m.share_made["law", "shell", "L"]) == row(ours - 0.75 * (ours + theirs) <= 0)
    assert row(m.share_made["law", "shell", "M"]) == row(theirs - 0.75 * (ours + theirs) <= 0)


@pytest.mark.parametrize(
    ("kind", "region", "who"),
    [("line", {}, ["L", "M"]), ("line", {"country": "DE"}, ["M"]), ("site", {}, ["plant", "works"]),
     ("site", {"group": "EU"}, ["plant", "works"]), ("country", {}, ["FR", "DE"]),
     ("country", {"country": "FR"}, ["FR"]),
     ("group", {"group": "EU"}, ["EU"]), ("group", {"group": "east"}, ["east"])],
)  # fmt: skip
def test_whose_share_is_limited(kind, region, who):
    dataset = makers(rules=rule(f"{kind}_share_at_most", 0.75, **region))
    assert rows_of(view(dataset), "share_made") == [("law", "shell", one) for one in who]


def test_share_made_of_a_group_together():
    m = view(makers(rules=rule("group_share_at_most", 0.75, group="EU")))
    ours, theirs = made(m)
    assert row(m.share_made["law", "shell", "EU"]) == row((ours + theirs) - 0.75 * (ours + theirs) <= 0)


def test_share_made_changes_the_optimum():
    for kind, region in (("line", {}), ("site", {}), ("country", {"group": "EU"}), ("group", {"group": "west"})):
        dataset = makers(rules=rule(f"{kind}_share_at_most", 0.75, **region))
        assert cost(dataset) == pytest.approx(SHARED)
        assert cost(dataset, without="share_made") == pytest.approx(FREE)
    # Both together make all, which is more than 0.75 of it: nothing is made.
    assert cost(makers(rules=rule("group_share_at_most", 0.75, group="EU"))) == pytest.approx(800)


def test_counts_as_maker_row():
    m = view(makers(rules=rule("makers_at_least", 2, counts_from=0.25)))
    ours, theirs = made(m)
    # Together they can make 20.
    assert row(m.counts_as_maker["law", "shell", "DE"]) == row(
        theirs - 0.25 * (ours + theirs) >= -0.25 * 20 * (1 - m.makes["law", "shell", "DE"])
    )


def test_enough_makers_row():
    m = view(makers(rules=rule("makers_at_least", 2)))
    assert row(m.enough_makers["law", "shell", ""]) == row(
        m.makes["law", "shell", "FR"] + m.makes["law", "shell", "DE"] >= 2
    )
    # Only countries of the group count, and where fewer can than must, nothing is made.
    m = view(makers(rules=rule("makers_at_least", 2, group="east")))
    ours, theirs = made(m)
    assert row(m.enough_makers["law", "shell", ""]) == row(ours + theirs <= 0)
    assert rows_of(m, "counts_as_maker") == [("law", "shell", "DE")]


def test_makers_change_the_optimum():
    # Germany must make a quarter.
    dataset = makers(rules=rule("makers_at_least", 2, counts_from=0.25))
    assert cost(dataset) == pytest.approx(SHARED)
    assert cost(dataset, without="counts_as_maker") == pytest.approx(FREE)
    assert cost(dataset, without="enough_makers") == pytest.approx(FREE)
    assert cost(makers(rules=rule("makers_at_least", 3))) == pytest.approx(800)


def test_made_inside_row():
    demand = [*edited("demand", quantity=4), *edited("demand", quantity=4, buyer="DE")]
    m = view(makers(demand=demand, rules=rule("made_inside_at_least", 0.5, country="DE")))
    assert row(m.made_inside["law", "shell", "DE"]) == row(m.make["M", "shell", 1] >= 0.5 * 4)
    m = view(makers(demand=demand, rules=rule("made_inside_at_least", 0.5, group="EU")))
    assert row(m.made_inside["law", "shell", "EU"]) == row(sum(made(m)) >= 0.5 * 8)


def test_made_inside_changes_the_optimum():
    # Half of the 4 that Germany asks for.
    demand = [*edited("demand", quantity=4), *edited("demand", quantity=4, buyer="DE")]
    dataset = makers(demand=demand, rules=rule("made_inside_at_least", 0.5, country="DE"))
    assert cost(dataset) == pytest.approx(SHARED)
    assert cost(dataset, without="made_inside") == pytest.approx(FREE)


def test_fill_rate_row():
    m = view(buyers(rules=rule("fill_rate_at_least", 0.5)))
    for place, buyer in enumerate(("FR", "DE")):
        short = m.short["front", buyer, "shell", place, 1]
        assert row(m.fill_rate["law", "shell", buyer]) == row(short <= 0.5 * 4)
    # Both together at a front; of a country only one.
    m = view(buyers(rules=rule("fill_rate_at_least", 0.5, site="front")))
    short = [m.short["front", buyer, "shell", place, 1] for place, buyer in enumerate(("FR", "DE"))]
    assert row(m.fill_rate["law", "shell", "front"]) == row(sum(short) <= 0.5 * 8)
    m = view(buyers(rules=rule("fill_rate_at_least", 0.5, country="DE")))
    assert rows_of(m, "fill_rate") == [("law", "shell", "DE")]


def test_fill_rate_changes_the_optimum():
    # Half of Germany's 4.
    dataset = buyers(rules=rule("fill_rate_at_least", 0.5, country="DE"))
    assert cost(dataset) == pytest.approx(FAIRER)
    assert cost(dataset, without="fill_rate") == pytest.approx(UNEQUAL)


def test_fill_rate_gap_row():
    m = view(buyers(rules=rule("fill_rate_gap_at_most", 0.25)))
    assert row(m.fill_rate_gap["law", "shell", ""]) == row(
        m.highest_fill["law", "shell"] - m.lowest_fill["law", "shell"] <= 0.25
    )


def test_highest_and_lowest_of_all_rows():
    m = view(buyers(rules=rule("fill_rate_gap_at_most", 0.25)))
    for place, buyer in enumerate(("FR", "DE")):
        missed = m.short["front", buyer, "shell", place, 1] / 4
        assert row(m.highest_of_all["law", "shell", buyer]) == row(m.highest_fill["law", "shell"] + missed >= 1)
        assert row(m.lowest_of_all["law", "shell", buyer]) == row(m.lowest_fill["law", "shell"] + missed <= 1)


def test_the_gap_changes_the_optimum():
    # France 3 of 4, Germany 2 of 4.
    dataset = buyers(rules=rule("fill_rate_gap_at_most", 0.25))
    assert cost(dataset) == pytest.approx(FAIRER)
    assert cost(dataset, without="fill_rate_gap") == pytest.approx(UNEQUAL)
    assert cost(dataset, without="highest_of_all") == pytest.approx(UNEQUAL)
    assert cost(dataset, without="lowest_of_all") == pytest.approx(UNEQUAL)


def test_a_gap_of_one_buyer_is_none():
    dataset = buyers(rules=rule("fill_rate_gap_at_most", 0, group="east"), groups=[{"group": "east", "country": "DE"}])
    assert cost(dataset) == pytest.approx(UNEQUAL)


CASES: dict[str, Rows] = {
    "products": [*edited("products", value_eur=100), {"product": "case", "mass_kg": 0, "value_eur": 20}],
    "bom": [{"product": "shell", "component": "case", "quantity": 2, "line": "M"}],
    "stocks": [{"site": "works", "product": "case", "initial": 50}],
}


def test_work_share_row():
    # M puts shells together from two cases of 20: of 100 EUR 60 are its work.
    m = view(makers(**CASES, rules=rule("work_share_at_least", 0.25, country="DE")))
    ours, theirs = made(m)
    assert row(m.work_share["law", "", "DE"]) == row(60 * theirs - 0.25 * (100 * ours + 60 * theirs) >= 0)


def test_work_share_changes_the_optimum():
    # A quarter of the shells, and so of the work.
    dataset = makers(rules=rule("work_share_at_least", 0.25, country="DE"))
    assert cost(dataset) == pytest.approx(SHARED)
    assert cost(dataset, without="work_share") == pytest.approx(FREE)


def test_outside_rule_row():
    # In units of what a shell's components are worth at most: on M two cases, 40 EUR. In Germany 50 cases lie, and some
    # come from C in France; in France, which is outside, every case is.
    dataset = makers(
        products=CASES["products"], stocks=CASES["stocks"],
        bom=[{"product": "shell", "component": "case", "quantity": number, "line": line}
             for number, line in ((1, "L"), (2, "M"))],
        lines=[*BASE["lines"], {"line": "M", "site": "works", "product": "shell", "capacity": 10},
               {"line": "C", "site": "plant", "product": "case", "capacity": 9}],
        lanes=[*BASE["lanes"], {"lane": "rail", "origin": "works", "destination": "front"},
               {"lane": "cases", "origin": "plant", "destination": "works"}],
        rules=rule("outside_share_at_most", 0.25, country="DE"),
    )  # fmt: skip
    m = view(dataset)
    ours, theirs = made(m)
    mixed = m.content_use["DE", "M", "shell", "case", 1]
    assert row(m.outside_rule["law", "shell", "DE"]) == row(
        (20 * ours + 20 * mixed - 0.25 * (20 * ours + 40 * theirs)) / 40 <= 0
    )


def test_outside_rule_changes_the_optimum():
    # As in test_origin: 2 cases at 1 and 6 at 5. Without all 8 at 1.
    assert cost(cases(rules=RULE)) == pytest.approx(88 + 2 + 30)
    assert cost(cases(rules=RULE), without="outside_rule") == pytest.approx(88 + 8)


KINDS = {
    "share_made": "line_share_at_most", "counts_as_maker": "makers_at_least", "enough_makers": "makers_at_least",
    "made_inside": "made_inside_at_least", "fill_rate": "fill_rate_at_least", "fill_rate_gap": "fill_rate_gap_at_most",
    "highest_of_all": "fill_rate_gap_at_most", "lowest_of_all": "fill_rate_gap_at_most",
    "work_share": "work_share_at_least", "outside_rule": "outside_share_at_most",
}  # fmt: skip


@pytest.mark.parametrize("law", KINDS)
def test_without_a_rule_there_is_no_row(law):
    other = rule("site_share_at_most" if law != "share_made" else "makers_at_least", 1)
    assert absent(cases(), law)
    assert absent(cases(rules=other), law)
    full = cases(rules=rule(KINDS[law], 1, country="FR"))
    assert not absent(full, law)
    # In a world with losses rules do not bind.
    assert absent(full, law, {"kind": "line", "target": "near"})
