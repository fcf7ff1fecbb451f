"""What room a plan leaves: which limits are full, and which amounts could still grow or shrink."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import scipy.sparse as sp

from edu_supply.model import Model
from edu_supply.model.columns import Family, Law
from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.planning.limits import whole

FULL = 1e-6
"""A limit is full where less than this share of it is left."""

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
        return sp.vstack([law.matrix(self.model.size) for law in self.laws], format="csr")

    @cached_property
    def limit(self) -> Floats:
        """What each of these rows may reach, integer choices counted in."""
        upper = np.concatenate([law.upper for law in self.laws])
        return upper - self.matrix @ self._choices

    @cached_property
    def full(self) -> Flags:
        """Rows that have no room left."""
        used = self.matrix @ (self.values - self._choices)
        full = self.limit - used <= FULL * np.maximum(np.abs(self.limit), 1e-3)
        nothing = np.abs(self.limit) <= 1e-9
        redundant = np.repeat([law.name in ONLY_IF_BUILT for law in self.laws], [law.size for law in self.laws])
        return full & (nothing | ~redundant)

    @cached_property
    def _grows(self) -> sp.csc_array:
        """Full rows that a variable runs into when it grows."""
        into = self.matrix.copy()
        into.data = (into.data > FULL * 1e-6).astype(float)
        return (into.multiply(self.full[:, None].astype(float))).tocsc()

    def rows_against(self, column: int) -> Ints:
        """The full rows that keep a variable from growing."""
        found = self._grows[:, [column]].tocoo()
        return found.coords[0][found.data > 0]

    def rows_against_each(self, family: Family, law: str | None = None) -> Ints:
        """For each variable of a family, how many limits keep it from growing, its own upper bound among them; or only
        how many rows of one law."""
        assert family.upper is not None
        if law is not None:
            of_law = np.repeat([one.name == law for one in self.laws], [one.size for one in self.laws])
            rows = self._grows.multiply(of_law[:, None].astype(float)).tocsc()
            return family.of(np.asarray(rows.sum(axis=0)).ravel()).astype(np.int64)
        count = np.asarray(self._grows.sum(axis=0)).ravel()
        most = np.where(np.isfinite(family.upper), family.upper, 0.0)
        at_most = np.isfinite(family.upper) & (most - family.of(self.values) <= FULL * np.maximum(most, 1e-3))
        return family.of(count).astype(np.int64) + at_most

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
                columns = rows.indices[rows.indptr[row] : rows.indptr[row + 1]]
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


@dataclass(frozen=True)
class Buying:
    """What contracts leave room for. ``price`` (tasks): EUR of one more unit made under an offer, infinite where nobody
    can buy more of it; 0 where the task is not offered."""

    spare: Spare

    @cached_property
    def _room(self) -> Flags:
        """Buy variables that could grow: signed, within the ceiling, within the buyer's budget."""
        model, values = self.spare.model, self.spare.values
        buy = model.choices.contracts.buy
        against = np.zeros(model.size)
        for law in model.laws:
            if law.name in ("only_if_signed", "ceiling", "budget"):
                rows = law.matrix(model.size)
                full = law.upper - rows @ values <= FULL * np.maximum(np.abs(law.upper), 1.0)
                against += (rows > 0).T.astype(float) @ full.astype(float)
        return buy.of(against) == 0

    @cached_property
    def price(self) -> Floats:
        contracts, parts = self.spare.model.choices.contracts, self.spare.model.network.parts
        price = np.zeros(len(parts.task_line))
        if self.spare.model.operations.world.binding:
            price[parts.task_is_offered] = np.inf
        task = contracts.steps["task"].to_numpy(np.int64)[contracts.buy_step]
        np.minimum.at(price, task[self._room], contracts.buy.costs["procurement"][self._room])
        return price

    @cached_property
    def _more(self) -> set[tuple[str, str]]:
        """Countries that could own more of a product: they own more than they hand over, can buy it or be given it."""
        model, contracts = self.spare.model, self.spare.model.choices.contracts
        law = next(law for law in model.laws if law.name == "ownership")
        slack = law.upper - law.matrix(model.size) @ self.spare.values
        owners = set(self._labels(law, slack > FULL * np.maximum(np.abs(law.upper), 1.0)))
        product = contracts.steps["product"].to_numpy()[contracts.buy_step]
        names = np.array(contracts.buyers, object)[contracts.buy_buyer]
        owners |= set(zip(names[self._room].tolist(), product[self._room].tolist(), strict=True))
        gifts, give = contracts.gifts, contracts.give
        assert give.upper is not None
        room = (give.of(self.spare.values) < give.upper * (1 - FULL)) if len(gifts) else np.array([], bool)
        return owners | set(self._given(gifts[room], owners))

    @staticmethod
    def _labels(law: Law, chosen: Flags) -> Iterator[tuple[str, str]]:
        for label, yes in zip(law.labels(), chosen, strict=True):
            if yes:
                yield str(label[0]), str(label[1])

    @staticmethod
    def _given(gifts: pd.DataFrame, owners: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for giver, receiver, product in gifts[["from_country", "to_country", "product"]].itertuples(index=False):
            if (giver, product) in owners:
                yield receiver, product

    def may_own(self, buyer: str, product: str) -> bool:
        """Whether a buyer could be handed one more unit of a product, as far as contracts go."""
        return product not in self.spare.model.choices.contracts.offered or (buyer, product) in self._more

    def why_not(self, buyer: str, product: str) -> str:
        """Why a buyer can be handed no more of a product, as far as contracts go."""
        model, contracts = self.spare.model, self.spare.model.choices.contracts
        budget = next(law for law in model.laws if law.name == "budget")
        left = budget.upper - budget.matrix(model.size) @ self.spare.values
        full = dict(zip([label[0] for label in budget.labels()], left <= FULL * np.maximum(budget.upper, 1.0), strict=True))
        if full.get(buyer, False):
            return f"budget of {buyer} spent"
        step = contracts.steps["product"].to_numpy()[contracts.sign_step] == product
        pool = contracts.pool[contracts.buyers.index(buyer)] if buyer in contracts.buyers else -1
        signed = np.round(contracts.sign.of(self.spare.values)) * step * (contracts.sign_pool == pool)
        return f"{buyer} has no contract for {product}" if not signed.any() else f"{buyer}'s contracts for {product} give no more"
