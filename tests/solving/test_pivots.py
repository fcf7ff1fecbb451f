"""A few dual pivots: the optimum that HiGHS finds, or none; and no proof of what is no optimum."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from edu_supply.solving.pivots import Pivots
from edu_supply.solving.standard_form import StandardForm
from edu_supply.solving.warm import InfeasibleError, Warm

NONE = np.array([], np.int64)


def flow(seed: int) -> StandardForm:
    """Goods sent through a random network, what falls short at a penalty; some ways must carry something."""
    dice = np.random.default_rng(seed)
    places, ways = 12, 40
    matrix = np.zeros((places, ways + places))
    for way in range(ways):
        start, end = dice.choice(places, 2, replace=False)
        matrix[start, way], matrix[end, way] = -1.0, dice.choice([1.0, 0.5, 2.0])
    matrix[:, ways:] = np.eye(places)
    asked = np.where(dice.random(places) < 0.5, dice.integers(1, 20, places), 0).astype(float)
    may_spare = np.where(dice.random(places) < 0.4, -dice.integers(5, 30, places), 0.0)
    lower = np.zeros(ways + places)
    lower[:ways][dice.random(ways) < 0.05] = 0.5
    upper = np.concatenate(
        [np.where(dice.random(ways) < 0.7, dice.integers(1, 15, ways), np.inf), np.full(places, np.inf)]
    )
    cost = np.concatenate([dice.integers(1, 9, ways), dice.choice([100.0, 1000.0], places)])
    return StandardForm(
        cost, 7.0, sp.csr_array(matrix), np.where(may_spare < 0, may_spare, asked), np.full(places, np.inf), lower,
        upper, np.zeros(ways + places, bool),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_as_highs_or_none(seed: int) -> None:
    form, found = flow(seed), 0
    warm = Warm(form)
    first = warm.cold()
    basis = warm.basis
    pivots = Pivots(form, warm.read(basis))
    same = pivots.without(NONE)
    assert same is not None
    assert (same.objective, same.iterations) == (pytest.approx(first.objective), 0)
    dice = np.random.default_rng(100 + seed)
    for size in [1] * 30 + [2] * 20 + [5] * 10:
        lost = np.sort(dice.choice(40, size, replace=False))
        mine = pivots.without(lost)
        try:
            asked = warm.without(lost, basis)
        except InfeasibleError:
            assert mine is None
            continue
        if mine is not None:
            found += 1
            assert mine.objective == pytest.approx(asked.objective, rel=1e-9)
            assert mine.objective == pytest.approx(form.cost @ mine.values + form.offset)
            assert not mine.values[lost].any()
    assert found > 40


def test_nothing_proves_what_is_no_optimum() -> None:
    form = flow(3)
    warm = Warm(form)
    best, pivots = warm.cold(), Pivots(form, warm.read(warm.basis))
    duals, lower, upper = (
        warm.row_duals,
        np.concatenate([form.lower, form.row_lower]),
        np.concatenate([form.upper, form.row_upper]),
    )

    def proved(values: np.ndarray, duals: np.ndarray) -> bool:
        return pivots.proves(np.concatenate([values, form.matrix @ values]), duals, lower, upper)

    assert proved(best.values, duals)
    assert not proved(best.values, duals * 0.999)
    assert not proved(best.values + 1e-6, duals)
    assert not proved(best.values * (1 - 1e-6), duals)
    assert not proved(np.zeros(len(form.cost)), np.zeros(len(duals)))
