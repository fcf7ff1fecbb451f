"""A world in memory, ready to lose things: everything before its start is as planned, everything after is decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.model import Model, World
from edu_supply.model.fixed import lost_columns
from edu_supply.model.operations import Operations
from edu_supply.model.world import world_with_losses
from edu_supply.network.parts import Floats, Ints
from edu_supply.outages.assets import window_of
from edu_supply.outages.undisturbed import Cost, Stressed, Undisturbed, before, cost_of
from edu_supply.solving.restricted import Restricted, restricted
from edu_supply.solving.warm import Warm


@dataclass(frozen=True)
class Answer:
    """The best operations of a world: values of all columns, and what they cost."""

    values: Floats
    cost: Cost


@dataclass(frozen=True)
class Stage:
    """A world from a start on: its form without what is known, and the solver that holds it."""

    model: Model
    small: Restricted
    warm: Warm

    def answer(self, values: Floats) -> Answer:
        """What remains of the form was given these values."""
        whole = np.clip(self.small.whole(values), 0.0, None)
        return Answer(whole, cost_of(self.model, whole))


def stage(stressed: Stressed, undisturbed: Undisturbed, world: World, start: int) -> Stage:
    """Put a world in memory; before the start everything is as in the undisturbed one."""
    model, form, known = stressed.form(world)
    small = restricted(form, before(model, start, undisturbed.values, known))
    return Stage(model, small, Warm(small.form))


class Stages:
    """A plan under stress: its undisturbed world, and for each start the world that may draw its reserves.

    Every world with losses is one of these with less: the same form with nothing in some columns. So those that begin
    at a start that many share (``shared``) are solved from one basis. The others, and worlds in which a part of a limit
    is lost, or stock, are put in memory by the laws and solved from nothing, one by one.
    """

    def __init__(self, stressed: Stressed, undisturbed: Undisturbed, shared: Collection[int] = (1,)):
        self.stressed = stressed
        self.undisturbed = undisturbed
        self.shared = shared
        self._free: dict[int, tuple[Stage, Any, Answer]] = {}

    def free(self, start: int) -> tuple[Stage, Any, Answer]:
        """The world in which nothing is lost and reserves may be drawn from the start on; its basis and its best."""
        if start not in self._free:
            world = self.stressed.world(undisturbed=False)
            one = stage(self.stressed, self.undisturbed, world, start)
            optimum = one.warm.cold()
            self._free[start] = one, one.warm.basis, one.answer(optimum.values)
        return self._free[start]

    def world(self, losses: pd.DataFrame) -> World:
        """The world that loses these rows together."""
        return world_with_losses(self.stressed.network.parts, losses, self.stressed.offer_price)

    def lost(self, world: World) -> Ints:
        """The columns of the whole form that are nothing in a world."""
        return lost_columns(Operations(self.stressed.network, world), self.undisturbed.model)

    def solve(self, losses: pd.DataFrame) -> Answer:
        """The best operations where these rows are lost."""
        world, (start, _) = self.world(losses), window_of(losses)
        if not whole(losses) or (start not in self._free and start not in self.shared):
            one = stage(self.stressed, self.undisturbed, world, start)
            return one.answer(one.warm.cold().values)
        one, basis, _ = self.free(start)
        return one.answer(one.warm.without(one.small.number(self.lost(world)), basis).values)


def whole(losses: pd.DataFrame) -> bool:
    """Whether everything that is lost is lost whole, and no stock with it: nothing but columns that become zero."""
    return bool((losses["share_lost"] == 1).all() and (losses["stock_lost"] == 0).all())
