"""Losses and times to survive on random datasets, against a solver written apart that rebuilds every world."""

from __future__ import annotations

import json

import pytest
from reference import solver as reference
from reference.survival import time_to_survive
from test_cases import CASES

import edu_supply
from edu_supply.outages.assets import ALL_KINDS, assets, losses_of
from edu_supply.outages.stage import Stages
from edu_supply.outages.undisturbed import Stressed, solve_undisturbed

from .stressing import Case, cases, told


def some(quick: range, slow: range) -> list[object]:
    """Seeds, of which most are slow."""
    return [*quick, *(pytest.param(seed, marks=pytest.mark.slow) for seed in slow)]


def tuples(losses):
    columns = ["kind", "target", "share_lost", "stock_lost", "start", "duration_periods"]
    return [tuple(row) for row in losses[columns].itertuples(index=False)]


@pytest.mark.parametrize("seed", some(range(2), range(2, 40)))
def test_every_world_from_any_start(seed, tmp_path):
    for case in cases(range(seed, seed + 1), tmp_path):
        start, duration = 1 + seed % 3, 1 + seed // 3 % 3
        stressed = Stressed.of(case.dataset, case.plan, stranded=True)
        undisturbed = solve_undisturbed(stressed)
        yardstick = reference.undisturbed(case.tables, case.found)
        objective = undisturbed.cost.total_eur + undisturbed.reserves_eur
        assert objective == pytest.approx(yardstick.objective, rel=1e-6, abs=1e-6)
        yardstick = told(yardstick, undisturbed.model, undisturbed.values, case.tables)
        stages = Stages(stressed, undisturbed, shared=(1, start))
        for asset in assets(case.dataset, ALL_KINDS).itertuples():
            losses = losses_of(case.dataset, asset.kind, asset.target, start, duration)
            if losses["start"].min() <= case.dataset.periods:
                answer = stages.solve(losses)
                theirs = reference.solve_world(case.tables, yardstick, tuples(losses))
                assert answer.cost.total_eur == pytest.approx(theirs.cost_of_world, rel=1e-6, abs=1e-6), asset


@pytest.mark.parametrize("seed", some(range(200, 202), range(202, 226)))
def test_every_row_of_a_sweep(seed, tmp_path):
    """Whether it was solved, proved by others, or is not used."""
    for case in cases(range(seed, seed + 1), tmp_path):
        found = edu_supply.spof(case.dataset, case.plan, kinds=ALL_KINDS, duration=2)
        compare(case, found["spof"])


def compare(case: Case, rows) -> None:
    yardstick = reference.undisturbed(case.tables, case.found)
    for row in rows[rows["start"] == 1].itertuples():
        losses = tuples(losses_of(case.dataset, row.kind, row.target, 1, 2))
        theirs = reference.solve_world(case.tables, yardstick, losses)
        loss = max(0.0, theirs.cost_of_world - yardstick.cost_of_world)
        assert row.loss_eur == pytest.approx(loss, rel=1e-6, abs=1e-6 * (1 + abs(yardstick.cost_of_world))), row
        assert row.loss_eur == pytest.approx(row.money_eur + row.short_eur)
        assert row.undisturbed_eur == pytest.approx(yardstick.cost_of_world, rel=1e-6)
        assert row.time_to_survive_periods == time_to_survive(case.tables, yardstick, losses), row


LOSSES = [one.parent.name for one in sorted(CASES.glob("*/case.json")) if '"lose"' in one.read_text("utf-8")]


@pytest.mark.parametrize("name", LOSSES)
def test_a_published_loss(name):
    """Those that lose one asset in a sweep; those that lose two together as a threat."""
    case = json.loads((CASES / name / "case.json").read_text("utf-8"))
    dataset = edu_supply.read(CASES / name, periods=case["periods"])
    lost = case["lose"]
    start, duration = lost[0]["start"], lost[0]["duration"]
    if len(lost) > 1:
        rows = [{"threat": "both", "kind": one["kind"], "target": one["target"], "start": one["start"],
                 "duration_periods": one["duration"]} for one in lost]  # fmt: skip
        dataset = edu_supply.change(dataset, "threats", add=rows)
        lost = [{"kind": "threat", "target": "both"}]
    found = edu_supply.spof(dataset, edu_supply.solve(dataset, gap=0), kinds=[lost[0]["kind"]], start=start,
                            duration=duration, survival=False)  # fmt: skip
    row = found["spof"].set_index("target").loc[lost[0]["target"]]
    assert row["loss_eur"] == pytest.approx(case["loss_eur"], rel=case["tolerance"])
    assert row["undisturbed_eur"] + row["loss_eur"] == pytest.approx(case["objective_after"], rel=case["tolerance"])
