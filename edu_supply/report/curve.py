"""A chart of one amount against another: a line through points, each with its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from edu_supply.report.markup import path, svg, tag, titled
from edu_supply.report.over_time import FONT, HEIGHT
from edu_supply.report.scales import Scale, text_width, ticks

Words = Callable[[float], str]


def curve_chart(
    points: Sequence[tuple[float, float]], titles: Sequence[str], width: float, label: str, said: tuple[Words, Words],
    under: str,
) -> Markup:  # fmt: skip
    """A line through points (to the right, upwards), from 0 upwards; ``titles`` are told of each point, ``said`` make
    words of the values on either axis, ``under`` says what the lower axis is."""
    right, up = [point[0] for point in points], [point[1] for point in points]
    marks_up = ticks(min(0.0, *up), max(0.0, *up))
    marks_right = ticks(min(right), max(right), most=4 if width < 500 else 8)
    left = 10 + max(text_width(said[1](value), FONT) for value in marks_up)
    x = Scale(marks_right[0], marks_right[-1], left + 14, width - 24)
    y = Scale(marks_up[0], marks_up[-1], HEIGHT - 50, 12)
    grid = [tag("path", d=path([(left, y(value)), (width - 6, y(value))]), class_="grid") for value in marks_up]
    axis = [tag("text", said[1](value), x=left - 5, y=y(value) + 4, text_anchor="end") for value in marks_up]
    for value in marks_right:
        axis += [tag("path", d=path([(x(value), HEIGHT - 50), (x(value), HEIGHT - 45)]), class_="grid"),
                 tag("text", said[0](value), x=x(value), y=HEIGHT - 30, text_anchor="middle")]  # fmt: skip
    axis.append(tag("text", under, x=(left + width) / 2, y=HEIGHT - 8, text_anchor="middle"))
    placed = [(x(one), y(other)) for one, other in points]
    dots = [titled(tag("circle", cx=at[0], cy=at[1], r=4.0), title=title)
            for at, title in zip(placed, titles, strict=True)]  # fmt: skip
    line = tag("g", tag("path", d=path(placed), class_="line"), *dots, class_="s0 first")
    return svg(width, HEIGHT, tag("g", *grid, *axis, class_="axis"), line, label=label)
