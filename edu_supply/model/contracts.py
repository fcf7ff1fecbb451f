"""Contracts: which price step each pool signs, what each buyer buys, who gives what to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from edu_supply.model.columns import Family
from edu_supply.network import Network
from edu_supply.network.parts import Floats, Ints, Parts
from edu_supply.pools import buyers, pool_numbers


@dataclass(frozen=True)
class Contracts:
    """The variables of procurement. There are none where the dataset has no offers, or where contracts do not bind."""

    network: Network
    binding: bool

    @property
    def parts(self) -> Parts:
        return self.network.parts

    @property
    def families(self) -> tuple[Family, ...]:
        return (self.sign, self.buy, self.give)

    @cached_property
    def buyers(self) -> list[str]:
        return buyers(self.parts.dataset)

    @cached_property
    def pools(self) -> list[str]:
        return pool_numbers(self.parts.dataset)[0]

    @cached_property
    def pool(self) -> Ints:
        """The number of each buyer's pool."""
        return pool_numbers(self.parts.dataset)[1]

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
        """One row for each offer: task, line, product, max_quantity."""
        return self.steps.drop_duplicates("offer").reset_index(drop=True)

    @cached_property
    def offered(self) -> list[str]:
        """The products that are bought under contract, whether a line can make them or not."""
        return list(dict.fromkeys(self.parts.dataset["offers"]["product"])) if self.binding else []

    @cached_property
    def sign(self) -> Family:
        """sign[pool, line, product, from_quantity]: 1 where the pool signs the offer at this price step."""
        steps, pools = self.steps, self.pools
        step, pool = self.sign_step, self.sign_pool
        return Family(
            "sign", len(step),
            lambda: list(zip([pools[one] for one in pool], steps["line"].iloc[step], steps["product"].iloc[step],
                             steps["from_quantity"].iloc[step].tolist(), strict=True)),
            upper=np.ones(len(step)), integer=True,
        )  # fmt: skip

    @property
    def sign_step(self) -> Ints:
        return np.repeat(np.arange(len(self.steps)), len(self.pools))

    @property
    def sign_pool(self) -> Ints:
        return np.tile(np.arange(len(self.pools)), len(self.steps))

    @cached_property
    def buy(self) -> Family:
        """buy[buyer, line, product, from_quantity]: units that the buyer buys at this step over the horizon."""
        steps, step = self.steps, self.buy_step
        return Family(
            "buy", len(step),
            lambda: list(zip([self.buyers[one] for one in self.buy_buyer], steps["line"].iloc[step],
                             steps["product"].iloc[step], steps["from_quantity"].iloc[step].tolist(), strict=True)),
            {"procurement": steps["unit_price_eur"].to_numpy(float)[step]},
        )  # fmt: skip

    @property
    def buy_step(self) -> Ints:
        return np.repeat(np.arange(len(self.steps)), len(self.buyers))

    @property
    def buy_buyer(self) -> Ints:
        return np.tile(np.arange(len(self.buyers)), len(self.steps))

    @property
    def buy_sign(self) -> Ints:
        """The number of the ``sign`` variable under which each ``buy`` stands."""
        return self.buy_step * len(self.pools) + self.pool[self.buy_buyer]

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
