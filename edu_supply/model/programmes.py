"""Laws of programmes: who must take part, and how far support goes."""

from __future__ import annotations

import numpy as np

from edu_supply.model.choices import Choices
from edu_supply.model.columns import Law
from edu_supply.model.justified import most_made
from edu_supply.model.operations import Operations
from edu_supply.model.participation import Participation
from edu_supply.network.parts import Floats, Ints
from edu_supply.programmes import Programme


def contract_volume(operations: Operations, choices: Choices) -> Law:
    """The volume of a contract is what all its buyers pay.

    volume[pool, programme, line, product] = sum over buyers and steps of price * buy[buyer, ..]; price is
    unit_price_eur over the offer's highest

    Domain: every contract whose buyers have a row of takes_part. Unit: units at the highest price.
    """
    contracts, participation = choices.contracts, choices.participation
    counted = participation.counted
    law = Law("contract_volume", len(counted), participation.volume.labels, lower=0, upper=0)
    row = np.full(len(contracts.contracts), -1)
    row[counted] = np.arange(len(counted))
    law.add(np.arange(len(counted)), participation.volume.columns)
    law.add(row[contracts.buy_contract], contracts.buy.columns, -participation.relative_price)
    return law


def takes_part(operations: Operations, choices: Choices) -> Law:
    """A buyer that takes part in a contract pays at least the programme's least share of it.

    sum over steps of price * buy[buyer, ..] - min_share * volume >= -min_share * most_made * (1 - join); price is
    unit_price_eur over the offer's highest

    Domain: every buyer of a contract under a programme that needs more than one, or members, or whose least share is so
    large that perhaps nobody has it. Unit: units at the highest price.
    """
    contracts, participation = choices.contracts, choices.participation
    joins = participation.joins
    contract = joins["contract"].to_numpy(np.int64)
    least = np.array([contracts.terms[one].min_share for one in joins["term"]], float)
    offer = contracts.contracts["offer"].to_numpy(np.int64)[contract]
    most = most_made(operations, choices)[contracts.offers["task"].to_numpy(np.int64)[offer]]
    law = Law("takes_part", len(joins), participation.join.labels, lower=-least * most)
    law.add(participation.paid_by(joins), contracts.buy.columns, participation.relative_price)
    volume = participation.volume.column(np.searchsorted(participation.counted, contract))
    law.add(np.arange(len(joins)), volume, -least)
    law.add(np.arange(len(joins)), participation.join.columns, -least * most)
    return law


def enough_buyers(operations: Operations, choices: Choices) -> Law:
    """A contract under a programme has enough buyers that take part.

    sum over buyers of join[buyer, pool, programme, line, product] >= min_buyers * (whether the contract is signed)

    Signed is the sum of sign over its steps; of an incremental offer the first step's.

    Domain: every contract whose buyers have a row of takes_part. Unit: buyers.
    """
    participation = choices.participation
    contract = participation.counted
    least = np.array([one.min_buyers for one in _of_contracts(participation, contract)], float)
    return _enough(choices, "enough_buyers", contract, least, np.ones(len(participation.joins), bool))


def enough_members(operations: Operations, choices: Choices) -> Law:
    """Of the buyers that take part enough are members.

    sum over members of join[buyer, pool, programme, line, product] >= min_members * (whether the contract is signed)

    Domain: every contract under a programme with min_members. Unit: buyers.
    """
    participation = choices.participation
    contract = participation.counted
    least = np.array([one.min_members for one in _of_contracts(participation, contract)], float)
    return _enough(choices, "enough_members", contract[least > 0], least[least > 0], participation.is_member)


def _enough(choices: Choices, name: str, contract: Ints, least: Floats, counts: np.ndarray) -> Law:
    contracts, participation = choices.contracts, choices.participation
    law = Law(name, len(contract), lambda: contracts.named(contract), lower=0)
    row = np.full(len(contracts.contracts), -1)
    row[contract] = np.arange(len(contract))
    of_join = row[participation.joins["contract"].to_numpy(np.int64)]
    law.add(np.where(counts, of_join, -1), participation.join.columns)
    signed = ~contracts.is_incremental[contracts.sign_contract] | contracts.is_first
    of_sign = np.where(signed, row[contracts.sign_contract], -1)
    law.add(of_sign, contracts.sign.columns, -np.append(least, 0.0)[of_sign])
    return law


def support_share(operations: Operations, choices: Choices) -> Law:
    """Support is at most its share of what the buyer pays for the contract, before fees.

    support[buyer, pool, programme, line, product]
    <= support_rate * sum over steps of unit_price_eur * buy[buyer, programme, line, product, from_quantity]

    Domain: every buyer of a contract under a programme that supports it. Unit: EUR.
    """
    contracts, participation = choices.contracts, choices.participation
    rows = participation.supports
    law = Law("support_share", len(rows), participation.support.labels, upper=0)
    law.add(np.arange(len(rows)), participation.support.columns)
    number = participation.paid_by(rows)
    law.add(number, contracts.buy.columns, -np.append(rows["rate"].to_numpy(float), 0.0)[number] * contracts.price)
    return law


def programme_budget(operations: Operations, choices: Choices) -> Law:
    """All support of a programme is at most its budget.

    sum of support[buyer, pool, programme, line, product] <= budget_eur

    Domain: every programme with budget_eur that supports somebody. Unit: EUR.
    """
    participation = choices.participation
    rows = participation.supports
    number = np.unique(rows["term"].to_numpy(np.int64))
    limited = [int(one) for one in number if participation.contracts.terms[one].budget_eur is not None]
    terms = [participation.contracts.terms[one] for one in limited]
    law = Law("programme_budget", len(limited), lambda: [(one.name,) for one in terms],
              upper=[float(one.budget_eur or 0) for one in terms])  # fmt: skip
    row = np.array([limited.index(one) if one in limited else -1 for one in rows["term"]], np.int64)
    law.add(row, participation.support.columns)
    return law


def allocation(operations: Operations, choices: Choices) -> Law:
    """All support of a buyer under a programme is at most its allocation.

    sum of support[buyer, pool, programme, line, product] <= amount_eur

    Domain: every buyer that has an allocation of a programme that supports it. Unit: EUR.
    """
    contracts, participation = choices.contracts, choices.participation
    rows = participation.supports.dropna(subset="most")
    keys = rows[["term", "buyer", "most"]].drop_duplicates(["term", "buyer"])
    law = Law("allocation", len(keys), lambda: [
        (contracts.terms[term].name, contracts.buyers[buyer])
        for term, buyer in zip(keys["term"], keys["buyer"], strict=True)
    ], upper=keys["most"].to_numpy(float))  # fmt: skip
    every = list(zip(participation.supports["term"], participation.supports["buyer"], strict=True))
    known = list(zip(keys["term"], keys["buyer"], strict=True))
    number = {key: place for place, key in enumerate(known)}
    law.add(np.array([number.get(key, -1) for key in every], np.int64), participation.support.columns)
    return law


def _of_contracts(participation: Participation, contract: Ints) -> list[Programme]:
    terms = participation.contracts.contracts["term"].to_numpy(np.int64)[contract]
    return [participation.contracts.terms[one] for one in terms]
