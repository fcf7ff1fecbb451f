"""Requirements: what each of NATO's ways comes to, worked out by hand; what is wrong with them; what a plan says."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import edu_supply
from edu_supply.needs import explicit

TUTORIAL = Path(__file__).parents[2] / "data" / "tutorial"
HEAD = ("requirement,method,site,product,country,kind,days,daily_units,attrition,targets,per_target,weapons,per_weapon,"
        "serves,from_period,priority,penalty_eur")  # fmt: skip


def tutorial() -> dict[str, pd.DataFrame]:
    return {name: table for name, table in edu_supply.read(TUTORIAL).given.items() if len(table)}


def dataset(*rows: str) -> edu_supply.Dataset:
    """The tutorial (four months from 2027-01, 180 rounds a month, worth EUR 1,000 each) with requirements."""
    cells = [dict(zip(HEAD.split(","), row.split(","), strict=False)) for row in rows]
    return edu_supply.from_tables({**tutorial(), "requirements": pd.DataFrame(cells)}, "tutorial")


def made(*rows: str) -> list[tuple[object, ...]]:
    columns = ["table", "site", "country", "product", "period", "units", "penalty_eur"]
    return [tuple(row) for row in edu_supply.requirements(dataset(*rows))[columns].to_numpy().tolist()]


def test_thirty_days_at_7667_rounds() -> None:
    # 30 * 7,667. Priority 2: ten times the value, over the three periods from 2027-02 to 2027-04.
    assert made("R,level_of_effort,PL-depot,round,,,30,7667,,,,,,,2027-02") == [
        ("stocks", "PL-depot", "PL", "round", 2, 230010.0, pytest.approx(10_000 / 3))
    ]


def test_attrition_multiplies_and_a_given_penalty_stands() -> None:
    assert made("R,level_of_effort,UA-front,drone,,,10,40,0.75,,,,,,,,7") == [
        ("stocks", "UA-front", "UA", "drone", 1, 300.0, 7.0)
    ]


def test_days_of_supply_are_days_of_the_mean_demand_that_is_served() -> None:
    # January to April 2027 has 120 days, in which Ukraine asks for 4 * 180: 6 a day.
    assert made("R,days_of_supply,PL-depot,round,UA,,15") == [("stocks", "PL-depot", "UA", "round", 1, 90.0, 2500.0)]
    # 30 more in each of 60 days from February on make 720 + 1800 in 120 days: 21 a day.
    both = made("R,days_of_supply,PL-depot,round,UA,,15", "W,level_of_effort,UA-front,round,,demand,60,30,,,,,,,2")
    assert both[0][5] == pytest.approx(15 * 21)
    assert made("R,days_of_supply,PL-depot,round,UA,,15,8")[0][5] == 120.0


def test_targets_and_weapons() -> None:
    rows = made("T,target_oriented,UA-front,round,,,,,,12,25", "L,lifetime_oriented,PL-depot,round,,,,,,,,18,40")
    assert [row[5] for row in rows] == [300.0, 720.0]


def test_demand_falls_into_the_periods_of_its_days() -> None:
    # February 2027 has 28 of the 40 days. Priority 1: thirty times the value.
    assert made("W,level_of_effort,UA-front,round,,demand,40,2,,,,,,,2027-02,1") == [
        ("demand", "UA-front", "UA", "round", 2, 56.0, 30_000.0),
        ("demand", "UA-front", "UA", "round", 3, 24.0, 30_000.0),
    ]  # fmt: skip
    assert [row[4:6] for row in made("T,target_oriented,UA-front,round,,demand,,,,12,25,,,,3")] == [(3, 300.0)]


def test_the_same_plan_as_with_the_rows_typed_by_hand(tmp_path: Path) -> None:
    with_table = dataset("D,days_of_supply,PL-depot,round,UA,,15,,,,,,,,2", "F,level_of_effort,UA-front,round,,,5,6",
                         "W,level_of_effort,UA-front,round,,demand,40,2,,,,,,,2")  # fmt: skip
    typed = edu_supply.read(TUTORIAL)
    typed = edu_supply.change(typed, "demand", add=[
        {"site": "UA-front", "product": "round", "period": period, "quantity": quantity, "penalty_eur": 10_000}
        for period, quantity in ((2, 56), (3, 24))
    ])  # fmt: skip
    # 800 in 120 days, 15 days of it: 100. What lies at the front keeps its row.
    minimum = {"minimum": 30, "minimum_penalty_eur": 2500}
    typed = edu_supply.change(typed, "stocks", where={"site": "UA-front"}, set=minimum)
    typed = edu_supply.change(typed, "stocks", add=[
        {"site": "PL-depot", "product": "round", "country": "UA", "minimum": 100, "from_period": 2,
         "minimum_penalty_eur": 10_000 / 3}
    ])  # fmt: skip
    folder = edu_supply.write_dataset(explicit(with_table), tmp_path / "spelt-out")
    assert not (folder / "requirements.csv").exists()
    compared = ["site", "product", "minimum", "from_period", "minimum_penalty_eur"]
    for other in (typed, edu_supply.read(folder)):
        pd.testing.assert_frame_equal(with_table["stocks"][compared], other["stocks"][compared])
        assert with_table["demand"]["quantity"].tolist() == other["demand"]["quantity"].tolist()
    plan = edu_supply.solve(with_table, gap=0)
    assert plan.objective_eur == pytest.approx(edu_supply.solve(typed, gap=0).objective_eur)
    again, inputs = edu_supply.read_run(edu_supply.write_run(plan, with_table, tmp_path / "run"))
    assert edu_supply.verify(inputs, again.tables, again.manifest).ok
    assert edu_supply.summary(again, inputs) == edu_supply.summary(plan, with_table)


def works(*requirements: dict[str, object]) -> edu_supply.Dataset:
    """A works that makes 10 shells a month for a front that asks for 4: the other 6 can go into stock, at either."""
    common = {"method": "target_oriented", "product": "shell", "site": "works", "per_target": 1}
    tables = {
        "settings": [{"key": "periods", "value": "4"}],
        "sites": [{"site": "works", "country": "PL", "kind": "factory"},
                  {"site": "front", "country": "UA", "kind": "front"}],
        "products": [{"product": "shell", "mass_kg": 1, "value_eur": 100}],
        "lines": [{"line": "L", "site": "works", "product": "shell", "capacity": 10, "unit_cost_eur": 1}],
        "lanes": [{"origin": "works", "destination": "front"}],
        "demand": [{"site": "front", "product": "shell", "quantity": 4, "penalty_eur": 9000}],
        "requirements": [common | row for row in requirements],
    }  # fmt: skip
    return edu_supply.from_tables({name: pd.DataFrame(rows) for name, rows in tables.items()}, "works")


def met(*requirements: dict[str, object]) -> pd.DataFrame:
    return edu_supply.solve(works(*requirements))["requirements"].set_index("requirement")


FIGURES = ["required_units", "missing_units", "most_missing_units", "full_from_period"]


def test_what_is_missing_and_from_when_on_it_is_full() -> None:
    # 6 a month of 15: 9 missing, then 3, then none.
    assert met({"requirement": "R", "targets": 3, "per_target": 5}).loc["R", FIGURES].tolist() == [15, 0, 9, 3]
    table = met({"requirement": "R", "targets": 30},
                {"requirement": "S", "site": "front", "targets": 8, "from_period": 9})  # fmt: skip
    assert table.loc["R", FIGURES[:3]].tolist() == [30, 6, 24]
    assert table.loc[["R", "S"], "full_from_period"].isna().all()
    assert pd.isna(table.loc["S", "missing_units"])


def test_of_two_owners_at_one_place_the_cheaper_goes_without() -> None:
    # 24 by the end: 20 for the one whose gap costs more, 4 of the other's 10.
    table = met({"requirement": "A", "country": "PL", "targets": 10, "penalty_eur": 5},
                {"requirement": "B", "country": "DE", "targets": 20, "penalty_eur": 9})  # fmt: skip
    assert table["missing_units"].to_dict() == pytest.approx({"A": 6, "B": 0})
    assert table.loc["B", "full_from_period"] == 4


def test_demand_is_full_where_nothing_of_it_is_short() -> None:
    # 6 can be made beside the monthly 4; 8 are asked for in period 1, 3 in period 3.
    table = met({"requirement": "W", "site": "front", "kind": "demand", "targets": 8, "priority": 3},
                {"requirement": "V", "site": "front", "kind": "demand", "targets": 3, "from_period": 3})  # fmt: skip
    assert table.loc["W", FIGURES].tolist() == [8, 2, 2, 2]
    assert table.loc["V", FIGURES].tolist() == [3, 0, 0, 3]


WRONG = {
    "a number that is missing": (
        "R,level_of_effort,PL-depot,round,,,30",
        'requirements[0] daily_units: level_of_effort needs daily_units and days. Give daily_units.',
    ),
    "a number of no use": (
        "R,target_oriented,PL-depot,round,,,30,,,12,25",
        'requirements[0] days "30": target_oriented does not use days where stock is held. Leave it blank.',
    ),
    "supply as demand": (
        "R,days_of_supply,UA-front,round,,demand,30",
        ('requirements[0] kind "demand": Days of supply are a stock to hold, not a demand. Write stock; or, for what '
         "is used in combat, the method level_of_effort."),
    ),
    "an unknown front": (
        "R,days_of_supply,PL-depot,round,UA,,30,,,,,,,UA-frnt",
        'requirements[0] serves "UA-frnt": There is no such site. Did you mean "UA-front"?',
    ),
    "nobody's demand": (
        "R,days_of_supply,PL-depot,round,,,30",
        ("requirements[0] daily_units: PL asks for no round, so this comes to nothing. Give daily_units, or the "
         "country or sites whose demand it is to serve."),
    ),
    "an unknown product": (
        "R,level_of_effort,PL-depot,rond,,,30,5",
        'requirements[0] product "rond": There is no such product. Did you mean "round"?',
    ),
    "a demand that is there": (
        "R,target_oriented,UA-front,round,,demand,,,,1,1,,,,2|S,target_oriented,UA-front,round,,demand,,,,1,1,,,,2",
        ('requirements[1] requirement "S": This is asked for there in the same period already: requirements[0]. '
         "Keep one of the two."),
    ),
    "a minimum that is there": (
        "R,target_oriented,PL-depot,round,,,,,,1,1|S,target_oriented,PL-depot,round,PL,,,,,1,1",
        'requirements[1] requirement "S": There is a minimum for this already: requirements[0]. Keep one of the two.',
    ),
    "too much": (
        "R,target_oriented,PL-depot,round,,,,,,1e9,1e9",
        ('requirements[0] requirement "R": This comes to 1e+18 units. No quantity may be above 1e+12, or below 1e-09 '
         "and not 0."),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "sentence"), WRONG.values(), ids=WRONG)
def test_errors(rows: str, sentence: str) -> None:
    with pytest.raises(edu_supply.DataError) as error:
        dataset(*rows.split("|"))
    assert sentence in [edu_supply.problems.sentence(problem) for problem in error.value.problems]


def test_a_minimum_above_the_maximum_is_the_requirements_fault() -> None:
    tables = tutorial()
    tables["stocks"] = tables["stocks"].assign(maximum=200)
    row = {"requirement": "R", "method": "target_oriented", "site": "UA-front", "product": "round"}
    with pytest.raises(edu_supply.DataError, match=r"requirements\[0\] minimum.*above the maximum of its row, 200"):
        edu_supply.from_tables({**tables, "requirements": pd.DataFrame([row | {"targets": 300, "per_target": 1}])})


def test_a_product_without_value_needs_a_penalty() -> None:
    tables = tutorial()
    tables["products"] = tables["products"].assign(value_eur=0)
    row = {"requirement": "R", "method": "target_oriented", "site": "PL-depot", "product": "round"}
    row |= {"targets": 3, "per_target": 1}
    with pytest.raises(edu_supply.DataError, match="Give penalty_eur here"):
        edu_supply.from_tables({**tables, "requirements": pd.DataFrame([row])})
    given = edu_supply.from_tables({**tables, "requirements": pd.DataFrame([{**row, "penalty_eur": 0}])})
    assert len(given["stocks"]) == 2


def test_another_horizon_and_another_row_make_other_rows() -> None:
    data = dataset("R,days_of_supply,PL-depot,round,UA,,15")
    twice = edu_supply.change(data, "requirements", set={"days": 30})
    assert twice["stocks"]["minimum"].tolist() == [0.0, 180.0]
    longer = edu_supply.change(data, "settings", where={"key": "periods"}, set={"value": 8})
    assert longer["stocks"]["minimum_penalty_eur"].iloc[1] == pytest.approx(10_000 / 8)
    assert len(longer.given["stocks"]) == 1
