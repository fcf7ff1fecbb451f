"""A standard form in which some columns are known: only the others remain, and the rows that they enter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from edu_supply.network.parts import Floats, Ints
from edu_supply.solving.standard_form import StandardForm


@dataclass(frozen=True)
class Restricted:
    """What remains of a form: ``columns`` and ``rows`` are the numbers of those that do, ``known`` the values of all
    columns (0 for those that remain)."""

    form: StandardForm
    columns: Ints
    rows: Ints
    known: Floats

    def whole(self, values: Floats) -> Floats:
        """Values of all columns of the whole form."""
        everything = self.known.copy()
        everything[self.columns] = values
        return everything

    def number(self, columns: Ints) -> Ints:
        """Where columns of the whole form stand among those that remain; those that do not are left out."""
        place = np.full(len(self.known), -1)
        place[self.columns] = np.arange(len(self.columns))
        found = place[columns]
        return found[found >= 0]


def restricted(form: StandardForm, known: Floats) -> Restricted:
    """Take the columns whose value is known (the others are NaN) out of a form, and every row that is left empty.

    What they cost goes into the offset, what they take from a row into its bounds. Whether a row that is left empty
    holds is not asked.
    """
    free = np.isnan(known)
    values = np.where(free, 0.0, known)
    columns = np.flatnonzero(free)
    part = sp.csr_array(form.matrix[:, columns])
    rows = np.flatnonzero(np.diff(part.indptr) > 0)
    taken = (form.matrix @ values)[rows]
    small = StandardForm(
        form.cost[columns], form.offset + float(form.cost @ values), sp.csr_array(part[rows]),
        form.row_lower[rows] - taken, form.row_upper[rows] - taken, form.lower[columns], form.upper[columns],
        form.integer[columns],
    )  # fmt: skip
    return Restricted(small, columns, rows, values)
