"""The paperwork of a plan: of equally cheap ways to sign what is bought, the one with most support and least debt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from edu_supply.model import Model
from edu_supply.network.parts import Floats
from edu_supply.solving import Solver, StandardForm, Stop

LEAST_GAP = 1e-4
"""So near to the least of tax, support and debt is near enough."""

DEBT = 1e-3
"""EUR that a euro of debt counts for: it is looked at last."""


def settled(model: Model, form: StandardForm, values: Floats, stop: Stop) -> Floats:
    """A solution's values with contracts signed so that tax less grants is least, then debt, at no higher cost.

    Everything that is made, sent, held and served stays as it is. The values as they are, where nothing can be signed
    under a programme or no better way was found in time.
    """
    participation, contracts = model.choices.participation, model.choices.contracts
    if not len(participation.parties):
        return values
    cost = np.zeros(len(form.cost))
    cost[contracts.buy.columns] = contracts.vat[0]
    cost[participation.support.columns] = np.where(participation.is_lent, DEBT, -1.0)
    lower, upper = form.lower.copy(), form.upper.copy()
    choices = model.choices
    for family in (choices.open, choices.build_site, choices.build_lane, *model.operations.goods):
        lower[family.columns] = upper[family.columns] = values[family.columns]
    paid = sp.csr_array(form.cost[None, :])
    most = float(form.cost @ values)
    matrix = sp.csr_array(sp.vstack([form.matrix, paid], format="csr"))
    small = replace(form, cost=cost, offset=0.0, matrix=matrix, lower=lower, upper=upper,
                    row_lower=np.append(form.row_lower, -np.inf),
                    row_upper=np.append(form.row_upper, most + 1e-9 * abs(most)))  # fmt: skip
    solver = Solver(small, threads=1)
    solver.set(mip_rel_gap=LEAST_GAP)
    solver.start_from(values)
    answer = solver.run(stop)
    if answer.values is None or not answer.objective < float(cost @ values) - 1e-6:
        return values
    better = np.clip(answer.values, form.lower, form.upper)
    better[form.integer] = np.round(better[form.integer])
    return better
