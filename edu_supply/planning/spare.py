"""What room a plan leaves: which limits are full, and which amounts could still grow or shrink."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from edu_supply.model import Model
from edu_supply.model.columns import Family, Law
from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.planning.limits import whole

FULL = 1e-6
"""A limit is full where less than this share of it is left."""

TAKES_NOTHING = 1e-12

CLOSED = 2
"""A limit of nothing (closed, not built, may not be stored) counts as two full ones: it explains less."""

PHYSICAL = ("lane_capacity", "throughput", "built_to_carry", "line_time", "line_built", "product_time",
            "storage", "explosives", "shelf_life")  # fmt: skip
ONLY_IF_BUILT = ("built_to_carry", "line_built")
"""Laws that say no more than others do once something is built."""


@dataclass(frozen=True)
class Spare:
    """The room of a plan: ``values`` of all variables of ``model``, integers as they are."""

    model: Model
    values: Floats

    @cached_property
    def _choices(self) -> Floats:
        return np.where(whole(self.model), self.values, 0.0)

    @cached_property
    def laws(self) -> list[Law]:
        """The laws that limit what is made, sent and held, in the order of ``rows``."""
        return [law for law in self.model.laws if law.name in PHYSICAL]

    @cached_property
    def matrix(self) -> sp.csr_array:
        """Their rows over all variables."""
        return sp.csr_array(sp.vstack([law.matrix(self.model.size) for law in self.laws], format="csr"))

    @cached_property
    def limit(self) -> Floats:
        """What each of these rows may reach, integer choices counted in."""
        upper = np.concatenate([law.upper for law in self.laws])
        return np.asarray(upper - self.matrix @ self._choices, float)

    @cached_property
    def full(self) -> Flags:
        """Rows that have no room left."""
        used = self.matrix @ (self.values - self._choices)
        full = self.limit - used <= FULL * np.maximum(np.abs(self.limit), 1e-3)
        nothing = np.abs(self.limit) <= 1e-9
        redundant = np.repeat([law.name in ONLY_IF_BUILT for law in self.laws], [law.size for law in self.laws])
        return np.asarray(full & (nothing | ~redundant), bool)

    @cached_property
    def _grows(self) -> sp.csc_array:
        """Full rows that a variable runs into when it grows, with how many limits each counts for."""
        into = self.matrix.copy()
        into.data = (into.data > TAKES_NOTHING).astype(float)
        weight = self.full * np.where(np.abs(self.limit) <= 1e-9, CLOSED, 1.0)
        return sp.csc_array(into.multiply(weight[:, None]))

    def law(self, name: str) -> tuple[Law, Flags]:
        """A law of the model, and which of its upper sides are reached."""
        law = next(law for law in self.model.laws if law.name == name)
        room = law.upper - law.matrix(self.model.size) @ self.values
        return law, room <= FULL * np.maximum(np.abs(law.upper), 1.0)

    def rows_against(self, column: int) -> Ints:
        """The full rows that keep a variable from growing."""
        return self.pressed(column)[0]

    def pressed(self, column: int) -> tuple[Ints, Floats]:
        """The full rows that keep a variable from growing, and what one unit of it takes of each."""
        columns = self._columns
        part = slice(columns.indptr[column], columns.indptr[column + 1])
        rows, takes = columns.indices[part], columns.data[part]
        against = self.full[rows] & (takes > TAKES_NOTHING)
        return rows[against].astype(np.int64), takes[against].astype(float)

    @cached_property
    def _columns(self) -> sp.csc_array:
        return sp.csc_array(self.matrix)

    def rows_against_each(self, family: Family, law: str | None = None) -> Ints:
        """For each variable of a family, how many limits keep it from growing, its own upper bound among them; or only
        how many rows of one law."""
        assert family.upper is not None
        if law is not None:
            of_law = np.repeat([one.name == law for one in self.laws], [one.size for one in self.laws])
            rows = self._grows.multiply(of_law[:, None].astype(float)).tocsc()
            return family.of(np.asarray(rows.sum(axis=0), float).ravel()).astype(np.int64)
        count = np.asarray(self._grows.sum(axis=0), float).ravel()
        most = np.where(np.isfinite(family.upper), family.upper, 0.0)
        at_most = np.isfinite(family.upper) & (most - family.of(self.values) <= FULL * np.maximum(most, 1e-3))
        return family.of(count).astype(np.int64) + at_most * np.where(most <= 1e-9, CLOSED, 1)

    def has(self, family: Family) -> Flags:
        """Where there is something to take away."""
        return family.of(self.values) > FULL

    @cached_property
    def price_of_drawing(self) -> Floats:
        """For each hold: EUR of reserves that one unit less costs; infinite where a hard minimum keeps it."""
        price = np.zeros(self.model.size)
        for name in ("minimum_stock", "final_stock"):
            law = next(law for law in self.model.laws if law.name == name)
            rows = law.matrix(self.model.size)
            slack = rows @ self.values - law.lower
            tight = np.flatnonzero(slack <= FULL * np.maximum(np.abs(law.lower), 1e-3))
            for row in tight.tolist():
                columns = rows.indices[rows.indptr[row] : rows.indptr[row + 1]].astype(np.int64)
                price[columns] += self._cheapest_below(columns)
        return self.model.operations.hold.of(price)

    def _cheapest_below(self, columns: Ints) -> float:
        operations = self.model.operations
        prices = [np.inf]
        for family in (operations.below, operations.missing):
            assert family.upper is not None
            number = columns[(columns >= family.first) & (columns < family.first + family.size)] - family.first
            room = family.upper[number] - family.of(self.values)[number] > FULL * np.maximum(family.upper[number], 1e-3)
            prices += family.cost[number][room].tolist()
        return min(prices)
