"""Puts families and laws together: the whole model as arrays, and as a Pyomo model over the same arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from edu_supply.model import flow, origin, procurement, production, programmes, rules, service, stock
from edu_supply.model.choices import Choices
from edu_supply.model.columns import Family, Law
from edu_supply.model.operations import Operations
from edu_supply.model.perimeters import contents_of
from edu_supply.model.world import World, undisturbed_world
from edu_supply.network import Network
from edu_supply.network.parts import Floats, Ints
from edu_supply.pools import Pools, pools_of

LAWS: tuple[Callable[[Operations, Choices], Law], ...] = (
    flow.balance,
    flow.lane_capacity,
    flow.throughput,
    flow.built_to_carry,
    production.line_time,
    production.line_built,
    production.minimum_use,
    production.product_time,
    stock.storage,
    stock.explosives,
    stock.minimum_stock,
    stock.final_stock,
    stock.shelf_life,
    stock.shelf_life_everywhere,
    service.demand,
    procurement.one_step,
    procurement.step_reached,
    procurement.step_used_up,
    procurement.only_if_signed,
    procurement.all_bought,
    procurement.ceiling,
    procurement.ownership,
    procurement.budget,
    programmes.contract_volume,
    programmes.takes_part,
    programmes.enough_buyers,
    programmes.enough_members,
    programmes.support_share,
    programmes.programme_budget,
    programmes.allocation,
    origin.content_balance,
    origin.content_carried,
    origin.outside_share,
    rules.share_made,
    rules.counts_as_maker,
    rules.enough_makers,
    rules.made_inside,
    rules.fill_rate,
    rules.fill_rate_gap,
    rules.highest_of_all,
    rules.lowest_of_all,
    rules.work_share,
    rules.outside_rule,
)
"""Every law, in the order of models/README.md."""

POLICY = frozenset(law.__name__ for law in LAWS if law.__module__ == rules.__name__)
"""The laws of policy; the first index of each is the rule."""


@dataclass(frozen=True)
class Model:
    """Choices and operations of one world, and the laws that hold between them.

    The objective is the sum of every family's costs, EUR. Build one with ``build_model``.
    """

    operations: Operations
    choices: Choices
    laws: tuple[Law, ...]

    @property
    def network(self) -> Network:
        return self.operations.network

    @cached_property
    def families(self) -> tuple[Family, ...]:
        return self.choices.families + self.operations.families

    @property
    def size(self) -> int:
        """Number of variables."""
        return sum(family.size for family in self.families)

    @cached_property
    def cost(self) -> Floats:
        """EUR per unit of each variable."""
        return np.concatenate([family.cost for family in self.families])

    @property
    def deeds(self) -> Ints:
        """The columns of all that can be left undone: what is chosen, made and sent."""
        done = (*self.choices.families, self.operations.make, self.operations.ship)
        return np.concatenate([family.columns for family in done])

    @cached_property
    def matrix(self) -> sp.csr_array:
        """All laws' rows over all variables."""
        return sp.csr_array(sp.vstack([law.matrix(self.size) for law in self.laws], format="csr"))

    def rows_of_rule(self, rule: str) -> Ints:
        """The rows that say what a rule of policy asks for."""
        rows, first = [], 0
        for law in self.laws:
            if law.name in POLICY and law.size:
                rows += [first + number for number, label in enumerate(law.labels()) if label[0] == rule]
            first += law.size
        return np.array(rows, np.int64)

    def cost_by_part(self, values: Floats) -> dict[str, float]:
        """The objective of a solution, EUR, by part."""
        parts: dict[str, float] = {}
        for family in self.families:
            for part, price in family.costs.items():
                parts[part] = parts.get(part, 0.0) + float(np.sum(price * family.of(values)))
        return parts


def build_model(
    network: Network, world: World | None = None, *, pools: Pools | None = None, net: bool = False
) -> Model:
    """The model of a network in a world (nothing lost unless one is given).

    ``pools`` are who buys with whom, the dataset's unless given; ``net``: value-added tax and what programmes pay
    count in the objective.
    """
    world = world or undisturbed_world(network.parts)
    pools = pools or pools_of(network.parts.dataset)
    choices = Choices(network, pools, world.binding, net)
    operations = Operations(network, world, contents_of(choices))
    first = 0
    for family in choices.families + operations.families:
        family.first = first
        first += family.size
    return Model(operations, choices, tuple(law(operations, choices) for law in LAWS))
