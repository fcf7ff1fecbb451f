"""Variants of one model: where the solver fails, the next run begins from nothing, and a second failure is survived."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from edu_supply.solving import Limits, SolverError, Stop
from edu_supply.solving.variants import Variants

from .forms import by_trying_all, knapsack

NONE = np.array([], np.int64)


def failing(variants: Variants, times: int) -> list[int]:
    """Let the next so many runs fail."""
    run, run_at_once, failed = variants.solver.run, variants.solver.run_at_once, list[int]()

    def broken(way: Any) -> Any:
        def once(*words: Any) -> Any:
            if len(failed) < times:
                failed.append(1)
                raise SolverError("HiGHS ended with: Unknown")
            return way(*words)

        return once

    variants.solver.run, variants.solver.run_at_once = broken(run), broken(run_at_once)  # type: ignore[method-assign]
    return failed


@pytest.mark.parametrize("times", [0, 1])
def test_a_failure_is_made_good(times: int) -> None:
    sack = knapsack(1)
    variants = Variants(sack, Limits(0.0, 60, 1), Stop(time.monotonic() + 60), np.abs(sack.cost))
    failed = failing(variants, times)
    assert variants.solve(NONE).objective == pytest.approx(by_trying_all(sack))
    assert len(failed) == times


def test_two_failures_leave_nothing_known_but_the_next_variant_is_solved() -> None:
    sack = knapsack(2)
    variants = Variants(sack, Limits(0.0, 60, 1), Stop(time.monotonic() + 60), np.abs(sack.cost))
    failing(variants, 2)
    lost = variants.solve(NONE)
    assert lost.values is None
    assert lost.bound == -np.inf
    assert variants.solve(NONE).objective == pytest.approx(by_trying_all(sack))
