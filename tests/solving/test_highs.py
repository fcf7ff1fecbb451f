"""HiGHS is held to its word: what it may not be given, what it must hold, what it may say, how it is stopped."""

from __future__ import annotations

import time
from dataclasses import replace

import highspy
import numpy as np
import pytest

from edu_supply.solving import Limits, Solver, SolverError, Stop, highs, optimise
from edu_supply.solving.answers import lies_in

from .forms import form, knapsack

BOX = form([-5, -1], [[4, 1]], [10], integer=[True, False])


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_a_coefficient_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(SolverError, match="not finite"):
        Solver(form([1], [[value]], [1]))
    with pytest.raises(SolverError, match="not finite"):
        Solver(form([value], [[1]], [1]))


@pytest.mark.parametrize("name", ["lower", "upper", "row_lower", "row_upper"])
def test_a_bound_that_is_no_number_is_refused(name: str) -> None:
    with pytest.raises(SolverError, match="not finite"):
        Solver(replace(form([1], [[1]], [1]), **{name: np.array([np.nan])}))


@pytest.mark.parametrize("value", [1e15, -1e15, 1e16])
def test_a_huge_coefficient_is_refused(value: float) -> None:
    # HiGHS would drop the row and call the rest optimal.
    with pytest.raises(SolverError, match="handing over the model"):
        Solver(form([-1], [[value]], [1], upper=[5]))


def test_infinite_bounds_and_sides_are_no_limits() -> None:
    free = form([1, -1], [[1, -1], [1, 1]], [np.inf, 4], row_lower=[-3, -np.inf], upper=[np.inf, np.inf])
    assert optimise(free, Limits(gap=0)).objective == pytest.approx(-3)


@pytest.mark.parametrize("threads", [(1, 2, 0, 1), (2, 1, 4)])
def test_the_number_of_threads_may_change_within_a_process(threads: tuple[int, ...]) -> None:
    # In HiGHS it is global to the process: asked for another number, a run would be refused.
    for number in threads:
        for problem, best in ((BOX, -12), (replace(BOX, integer=np.zeros(2, bool)), -12.5)):
            assert optimise(problem, Limits(gap=0, threads=number)).objective == pytest.approx(best)


def test_a_coefficient_that_highs_would_drop_is_refused() -> None:
    with pytest.raises(SolverError):
        Solver(form([-1], [[1e-12]], [1]))


def test_an_integer_with_a_fractional_bound_is_refused() -> None:
    # Without presolve HiGHS gives wrong optima for it.
    with pytest.raises(SolverError, match="whole"):
        Solver(form([-1], [[1]], [9], upper=[1.5], integer=True))
    solver = Solver(form([-1], [[1]], [9], upper=[1], integer=True))
    with pytest.raises(SolverError, match="whole"):
        solver.change_bounds(np.array([0]), np.array([0.0]), np.array([1.5]))


@pytest.mark.parametrize("count", ["getNumRow", "getNumCol", "getNumNz"])
def test_a_model_that_did_not_arrive_whole_is_refused(count: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highspy.Highs, count, lambda self: 0)
    with pytest.raises(SolverError, match="HiGHS holds"):
        Solver(BOX)


def test_a_version_that_gives_wrong_optima_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highs, "REFUSED_VERSIONS", (highspy.Highs().version(),))
    with pytest.raises(SolverError, match="wrong optima"):
        Solver(BOX)


def test_an_option_that_highs_does_not_know_is_an_error() -> None:
    with pytest.raises(SolverError, match="option warp_speed"):
        Solver(BOX).set(warp_speed=9)


def test_a_status_that_cannot_be_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highspy.Highs, "getModelStatus", lambda self: highspy.HighsModelStatus.kSolveError)
    with pytest.raises(SolverError, match="ended with"):
        Solver(BOX).run(Stop())


def test_an_error_while_solving_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highspy.Highs, "run", lambda self: highspy.HighsStatus.kError)
    with pytest.raises(SolverError, match="refused: solving"):
        Solver(BOX).run(Stop())


def test_a_solver_that_does_not_come_back_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highs, "GRACE_S", 0.1)
    monkeypatch.setattr(highspy.Highs, "run", lambda self: time.sleep(1))
    began = time.monotonic()
    answer = Solver(BOX).run(Stop(began + 0.1))
    assert time.monotonic() - began < 0.9
    assert (answer.ending, answer.values) == ("limit", None)
    time.sleep(1)


def random_form(seed: int) -> tuple[form, np.random.Generator]:
    """A knapsack that is relaxed, with lower bounds at 0 and upper ones at 1."""
    sack = knapsack(seed)
    return replace(sack, integer=np.zeros(sack.shape[1], bool)), np.random.default_rng(seed)


@pytest.mark.parametrize("integer", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_changing_bounds_equals_rebuilding(seed: int, integer: bool) -> None:
    sack = knapsack(seed) if integer else random_form(seed)[0]
    dice = np.random.default_rng(seed)
    solver = Solver(sack)
    solver.set(mip_rel_gap=0.0)
    for _ in range(4):
        columns = dice.choice(sack.shape[1], 4, replace=False)
        lower = np.array([0.0, 0.0, 1.0, 0.0])
        upper = np.array([0.0, 1.0, 1.0, 0.0])
        solver.change_bounds(columns, lower, upper)
        sack.lower[columns], sack.upper[columns] = lower, upper
        again = optimise(sack, Limits(gap=0))
        answer = solver.run(Stop())
        assert answer.ending == again.ending
        if answer.values is not None:
            assert answer.objective == pytest.approx(again.objective)


def test_a_first_plan_may_be_given() -> None:
    solver = Solver(BOX)
    solver.start_from(np.array([2.0, 2.0]))
    assert solver.run(Stop()).objective == pytest.approx(-12)


def test_lies_in_looks_at_bounds_rows_and_wholeness() -> None:
    box = form([-5, -1], [[4, 1]], [10], row_lower=[2], upper=[2, 9], integer=[True, False])
    assert lies_in(np.array([2.0, 2.0]), box, box.integer)
    assert lies_in(np.array([2.0, 2.0 + 1e-7]), box, box.integer)
    for wrong in ([1.5, 0.0], [2.0, 2.1], [0.0, 1.0], [-1.0, 9.0], [0.0, 10.0]):
        assert not lies_in(np.array(wrong), box, box.integer)


def test_beyond_a_cutoff_nothing_is_claimed_but_that() -> None:
    # 10 hours for goods that save 5 in 4 hours each: -12.5 relaxed. With a cutoff below that there is nothing to find.
    relaxed = replace(BOX, integer=np.zeros(2, bool))
    solver = Solver(relaxed)
    solver.set(solver="simplex")
    best = solver.run(Stop())
    basis = solver.basis
    for cutoff, ending in ((-13.0, "beyond"), (-12.0, "optimal"), (np.inf, "optimal")):
        solver.change_bounds(np.array([0]), np.array([0.0]), np.array([2.0]))
        solver.go_on_from(basis)
        solver.set(objective_bound=cutoff)
        answer = solver.run(Stop())
        assert answer.ending == ending
        assert (answer.values is None) == (ending == "beyond")
        assert answer.bound == (cutoff if ending == "beyond" else pytest.approx(-12))
    assert best.objective == pytest.approx(-12.5)
