"""Branching by hand finds what the solver's own branch and bound finds, and says no more than it has proven."""

import importlib
import json
from pathlib import Path

import numpy as np
import pytest

from edu_supply.model import build_model
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network import Network
from edu_supply.reading import read
from edu_supply.solving import Limits, Outcome, optimise, standard_form
from edu_supply.solving.first_plan import NOTHING_YET

module = importlib.import_module("edu_supply.solving.optimise")
CASES = Path(__file__).parents[1] / "cases"
MANY = ("orlib-cap41", "orlib-cap63", "williams-covid", "gams-clsp", "xpress-purchase-pool", "mitctl-blinky5")


def solved(case: str, gap: float) -> Outcome:
    periods = 1
    dataset = read(CASES / case, periods=periods)
    return optimise(standard_form(pyomo_model(build_model(Network.of(dataset)))), Limits(gap=gap))


@pytest.fixture(autouse=True)
def _every_model_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGE", 0)


@pytest.mark.parametrize("case", MANY)
def test_the_optimum_is_the_published_one(case: str) -> None:
    published = json.loads((CASES / case / "case.json").read_text())
    outcome = solved(case, gap=0)
    assert outcome.ending == "optimal"
    assert outcome.objective == pytest.approx(published["objective_eur"], rel=1e-6)
    assert outcome.bound == pytest.approx(outcome.objective, rel=1e-6)


@pytest.mark.parametrize("gap", [0.5, 0.1, 0.01])
def test_the_bound_is_never_above_the_optimum(gap: float) -> None:
    outcome = solved("orlib-cap41", gap)
    optimum = 1040444.375
    assert outcome.bound <= optimum * (1 + 1e-9)
    assert optimum * (1 - 1e-9) <= outcome.objective <= outcome.bound / (1 - gap) * (1 + 1e-9)


def test_without_nodes_the_solver_goes_on_from_the_rounding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edu_supply.solving.branching.MOST_NODES", 0)
    outcome = solved("orlib-cap63", gap=0)
    assert outcome.objective == pytest.approx(1014062.05, rel=1e-6)
    assert np.isfinite(outcome.bound)


def test_where_no_rounding_is_feasible_a_plan_is_found_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    # the roundings of two half-signed price steps sign both, which one_step forbids
    monkeypatch.setattr(module, "first_plan", lambda run, relaxed, **_: NOTHING_YET)
    assert solved("xpress-purchase-pool", gap=0).objective == pytest.approx(5435, rel=1e-6)
