"""Random datasets: the same optimum as a second solver of the contract that shares nothing with the package."""

from __future__ import annotations

from pathlib import Path

import pytest
from reference.random_datasets import make
from reference.solver import solve as second_solver

import edu_supply


def seeds(quick: int, many: int, *found: int) -> list[object]:
    """The first few are quick tests, and those that once found a fault; the many are slow ones."""
    slow = [seed for seed in range(quick, many) if seed not in found]
    return [*range(quick), *found, *(pytest.param(seed, marks=pytest.mark.slow) for seed in slow)]


def compare(folder: Path, net: bool = False) -> None:
    """Solves, which verifies too, and compares."""
    expected = second_solver(folder, bought_exactly_made=True, net=net)
    plan = edu_supply.solve(edu_supply.read(folder), gap=0, net=net)
    if expected.status == "no plan":
        assert plan.status == "no plan"
        assert len(plan["conflict"])
        return
    assert plan.status == "optimal"
    assert plan.objective_eur == pytest.approx(expected.objective, rel=1e-6, abs=1e-4)
    assert plan.manifest["verification"]["ok"]


@pytest.mark.parametrize("seed", seeds(20, 120))
def test_without_contracts(seed: int, tmp_path: Path) -> None:
    compare(make(seed, tmp_path / "random", size=("small", "tiny")[seed % 2]))


@pytest.mark.parametrize("seed", seeds(16, 110, 94))
def test_with_contracts(seed: int, tmp_path: Path) -> None:
    compare(make(seed, tmp_path / "random", size=("tiny", "small")[seed % 2], contracts=True))


@pytest.mark.parametrize("seed", seeds(5, 120, 3015))
def test_with_programmes_and_rules(seed: int, tmp_path: Path) -> None:
    compare(make(seed, tmp_path / "random", size=("tiny", "small")[seed % 3 % 2], policies=True), net=seed % 2 == 0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1016))
def test_larger_ones(seed: int, tmp_path: Path) -> None:
    compare(make(seed, tmp_path / "random", size="medium", contracts=seed % 2 == 0))
