"""Where places lie on a map of Europe: Lambert's azimuthal equal-area projection (Lambert 1772), centred on 52 N 10 E
as the European Union's statistical maps are (EPSG 3035, here of the sphere)."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from math import cos, radians, sin, sqrt

CENTRE = (52.0, 10.0)

Point = tuple[float, float]


def projected(latitude: float, longitude: float) -> Point:
    """East and south of the centre, in radii of the Earth.

    >>> x, y = projected(52, 25)
    >>> round(x * 6371), round(y * 6371)
    (1018, -106)
    """
    lat, lon, lat0 = radians(latitude), radians(longitude - CENTRE[1]), radians(CENTRE[0])
    near = 1 + sin(lat0) * sin(lat) + cos(lat0) * cos(lat) * cos(lon)
    k = sqrt(2 / max(near, 1e-9))
    return k * cos(lat) * sin(lon), -k * (cos(lat0) * sin(lat) - sin(lat0) * cos(lat) * cos(lon))


@cache
def outlines() -> dict[str, list[list[Point]]]:
    """Each country's rings, projected; the first of a part of land is its outer one.

    From Natural Earth 4.1 (public domain), Admin 0, 1:50 million, as in the npm package world-atlas 2.0.2; simplified
    to 0.05 degrees (far from Europe 0.5), islands below 0.02 square degrees left out, to a grid of 0.02 degrees.
    Crimea is Ukraine's, the north of Cyprus is Cyprus's (United Nations, resolutions 68/262 and 541).
    """
    data = json.loads((files("edu_supply.report") / "outline.json").read_text("utf-8"))
    arcs = [_points(arc) for arc in data["arcs"]]
    return {
        country: [
            _ring([arcs[one] if one >= 0 else arcs[~one][::-1] for one in ring]) for part in parts for ring in part
        ]
        for country, parts in data["countries"].items()
    }


def _points(arc: list[int]) -> list[Point]:
    """An arc's points from the steps between them: 1/50 degrees of longitude and latitude in turn."""
    points, x, y = [], 0, 0
    for right, up in zip(arc[::2], arc[1::2], strict=True):
        x, y = x + right, y + up
        points.append(projected(y / 50, x / 50))
    return points


def _ring(arcs: list[list[Point]]) -> list[Point]:
    return [*arcs[0], *(point for arc in arcs[1:] for point in arc[1:])]


@cache
def middle(country: str) -> Point | None:
    """The middle of a country's largest part, projected; None where the outlines do not have it."""
    rings = outlines().get(country)
    if not rings:
        return None
    ring = max(rings, key=lambda one: abs(_area(one)))
    area = _area(ring)
    ends = list(zip(ring, ring[1:] + ring[:1], strict=True))
    if not area:
        return ring[0]
    x = sum((x0 + x1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in ends) / (6 * area)
    y = sum((y0 + y1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in ends) / (6 * area)
    return x, y


def _area(ring: list[Point]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2
