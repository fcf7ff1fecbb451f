"""Several model files in one go, and the list of runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import edu_supply
from edu_supply.cli.solve import _sorted_out

from .command import MARKING, TUTORIAL, run

pytestmark = pytest.mark.usefixtures("elsewhere")


@pytest.fixture
def models() -> list[str]:
    """One with a plan, one without (400 rounds must lie where 150 do), one that names what is not there."""
    changes = {
        "cut": 'table = "lines"\nwhere.line = "charges"\nmultiply.capacity = 0.5',
        "none": 'table = "stocks"\nwhere.site = "UA-front"\nset.minimum = 400',
        "wrong": 'table = "lines"\nwhere.line = "charge"\nset.capacity = 0',
    }
    for name, change in changes.items():
        Path(f"{name}.toml").write_text(f"[[change]]\n{change}\n")
    return [f"{name}.toml" for name in changes]


def test_one_that_fails_stops_no_other_and_the_worst_counts(models: list[str]) -> None:
    """As a shell writes ``solve --model *.toml DATA``."""
    result = run("solve", "--model", *models, TUTORIAL, "--workers", 2, "--out", "here")
    assert result.exit_code == 3
    assert 'wrong: wrong.toml change 1 line "charge": No row of lines has this line.' in result.stderr
    assert "wrong: there is no run folder (exit code 2)" in result.stderr
    assert result.stdout.splitlines()[0] == MARKING
    assert [line.split()[:3] for line in result.stdout.splitlines()[2:-1]] == [
        ["cut", "tutorial", "optimal"], ["none", "tutorial", "no"]
    ]  # fmt: skip
    dataset = edu_supply.change(
        edu_supply.read(TUTORIAL), "lines", where={"line": "charges"}, multiply={"capacity": 0.5}
    )
    listed = json.loads(run("runs", "here", "--json").stdout)
    assert {one["run"]: one["objective_eur"] for one in listed} == {
        "cut": edu_supply.solve(dataset).objective_eur, "none": None
    }  # fmt: skip
    assert run("verify", "here/cut").exit_code == 0


def test_which_is_the_data_and_which_are_models() -> None:
    data, one, other = Path("data"), Path("a.toml"), Path("b.toml")
    assert _sorted_out([data], []) == (data, [])
    assert _sorted_out([data, other], [one]) == (data, [one, other])
    assert _sorted_out([other, data], [one]) == (data, [one, other])
    Path("folder.toml").mkdir()
    assert _sorted_out([Path("folder.toml")], [one]) == (Path("folder.toml"), [one])
    assert "one dataset is solved, and there are 2: data, more" in " ".join(run("solve", "data", "more").stderr.split())
    assert "there is none" in run("solve", "a.toml", "b.toml").stderr


def test_the_list_of_runs(plan: Path) -> None:
    assert run("runs").exit_code == 2
    Path("broken").mkdir()
    Path("broken/manifest.json").write_text("{")
    Path("other").mkdir()
    result = run("runs", ".")
    assert result.exit_code == 0
    assert "broken: This is not a run folder" in result.stderr
    marking, _, row, again = result.stdout.splitlines()
    assert marking == again == MARKING
    assert row.split()[:7] == ["plan", "tutorial", "optimal", "EUR", "830,320", "0.000", "%"]


def test_a_plan_to_begin_with_changes_no_answer() -> None:
    dataset = edu_supply.read(TUTORIAL)
    plan = edu_supply.solve(dataset)
    assert plan.chosen == {("open", "second-press", 1): 1.0}
    changes = (("demand", {"quantity": 190}), ("expansions", {"cost_eur": 2e6}), ("demand", {"quantity": 1}))
    for table, values in changes:
        other = edu_supply.change(dataset, table, set=values)
        assert edu_supply.solve(other, start=plan).objective_eur == pytest.approx(edu_supply.solve(other).objective_eur)
    without = edu_supply.change(dataset, "expansions", remove=True)
    assert edu_supply.solve(without, start=plan).objective_eur == pytest.approx(edu_supply.solve(without).objective_eur)
