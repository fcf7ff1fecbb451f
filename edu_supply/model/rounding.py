"""From the relaxation of a model to choices that can stand together: what to sign, who takes part, who makes.

Contracts and rules tie their choices to one another (one step each, so many buyers), so rounding one by one seldom
leaves anything that can be had. What is opened and built is rounded elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.model.assembly import Model
from edu_supply.network.parts import Flags, Floats, Ints

TOO_MUCH = 1e-3
"""Units of the product whose components are outside beyond what is allowed: so few are the solver's rounding."""

WORTHWHILE = 0.1
"""A contract under a programme is kept where the relaxation buys at least this share of the offer by it."""


def ties(model: Model) -> Ties | None:
    """The ties between a model's choices; None where it has no such choices."""
    return Ties(model) if model.choices.contracts.sign.size or model.choices.policy.makes.size else None


@dataclass(frozen=True)
class Ties:
    """Makes choices of contracts, participation and makers stand together, from the values of a relaxation."""

    model: Model

    @property
    def first(self) -> Ints:
        """The columns that are made whole first: the price steps that are signed. The others follow from them."""
        return self.model.choices.contracts.sign.columns

    def ways(self, values: Floats, chosen: Floats) -> list[Floats]:
        """The choices in ``chosen`` with these made to stand together, in each way there is; over all columns."""
        contracts, participation = self.model.choices.contracts, self.model.choices.participation
        if not contracts.sign.size:
            return [self._made(values, chosen, np.zeros(0), np.zeros(0))]
        under_programmes = (True, False) if len(participation.parties) else (True,)
        units = [self._units(values, programmes=yes) for yes in under_programmes]
        return [self._made(values, chosen, self._steps(one), one) for one in units]

    def as_signed(self, values: Floats, chosen: Floats) -> Floats:
        """The choices in ``chosen`` with contracts as they are signed in ``values``, and what follows from them."""
        contracts = self.model.choices.contracts
        signs = np.round(contracts.sign.of(values))
        signed = np.bincount(contracts.sign_contract, signs, minlength=len(contracts.contracts)) > 0
        return self._made(values, chosen, signs, signed.astype(float))

    def _made(self, values: Floats, chosen: Floats, signs: Floats, units: Floats) -> Floats:
        """Choices with these steps signed; contracts of no units have no parties."""
        choices, chosen = self.model.choices, chosen.copy()
        if choices.contracts.sign.size:
            chosen[choices.contracts.sign.columns] = signs
            chosen[choices.participation.join.columns] = self._parties(values, units)
        chosen[choices.policy.makes.columns] = self._makers(values)
        return chosen

    def _units(self, values: Floats, *, programmes: bool) -> Floats:
        """Units of each contract that is signed, 0 for the others: what a pool buys of an offer, in few contracts.

        Without ``programmes`` everything is bought outside any.
        """
        contracts = self.model.choices.contracts
        bought = np.maximum(contracts.buy.of(values), 0.0)
        units = np.bincount(contracts.buy_contract, bought, minlength=len(contracts.contracts))
        rows = contracts.contracts.assign(units=units)
        key = [rows["pool"], rows["offer"]]
        total = rows["units"].groupby(key).transform("sum")
        plain = rows["term"] == 0
        kept = (rows["units"] > 0) & (rows["units"] >= WORTHWHILE * total) & (plain | programmes)
        kept &= ~self._too_much_outside(values)
        among = rows["units"].where(kept, 0.0)
        of_kept = among.groupby(key).transform("sum")
        shared = (among / of_kept.where(of_kept > 0, 1.0)) * total
        return shared.where(of_kept > 0, total.where(plain, 0.0)).to_numpy(float)

    def _too_much_outside(self, values: Floats) -> Flags:
        """Contracts under a programme whose line uses more outside content than it allows, as things are."""
        contracts = self.model.choices.contracts
        [law] = [law for law in self.model.laws if law.name == "outside_share"]
        unsigned = values[: self.model.size].copy()
        unsigned[contracts.sign.columns] = 0.0
        flags = np.zeros(len(contracts.contracts), bool)
        flags[contracts.content_limited] = law.matrix(self.model.size) @ unsigned > TOO_MUCH
        return flags

    def _steps(self, units: Floats) -> Floats:
        """1 for the steps that contracts of so many units reach: the cheapest, even if overbought."""
        contracts = self.model.choices.contracts
        begins = contracts.steps["from_quantity"].to_numpy(float)[contracts.sign_step]
        price = contracts.steps["unit_price_eur"].to_numpy(float)[contracts.sign_step]
        of = units[contracts.sign_contract]
        signed = np.zeros(len(of))
        incremental = contracts.is_incremental[contracts.sign_contract]
        signed[incremental & (of > 0) & (contracts.is_first | (begins < of))] = 1.0
        cost = np.where(incremental, np.inf, price * np.maximum(of, begins))
        table = pd.DataFrame({"contract": contracts.sign_contract, "cost": cost, "sign": np.arange(len(of))})
        table = table[(of > 0) & ~incremental].sort_values(["contract", "cost"], kind="stable")
        signed[table.drop_duplicates("contract")["sign"].to_numpy(np.int64)] = 1.0
        return signed

    def _parties(self, values: Floats, units: Floats) -> Floats:
        """1 for the buyers that take part in the signed contracts: those that pay most, as many as must."""
        contracts, participation = self.model.choices.contracts, self.model.choices.participation
        joins, joined = participation.joins, np.zeros(participation.join.size)
        number = participation.paid_by(joins)
        paid = np.zeros(len(joins))
        np.add.at(paid, number[number >= 0], (contracts.buy.of(values) * contracts.price)[number >= 0])
        contract = joins["contract"].to_numpy(np.int64)
        for one in np.unique(contract[units[contract] > 0]).tolist():
            mine = np.flatnonzero(contract == one)
            term = contracts.terms[int(joins["term"].iloc[mine[0]])]
            order = mine[np.argsort(-paid[mine], kind="stable")]
            members = order[participation.is_member[order]]
            joined[order[: term.min_buyers]] = 1.0
            joined[members[: term.min_members]] = 1.0
        return joined

    def _makers(self, values: Floats) -> Floats:
        """1 for the countries that make most of a product, as many as must."""
        policy, making, parts = self.model.choices.policy, self.model.network.making, self.model.network.parts
        made = np.zeros(len(parts.task_line))
        np.add.at(made, making.item, np.maximum(self.model.operations.make.of(values), 0.0))
        country = np.array(policy.task_country, object)
        chosen = np.zeros(len(policy.makers))
        clauses = pd.DataFrame({"rule": [one.rule.name for one in policy.makers],
                                "product": [one.product for one in policy.makers]})  # fmt: skip
        for mine in clauses.groupby(["rule", "product"]).indices.values():
            able = [policy.makers[int(one)] for one in mine]
            amount = [made[(parts.task_product == one.product) & (country == one.who)].sum() for one in able]
            order = np.argsort(-np.array(amount), kind="stable")
            chosen[mine[order[: int(able[0].rule.limit)]]] = 1.0
        return chosen
