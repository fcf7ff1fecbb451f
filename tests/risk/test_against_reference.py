"""The least risk of random datasets, against one big programme of all worlds, written apart."""

from __future__ import annotations

import numpy as np
import pytest
from outages.stressing import cases
from reference import many_worlds
from stockpiles.test_against_reference import some, tuples, whole_plan
from typer.testing import CliRunner

import edu_supply
from edu_supply.cli import app
from edu_supply.outages.assets import losses_of
from edu_supply.outages.undisturbed import NoYardstickError
from edu_supply.problems import DataError
from edu_supply.tempo import Factor, Tempo


def as_cases(dataset, tempos):
    """(losses, factors, probability) of every world, the undisturbed one first."""
    demand = dataset["demand"]
    threats = dataset["threats"].drop_duplicates("threat")
    threats = threats[threats["probability"].fillna(0) > 0]
    lost = [([], 1 - threats["probability"].sum())]
    lost += [(tuples(losses_of(dataset, "threat", row.threat, 1, 1)), row.probability) for row in threats.itertuples()]
    lost = [one for one in lost if min((loss[4] for loss in one[0]), default=1) <= dataset.periods]
    lost[0] = ([], 1 - sum(share for _, share in lost[1:]))
    paces = [(np.ones(len(demand)), 1 - sum(tempo.probability for tempo in tempos))]
    paces += [(tempo.of(demand), tempo.probability) for tempo in tempos]
    return [(losses, factors, one * other) for losses, one in lost for factors, other in paces]


@pytest.mark.parametrize("seed", some([31, 35], range(8, 26, 3)))
@pytest.mark.parametrize("weight", [0.0, 0.7])
def test_the_least_risk(seed, weight, tmp_path):
    for case in cases(range(seed, seed + 1), tmp_path, size="small"):
        dataset, plan = case.dataset, whole_plan(case.plan)
        names = dataset["threats"]["threat"].unique()
        for name in names:
            likely = {"probability": 0.5 / len(names)}
            dataset = edu_supply.change(dataset, "threats", where={"threat": name}, set=likely)
        product = str(dataset["demand"]["product"].iloc[0])
        tempos = [Tempo("surge", 0.25, (Factor(1.6),)), Tempo("lull", 0.1, (Factor(0.5, product=(product,)),))]
        try:
            found = edu_supply.risk(dataset, plan, tempos=tempos, weight=weight, alpha=0.8, gap=1e-8)
        except (NoYardstickError, DataError):
            return
        best, _ = many_worlds.least_risk(case.tables, case.found, as_cases(dataset, tempos), weight, 0.8)
        said = found.manifest
        assert said["status"] == "optimal"
        assert said["objective_eur"] == pytest.approx(best, rel=1e-6, abs=1e-4)
        assert said["bound_eur"] <= best * (1 + 1e-6) + 1e-4
        assert said["without"]["objective_eur"] >= said["objective_eur"] - 1e-6 * abs(best)
        assert said["value_of_stochastic_solution_eur"] >= 0
        assert said["value_of_perfect_information_eur"] >= 0
        assert found["risk_worlds"]["probability_share"].sum() == pytest.approx(1)


@pytest.mark.slow
def test_workers_find_the_same():
    dataset = edu_supply.read("data/tutorial")
    plan = edu_supply.solve(dataset)
    surge = [Tempo("surge", 0.3, (Factor(1.5),)), Tempo("storm", 0.1, (Factor(2.0, front=("UA-front",)),))]
    found = [edu_supply.risk(dataset, plan, tempos=surge, weight=0.5, workers=workers) for workers in (1, 2)]
    assert found[0]["risk_stock"].equals(found[1]["risk_stock"])


@pytest.mark.parametrize(("tempos", "said"), [
    ([], "no risk"),
    ([Tempo("a", 0.7, ()), Tempo("b", 0.6, ())], "sum to 1.3"),
    ([Tempo("a", 0.5, (Factor(2.0, product=("rund",)),))], "round"),
    ([Tempo("a", 0.5, (Factor(2.0, front=("nowhere",)),))], "at this front"),
    ([Tempo("a", 0.5, (Factor(-1.0),))], "out of range"),
    ([Tempo("a", 0.1, ()), Tempo("a", 0.1, ())], "two tempos"),
])  # fmt: skip
def test_refused(tempos, said):
    dataset = edu_supply.read("data/tutorial")
    with pytest.raises(DataError, match=said):
        edu_supply.risk(dataset, edu_supply.solve(dataset), tempos=tempos)


def test_from_a_model_file_to_its_page(tmp_path):
    file = tmp_path / "may-come.toml"
    file.write_text("[[tempo]]\nname = 'surge'\nprobability = 0.2\nfactor = 1.5\n", encoding="utf-8")
    words = ["risk", "data/tutorial", "--model", str(file), "--set", "threats.probability=0.1", "--weight", "0.5", "-q"]
    done = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "risk")])
    assert done.exit_code == 0
    assert "in 4 worlds" in done.stdout
    assert "To know which world comes would be worth" in done.stdout
    assert "What to hold against what may come" in (tmp_path / "risk" / "report.html").read_text(encoding="utf-8")
    done = CliRunner().invoke(app, ["risk", "data/tutorial", "--out", str(tmp_path / "none"), "-q"])
    assert (done.exit_code, "There is no risk" in done.stderr) == (2, True)
