"""The price of safety: each point as if sized alone, never cheaper with more service, drawn and reported."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

import edu_supply
from edu_supply.cli import app
from edu_supply.stockpiles import stockpile

DATASET = edu_supply.read("data/tutorial")
ASKED = {"kinds": ["site", "line"], "duration": 2}
LEVELS = [0.0, 0.7, 0.9, 1.0]


@pytest.fixture(scope="module")
def plan():
    return edu_supply.solve(DATASET)


def test_each_point_is_that_of_its_level_alone(plan):
    drawn = stockpile(DATASET, plan, **ASKED, service=0.9, frontier=LEVELS)["frontier"]
    alone = [stockpile(DATASET, plan, **ASKED, service=level).manifest["objective_eur"] for level in LEVELS]
    assert drawn["service"].tolist() == LEVELS
    assert drawn["objective_eur"].tolist() == pytest.approx(alone)
    assert (drawn["status"] == "optimal").all()
    assert drawn["objective_eur"].is_monotonic_increasing
    assert drawn["bound_eur"].is_monotonic_increasing
    assert drawn["days_of_supply"].iloc[0] == pytest.approx(25.0)  # 150 rounds, of which 6 a day are asked for


def test_it_ends_with_the_best_level_that_stock_can_reach(plan):
    little = edu_supply.change(DATASET, "stocks", where={"site": "UA-front"}, set={"maximum": 300})
    found = stockpile(little, plan, **ASKED, service=0.95, frontier=[0.5, 0.95, 1.0])
    rows = found["frontier"]
    assert found.manifest["status"] == "no plan"
    assert rows["last"].tolist() == [0, 1]
    assert rows["service"].iloc[1] == pytest.approx(found.manifest["best_service"], abs=1e-5)


def test_from_the_command_to_the_plans_report(tmp_path, plan):
    run = edu_supply.write_run(plan, DATASET, tmp_path / "plan")
    words = ["stockpile", "data/tutorial", "--plan", str(run), "--kinds", "site", "--frontier", "0,0.9,1", "-q"]
    done = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "stock")])
    assert done.exit_code == 0
    assert "days of supply" in done.stdout
    for page in (tmp_path / "stock" / "report.html", edu_supply.write_report(run)):
        text = page.read_text(encoding="utf-8")
        assert "The price of safety" in text
        assert not re.search(r"(?:src|href)=\"(?!#|data:)", text)
    partners = edu_supply.write_report(run, partners=True).read_text(encoding="utf-8")
    assert "The price of safety" not in partners


@pytest.mark.parametrize("levels", ["", "0.5;1", "1.5", "nan", "half"])
def test_levels_that_are_none(levels):
    done = CliRunner().invoke(app, ["stockpile", "data/tutorial", "--frontier", levels])
    assert done.exit_code == 2
    assert "service levels from 0 to 1" in done.stderr
