"""Of all the good operations of a world, those that are nearest to others: so that nothing moves without need."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from edu_supply.network.parts import Floats
from edu_supply.solving import SolverError, StandardForm
from edu_supply.solving.warm import Warm

SHARES = (1e-2, 1e-3, 1e-4)
"""Of what a unit is worth: so much it counts that one is not as it was; the first that costs little enough is taken."""


def nearest(form: StandardForm, best: Floats, wanted: Floats, worth: Floats, most_eur: float) -> Floats:
    """Values of a linear programme that differ little from ``wanted`` and cost at most ``most_eur`` more than the best.

    ``worth`` is EUR per unit of each column: a difference costs a small share of it, beside what the form itself asks.
    ``best`` is an optimum, and given back where no share of the worth is small enough.
    """
    for share in SHARES:
        try:
            found = _drawn(form, wanted, share * worth)
        except SolverError:
            continue
        if form.cost @ (found - best) <= most_eur:
            return found
    return best


def _drawn(form: StandardForm, wanted: Floats, pull: Floats) -> Floats:
    """The optimum where each unit of difference costs its pull.

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
    found = Warm(near).cold().values
    values = found[: len(wanted)].copy()
    values[beside] += found[len(wanted) :]
    return values
