"""A linear programme near its optimum: a few dual pivots from a known basis, and the proof that they sufficed.

HiGHS takes two milliseconds to begin from a basis of 4,000 rows, however little is left to do. Where a world differs
from a solved one by a site or a lane, one pivot is often all (dual simplex: Lemke 1954; product form of the inverse:
Dantzig and Orchard-Hays 1954). Whatever the pivots did, an answer counts only with its proof: it keeps all bounds, and
some duals bound the optimum by what it costs. Otherwise there is none, and HiGHS is asked.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu

from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.solving.standard_form import StandardForm
from edu_supply.solving.warm import BASIC, UPPER, Basis, Optimum

MANY = 10
"""It is left to HiGHS where so many variables are beyond their bounds, or so many pivots were made."""
FEASIBLE = 1e-9
"""A bound is kept that is missed by no more than this, or by this share of it."""
PROVED = 1e-10
"""Duals prove a cost that they bound to within this share of it (and of one euro at least)."""
PIVOT = 1e-7
"""Smaller numbers are no pivots."""


class Pivots:
    """A form, and one of its optimal bases, from which worlds with nothing in some columns are solved.

    Its variables are the columns x and the rows' activities r, with ``matrix @ x - r = 0``.
    """

    def __init__(self, form: StandardForm, basis: Basis):
        rows, columns = form.shape
        self.form = form
        self._equations = sp.csc_array(sp.hstack([form.matrix, -sp.eye_array(rows)], format="csc"))
        self._across = sp.csr_array(self._equations.T)
        self._cost = np.concatenate([form.cost, np.zeros(rows)])
        self._lower = np.concatenate([form.lower, form.row_lower])
        self._upper = np.concatenate([form.upper, form.row_upper])
        status = np.concatenate([basis.columns, basis.rows])
        self._basic = np.flatnonzero(status == BASIC)
        self._values = self._at_bounds(status == UPPER)
        self._values[self._basic] = 0.0
        self._place = np.full(rows + columns, -1)
        self._place[self._basic] = np.arange(len(self._basic))
        self._solve = cast(Any, splu(sp.csc_matrix(self._equations[:, self._basic]))).solve
        self._values[self._basic] = -self._solve(self._equations @ self._values)
        duals = self._solve(self._cost[self._basic], "T")
        self._reduced = np.asarray(self._cost - self._across @ duals, float)
        self._tiny = 1e-9 * max(1.0, float(np.abs(form.cost).max(initial=0.0)))

    def _at_bounds(self, upper: Flags) -> Floats:
        """Each variable at its lower or upper bound: at the one that there is."""
        first, second = np.where(upper, (self._upper, self._lower), (self._lower, self._upper))
        return np.where(np.isfinite(first), first, np.where(np.isfinite(second), second, 0.0))

    def without(self, lost: Ints) -> Optimum | None:
        """The optimum with nothing in the lost columns; None where a few pivots do not find it or cannot prove it."""
        return _Try(self, lost).optimum()

    def proves(self, values: Floats, duals: Floats, lower: Floats, upper: Floats) -> bool:
        """Whether these values of all variables keep the bounds, and the rows' duals bound all costs by theirs."""
        room = FEASIBLE * np.maximum(1.0, np.abs(values))
        if (values < lower - room).any() or (values > upper + room).any():
            return False
        reduced = self._cost - self._across @ duals
        better = np.where(reduced > 0, lower, upper)
        nothing = ~np.isfinite(better) & (np.abs(reduced) <= self._tiny)
        bound = float(reduced @ np.where(nothing, 0.0, better))
        cost = float(self._cost @ values)
        return bool(cost - bound <= PROVED * max(1.0, abs(cost)))


class _Try:
    """One world, from the common basis on."""

    def __init__(self, common: Pivots, lost: Ints):
        self.common = common
        self.lower, self.upper = common._lower.copy(), common._upper.copy()
        self.lower[lost] = self.upper[lost] = 0.0
        self.values, self.reduced = common._values.copy(), common._reduced.copy()
        self.basic, self.place = common._basic.copy(), common._place.copy()
        self.etas: list[tuple[int, Floats]] = []
        moved = lost[(self.place[lost] < 0) & (self.values[lost] != 0)]
        if len(moved):
            before = common._equations[:, moved] @ self.values[moved]
            self.values[moved] = 0.0
            self.values[self.basic] += common._solve(before)

    def optimum(self) -> Optimum | None:
        """Pivot until no basic variable is beyond its bounds."""
        for pivots in range(MANY + 1):
            beyond = self._beyond()
            if not len(beyond):
                return self._proved(pivots)
            if max(pivots, len(beyond)) >= MANY or not self._pivot(int(beyond[0])):
                return None
        return None

    def _beyond(self) -> Ints:
        """The places in the basis of what is beyond its bounds, the furthest first."""
        values = self.values[self.basic]
        beyond = np.maximum(self.lower[self.basic] - values, values - self.upper[self.basic])
        found = np.flatnonzero(beyond > FEASIBLE * np.maximum(1.0, np.abs(values)))
        return found[np.argsort(-beyond[found], kind="stable")]

    def _pivot(self, leaving: int) -> bool:
        """Let the basic variable at this place go to its bound, for the one that keeps all reduced costs right."""
        variable = self.basic[leaving]
        below = self.values[variable] < self.lower[variable]
        bound = self.lower[variable] if below else self.upper[variable]
        unit = np.zeros(len(self.basic))
        unit[leaving] = 1.0
        row = self.common._across @ self._backward(unit)
        toward = row if below else -row
        moves = (self.place < 0) & (self.lower < self.upper)
        up, down = self.values < self.upper, self.values > self.lower
        able = np.flatnonzero(moves & ((up & (toward < -PIVOT)) | (down & (toward > PIVOT))))
        if not len(able):
            return False
        ratio = np.abs(self.reduced[able]) / np.abs(row[able])
        near = able[ratio <= ratio.min() + self.common._tiny]
        entering = near[np.argmax(np.abs(row[near]))]
        column = self._forward(int(entering))
        if abs(column[leaving]) <= PIVOT:
            return False
        step = (self.values[variable] - bound) / column[leaving]
        self.values[self.basic] -= step * column
        self.values[entering] += step
        self.values[variable] = bound
        self.reduced -= self.reduced[entering] / row[entering] * row
        self.basic[leaving], self.place[entering], self.place[variable] = entering, leaving, -1
        self.etas.append((leaving, column))
        return True

    def _forward(self, entering: int) -> Floats:
        """The inverse of the basis times the column of this variable."""
        equations, right = self.common._equations, np.zeros(len(self.basic))
        entries = slice(equations.indptr[entering], equations.indptr[entering + 1])
        right[equations.indices[entries]] = equations.data[entries]
        found: Any = self.common._solve(right)
        for place, column in self.etas:
            share = found[place] / column[place]
            found -= share * column
            found[place] = share
        return np.asarray(found, float)

    def _backward(self, left: Floats) -> Floats:
        """A row times the inverse of the basis."""
        for place, column in reversed(self.etas):
            left[place] = (left[place] - (column @ left - column[place] * left[place])) / column[place]
        return np.asarray(self.common._solve(left, "T"), float)

    def _proved(self, pivots: int) -> Optimum | None:
        """The columns' values and cost, if the rows' activities and the duals prove them."""
        form = self.common.form
        values = self.values[: form.shape[1]]
        everything = np.concatenate([values, form.matrix @ values])
        if not self.common.proves(everything, self.reduced[form.shape[1] :], self.lower, self.upper):
            return None
        return Optimum(values, float(form.cost @ values) + form.offset, pivots)
