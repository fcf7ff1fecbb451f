"""The columns that a loss makes zero: what is made, sent and served by what is lost, while it is lost."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from edu_supply.model.assembly import Model
from edu_supply.model.world import all_lost_by
from edu_supply.network.parts import Ints


class LostColumns:
    """Looks up the columns of a model that are nothing where something is lost whole; the worlds' laws say the same."""

    def __init__(self, model: Model):
        operations, network, parts = model.operations, model.network, model.network.parts
        making, shipping, services = network.making, network.shipping, network.services
        make, ship, serve = operations.make.columns, operations.ship.columns, operations.serve.columns
        sent, served = shipping.period, services["period"].to_numpy(np.int64)
        self._parts = parts
        self._by = (
            _Columns(services["site"].to_numpy(np.int64), serve, served, len(parts.sites)),
            _Columns(parts.task_line[making.item], make, making.period, len(parts.lines)),
            _Columns(network.haul_lane[shipping.item], ship, sent, len(parts.lanes)),
            _Columns(parts.task_product[making.item], make, making.period, len(parts.products)),
        )

    def of(self, losses: Iterable[tuple[str, str, int, int]]) -> Ints:
        """The columns of losses, each a kind, a target, its start and its duration (periods). In ascending order."""
        found = [
            columns.of(items, start, start + duration - 1)
            for kind, target, start, duration in losses
            for columns, items in zip(self._by, all_lost_by(self._parts, kind, target), strict=True)
        ]
        return np.unique(np.concatenate([np.array([], np.int64), *found]))


class _Columns:
    """Columns by the item that owns them, and their periods."""

    def __init__(self, owner: Ints, columns: Ints, period: Ints, items: int):
        order = np.argsort(owner, kind="stable")
        self._columns, self._period = columns[order], period[order]
        self._ends = np.searchsorted(owner[order], np.arange(items + 1))

    def of(self, items: Ints, first: int, last: int) -> Ints:
        """The columns of some items, of the periods from first to last."""
        spans = [slice(self._ends[one], self._ends[one + 1]) for one in items]
        if not spans:
            return np.array([], np.int64)
        period = np.concatenate([self._period[span] for span in spans])
        columns = np.concatenate([self._columns[span] for span in spans])
        return columns[(period >= first) & (period <= last)]
