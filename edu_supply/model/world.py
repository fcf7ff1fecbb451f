"""A world: the dataset with some assets lost for some periods. One model of operations serves every world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.network.parts import Flags, Floats, Ints, Parts, codes


@dataclass(frozen=True)
class World:
    """What is left in each period: shares from 0 (lost) to 1, as arrays (items, periods).

    ``line``, ``lane`` and ``site`` are the shares of line time, lane capacity and throughput, ``product`` of what
    each line may make of a product; ``kept`` is the share of a site's stock from before that is still there.
    ``undisturbed``: nothing is lost, so reserves are kept; in every other world they may be drawn.
    ``binding``: minimum_use and contracts bind, as when the plan is made. Where they do not, an offered product is made
    at ``offer_price`` (EUR per unit, by task).
    """

    undisturbed: bool
    binding: bool
    offer_price: Floats | None
    line: Floats
    lane: Floats
    site: Floats
    product: Floats
    kept: Floats


def undisturbed_world(parts: Parts) -> World:
    """The world in which nothing is lost."""
    kinds = (parts.lines, parts.lanes, parts.sites, parts.products, parts.sites)
    return World(True, True, None, *(np.ones((len(kind), parts.periods)) for kind in kinds))


def world_with_losses(parts: Parts, losses: pd.DataFrame, offer_price: Floats | None = None) -> World:
    """The world that loses what ``losses`` says: rows as in the threats table, all of them together."""
    world = undisturbed_world(parts)
    columns = ("kind", "target", "share_lost", "stock_lost", "start", "duration_periods")
    for kind, target, lost, stock, start, duration in zip(*(losses[column] for column in columns), strict=True):
        window = slice(int(start) - 1, int(start + duration) - 1)
        left = 1 - float(lost)
        sites, lines, lanes, products = _hit(parts, kind, target)
        at_site = np.isin(parts.line_site, sites)
        at_end = np.isin(parts.lane_origin, sites) | np.isin(parts.lane_destination, sites)
        for share, hit in (
            (world.site, sites), (world.line, np.flatnonzero(at_site | lines)),
            (world.lane, np.flatnonzero(at_end | lanes)), (world.product, products),
        ):  # fmt: skip
            share[hit, window] = np.minimum(share[hit, window], left)
        if start <= parts.periods:
            first = int(start) - 1
            world.kept[sites, first] = np.minimum(world.kept[sites, first], 1 - float(stock))
    return World(False, False, offer_price, world.line, world.lane, world.site, world.product, world.kept)


def _hit(parts: Parts, kind: str, target: str) -> tuple[Ints, Flags, Flags, Ints]:
    """The sites, lines, lanes and products that a threat of this kind hits."""
    sites, lanes = parts.dataset["sites"], parts.dataset["lanes"]
    country = sites["country"].to_numpy()
    by_site = {"site": sites["site"], "country": sites["country"], "company": sites["company"]}
    hit_sites = np.array([], np.int64)
    hit_lines, hit_lanes = np.zeros(len(parts.lines), bool), np.zeros(len(parts.lanes), bool)
    hit_products = np.array([], np.int64)
    if kind in by_site:
        hit_sites = np.flatnonzero(by_site[kind] == target)
    elif kind == "group":
        groups = parts.dataset["groups"]
        hit_sites = np.flatnonzero(sites["country"].isin(groups.loc[groups["group"] == target, "country"]))
    elif kind == "line":
        hit_lines = np.asarray(parts.lines == target)
    elif kind in ("lane", "mode"):
        hit_lanes = (lanes[kind] == target).to_numpy()
    elif kind == "exports":
        leaves = country[parts.lane_origin] == target
        hit_lanes = leaves & (country[parts.lane_destination] != target)
    elif kind == "product":
        hit_products = codes(pd.Series([target]), parts.products)
    else:
        raise ValueError(f"{kind!r} is no kind of threat")
    return hit_sites, hit_lines, hit_lanes, hit_products
