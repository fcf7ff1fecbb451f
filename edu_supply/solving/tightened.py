"""A standard form made smaller by steps that hold whatever bounds of its columns are tightened later."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.solving.standard_form import StandardForm
from edu_supply.solving.warm import BASIC, LOWER, UPPER, Basis

ROUNDING = 1e-9
"""Bounds that cross by less than this share are one: they come from the same figures."""


@dataclass(frozen=True)
class _Singles:
    """Rows of a single column, which have become bounds of it: numbers of rows and columns, and the coefficients."""

    row: Ints
    column: Ints
    factor: Floats


@dataclass(frozen=True)
class _Slacks:
    """Columns that were what an equation leaves over (the cheapest of each), and those that are then useless."""

    row: Ints
    column: Ints
    factor: Floats
    useless_row: Ints
    useless: Ints


@dataclass(frozen=True)
class Tightened:
    """What remains of a form. All its columns are ``constant`` + ``spread`` @ those that remain.

    ``columns`` and ``rows`` are the numbers of those that remain.
    """

    form: StandardForm
    columns: Ints
    rows: Ints
    constant: Floats
    spread: sp.csr_array
    singles: tuple[_Singles, _Singles]
    slacks: _Slacks

    def all_of(self, values: Floats) -> Floats:
        """Values of all columns, from those that remain."""
        return np.asarray(self.constant + self.spread @ values, float)

    def basis(self, whole: Basis) -> Basis:
        """The basis of what remains at the same solution, from one of all columns and rows."""
        columns, rows, slacks = whole.columns.copy(), whole.rows.copy(), self.slacks
        self._bounds(self.singles[0], columns, rows)
        side = np.where((columns[slacks.column] == UPPER) == (slacks.factor > 0), LOWER, UPPER)
        tight = rows[slacks.row] != BASIC
        rows[slacks.row[tight]] = side[tight]
        rows[slacks.row[columns[slacks.column] == BASIC]] = BASIC
        rows[slacks.useless_row[columns[slacks.useless] == BASIC]] = BASIC
        self._bounds(self.singles[1], columns, rows)
        return Basis(columns[self.columns], rows[self.rows])

    def _bounds(self, singles: _Singles, columns: Ints, rows: Ints) -> None:
        """Where a row of a single column binds, the column lies at a bound."""
        binds = (rows[singles.row] != BASIC) & (columns[singles.column] == BASIC)
        side = np.where((rows[singles.row] == UPPER) == (singles.factor > 0), UPPER, LOWER)
        columns[singles.column[binds]] = side[binds]


def tightened(form: StandardForm, slack: Flags) -> Tightened:
    """A smaller form with the same optima, where no column of ``slack`` ever gets other bounds.

    A row of a single column becomes a bound of that column. A column of ``slack`` that stands in one equation alone is
    what that equation leaves over: it is taken out, its cost is spread over the others, and the equation becomes a row
    with bounds. Of several in one equation all are useless that cost no less than one without limit.

    >>> import numpy as np, scipy.sparse as sp
    >>> served_and_short = sp.csr_array(np.array([[1.0, 1.0]]))  # together 4; short costs 9
    >>> form = StandardForm(np.array([0.0, 9.0]), 0.0, served_and_short, np.array([4.0]), np.array([4.0]), np.zeros(2),
    ...                     np.array([np.inf, 4.0]), np.zeros(2, bool))
    >>> small = tightened(form, np.array([False, True])).form
    >>> small.cost.tolist(), small.offset, small.upper.tolist(), small.shape
    ([-9.0], 36.0, [4.0], (0, 1))
    """
    small, first, rows = _without_single_columns(form)
    slacks = _slacks(small, slack)
    small, kept, spread, constant = _without_slacks(small, slacks)
    small, second, left = _without_single_columns(small)
    slacks = replace(slacks, row=rows[slacks.row], useless_row=rows[slacks.useless_row])
    second = replace(second, row=rows[second.row], column=kept[second.column])
    return Tightened(small, kept, rows[left], constant, spread, (first, second), slacks)


def _without_single_columns(form: StandardForm) -> tuple[StandardForm, _Singles, Ints]:
    """Without its empty rows, and with its rows of a single column as bounds of that column, and the rows left."""
    matrix, low, high = form.matrix, form.row_lower, form.row_upper
    counts = np.diff(matrix.indptr)
    single = counts == 1
    place = matrix.indptr[:-1][single]
    column, factor = matrix.indices[place].astype(np.int64), matrix.data[place]
    ends = np.stack([low[single] / factor, high[single] / factor])
    lower, upper = form.lower.copy(), form.upper.copy()
    np.maximum.at(lower, column, ends.min(axis=0))
    np.minimum.at(upper, column, ends.max(axis=0))
    near = (lower > upper) & (lower - upper <= ROUNDING * np.maximum(1.0, np.abs(lower)))
    lower[near] = upper[near]
    kept = np.flatnonzero(counts > 1)
    small = replace(form, matrix=sp.csr_array(matrix[kept]), row_lower=low[kept], row_upper=high[kept],
                    lower=lower, upper=upper)  # fmt: skip
    return small, _Singles(np.flatnonzero(single), column, factor), kept


def _slacks(form: StandardForm, slack: Flags) -> _Slacks:
    """Columns that stand in one equation alone."""
    by_column = sp.csc_array(form.matrix)
    candidates = np.flatnonzero(slack & ~form.integer & (np.diff(by_column.indptr) == 1))
    place = by_column.indptr[:-1][candidates]
    row, factor = by_column.indices[place].astype(np.int64), by_column.data[place]
    equation = form.row_lower[row] == form.row_upper[row]
    candidates, row, factor = candidates[equation], row[equation], factor[equation]
    chosen, useless = _chosen(form, candidates, row, factor)
    return _Slacks(row[chosen], candidates[chosen], factor[chosen], row[useless], candidates[useless])


def _without_slacks(form: StandardForm, slacks: _Slacks) -> tuple[StandardForm, Ints, sp.csr_array, Floats]:
    """Without columns that are what one equation leaves over; which columns are kept, and all columns by them.

    All columns are constant + matrix @ those that are kept.
    """
    taken, at, share = slacks.column, slacks.row, slacks.factor
    gone = np.zeros(len(form.cost), bool)
    gone[taken] = gone[slacks.useless] = True
    kept = np.flatnonzero(~gone)
    part = sp.csr_array(form.matrix[:, kept])
    others = sp.csr_array(sp.diags_array(1 / share) @ part[at])  # left over: right-hand side / share - others @ x
    right = form.row_upper[at] / share
    low, high = form.row_lower.copy(), form.row_upper.copy()
    ends = np.stack([form.lower[taken] * share, form.upper[taken] * share])
    low[at], high[at] = form.row_upper[at] - ends.max(axis=0), form.row_upper[at] - ends.min(axis=0)
    price = form.cost[taken]
    small = replace(
        form, cost=form.cost[kept] - others.T @ price, offset=form.offset + float(np.sum(price * right)), matrix=part,
        row_lower=low, row_upper=high, lower=form.lower[kept], upper=form.upper[kept], integer=form.integer[kept],
    )  # fmt: skip
    places = sp.csr_array((np.ones(len(taken)), (taken, np.arange(len(taken)))), (len(gone), len(taken)))
    same = sp.csr_array((np.ones(len(kept)), (kept, np.arange(len(kept)))), (len(gone), len(kept)))
    return small, kept, sp.csr_array(same - places @ others), np.asarray(places @ right, float)


def _chosen(form: StandardForm, candidates: Ints, row: Ints, factor: Floats) -> tuple[Ints, Flags]:
    """Of the candidates the cheapest of each equation; and those that a cheaper one without limit makes useless."""
    price = form.cost[candidates] / np.abs(factor)
    limited = np.isfinite(form.upper[candidates]) | (form.lower[candidates] != 0)
    order = np.lexsort((price, limited, row))
    first = np.ones(len(order), bool)
    first[1:] = row[order][1:] != row[order][:-1]
    chosen = order[first]
    best = np.repeat(chosen, np.diff(np.append(np.flatnonzero(first), len(order))))
    useless = np.zeros(len(order), bool)
    dearer = (price[order] >= price[best]) & ~limited[best] & (form.lower[candidates[order]] == 0)
    useless[order] = dearer & (np.sign(factor[order]) == np.sign(factor[best])) & ~first
    return chosen, useless
