"""What a pool can hand over of a product, whatever it buys: it tells a solver early what a large step costs.

It follows from the laws of a model, so it changes no plan; it is for those who solve the same contracts many times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.model.choices import Choices
from edu_supply.model.columns import Law
from edu_supply.model.operations import Operations
from edu_supply.network.parts import Flags, Ints


def needed(operations: Operations, choices: Choices) -> Law:
    """Buyers of a pool hand over no more of a product than they need, also of a contract for more than that.

    sum of serve (of the product really handed over) by them + given to others
    <= their initial stock and arrivals + given to them + bought by them, but at the pool's steps beyond need
    + need * sum of the pool's sign at steps beyond need

    need: units that their demands may be served with, and that they may give to others; a step is beyond need where it
    begins with more. The law follows from the others where sign is whole; where the solver relaxes it, it keeps a buyer
    of few units from having a small share of a large contract at its price.

    Domain: every pool, and every single buyer of one, and every product of which an all-units step is beyond need.
    Unit: units of the product.
    """
    rows, contracts = _Rows(operations, choices), choices.contracts
    found = rows.all()
    law = Law("needed", len(found), lambda: [(contracts.pools.names[one.pool], one.who(contracts.buyers),
                                              contracts.offered[one.product]) for one in found],
              upper=[one.owned for one in found])  # fmt: skip
    for number, row in enumerate(found):
        for columns, factor in rows.terms(row):
            law.add(np.full(len(columns), number), columns, factor)
    return law


@dataclass(frozen=True)
class _Row:
    """Some buyers of a pool (numbers; flags over all buyers), a product, what they need and own of it (units)."""

    pool: int
    buyers: Ints
    product: int
    need: float
    owned: float

    def who(self, names: tuple[str, ...]) -> str:
        return names[int(self.buyers[0])] if len(self.buyers) == 1 else ""


class _Rows:
    """The rows of the law, and which variables enter them."""

    def __init__(self, operations: Operations, choices: Choices):
        self.contracts = contracts = choices.contracts
        self.serve = operations.serve
        services, network = operations.services, operations.network
        self.buyer = self._buyers(network.demands["buyer"].iloc[services["demand"]])
        self.product = self._products(network.parts.products[services["product"]])
        asked = network.demands["quantity"].to_numpy(float)[services["demand"]] * services["ratio"].to_numpy(float)
        self.asked = np.where(services.duplicated(["demand", "product", "ratio"]).to_numpy(), 0.0, asked)
        gifts, owners = contracts.gifts, contracts.owners
        self.giver, self.taker = self._buyers(gifts["from_country"]), self._buyers(gifts["to_country"])
        self.gift = self._products(gifts["product"])
        self.owner, self.own = self._buyers(owners["country"]), self._products(owners["product"])
        step = self._products(contracts.steps["product"])
        self.sign_product, self.buy_product = step[contracts.sign_step], step[contracts.buy_step]
        self.begins = contracts.steps["from_quantity"].to_numpy(float)[contracts.sign_step]
        self.begins[contracts.is_incremental[contracts.sign_contract]] = 0.0
        self.sign_pool = contracts.signs["pool"].to_numpy(np.int64)

    def _buyers(self, names: Iterable[object]) -> Ints:
        return np.asarray(pd.Index(self.contracts.buyers).get_indexer(pd.Index(list(names))), np.int64)

    def _products(self, names: Iterable[object]) -> Ints:
        return np.asarray(pd.Index(self.contracts.offered).get_indexer(pd.Index(list(names))), np.int64)

    def all(self) -> list[_Row]:
        """A row for each pool, and for each buyer of a pool of several, wherever a step is beyond need."""
        pools = self.contracts.pools
        found = []
        for pool in range(len(pools.names)):
            members = pools.buyer[pools.pool == pool]
            single = [np.array([one]) for one in members] if len(members) > 1 else []
            for buyers in (members, *single):
                for product in range(len(self.contracts.offered)):
                    row = self._row(pool, buyers, product)
                    if np.isfinite(row.need) and self._beyond(row).any():
                        found.append(row)
        return found

    def _row(self, pool: int, buyers: Ints, product: int) -> _Row:
        most, held = self.contracts.give.upper, self._held(buyers)
        assert most is not None
        given = held[self.giver] & ~held[self.taker] & (self.gift == product)
        need = self.asked[held[self.buyer] & (self.product == product)].sum() + most[given].sum()
        owned = self.contracts.owned[held[self.owner] & (self.own == product)].sum()
        return _Row(pool, buyers, product, float(need), float(owned))

    def _held(self, buyers: Ints) -> Flags:
        held = np.zeros(len(self.contracts.buyers) + 1, bool)  # the last stands for who is no buyer
        held[buyers] = True
        return held

    def _beyond(self, row: _Row) -> Flags:
        ours = (self.sign_pool == row.pool) & (self.sign_product == row.product)
        return np.asarray(ours & (self.begins > row.need), bool)

    def terms(self, row: _Row) -> Iterator[tuple[Ints, float]]:
        """Columns that enter a row, and with which factor."""
        contracts, held, beyond = self.contracts, self._held(row.buyers), self._beyond(row)
        gives, takes, gift = held[self.giver], held[self.taker], self.gift == row.product
        yield self.serve.column(np.flatnonzero(held[self.buyer] & (self.product == row.product))), 1.0
        yield contracts.give.column(np.flatnonzero(gives & ~takes & gift)), 1.0
        yield contracts.give.column(np.flatnonzero(takes & ~gives & gift)), -1.0
        bought = held[contracts.buy_buyer] & (self.buy_product == row.product) & ~beyond[contracts.buy_sign]
        yield contracts.buy.column(np.flatnonzero(bought)), -1.0
        yield contracts.sign.column(np.flatnonzero(beyond)), -row.need
