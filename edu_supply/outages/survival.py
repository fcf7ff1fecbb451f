"""Time to survive: for how many periods an asset can be lost with no more units short than undisturbed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp

from edu_supply.network.parts import Floats, codes
from edu_supply.outages.assets import lost_from_the_start
from edu_supply.outages.stage import Stage, Stages, stage
from edu_supply.outages.tasks import Task, lost_at_once
from edu_supply.outages.undisturbed import NOTHING
from edu_supply.solving import StandardForm
from edu_supply.solving.warm import BASIC, Basis, Warm

ENOUGH = 1e-6
"""Of what is asked for of a product: so much more may be short than in the undisturbed world."""


@dataclass(frozen=True)
class Survived:
    """Whether the loss is survived, and the values of all columns of operations that prove it."""

    survived: bool
    values: Floats


class Survival:
    """Finds operations, whatever they cost, that leave no more units short of any product than the undisturbed world.

    The laws are those of the world; instead of the cost, what is short of each product beyond that (as a share of what
    is asked for) is made as small as possible: the loss is survived where that is nothing.
    """

    def __init__(self, stages: Stages):
        self.stages = stages

    @cached_property
    def _held(self) -> tuple[Stage, Warm, Any]:
        """The world in which nothing is lost, in memory, with a basis from which all others are solved."""
        one, basis, _ = self.stages.free(1)
        warm = Warm(self._form(one))
        known = one.warm.read(basis)
        zeros = np.zeros(self._products, np.int64)
        more = Basis(np.append(known.columns, zeros), np.append(known.rows, zeros + BASIC))
        warm.warm(warm.make(more))
        return one, warm, warm.basis

    @property
    def _products(self) -> int:
        return len(self.stages.stressed.network.parts.products)

    def _form(self, one: Stage) -> StandardForm:
        """The form with a row and a column for each product: what is short of it beyond the undisturbed world."""
        model, form = one.model, one.tight.form
        demands, parts = model.network.demands, model.network.parts
        product = codes(demands["product"], parts.products)
        asked, short = np.zeros(self._products), np.zeros(self._products)
        np.add.at(asked, product, demands["quantity"].to_numpy(float))
        np.add.at(short, product, self.stages.undisturbed.cost.short)
        columns = model.operations.short.columns
        of_product = sp.csr_array((np.ones(len(product)), (product, columns)), shape=(self._products, model.size))
        by_product = sp.csr_array(of_product[:, one.small.columns])
        rows = by_product @ one.tight.spread
        nothing_decided = np.zeros(form.shape[1])
        beyond = sp.diags_array(-np.maximum(asked, 1.0))
        nothing = sp.csr_array((form.shape[0], self._products))
        matrix = sp.csr_array(sp.vstack([sp.hstack([form.matrix, nothing]), sp.hstack([rows, beyond])], format="csr"))
        return replace(
            form, cost=np.append(np.zeros(form.shape[1]), np.ones(self._products)), offset=0.0, matrix=matrix,
            row_lower=np.append(form.row_lower, np.full(self._products, -np.inf)),
            row_upper=np.append(form.row_upper, short + ENOUGH * asked - of_product @ one.whole(nothing_decided)),
            lower=np.append(form.lower, np.zeros(self._products)),
            upper=np.append(form.upper, np.full(self._products, np.inf)),
            integer=np.append(form.integer, np.zeros(self._products, bool)),
        )  # fmt: skip

    def survives(self, task: Task, periods: int) -> Survived:
        """Whether an asset can be lost in periods 1 to ``periods``."""
        columns = lost_at_once(self.stages, task, periods)
        if columns is not None:
            one, warm, basis = self._held
            optimum = warm.without(one.number(columns), basis)
        else:
            world = self.stages.world(lost_from_the_start(task.losses, periods))
            one = stage(self.stages.stressed, self.stages.undisturbed, world, 1)
            optimum = Warm(self._form(one)).cold()
        values = one.whole(optimum.values[: one.tight.form.shape[1]])
        return Survived(optimum.objective <= NOTHING, values)

    def time_to_survive(self, task: Task, least: int, most: int) -> tuple[int, list[Floats]]:
        """The greatest number of periods that is survived, known to be ``least`` to ``most``; with the operations that
        prove it."""
        proofs = []
        while least < most:
            middle = (least + most + 1) // 2
            found = self.survives(task, middle)
            if found.survived:
                least = middle
                proofs.append(found.values)
            else:
                most = middle - 1
        return least, proofs
