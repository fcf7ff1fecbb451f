"""What needs no solving: losses that are proved by plans that are known, and sets of assets that contain each other."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.outages.undisturbed import NOTHING, Cost

NEVER = 1_000_000
"""A period after every other."""


@dataclass
class Known:
    """The best operations of one world: which columns they use, what they cost, and which columns that world lost."""

    used: Flags
    cost: Cost
    lost: Ints


@dataclass
class Proofs:
    """Proves what losses cost by the operations that are known.

    Operations that use nothing that a loss takes are a plan for that loss; so

    - where they cost no more than the undisturbed world, the loss is nothing;
    - where they are the best of a world that loses no more than this, they are the best here too: losing more never
      costs less.

    ``lost`` are the columns (of all) that each asset's loss makes zero; None for one whose loss does more than that.
    """

    lost: list[Ints | None]
    columns: int
    known: list[Known] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = [np.array([], np.int64) if one is None else one for one in self.lost]
        self.sizes = np.array([len(one) for one in rows])
        self.decides = np.array([one is not None for one in self.lost])
        ends = np.append(0, np.cumsum(self.sizes))
        indices = np.concatenate(rows) if rows else np.array([], np.int64)
        self.incidence = sp.csr_array((np.ones(len(indices), np.int32), indices, ends), shape=(len(rows), self.columns))

    def untouched(self, used: Flags) -> Flags:
        """Whether operations that use these columns use nothing of what each asset's loss takes."""
        return _flags((self.incidence @ used.astype(np.int32) == 0) & self.decides)

    def containing(self, lost: Ints) -> Flags:
        """Whether each asset's loss takes all of these columns."""
        chosen = np.zeros(self.columns, np.int32)
        chosen[lost] = 1
        return _flags((self.incidence @ chosen == len(lost)) & self.decides)

    def within(self, lost: Ints) -> Flags:
        """Whether each asset's loss takes none but these columns."""
        chosen = np.zeros(self.columns, np.int32)
        chosen[lost] = 1
        return _flags((self.incidence @ chosen == self.sizes) & self.decides)

    def first_period(self, used: Flags, period: Ints) -> Ints:
        """The first period in which operations use something that each asset's loss takes; NEVER where they do not."""
        never = np.int64(NEVER)
        when = np.append(np.where(used, period, never)[self.incidence.indices], never)
        starts = np.minimum(self.incidence.indptr[:-1], len(when) - 1)
        first = np.minimum.reduceat(when, starts) if len(starts) else np.array([], np.int64)
        return np.where(self.sizes > 0, first, never)


def used_columns(values: Floats) -> Flags:
    """The columns in which there is something."""
    return _flags(values > NOTHING)


def _flags(found: object) -> Flags:
    return np.asarray(found, np.bool_)
