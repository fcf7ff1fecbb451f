"""Lanes that could be: between sites near enough to each other, where one has what the other needs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Flags, Floats, Parts, codes

EARTH_KM = 6371.0088
"""Mean radius (Moritz 2000, Geodetic Reference System 1980)."""

COLUMNS = ["lane", "origin", "destination", "mode", "cost_eur_per_t", "lead_periods", "note"]


def propose_lanes(
    dataset: Dataset,
    *,
    max_km: float,
    eur_per_t_km: float,
    mode: str = "road",
    detour: float = 1.0,
    km_per_period: float | None = None,
) -> pd.DataFrame:
    """Rows for the table ``lanes``: the one-way lanes of a mode that are not there, between sites with coordinates.

    Goods go from where they are made, lie or arrive to where they are used, asked for or may lie; a depot passes on
    whatever it gets. Distances are great circles (haversine) times ``detour``; roads are 1.2 to 1.6 times as long
    (Ballou, Rahardja and Sakai 2002). ``max_km``: no lane is longer. ``cost_eur_per_t`` is kilometres times
    ``eur_per_t_km``; ``lead_periods`` whole periods at ``km_per_period``, nothing where that is None. Shortest first.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/europe")
    >>> lanes = propose_lanes(dataset, max_km=300, eur_per_t_km=0.15)
    >>> lanes.columns.tolist()
    ['lane', 'origin', 'destination', 'mode', 'cost_eur_per_t', 'lead_periods', 'note']
    >>> edu_supply.change(dataset, "lanes", add=lanes.to_dict("records"))["lanes"].shape[0] - 646 == len(lanes)
    True
    """
    parts, sites = Parts(dataset), dataset["sites"]
    km = detour * _kilometres(sites["latitude"].to_numpy(float), sites["longitude"].to_numpy(float))
    there = np.zeros(km.shape, bool)
    same = (dataset["lanes"]["mode"] == mode).to_numpy()
    there[parts.lane_origin[same], parts.lane_destination[same]] = True
    has, needs = _has(parts), _needs(parts)
    useful = (has.astype(int) @ needs.astype(int).T) > 0
    near = (km <= max_km) & ~np.eye(len(km), dtype=bool)
    origin, destination = np.nonzero(near & useful & ~there)
    order = np.lexsort((destination, origin, np.round(km[origin, destination], 6)))
    origin, destination = origin[order], destination[order]
    far = km[origin, destination]
    names = parts.sites.to_numpy()
    table = pd.DataFrame({
        "origin": names[origin], "destination": names[destination], "mode": mode,
        "cost_eur_per_t": np.round(far * eur_per_t_km, 2),
        "lead_periods": 0 if km_per_period is None else np.floor(far / km_per_period).astype(int),
        "note": [f"proposed: {length:,.0f} km" for length in far],
    })  # fmt: skip
    return table.assign(lane=table["origin"] + ">" + table["destination"] + ":" + mode)[COLUMNS]


def _kilometres(latitude: Floats, longitude: Floats) -> Floats:
    """(sites, sites) great circles, km; NaN where a site has no coordinates, which is near to nothing."""
    north, east = np.radians(latitude), np.radians(longitude)
    half = np.sin((north[:, None] - north) / 2) ** 2
    half += np.cos(north)[:, None] * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))), float)


def _has(parts: Parts) -> Flags:
    """(sites, products): what a site makes, holds or gets; everything at a depot."""
    found = _at(parts, "stocks", "arrivals")
    found[parts.task_site, parts.task_product] = True
    return found | _depots(parts)


def _needs(parts: Parts) -> Flags:
    """(sites, products): what a site uses, asks for, accepts in its place or may hold; everything at a depot."""
    found = _at(parts, "stocks", "demand")
    task, component, _ = parts.recipe
    found[parts.task_site[task], component] = True
    demand, accepted = parts.dataset["demand"], parts.dataset["substitutes"]
    both = demand.merge(accepted, on="product")
    both = both[both["country"].isna() | (both["country"] == both["buyer"])]
    found[codes(both["site"], parts.sites), codes(both["substitute"], parts.products)] = True
    return found | _depots(parts)


def _at(parts: Parts, *tables: str) -> Flags:
    found = np.zeros((len(parts.sites), len(parts.products)), bool)
    for name in tables:
        rows = parts.dataset[name]
        found[codes(rows["site"], parts.sites), codes(rows["product"], parts.products)] = True
    return found


def _depots(parts: Parts) -> Flags:
    return (parts.dataset["sites"]["kind"] == "depot").to_numpy()[:, None]
