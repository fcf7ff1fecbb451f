"""Laws of service: what is asked for is served, in time or late, or falls short."""

from __future__ import annotations

import numpy as np

from edu_supply.model.choices import Choices
from edu_supply.model.columns import Law
from edu_supply.model.operations import Operations


def demand(operations: Operations, choices: Choices) -> Law:
    """What is asked for is served, by the product or by a substitute, or it falls short.

    sum(serve[demand, product, t] / ratio) + short[demand] = quantity; ratio is 1 for the product itself

    Domain: every demand in every period in which something is asked for; t from its period to late_periods later.
    Unit: units of the product asked for.
    """
    demands, services = operations.network.demands, operations.services
    law = Law("demand", len(demands), operations.short.labels, lower=demands["quantity"], upper=demands["quantity"])
    law.add(services["demand"].to_numpy(), operations.serve.columns, 1 / services["ratio"].to_numpy(float))
    law.add(np.arange(len(demands)), operations.short.columns)
    return law
