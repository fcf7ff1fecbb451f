"""Of all good solutions of a linear programme, those that are nearest to others: so that nothing moves without need."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from edu_supply.network.parts import Floats
from edu_supply.solving.answers import SolverError, Stop
from edu_supply.solving.highs import Solver
from edu_supply.solving.standard_form import StandardForm

SHARES = (1e-2, 1e-3, 1e-4)
"""Of what a unit is worth: so much it counts that one is not as it was; the first that costs little enough is taken."""

SCALE = 1e3
"""The row that limits the cost has so much on its right-hand side, whatever currency it is in."""

LARGE = 20_000
"""From so many columns on interior point is the quicker."""


def nearest(form: StandardForm, best: Floats, wanted: Floats, worth: Floats, most_eur: float) -> Floats:
    """Values of a linear programme that differ little from ``wanted`` and cost at most ``most_eur`` more than the best.

    ``worth`` is EUR per unit of each column: a difference costs a small share of it, beside what the form itself asks.
    ``best`` is an optimum, and given back where no share of the worth is small enough.
    """
    for share in SHARES:
        found = _drawn(form, wanted, share * worth, Stop())
        if found is not None and form.cost @ (found - best) <= most_eur:
            return found
    return best


def nearest_of_the_best(form: StandardForm, best: Floats, wanted: Floats, worth: Floats, stop: Stop) -> Floats:
    """Of the values that cost no more than ``best`` does those that differ least from ``wanted``, at the columns'
    ``worth``; ``best`` where none were found in time."""
    most = float(form.cost @ best)
    size = max(1.0, abs(most)) / SCALE
    row = sp.csr_array(form.cost[None, :] / size)
    same = replace(
        form, cost=np.zeros(len(form.cost)), matrix=sp.csr_array(sp.vstack([form.matrix, row], format="csr")),
        row_lower=np.append(form.row_lower, -np.inf), row_upper=np.append(form.row_upper, most / size),
    )  # fmt: skip
    found = _drawn(same, wanted, worth, stop)
    if found is None or worth @ np.abs(found - wanted) >= worth @ np.abs(best - wanted):
        return best
    return found


def _drawn(form: StandardForm, wanted: Floats, pull: Floats, stop: Stop) -> Floats | None:
    """The optimum where each unit of difference costs its pull; None where it was not found.

    A column is split at what is wanted: a unit up to there costs its pull less, a unit beyond costs it more.
    """
    above = wanted > form.lower
    beside = np.flatnonzero(above & (wanted < form.upper))
    near = replace(
        form, cost=np.append(form.cost + np.where(above, -pull, pull), (form.cost + pull)[beside]), offset=0.0,
        matrix=sp.csr_array(sp.hstack([form.matrix, form.matrix[:, beside]], format="csr")),
        lower=np.append(form.lower, np.zeros(len(beside))),
        upper=np.append(np.where(above, np.minimum(wanted, form.upper), form.upper), (form.upper - wanted)[beside]),
        integer=np.append(form.integer, np.zeros(len(beside), bool)),
    )  # fmt: skip
    solver = Solver(near, threads=1)
    solver.set(solver="ipx" if near.shape[1] >= LARGE else "simplex", simplex_dual_edge_weight_strategy=1)
    try:
        found = solver.run(stop)
    except SolverError:
        return None
    if found.ending != "optimal" or found.values is None:
        return None
    values = found.values[: len(wanted)].copy()
    values[beside] += found.values[len(wanted) :]
    return values
