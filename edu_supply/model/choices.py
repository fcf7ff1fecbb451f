"""Choices: what is decided once, before the world is known: open expansions, build sites and lanes, sign contracts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from edu_supply.model.columns import Family
from edu_supply.model.contracts import Contracts
from edu_supply.model.participation import Participation
from edu_supply.model.policy import Policy
from edu_supply.network import Network
from edu_supply.network.parts import Floats, Ints, Parts
from edu_supply.pools import Pools


@dataclass(frozen=True)
class Choices:
    """The variables of choice. ``binding``: contracts are signed and bind (they do not in a world with losses);
    ``net``: value-added tax and what programmes pay count in the objective."""

    network: Network
    pools: Pools
    binding: bool = True
    net: bool = False

    @property
    def parts(self) -> Parts:
        return self.network.parts

    @property
    def families(self) -> tuple[Family, ...]:
        return (self.open, self.build_site, self.build_lane, *self.contracts.families,
                *self.participation.families, *self.policy.families, self.added)  # fmt: skip

    @cached_property
    def contracts(self) -> Contracts:
        """The choices of procurement."""
        return Contracts(self.network, self.binding, self.pools, self.net)

    @cached_property
    def participation(self) -> Participation:
        """The choices of programmes."""
        return Participation(self.contracts)

    @cached_property
    def policy(self) -> Policy:
        """The rules that the plan must keep."""
        return Policy(self.network, self.binding)

    @cached_property
    def open(self) -> Family:
        """open[expansion, 1]: steps of an expansion opened.

        A step costs the same whenever it is opened and is there the longer the earlier it is opened, so opening in
        period 1 is never worse than opening later: only that is a variable. The plan tells the latest period in which
        a step could be opened without changing anything else.
        """
        rows, parts = self.parts.dataset["expansions"], self.parts
        in_time = parts.expansion_line >= 0
        in_time &= rows["lead_periods"].to_numpy() < parts.periods
        most = np.where(in_time, rows["max_steps"], 0).astype(float)
        return Family(
            "open", len(rows), lambda: [(expansion, 1) for expansion in rows["expansion"]],
            {"expansion": rows["cost_eur"].to_numpy(float)}, upper=most, integer=True,
        )  # fmt: skip

    @cached_property
    def built_sites(self) -> Ints:
        """The sites that may be built and be of use within the horizon."""
        return np.flatnonzero(self.parts.site_is_candidate & (self.parts.site_from <= self.parts.periods))

    @cached_property
    def build_site(self) -> Family:
        """build_site[site]: 1 where a candidate site is built."""
        cost = self.parts.dataset["sites"]["build_cost_eur"].to_numpy(float)[self.built_sites]
        return _build("build_site", self.parts.sites[self.built_sites].tolist(), cost)

    @cached_property
    def built_lanes(self) -> Ints:
        """The lanes that may be built and be of use within the horizon."""
        return np.flatnonzero(self.parts.lane_is_candidate & (self.parts.lane_from <= self.parts.periods))

    @cached_property
    def build_lane(self) -> Family:
        """build_lane[lane]: 1 where a candidate lane is built."""
        cost = self.parts.dataset["lanes"]["build_cost_eur"].to_numpy(float)[self.built_lanes]
        return _build("build_lane", self.parts.lanes[self.built_lanes].tolist(), cost)

    @cached_property
    def added(self) -> Family:
        """added[site, product]: units of stock added before period 1, where that may be (see ``Network.of``)."""
        parts, where = self.parts, self.network.addable
        value = parts.dataset["products"]["value_eur"].to_numpy(float)[where.product]
        return Family(
            "added", len(where.site),
            lambda: list(zip(parts.sites[where.site], parts.products[where.product], strict=True)),
            {"added": value}, upper=where.most,
        )  # fmt: skip

    def site_built(self, site: Ints) -> Ints:
        """The column that says whether a site is built; -1 for a site that exists."""
        return _column_of(self.build_site, self.built_sites, len(self.parts.sites))[site]

    def lane_built(self, lane: Ints) -> Ints:
        """The column that says whether a lane is built; -1 for a lane that exists."""
        return _column_of(self.build_lane, self.built_lanes, len(self.parts.lanes))[lane]

    @cached_property
    def growth(self) -> tuple[Ints, Ints, Floats]:
        """Parallel arrays (expansion, period, lines added by one step opened in period 1): lead and ramp."""
        rows, periods = self.parts.dataset["expansions"], np.arange(1, self.parts.periods + 1)
        since = periods[None, :] - 1 - rows["lead_periods"].to_numpy(np.int64)[:, None]
        ramp = rows["ramp_periods"].to_numpy(float)[:, None]
        there = np.where(since >= 0, np.minimum(1.0, (since + 1) / (ramp + 1)), 0.0)
        expansion, number = np.nonzero(there)
        adds = rows["adds"].to_numpy(float)[expansion] * there[expansion, number]
        return expansion, periods[number], adds

    @cached_property
    def most_lines(self) -> Floats:
        """(lines, periods): existing and everything that may be opened."""
        expansion, period, adds = self.growth
        most = np.repeat(self.parts.line_existing[:, None], self.parts.periods, axis=1)
        steps = self.parts.dataset["expansions"]["max_steps"].to_numpy(float)
        np.add.at(most, (self.parts.expansion_line[expansion], period - 1), adds * steps[expansion])
        return most


def _build(name: str, targets: list[object], cost: Floats) -> Family:
    return Family(
        name, len(targets), lambda: [(target,) for target in targets], {"build": cost},
        upper=np.ones(len(targets)), integer=True,
    )  # fmt: skip


def _column_of(family: Family, items: Ints, size: int) -> Ints:
    column = np.full(size, -1)
    column[items] = family.columns
    return column
