"""The paperwork: of equally cheap ways to sign, least tax less grants, then least debt."""

from __future__ import annotations

import time
from typing import Any

import pytest
from model.test_programmes import FREE, offers, programme
from model.tiny import Rows, edited, tiny

import edu_supply
from edu_supply.dataset import Dataset
from edu_supply.planning.settle import settled
from edu_supply.solving import Stop

from .solved import dataset, rows, solved

LOAN: Rows = [{"programme": "fund", "country": "FR", "amount_eur": 100}]


def bought(budget_eur: float | None = None, **tables: Any) -> Dataset:
    """France asks for 8 at 10 EUR, and 20 % of tax."""
    countries = [{"country": "FR", "vat_rate": 0.2, "budget_eur": budget_eur}]
    return tiny(**{"offers": offers((0, 10)), "lanes": FREE, "countries": countries} | tables)


def beside(dataset: Dataset) -> list[float]:
    """Objective, support, debt, tax, tax saved."""
    manifest = edu_supply.solve(dataset, gap=0).manifest
    return [manifest[key] for key in ("objective_eur", "support_eur", "debt_eur", "vat_eur", "vat_saved_eur")]


def test_grants_are_drawn():
    assert beside(bought(programmes=programme())) == pytest.approx([80, 40, 0, 16, 0])


def test_exemptions_are_used():
    exempt = programme(kind="agency", support_rate=0, vat_exempt=True)
    assert beside(bought(programmes=exempt)) == pytest.approx([80, 0, 0, 0, 16])


def test_but_not_at_a_higher_cost():
    assert beside(bought(programmes=programme(fee_rate=0.01))) == pytest.approx([80, 0, 0, 16, 0])


def test_no_more_is_lent_than_needed():
    for budget, debt in ((None, 0), (80, 0), (50, 30)):
        dataset = bought(budget, programmes=programme(kind="loan"), allocations=LOAN)
        assert beside(dataset) == pytest.approx([80, 0, debt, 16, 0])


def test_whoever_pays_less_tax_buys_what_nobody_needs():
    # 10 must be bought, 3 and 4 are needed: 3 at 20 % of tax, the others at 10 %. No programme has a part in it.
    dataset = bought(
        offers=offers((10, 10)),
        demand=[*edited("demand", quantity=3), *edited("demand", quantity=4, buyer="DE")],
        countries=[{"country": "FR", "vat_rate": 0.2}, {"country": "DE", "vat_rate": 0.1}],
    )
    assert beside(dataset) == pytest.approx([100, 0, 0, 6 + 7, 0])


def bought_from_words(vat_rate: str = "0.2", support_rate: str = "0.5") -> Dataset:
    return dataset(
        countries=rows("country vat_rate", f"PL {vat_rate}"),
        sites=rows("site country kind", "plant PL factory", "front PL front"),
        products=rows("product mass_kg", "shell 50"),
        lines=rows("line site product capacity unit_cost_eur", "L plant shell 10 0"),
        lanes=rows("origin destination", "plant front"),
        demand=rows("site product period quantity penalty_eur", "front shell 3 25 1000"),
        offers=rows("line product from_quantity unit_price_eur", "L shell 0 10"),
        programmes=rows("programme buyers inside support_rate", f"fund PL PL {support_rate}"),
    )


def test_what_is_made_and_sent_stays_as_it_is():
    one = solved(bought_from_words())
    values = settled(one.model, one.form, one.values, Stop(time.monotonic() + 60))
    for family in one.model.operations.goods:
        assert family.of(values) == pytest.approx(family.of(one.values))
    assert float(one.form.cost @ values) == pytest.approx(one.objective)


def test_where_there_is_neither_tax_nor_support_nothing_is_solved():
    one = solved(bought_from_words(vat_rate="0", support_rate="0"))
    assert settled(one.model, one.form, one.values, Stop(0.0)) is one.values
