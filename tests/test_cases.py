"""The published problems of tests/cases: each reaches its known optimum, and its plan is verified."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import edu_supply

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/case.json"))

QUICK = """
ampl-multi ampl-net3-lead ampl-netmax3 ampl-steelT ampl-transp-lead fcnet-l61x114 gams-clsp gams-trnsport
interdiction-path-window mitctl-blinky5 mitctl-ecopants1-offers mitctl-fow1 orlib-cap41 orlib-cap61 stockpyl-example_3_9
williams-covid williams-distribution2 williams-facility williams-factory1 xpress-c1bike xpress-c3toy xpress-e2minflow
xpress-purchase xpress-purchase-offers xpress-purchase-pool
""".split()  # noqa: SIM905
"""Of every kind some that take no time; the slow ones are all the others."""


def case_of(name: str) -> dict[str, Any]:
    case: dict[str, Any] = json.loads((CASES / name / "case.json").read_text(encoding="utf-8"))
    return case


def test_there_are_68_cases() -> None:
    assert len(NAMES) == 68
    assert set(QUICK) <= set(NAMES)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in NAMES]
)
def test_published_optimum(name: str) -> None:
    case = case_of(name)
    dataset = edu_supply.read(CASES / name, periods=case["periods"])
    if case["pools"] is not None:
        dataset = dataset.with_pools(tuple(tuple(pool) for pool in case["pools"]))
    plan = edu_supply.solve(dataset, gap=0)  # verifies, or raises
    assert plan.status == "optimal"
    assert plan.objective_eur == pytest.approx(case["objective_eur"], rel=case["tolerance"])
    assert plan.manifest["bound_eur"] == pytest.approx(case["objective_eur"], rel=case["tolerance"])
    assert plan.manifest["verification"]["ok"]
