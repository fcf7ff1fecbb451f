"""The paperwork of a plan: of equally cheap ways to sign what is bought, the one with most support and least debt."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from edu_supply.model import Model
from edu_supply.network.parts import Floats
from edu_supply.solving import Solver, StandardForm, Stop

LEAST_GAP = 1e-3
"""So near to the least of tax, support and debt is near enough."""

LEAST_EUR = 1e-3
"""What is better by less is the solver's rounding, and not worth the paper."""

DEBT = 1e-3
"""EUR that a euro of debt counts for: it is looked at last."""


def settled(model: Model, form: StandardForm, values: Floats, stop: Stop) -> Floats:
    """A solution's values with contracts signed so that tax less grants is least, then debt, at no higher cost.

    Everything that is made, sent, held and served stays as it is, and so does the outside value on it. The values as
    they are, where there is neither tax nor support, or no better way was found in time.
    """
    participation, contracts, policy = model.choices.participation, model.choices.contracts, model.choices.policy
    paperwork = (*contracts.families, *participation.families, *policy.families)
    free = np.concatenate([family.columns for family in paperwork])
    tax = np.zeros(len(form.cost))
    tax[contracts.buy.columns] = contracts.vat[0]
    tax[participation.support.columns] = np.where(participation.is_lent, DEBT, -1.0)
    if not tax.any():
        return values
    part = sp.csr_array(sp.vstack([form.matrix, sp.csr_array(form.cost[None, :])], format="csr"))
    known = values.copy()
    known[free] = 0.0
    moved, now = part @ known, part @ values
    lower = np.minimum(np.append(form.row_lower, -np.inf), now) - moved
    upper = np.maximum(np.append(form.row_upper, now[-1]), now) - moved
    part = sp.csr_array(part[:, free])
    rows = np.flatnonzero(np.diff(part.indptr) > 0)
    small = StandardForm(
        tax[free], 0.0, sp.csr_array(part[rows]), lower[rows], upper[rows], form.lower[free], form.upper[free],
        form.integer[free],
    )  # fmt: skip
    solver = Solver(small, threads=1)
    solver.set(mip_rel_gap=LEAST_GAP)
    solver.start_from(values[free])
    answer = solver.run(stop)
    if answer.values is None or not answer.objective < float(tax @ values) - LEAST_EUR:
        return values
    better = values.copy()
    better[free] = np.clip(answer.values, small.lower, small.upper)
    better[form.integer] = np.round(better[form.integer])
    return better
