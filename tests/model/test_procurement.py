"""Laws of procurement: steps, ceilings, ownership, budgets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from edu_supply.dataset import Dataset

from .tiny import BASE, Rows, absent, best, cost, cost_by_part, edited, row, rows_of, tiny, view

FRONT = {"site": "front", "product": "shell"}
LOST = {"kind": "site", "target": "front"}


def offers(*steps: tuple[float, float], **cells: Any) -> Rows:
    """An offer of line L: price steps as (from_quantity, unit_price_eur)."""
    return [{"line": "L", "product": "shell", "from_quantity": begins, "unit_price_eur": price, **cells}
            for begins, price in steps]  # fmt: skip


def two_buyers(pools: tuple[tuple[str, ...], ...] = (("*",),), **tables: Rows) -> Dataset:
    """France asks for 3, Germany for 4, at one front; 10 EUR from the first, 8 from 6 on, 7 from 8 on."""
    usual: dict[str, Rows] = {
        "demand": [*edited("demand", quantity=3), *edited("demand", quantity=4, buyer="DE")],
        "offers": offers((0, 10), (6, 8), (8, 7)),
        "lanes": edited("lanes", cost_eur_per_t=0),
    }
    return tiny(**usual | tables).with_pools(pools)


def one_buyer(**tables: Rows) -> Dataset:
    """France alone, which asks for 8."""
    return tiny(**{"offers": offers((0, 10))} | tables)


def test_a_pool_reaches_a_better_step_than_its_members_alone():
    # Together 7 at 8 or, overbought, 8 at 7: both 56. Alone 3 * 10 + 4 * 10.
    assert cost(two_buyers()) == pytest.approx(56)
    assert cost(two_buyers(())) == pytest.approx(70)
    assert cost(two_buyers((("FR",), ("FR", "DE")))) == pytest.approx(70)
    # A pool may be a group.
    groups = [{"group": "EU", "country": country} for country in ("FR", "DE")]
    assert cost(two_buyers((("EU",),), groups=groups)) == pytest.approx(56)


def test_one_step_row():
    m = view(two_buyers(()))
    for pool in ("FR", "DE"):
        signed = [m.sign[pool, "", "L", "shell", begins] for begins in (0, 6, 8)]
        assert row(m.one_step[pool, "", "L", "shell"]) == row(sum(signed) <= 1)
    assert rows_of(view(two_buyers((("FR", "DE"),))), "one_step") == [("FR+DE", "", "L", "shell")]
    assert rows_of(view(two_buyers()), "one_step") == [("*", "", "L", "shell")]


def test_one_step_lets_nobody_sign_two():
    # It never costs anything, for the cheaper of two steps could be used alone; it makes "the price" one price.
    for without, ending in (("", "infeasible"), ("one_step", "optimal")):
        m = view(two_buyers())
        m.sign["*", "", "L", "shell", 0].setlb(1)
        m.sign["*", "", "L", "shell", 6].setlb(1)
        if without:
            m.component(without).deactivate()
        assert best(m).ending == ending
    assert cost(two_buyers(), without="one_step") == pytest.approx(56)


def test_step_reached_row():
    m = view(two_buyers())
    bought = m.buy["FR", "", "L", "shell", 6] + m.buy["DE", "", "L", "shell", 6]
    assert row(m.step_reached["*", "", "L", "shell", 6]) == row(bought >= 6 * m.sign["*", "", "L", "shell", 6])
    m = view(two_buyers(()))
    assert row(m.step_reached["DE", "", "L", "shell", 8]) == row(
        m.buy["DE", "", "L", "shell", 8] >= 8 * m.sign["DE", "", "L", "shell", 8]
    )


def test_step_reached_changes_the_optimum():
    # A minimum order of 6 at 8, where 3 are asked for: 48, and 3 moved at 1. Without: 3 * 9.
    dataset = one_buyer(offers=offers((6, 8)), demand=edited("demand", quantity=3))
    assert cost(dataset) == pytest.approx(48 + 3)
    assert cost(dataset, without="step_reached") == pytest.approx(27)


def beyond(*steps: tuple[float, float]) -> Rows:
    """An incremental offer."""
    return offers(*steps, discount="incremental")


def test_step_used_up_row():
    # The first step is all units up to 6, though its minimum order is 2; that of 6 is 2 units wide.
    m = view(two_buyers(offers=beyond((2, 10), (6, 8), (8, 7))))
    bought = {begins: sum(m.buy[buyer, "", "L", "shell", begins] for buyer in ("FR", "DE")) for begins in (2, 6)}
    assert row(m.step_used_up["*", "", "L", "shell", 6]) == row(bought[2] >= 6 * m.sign["*", "", "L", "shell", 6])
    assert row(m.step_used_up["*", "", "L", "shell", 8]) == row(bought[6] >= 2 * m.sign["*", "", "L", "shell", 8])
    assert rows_of(m, "step_used_up") == [("*", "", "L", "shell", begins) for begins in (6, 8)]
    # All of its steps may be signed, and each has room for what lies within it.
    assert absent(two_buyers(offers=beyond((2, 10), (6, 8))), "one_step")
    assert rows_of(m, "step_reached") == [("*", "", "L", "shell", 2)]
    for begins, most in ((2, 6), (6, 2), (8, 2)):
        bought = sum(m.buy[buyer, "", "L", "shell", begins] for buyer in ("FR", "DE"))
        limit = row(bought <= most * m.sign["*", "", "L", "shell", begins])
        assert row(m.only_if_signed["*", "", "L", "shell", begins]) == limit


def test_step_used_up_changes_the_optimum():
    # 5 at 10, and 2 beyond them at 4. Else the 5 beyond them, of the 10 that the line can make, and 2 at 10.
    dataset = two_buyers(offers=beyond((0, 10), (5, 4)))
    assert cost(dataset) == pytest.approx(58)
    assert cost(dataset, without="step_used_up") == pytest.approx(40)
    # Each alone reaches no step: 7 * 10.
    assert cost(replace(dataset, pools=())) == pytest.approx(70)


def test_of_an_incremental_offer_the_first_step_is_the_minimum_order():
    # 3 are asked for, 6 are bought at 10, 3 are moved.
    dataset = one_buyer(offers=beyond((6, 10), (8, 4)), demand=edited("demand", quantity=3))
    assert cost(dataset) == pytest.approx(60 + 3)


def test_an_offer_for_all_units_has_no_step_to_use_up():
    assert absent(two_buyers(), "step_used_up")


def test_only_if_signed_row():
    # Over two periods the line makes 20, with one expansion of half a line from period 2 on 25; an offer ends at 17.
    expansions = [{"line": "L", "adds": 0.5, "cost_eur": 9, "lead_periods": 1}]
    for tables, most in (({}, 20), ({"expansions": expansions}, 25), ({"offers": offers((0, 9), max_quantity=17)}, 17)):
        m = view(tiny(2, **{"offers": offers((0, 10))} | tables))
        assert row(m.only_if_signed["*", "", "L", "shell", 0]) == row(
            m.buy["FR", "", "L", "shell", 0] <= most * m.sign["*", "", "L", "shell", 0]
        )


def test_only_if_signed_changes_the_optimum():
    # Unsigned, the minimum order of 6 would bind nobody.
    dataset = one_buyer(offers=offers((6, 8)), demand=edited("demand", quantity=3))
    assert cost(dataset, without="only_if_signed") == pytest.approx(27)


def test_all_bought_row():
    m = view(two_buyers())
    bought = sum(m.buy[buyer, "", "L", "shell", begins] for buyer in ("FR", "DE") for begins in (0, 6, 8))
    assert row(m.all_bought["L", "shell"]) == row(m.make["L", "shell", 1] == bought)


def test_all_bought_changes_the_optimum():
    # 8 cases are there for 8 shells: 8 at 10, moved at 1. Were 10 bought at 2 of which 8 are made: 20 + 8.
    dataset = one_buyer(
        products=[*BASE["products"], {"product": "case", "mass_kg": 1}],
        bom=[{"product": "shell", "component": "case", "quantity": 1}],
        stocks=[{"site": "plant", "product": "case", "initial": 8}],
        offers=offers((0, 10), (10, 2)),
    )
    assert cost(dataset) == pytest.approx(88)
    assert cost(dataset, without="all_bought") == pytest.approx(28)


def test_an_offered_product_is_paid_by_contract_and_not_by_unit_cost():
    assert cost_by_part(one_buyer(offers=offers((0, 7)))) == {"procurement": 56, "transport": 8}


def test_ceiling_row():
    m = view(two_buyers((), offers=offers((0, 10), (2, 8), max_quantity=5)))
    bought = sum(m.buy[buyer, "", "L", "shell", begins] for buyer in ("FR", "DE") for begins in (0, 2))
    assert row(m.ceiling["L", "shell"]) == row(bought <= 5)


def test_ceiling_changes_the_optimum():
    # France and Germany, each alone, may buy 5 together: 5 * 10 and 2 short.
    dataset = two_buyers((), offers=offers((0, 10), max_quantity=5))
    assert cost(dataset) == pytest.approx(50 + 200)
    assert cost(dataset, without="ceiling") == pytest.approx(70)


GIFTS: Rows = [
    {"from_country": "NO", "to_country": "FR", "product": "shell", "quantity": 2},
    {"from_country": "FR", "to_country": "DE", "product": "shell"},
]


def test_ownership_row():
    # Norway's 7 lie at the front, 2 of France come in period 1, more after the horizon.
    dataset = two_buyers(
        stocks=[{**FRONT, "country": "NO", "initial": 7}],
        arrivals=[{**FRONT, "period": period, "quantity": 2} for period in (1, 9)],
        donations=GIFTS,
        offers=offers((0, 10)),
    )
    m = view(dataset)
    serve = {
        buyer: m.serve["front", buyer, "shell", place, 1, "shell", 1, 1] for place, buyer in enumerate(("FR", "DE"))
    }
    given = {pair: m.give[(*pair, "shell")] for pair in (("NO", "FR"), ("FR", "DE"))}
    buy = {buyer: m.buy[buyer, "", "L", "shell", 0] for buyer in ("FR", "DE")}
    assert row(m.ownership["FR", "shell"]) == row(serve["FR"] + given["FR", "DE"] <= buy["FR"] + 2 + given["NO", "FR"])
    assert row(m.ownership["DE", "shell"]) == row(serve["DE"] <= buy["DE"] + given["FR", "DE"])
    assert row(m.ownership["NO", "shell"]) == row(given["NO", "FR"] <= 7)
    assert (given["NO", "FR"].ub, given["FR", "DE"].ub) == (2, None)


def test_ownership_counts_the_product_that_is_handed_over():
    # A drone for a shell is a drone that France must own. Shells are not offered: nobody need own one.
    drone = {
        "products": [*BASE["products"], {"product": "drone", "mass_kg": 0}],
        "lines": [*BASE["lines"], {"line": "D", "site": "plant", "product": "drone", "capacity": 12}],
        "substitutes": [{"product": "shell", "substitute": "drone", "ratio": 2}],
        "offers": [{"line": "D", "product": "drone", "from_quantity": 0, "unit_price_eur": 1}],
    }
    m = view(tiny(**drone))
    served = m.serve["front", "FR", "shell", 0, 1, "drone", 1, 2]
    assert row(m.ownership["FR", "drone"]) == row(served <= m.buy["FR", "", "D", "drone", 0])
    assert rows_of(m, "ownership") == [("FR", "drone")]


def test_ownership_changes_the_optimum():
    # 7 at the front are Norway's, which asks for nothing; 2 may be given to France. The other 5 are bought at 10.
    dataset = two_buyers(stocks=[{**FRONT, "country": "NO", "initial": 7}], donations=GIFTS[:1], offers=offers((0, 10)))
    assert cost(dataset) == pytest.approx(50)
    assert cost(dataset, without="ownership") == pytest.approx(0)


def test_budget_row():
    countries = [{"country": "FR", "budget_eur": 50}, {"country": "DE"}, {"country": "NO", "budget_eur": 9}]
    m = view(two_buyers(countries=countries))
    steps = ((0, 10), (6, 8), (8, 7))
    paid = sum(price * m.buy["FR", "", "L", "shell", begins] for begins, price in steps)
    assert row(m.budget["FR"]) == row(paid <= 50)
    assert rows_of(m, "budget") == ["FR"]


def test_budget_changes_the_optimum():
    # 50 EUR buy 5 at 10: 50 + 5, and 3 short. Without: 88.
    dataset = one_buyer(countries=[{"country": "FR", "budget_eur": 50}])
    assert cost(dataset) == pytest.approx(55 + 300)
    assert cost(dataset, without="budget") == pytest.approx(88)


def test_no_budget_and_no_ceiling_make_no_row():
    assert absent(two_buyers(), "budget")
    assert absent(two_buyers(), "ceiling")
    # A budget is for contracts; where there are none it limits nothing.
    assert absent(tiny(countries=[{"country": "FR", "budget_eur": 1}]), "budget")


LAWS = ("one_step", "step_reached", "step_used_up", "only_if_signed", "all_bought", "ceiling", "ownership", "budget")


@pytest.mark.parametrize("law", LAWS)
def test_without_offers_or_with_losses_there_are_no_contracts(law):
    countries = [{"country": "FR", "budget_eur": 50}]
    assert absent(tiny(countries=countries), law)
    discount = "incremental" if law == "step_used_up" else "all_units"
    full = one_buyer(countries=countries, offers=offers((0, 10), (2, 9), max_quantity=5, discount=discount))
    assert not absent(full, law)
    assert absent(full, law, LOST)


def test_an_offer_of_a_line_without_capacity_can_not_be_signed():
    m = view(one_buyer(lines=edited("lines", capacity=0)))
    assert len(m.sign) == len(m.buy) == 0
    # Nothing is made, and without a contract nothing serves.
    assert cost(one_buyer(lines=edited("lines", capacity=0))) == pytest.approx(800)
