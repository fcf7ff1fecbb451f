"""Whether a loss is survived with the stock that was added; where not, what is lacking at least, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse as sp

from edu_supply.model import Model, World
from edu_supply.model.fixed import decided_before, never_lost
from edu_supply.model.lost import LostColumns
from edu_supply.model.world import world_with_losses
from edu_supply.network.parts import Floats, Ints
from edu_supply.outages.jobs import packed_bits
from edu_supply.outages.proofs import used_columns
from edu_supply.outages.tasks import Task
from edu_supply.outages.undisturbed import Stressed
from edu_supply.solving import StandardForm
from edu_supply.solving.restricted import restricted
from edu_supply.solving.tightened import tightened
from edu_supply.solving.warm import Optimum, Warm
from edu_supply.stockpiles.yardstick import Yardstick

DEAR = 1e4
"""What is lacking costs so many times its EUR beside operations: nothing that they could save is worth it."""


@dataclass(frozen=True)
class Point:
    """What all worlds share: the values of the undisturbed world's columns, added stock among them, and the service
    level."""

    values: Floats
    service: float


@dataclass(frozen=True)
class Finding:
    """What is lacking, EUR: the value of the stock that would have to be there as well, and what is short beyond what
    is allowed all the same, at a price. It is convex in the point, so it is nowhere less than this plane says.

    ``slope`` (EUR per unit) belongs to ``columns`` of the model, ``service_slope`` (EUR) to the service level; ``more``
    are the units that would have to be there as well at each place where stock may be added, ``beyond`` those short of
    each product beyond what is allowed. Where nothing is lacking, ``used`` are the columns that operations use which
    survive (as bits).
    """

    lacking_eur: float
    columns: Ints
    slope: Floats
    service_slope: float
    more: Floats
    beyond: Floats
    used: bytes = b""


@dataclass(frozen=True)
class Least:
    """Units short of each demand in the cheapest operations of a world, and the columns that they use (as bits)."""

    short: Floats
    used: bytes


class Held:
    """Worlds with losses that begin at one period, in memory: one form of the operations from then on.

    What all worlds share (added stock, free choices, and everything before the start) are columns that are held
    at their values, so that their reduced costs are the slope of what is lacking.

        minimise value_eur * more + price * beyond, with the laws of the world and, for each product asked for,
        sum(short) - beyond <= short undisturbed + (1 - service) * asked for while disturbed
    """

    def __init__(self, stressed: Stressed, yardstick: Yardstick, world: World, start: int):
        self.model, form, known = stressed.form(world)
        self.yardstick = yardstick
        added = self.model.choices.added
        choices = np.arange(added.first)
        shared = np.concatenate([choices[np.isnan(known[choices])], added.columns, decided_before(self.model, start)])
        decided = np.isnan(known)
        decided[shared] = False
        rows = np.flatnonzero(abs(form.matrix) @ decided > 0)
        matrix = sp.csr_array(form.matrix[rows])
        unused = np.setdiff1d(shared, matrix.indices)
        known[unused] = 0.0
        self.shared = np.setdiff1d(shared, unused)
        form = replace(form, matrix=matrix, row_lower=form.row_lower[rows], row_upper=form.row_upper[rows])
        self._small = restricted(form, known)
        slack = never_lost(self.model)
        slack[shared] = False
        self._tight = tightened(self._small.form, slack[self._small.columns])
        upper = np.full(added.size, np.inf) if added.upper is None else added.upper
        self._most = upper if start == 1 else np.full(added.size, np.inf)
        self._value = added.costs["added"]
        sources = _sources(self.model, start)
        self._warm = Warm(self._form(sources))
        lacking, cost, at = self._warm.form.cost, self._tight.form.cost, self._place(sources)
        operating = np.concatenate([cost, np.where(at >= 0, cost[at], 0.0), np.zeros(len(self._beyond))])
        self._costs = {"lacking": lacking, "dear": operating + DEAR * lacking, "cheapest": operating}
        self._bases: dict[str, Any] = {}
        self._common: dict[str, tuple[Floats, Any]] = {}

    def _form(self, sources: Ints) -> StandardForm:
        """The form with columns for more stock (what one unit more in ``sources`` is) and for what is short beyond."""
        tight, yardstick = self._tight, self.yardstick
        columns, products = tight.form.shape[1], len(yardstick.asked_for)
        at = self._place(sources)
        some = np.flatnonzero(at >= 0)
        pick = sp.csr_array((np.ones(len(some)), (at[some], some)), (columns, len(at)))
        sums = sp.csr_array(yardstick.sums[:, self._small.columns])
        short = sp.csr_array(sums @ tight.spread)
        self._short_at_least = sums @ tight.constant + yardstick.sums @ self._small.known
        self._more, self._beyond = columns + np.arange(len(at)), columns + len(at) + np.arange(products)
        self._allowed = tight.form.shape[0] + np.arange(products)
        self._held = self._place(self.shared)
        blank = sp.csr_array((tight.form.shape[0], products))
        rows = [sp.hstack([tight.form.matrix, tight.form.matrix @ pick, blank]),
                sp.hstack([short, short @ pick, -sp.eye_array(products)])]  # fmt: skip
        return StandardForm(
            np.concatenate([np.zeros(columns), self._value, yardstick.price]), 0.0,
            sp.csr_array(sp.vstack(rows, format="csr")),
            np.append(tight.form.row_lower, np.full(products, -np.inf)),
            np.append(tight.form.row_upper, np.zeros(products)),
            np.append(tight.form.lower, np.zeros(len(at) + products)),
            np.concatenate([tight.form.upper, np.where(at >= 0, np.inf, 0.0), np.full(products, np.inf)]),
            np.zeros(columns + len(at) + products, bool),
        )  # fmt: skip

    def _place(self, columns: Ints) -> Ints:
        """Where columns of the model stand among those of the form; -1 for those that do not."""
        place = np.full(self.model.size, -1)
        place[self._small.columns[self._tight.columns]] = np.arange(len(self._tight.columns))
        return place[columns]

    def check(self, task: Task, lost: Ints, point: Point) -> Finding:
        """What is lacking at a point in the world in which nothing is in the columns ``lost`` of the model as well.

        First what is lacking is dear but operations have their costs: from the basis of another world that takes few
        steps, where operations for nothing take many, and mostly it is the least of what is lacking at once.
        """
        most = np.maximum(self._most - point.values[self.model.choices.added.columns], 0.0)
        self._at(task, point, most, np.inf)
        optimum = self._without(lost, "dear", self._bases.get(task.name))
        self._bases[task.name] = self._warm.basis
        if float(self._warm.form.cost @ optimum.values) <= 0:
            nothing = np.zeros(len(self.shared)), 0.0, np.zeros(len(self._more)), np.zeros(len(self._beyond))
            return Finding(0.0, self.shared, *nothing, self._used(optimum))
        optimum = self._without(lost, "lacking", self._bases[task.name])
        slope = self._slope(self._warm.column_duals[self._held])
        duals = self._warm.row_duals[self._allowed]
        return Finding(optimum.objective, self.shared, slope, -float(duals @ self.yardstick.disturbed(task)),
                       optimum.values[self._more], optimum.values[self._beyond])  # fmt: skip

    def least(self, task: Task, lost: Ints, point: Point, *, limited: bool) -> Least:
        """The cheapest operations of that world, with the stock of a point; ``limited``: of those that leave no more
        short of any product than is allowed. Raises InfeasibleError where there are none.
        """
        self._at(task, point, np.zeros(len(self._more)), self.yardstick.slight if limited else np.inf)
        optimum = self._without(lost, "dear" if limited else "cheapest")
        short = np.clip(self.model.operations.short.of(self._whole(optimum)), 0.0, None)
        return Least(short, self._used(optimum))

    def _at(self, task: Task, point: Point, more: Floats, beyond: Floats | float) -> None:
        """Hold what all worlds share as it is at a point, with so much stock more and so much short beyond at most."""
        self._shared_now = np.maximum(point.values[self.shared], 0.0)
        self._warm.hold(self._held, self._shared_now, self._shared_now)
        self._warm.hold(self._more, np.zeros(len(more)), np.where(self._warm.form.upper[self._more] > 0, more, 0.0))
        none = np.zeros(len(self._beyond))
        self._warm.hold(self._beyond, none, none + beyond)
        allowed = self.yardstick.allowed(task, point.service) - self._short_at_least
        self._warm.limit(self._allowed, allowed)

    def _without(self, lost: Ints, what: str, own: Any = None) -> Optimum:
        """The world without these columns, at some costs: from a basis of its own, or the one with nothing lost."""
        place = self._place(lost)
        self._warm.price(self._costs[what])
        return self._warm.without(place[place >= 0], own or self._nothing_lost(what))

    def _nothing_lost(self, what: str) -> Any:
        """A basis of the world with nothing lost, at some costs: solved anew for what all worlds now share, so that few
        steps remain to every world with a loss; from one at other costs, where there is none."""
        known = self._common.get(what)
        if known is None or not np.array_equal(known[0], self._shared_now):
            near = known or next(iter(self._common.values()), None)
            self._warm.cold() if near is None else self._warm.warm(near[1])
            self._common[what] = self._shared_now, self._warm.basis
        return self._common[what][1]

    def _whole(self, optimum: Optimum) -> Floats:
        """Values of all columns of the model."""
        return self._small.whole(self._tight.all_of(optimum.values[: self._tight.form.shape[1]]))

    def _used(self, optimum: Optimum) -> bytes:
        return packed_bits(used_columns(self._whole(optimum)))

    def _slope(self, reduced: Floats) -> Floats:
        """EUR by which one unit more of each shared column changes what is lacking.

        Stock that is there makes room for that much less to be put there as well, so at most its value is saved.
        """
        if np.isinf(self._most).all():
            return reduced
        slope, added = reduced.copy(), self.model.choices.added
        stock = np.isin(self.shared, added.columns)
        slope[stock] = np.maximum(slope[stock], -self._value[self.shared[stock] - added.first])
        return slope


def _sources(model: Model, start: int) -> Ints:
    """For each place where stock may be added, the column of which one unit more is one unit more there at the start:
    the added stock itself, later what is held before."""
    if start == 1:
        return model.choices.added.columns
    positions = model.operations.added_positions
    return model.operations.hold.column(model.network.holding.at(positions, np.full(len(positions), start - 1)))


class Checks:
    """Answers whether losses are survived, with everything in memory.

    Worlds in which something is lost whole are one form with nothing in some columns, for each start; the others have
    one each.
    """

    def __init__(self, stressed: Stressed, yardstick: Yardstick):
        self._stressed, self._yardstick = stressed, yardstick
        self._lost = LostColumns(yardstick.model)
        self._held: dict[str | int, Held] = {}

    def check(self, task: Task, point: Point) -> Finding:
        """What is lacking at a point where the task's losses come."""
        return self._of(task).check(task, self.lost(task), point)

    def least(self, task: Task, point: Point, *, limited: bool) -> Least:
        """The cheapest operations where they come (see ``Held``)."""
        return self._of(task).least(task, self.lost(task), point, limited=limited)

    def lost(self, task: Task) -> Ints:
        """The columns of the model that the task's losses make zero, where they do no more than that."""
        if not task.whole:
            return np.array([], np.int64)
        rows = task.losses[["kind", "target", "start", "duration_periods"]].itertuples(index=False, name=None)
        return self._lost.of(rows)

    def _of(self, task: Task) -> Held:
        key = task.start if task.whole else task.name
        if key not in self._held:
            self._held[key] = Held(self._stressed, self._yardstick, self._world(task), task.start)
        return self._held[key]

    def _world(self, task: Task) -> World:
        if task.whole:
            return self._stressed.world(undisturbed=False)
        return world_with_losses(self._stressed.network.parts, task.losses, self._stressed.offer_price)
