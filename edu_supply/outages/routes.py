"""Supply routes: whether what is asked for somewhere can be made and brought there at all, in many worlds at once.

A route goes through lanes and the bill of materials: every component is needed; any source, recipe, lane or accepted
substitute will do. It uses what stands or the plan opens and builds, from the period in which that can be used, and
reaches the demand in some period in which it can be served, late service included. Stock and arrivals are no source.
How large a limit is plays no part, but a limit of nothing closes: a line of capacity or availability 0, and for what
has a mass a lane of capacity 0, or one that leaves a site of throughput 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.model.world import hit_by
from edu_supply.network import Network
from edu_supply.network.parts import Flags, Floats, Ints, Parts
from edu_supply.network.spread import NEVER, Lost, Periods, Presence, Spread, Usable

AT_ONCE = 512
"""Worlds that are looked at together: more take more memory and no less time."""

Loss = tuple[tuple[str, str], ...]
"""What is lost together: kinds and targets as in ``threats``."""


@dataclass(frozen=True)
class Hit:
    """What a loss hits, as codes. The lines of a lost site, and the lanes at either end, are among them."""

    sites: Ints
    lines: Ints
    lanes: Ints
    products: Ints


class Routes:
    """The supply routes of a dataset. ``choices`` is the plan's table of what it opens and builds; without it only what
    stands counts."""

    def __init__(self, dataset: Dataset, choices: pd.DataFrame | None = None):
        self.dataset, self.network = dataset, Network.of(dataset)
        network = self.network
        positions = np.zeros((len(self.parts.sites), len(self.parts.products)), bool)
        positions[network.position_site, network.position_product] = True
        self.spread = Spread(self.parts, _usable(self.parts, choices), positions)

    @property
    def parts(self) -> Parts:
        """The dataset's parts as codes."""
        return self.network.parts

    # Demand

    @cached_property
    def demands(self) -> pd.DataFrame:
        """One row for each front, product and buyer: site, country, product, buyer."""
        keys = self.network.demands[["site", "product", "buyer"]].drop_duplicates().reset_index(drop=True)
        country = self.dataset["sites"].set_index("site")["country"]
        return keys.assign(country=keys["site"].map(country))

    @cached_property
    def _demand_of_row(self) -> Ints:
        """The demand of each row of the demand table, -1 for a row in which nothing is asked for."""
        keys = ["site", "product", "buyer"]
        known = pd.MultiIndex.from_frame(self.demands[keys])
        return known.get_indexer(pd.MultiIndex.from_frame(self.dataset["demand"][keys])).astype(np.int64)

    @cached_property
    def options(self) -> list[list[tuple[int, int, int]]]:
        """Of each demand: the site, the products that may be handed over there, and the last period for each."""
        options = self.network.options
        found: list[list[tuple[int, int, int]]] = [[] for _ in range(len(self.demands))]
        for row, site, product, last in zip(
            options.row.tolist(), options.site.tolist(), options.product.tolist(), options.last_period.tolist(),
            strict=True,
        ):  # fmt: skip
            if self.spread.positions[site, product]:
                found[self._demand_of_row[row]].append((site, product, last))
        return found

    def served(self, presence: Presence) -> Flags:
        """(demands, worlds): whether a route reaches the demand."""
        found = np.zeros((len(self.options), presence.begin.shape[1]), bool)
        for demand, options in enumerate(self.options):
            for site, product, last in options:
                found[demand] |= presence.earliest[product][self.spread.row[site, product]] <= last
        return found

    def reached_at(self, demand: int, presence: Presence, world: int = 0) -> tuple[int, int]:
        """The site, and the first product that a route brings there in time for the demand. There must be one."""
        return next(
            (site, product) for site, product, last in self.options[demand]
            if presence.earliest[product][self.spread.row[site, product], world] <= last
        )  # fmt: skip

    @cached_property
    def undisturbed(self) -> Presence:
        """From when on everything can be everywhere where nothing is lost."""
        return self.spread.presence()

    @cached_property
    def has_route(self) -> Flags:
        """Whether each demand has a route where nothing is lost."""
        return self.served(self.undisturbed)[:, 0]

    @cached_property
    def hanging(self) -> pd.DataFrame:
        """What each demand asks for in the periods that a route reaches: units, and eur at the penalties."""
        rows, options, comes = self.network.demands, self.network.options, self.undisturbed.earliest
        first = np.full(len(self.dataset["demand"]), NEVER)
        for row, site, product in zip(options.row, options.site, options.product, strict=True):
            if self.spread.positions[site, product]:
                first[row] = min(first[row], comes[product][self.spread.row[site, product], 0])
        last = np.minimum(rows["period"] + rows["late_periods"], self.parts.periods)
        rows = rows[first[rows["row"]] <= last]
        demand = self._demand_of_row[rows["row"].to_numpy()]
        quantity = rows["quantity"].to_numpy(float)
        euros = quantity * rows["penalty_eur"].to_numpy(float)
        size = len(self.demands)
        return pd.DataFrame({"units": np.bincount(demand, quantity, size), "eur": np.bincount(demand, euros, size)})

    # Losses

    def hit(self, losses: Loss) -> Hit:
        """All that is hit where these are lost together."""
        parts = self.parts
        site, line, lane, product = (
            np.zeros(len(items), bool) for items in (parts.sites, parts.lines, parts.lanes, parts.products)
        )
        for kind, target in losses:
            sites, lines, lanes, products = hit_by(parts, kind, target)
            site[sites] = product[products] = True
            line |= lines
            lane |= lanes
        if site.any():
            line |= site[parts.line_site]
            lane |= site[parts.lane_origin] | site[parts.lane_destination]
        return Hit(*(np.flatnonzero(flags).astype(np.int64) for flags in (site, line, lane, product)))

    def lost(self, hits: Sequence[Sequence[Hit]]) -> Lost:
        """The worlds in each of which some of these are lost together."""
        parts = self.parts
        lost = Lost(*(np.zeros((len(items), len(hits)), bool) for items in (parts.lines, parts.lanes, parts.products)))
        for world, together in enumerate(hits):
            for one in together:
                lost.line[one.lines, world] = True
                lost.lane[one.lanes, world] = True
                lost.product[one.products, world] = True
        return lost

    def cut(self, hits: Sequence[Sequence[Hit]]) -> Flags:
        """(demands, worlds): the demands with a route that have none where these are lost together."""
        found = [np.zeros((len(self.options), 0), bool)]
        for first in range(0, len(hits), AT_ONCE):
            lost = self.lost(hits[first : first + AT_ONCE])
            found.append(self.has_route[:, None] & ~self.served(self.spread.presence(lost)))
        return np.concatenate(found, axis=1)


def _usable(parts: Parts, choices: pd.DataFrame | None) -> Usable:
    """From when on what stands, or is opened or built by the plan, can be used."""
    chosen = pd.DataFrame({"kind": [], "target": [], "quantity": []}) if choices is None else choices
    chosen = chosen[chosen["quantity"].astype(float) > 0]

    def built(kind: str, names: pd.Index, candidate: Flags, first: Ints) -> Ints:
        done = np.asarray(names.isin(chosen.loc[chosen["kind"] == kind, "target"]), bool)
        return np.where(candidate & ~done, NEVER, first)

    expansions = parts.dataset["expansions"]
    opened = expansions["expansion"].isin(chosen.loc[chosen["kind"] == "expansion", "target"]).to_numpy()
    line_from = np.where(parts.line_existing > 0, 1, NEVER)
    np.minimum.at(line_from, parts.expansion_line[opened], expansions["lead_periods"].to_numpy(np.int64)[opened] + 1)
    site_from = built("site", parts.sites, parts.site_is_candidate, parts.site_from)
    return Usable(
        np.maximum(line_from, site_from[parts.line_site]),
        built("lane", parts.lanes, parts.lane_is_candidate, parts.lane_from), site_from,
        _opens(parts.availability("line", parts.lines)), _opens(_lane_room(parts)),
    )  # fmt: skip


def _lane_room(parts: Parts) -> Floats:
    """(lanes, periods): 0 where a lane carries nothing that has a mass, by its limit or its origin's throughput."""
    lanes, sites = parts.dataset["lanes"]["capacity_t"], parts.dataset["sites"]["throughput_t"]
    room = parts.availability("lane", parts.lanes) * lanes.fillna(1.0).to_numpy(float)[:, None]
    sends = parts.availability("site", parts.sites) * sites.fillna(1.0).to_numpy(float)[:, None]
    return np.asarray(room * sends[parts.lane_origin], float)


def _opens(room: Floats) -> Periods | None:
    """(items, periods + 2): for each period the first from then on with some room; None where there always is."""
    if (room > 0).all():
        return None
    opens = np.full((len(room), room.shape[1] + 2), NEVER, np.int32)
    for period in range(room.shape[1], 0, -1):
        opens[:, period] = np.where(room[:, period - 1] > 0, period, opens[:, period + 1])
    opens[:, 0] = opens[:, 1]
    return opens
