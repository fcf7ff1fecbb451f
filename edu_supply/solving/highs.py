"""HiGHS, held to its word: every status checked, the model read back, interrupts and limits that work."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import highspy
import numpy as np
from highspy import HighsModelStatus, HighsStatus

from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.solving.answers import Answer, Ending, Progress, SolverError, Stop, wait
from edu_supply.solving.standard_form import StandardForm

REFUSED_VERSIONS = ("1.14.0",)
"""Wrong optima on tiny models."""

DENIALS = (highspy.HighsPresolveStatus.kInfeasible, highspy.HighsPresolveStatus.kUnboundedOrInfeasible)

THREAD = "HiGHS"
"""The name of the thread that a solver runs in."""

GRACE_S = 10.0
"""A solver that has not come back so long after it was told to is left behind; the best plan it reported is used."""


class Solver:
    """One HiGHS with one model in memory. Bounds may be changed between runs; the model is never rebuilt."""

    def __init__(self, form: StandardForm, *, threads: int = 0):
        if highspy.Highs().version() in REFUSED_VERSIONS:
            raise SolverError(f"HiGHS {highspy.Highs().version()} gives wrong optima; install another version")
        self.form = form
        self.threads = threads
        self.highs = highspy.Highs()
        self._best: Floats | None = None
        self._start: Floats | None = None
        self._bound = -np.inf
        self.left_behind = False
        self.set(output_flag=False, threads=threads, small_matrix_value=1e-12)
        self._pass_model()

    def set(self, **options: Any) -> None:
        """Set HiGHS options; an option that HiGHS does not take is an error."""
        for name, value in options.items():
            checked(self.highs.setOptionValue(name, value), f"option {name}")

    def _pass_model(self) -> None:
        form, model = self.form, highspy.HighsLp()
        rows, columns = form.shape
        bounds = np.concatenate([form.lower, form.upper, form.row_lower, form.row_upper])
        finite = np.isfinite(form.cost).all() and np.isfinite(form.matrix.data).all() and not np.isnan(bounds).any()
        if not finite:
            raise SolverError("the model holds a coefficient that is not finite")
        _check_whole(form.integer, form.lower, form.upper)
        model.num_col_, model.num_row_ = columns, rows
        model.col_cost_, model.offset_ = form.cost, form.offset
        model.col_lower_, model.col_upper_ = form.lower, form.upper
        model.row_lower_, model.row_upper_ = form.row_lower, form.row_upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = form.matrix.indptr, form.matrix.indices
        model.a_matrix_.value_ = form.matrix.data
        if form.integer.any():
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[one] for one in form.integer.tolist()]
        checked(self.highs.passModel(model), "handing over the model")
        there = (self.highs.getNumRow(), self.highs.getNumCol(), self.highs.getNumNz())
        if there != (rows, columns, form.matrix.nnz):
            raise SolverError(f"HiGHS holds {there} rows, columns, nonzeros of {(rows, columns, form.matrix.nnz)}")

    def change_bounds(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """New bounds for some columns."""
        columns = np.asarray(columns, np.int32)
        _check_whole(self.form.integer[columns], lower, upper)
        checked(self.highs.changeColsBounds(len(columns), columns, lower, upper), "changing bounds")

    @property
    def has_basis(self) -> bool:
        """Whether an earlier run left a basis from which simplex can go on."""
        return bool(self.highs.getBasis().valid)

    def forget(self) -> None:
        """Begin the next run from nothing: no basis, no solution."""
        checked(self.highs.clearSolver(), "clearing")

    @property
    def basis(self) -> Any:
        """The basis of the last run, to go on from later."""
        return self.highs.getBasis()

    def go_on_from(self, basis: Any) -> None:
        """Let the next run begin with a basis."""
        checked(self.highs.setBasis(basis), "handing over a basis")

    def free_rows(self, rows: Ints) -> None:
        """Let rows bind nothing."""
        free = np.full(len(rows), np.inf)
        checked(self.highs.changeRowsBounds(len(rows), np.asarray(rows, np.int32), -free, free), "changing rows")

    def bind_rows(self, rows: Ints) -> None:
        """Let rows bind again as the form says."""
        lower, upper = self.form.row_lower[rows], self.form.row_upper[rows]
        checked(self.highs.changeRowsBounds(len(rows), np.asarray(rows, np.int32), lower, upper), "changing rows")

    def start_from(self, values: Floats) -> None:
        """Give a known plan to begin the next run with."""
        self._start = values

    def _hand_over(self, start: Floats) -> None:
        """Where presolve errs and calls the model infeasible, HiGHS would call the plan it begins with the best."""
        solution = highspy.HighsSolution()
        solution.col_value, self._start = start, None
        checked(self.highs.presolve(), "presolving", warn=True)
        if self.highs.getModelPresolveStatus() in DENIALS:
            self.set(presolve="off")
        checked(self.highs.setSolution(solution), "handing over a first plan", warn=True)

    def run(self, stop: Stop, report: Callable[[Progress], None] | None = None, phase: str = "") -> Answer:
        """Solve; come back when done, at the deadline, or soon after Ctrl-C, with the best plan in hand.

        Raises SolverError where HiGHS reports an error or a status that a model of ours cannot have.
        """
        if self.left_behind:
            raise SolverError("HiGHS did not come back when it was told to stop")
        self._best, self._bound = None, -np.inf
        latest: dict[str, Progress] = {}
        began = time.monotonic()
        self._listen(stop, began, phase, latest)
        self.set(time_limit=min(self.highs.getRunTime() + stop.left_s, 1e30))
        status: list[HighsStatus] = []
        done = threading.Event()

        def work() -> None:
            try:
                if self._start is not None:
                    self._hand_over(self._start)
                status.append(self.highs.run())
            finally:
                done.set()

        threading.Thread(target=work, name=THREAD, daemon=True).start()
        silent = Progress(0, None, None, phase)
        tell = lambda: report and report(replace(latest.get("now", silent), seconds=time.monotonic() - began))  # noqa
        wait(done, stop, tell, GRACE_S)
        if not done.is_set():
            return self._left_behind(stop)
        self.highs.clearCallbacks()
        if not status:
            raise SolverError("HiGHS ended without a status")
        checked(status[0], "solving", warn=True)
        return self._answer(stop)

    def run_at_once(self, stop: Stop) -> Answer:
        """Solve in this thread, unheard: for what takes milliseconds, of which a thread would be the larger part."""
        self._best, self._bound = None, -np.inf
        self.set(time_limit=min(self.highs.getRunTime() + stop.left_s, 1e30))
        checked(self.highs.run(), "solving", warn=True)
        return self._answer(stop)

    def _listen(self, stop: Stop, began: float, phase: str, latest: dict[str, Progress]) -> None:
        kinds = highspy.cb.HighsCallbackType

        def heard(kind: Any, message: str, out: Any, into: Any, data: Any) -> None:
            if kind == kinds.kCallbackMipImprovingSolution:
                self._best = np.array(out.mip_solution, float)
                return
            if kind == kinds.kCallbackMipInterrupt:  # The logging callback is silent where the log is.
                self._bound = max(self._bound, out.mip_dual_bound)
                best = out.mip_primal_bound if abs(out.mip_primal_bound) < 1e30 else None
                bound = out.mip_dual_bound if abs(out.mip_dual_bound) < 1e30 else None
                latest["now"] = Progress(time.monotonic() - began, best, bound, phase)
            if stop.left_s <= 0:
                into.user_interrupt = True

        listened = [kinds.kCallbackSimplexInterrupt, kinds.kCallbackIpmInterrupt]
        if self.form.integer.any():
            listened += [kinds.kCallbackMipInterrupt, kinds.kCallbackMipImprovingSolution]
        checked(self.highs.setCallback(heard, None), "listening")
        for kind in listened:
            checked(self.highs.startCallback(kind), "listening")

    def _left_behind(self, stop: Stop) -> Answer:
        self.left_behind = True
        ending: Ending = "interrupted" if stop.interrupted else "limit"
        best = None if self._best is None else self._best.copy()
        objective = np.inf if best is None else float(self.form.cost @ best + self.form.offset)
        return Answer(ending, best, objective, self._bound)

    def _answer(self, stop: Stop) -> Answer:
        status, info = self.highs.getModelStatus(), self.highs.getInfo()
        mip = self.form.integer.any()
        if status in (HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible):
            return Answer("infeasible", None, np.inf, np.inf)
        stopped: Ending = "interrupted" if stop.interrupted else "limit"
        endings: dict[Any, Ending] = {
            HighsModelStatus.kOptimal: "optimal", HighsModelStatus.kModelEmpty: "optimal",
            HighsModelStatus.kTimeLimit: stopped, HighsModelStatus.kInterrupt: stopped,
            HighsModelStatus.kHighsInterrupt: stopped,  # type: ignore[attr-defined]
            HighsModelStatus.kSolutionLimit: stopped,
        }  # fmt: skip
        if status == HighsModelStatus.kObjectiveBound:
            return Answer("beyond", None, np.inf, self.highs.getOptionValue("objective_bound")[1])
        if status not in endings:
            raise SolverError(f"HiGHS ended with: {self.highs.modelStatusToString(status)}")
        ending = endings[status]
        objective, feasible = info.objective_function_value, info.primal_solution_status == 2
        if status == HighsModelStatus.kModelEmpty:
            objective, feasible = self.form.offset, True
        if not feasible:
            return Answer(ending, None, np.inf, info.mip_dual_bound if mip else -np.inf)
        solution = self.highs.getSolution()
        values, duals = np.array(solution.col_value, float), np.array(solution.row_dual, float)
        bound = info.mip_dual_bound if mip else objective if ending == "optimal" else -np.inf
        return Answer(ending, values, objective, min(bound, objective), None if mip or ending != "optimal" else duals)


def checked(status: HighsStatus, what: str, *, warn: bool = False) -> None:
    """Raise SolverError where HiGHS did not do what it was asked; ``warn``: a warning is fine."""
    if status == HighsStatus.kError or (status == HighsStatus.kWarning and not warn):
        raise SolverError(f"HiGHS refused: {what} ({status.name})")


def _check_whole(integer: Flags, lower: Floats, upper: Floats) -> None:
    """With fractional bounds on integer columns HiGHS gives wrong optima where presolve is off."""
    bounds = np.concatenate([lower[integer], upper[integer]])
    if (np.isfinite(bounds) & (bounds != np.round(bounds))).any():
        raise SolverError("an integer column has a bound that is not whole")
