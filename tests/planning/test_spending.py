"""What each buyer pays, what it would pay alone, when, and what no buyer carries."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from model.test_procurement import offers
from model.tiny import edited, tiny

import edu_supply
from edu_supply.dataset import Dataset
from edu_supply.plan import Plan
from edu_supply.planning.spending import alone_eur


def steps(discount: str, *pairs: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame([(*pair, discount) for pair in pairs], columns=["from_quantity", "unit_price_eur", "discount"])


@pytest.mark.parametrize(
    ("units", "eur"),
    [(1, 20), (3, 30), (4, 40), (5, 48), (7, 56), (9, 63)],
)
def test_alone_at_one_price_for_all_units(units, eur):
    # From 2 on 10, from 6 on 8, from 8 on 7: 1 pays for 2, 5 for 6 at 8, 7 at 8 as much as 8 at 7.
    assert alone_eur(steps("all_units", (2, 10), (6, 8), (8, 7)), units) == eur


@pytest.mark.parametrize(("units", "eur"), [(1, 20), (3, 30), (7, 68), (8, 76), (9, 83)])
def test_alone_at_a_price_for_what_is_beyond(units, eur):
    # The first 6 at 10 (2 at least), the next 2 at 8, the rest at 7.
    assert alone_eur(steps("incremental", (2, 10), (6, 8), (8, 7)), units) == eur


def joint(**tables: Any) -> Dataset:
    """France asks for 3 in period 2, Germany for 4; the line makes 4 in a period at 10 EUR, from 6 on at 8; to hold one
    costs 1."""
    usual = {
        "products": edited("products", holding_eur=1, value_eur=5),
        "lines": edited("lines", capacity=4),
        "lanes": edited("lanes", cost_eur_per_t=0),
        "demand": [*edited("demand", quantity=3, period=2), *edited("demand", quantity=4, period=2, buyer="DE")],
        "offers": offers((0, 10), (6, 8)),
        "countries": [{"country": "FR", "budget_eur": 30, "vat_rate": 0.2}, {"country": "DE", "vat_rate": 0.1}],
    }
    return tiny(2, **usual | tables)


def spending(plan: Plan, buyer: str, *columns: str) -> dict[int, list[float]]:
    """Some columns of a buyer's rows by period; 0 is the whole horizon."""
    rows = plan["spending"][plan["spending"]["buyer"] == buyer].fillna({"period": 0})
    return {int(row["period"]): [float(row[column]) for column in columns] for row in rows.to_dict("records")}


def test_what_each_pays_and_would_pay_alone():
    # Together 7 at 8. Alone 3 at 10, or 6 at 8: 30; 4 at 10: 40.
    plan = edu_supply.solve(joint(), gap=0)
    assert spending(plan, "FR", "paid_eur", "own_eur", "saved_eur", "vat_eur", "left_eur")[0] == pytest.approx(
        [24, 30, 6, 4.8, 6]
    )
    assert spending(plan, "DE", "paid_eur", "own_eur", "saved_eur", "vat_eur")[0] == pytest.approx([32, 40, 8, 3.2])
    assert plan.manifest["vat_eur"] == pytest.approx(8)


def test_it_is_spread_over_the_periods_as_units_are_begun():
    # As late as possible: 3 in period 1, 4 in period 2.
    plan = edu_supply.solve(joint(), gap=0)
    said = spending(plan, "DE", "paid_eur", "own_eur", "saved_eur", "vat_eur")
    assert set(said) == {0, 1, 2}
    for period, made in ((1, 3), (2, 4)):
        assert said[period] == pytest.approx([made / 7 * whole for whole in (32, 40, 8, 3.2)])


def test_what_no_buyer_carries():
    # 3 shells held for a period.
    rows = edu_supply.solve(joint(), gap=0)["spending"]
    rows = rows[rows["buyer"] == ""]
    assert rows[["cost", "paid_eur"]].values.tolist() == [["holding", pytest.approx(3)]]
    assert rows["period"].isna().all()


def test_of_an_incremental_offer_who_takes_the_units_of_which_step():
    # 6 at 10 and 1 at 8 are 68. Alone 3 and 4 at 10.
    dataset = joint(offers=offers((0, 10), (6, 8), discount="incremental"))
    plan = edu_supply.solve(dataset, gap=0)
    contracts = plan["contracts"]
    assert contracts.groupby("from_quantity")["quantity_units"].sum().to_dict() == pytest.approx({0: 6, 6: 1})
    assert contracts.groupby("buyer")["quantity_units"].sum().to_dict() == pytest.approx({"FR": 3, "DE": 4})
    own = [spending(plan, buyer, "own_eur")[0][0] for buyer in ("FR", "DE")]
    assert own == pytest.approx([30, 40])


def test_gifts_at_their_value_and_only_over_the_whole_horizon():
    # France may pay for 2, so Germany, which buys at 10 alone, gives it one; shells are worth 5.
    gift = [{"from_country": "DE", "to_country": "FR", "product": "shell", "quantity": 1}]
    dataset = joint(donations=gift, countries=[{"country": "FR", "budget_eur": 20}], offers=offers((0, 10)))
    plan = edu_supply.solve(dataset, gap=0)
    assert spending(plan, "FR", "paid_eur", "taken_eur", "given_eur")[0] == pytest.approx([20, 5, 0])
    assert spending(plan, "DE", "paid_eur", "taken_eur", "given_eur")[0] == pytest.approx([50, 0, 5])
    assert all(pd.isna(row).all() for period, row in spending(plan, "FR", "taken_eur", "given_eur").items() if period)


def test_fees_grants_and_debt_are_spread_alike():
    # Half is granted, a tenth is charged on top: it is worth its fee where the budget does not do without. 15 of 24.
    fund = [{"programme": "fund", "buyers": "FR", "inside": "FR", "support_rate": 0.5, "fee_rate": 0.1}]
    countries = [{"country": "FR", "budget_eur": 18}]
    dataset = joint(demand=edited("demand", quantity=3, period=2), offers=offers((0, 10)), programmes=fund,
                    countries=countries)  # fmt: skip
    plan = edu_supply.solve(dataset, gap=0)
    # 3 * 10 under the fund: 30 and a fee of 3, less 15 granted; or part of it outside, which costs no fee: x outside,
    # 10 x + (11 - 5) (3 - x) <= 18, so x = 0.
    whole = spending(plan, "FR", "paid_eur", "fee_eur", "grant_eur", "debt_eur", "left_eur")
    assert whole[0] == pytest.approx([30, 3, 15, 0, 0])
    assert spending(plan, "FR", "paid_eur", "fee_eur", "grant_eur")[2] == pytest.approx([30, 3, 15])


def test_who_pays_nothing_would_pay_alone_all_the_same():
    # The first 4 cost 10, the rest nothing; France may spend nothing, so its 3 are those beyond. Alone they cost 30.
    free = [row | {"discount": "incremental"} for row in offers((0, 10), (4, 0))]
    plan = edu_supply.solve(joint(offers=free, countries=[{"country": "FR", "budget_eur": 0}]), gap=0)
    assert spending(plan, "FR", "paid_eur", "own_eur", "saved_eur")[0] == pytest.approx([0, 30, 30])
