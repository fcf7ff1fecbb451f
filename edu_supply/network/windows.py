"""Things that exist from a first to a last period, numbered one after the other: the index of a variable or a law."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from edu_supply.network.parts import Ints


class Windows:
    """Numbers every (item, period) with first[item] <= period <= last[item]; an item with last < first has none.

    >>> import numpy as np
    >>> windows = Windows(np.array([1, 2]), np.array([2, 3]))
    >>> windows.item.tolist(), windows.period.tolist()
    ([0, 0, 1, 1], [1, 2, 2, 3])
    >>> windows.at(np.array([1, 1]), np.array([3, 4])).tolist()
    [3, -1]
    """

    def __init__(self, first: Ints, last: Ints):
        self.first = np.asarray(first, np.int64)
        self.last = np.asarray(last, np.int64)
        self.lengths = np.maximum(self.last - self.first + 1, 0)
        self.starts = np.cumsum(self.lengths) - self.lengths

    def __len__(self) -> int:
        return int(self.lengths.sum())

    @cached_property
    def item(self) -> Ints:
        """The item of each number."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    @cached_property
    def period(self) -> Ints:
        """The period of each number."""
        period: Ints = np.arange(len(self), dtype=np.int64) - np.repeat(self.starts - self.first, self.lengths)
        return period

    def at(self, item: Ints, period: Ints) -> Ints:
        """The number of each (item, period), -1 where there is none; an item of -1 has none."""
        if not len(self.first):
            return np.full(np.broadcast(item, period).shape, -1)
        inside = (item >= 0) & (period >= self.first[item]) & (period <= self.last[item])
        return np.where(inside, self.starts[item] + period - self.first[item], -1)
