"""One linear programme solved again and again, each time from a basis: for worlds that differ in a few bounds."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp
from highspy import HighsBasisStatus, HighsModelStatus

from edu_supply.network.parts import Floats, Ints
from edu_supply.solving.answers import SolverError
from edu_supply.solving.highs import Solver, checked
from edu_supply.solving.standard_form import StandardForm

_KINDS = (
    HighsBasisStatus.kLower, HighsBasisStatus.kBasic, HighsBasisStatus.kUpper, HighsBasisStatus.kZero,
    HighsBasisStatus.kNonbasic,
)  # fmt: skip
LOWER, BASIC, UPPER = 0, 1, 2

MANY = 1000
"""So many steps from a basis are never too many."""

ENDS_WELL = (HighsModelStatus.kOptimal, HighsModelStatus.kModelEmpty)


@dataclass(frozen=True)
class Basis:
    """Which columns and rows are basic, as small numbers (places in ``_KINDS``)."""

    columns: Ints
    rows: Ints


class InfeasibleError(SolverError):
    """There is no solution, said twice: by two of a basis or presolve, nothing without it, nothing with it."""


@dataclass(frozen=True)
class Optimum:
    """An optimal solution: values of the columns, objective (EUR), and how many iterations it took."""

    values: Floats
    objective: float
    iterations: int


class Warm:
    """A linear programme in memory. Bounds are changed, then it is solved from a basis; nothing is ever rebuilt.

    The simplex of one thread answers the same question from the same basis with the same numbers on every machine of a
    kind, whatever was solved in between.
    """

    def __init__(self, form: StandardForm):
        self.form = form
        self.solver = Solver(form, threads=1)
        self.highs = self.solver.highs
        self.solver.set(solver="simplex", simplex_dual_edge_weight_strategy=1)

    def cold(self) -> Optimum:
        """Solve from nothing, with presolve."""
        checked(self.highs.clearSolver(), "clearing")
        return self._run(self._status())

    def warm(self, start: highspy.HighsBasis) -> Optimum:
        """Solve from a basis."""
        self.go_on_from(start)
        return self._run(self._status())

    def go_on_from(self, start: highspy.HighsBasis) -> None:
        """Let the next run begin with a basis."""
        checked(self.highs.setBasis(start), "handing over a basis")

    def without(self, lost: Ints, start: highspy.HighsBasis | None) -> Optimum:
        """Solve from a basis, or from nothing, with nothing in the lost columns; their bounds are put back after it."""
        lost = np.asarray(lost, np.int32)
        nothing = np.zeros(len(lost))
        checked(self.highs.changeColsBounds(len(lost), lost, nothing, nothing), "changing bounds")
        try:
            return self.cold() if start is None else self.warm(start)
        finally:
            checked(self.highs.changeColsBounds(len(lost), lost, self.form.lower[lost], self.form.upper[lost]),
                   "changing bounds")  # fmt: skip

    def _run(self, first: HighsModelStatus) -> Optimum:
        """What was found; where that is no optimum, once more from nothing without presolve, and once more with it.

        That there is no solution is believed when it is said twice.
        """
        said = [first]
        for presolve in ("off", "choose"):
            if said[-1] in ENDS_WELL or said.count(HighsModelStatus.kInfeasible) == 2:
                break
            checked(self.highs.clearSolver(), "clearing")
            self.solver.set(presolve=presolve)
            said.append(self._status())
        self.solver.set(presolve="choose")
        status = said[-1]
        if said.count(HighsModelStatus.kInfeasible) == 2:
            raise InfeasibleError("HiGHS finds no solution")
        if status not in ENDS_WELL:
            raise SolverError(f"HiGHS ended with: {self.highs.modelStatusToString(status)}")
        values = np.array(self.highs.getSolution().col_value, float)
        info = self.highs.getInfo()
        return Optimum(values, float(info.objective_function_value), int(info.simplex_iteration_count))

    def _status(self) -> HighsModelStatus:
        checked(self.highs.run(), "solving", warn=True)
        status: HighsModelStatus = self.highs.getModelStatus()
        return status

    @property
    def basis(self) -> highspy.HighsBasis:
        """The basis of the last optimum, as HiGHS takes it."""
        basis: highspy.HighsBasis = self.highs.getBasis()
        return basis

    @property
    def row_duals(self) -> Floats:
        """What one more unit of each row's right-hand side adds to the objective of the last optimum."""
        return np.array(self.highs.getSolution().row_dual, float)

    @property
    def column_duals(self) -> Floats:
        """What one more unit of each column, where it lies at a bound, adds to the objective of the last optimum."""
        return np.array(self.highs.getSolution().col_dual, float)

    def hold(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """New bounds for some columns, until they get others."""
        columns = np.asarray(columns, np.int32)
        checked(self.highs.changeColsBounds(len(columns), columns, lower, upper), "changing bounds")

    def limit(self, rows: Ints, upper: Floats) -> None:
        """Rows that are at most so much, and have no least."""
        low, rows = np.full(len(rows), -np.inf), np.asarray(rows, np.int32)
        checked(self.highs.changeRowsBounds(len(rows), rows, low, upper), "changing rows")

    def equal(self, rows: Ints, value: Floats) -> None:
        """Rows that are exactly so much."""
        rows = np.asarray(rows, np.int32)
        checked(self.highs.changeRowsBounds(len(rows), rows, value, value), "changing rows")

    def price(self, cost: Floats) -> None:
        """Another cost for every column."""
        columns = np.arange(len(cost), dtype=np.int32)
        checked(self.highs.changeColsCost(len(cost), columns, cost), "changing costs")

    def more_rows(self, rows: sp.csr_array, upper: Floats) -> None:
        """More rows, each at most so much; the basis stays one."""
        low = np.full(len(upper), -np.inf)
        checked(self.highs.addRows(len(upper), low, upper, rows.nnz, rows.indptr[:-1].astype(np.int32),
                                   rows.indices.astype(np.int32), rows.data), "adding rows")  # fmt: skip

    def again(self) -> Optimum:
        """Solve from the basis that is there; from nothing where it takes too many steps, for they can be slow ones."""
        self.solver.set(simplex_iteration_limit=max(MANY, sum(self.form.shape) // 10))
        try:
            status = self._status()
        finally:
            self.solver.set(simplex_iteration_limit=highspy.kHighsIInf)
        return self.cold() if status == HighsModelStatus.kIterationLimit else self._run(status)

    def read(self, basis: highspy.HighsBasis) -> Basis:
        """A basis as numbers."""
        number = {kind: place for place, kind in enumerate(_KINDS)}
        return Basis(np.array([number[one] for one in basis.col_status], np.int64),
                     np.array([number[one] for one in basis.row_status], np.int64))  # fmt: skip

    def make(self, basis: Basis) -> highspy.HighsBasis:
        """Numbers as a basis, of which HiGHS makes the best it can: it need not have as many members as rows."""
        made = highspy.HighsBasis()
        made.col_status = [_KINDS[one] for one in basis.columns.tolist()]
        made.row_status = [_KINDS[one] for one in basis.rows.tolist()]
        made.valid, made.alien = True, True
        return made
