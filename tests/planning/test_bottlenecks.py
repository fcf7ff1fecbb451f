"""What one more unit of a limit is worth: by hand, and by raising every limit of random plans and solving again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from edu_supply.plan import PLAN_TABLES
from edu_supply.planning.bottlenecks import bottlenecks
from edu_supply.planning.line_use import line_use
from edu_supply.problems import DataError
from edu_supply.reading import read
from tests.reference.random_datasets import make

from .raised import raised
from .solved import Solved, dataset, rows, solved
from .test_why import chain


def found(plan: Solved) -> pd.DataFrame:
    return bottlenecks(plan.model, plan.values, plan.duals)


def test_a_line_in_units_of_its_product() -> None:
    """50 shells are asked for in February and 20 can be made by then: one more in January or February saves the penalty
    of 4,000 less 100 for making it and 0.1 t * EUR 30 for sending it, in each of two months."""
    table = found(solved(dataset(**chain())))
    assert list(table) == list(PLAN_TABLES["bottlenecks"])
    row = table.iloc[0]
    assert (row["rank"], row["kind"], row["target"], row["product"]) == (1, "line", "press", "shell")
    assert (row["periods"], row["limit"]) == ("2027-01..2027-02", "capacity (units per period)")
    assert row["worth_eur"] == pytest.approx(2 * (4000 - 103))
    assert row["use_share"] == pytest.approx(0.5)
    assert len(table) == 1


def test_a_shared_line_is_measured_in_what_it_mostly_makes() -> None:
    """It could make 10 shells or 20 mines; all its time goes into 20 mines at a penalty of 4,000 each."""
    products = rows("product mass_kg value_eur", "shell 0 500", "mine 0 500")
    lines = rows("line site product capacity", "press PL-plant shell 10", "press PL-plant mine 20")
    demand = rows("site product period quantity penalty_eur", "UA-front shell 1 10 4000", "UA-front mine 1 50 4000")
    row = found(solved(dataset(**chain(products=products, lines=lines, demand=demand)))).iloc[0]
    assert (row["product"], row["limit"]) == ("", "capacity (units of mine per period)")
    assert row["worth_eur"] == pytest.approx(4000)


def test_a_stock_maximum_is_in_the_reduced_costs() -> None:
    """5 shells may be held; one more in January saves a penalty in February."""
    stocks = pd.DataFrame(
        {"site": ["PL-plant", "PL-depot", "UA-front"], "product": "shell", "maximum": ["0", "0", "5"]}
    )
    table = found(solved(dataset(**chain(stocks=stocks))))
    row = table[table["kind"] == "stock"].set_index("target").loc["UA-front"]
    assert (row["periods"], row["limit"]) == ("2027-01", "maximum (units)")
    assert row["worth_eur"] == pytest.approx(4000 - 103)
    assert row["use_share"] == pytest.approx(5 / 20)


def test_minimums_are_worth_what_dropping_them_saves() -> None:
    """10 shells must lie at the front from January on; each costs a penalty in February."""
    stocks = rows("site product minimum", "UA-front shell 10")
    lines = rows("line site product capacity unit_cost_eur minimum_use", "press PL-plant shell 10 100 0.2")
    table = found(solved(dataset(**chain(stocks=stocks, lines=lines)))).set_index("limit")
    least = table.loc["minimum (less of it; units)"]
    assert (least["target"], least["product"], least["use_share"]) == ("UA-front", "shell", 1.0)
    assert least["worth_eur"] > 0
    use = table.loc["minimum_use (less of it; units per period)"]
    assert use["periods"] == "2027-03..2027-04"


def test_what_is_not_there_is_no_bottleneck() -> None:
    sites = rows("site country kind throughput_t build_cost_eur", "PL-plant PL factory 99 10000000",
                 "PL-depot PL depot - -", "UA-front UA front - -")  # fmt: skip
    assert found(solved(dataset(**chain(sites=sites)))).empty


def test_nothing_binds() -> None:
    demand = rows("site product period quantity penalty_eur", "UA-front shell 2 5 4000")
    table = found(solved(dataset(**chain(demand=demand))))
    assert table.empty
    assert list(table) == list(PLAN_TABLES["bottlenecks"])


@pytest.mark.parametrize("seed", [2, 3, 9, 15])
def test_random_plans_save_what_is_said(seed: int, tmp_path: Path) -> None:
    """By convexity, raising a limit by a little saves at most what it is said to be worth, and lowering it costs at
    least that."""
    make(seed, tmp_path / "data", contracts=seed % 3 == 0)
    try:
        plan = solved(read(tmp_path / "data"))
    except (DataError, AssertionError):  # contradictory data
        return
    base, step = plan.again(plan.form), 1e-3
    for row in found(plan).groupby(["kind", "limit"]).head(1).itertuples():
        slack = 1e-6 + 1e-8 * abs(base)
        saved, lost = base - plan.again(raised(plan, row, step)), plan.again(raised(plan, row, -step)) - base
        assert saved <= row.worth_eur * step + slack, row
        assert row.worth_eur * step <= lost + slack, row


def test_line_use() -> None:
    """The press stands half from March on, and is expanded by one from February: 10, 20, 15, 15 shells are possible."""
    tables = chain(
        demand=rows("site product period quantity penalty_eur", "UA-front shell 2 25 4000"),
        availability=rows("kind target from_period share", "line press 3 0.5"),
        expansions=rows("expansion line adds cost_eur lead_periods", "second press 1 10 1"),
    )
    plan = solved(dataset(**tables))
    use = line_use(plan.model, plan.values)
    assert use["available_lines"].tolist() == [1, 2, 1, 1]
    assert use["used_lines"].sum() == pytest.approx(2.5)
    assert use["used_lines"].tolist() == pytest.approx((use["use_share"] * use["available_lines"]).tolist())
    assert set(use["line"] + use["site"] + use["products"]) == {"pressPL-plantshell"}
