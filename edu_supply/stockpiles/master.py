"""The undisturbed world that keeps added stock, and what is known of all worlds with losses: their planes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from edu_supply.model import Model
from edu_supply.network.parts import Floats, Ints
from edu_supply.outages.undisturbed import Stressed
from edu_supply.solving import StandardForm
from edu_supply.solving.restricted import restricted
from edu_supply.solving.warm import InfeasibleError, Optimum, Warm
from edu_supply.stockpiles.check import Finding, Point

SMALL = 1e-9
"""Coefficients below this share of a plane's largest are rounding."""

ROOM = 1e-6
"""What a plane is broken by, as a share of its right-hand side, is more than rounding."""


@dataclass(frozen=True)
class Plane:
    """What was found of a threat (its number) at a point: what is lacking is nowhere less than this says."""

    threat: int
    finding: Finding
    point: Point


@dataclass(frozen=True)
class Shared:
    """A form of what all worlds share, and what its columns are to the ``model`` of the undisturbed world, in whose
    columns worlds are spoken of: the place of each in the form (-1: it has none), and the values of those without."""

    model: Model
    form: StandardForm
    place: Ints
    known: Floats

    @classmethod
    def of(cls, stressed: Stressed) -> Shared:
        """The undisturbed world of a plan whose choices stand."""
        model, form, known = stressed.form(stressed.world(undisturbed=True))
        small = restricted(form, known)
        place = np.full(model.size, -1)
        place[small.columns] = np.arange(len(small.columns))
        return cls(model, small.form, place, small.known)

    def whole(self, values: Floats) -> Floats:
        """Values of the model's columns, from those of the form's."""
        there = self.place >= 0
        found = self.known.copy()
        found[there] = values[self.place[there]]
        return found


class Master:
    """The cheapest undisturbed operations and added stock that all planes allow: they cost no more than the true ones.

    Solved again and again from its last basis, with more planes each time. Each threat has a service level: the common
    one and, where not the cost but the best levels are asked for, what it can reach beyond that.
    """

    def __init__(self, shared: Shared, threats: int):
        self.model, self._shared, self._place = shared.model, shared, shared.place
        whole = shared.form
        rows, columns = whole.shape
        self._common, self._beyond = columns, columns + 1 + np.arange(threats)
        none = np.zeros(1 + threats)
        self._form = replace(
            whole, cost=np.append(whole.cost, none),
            matrix=sp.csr_array(sp.hstack([whole.matrix, sp.csr_array((rows, 1 + threats))], format="csr")),
            lower=np.append(whole.lower, none), upper=np.append(whole.upper, none + 1.0),
            integer=np.append(whole.integer, none > 0),
        )  # fmt: skip
        self._added = self._place[self.model.choices.added.columns]
        self._place_of = self._reserved()
        self._warm = Warm(self._form)
        self._known = False
        self._planes: list[tuple[int, Floats, float]] = []

    def _reserved(self) -> tuple[Ints, Ints]:
        """The columns of added stock and of what is held where it may be added, and the place of each: as much less is
        held as is not added."""
        holding, hold = self.model.network.holding, self.model.operations.hold
        number = np.full(len(self.model.network.position_site), -1)
        number[self.model.operations.added_positions] = np.arange(len(self._added))
        place = number[holding.item]
        columns = self._place[hold.columns]
        there = (place >= 0) & (columns >= 0)
        return np.append(self._added, columns[there]), np.append(np.arange(len(self._added)), place[there])

    def without_stock(self) -> tuple[Floats, float]:
        """The undisturbed world without added stock: values of the model's columns, and its objective, EUR.

        Raises InfeasibleError where there is none.
        """
        nothing = np.zeros(len(self._added))
        self._levels(self._form.cost, (0.0, 0.0), 0.0)
        if not self._known:  # Nothing is added for nothing; from this basis all goes on quickly, from the other not.
            self._next()
        self._warm.hold(self._added, nothing, nothing)
        found = self._next()
        self._warm.hold(self._added, nothing, self._form.upper[self._added])
        return self._whole(found.values), found.objective

    def add(self, planes: Iterable[Plane]) -> None:
        """What is lacking must be nothing: a row for each plane.

        Raises InfeasibleError where nothing that all worlds share is of any help.
        """
        rows, most = [], []
        for plane in planes:
            finding, point = plane.finding, plane.point
            at = self._place[finding.columns]
            here = at >= 0
            row = np.zeros(len(self._form.cost))
            row[at[here]] = finding.slope[here]
            row[[self._common, self._beyond[plane.threat]]] = finding.service_slope
            size = np.abs(row).max()
            if size < SMALL:
                raise InfeasibleError("whatever is added, something is lacking at every service level")
            known = float(finding.slope[here] @ point.values[finding.columns[here]])
            known += finding.service_slope * point.service
            rows.append(np.where(np.abs(row) > SMALL * size, row / size, 0.0))
            most.append((known - finding.lacking_eur) / size)
            self._planes.append((plane.threat, rows[-1], most[-1]))
        if rows:
            self._warm.more_rows(sp.csr_array(np.array(rows)), np.array(most))

    def cheapest(self, service: float, least: Floats | None = None) -> tuple[Point, float]:
        """The cheapest point at a service level, with at least so much stock added, and its objective, EUR.

        Raises InfeasibleError where there is none.
        """
        self._levels(self._form.cost, (service, service), 0.0)
        if least is None:
            optimum = self._next()
            return Point(self._whole(optimum.values), service), optimum.objective
        upper, basis = self._form.upper[self._added], self._warm.basis if self._known else None
        self._warm.hold(self._added, np.minimum(least, upper), upper)
        try:
            optimum = self._next()
        finally:
            self._warm.hold(self._added, np.zeros(len(upper)), upper)
            if basis is not None:  # From the one with so much stock all that follows would take many more steps.
                self._warm.go_on_from(basis)
        return Point(self._whole(optimum.values), service), optimum.objective

    def best_common(self, most: float) -> tuple[Point, float]:
        """A point of the best service level that all threats share, at most the given one, and that level."""
        cost = np.zeros(len(self._form.cost))
        cost[self._common] = -1.0
        self._levels(cost, (0.0, most), 0.0)
        values = self._next().values
        level = float(values[self._common])
        return Point(self._whole(values), level), level

    def best_each(self, common: float, most: float) -> tuple[Point, Floats]:
        """A point that all threats survive at a common level and as much above it as can be, in sum, at most the given
        level; and the level of each."""
        cost = np.zeros(len(self._form.cost))
        cost[self._beyond] = -1.0
        self._levels(cost, (common, common), most - common)
        values = self._next().values
        return Point(self._whole(values), common), common + values[self._beyond]

    def between(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """Other bounds for columns of the form, until they get others."""
        self._warm.hold(columns, lower, upper)

    def rows(self, service: float) -> tuple[sp.csr_array, Floats]:
        """The planes at a service level: rows over the columns of the form, each at most so much."""
        if not self._planes:
            return sp.csr_array((0, self._common)), np.zeros(0)
        rows = np.array([row for _, row, _ in self._planes])
        most = np.array([most for _, _, most in self._planes]) - service * rows[:, self._common]
        return sp.csr_array(rows[:, : self._common]), most

    def needs_of(self, column: int, less: float, point: Point) -> list[int]:
        """The threats (their numbers) that are not survived with so much less in a column of the form, all else as at a
        point, by the planes that are known; the one that lacks most first."""
        level, found = self._level(point), dict[int, float]()
        for threat, row, most in self._planes:
            lacks = float(row @ level - row[column] * less - most)
            if lacks > ROOM * max(1.0, abs(most)):
                found[threat] = max(lacks, found.get(threat, 0.0))
        return sorted(found, key=lambda one: -found[one])

    def _level(self, point: Point) -> Floats:
        """A point as values of the form's columns; 0 of those that no world knows."""
        level = np.zeros(len(self._form.cost))
        there = self._place >= 0
        level[self._place[there]] = point.values[there]
        level[self._common] = point.service
        return level

    def needs(self, point: Point) -> list[list[int]]:
        """For each place where stock may be added the threats (their numbers) that are not survived without what a
        point adds there, all else as it is, by the planes that are known; the one that lacks most first."""
        added = np.maximum(self.model.choices.added.of(point.values), 0.0)
        level = self._level(point)
        found: list[dict[int, float]] = [{} for _ in added]
        for threat, row, most in self._planes:
            takes = np.bincount(self._place_of[1], row[self._place_of[0]], len(added))
            less = row @ level - takes * added - most
            for place in np.flatnonzero((added > 0) & (less > ROOM * max(1.0, abs(most)))):
                found[place][threat] = max(float(less[place]), found[place].get(threat, 0.0))
        return [sorted(threats, key=lambda one: -threats[one]) for threats in found]

    def _levels(self, cost: Floats, common: tuple[float, float], beyond: float) -> None:
        self._warm.price(cost)
        columns = np.append(self._common, self._beyond)
        none = np.zeros(len(self._beyond))
        self._warm.hold(columns, np.append(common[0], none), np.append(common[1], none + beyond))

    def _next(self) -> Optimum:
        found = self._warm.again() if self._known else self._warm.cold()
        self._known = True
        return found

    def _whole(self, values: Floats) -> Floats:
        return np.clip(self._shared.whole(values), 0.0, None)
