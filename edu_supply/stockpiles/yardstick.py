"""The yardstick of survival: what may be short in a world with a loss."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from edu_supply.model import Model
from edu_supply.network.parts import Floats, Ints, codes
from edu_supply.outages.tasks import Task

SLIGHT = 1e-7
"""Of what is asked for of a product: so much more may be short than is allowed, for no solver can tell it."""


@dataclass(frozen=True)
class Yardstick:
    """Units short of each demand in the undisturbed world without added stock; ``settle`` are the periods after an
    outage in which a share of what is asked for may still be short."""

    model: Model
    short: Floats
    settle: int

    @cached_property
    def product(self) -> Ints:
        """The product that each demand asks for (its code)."""
        network = self.model.network
        return codes(network.demands["product"], network.parts.products)

    @cached_property
    def asked_for(self) -> Ints:
        """The products that some demand asks for (their codes)."""
        return np.unique(self.product)

    @cached_property
    def quantity(self) -> Floats:
        """Units that each demand asks for."""
        return self.model.network.demands["quantity"].to_numpy(float)

    def by_product(self, units: Floats) -> Floats:
        """Of each product that is asked for, the sum over its demands."""
        total = np.bincount(self.product, units, len(self.model.network.parts.products))
        return np.asarray(total[self.asked_for], float)

    @cached_property
    def sums(self) -> sp.csr_array:
        """(products asked for, columns of the model): the units short of each."""
        rows = np.searchsorted(self.asked_for, self.product)
        columns = self.model.operations.short.columns
        shape = (len(self.asked_for), self.model.size)
        return sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)

    @cached_property
    def slight(self) -> Floats:
        """Units of each product asked for that are none."""
        return SLIGHT * np.maximum(1.0, self.by_product(self.quantity))

    @cached_property
    def price(self) -> Floats:
        """EUR at which a unit of each product that is short beyond what is allowed is counted in a check: a scale, no
        cost of anything."""
        network = self.model.network
        dearest = np.zeros(len(network.parts.products))
        np.maximum.at(dearest, self.product, network.demands["penalty_eur"].to_numpy(float))
        value = network.parts.dataset["products"]["value_eur"].to_numpy(float)
        return np.asarray(np.maximum(dearest, 3 * value)[self.asked_for], float)

    def disturbed(self, task: Task) -> Floats:
        """Of each product, the units asked for from the start of an outage to ``settle`` periods after its end."""
        period = self.model.network.demands["period"].to_numpy()
        window = (period >= task.start) & (period < task.start + task.duration + self.settle)
        return self.by_product(self.quantity * window)

    def allowed(self, task: Task, service: float) -> Floats:
        """Units that may be short of each product in the world with a loss."""
        return self.by_product(self.short) + (1 - service) * self.disturbed(task)
