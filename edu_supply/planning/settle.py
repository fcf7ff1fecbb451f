"""The paperwork of a plan: of equally cheap ways to sign what is bought, the one with most support and least debt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from edu_supply.model import Model
from edu_supply.network.parts import Floats, Ints
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
    small = _paperwork(form, values, free, tax)
    signed = _run(small, stop, start=values[free])
    if signed is None:
        return values
    whole = np.round(signed[small.integer])
    lower, upper = small.lower.copy(), small.upper.copy()
    lower[small.integer], upper[small.integer] = whole, whole
    exact = replace(small, lower=lower, upper=upper, integer=np.zeros(len(free), bool))
    amounts = _run(exact, stop)
    if amounts is None or not float(small.cost @ amounts) < float(small.cost @ values[free]) - LEAST_EUR:
        return values
    better = values.copy()
    better[free] = np.clip(amounts, lower, upper)
    return better


def _run(form: StandardForm, stop: Stop, start: Floats | None = None) -> Floats | None:
    """The best values within the gap; None where there are none in time."""
    solver = Solver(form, threads=1)
    solver.set(mip_rel_gap=LEAST_GAP)
    if start is not None:
        solver.start_from(start)
    return solver.run(stop).values


def _paperwork(form: StandardForm, values: Floats, free: Ints, tax: Floats) -> StandardForm:
    """The free columns alone: what they take of each row as things are, with what they cost now as a limit.

    Rows of euros and rows of units differ by orders of magnitude, so each is divided by its largest coefficient.
    """
    part = sp.csr_array(form.matrix[:, free])
    rows = np.flatnonzero(np.diff(part.indptr) > 0)
    part, known = sp.csr_array(part[rows]), values.copy()
    known[free] = 0.0
    moved, now = (form.matrix @ known)[rows], part @ values[free]
    lower, upper = np.minimum(form.row_lower[rows] - moved, now), np.maximum(form.row_upper[rows] - moved, now)
    cost = form.cost[free]
    matrix = sp.csr_array(sp.vstack([part, sp.csr_array(cost[None, :])], format="csr"))
    lower, upper = np.append(lower, -np.inf), np.append(upper, float(cost @ values[free]))
    size = 1 / np.maximum(np.asarray(abs(matrix).max(axis=1).todense()).ravel(), 1e-12)
    return StandardForm(tax[free], 0.0, sp.csr_array(matrix * size[:, None]), lower * size, upper * size,
                        form.lower[free], form.upper[free], form.integer[free])  # fmt: skip
