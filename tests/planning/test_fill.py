"""Fill rates and days of supply, from tables written by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from edu_supply.planning.extract import plan_tables
from edu_supply.planning.fill import days_of_supply, fill_rates

from .solved import dataset, rows, solved
from .test_why import SHELL, SITES


def demand(*lines: tuple[str, str, str, float, float, float]) -> dict[str, pd.DataFrame]:
    columns = ["site", "buyer", "product", "quantity_units", "short_units", "penalty_eur"]
    return {"demand": pd.DataFrame(lines, columns=columns)}


def test_units_of_different_products_are_weighed_by_penalty() -> None:
    """UA: 3 of 10 shells at 100 and 1 of 2 rockets at 1,000 are short: 1,300 of 3,000. PL: nothing of 10 * 100."""
    rates = fill_rates(demand(
        ("F", "UA", "shell", 10, 3, 100), ("F", "UA", "rocket", 2, 1, 1000), ("G", "PL", "shell", 10, 0, 100),
    ))  # fmt: skip
    assert rates["by_product"] == pytest.approx({"shell": 0.85, "rocket": 0.5})
    assert rates["by_front"] == rates["by_front"] == pytest.approx({"F": 1 - 1300 / 3000, "G": 1.0})
    assert rates["by_buyer"] == pytest.approx({"UA": 1 - 1300 / 3000, "PL": 1.0})
    assert rates["weighted"] == pytest.approx(1 - 1300 / 4000)
    assert (rates["worst_product"], rates["worst_product_fill_rate"]) == ("rocket", 0.5)


def test_without_penalties_products_count_alike() -> None:
    rates = fill_rates(demand(("F", "UA", "shell", 1000, 500, 0), ("F", "UA", "rocket", 1, 0, 0)))
    assert rates["weighted"] == rates["by_front"]["F"] == 0.75


def test_nothing_asked_for() -> None:
    rates = fill_rates(demand())
    assert (rates["weighted"], rates["worst_product"], rates["by_product"]) == (1.0, None, {})


def test_days_of_supply() -> None:
    """A front asks for 31, 28, 31 and 30 shells in four months: one a day, all of it brought by the depot, which must
    hold 30: 30 days of supply; the front must hold 15."""
    plan = solved(dataset(
        sites=SITES, products=SHELL,
        lanes=rows("origin destination", "PL-plant PL-depot", "PL-depot UA-front"),
        stocks=rows("site product initial minimum", "PL-depot shell 30 30", "UA-front shell 0 15"),
        lines=rows("line site product capacity unit_cost_eur", "press PL-plant shell 1000 100"),
        demand=rows("site product period quantity", "UA-front shell 1 31", "UA-front shell 2 28", "UA-front shell 3 31",
                    "UA-front shell 4 30"),
    ))  # fmt: skip
    days = days_of_supply(plan_tables(plan.model, plan.values), plan.model.network.parts.dataset)
    front = days[(days["site"] == "UA-front") & (days["period"] == 4)].iloc[0]
    assert front["demand_per_day"] == pytest.approx(1.0)
    assert front["days_of_supply"] == pytest.approx(front["hold_units"]) == pytest.approx(15)
    depot = days[(days["site"] == "PL-depot") & (days["period"] == 4)].iloc[0]
    assert depot["demand_per_day"] == pytest.approx(1.0, rel=1e-6)
    assert depot["days_of_supply"] == pytest.approx(30, rel=1e-6)


def test_stock_that_serves_nothing_has_no_days() -> None:
    plan = solved(dataset(
        sites=SITES, products=SHELL, lanes=rows("origin destination", "PL-plant PL-depot"),
        stocks=rows("site product initial minimum", "PL-depot shell 5 5"),
        lines=rows("line site product capacity unit_cost_eur", "press PL-plant shell 1000 100"),
        demand=rows("site product period quantity", "UA-front shell 1 31"),
    ))  # fmt: skip
    days = days_of_supply(plan_tables(plan.model, plan.values), plan.model.network.parts.dataset)
    assert all(math.isnan(one) for one in days["days_of_supply"])
    assert days["hold_units"].tolist() == [5.0] * 4


def test_components_and_substitutes_count_as_what_is_served() -> None:
    """30 shells of 2 kg powder each are asked for in 120 days; 10 of them are served by 2 mines each."""
    here = {"site": ["PL-plant"], "product": ["shell"]}
    handed = {"served_product": ["mine"], "serve_units": [20.0], "asked_units": [10.0]}
    nothing = {"origin": [""], "destination": [""], "product": [""], "ship_units": [0.0]}
    tables = {
        "demand": pd.DataFrame({**here, "quantity_units": [30.0]}),
        "service": pd.DataFrame({**here, **handed}),
        "production": pd.DataFrame({**here, "line": ["press"], "make_units": [20.0]}),
        "shipments": pd.DataFrame(nothing).iloc[:0],
        "stocks": pd.DataFrame(
            {
                "site": "PL-plant",
                "country": "PL",
                "product": ["shell", "mine", "powder"],
                "period": 4,
                "hold_units": 9.0,
            }
        ),
    }
    data = dataset(
        sites=SITES, lanes=rows("origin destination", "PL-plant PL-depot"),
        products=rows("product mass_kg value_eur", "shell 1 1", "mine 1 1", "powder 1 1"),
        bom=rows("product component quantity", "shell powder 2"),
        lines=rows("line site product capacity", "press PL-plant shell 9"),
        demand=rows("site product period quantity", "PL-plant shell 1 30"),
        substitutes=rows("product substitute ratio", "shell mine 2"),
    )  # fmt: skip
    days = days_of_supply(tables, data).set_index("product")["demand_per_day"]
    assert days.to_dict() == pytest.approx({"shell": 20 / 120, "mine": 20 / 120, "powder": 40 / 120})
