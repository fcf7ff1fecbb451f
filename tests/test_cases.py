"""The published problems of tests/cases: each reaches its known optimum, and its plan is verified."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import edu_supply

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/case.json"))

SLOW = """
fcnet-fixnet6 fcnet-g40x132 fcnet-k10x90 fcnet-k15x420 fcnet-p50x288 fcnet-r20x100 fcnet-sp150x300 fcnet-sp150x300b
uflp-B1.1 uflp-D1.1
orlib-cap42 orlib-cap43 orlib-cap44 orlib-cap62 orlib-cap63 orlib-cap64 orlib-cap82 orlib-cap83 orlib-cap84
orlib-cap102 orlib-cap103 orlib-cap104 orlib-cap122 orlib-cap123 orlib-cap124
""".split()
"""Cases that take more than a second or two, and of each series of OR-Library all but the first."""


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
    plan = edu_supply.solve(dataset, gap=0)  # verifies, or raises
    assert plan.status == "optimal"
    assert plan.objective_eur == pytest.approx(case["objective_eur"], rel=case["tolerance"])
    assert plan.manifest["bound_eur"] == pytest.approx(case["objective_eur"], rel=case["tolerance"])
    assert plan.manifest["verification"]["ok"]
