"""From what buyers buy to what their pools sign: quickly, for it is asked thousands of times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from edu_supply.model import Model
from edu_supply.model.rounding import Ties, ties
from edu_supply.network.parts import Flags, Floats, Ints

NOTHING = 1e-9
"""Fewer units are none."""


@dataclass(frozen=True)
class Signing:
    """Price steps for what is bought. ``joint`` says which contracts are those of the joint pool."""

    model: Model
    joint: Flags

    @cached_property
    def _ties(self) -> Ties | None:
        """The slower way, where programmes or rules tie more than price steps to one another."""
        choices = self.model.choices
        return ties(self.model) if choices.participation.join.size or choices.policy.makes.size else None

    @property
    def first(self) -> Ints:
        """The columns that are made whole first."""
        return np.array([], np.int64)

    def as_signed(self, values: Floats, chosen: Floats) -> Floats:
        """Choices in which every contract is signed at the step that is cheapest for what is bought of it."""
        contracts = self.model.choices.contracts
        units = np.bincount(contracts.buy_contract, np.maximum(contracts.buy.of(values), 0.0), len(contracts.contracts))
        chosen = chosen.copy()
        chosen[contracts.sign.columns] = self._cheapest(units.astype(float))
        return chosen

    def ways(self, values: Floats, chosen: Floats) -> list[Floats]:
        """Rounded choices made to stand together from a relaxation's values, in each way there is."""
        return [self.as_signed(values, chosen)] if self._ties is None else self._ties.ways(values, chosen)

    def anew(self, values: Floats, inside: Flags) -> Floats:
        """Choices in which every buyer buys the same as in a plan, in the joint pool if it is inside, alone if not."""
        contracts, participation = self.model.choices.contracts, self.model.choices.participation
        units = np.maximum(contracts.buy.of(values), 0.0)
        units[units <= NOTHING] = 0.0
        goal = np.where(inside[contracts.buy_buyer], self._goals[1], self._goals[0])
        units[goal < 0] = 0.0
        total = np.bincount(np.maximum(goal, 0), units, len(contracts.contracts)).astype(float)
        chosen = values.copy()
        chosen[contracts.sign.columns] = self._cheapest(total)
        if participation.join.size:
            pair = np.maximum(goal, 0) * len(contracts.buyers) + contracts.buy_buyer
            mine = np.bincount(pair, units, len(total) * len(contracts.buyers)).astype(float)
            chosen[participation.join.columns] = self._taking_part(total, mine)
        return chosen

    @cached_property
    def _goals(self) -> tuple[Ints, Ints]:
        """For each ``buy``, its buyer's contract of the same terms and offer: alone, in the joint pool (-1: none)."""
        contracts = self.model.choices.contracts
        rows = contracts.contracts[["term", "offer"]].to_numpy(np.int64)
        key = rows[:, 0] * max(len(contracts.offers), 1) + rows[:, 1]
        of_buy, buyer = contracts.buy_contract, contracts.buy_buyer
        goals = []
        for joint in (False, True):
            mine = self.joint[of_buy] == joint
            known = dict(zip(zip(key[of_buy[mine]].tolist(), buyer[mine].tolist(), strict=True), of_buy[mine].tolist(),
                             strict=True))  # fmt: skip
            pairs = zip(key[of_buy].tolist(), buyer.tolist(), strict=True)
            goals.append(np.array([known.get(pair, -1) for pair in pairs], np.int64))
        return goals[0], goals[1]

    @cached_property
    def _steps(self) -> tuple[Ints, Floats, Floats, Flags, Ints]:
        """Of each ``sign``: contract, beginning, price, whether incremental; and where each contract's signs begin."""
        contracts = self.model.choices.contracts
        of = contracts.sign_contract
        begins = contracts.steps["from_quantity"].to_numpy(float)[contracts.sign_step]
        price = contracts.steps["unit_price_eur"].to_numpy(float)[contracts.sign_step]
        return of, begins, price, contracts.is_incremental[of], np.flatnonzero(contracts.is_first)

    def _cheapest(self, units: Floats) -> Floats:
        """sign for units bought under each contract: the cheapest step, overbought or not; of incremental ones all."""
        of, begins, price, incremental, starts = self._steps
        signed = np.zeros(len(of))
        if not len(of):
            return signed
        bought = units[of] > NOTHING
        entered = bought & incremental & ((begins < units[of]) | self.model.choices.contracts.is_first)
        cost = price * np.maximum(units[of], begins)
        least = np.repeat(np.minimum.reduceat(cost, starts), np.diff(np.append(starts, len(of))))
        candidates = np.flatnonzero(bought & ~incremental & (cost <= least))
        signed[candidates[np.unique(of[candidates], return_index=True)[1]]] = 1.0
        signed[entered] = 1.0
        return signed

    def _taking_part(self, total: Floats, mine: Floats) -> Floats:
        """join for units bought by each contract, and by each contract and buyer: 1 for those that have enough."""
        contracts, participation = self.model.choices.contracts, self.model.choices.participation
        contract, buyer = (participation.joins[column].to_numpy(np.int64) for column in ("contract", "buyer"))
        least = np.array([contracts.terms[term].min_share for term in participation.joins["term"]], float)
        units = mine[contract * len(contracts.buyers) + buyer]
        return np.asarray((units > 0) & (units >= least * total[contract]), float)
