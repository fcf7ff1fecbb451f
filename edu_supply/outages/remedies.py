"""What would help against a loss: stock, openings, more of a limit, a second source, a way round; each one tried.

Every remedy is verified by solving the world with the loss again with it: what it saves is the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from edu_supply.network.parts import Floats, Ints
from edu_supply.network.wording import number
from edu_supply.outages.openings import openings
from edu_supply.outages.otherwise import second_sources, ways_round
from edu_supply.outages.stopped import LAW_OF, stopped
from edu_supply.outages.trial import More, Trial
from edu_supply.outages.two_worlds import TwoWorlds
from edu_supply.solving import Stop

COLUMNS = ("rank", "remedy", "at", "product", "quantity_units", "cost_eur", "saves_eur", "left_eur", "cost_share",
           "said")  # fmt: skip

MOST_STOCKS = 4
MOST_LIMITS = 3
QUARTER = 1.25
NOTICED = 0.01
"""A product of which one unit more is worth so little more (as a share) with the loss is not hit by it."""
MOST_STEPS = 6
"""So often the amount that is enough is narrowed down by half."""
DEAR = 2.0
"""EUR for each euro saved: a remedy that costs more is none."""
SMALL = 1e-3
"""Of the loss: a remedy that saves less is none."""


@dataclass(frozen=True)
class Remedy:
    """What was tried: what it costs (NaN: no price in the data), what it saves with the loss, and how it is said."""

    remedy: str
    at: str
    product: str
    quantity_units: float
    cost_eur: float
    saves_eur: float
    said: str


def remedies(worlds: TwoWorlds, hit: Ints, tell: Callable[[str], None], stop: Stop) -> pd.DataFrame:
    """The remedies found, the cheapest for each euro saved first; those that the data have no price for come last, the
    most saving first.

    ``remedy`` is stock, open, build, capacity, second source or way round. ``cost_eur`` of stock is its value, and
    holding it over the horizon, for no more units than it takes to save the loss; of what is opened or built what the
    dataset says. ``saves_eur`` is what the world with
    the loss costs less with it (its own cost apart), ``left_eur`` what is left of the loss, ``cost_share`` the cost for
    each euro saved, ``said`` a sentence. A remedy may save something without the loss too. ``hit`` are the products on
    the chains from the loss to what falls short: stocks of them, and of others that are worth more with the loss.
    ``tell`` hears what was tried; ``stop`` ends it early, and then the others are not tried.
    """
    found = []
    for one in _all(worlds, hit) if worlds.loss_eur > 0 else ():
        tell(f"tried: {one.said}")
        if one.saves_eur > SMALL * worlds.loss_eur:
            found.append(one)
        if stop.interrupted:
            break
    found = [one for one in found if not one.cost_eur > DEAR * one.saves_eur]
    table = pd.DataFrame([vars(one) for one in found], columns=[*COLUMNS[1:7], "said"])
    left = np.maximum(worlds.loss_eur - table["saves_eur"], 0.0)
    table = table.assign(left_eur=left, cost_share=table["cost_eur"] / table["saves_eur"])
    table = table.sort_values(["cost_share", "saves_eur"], ascending=[True, False], kind="stable", na_position="last")
    return table.assign(rank=np.arange(1, len(table) + 1))[list(COLUMNS)].reset_index(drop=True)


def _all(worlds: TwoWorlds, hit: Ints) -> Iterator[Remedy]:
    trial = Trial(worlds)
    yield from _Stocks(trial, hit).found()
    yield from (Remedy(*row) for row in openings(trial))
    yield from _more_room(trial)
    for row in (*second_sources(trial), *ways_round(trial)):
        yield Remedy(*row)


class _Stocks:
    """More stock before the loss, at the places where one unit more would save most."""

    def __init__(self, trial: Trial, hit: Ints):
        self.trial, self.worlds, self.hit = trial, trial.worlds, hit
        self.network, self.parts = trial.network, trial.network.parts

    @cached_property
    def _period(self) -> Ints:
        """When stock at each position would come into use: at the start of the loss, or from when on it can be there
        undisturbed (a stock that can be used sooner saves a little more)."""
        return np.maximum(self.worlds.start, self.network.presence.first)

    @cached_property
    def _price(self) -> Floats:
        """EUR per unit at each position: its value, and holding it over the horizon."""
        products = self.parts.dataset["products"]
        price = products["value_eur"] + products["holding_eur"] * self.parts.periods
        return price.to_numpy(float)[self.network.position_product]

    @cached_property
    def _most(self) -> Floats:
        """Units that there is room for at each position until the loss."""
        undisturbed, holding = self.worlds.undisturbed, self.network.holding
        hold, initial = undisturbed.model.operations.hold, undisturbed.model.operations.initial
        assert hold.upper is not None
        held = np.zeros((len(self.network.position_site), self.parts.periods + 1))
        held[holding.item, holding.period] = hold.of(undisturbed.values)
        held[:, 0] = initial
        most = np.full(len(held), np.inf)
        np.minimum.at(most, holding.item, hold.upper)
        until = max(self.worlds.start - 1, 0)
        site, product = self.network.position_site, self.network.position_product
        most = most - held[:, : until + 1].max(axis=1)
        sites, neq = self.parts.dataset["sites"], self.parts.dataset["products"]["neq_kg"].to_numpy(float)
        for limit, each in (("storage_t", self.parts.mass_t[product]), ("neq_limit_kg", neq[product])):
            used = np.zeros((len(self.parts.sites), until + 1))
            np.add.at(used, site, held[:, : until + 1] * each[:, None])
            room = (sites[limit].to_numpy(float) - used.max(axis=1))[site]
            most = np.where((each > 0) & ~np.isnan(room), np.minimum(most, room / np.where(each > 0, each, 1)), most)
        return np.where(self.parts.shelf_life[product] >= 0, 0.0, np.maximum(most, 0.0))

    def _candidates(self) -> list[int]:
        """The best position for each product, the most promising products first."""
        worth, undisturbed = self.trial.worth_of_supply(np.arange(len(self._period)), self._period)
        harder = np.where(worth - undisturbed > NOTICED * worth, worth - undisturbed, 0.0)
        there = ~self.trial.lost_sites[self.network.position_site]
        good = (worth > self._price) & (self._most >= 1) & there
        on_a_chain = np.isin(self.network.position_product, self.hit)
        score = np.where(on_a_chain, worth - self._price, harder) * good * self.trial.used()
        best: list[int] = []
        for position in np.argsort(-score, kind="stable").tolist():
            if score[position] <= 0 or len(best) == MOST_STOCKS:
                break
            if self.network.position_product[position] not in self.network.position_product[best]:
                best.append(position)
        return best

    def _enough(self, row: int, most: float) -> tuple[float, float]:
        """The least whole amount, at most so many, that saves the loss, and what it saves: all, where less does not."""
        loss, few, many = self.worlds.loss_eur, 0.0, most
        saved = self.trial.saves(More([row], [1.0], 0.0, many)) if many > 0 else 0.0
        for _ in range(MOST_STEPS):
            middle = np.ceil((few + many) / 2)
            if saved < loss or middle >= many:
                break
            less = self.trial.saves(More([row], [1.0], 0.0, middle))
            few, many, saved = (few, middle, less) if less >= loss else (middle, many, saved)
        return float(many), saved

    def found(self) -> Iterator[Remedy]:
        """The remedies tried."""
        for position in self._candidates():
            row = self.trial.balance_row(position, int(self._period[position]))
            price, most = float(self._price[position]), float(self._most[position])
            wanted = self.trial.amounts([More([row], [1.0], price, most)])[0]
            amount, saves = self._enough(row, min(np.ceil(wanted - 1e-6), np.floor(most)))
            if amount <= 0:
                continue
            site = str(self.parts.sites[self.network.position_site[position]])
            product = str(self.parts.products[self.network.position_product[position]])
            said = f"stock: {number(amount)} {product} at {site}"
            yield Remedy("stock", site, product, amount, amount * price, saves, said)


def _more_room(trial: Trial) -> Iterator[Remedy]:
    """A quarter more of the limits that are worth most."""
    table = stopped(trial.worlds)
    table = table[table["limited_kind"].isin(list(LAW_OF))]
    for row in table.head(MOST_LIMITS).itertuples():
        saves = trial.saves_by_room(LAW_OF[str(row.limited_kind)], str(row.limited), QUARTER)
        what = {"line": "line", "lane": "lane", "site": "throughput of", "storage": "store of",
                "explosives": "explosives limit of"}[str(row.limited_kind)]  # fmt: skip
        yield Remedy("capacity", str(row.limited), str(row.product), np.nan, np.nan, saves,
                     f"a quarter more: {what} {row.limited}")  # fmt: skip

