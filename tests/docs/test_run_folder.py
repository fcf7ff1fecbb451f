"""The page on run folders says what is in a run folder: every file, every column, every key."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import edu_supply
from edu_supply.plan import PLAN_TABLES
from edu_supply.run_reference import MANIFEST, ONLY_IF_ASKED, ONLY_WITH_A_PLAN, run_reference
from edu_supply.side_tables import SIDE_TABLES

from .pages import ROOT, text_of

WRITE = "python -m edu_supply.run_reference > docs/run-folder.md"
TUTORIAL = ROOT / "data" / "tutorial"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dataset = edu_supply.read(TUTORIAL)
    return edu_supply.write_run(edu_supply.solve(dataset), dataset, tmp_path_factory.mktemp("runs") / "run")


@pytest.fixture(scope="module")
def without_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of data that contradict themselves: 150 rounds lie at the front, and 400 must."""
    dataset = edu_supply.change(edu_supply.read(TUTORIAL), "stocks", where={"site": "UA-front"}, set={"minimum": 400})
    return edu_supply.write_run(edu_supply.solve(dataset), dataset, tmp_path_factory.mktemp("runs") / "run")


def test_the_page_is_written_from_the_tables() -> None:
    assert text_of(ROOT / "docs" / "run-folder.md") == run_reference(), f"write it again: {WRITE}"


def tables_of(folder: Path) -> dict[str, list[str]]:
    return {file.stem: list(pd.read_csv(file, nrows=0).columns) for file in folder.glob("*.csv")}


def test_every_table_and_column_of_a_run_is_on_the_page(run: Path) -> None:
    said = {name: list(columns) for name, columns in {**PLAN_TABLES, **SIDE_TABLES}.items() if name != "conflict"}
    assert tables_of(run) == said


def test_every_table_and_column_of_a_run_without_a_plan_is_on_the_page(without_plan: Path) -> None:
    said = {name: list(columns) for name, columns in {**PLAN_TABLES, **SIDE_TABLES}.items()
            if name not in ("line_use", "requirements")}  # fmt: skip
    assert tables_of(without_plan) == said


def test_every_key_of_the_manifest_is_on_the_page(run: Path, without_plan: Path) -> None:
    assert set(json.loads((run / "manifest.json").read_text("utf-8"))) == set(MANIFEST) - set(ONLY_IF_ASKED)
    keys = set(MANIFEST) - set(ONLY_WITH_A_PLAN) - set(ONLY_IF_ASKED)
    assert set(json.loads((without_plan / "manifest.json").read_text("utf-8"))) == keys


def test_every_number_of_a_run_has_its_unit_in_the_columns_name(run: Path) -> None:
    """Or is a count, an ordinal or a ratio."""
    counts = {"period", "rank", "priority", "ratio", "quantity", "from_quantity", "limit", "reached", "binding"}
    units = ("_units", "_eur", "_t", "_kg", "_share", "_lines", "_period", "_periods")
    for file in run.glob("*.csv"):
        table = pd.read_csv(file)
        for column in table.select_dtypes("number"):
            if table[column].notna().any():
                assert column in counts or column.endswith(units), column


def test_a_run_reads_back_as_it_was_written(run: Path) -> None:
    plan, dataset = edu_supply.read_run(run)
    again = edu_supply.solve(dataset)
    for name, table in plan.tables.items():
        assert list(table.columns) == list(again[name].columns)
        for column in table.columns:
            if pd.api.types.is_numeric_dtype(again[name][column]):
                assert pd.api.types.is_numeric_dtype(table[column]) or table[column].isna().all(), f"{name}.{column}"
