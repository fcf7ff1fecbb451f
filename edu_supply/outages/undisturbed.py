"""The yardstick: nothing is lost and the plan's choices are fixed. And the form of every world with these choices."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.model import Model, build_model
from edu_supply.model.fixed import chosen, decided_before, offer_prices, stock_added, unlinked
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.model.world import World, unbound_world
from edu_supply.network import Network
from edu_supply.network.parts import Floats
from edu_supply.plan import ADDED_PART, Plan
from edu_supply.solving import StandardForm, standard_form
from edu_supply.solving.restricted import restricted
from edu_supply.solving.warm import InfeasibleError, Warm

NOTHING = 1e-9
"""So little of something is none: what a solver may leave of a flow that is not there."""


@dataclass(frozen=True)
class Cost:
    """What operations cost, EUR: money and shortage, and the units short of each demand (reserves apart)."""

    money_eur: float
    shortage_eur: float
    short: Floats

    @property
    def total_eur(self) -> float:
        return self.money_eur + self.shortage_eur


@dataclass(frozen=True)
class Stressed:
    """A plan whose choices stand: its network, the prices that its contracts reached, what was chosen, and the stock
    that it adds.

    ``stranded``: losses may come after the first period; ``added``: stock may be added before it, whatever the plan
    adds; ``free``: the choices of the plan do not stand, they are columns like others.
    """

    network: Network
    offer_price: Floats
    choices: pd.DataFrame
    added: pd.DataFrame | None = None
    free: bool = False

    @classmethod
    def of(
        cls, dataset: Dataset, plan: Plan, *, stranded: bool, added: bool = False, free: bool = False
    ) -> Stressed:
        stock = None if added else plan.tables.get("stockpile")
        network = Network.of(dataset, surplus_everywhere=True, stranded=stranded, added=added or stock is not None)
        return cls(network, offer_prices(network.parts, plan["contracts"]), plan["choices"], stock, free)

    def world(self, *, undisturbed: bool) -> World:
        """The world in which nothing is lost; with its reserves kept, or free to be drawn."""
        return unbound_world(self.network.parts, self.offer_price, undisturbed=undisturbed)

    def form(self, world: World) -> tuple[Model, StandardForm, Floats]:
        """A world's model, its form, and the known values of its columns (NaN: to be decided): choices that stand."""
        model = build_model(self.network, world)
        form = standard_form(pyomo_model(model))
        form = replace(form, integer=np.zeros(len(form.integer), bool))
        known = np.full(model.size, np.nan)
        if not self.free:
            values = chosen(model.choices, self.choices)
            form = replace(form, row_upper=np.where(unlinked(model, values), np.inf, form.row_upper))
            known[: len(values)] = values
        if self.added is not None:
            known[model.choices.added.columns] = stock_added(model.choices, self.added)
        if not world.undisturbed:
            for family in (model.operations.below, model.operations.missing):
                known[family.columns] = 0.0
        return model, form, known


NO_YARDSTICK = (
    "with the plan's choices, and nothing lost, some hard minimum stock cannot be kept: there is nothing to compare "
    "losses with. Solve these data, or price the minimum (minimum_penalty_eur)"
)


class NoYardstickError(ValueError):
    """With the plan's choices, undisturbed operations cannot keep some hard minimum: nothing can be compared."""


@dataclass(frozen=True)
class Undisturbed:
    """The undisturbed world solved: the values of all its columns, and its cost."""

    model: Model
    values: Floats
    cost: Cost

    @property
    def reserves_eur(self) -> float:
        """Penalties for reserves that it does not keep."""
        return self.model.cost_by_part(self.values).get("reserves", 0.0)


def solve_undisturbed(stressed: Stressed) -> Undisturbed:
    """The cheapest operations of the undisturbed world, reserves kept. Raises NoYardstickError where there are none."""
    model, form, known = stressed.form(stressed.world(undisturbed=True))
    small = restricted(form, known)
    try:
        optimum = Warm(small.form).cold()
    except InfeasibleError:
        raise NoYardstickError(NO_YARDSTICK) from None
    values = np.clip(small.whole(optimum.values), 0.0, None)
    return Undisturbed(model, values, cost_of(model, values))


def known_undisturbed(stressed: Stressed, values: Floats) -> Undisturbed:
    """The undisturbed world from the values of its columns, without solving it."""
    model, _, _ = stressed.form(stressed.world(undisturbed=True))
    return Undisturbed(model, values, cost_of(model, values))


def cost_of(model: Model, values: Floats) -> Cost:
    """Money and shortage of the values of all columns of a model; the value of added stock is not among them."""
    parts = model.cost_by_part(values)
    parts.pop(ADDED_PART, None)
    shortage = parts.pop("shortage", 0.0)
    parts.pop("reserves", None)
    return Cost(sum(parts.values()), shortage, model.operations.short.of(values))


def before(model: Model, start: int, values: Floats, known: Floats) -> Floats:
    """The known values with those of everything that is decided before the start."""
    columns = decided_before(model, start)
    known = known.copy()
    known[columns] = values[columns]
    return known
