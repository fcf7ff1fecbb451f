"""Standstill: what is lost with an asset where nobody replans, but all that hangs on it downstream stops with it.

That is more than the loss costs, and it adds up: what two losses stop together costs at most what each of them stops.
So operations that are known bound what any joint loss costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from edu_supply.model import Model
from edu_supply.model.fixed import periods_of_columns
from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.outages.proofs import used_columns

BLOCK = 20_000_000
"""So many shares are held in memory at once."""


class Standstill:
    """Bounds what joint losses cost by operations that are known.

    Of each column a share stops: all of a column that is lost; of what leaves a place (used, sent, served, held) the
    share that is missing of what comes in; of what is made the largest share that is missing of a component. Of what
    may be held within a shelf life, at a place and everywhere, the share that is missing of what came in fresh. What is
    left over where nothing takes it is thrown away. That keeps every law, for limits only get slacker, and costs no
    more than the sum of what the assets stop one by one: a share that stops with two losses is at most the sum of the
    shares that stop with each.

    ``lost`` are the columns of the model that each asset's loss makes zero, all of them from ``start`` on.
    """

    def __init__(self, model: Model, start: int, lost: Sequence[Ints]):
        self._model = model
        self._lost = lost
        period = periods_of_columns(model)
        self._begun = (period > 0) & (period < start)

    @cached_property
    def _rows(self) -> tuple[sp.csr_array, sp.csr_array, Floats]:
        """What comes into rows, what leaves them (rows, columns), and what comes in anyway.

        Rows are places in periods, and what may be held of products of limited shelf life.
        """
        laws = {law.name: law for law in self._model.laws}
        goods, fresh = laws["balance"], (laws["shelf_life"], laws["shelf_life_everywhere"])
        size = self._model.size
        matrix = sp.csr_array(sp.vstack([goods.matrix(size), *(-law.matrix(size) for law in fresh)], format="csr"))
        anyway = np.concatenate([-goods.lower, *(law.upper for law in fresh)])
        return sp.csr_array(matrix.maximum(0)), sp.csr_array((-matrix).maximum(0)), anyway

    @cached_property
    def _scrap_eur(self) -> Floats:
        """Of each place in each period, EUR to throw one unit away; infinite where nothing can be."""
        network = self._model.network
        presence, scrapping = network.presence, network.scrapping
        price = network.parts.dataset["products"]["scrap_eur"].to_numpy(float)[network.position_product]
        can = scrapping.at(presence.item, presence.period) >= 0
        return np.where(can, price[presence.item], np.inf)

    @cached_property
    def _served_eur(self) -> Floats:
        """Of each column, EUR that a unit which stops adds to the shortage."""
        services, demands = self._model.network.services, self._model.network.demands
        worth = np.zeros(self._model.size)
        penalty = demands["penalty_eur"].to_numpy(float)[services["demand"].to_numpy()]
        worth[self._model.operations.serve.columns] = penalty / services["ratio"].to_numpy(float)
        return worth

    def of(self, values: Floats) -> Floats:
        """EUR that stop with each asset at most, in operations that are known; 0 where they do not use it."""
        flow = _Flow.of(*self._rows, values, self._begun)
        touched = np.array([bool(flow.used[columns].any()) for columns in self._lost], bool)
        found = np.zeros(len(self._lost))
        assets = np.flatnonzero(touched)
        many = max(1, BLOCK // max(1, int(flow.used.sum())))
        for first in range(0, len(assets), many):
            block = assets[first : first + many]
            found[block] = self._stops(flow, values, [self._lost[one] for one in block])
        return found

    def _stops(self, flow: _Flow, values: Floats, lost: Sequence[Ints]) -> Floats:
        column, asset = np.concatenate(lost), np.repeat(np.arange(len(lost)), [len(one) for one in lost])
        hit = flow.used[column]
        first = np.zeros((len(flow.columns), len(lost)))
        first[flow.place[column[hit]], asset[hit]] = 1.0
        shares = first.copy()
        rows = flow.spread(shares)
        eur = (self._served_eur[flow.columns] * values[flow.columns]) @ shares
        eur += self._left_over(flow, first, rows)
        return np.where((rows[flow.begun] > 0).any(axis=0), np.inf, eur)

    def _left_over(self, flow: _Flow, first: Floats, rows: Floats) -> Floats:
        """EUR to throw away what nothing takes any more: at most what stops for another reason than its own place."""
        at, column, amount = flow.leaves.row, flow.leaves.col, flow.leaves.data
        place = at < len(self._scrap_eur)
        several = np.bincount(column, minlength=len(flow.columns))[column] > 1
        lost = np.asarray(first.any(axis=1), bool)
        some = np.flatnonzero(place & (several | lost[column]))
        hangs_on = sp.csr_array((np.ones(len(at)), (column, at)), shape=(len(flow.columns), len(rows)))
        whole = np.asarray(hangs_on @ rows, float)
        share = np.clip(first[column[some]] + whole[column[some]] - rows[at[some]], 0.0, 1.0)
        price = self._scrap_eur[at[some]] * amount[some]
        known = np.isfinite(price)
        eur: Floats = price[known] @ share[known]
        return np.where((share[~known] > 0).any(axis=0), np.inf, eur)


@dataclass(frozen=True)
class _Flow:
    """Operations as flows between rows. ``used``: of all columns; ``columns`` are those, ``place`` where each stands.

    ``comes`` (rows, used columns) are the shares that columns have in what comes in, ``leaves`` the units that leave;
    ``begun`` are rows of which something that leaves was decided before anything was lost.
    """

    used: Flags
    columns: Ints
    place: Ints
    comes: sp.csr_array
    leaves: sp.coo_array
    begun: Ints

    @classmethod
    def of(cls, into: sp.csr_array, out: sp.csr_array, anyway: Floats, values: Floats, begun: Flags) -> _Flow:
        used = used_columns(values)
        columns = np.flatnonzero(used)
        amounts = sp.diags_array(values[columns])
        comes = sp.csr_array(sp.csr_array(into[:, columns]) @ amounts)
        total = np.asarray(comes.sum(axis=1)) + np.maximum(anyway, 0.0)
        each = np.divide(1.0, total, out=np.zeros(len(total)), where=total > 0)
        leaves = sp.csr_array(sp.csr_array(out[:, columns]) @ amounts)
        fixed = np.asarray(leaves @ begun[columns].astype(float))
        return cls(used, columns, np.cumsum(used) - 1, sp.csr_array(sp.diags_array(each) @ comes), leaves.tocoo(),
                   np.flatnonzero(fixed > 0))  # fmt: skip

    def spread(self, shares: Floats) -> Floats:
        """Let what stops stop all that hangs on it. ``shares`` (used columns, assets) grow; gives those of the rows."""
        rows = np.ones((self.comes.shape[0], shares.shape[1]))
        out = sp.csr_array(self.leaves)
        for level, in_a_circle in self.levels():
            if not in_a_circle:
                rows[level] = np.minimum(self.comes[level] @ shares, 1.0)
            part = out[level].tocoo()
            order = np.argsort(part.col, kind="stable")
            column, row = part.col[order], level[part.row[order]]
            nth = np.arange(len(column)) - np.searchsorted(column, column)
            for one in range(int(nth.max(initial=-1)) + 1):
                now = nth == one
                shares[column[now]] = np.maximum(shares[column[now]], rows[row[now]])
        return rows

    def levels(self) -> Iterator[tuple[Ints, bool]]:
        """Rows in turn, each after all that it hangs on; where some go round in a circle, one of them before its turn
        (and that it is so)."""
        leaves, comes = sp.csr_array(self.leaves), sp.csr_array(self.comes.T)
        ahead = sp.csr_array(leaves.astype(bool) @ comes.astype(bool))
        waits = np.bincount(ahead.indices, minlength=ahead.shape[0])
        done = np.zeros(len(waits), bool)
        while not done.all():
            level = np.flatnonzero((waits == 0) & ~done)
            circle = len(level) == 0
            if circle:
                level = np.flatnonzero(~done)[:1]
            yield level, circle
            done[level] = True
            np.subtract.at(waits, ahead[level].indices, 1)
