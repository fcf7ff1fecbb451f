"""``requirements`` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .command import MARKING, TUTORIAL, edited, run

pytestmark = pytest.mark.usefixtures("elsewhere")


def dataset(rows: str) -> Path:
    folder = edited(Path("data"), "settings.csv", "periods,4", "periods,4")
    head = "requirement,method,site,product,days,daily_units\n"
    (folder / "requirements.csv").write_text(head + rows, encoding="utf-8")
    return folder


def test_the_rows_are_shown_and_written() -> None:
    result = run("requirements", dataset("thirty-days,level_of_effort,PL-depot,round,30,7667\n"), "--write", "typed")
    assert result.exit_code == 0, result.stderr
    said = result.stdout.splitlines()
    assert said[0] == said[-1] == MARKING
    assert said[1] == "data: 1 requirement, 1 row"
    assert "230,010  units  EUR 2,500" in said[3]
    assert not Path("typed", "requirements.csv").exists()
    assert "PL-depot,round,PL,0,230010,1,2500" in Path("typed", "stocks.csv").read_text(encoding="utf-8")
    assert run("check", "typed").exit_code == 0


def test_a_plan_says_what_is_missing() -> None:
    few, many = "few,level_of_effort,PL-shells,body,5,2\n", "many,level_of_effort,PL-depot,round,30,99\n"
    result = run("solve", dataset(few + many))
    assert result.exit_code == 0, result.stderr
    assert "Requirements: 1 of 2 are full by the end" in result.stdout
    assert "PL  body   stock" in result.stdout
    assert Path("runs", "data", "requirements.csv").exists()


def test_an_error_names_its_line_and_column() -> None:
    result = run("requirements", dataset("R,level_of_effort,PL-depot,round,30,\n"))
    assert result.exit_code == 2
    assert "requirements.csv:2 daily_units: level_of_effort needs daily_units and days." in result.stderr


def test_none() -> None:
    assert run("requirements", TUTORIAL).stdout.splitlines()[1] == "tutorial has no requirements"
