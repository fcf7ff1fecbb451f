"""The published problems of tests/cases: each reaches its known optimum, and its plan is verified."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import edu_supply

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/case.json"))

SLOW: tuple[str, ...] = ()
"""Cases that take more than two seconds."""


def case_of(name: str) -> dict[str, Any]:
    case: dict[str, Any] = json.loads((CASES / name / "case.json").read_text(encoding="utf-8"))
    return case


def test_there_are_68_cases() -> None:
    assert len(NAMES) == 68
    assert set(SLOW) <= set(NAMES)


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in NAMES])
def test_published_optimum(name: str) -> None:
    case = case_of(name)
    dataset = edu_supply.read(CASES / name, periods=case["periods"])
    if case["pools"] is not None:
        dataset = dataset.with_pools(tuple(tuple(pool) for pool in case["pools"]))
    plan = edu_supply.solve(dataset, gap=0)
    assert plan.status == "optimal"
    assert plan.objective_eur == pytest.approx(case["objective_eur"], rel=case["tolerance"])
    assert plan.manifest["bound_eur"] == pytest.approx(case["objective_eur"], rel=case["tolerance"])
    assert edu_supply.verify(dataset, plan.tables, plan.manifest).ok
