"""What can flow where and when, after pruning: the index of every variable of the model.

A *position* is a product at a site, a *task* a line making a product, a *haul* a lane carrying a product, an
*option* a way to serve a row of the demand table. Each exists in a window of periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from edu_supply.dataset import Dataset
from edu_supply.network.addable import NONE, Addable, addable
from edu_supply.network.demands import Options, demand_by_period, services, serving_options
from edu_supply.network.parts import Floats, Ints, Parts
from edu_supply.network.reach import NEVER, Reach, reach
from edu_supply.network.windows import Windows

Entry = TypeVar("Entry", bound=np.generic)


@dataclass(frozen=True)
class Network:
    """The pruned network of a dataset. Build one with ``Network.of(dataset)``.

    >>> from edu_supply.reading import read
    >>> network = Network.of(read("data/tutorial"))
    >>> len(network.position_site), len(network.presence)
    (8, 27)
    """

    parts: Parts
    options: Options
    reach: Reach
    addable: Addable = NONE

    @classmethod
    def of(
        cls, dataset: Dataset, *, surplus_everywhere: bool = False, stranded: bool = False, added: bool = False
    ) -> Network:
        """Prune in space and time. ``surplus_everywhere`` lets goods be left over at any place (worlds with losses),
        ``stranded`` lets them also be moved or made into something else only because they are a burden, wherever they
        are (losses that come after the first period, when things have been begun that may be of no use any more).
        ``added``: stock may be added before the first period (see ``addable``)."""
        parts = Parts(dataset)
        options = serving_options(parts)
        where = addable(dataset, parts) if added else NONE
        found = reach(parts, options, surplus_everywhere=surplus_everywhere, stranded=stranded,
                      added=(where.site, where.product))  # fmt: skip
        return cls(parts, options, found, where)

    @property
    def periods(self) -> int:
        """The horizon's length."""
        return self.parts.periods

    @cached_property
    def demands(self) -> pd.DataFrame:
        """One row for each demand in each period (see ``demand_by_period``)."""
        return demand_by_period(self.parts.dataset)

    @cached_property
    def services(self) -> pd.DataFrame:
        """One row for each way to serve each demand in each period (see ``services``)."""
        return services(self.demands, self.options, self.position, self.presence)

    # Positions

    @cached_property
    def _last_at(self) -> Ints:
        """(sites, products): last period in which the product may lie at the site."""
        return np.where(self.reach.surplus | self.reach.reserve, self.periods, self.reach.latest)

    @cached_property
    def _position_of(self) -> Ints:
        """(sites, products): the position's number, -1 where it was pruned."""
        exists = self.reach.earliest <= self._last_at
        return np.where(exists, np.cumsum(exists).reshape(exists.shape) - 1, -1)

    def position(self, site: Ints, product: Ints) -> Ints:
        """The position of each (site, product), -1 where it was pruned."""
        return self._position_of[site, product]

    @cached_property
    def position_site(self) -> Ints:
        """The site of each position."""
        return np.nonzero(self._position_of >= 0)[0]

    @cached_property
    def position_product(self) -> Ints:
        """The product of each position."""
        return np.nonzero(self._position_of >= 0)[1]

    def _of_position(self, matrix: NDArray[Entry]) -> NDArray[Entry]:
        return matrix[self.position_site, self.position_product]

    @cached_property
    def presence(self) -> Windows:
        """Periods in which a position's balance is kept."""
        return Windows(self._of_position(self.reach.earliest), self._of_position(self._last_at))

    @cached_property
    def holding(self) -> Windows:
        """Periods at whose end something may be held: to the end if it is surplus or a reserve, else while of use."""
        keep = self._of_position(self.reach.surplus | self.reach.reserve)
        return Windows(self.presence.first, np.where(keep, self.periods, self.presence.last - 1))

    @cached_property
    def scrapping(self) -> Windows:
        """Periods in which something may be thrown away: only where there may be surplus."""
        surplus = self._of_position(self.reach.surplus)
        return Windows(self.presence.first, np.where(surplus, self.periods, 0))

    # Tasks

    @cached_property
    def task_position(self) -> Ints:
        """Where a task's product comes out."""
        return self.position(self.parts.task_site, self.parts.task_product)

    @cached_property
    def making(self) -> Windows:
        """Periods in which a task may begin."""
        parts = self.parts
        last = self.reach.latest[parts.task_site, parts.task_product] - parts.task_lead
        return Windows(self.reach.begin, np.where(self.reach.begin < NEVER, last, 0))

    # Hauls

    @cached_property
    def _hauls(self) -> tuple[Ints, Ints, Ints, Ints]:
        parts, earliest, latest = self.parts, self.reach.earliest, self.reach.latest
        origin, destination = parts.lane_origin, parts.lane_destination
        first = np.maximum(earliest[origin], parts.lane_from[:, None])
        first = np.maximum(first, parts.site_from[destination, None] - parts.lane_lead[:, None])
        last = latest[destination] - parts.lane_lead[:, None]
        lane, product = np.nonzero(parts.lane_carries & (first <= last))
        return lane, product, first[lane, product], last[lane, product]

    @property
    def haul_lane(self) -> Ints:
        """The lane of each haul."""
        return self._hauls[0]

    @property
    def haul_product(self) -> Ints:
        """The product of each haul."""
        return self._hauls[1]

    @cached_property
    def haul_origin(self) -> Ints:
        """The position that a haul leaves."""
        return self.position(self.parts.lane_origin[self.haul_lane], self.haul_product)

    @cached_property
    def haul_destination(self) -> Ints:
        """The position that a haul reaches."""
        return self.position(self.parts.lane_destination[self.haul_lane], self.haul_product)

    @cached_property
    def haul_lead(self) -> Ints:
        """Periods that each haul is under way."""
        return self.parts.lane_lead[self.haul_lane]

    @cached_property
    def haul_mass_t(self) -> Floats:
        """Tonnes per unit of what each haul carries."""
        return self.parts.mass_t[self.haul_product]

    @cached_property
    def shipping(self) -> Windows:
        """Periods in which a haul may leave."""
        return Windows(self._hauls[2], self._hauls[3])
