"""Of plans that cost the same, the one nearest to another: nothing moves by chance, and at no price."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

import edu_supply
from edu_supply.cli import app

TUTORIAL = edu_supply.read("data/tutorial")


def tied(dataset):
    """Two lanes that cost the same lead to the front."""
    lane = {"lane": "twin", "origin": "PL-depot", "destination": "UA-front", "mode": "road", "capacity_t": 1000,
            "cost_eur_per_t": 100, "lead_periods": 0}  # fmt: skip
    dataset = edu_supply.change(dataset, "lanes", add=[lane, {**lane, "lane": "other"}])
    return edu_supply.change(dataset, "lanes", where={"origin": "PL-depot", "mode": "rail"}, remove=True)


def only(dataset, lane):
    return edu_supply.change(dataset, "lanes", where={"lane": lane}, set={"cost_eur_per_t": 99})


@pytest.mark.parametrize("lane", ["twin", "other"])
def test_ties_go_the_way_of_the_other_plan(lane):
    dataset = tied(TUTORIAL)
    base = edu_supply.solve(only(dataset, lane))
    alone = edu_supply.solve(dataset)
    near = edu_supply.solve(dataset, near=base)
    assert set(near["shipments"].query("destination == 'UA-front'")["lane"]) & {"twin", "other"} == {lane}
    assert near.objective_eur == pytest.approx(alone.objective_eur, rel=1e-9)
    assert near.manifest["near"]["after_eur"] <= near.manifest["near"]["before_eur"]
    assert near.manifest["near"]["after_eur"] == pytest.approx(0, abs=1e-3)


def test_near_a_run_folder_the_comparison_shows_consequences_alone(tmp_path):
    plan = edu_supply.solve(TUTORIAL)
    run = edu_supply.write_run(plan, TUTORIAL, tmp_path / "base")
    words = ["solve", "data/tutorial", "--near", str(run), "--set", "demand.priority=1", "-q"]
    assert CliRunner().invoke(app, [*words, "--out", str(tmp_path / "near")]).exit_code == 0
    near, _ = edu_supply.read_run(tmp_path / "near")
    assert near.manifest["near"]["after_eur"] == pytest.approx(0, abs=1e-3)
    assert near["shipments"]["ship_units"].sum() == pytest.approx(plan["shipments"]["ship_units"].sum())


def test_what_cannot_be_near(tmp_path):
    done = CliRunner().invoke(app, ["solve", "data/tutorial", "--near", str(tmp_path / "none"), "-q"])
    assert done.exit_code == 2
