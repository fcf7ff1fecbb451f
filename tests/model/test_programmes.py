"""Laws of programmes: who must take part, and how far support goes."""

from __future__ import annotations

from typing import Any

import pytest

from edu_supply.dataset import Dataset
from edu_supply.model import build_model
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network import Network

from .tiny import Rows, absent, best, cost, edited, row, rows_of, tiny, view

CONTRACT = ("*", "fund", "L", "shell")
FREE = edited("lanes", cost_eur_per_t=0)


def programme(**cells: Any) -> Rows:
    """A grant of half of what is paid, for France and Germany."""
    return [{"programme": "fund", "buyers": "FR|DE", "inside": "FR", "support_rate": 0.5, **cells}]


def offers(*steps: tuple[float, float], **cells: Any) -> Rows:
    return [{"line": "L", "product": "shell", "from_quantity": begins, "unit_price_eur": price, **cells}
            for begins, price in steps]  # fmt: skip


def alone(allocations: Rows | None = None, **cells: Any) -> Dataset:
    """France asks for 8 at 10 EUR and has 40."""
    tables: dict[str, Rows] = {"allocations": allocations} if allocations else {}
    return tiny(
        offers=offers((0, 10)), lanes=FREE, countries=[{"country": "FR", "budget_eur": 40}],
        programmes=programme(**cells), **tables,
    )  # fmt: skip


def together(germany_eur: float = 10, steps: Rows | None = None, **cells: Any) -> Dataset:
    """France asks for 8 and has 40 EUR, Germany for 2 and has 10."""
    return tiny(
        offers=steps or offers((0, 10)), lanes=FREE, programmes=programme(**cells),
        demand=[*edited("demand", quantity=8), *edited("demand", quantity=2, buyer="DE")],
        countries=[{"country": "FR", "budget_eur": 40}, {"country": "DE", "budget_eur": germany_eur}],
    )  # fmt: skip


def paid(m: Any, *buyers: str) -> Any:
    """What they pay under the fund, in units at 10 EUR: a unit of the second step, at 8, counts 8 tenths."""
    return sum(m.buy[buyer, "fund", "L", "shell", 0] + 0.8 * m.buy[buyer, "fund", "L", "shell", 6] for buyer in buyers)


def test_contract_volume_row():
    m = view(together(min_buyers=2, steps=offers((0, 10), (6, 8))))
    assert row(m.contract_volume[CONTRACT]) == row(m.volume[CONTRACT] == paid(m, "FR", "DE"))


def test_takes_part_row():
    # The line makes 10.
    m = view(together(min_buyers=2, min_share=0.4, steps=offers((0, 10), (6, 8))))
    for buyer in ("FR", "DE"):
        joins = m.join[buyer, *CONTRACT]
        assert row(m.takes_part[buyer, *CONTRACT]) == row(
            paid(m, buyer) - 0.4 * m.volume[CONTRACT] >= -0.4 * 10 * (1 - joins)
        )
    # Of nothing everybody pays its share.
    m = view(together(min_buyers=2, min_share=0.4, steps=offers((0, 0))))
    assert row(m.takes_part["FR", *CONTRACT]) == row(
        -0.4 * m.volume[CONTRACT] >= -0.4 * 10 * (1 - m.join["FR", *CONTRACT])
    )


def test_takes_part_changes_the_optimum():
    # Germany's 10 EUR are its half of 2 shells. So that these are 0.4 of what is paid, France buys 3 under the
    # programme, for 15 of its own, and 2.5 outside it for the other 25: 7.5 at 10, and 2.5 short.
    dataset = together(min_buyers=2, min_share=0.4)
    assert cost(dataset) == pytest.approx(75 + 250)
    # Without: all 10, with half of it granted; and so where the volume is what one likes.
    assert cost(dataset, without="takes_part") == pytest.approx(100)
    assert cost(dataset, without="contract_volume") == pytest.approx(100)


def test_enough_buyers_row():
    m = view(together(min_buyers=2, steps=offers((0, 10), (6, 8))))
    joined = m.join["FR", *CONTRACT] + m.join["DE", *CONTRACT]
    assert row(m.enough_buyers[CONTRACT]) == row(joined >= 2 * (m.sign[*CONTRACT, 0] + m.sign[*CONTRACT, 6]))
    # Of an incremental offer the first step is signed whenever any is.
    m = view(together(min_buyers=2, steps=offers((0, 10), (6, 8), discount="incremental")))
    joined = m.join["FR", *CONTRACT] + m.join["DE", *CONTRACT]
    assert row(m.enough_buyers[CONTRACT]) == row(joined >= 2 * m.sign[*CONTRACT, 0])


def test_enough_buyers_changes_the_optimum():
    # Germany has nothing to pay its half with, so France is alone: 4 at 10 outside the programme; 4 and 2 short.
    dataset = together(0, min_buyers=2)
    assert cost(dataset) == pytest.approx(40 + 600)
    # Without: France's 8 with half of it granted.
    assert cost(dataset, without="enough_buyers") == pytest.approx(80 + 200)


def test_enough_members_row():
    m = view(together(members="DE", min_members=1))
    assert row(m.enough_members[CONTRACT]) == row(m.join["DE", *CONTRACT] >= m.sign[*CONTRACT, 0])
    assert row(m.enough_buyers[CONTRACT]) == row(
        m.join["FR", *CONTRACT] + m.join["DE", *CONTRACT] >= m.sign[*CONTRACT, 0]
    )


def test_enough_members_changes_the_optimum():
    # As above: the only member has nothing.
    dataset = together(0, members="DE", min_members=1)
    assert cost(dataset) == pytest.approx(40 + 600)
    assert cost(dataset, without="enough_members") == pytest.approx(80 + 200)
    # With 10 EUR it takes part, and all is bought.
    assert cost(together(members="DE", min_members=1)) == pytest.approx(100)


def test_who_takes_part_is_asked_only_where_it_matters():
    laws = ("takes_part", "enough_buyers", "enough_members")
    assert [absent(together(), law) for law in laws] == [True, True, True]
    assert [absent(together(min_buyers=2), law) for law in laws] == [False, False, True]
    assert [absent(together(members="FR", min_members=1), law) for law in laws] == [False, False, False]
    # One of two pays half in any case, but perhaps nobody pays 0.6: then nobody takes part.
    assert [absent(together(min_share=0.5), law) for law in laws] == [True, True, True]
    assert [absent(together(min_share=0.6), law) for law in laws] == [False, False, True]


def test_a_pool_without_enough_of_them_has_no_contract():
    dataset = together(min_buyers=2).with_pools(())
    assert rows_of(view(dataset), "one_step") == [("FR", "", "L", "shell"), ("DE", "", "L", "shell")]
    dataset = together(members="NO", min_members=1)
    assert rows_of(view(dataset), "one_step") == [("*", "", "L", "shell")]


def test_support_share_row():
    m = view(together(support_rate=0.2, steps=offers((0, 10), (6, 8))))
    assert row(m.support_share["FR", *CONTRACT]) == row(m.support["FR", *CONTRACT] <= 0.2 * 10 * paid(m, "FR"))
    # The budget is relieved of it, and pays the fee.
    m = view(alone(fee_rate=0.1))
    full = 10 * m.buy["FR", "", "L", "shell", 0] + 11 * m.buy["FR", "fund", "L", "shell", 0]
    assert row(m.budget["FR"]) == row(full - m.support["FR", *CONTRACT] <= 40)


def test_support_share_changes_the_optimum():
    # Of 10 EUR France pays 8: 5 shells, 3 short.
    dataset = alone(support_rate=0.2)
    assert cost(dataset) == pytest.approx(50 + 300)
    assert cost(dataset, without="support_share") == pytest.approx(80)


def test_programme_budget_row():
    m = view(together(budget_eur=30))
    support = m.support["FR", *CONTRACT] + m.support["DE", *CONTRACT]
    assert row(m.programme_budget["fund"]) == row(support <= 30)
    # All its contracts share it.
    m = view(together(budget_eur=30).with_pools(()))
    support = m.support["FR", "FR", "fund", "L", "shell"] + m.support["DE", "DE", "fund", "L", "shell"]
    assert row(m.programme_budget["fund"]) == row(support <= 30)


def test_programme_budget_changes_the_optimum():
    # 40 of its own and 10 granted: 5 shells, 3 short.
    dataset = alone(budget_eur=10)
    assert cost(dataset) == pytest.approx(50 + 300)
    assert cost(dataset, without="programme_budget") == pytest.approx(80)


def test_allocation_row():
    dataset = alone(allocations=[{"programme": "fund", "country": "FR", "amount_eur": 10}])
    m = view(dataset)
    assert row(m.allocation["fund", "FR"]) == row(m.support["FR", *CONTRACT] <= 10)
    assert rows_of(m, "allocation") == [("fund", "FR")]


def test_allocation_changes_the_optimum():
    # As above: 10 granted. A loan relieves the budget alike.
    for kind in ("grant", "loan", "agency"):
        dataset = alone(kind=kind, allocations=[{"programme": "fund", "country": "FR", "amount_eur": 10}])
        assert cost(dataset) == pytest.approx(50 + 300)
        assert cost(dataset, without="allocation") == pytest.approx(80)


def test_who_has_no_allocation():
    # Of a loan nothing; of a grant nothing where others have one, else no limit.
    germany: Rows = [{"programme": "fund", "country": "DE", "amount_eur": 10}]
    for kind, allocations, least in (
        ("loan", None, 40 + 400), ("loan", germany, 40 + 400), ("grant", germany, 40 + 400), ("grant", None, 80),
    ):  # fmt: skip
        dataset = alone(kind=kind, allocations=allocations)
        assert cost(dataset) == pytest.approx(least)
        assert (len(view(dataset).support) == 0) == (least != 80)
        assert absent(dataset, "allocation")


def test_without_a_limit_there_is_no_row():
    assert absent(alone(), "programme_budget")
    assert absent(alone(support_rate=0), "support_share")


LAWS = (
    "contract_volume",
    "takes_part",
    "enough_buyers",
    "enough_members",
    "support_share",
    "programme_budget",
    "allocation",
)
FULL = {"min_buyers": 2, "members": "FR", "min_members": 1, "budget_eur": 10}


def full(**cells: Any) -> Dataset:
    return tiny(
        offers=offers((0, 10)), programmes=programme(**FULL | cells),
        demand=[*edited("demand"), *edited("demand", buyer="DE")],
        allocations=[{"programme": "fund", "country": "FR", "amount_eur": 10}],
    )  # fmt: skip


@pytest.mark.parametrize("law", LAWS)
def test_without_a_programme_that_may_be_used_there_are_no_rows(law):
    assert not absent(full(), law)
    assert absent(full(families="missiles"), law)
    assert absent(full(buyers="DE"), law)
    assert absent(tiny(programmes=programme(**FULL)), law)
    assert absent(full(), law, {"kind": "site", "target": "front"})


def test_a_programme_that_is_not_valid_on_the_first_day_changes_nothing():
    for since, until, valid in (("2027-01-01", "2027-01-01", True), ("2027-01-02", None, False),
                                (None, "2026-12-31", False)):  # fmt: skip
        days = programme(valid_from=since, valid_to=until)
        start: Rows = [{"key": "start", "value": "2027-01-01"}]
        dataset = tiny(offers=offers((0, 10)), programmes=days, settings=start)
        assert (len(view(dataset).support) == 1) == valid


def net(dataset: Dataset) -> float:
    """The least objective that counts tax and support."""
    outcome = best(pyomo_model(build_model(Network.of(dataset), net=True)))
    assert outcome.values is not None
    return outcome.objective


def test_net_counts_tax_and_what_programmes_pay():
    # 8 at 10, and 20 % of tax; or a fee of 10 % and no tax; or half of it granted, half of it lent.
    countries = [{"country": "FR", "vat_rate": 0.2}]
    loan: Rows = [{"programme": "fund", "country": "FR", "amount_eur": 100}]
    tables: dict[str, Rows] = {"offers": offers((0, 10)), "lanes": FREE, "countries": countries}
    agency = programme(kind="agency", support_rate=None, fee_rate=0.1, vat_exempt=True)
    assert net(tiny(**tables)) == pytest.approx(80 + 16)
    assert net(tiny(**tables, programmes=agency)) == pytest.approx(80 + 8)
    assert cost(tiny(**tables, programmes=agency)) == pytest.approx(80)
    assert net(tiny(**tables, programmes=programme())) == pytest.approx(80 + 16 - 40)
    assert net(tiny(**tables, programmes=programme(kind="loan"), allocations=loan)) == pytest.approx(80 + 16)
