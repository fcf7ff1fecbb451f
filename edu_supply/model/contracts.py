"""Contracts: which price step each pool signs under which programme, what each buyer buys, who gives what to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from edu_supply.model.columns import Family
from edu_supply.network import Network
from edu_supply.network.parts import Flags, Floats, Ints, Parts
from edu_supply.pools import Pools
from edu_supply.programmes import NO_PROGRAMME, Programme, programmes_of


@dataclass(frozen=True)
class Contracts:
    """The variables of procurement. There are none where the dataset has no offers, or where contracts do not bind.

    ``net``: value-added tax counts in the objective (and, in ``participation``, what programmes pay).
    """

    network: Network
    binding: bool
    pools: Pools
    net: bool = False

    @property
    def parts(self) -> Parts:
        return self.network.parts

    @property
    def families(self) -> tuple[Family, ...]:
        return (self.sign, self.buy, self.give)

    @property
    def buyers(self) -> tuple[str, ...]:
        return self.pools.buyers

    @cached_property
    def terms(self) -> list[Programme]:
        """On which terms contracts may be signed: none but the offer's, and those of each programme."""
        return [NO_PROGRAMME, *programmes_of(self.parts.dataset)]

    @cached_property
    def steps(self) -> pd.DataFrame:
        """Price steps of offers that can be made: ``task`` is the row of ``parts.task_rows``, ``offer`` a number."""
        tasks = self.parts.task_rows[["line", "product"]].assign(task=np.arange(len(self.parts.task_rows)))
        steps = self.parts.dataset["offers"].merge(tasks, on=["line", "product"])
        steps = steps if self.binding else steps.iloc[:0]
        steps = steps.sort_values(["task", "from_quantity"], kind="stable").reset_index(drop=True)
        return steps.assign(offer=np.unique(steps["task"], return_inverse=True)[1])

    @cached_property
    def offers(self) -> pd.DataFrame:
        """One row for each offer: task, line, product, max_quantity, discount."""
        return self.steps.drop_duplicates("offer").reset_index(drop=True)

    @cached_property
    def offered(self) -> list[str]:
        """The products that are bought under contract, whether a line can make them or not."""
        return list(dict.fromkeys(self.parts.dataset["offers"]["product"])) if self.binding else []

    @cached_property
    def contracts(self) -> pd.DataFrame:
        """Every contract that may be signed: pool, term, offer (numbers)."""
        offers, products = self.offers, self.parts.dataset["products"].set_index("product")["family"]
        families = products.reindex(offers["product"]).to_numpy()
        rows = [
            (pool, term, offer)
            for pool in range(len(self.pools.names)) for term in range(len(self.terms)) if self._open_to(pool, term)
            for offer in range(len(offers)) if self.terms[term].covers(families[offer])
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["pool", "term", "offer"], dtype=np.int64)

    def _open_to(self, pool: int, term: int) -> bool:
        """Whether enough of a pool's buyers could take part."""
        programme, admitted = self.terms[term], self._admitted(pool, term)
        members = [one for one in admitted if self.buyers[one] in programme.members]
        return len(admitted) >= max(1, programme.min_buyers) and len(members) >= programme.min_members

    def _admitted(self, pool: int, term: int) -> list[int]:
        of_pool = self.pools.buyer[self.pools.pool == pool]
        return [int(one) for one in of_pool if self.terms[term].admits(self.buyers[one])]

    @cached_property
    def signs(self) -> pd.DataFrame:
        """A row for each ``sign`` variable: contract, step, pool, term, offer (numbers), first (of its contract)."""
        contracts = self.contracts.assign(contract=np.arange(len(self.contracts)))
        steps = self.steps[["offer"]].assign(step=np.arange(len(self.steps)))
        signs = contracts.merge(steps, on="offer").sort_values(["contract", "step"], kind="stable")
        return signs.assign(first=~signs["contract"].duplicated()).reset_index(drop=True)

    @cached_property
    def sign(self) -> Family:
        """sign[pool, programme, line, product, from_quantity]: 1 where the pool signs the offer at this price step.

        ``programme`` is "" outside any. Of an incremental offer every step that is entered is 1.
        """
        return Family("sign", len(self.signs), lambda: self.named(self.sign_contract, self.sign_step),
                      upper=np.ones(len(self.signs)), integer=True)  # fmt: skip

    def named(self, contract: Ints, step: Ints | None = None) -> list[tuple[object, ...]]:
        """Contracts, or their price steps, in words: pool, programme, line, product (, from_quantity)."""
        rows = self.contracts.iloc[contract]
        offers = self.offers.iloc[rows["offer"]]
        words = [[self.pools.names[one] for one in rows["pool"]], [self.terms[one].name for one in rows["term"]],
                 offers["line"], offers["product"]]  # fmt: skip
        if step is not None:
            words.append(self.steps["from_quantity"].iloc[step].tolist())
        return list(zip(*words, strict=True))

    @property
    def sign_step(self) -> Ints:
        return self.signs["step"].to_numpy(np.int64)

    @property
    def sign_contract(self) -> Ints:
        return self.signs["contract"].to_numpy(np.int64)

    @property
    def is_first(self) -> Flags:
        """Whether each ``sign`` is of its contract's first step."""
        return self.signs["first"].to_numpy(bool)

    @cached_property
    def is_incremental(self) -> Flags:
        """Whether each contract is with an incremental offer."""
        incremental = (self.offers["discount"] == "incremental").to_numpy(bool)
        return np.asarray(incremental[self.contracts["offer"].to_numpy(np.int64)], bool)

    @cached_property
    def content_limited(self) -> Ints:
        """The contracts under programmes with max_outside_share (numbers)."""
        limited = np.array([term.max_outside_share is not None for term in self.terms], bool)
        return np.flatnonzero(limited[self.contracts["term"].to_numpy(np.int64)])

    @cached_property
    def width(self) -> Floats:
        """Units of each ``sign``'s step, if a price holds only for the units beyond it; infinite for the last."""
        begins = self.steps["from_quantity"].to_numpy(float)[self.sign_step]
        ends = np.append(np.where(self.is_first[1:], np.inf, begins[1:]), np.inf)[: len(begins)]
        return np.asarray(ends - np.where(self.is_first, 0.0, begins), float)

    @cached_property
    def buys(self) -> pd.DataFrame:
        """A row for each ``buy`` variable: sign, contract, step, offer, term, buyer (numbers)."""
        pairs = [(pool, term, buyer) for pool in range(len(self.pools.names)) for term in range(len(self.terms))
                 for buyer in self._admitted(pool, term)]  # fmt: skip
        admitted = pd.DataFrame(pairs, columns=["pool", "term", "buyer"], dtype=np.int64)
        signs = self.signs.assign(sign=np.arange(len(self.signs)))
        return signs.merge(admitted, on=["pool", "term"]).sort_values(["sign", "buyer"]).reset_index(drop=True)

    @cached_property
    def price(self) -> Floats:
        """Price of a unit of each ``buy``, EUR, before fees."""
        return self.steps["unit_price_eur"].to_numpy(float)[self.buy_step]

    @cached_property
    def fee(self) -> Floats:
        """Fee on a unit of each ``buy``, EUR."""
        rate = np.array([term.fee_rate for term in self.terms])
        return np.asarray(self.price * rate[self.buys["term"].to_numpy(np.int64)], float)

    @cached_property
    def vat(self) -> tuple[Floats, Floats]:
        """Value-added tax on a unit of each ``buy``, EUR: to be paid, and saved by an exemption."""
        rates = self.parts.dataset["countries"].set_index("country")["vat_rate"].reindex(list(self.buyers)).fillna(0)
        full = self.price * rates.to_numpy(float)[self.buy_buyer]
        exempt = np.array([term.vat_exempt for term in self.terms])[self.buys["term"].to_numpy(np.int64)]
        return np.where(exempt, 0.0, full), np.where(exempt, full, 0.0)

    @cached_property
    def buy(self) -> Family:
        """buy[buyer, programme, line, product, from_quantity]: units that the buyer buys at this step over the horizon.

        They count as paid in full, fees included.
        """
        costs = {"procurement": self.price + self.fee}
        if self.net:
            costs["vat"] = self.vat[0]
        return Family("buy", len(self.buys), self._buy_labels, costs)

    def _buy_labels(self) -> list[tuple[object, ...]]:
        names = [buyer if len(self.pools.of(buyer)) == 1 else "" for buyer in self.buyers]
        words = self.named(self.buy_contract, self.buy_step)
        return [(names[buyer] or f"{self.buyers[buyer]} in {pool}", *rest)
                for buyer, (pool, *rest) in zip(self.buy_buyer, words, strict=True)]  # fmt: skip

    @property
    def buy_step(self) -> Ints:
        return self.buys["step"].to_numpy(np.int64)

    @property
    def buy_buyer(self) -> Ints:
        return self.buys["buyer"].to_numpy(np.int64)

    @property
    def buy_contract(self) -> Ints:
        return self.buys["contract"].to_numpy(np.int64)

    @property
    def buy_sign(self) -> Ints:
        """The number of the ``sign`` variable under which each ``buy`` stands."""
        return self.buys["sign"].to_numpy(np.int64)

    @cached_property
    def gifts(self) -> pd.DataFrame:
        """Rows of donations of offered products."""
        rows = self.parts.dataset["donations"]
        return rows[rows["product"].isin(self.offered)].reset_index(drop=True)

    @cached_property
    def give(self) -> Family:
        """give[from_country, to_country, product]: units given over the horizon."""
        gifts = self.gifts
        return Family(
            "give", len(gifts),
            lambda: list(zip(gifts["from_country"], gifts["to_country"], gifts["product"], strict=True)),
            upper=gifts["quantity"].fillna(np.inf).to_numpy(float),
        )  # fmt: skip

    @cached_property
    def owners(self) -> pd.DataFrame:
        """A row for each country and offered product that the country may serve, give or receive: country, product."""
        products = self.offered
        served = pd.DataFrame([(buyer, product) for buyer in self.buyers for product in products],
                              columns=["country", "product"])  # fmt: skip
        ends = [self.gifts[[end, "product"]].set_axis(["country", "product"], axis=1)
                for end in ("from_country", "to_country")]  # fmt: skip
        return pd.concat([served, *ends]).drop_duplicates().reset_index(drop=True)

    @cached_property
    def owned(self) -> Floats:
        """Units of initial stock, and of arrivals within the horizon, that each owner has of its product."""
        dataset = self.parts.dataset
        total = np.zeros(len(self.owners))
        arrivals = dataset["arrivals"][dataset["arrivals"]["period"] <= self.parts.periods]
        for rows, column in ((dataset["stocks"], "initial"), (arrivals, "quantity")):
            number = self.owner(rows["country"], rows["product"])
            np.add.at(total, number[number >= 0], rows[column].to_numpy(float)[number >= 0])
        return total

    def owner(self, country: Iterable[str], product: Iterable[str]) -> Ints:
        """The number of each (country, product) among ``owners``; -1 where it is none."""
        known = pd.MultiIndex.from_frame(self.owners)
        return known.get_indexer(pd.MultiIndex.from_arrays([list(country), list(product)])).astype(np.int64)
