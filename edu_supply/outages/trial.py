"""Trying what would help: the world with a loss solved again with more of something, from the basis it had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
import scipy.sparse as sp

from edu_supply.network import Network
from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.outages.two_worlds import Solved, TwoWorlds, law_rows, solved
from edu_supply.solving import StandardForm
from edu_supply.solving.warm import BASIC, LOWER, Basis, Warm


@dataclass(frozen=True)
class More:
    """A column more: what one unit of it adds to rows of the model's laws, EUR per unit, and at most how much."""

    rows: Sequence[int]
    adds: Sequence[float]
    price_eur: float
    most: float


@dataclass(frozen=True)
class Together:
    """Columns that together may hold no more than this."""

    columns: Sequence[int]
    most: float


class Trial:
    """The world with a loss, to be solved again with more of something."""

    def __init__(self, worlds: TwoWorlds):
        self.worlds = worlds
        self.after = worlds.after

    @property
    def network(self) -> Network:
        """The network that both worlds share."""
        return self.after.model.network

    # Where one unit more would be of use

    def balance_row(self, position: int, period: int) -> int:
        """The row of what is at a position in a period; -1 where it cannot be there then."""
        at = int(self.network.presence.at(np.array([position]), np.array([period]))[0])
        return law_rows(self.after.model)["balance"].start + at if at >= 0 else -1

    def worth_of_supply(self, position: Ints, period: Ints) -> tuple[Floats, Floats]:
        """EUR that one unit more at each position in a period would save at most, with the loss and undisturbed.

        0 where it cannot be there then."""
        at, rows = self.network.presence.at(position, period), law_rows(self.after.model)["balance"]
        with_loss, undisturbed = (world.row_duals[rows] for world in (self.after, self.worlds.before))
        return np.where(at >= 0, with_loss[at], 0.0), np.where(at >= 0, undisturbed[at], 0.0)

    @cached_property
    def lost_sites(self) -> Flags:
        """Sites that are lost at some time."""
        return np.asarray((self.worlds.world.site <= 0).any(axis=1), bool)

    @cached_property
    def window(self) -> range:
        """The periods in which something is lost."""
        losses = self.worlds.losses
        end = int((losses["start"] + losses["duration_periods"]).max())
        return range(self.worlds.start, min(end, self.network.periods + 1))

    def used(self) -> Floats:
        """Of each position, the units that leave it undisturbed from the start of the loss on: used, sent, served."""
        network, operations = self.network, self.after.model.operations
        values, parts = self.worlds.undisturbed.values, network.parts
        used = np.zeros(len(network.position_site))

        def add(position: Ints, period: Ints, amount: Floats) -> None:
            hit = (position >= 0) & (period >= self.window.start)
            np.add.at(used, position[hit], amount[hit])

        making, shipping, services = network.making, network.shipping, network.services
        make = operations.make.of(values)
        task, component, quantity = parts.recipe
        made = np.zeros((len(parts.task_line), parts.periods + 1))
        np.add.at(made, (making.item, making.period), make)
        for period in range(self.window.start, parts.periods + 1):
            at = network.position(parts.task_site[task], component)
            add(at, np.full(len(task), period), quantity * made[task, period])
        add(network.haul_origin[shipping.item], shipping.period, operations.ship.of(values))
        add(services["position"].to_numpy(), services["period"].to_numpy(), operations.serve.of(values))
        return used

    # Solving again

    @cached_property
    def _place(self) -> Ints:
        """Where each row of the laws stands in the form that is solved; -1 where it is left out."""
        place = np.full(sum(law.size for law in self.after.model.laws), -1)
        place[self.after.small.rows] = np.arange(len(self.after.small.rows))
        return place

    def _with(self, more: Sequence[More], together: Sequence[Together] = (), *, must: bool = False) -> StandardForm:
        """The form with columns more, and rows for those that share a limit; ``must``: each holds all that it may."""
        form = self.after.small.form
        extra = sp.lil_array((form.shape[0], len(more)))
        for column, one in enumerate(more):
            for row, add in zip(self._place[list(one.rows)].tolist(), one.adds, strict=True):
                if row >= 0:
                    extra[row, column] = add
        shared = sp.lil_array((len(together), form.shape[1] + len(more)))
        for row, limit in enumerate(together):
            for column in limit.columns:
                shared[row, form.shape[1] + column] = 1.0
        most = np.array([one.most for one in more], float)
        return replace(
            form, cost=np.append(form.cost, [one.price_eur for one in more]),
            matrix=sp.csr_array(sp.vstack([sp.hstack([form.matrix, extra]), shared], format="csr")),
            row_lower=np.append(form.row_lower, np.full(len(together), -np.inf)),
            row_upper=np.append(form.row_upper, [one.most for one in together]),
            lower=np.append(form.lower, most if must else np.zeros(len(more))), upper=np.append(form.upper, most),
            integer=np.append(form.integer, np.zeros(len(more), bool)),
        )  # fmt: skip

    def _basis(self, columns: int, rows: int) -> Basis:
        known = self.after.basis
        return Basis(np.append(known.columns, np.full(columns, LOWER)), np.append(known.rows, np.full(rows, BASIC)))

    def amounts(self, more: Sequence[More]) -> Floats:
        """How much of each column more the cheapest operations would take at its price."""
        warm = Warm(self._with(more))
        found = warm.warm(warm.make(self._basis(len(more), 0)))
        return found.values[len(self.after.small.columns) :]

    def saves(self, more: More) -> float:
        """EUR that operations cost less with all of a column more, its price apart."""
        return self._less(solved(self.after.model, self.after.small, self._with([more], must=True), self._basis(1, 0)))

    def saves_by(self, more: Sequence[More], together: Sequence[Together]) -> float:
        """EUR that everything costs less where columns more may be used, their prices among it."""
        warm = Warm(self._with(more, together))
        found = warm.warm(warm.make(self._basis(len(more), len(together))))
        form = self.after.small.form
        return float(form.cost @ self.after.values[self.after.small.columns] + form.offset - found.objective)

    def saves_by_room(self, law: str, owner: str, times: float) -> float:
        """EUR that operations cost less where all rows of a law that bear a name allow so many times as much."""
        place = law_rows(self.after.model)[law]
        labels = next(one for one in self.after.model.laws if one.name == law).labels()
        hit = self._place[place][[label[0] == owner for label in labels]]
        upper = self.after.small.form.row_upper.copy()
        upper[hit[hit >= 0]] *= times
        form = replace(self.after.small.form, row_upper=upper)
        return self._less(solved(self.after.model, self.after.small, form, self.after.basis))

    def saves_by_choice(self, choices: pd.DataFrame, cost_eur: float) -> float:
        """EUR that operations cost less where these are the choices; ``cost_eur`` is what is more in them."""
        model, small = self.worlds.with_choices(choices)
        same = len(small.columns) == len(self.after.small.columns) and len(small.rows) == len(self.after.small.rows)
        return self._less(solved(model, small, small.form, self.after.basis if same else None)) + cost_eur

    def _less(self, other: Solved) -> float:
        return self.after.cost.total_eur - other.cost.total_eur
