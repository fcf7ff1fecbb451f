"""A world: the dataset with some assets lost for some periods. One model of operations serves every world."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from edu_supply.network.parts import Flags, Floats, Ints, Parts


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


def unbound_world(parts: Parts, offer_price: Floats, *, undisturbed: bool) -> World:
    """Nothing is lost and neither minimum_use nor contracts bind: the yardstick of losses where ``undisturbed``, which
    keeps its reserves; else the world that every one with losses is a part of."""
    return replace(undisturbed_world(parts), undisturbed=undisturbed, binding=False, offer_price=offer_price)


def world_with_losses(parts: Parts, losses: pd.DataFrame, offer_price: Floats | None = None) -> World:
    """The world that loses what ``losses`` says: rows as in the threats table, all of them together."""
    world = undisturbed_world(parts)
    columns = ("kind", "target", "share_lost", "stock_lost", "start", "duration_periods")
    for kind, target, lost, stock, start, duration in zip(*(losses[column] for column in columns), strict=True):
        window = slice(int(start) - 1, int(start + duration) - 1)
        left = 1 - float(lost)
        sites, lines, lanes, products = all_lost_by(parts, kind, target)
        for share, hit in ((world.site, sites), (world.line, lines), (world.lane, lanes), (world.product, products)):
            share[hit, window] = np.minimum(share[hit, window], left)
        if start <= parts.periods:
            first = int(start) - 1
            world.kept[sites, first] = np.minimum(world.kept[sites, first], 1 - float(stock))
    return World(False, False, offer_price, world.line, world.lane, world.site, world.product, world.kept)


def all_lost_by(parts: Parts, kind: str, target: str) -> tuple[Ints, Ints, Ints, Ints]:
    """The same as ``hit_by``, as codes, and with each site its lines and the lanes at either end."""
    sites, lines, lanes, products = hit_by(parts, kind, target)
    if len(sites):
        hit = np.zeros(len(parts.sites), bool)
        hit[sites] = True
        lines, lanes = lines | hit[parts.line_site], lanes | hit[parts.lane_origin] | hit[parts.lane_destination]
    return sites, np.flatnonzero(lines), np.flatnonzero(lanes), products


def hit_by(parts: Parts, kind: str, target: str) -> tuple[Ints, Flags, Flags, Ints]:
    """The sites, lines, lanes and products that a threat of this kind hits."""
    hit_sites, hit_products = np.array([], np.int64), np.array([], np.int64)
    hit_lines, hit_lanes = np.zeros(len(parts.lines), bool), np.zeros(len(parts.lanes), bool)
    if kind == "site":
        hit_sites = _code(parts.sites, target)
    elif kind == "line":
        hit_lines[_code(parts.lines, target)] = True
    elif kind == "lane":
        hit_lanes[_code(parts.lanes, target)] = True
    elif kind == "product":
        hit_products = _code(parts.products, target)
    elif kind in ("country", "company"):
        hit_sites = np.flatnonzero(parts.dataset["sites"][kind] == target)
    elif kind == "group":
        groups = parts.dataset["groups"]
        members = groups.loc[groups["group"] == target, "country"]
        hit_sites = np.flatnonzero(parts.dataset["sites"]["country"].isin(members))
    elif kind == "mode":
        hit_lanes = (parts.dataset["lanes"]["mode"] == target).to_numpy()
    elif kind == "exports":
        country = parts.dataset["sites"]["country"].to_numpy()
        hit_lanes = (country[parts.lane_origin] == target) & (country[parts.lane_destination] != target)
    else:
        raise ValueError(f"{kind!r} is no kind of threat")
    return hit_sites, hit_lines, hit_lanes, hit_products


def _code(names: pd.Index, name: str) -> Ints:
    """The code of a name, as an array of one, or of none where there is no such name."""
    return np.array([names.get_loc(name)] if name in names else [], np.int64)
