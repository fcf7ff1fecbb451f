"""All checks together: what is legal stays legal, one mistake makes one problem."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from checks.completed import completed
from checks.small import SMALL, add, edit, said
from edu_supply.checks import check
from edu_supply.dataset import Settings
from edu_supply.horizon import Horizon
from edu_supply.schema import TABLES

CASES = sorted(path.parent for path in (Path(__file__).parents[1] / "cases").glob("*/case.json"))


def test_the_small_dataset_is_fine():
    assert said() == []


def test_no_rows_at_all_are_no_error_here():
    assert check(completed({}), Settings(Horizon(1))) == []


@pytest.mark.parametrize("folder", CASES[::12], ids=lambda folder: folder.name)
def test_published_cases_have_no_errors(folder):
    def cell(table: str, column: str, value: str) -> str | float:
        return float(value) if value and TABLES[table][column].is_number else value

    given = {
        file.stem: [
            {column: cell(file.stem, column, value) for column, value in row.items()}
            for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
        ]
        for file in folder.glob("*.csv")
    }
    periods = json.loads((folder / "case.json").read_text(encoding="utf-8"))["periods"]
    problems = check(completed(given), Settings(Horizon(periods)))
    assert not [problem for problem in problems if problem.is_error]


LEGAL = {
    "products and lines without any route": [
        add("products", product="nut", mass_kg=1),
        add("lines", line="nuts", site="depot", product="nut", capacity=5),
    ],
    "capacity 0": [edit("lines", 2, capacity=0)],
    "demand for nothing": [edit("demand", 0, quantity=0)],
    "an expansion of a line of which none stands": [
        edit("lines", 1, existing=0),
        edit("lines", 2, existing=0),
    ],
    "an availability above 1": [edit("availability", 0, share=3)],
    "arrivals above the storage": [edit("arrivals", 0, quantity=1e5)],
    "a bare demand row and a dated one": [add("demand", site="front", product="shell", period=3, quantity=7)],
}


@pytest.mark.parametrize("case", LEGAL)
def test_legal(case):
    assert said(*LEGAL[case]) == []


def test_errors_come_before_warnings():
    sentences = said(edit("lanes", 1, lead_periods=24), edit("lines", 0, site="mil"))
    assert [sentence.startswith("warning") for sentence in sentences] == [False, True]


def test_what_an_unreadable_cell_may_have_caused_is_not_said():
    tables = completed(SMALL)
    tables["lanes"].loc[1, "capacity_t"] = float("nan")
    tables["sites"].loc[1, "site"] = float("nan")
    tables["availability"].loc[1, "target"] = "plant>depot:road"
    unsound = {("lanes", "capacity_t"), ("sites", "site")}
    settings = Settings(Horizon(24))
    assert {problem.kind for problem in check(tables, settings)} > {"no limit", "unknown name"}
    assert check(tables, settings, lambda table, column: (table, column) not in unsound) == []


def test_tables_are_left_as_they_are():
    tables = completed(SMALL)
    before = {name: rows.copy() for name, rows in tables.items()}
    check(tables, Settings(Horizon(24)))
    assert all(rows.equals(before[name]) for name, rows in tables.items())
