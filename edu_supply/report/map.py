"""A map of Europe: places as marks, what is sent between them as curves that bend to the right of their way."""

from __future__ import annotations

from collections.abc import Mapping
from math import atan2, cos, degrees, hypot, pi, sin, sqrt
from typing import Any

import pandas as pd
from markupsafe import Markup

from edu_supply.network.wording import number
from edu_supply.planning.layout import records
from edu_supply.report.labels import Labels
from edu_supply.report.markup import joined, path, svg, tag, titled
from edu_supply.report.projection import Point, outlines, projected

FAR = 0.6
"""Who is farther from the map's centre (in radii of the Earth) is shown at its edge."""

MOST_FLOWS = 400
SHADES = 5
UNIT = 1000.0
"""The outlines are drawn in thousandths of the Earth's radius."""

Frame = tuple[float, float, float, float]


def flow_map(
    places: pd.DataFrame, flows: pd.DataFrame, width: float, label: str, shades: Mapping[str, float] | None = None
) -> Markup:
    """Places and what flows between them.

    ``places``: place, kind, x and y (as ``projected`` gives them), weight (the heaviest are named first), title;
    ``flows``: origin, destination, mode (by its number, the colour), mass_t, title. ``shades`` are countries with a
    share from 0 to 1 each, which colours them. Give the page ``land()`` once.
    """
    frame = _frame(places)
    scale = width / (frame[2] - frame[0])
    height = (frame[3] - frame[1]) * scale
    size = 5.0 if width > 600 else 3.2
    at = _apart({str(row.place): _seen(row, frame, scale, width, height, size) for row in records(places)}, 2 * size)
    move = f"scale({scale / UNIT:.5f}) translate({-frame[0] * UNIT:.1f} {-frame[1] * UNIT:.1f})"
    shaded = [_shaded(country, share) for country, share in (shades or {}).items() if country in outlines()]
    ground = tag("g", tag("use", href="#land"), *shaded, transform=move, class_="ground")
    drawn = flows.sort_values("mass_t", kind="stable").tail(MOST_FLOWS)
    most = float(flows["mass_t"].max()) if len(flows) else 1.0
    curves = [_flow(row, at, 1.5 * size * sqrt(row.mass_t / most)) for row in records(drawn)]
    marks = [titled(_mark(str(row.kind), at[str(row.place)], size), title=row.title) for row in records(places)]
    labels = Labels(width, height, 10.5 if width > 600 else 9.0, [(x, y, size + 1) for x, y in at.values()])
    named = [
        labels.beside(str(row.place), at[str(row.place)], size)
        for row in records(places.sort_values("weight", ascending=False, kind="stable"))
    ]
    return svg(
        width,
        height,
        ground,
        tag("g", *curves, class_="flows"),
        tag("g", *marks, class_="marks"),
        tag("g", joined([one for one in named if one is not None]), class_="names"),
        label=label,
        class_="map",
    )


def land() -> Markup:
    """The outlines of Europe's countries, and lines of longitude and latitude, to be used by every map of a page."""
    countries = [
        tag(
            "path",
            id=f"land-{country}",
            d="".join(path([(x * UNIT, y * UNIT) for x, y in ring], closed=True) for ring in rings),
        )
        for country, rings in outlines().items()
    ]
    lines = [
        path([_in_units(latitude, longitude) for latitude in range(20, 81, 2)]) for longitude in range(-50, 81, 10)
    ]
    lines += [
        path([_in_units(latitude, longitude) for longitude in range(-50, 81, 2)]) for latitude in range(20, 81, 10)
    ]
    drawn = tag("g", *countries, tag("path", d="".join(lines), class_="graticule"), id="land")
    return tag("svg", tag("defs", drawn), width=0, height=0, class_="defs", aria_hidden="true")


def kinds_legend(kinds: list[str], modes: list[str], *, shades: bool = False) -> Markup:
    """What the marks, the colours of the curves and those of the countries stand for."""
    marks = [_entry(_mark(kind, (7, 7), 5.0), 14, "swatch marks", kind) for kind in kinds]
    curves = [
        _entry(tag("path", d="M1 6H23"), 24, f"swatch flow m{number % 4}", mode) for number, mode in enumerate(modes)
    ]
    fills = [
        _entry(
            tag("rect", width=24, height=12, class_=f"shade{step}"), 24, "swatch",
            f"{step * 100 // SHADES} to {(step + 1) * 100 // SHADES} % served",
        )
        for step in range(SHADES if shades else 0)
    ]  # fmt: skip
    return tag("ul", *marks, *curves, *fills, class_="legend")


def _entry(drawn: Markup, width: int, kind: str, word: str) -> Markup:
    """A line of the legend: a small drawing and what it stands for."""
    swatch = tag("svg", drawn, viewBox=f"0 0 {width} {14 if width == 14 else 12}", class_=kind, aria_hidden="true")
    return tag("li", swatch, tag("bdi", word))


def _in_units(latitude: float, longitude: float) -> Point:
    x, y = projected(latitude, longitude)
    return x * UNIT, y * UNIT


def _frame(places: pd.DataFrame) -> Frame:
    """What the map shows: all places of Europe and some ground around them; all there are, where none is in Europe."""
    inside = places[(places["x"].abs() < FAR) & (places["y"].abs() < FAR)]
    shown = inside if len(inside) else places
    left, right, top, bottom = shown["x"].min(), shown["x"].max(), shown["y"].min(), shown["y"].max()
    wide = max((right - left) * 1.12, (bottom - top) * 1.12 / 0.95, 0.12)
    high = max((bottom - top) * 1.12, wide * 0.6)
    x, y = (left + right) / 2, (top + bottom) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _seen(row: Any, frame: Frame, scale: float, width: float, height: float, size: float) -> Point:
    """Where a place is in the drawing; of one outside it, the nearest point of its edge."""
    edge = 2.5 * size
    x, y = (float(row.x) - frame[0]) * scale, (float(row.y) - frame[1]) * scale
    return min(max(x, edge), width - edge), min(max(y, edge), height - edge)


def _apart(at: dict[str, Point], distance: float) -> dict[str, Point]:
    """The same points, those that would lie upon another one moved aside as little as it takes."""
    taken: dict[tuple[int, int], list[Point]] = {}
    moved = {}
    for place, (x, y) in at.items():
        here = next(
            point
            for ring in range(200)
            for turn in range(max(1, 6 * ring))
            if _is_free(
                point := (
                    x + ring * distance * 0.5 * cos(pi * turn / (3 * max(ring, 1))),
                    y + ring * distance * 0.5 * sin(pi * turn / (3 * max(ring, 1))),
                ),
                taken,
                distance,
            )
            or ring == 199
        )
        taken.setdefault((int(here[0] // distance), int(here[1] // distance)), []).append(here)
        moved[place] = here
    return moved


def _is_free(point: Point, taken: dict[tuple[int, int], list[Point]], distance: float) -> bool:
    column, row = int(point[0] // distance), int(point[1] // distance)
    near = (one for right in (-1, 0, 1) for down in (-1, 0, 1) for one in taken.get((column + right, row + down), ()))
    return all(hypot(point[0] - x, point[1] - y) >= distance * 0.95 for x, y in near)


def _shaded(country: str, share: float) -> Markup:
    step = min(int(max(share, 0.0) * SHADES), SHADES - 1)
    return tag("use", href=f"#land-{country}", class_=f"shade{step}")


def _flow(row: Any, at: Mapping[str, Point], width: float) -> Markup:
    """A curve from one place to another, with an arrow in its middle where it is wide enough."""
    (x0, y0), (x1, y1) = at[row.origin], at[row.destination]
    bend = 0.14
    xm, ym = (x0 + x1) / 2 - bend * (y1 - y0), (y0 + y1) / 2 + bend * (x1 - x0)
    curve = f"M{x0:.1f} {y0:.1f}Q{xm:.1f} {ym:.1f} {x1:.1f} {y1:.1f}"
    drawn = [tag("path", d=curve, stroke_width=round(max(width, 0.6), 2))]
    if width > 1.5 and hypot(x1 - x0, y1 - y0) > 30:
        x, y = (x0 + 2 * xm + x1) / 4, (y0 + 2 * ym + y1) / 4
        turned = f"translate({x:.1f} {y:.1f}) rotate({degrees(atan2(y1 - y0, x1 - x0)):.0f})"
        tip = width + 2
        drawn.append(
            tag(
                "path",
                d=f"M{tip:.1f} 0L{-tip * 0.6:.1f} {tip * 0.75:.1f}V{-tip * 0.75:.1f}Z",
                transform=turned,
                class_="arrow",
            )
        )
    said = f"{row.title}: {number(round(float(row.mass_t), 1))} t"
    return titled(*drawn, title=said, class_=f"flow m{row.mode % 4}{' thin' if width < 1 else ''}")


def _mark(kind: str, point: Point, size: float) -> Markup:
    """A supplier is a triangle, a factory a square, a depot a diamond, a front a disc; several places are a ring."""
    x, y = point
    corners = {
        "supplier": [(x, y - 1.1 * size), (x + size, y + 0.8 * size), (x - size, y + 0.8 * size)],
        "factory": [
            (x - 0.8 * size, y - 0.8 * size),
            (x + 0.8 * size, y - 0.8 * size),
            (x + 0.8 * size, y + 0.8 * size),
            (x - 0.8 * size, y + 0.8 * size),
        ],
        "depot": [(x, y - 1.1 * size), (x + 1.1 * size, y), (x, y + 1.1 * size), (x - 1.1 * size, y)],
    }.get(kind)
    if corners is not None:
        return tag("path", d=path(corners, closed=True), class_=kind)
    return tag("circle", cx=float(x), cy=float(y), r=0.9 * size, class_=None if kind == "front" else "several")
