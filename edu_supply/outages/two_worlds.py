"""A plan with and without an asset: both worlds solved, with the dual values of their laws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.model.world import World, world_with_losses
from edu_supply.network.parts import Floats
from edu_supply.outages.assets import window_of
from edu_supply.outages.undisturbed import Cost, Stressed, Undisturbed, before, cost_of, solve_undisturbed
from edu_supply.planning.near import worth_of
from edu_supply.solving import StandardForm
from edu_supply.solving.nearest import nearest
from edu_supply.solving.restricted import Restricted, restricted
from edu_supply.solving.warm import Basis, Warm

SLACK = 0.01
"""Of the loss: so much more may operations cost that move less."""


@dataclass(frozen=True)
class Solved:
    """The best operations of a world: values of all columns, EUR per unit of every law's rows, and what they cost.

    ``small`` is what remains of the form once choices, and what comes before the loss, are known; ``basis`` is that of
    its optimum.
    """

    model: Model
    small: Restricted
    basis: Basis
    values: Floats
    row_duals: Floats
    cost: Cost


def solved(model: Model, small: Restricted, form: StandardForm, start: Basis | None) -> Solved:
    """Solve ``form``, which is that of ``small`` with other bounds or with columns more, from a basis or from nothing.

    What more columns hold is left out of the values and their cost.
    """
    warm = Warm(form)
    optimum = warm.cold() if start is None else warm.warm(warm.make(start))
    known = len(small.columns)
    values = np.clip(small.whole(optimum.values[:known]), 0.0, None)
    duals = np.zeros(sum(law.size for law in model.laws))
    duals[small.rows] = warm.row_duals[: len(small.rows)]
    return Solved(model, small, warm.read(warm.basis), values, duals, cost_of(model, values))


@dataclass(frozen=True)
class TwoWorlds:
    """A plan under stress, and what it loses: the rows of ``threats`` that are lost together."""

    stressed: Stressed
    undisturbed: Undisturbed
    losses: pd.DataFrame

    @classmethod
    def of(cls, stressed: Stressed, losses: pd.DataFrame, undisturbed: Undisturbed | None = None) -> TwoWorlds:
        """Both worlds of a plan; the undisturbed one is solved at once where it is not given."""
        return cls(stressed, undisturbed or solve_undisturbed(stressed), losses)

    @cached_property
    def start(self) -> int:
        """The first period of the loss."""
        return window_of(self.losses)[0]

    @cached_property
    def world(self) -> World:
        """What the loss leaves."""
        return world_with_losses(self.stressed.network.parts, self.losses, self.stressed.offer_price)

    @cached_property
    def before(self) -> Solved:
        """The undisturbed world."""
        model, form, known = self.stressed.form(self.stressed.world(undisturbed=True))
        small = restricted(form, known)
        return solved(model, small, small.form, None)

    @cached_property
    def after(self) -> Solved:
        """The world with the loss, at its cheapest."""
        model, small = self.with_choices(self.stressed.choices)
        return solved(model, small, small.form, None)

    @cached_property
    def shown(self) -> Floats:
        """Values of operations with the loss that are as near to the undisturbed ones as they can be had: they cost at
        most a hundredth of the loss more than the cheapest, which often move much to save little."""
        small = self.after.small
        near = nearest(
            small.form, self.after.values[small.columns], self.undisturbed.values[small.columns],
            worth_of(self.after.model)[small.columns], SLACK * self.loss_eur,
        )  # fmt: skip
        return np.clip(small.whole(near), 0.0, None)

    def with_choices(self, choices: pd.DataFrame) -> tuple[Model, Restricted]:
        """The world with the loss where other things are opened and built; before the loss all is as planned."""
        model, form, known = replace(self.stressed, choices=choices).form(self.world)
        return model, restricted(form, before(model, self.start, self.undisturbed.values, known))

    def with_free_choices(self) -> tuple[Model, StandardForm, Floats]:
        """The world with the loss where more may be opened and built, in part and at its price: its model, its form and
        the known values of its columns."""
        model, form, known = self.stressed.form(self.world)
        known = before(model, self.start, self.undisturbed.values, known)
        many = sum(family.size for family in (model.choices.open, model.choices.build_site, model.choices.build_lane))
        lower = form.lower.copy()
        lower[:many] = known[:many]
        known[:many] = np.nan
        return model, replace(form, lower=lower), known

    @property
    def loss_eur(self) -> float:
        """What the loss costs."""
        return max(0.0, self.after.cost.total_eur - self.undisturbed.cost.total_eur)


def law_rows(model: Model) -> dict[str, slice]:
    """Where each law's rows stand among all rows."""
    ends = np.cumsum([law.size for law in model.laws]).tolist()
    return {law.name: slice(end - law.size, end) for law, end in zip(model.laws, ends, strict=True)}
