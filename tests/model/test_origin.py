"""Laws of origin: outside value is neither lost nor made, and no more than a share of it is allowed."""

from __future__ import annotations

from typing import Any

import pytest

from edu_supply.dataset import Dataset

from .tiny import BASE, Rows, absent, cost, edited, model_of, row, rows_of, tiny, view

RULE: Rows = [{"rule": "origin", "kind": "outside_share_at_most", "product": "shell", "country": "FR", "limit": 0.25}]
FUND: Rows = [{"programme": "fund", "buyers": "FR", "inside": "FR", "max_outside_share": 0.25, "support_rate": 0.5}]


def cases(periods: int = 1, **tables: Rows) -> Dataset:
    """A shell has a case, which comes from works in America at 1 EUR, or is made beside the shells at 5."""
    usual: dict[str, Rows] = {
        "sites": [*BASE["sites"], {"site": "works", "country": "US", "kind": "supplier"}],
        "products": [*edited("products", value_eur=100), {"product": "case", "mass_kg": 0, "value_eur": 20}],
        "bom": [{"product": "shell", "component": "case", "quantity": 1}],
        "lines": [
            *BASE["lines"],
            {"line": "far", "site": "works", "product": "case", "capacity": 10, "unit_cost_eur": 1},
            {"line": "near", "site": "plant", "product": "case", "capacity": 10, "unit_cost_eur": 5},
        ],
        "lanes": [*BASE["lanes"], {"lane": "sea", "origin": "works", "destination": "plant"}],
    }
    return tiny(periods, **usual | tables)


CONTRACT_LINES: Rows = [
    {"line": "L", "site": "plant", "product": "shell", "capacity": 10},
    {"line": "far", "site": "works", "product": "case", "capacity": 10, "unit_cost_eur": 1},
    {"line": "near", "site": "plant", "product": "case", "capacity": 10, "unit_cost_eur": 5},
]


def contracts(rules: Rows | None = None, lines: Rows = CONTRACT_LINES, **cells: Any) -> Dataset:
    """The same under contract: 8 shells at 10 EUR, of which France, which has 40, pays half under the fund."""
    return cases(
        lines=lines,
        offers=[{"line": "L", "product": "shell", "from_quantity": 0, "unit_price_eur": 10}],
        countries=[{"country": "FR", "budget_eur": 40}],
        programmes=[{**FUND[0], **cells}], rules=rules or [],
    )  # fmt: skip


# 8 shells at 10, moved at 1; a quarter of the cases from outside: 2 at 1 and 6 at 5. Without a limit all 8 at 1.
MIXED, FREE = 88 + 2 + 30, 88 + 8


def chain() -> Dataset:
    """Steel, of which 3 lie in France and more comes from America, makes cases there at once; they cross to a depot in
    America, where 2 lie and 4 arrive, and come back to the plant a period later."""
    return cases(
        2,
        sites=[*BASE["sites"], {"site": "works", "country": "US", "kind": "supplier"},
               {"site": "mill", "country": "FR", "kind": "factory"},
               {"site": "depot", "country": "US", "kind": "depot"}],
        products=[*edited("products", value_eur=100), {"product": "case", "mass_kg": 0, "value_eur": 20},
                  {"product": "steel", "mass_kg": 0, "value_eur": 4}],
        bom=[{"product": "shell", "component": "case", "quantity": 1},
             {"product": "case", "component": "steel", "quantity": 2}],
        lines=[*BASE["lines"], {"line": "press", "site": "mill", "product": "case", "capacity": 10},
               {"line": "melt", "site": "works", "product": "steel", "capacity": 50}],
        lanes=[*BASE["lanes"], {"lane": "sea", "origin": "works", "destination": "mill"},
               {"lane": "out", "origin": "mill", "destination": "depot"},
               {"lane": "back", "origin": "depot", "destination": "plant", "lead_periods": 1}],
        stocks=[{"site": "mill", "product": "steel", "initial": 3}, {"site": "depot", "product": "case", "initial": 2}],
        arrivals=[{"site": "depot", "product": "case", "period": 1, "quantity": 4}],
        rules=RULE,
    )  # fmt: skip


def test_content_balance_row():
    m = view(chain())
    use, ship, hold, gone = m.content_use, m.content_ship, m.content_hold, m.content_gone
    # Steel at the mill: whatever comes over the sea is outside, the 3 that lie there are not.
    assert row(m.content_balance["FR", "mill", "steel", 1]) == row(
        m.ship["sea", "steel", 1]
        == use["FR", "press", "case", "steel", 1] + hold["FR", "mill", "steel", 1] + gone["FR", "mill", "steel", 1]
    )
    # Cases there: a unit of steel is worth 4 of a case's 20 EUR.
    assert row(m.content_balance["FR", "mill", "case", 1]) == row(
        0.2 * use["FR", "press", "case", "steel", 1] == ship["FR", "out", "case", 1] + gone["FR", "mill", "case", 1]
    )
    # At the depot 2 and 4 that lie outside; what is sent on in period 1 arrives in 2.
    assert row(m.content_balance["FR", "depot", "case", 1]) == row(
        ship["FR", "out", "case", 1] + 6
        == ship["FR", "back", "case", 1] + gone["FR", "depot", "case", 1] + hold["FR", "depot", "case", 1]
    )
    assert row(m.content_balance["FR", "plant", "case", 2]) == row(
        ship["FR", "back", "case", 1] == use["FR", "L", "shell", "case", 2] + gone["FR", "plant", "case", 2]
    )


def test_content_balance_of_what_is_made_inside_of_components_that_are_all_outside():
    # Each case that is made of steel carries 2 * 4 of its 20 EUR.
    m = view(cases(
        bom=[{"product": "shell", "component": "case", "quantity": 1},
             {"product": "case", "component": "steel", "quantity": 2, "line": "near"}],
        products=[*edited("products", value_eur=100), {"product": "case", "mass_kg": 0, "value_eur": 20},
                  {"product": "steel", "mass_kg": 0, "value_eur": 4}],
        lines=[*BASE["lines"], {"line": "near", "site": "plant", "product": "case", "capacity": 10},
               {"line": "melt", "site": "works", "product": "steel", "capacity": 50}],
        rules=RULE,
    ))  # fmt: skip
    assert rows_of(m, "content_balance") == [("FR", "plant", "case", 1)]
    assert row(m.content_balance["FR", "plant", "case", 1]) == row(
        0.4 * m.make["near", "case", 1]
        == m.content_use["FR", "L", "shell", "case", 1] + m.content_gone["FR", "plant", "case", 1]
    )


def test_content_balance_changes_the_optimum():
    assert cost(cases(rules=RULE)) == pytest.approx(MIXED)
    assert cost(cases(rules=RULE), without="content_balance") == pytest.approx(FREE)


def test_content_carried_row():
    m = view(chain())
    assert row(m.content_carried["content_use", "FR", "press", "case", "steel", 1]) == row(
        m.content_use["FR", "press", "case", "steel", 1] <= 2 * m.make["press", "case", 1]
    )
    assert row(m.content_carried["content_ship", "FR", "back", "case", 1]) == row(
        m.content_ship["FR", "back", "case", 1] <= m.ship["back", "case", 1]
    )
    assert row(m.content_carried["content_hold", "FR", "mill", "steel", 1]) == row(
        m.content_hold["FR", "mill", "steel", 1] <= m.hold["mill", "steel", 1]
    )
    # Nobody throws cases or steel away, and nobody else uses them.
    assert row(m.content_carried["content_gone", "FR", "mill", "steel", 1]) == row(
        m.content_gone["FR", "mill", "steel", 1] <= m.scrap["mill", "steel", 1]
    )


def test_content_carried_changes_the_optimum():
    # Else all that is outside goes with the nothing that is thrown away.
    assert cost(cases(rules=RULE), without="content_carried") == pytest.approx(FREE)


def test_what_goes_where_it_is_not_followed():
    # A rocket has a case too, but nobody asks where a rocket comes from; and cases are handed over as they are.
    dataset = cases(
        products=[*edited("products", value_eur=100), {"product": "case", "mass_kg": 0, "value_eur": 20},
                  {"product": "rocket", "mass_kg": 0, "value_eur": 50}],
        bom=[{"product": "shell", "component": "case", "quantity": 1},
             {"product": "rocket", "component": "case", "quantity": 3}],
        lines=[*cases()["lines"].drop(columns="where").to_dict("records"),
               {"line": "R", "site": "plant", "product": "rocket", "capacity": 1, "unit_cost_eur": 1}],
        demand=[*BASE["demand"], *edited("demand", product="rocket", quantity=1),
                *edited("demand", site="plant", product="case", quantity=2)],
        rules=RULE,
    )  # fmt: skip
    m = view(dataset)
    served = m.serve["plant", "FR", "case", 2, 1, "case", 1, 1]
    assert row(m.content_carried["content_gone", "FR", "plant", "case", 1]) == row(
        m.content_gone["FR", "plant", "case", 1] <= served + 3 * m.make["R", "rocket", 1]
    )
    # Then the 5 cases of the rocket and the 2 are the outside ones: 13 cases, 7 at 1 and 6 at 5; 8 shells, a rocket.
    assert cost(dataset) == pytest.approx(88 + 1 + 7 + 30)


def test_outside_share_row():
    m = view(contracts())
    key = ("FR", "L", "shell")
    made = m.make["L", "shell", 1]
    # In units of a shell's components: 20 EUR. The line makes 10.
    outside = m.content_use[*key, "case", 1] - 0.25 * made
    signed = m.sign["*", "fund", "L", "shell", 0]
    assert row(m.outside_share["*", "fund", "L", "shell"]) == row(outside <= 0.75 * 10 * (1 - signed))
    # Contracts outside the programme have no such row.
    assert rows_of(m, "outside_share") == [("*", "fund", "L", "shell")]


def test_outside_share_changes_the_optimum():
    assert cost(contracts()) == pytest.approx(MIXED)
    assert cost(contracts(), without="outside_share") == pytest.approx(FREE)
    # With nothing from outside all 8 cases are made at 5.
    assert cost(contracts(max_outside_share=0)) == pytest.approx(88 + 40)


def test_all_that_is_used_is_outside():
    # Nothing is made inside: the share is all, whatever the plan does. 4 shells without the fund: 44 and 4; 4 short.
    dataset = contracts(lines=[line for line in CONTRACT_LINES if line["line"] != "near"])
    m = view(dataset)
    assert len(m.content_use) == len(m.content_balance) == 0
    known = (1 - 0.25) * m.make["L", "shell", 1]
    signed = m.sign["*", "fund", "L", "shell", 0]
    assert row(m.outside_share["*", "fund", "L", "shell"]) == row(known <= 0.75 * 10 * (1 - signed))
    assert cost(dataset) == pytest.approx(44 + 4 + 400)


@pytest.mark.parametrize("law", ["content_balance", "content_carried", "outside_share"])
def test_where_no_share_is_limited_nothing_is_followed(law):
    assert not absent(contracts(), law)
    assert absent(contracts(max_outside_share=None), law)
    assert absent(contracts(families="missiles"), law)
    assert absent(cases(), law)
    assert absent(contracts(), law, {"kind": "line", "target": "far"})


def test_a_perimeter_is_followed_once():
    # The fund and the rule mean the same countries; a rule for America is another perimeter.
    model = model_of(contracts(rules=[*RULE, {**RULE[0], "rule": "far", "country": "US"}]))
    assert [one.perimeter.name for one in model.operations.contents.each] == ["FR", "US"]
