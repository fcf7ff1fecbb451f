"""One linear programme solved again and again, each time from a basis: for worlds that differ in a few bounds."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
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

ENDS_WELL = (HighsModelStatus.kOptimal, HighsModelStatus.kModelEmpty)


@dataclass(frozen=True)
class Basis:
    """Which columns and rows are basic, as small numbers (places in ``_KINDS``)."""

    columns: Ints
    rows: Ints


class InfeasibleError(SolverError):
    """There is no solution, said twice: from a basis or with presolve, and from nothing without it."""


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
        return self._run()

    def warm(self, start: highspy.HighsBasis) -> Optimum:
        """Solve from a basis."""
        checked(self.highs.setBasis(start), "handing over a basis")
        return self._run()

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

    def _run(self) -> Optimum:
        """Solve; where it does not end with an optimum, once more from nothing and without presolve."""
        status = self._status()
        if status not in ENDS_WELL:
            checked(self.highs.clearSolver(), "clearing")
            self.solver.set(presolve="off")
            status = self._status()
            self.solver.set(presolve="choose")
        if status == HighsModelStatus.kInfeasible:
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
