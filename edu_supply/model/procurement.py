"""Laws of procurement: price steps, ceilings, budgets, and who owns what is handed over."""

from __future__ import annotations

import numpy as np

from edu_supply.model.choices import Choices
from edu_supply.model.columns import Law
from edu_supply.model.contracts import Contracts
from edu_supply.model.justified import most_made
from edu_supply.model.operations import Operations
from edu_supply.network.parts import Flags, Ints


def one_step(operations: Operations, choices: Choices) -> Law:
    """A contract has one price step at most.

    sum over steps of sign[pool, programme, line, product, from_quantity] <= 1

    Domain: every contract whose price holds for all units. Unit: contracts.
    """
    contracts = choices.contracts
    whole, row = _rows_of(~contracts.is_incremental)
    law = Law("one_step", len(whole), lambda: contracts.named(whole), upper=1)
    law.add(row[contracts.sign_contract], contracts.sign.columns)
    return law


def step_reached(operations: Operations, choices: Choices) -> Law:
    """A pool that signs at a step buys at least what the step begins with; the first step is the minimum order.

    sum over the pool's buyers of buy[buyer, programme, line, product, from_quantity] >= from_quantity * sign

    Domain: every contract and price step; of an incremental offer the first step only. Unit: units of the product.
    """
    contracts = choices.contracts
    steps, row = _rows_of(~contracts.is_incremental[contracts.sign_contract] | contracts.is_first)
    law = Law("step_reached", len(steps), lambda: _steps(contracts, steps), lower=0)
    law.add(row[contracts.buy_sign], contracts.buy.columns)
    begins = contracts.steps["from_quantity"].to_numpy(float)[contracts.sign_step]
    law.add(row, contracts.sign.columns, -begins)
    return law


def step_used_up(operations: Operations, choices: Choices) -> Law:
    """Of an incremental offer a step is entered only when all units of the step before it are bought.

    sum over the pool's buyers of buy[buyer, programme, line, product, step before] >= width * sign[.., from_quantity]

    width: units of the step before, of the first step all units up to from_quantity.

    Domain: every contract with an incremental offer, every step but the first. Unit: units of the product.
    """
    contracts = choices.contracts
    later, row = _rows_of(contracts.is_incremental[contracts.sign_contract] & ~contracts.is_first)
    law = Law("step_used_up", len(later), lambda: _steps(contracts, later), lower=0)
    before = np.append(row[1:], -1)
    law.add(before[contracts.buy_sign], contracts.buy.columns)
    law.add(row, contracts.sign.columns, -np.append(0.0, contracts.width[:-1])[: len(row)])
    return law


def only_if_signed(operations: Operations, choices: Choices) -> Law:
    """Nothing is bought at a step that is not signed.

    sum over the pool's buyers of buy[buyer, programme, line, product, from_quantity] <= most * sign

    most: all that the line can make over the horizon, at most the ceiling; of an incremental offer, of that what lies
    within the step.

    Domain: every contract and price step. Unit: units of the product.
    """
    contracts = choices.contracts
    steps = contracts.steps
    most = most_made(operations, choices)[steps["task"].to_numpy(np.int64)]
    most = np.fmin(most, steps["max_quantity"].to_numpy(float))[contracts.sign_step]
    begins = np.where(contracts.is_first, 0.0, steps["from_quantity"].to_numpy(float)[contracts.sign_step])
    within = np.fmin(np.maximum(most - begins, 0.0), contracts.width)
    most = np.where(contracts.is_incremental[contracts.sign_contract], within, most)
    law = Law("only_if_signed", contracts.sign.size, contracts.sign.labels, upper=0)
    law.add(contracts.buy_sign, contracts.buy.columns)
    law.add(np.arange(law.size), contracts.sign.columns, -most)
    return law


def all_bought(operations: Operations, choices: Choices) -> Law:
    """All that is made under an offer is bought by somebody, and all that is bought is made.

    sum over t of make[line, product, t] = sum over buyers, programmes and steps of buy[buyer, programme, line,
    product, from_quantity]

    A pool may overbuy to reach a step: what is more than needed is made, and stays in stock or is scrapped.

    Domain: every offer. Unit: units of the product.
    """
    contracts, making = choices.contracts, operations.network.making
    offers = contracts.offers
    law = Law("all_bought", len(offers), lambda: list(zip(offers["line"], offers["product"], strict=True)),
              lower=0, upper=0)  # fmt: skip
    offer_of = np.full(len(operations.parts.task_rows), -1)
    offer_of[offers["task"].to_numpy(np.int64)] = np.arange(len(offers))
    law.add(offer_of[making.item], operations.make.columns)
    law.add(contracts.steps["offer"].to_numpy()[contracts.buy_step], contracts.buy.columns, -1)
    return law


def ceiling(operations: Operations, choices: Choices) -> Law:
    """All pools together buy at most the offer's ceiling.

    sum over buyers, programmes and steps of buy[buyer, programme, line, product, from_quantity] <= max_quantity

    Domain: every offer with max_quantity. Unit: units of the product.
    """
    contracts = choices.contracts
    offers = contracts.offers
    limited = np.flatnonzero(offers["max_quantity"].notna())
    names = offers.iloc[limited]
    law = Law("ceiling", len(limited), lambda: list(zip(names["line"], names["product"], strict=True)),
              upper=names["max_quantity"])  # fmt: skip
    row = np.full(len(offers), -1)
    row[limited] = np.arange(len(limited))
    law.add(row[contracts.steps["offer"].to_numpy()[contracts.buy_step]], contracts.buy.columns)
    return law


def ownership(operations: Operations, choices: Choices) -> Law:
    """What a buyer is served of an offered product it has bought, owned at the start, or been given.

    sum of serve (of the product really handed over) + given away <= bought + initial stock + arrivals + given to it

    Domain: every country that buys, gives or receives, every offered product; over the whole horizon. Unit: units.
    """
    contracts, network, services = choices.contracts, operations.network, operations.services
    owners, gifts, steps = contracts.owners, contracts.gifts, contracts.steps
    law = Law("ownership", len(owners), lambda: list(zip(owners["country"], owners["product"], strict=True)),
              upper=contracts.owned)  # fmt: skip
    buyer = network.demands["buyer"].iloc[services["demand"]]
    handed = network.parts.products[services["product"]]
    law.add(contracts.owner(buyer, handed), operations.serve.columns)
    law.add(contracts.owner(gifts["from_country"], gifts["product"]), contracts.give.columns)
    law.add(contracts.owner(gifts["to_country"], gifts["product"]), contracts.give.columns, -1)
    names = np.array(contracts.buyers, object)[contracts.buy_buyer]
    law.add(contracts.owner(names, steps["product"].iloc[contracts.buy_step]), contracts.buy.columns, -1)
    return law


def budget(operations: Operations, choices: Choices) -> Law:
    """What a buyer pays for contracts, fees included, less its support, is at most its budget.

    sum of unit_price_eur * (1 + fee_rate) * buy[buyer, programme, line, product, from_quantity]
    - sum of support[buyer, pool, programme, line, product] <= budget_eur

    Domain: every buyer with a budget, where there are offers. Unit: EUR.
    """
    contracts, participation = choices.contracts, choices.participation
    countries = operations.parts.dataset["countries"].set_index("country")["budget_eur"].dropna()
    limited = [buyer for buyer in contracts.buyers if buyer in countries.index and len(contracts.offers)]
    law = Law("budget", len(limited), lambda: [(buyer,) for buyer in limited],
              upper=countries.reindex(limited).to_numpy(float))  # fmt: skip
    row = np.array([limited.index(buyer) if buyer in limited else -1 for buyer in contracts.buyers], np.int64)
    law.add(row[contracts.buy_buyer], contracts.buy.columns, contracts.price + contracts.fee)
    law.add(row[participation.supports["buyer"].to_numpy(np.int64)], participation.support.columns, -1)
    return law


def _rows_of(which: Flags) -> tuple[Ints, Ints]:
    """The numbers for which there is a row, and the row of every number (-1: none)."""
    chosen: Ints = np.flatnonzero(which)
    row = np.full(len(which), -1)
    row[chosen] = np.arange(len(chosen))
    return chosen, row


def _steps(contracts: Contracts, signs: Ints) -> list[tuple[object, ...]]:
    """Some price steps of contracts, in words."""
    return contracts.named(contracts.sign_contract[signs], contracts.sign_step[signs])
