"""Expected cost and conditional value at risk of costs with probabilities."""

from __future__ import annotations

import numpy as np

from edu_supply.network.parts import Floats


def tail(costs: Floats, probability: Floats, alpha: float) -> tuple[float, float]:
    """Value at risk and conditional value at risk at a level ``alpha``: the cost that is not exceeded with that
    probability, and the mean of the dearest 1 - alpha (Rockafellar and Uryasev 2000, Journal of Risk 2).

    >>> import numpy as np
    >>> tail(np.array([10.0, 20.0, 100.0]), np.array([0.5, 0.25, 0.25]), 0.5)
    (10.0, 60.0)
    """
    order = np.argsort(costs, kind="stable")
    reached = np.cumsum(probability[order])
    place = min(int(np.searchsorted(reached, alpha - 1e-12)), len(order) - 1)
    at_risk = float(costs[order[place]])
    excess = float(probability @ np.maximum(costs - at_risk, 0.0))
    return at_risk, at_risk + excess / (1 - alpha)
