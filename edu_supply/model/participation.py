"""Programmes: who takes part in a contract under one, and what the programme pays or lends for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from edu_supply.model.columns import Family
from edu_supply.model.contracts import Contracts
from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.programmes import Programme


@dataclass(frozen=True)
class Participation:
    """The variables of contracts under programmes; none where no programme can be used."""

    contracts: Contracts

    @property
    def families(self) -> tuple[Family, ...]:
        return (self.join, self.volume, self.support)

    @cached_property
    def parties(self) -> pd.DataFrame:
        """Every buyer of every contract under a programme: contract, term, buyer (numbers)."""
        buys = self.contracts.buys
        rows = buys.loc[buys["term"] > 0, ["contract", "term", "buyer"]]
        return rows.drop_duplicates().reset_index(drop=True)

    def _term(self, number: int) -> Programme:
        return self.contracts.terms[number]

    @cached_property
    def joins(self) -> pd.DataFrame:
        """The parties that must be counted: their contract needs more than one, or members, or perhaps nobody has the
        least share (of n buyers one pays an n-th in any case). A row for each."""
        size = self.parties.groupby("contract")["buyer"].transform("size")
        counted = [
            term.min_buyers > 1 or term.min_members > 0 or term.min_share * parties > 1
            for term, parties in zip(map(self._term, self.parties["term"]), size, strict=True)
        ]
        return self.parties[np.array(counted, bool)].reset_index(drop=True)

    @cached_property
    def join(self) -> Family:
        """join[buyer, pool, programme, line, product]: 1 where the buyer takes part in the contract and counts."""
        return Family("join", len(self.joins), lambda: self._labels(self.joins), upper=np.ones(len(self.joins)),
                      integer=True)  # fmt: skip

    @cached_property
    def counted(self) -> Ints:
        """The contracts in which buyers are counted (numbers)."""
        return np.unique(self.joins["contract"].to_numpy(np.int64))

    @cached_property
    def volume(self) -> Family:
        """volume[pool, programme, line, product]: what all buyers pay for a contract, in units at its highest price."""
        return Family("volume", len(self.counted), lambda: self.contracts.named(self.counted))

    @cached_property
    def relative_price(self) -> Floats:
        """Price of each ``buy`` over the highest of its offer; 0 where all is free."""
        steps = self.contracts.steps
        highest = steps.groupby("offer")["unit_price_eur"].transform("max").to_numpy(float)[self.contracts.buy_step]
        price: Floats = np.divide(self.contracts.price, highest, out=np.zeros(len(highest)), where=highest > 0)
        return price

    @cached_property
    def is_member(self) -> Flags:
        """Whether each ``join`` is one of its programme's members."""
        names = self.contracts.buyers
        pairs = zip(self.joins["term"], self.joins["buyer"], strict=True)
        return np.array([names[buyer] in self._term(term).members for term, buyer in pairs], bool)

    @cached_property
    def supports(self) -> pd.DataFrame:
        """The parties that may have support: contract, term, buyer, rate, and most EUR (NaN: no limit of their own)."""
        names = self.contracts.buyers
        most = [self._term(term).most_support(names[buyer])
                for term, buyer in zip(self.parties["term"], self.parties["buyer"], strict=True)]  # fmt: skip
        rows = self.parties.assign(
            rate=[self._term(term).support_rate for term in self.parties["term"]],
            most=np.array([np.nan if one is None else one for one in most], float),
        )
        budget = np.array([self._term(term).budget_eur != 0 for term in rows["term"]], bool)
        return rows[(rows["rate"] > 0) & (rows["most"] != 0) & budget].reset_index(drop=True)

    @cached_property
    def support(self) -> Family:
        """support[buyer, pool, programme, line, product]: EUR that the programme pays or lends for the contract."""
        costs = {"support": np.where(self.is_lent, 0.0, -1.0)} if self.contracts.net else {}
        return Family("support", len(self.supports), lambda: self._labels(self.supports), costs)

    @cached_property
    def is_lent(self) -> Flags:
        """Whether each ``support`` is a loan."""
        return np.array([self._term(term).kind == "loan" for term in self.supports["term"]], bool)

    def _labels(self, rows: pd.DataFrame) -> list[tuple[object, ...]]:
        words = self.contracts.named(rows["contract"].to_numpy(np.int64))
        return [(self.contracts.buyers[buyer], *rest) for buyer, rest in zip(rows["buyer"], words, strict=True)]

    def paid_by(self, rows: pd.DataFrame) -> Ints:
        """For each ``buy``, which of these rows (contract, buyer) it pays for; -1: none."""
        known = pd.MultiIndex.from_frame(rows[["contract", "buyer"]])
        return known.get_indexer(pd.MultiIndex.from_frame(self.contracts.buys[["contract", "buyer"]])).astype(np.int64)
