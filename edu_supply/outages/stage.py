"""A world in memory, ready to lose things: everything before its start is as planned, everything after is decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.model import Model, World
from edu_supply.model.fixed import never_lost
from edu_supply.model.lost import LostColumns
from edu_supply.model.world import world_with_losses
from edu_supply.network.parts import Floats, Ints
from edu_supply.outages.assets import window_of
from edu_supply.outages.undisturbed import Cost, Stressed, Undisturbed, before, cost_of
from edu_supply.solving.pivots import Pivots
from edu_supply.solving.restricted import Restricted, restricted
from edu_supply.solving.tightened import Tightened, tightened
from edu_supply.solving.warm import Warm

FEW_ROWS = 10_000
"""In forms of so many rows a few pivots are tried before HiGHS; in larger ones they find little and cost as much."""


@dataclass(frozen=True)
class Answer:
    """The best operations of a world: values of all columns, and what they cost."""

    values: Floats
    cost: Cost


@dataclass(frozen=True)
class Stage:
    """A world from a start on: its form without what is known, a smaller one of the same optima, and its solver."""

    model: Model
    small: Restricted
    tight: Tightened
    warm: Warm

    def answer(self, values: Floats) -> Answer:
        """The columns that the solver holds were given these values."""
        whole = np.clip(self.whole(values), 0.0, None)
        return Answer(whole, cost_of(self.model, whole))

    def first(self) -> Any:
        """A basis to begin with, very near to an optimum: that of the larger form, solved from nothing.

        (No cost is below nothing there, so that this is quicker than in the smaller one.)
        """
        larger = Warm(self.small.form)
        larger.cold()
        return self.warm.make(self.tight.basis(larger.read(larger.basis)))

    def whole(self, values: Floats) -> Floats:
        """Values of all columns, from those that the solver holds."""
        return self.small.whole(self.tight.all_of(values))

    def number(self, columns: Ints) -> Ints:
        """Where columns of the model stand among those that the solver holds; those that do not are left out."""
        place = np.full(len(self.small.columns), -1)
        place[self.tight.columns] = np.arange(len(self.tight.columns))
        found = place[self.small.number(columns)]
        return found[found >= 0]


def _form(stressed: Stressed, undisturbed: Undisturbed, world: World, start: int) -> tuple[Model, Restricted]:
    """A world's model, and what of its form is to be decided; before the start everything is as undisturbed."""
    model, form, known = stressed.form(world)
    return model, restricted(form, before(model, start, undisturbed.values, known))


def stage(stressed: Stressed, undisturbed: Undisturbed, world: World, start: int) -> Stage:
    """Put a world in memory; before the start everything is as in the undisturbed one."""
    model, small = _form(stressed, undisturbed, world, start)
    tight = tightened(small.form, never_lost(model)[small.columns])
    return Stage(model, small, tight, Warm(tight.form))


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
        self._columns = LostColumns(undisturbed.model)
        self._free: dict[int, tuple[Stage, Any, Answer]] = {}
        self._pivots: dict[int, Pivots] = {}
        self._lost: dict[tuple[tuple[str, str, int, int], ...], Ints] = {}

    def free(self, start: int) -> tuple[Stage, Any, Answer]:
        """The world in which nothing is lost and reserves may be drawn from the start on; its basis and its best."""
        if start not in self._free:
            world = self.stressed.world(undisturbed=False)
            one = stage(self.stressed, self.undisturbed, world, start)
            optimum = one.warm.warm(one.first())
            self._free[start] = one, one.warm.basis, one.answer(optimum.values)
        return self._free[start]

    def world(self, losses: pd.DataFrame) -> World:
        """The world that loses these rows together."""
        return world_with_losses(self.stressed.network.parts, losses, self.stressed.offer_price)

    def lost(self, losses: pd.DataFrame) -> Ints:
        """The columns of the whole form that are nothing where these rows are lost, each of them whole."""
        columns = ("kind", "target", "start", "duration_periods")
        return self.lost_columns(zip(*(losses[column].tolist() for column in columns), strict=True))

    def lost_columns(self, losses: Iterable[tuple[str, str, int, int]]) -> Ints:
        """The same for losses as kind, target, start, duration."""
        these = tuple(losses)
        if these not in self._lost:
            self._lost[these] = self._columns.of(these)
        return self._lost[these]

    def solve(self, losses: pd.DataFrame) -> Answer:
        """The best operations where these rows are lost."""
        start, _ = window_of(losses)
        return self.without(self.lost(losses), start)[0] if whole(losses) else self._alone(self.world(losses), start)

    def without(self, lost: Ints, start: int, near: Any = None) -> tuple[Answer, Any]:
        """The best operations from a start on with nothing in these columns of the whole form, and their basis.

        ``near`` is the basis of a world that loses less; None where the start is one that others do not share.
        """
        if start not in self._free and start not in self.shared:
            return self._alone(self.stressed.world(undisturbed=False), start, lost), None
        one, basis, _ = self.free(start)
        columns = one.number(lost)
        if 0 < one.warm.form.shape[0] <= FEW_ROWS:
            if start not in self._pivots:
                self._pivots[start] = Pivots(one.warm.form, one.warm.read(basis))
            found = self._pivots[start].without(columns)
            if found is not None:
                return one.answer(found.values), None
        optimum = one.warm.without(columns, near or basis)
        return one.answer(optimum.values), one.warm.basis

    def _alone(self, world: World, start: int, lost: Ints | None = None) -> Answer:
        """The best operations of a world of its own, solved from nothing."""
        model, small = _form(self.stressed, self.undisturbed, world, start)
        none = np.array([], np.int64)
        optimum = Warm(small.form).without(none if lost is None else small.number(lost), None)
        whole = np.clip(small.whole(optimum.values), 0.0, None)
        return Answer(whole, cost_of(model, whole))


def whole(losses: pd.DataFrame) -> bool:
    """Whether everything that is lost is lost whole, and no stock with it: nothing but columns that become zero."""
    return bool((losses["share_lost"] == 1).all() and (losses["stock_lost"] == 0).all())
