"""Charts along the plan's periods: lines for shares, areas for what adds up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from markupsafe import Markup

from edu_supply.horizon import Horizon
from edu_supply.planning.headline import percent
from edu_supply.report.markup import joined, path, svg, tag, titled
from edu_supply.report.scales import Scale, text_width, ticks

HEIGHT = 300.0
FONT = 12.0
SERIES = 8
"""So many colours there are; each has a dash of its own, so that paper without colour tells them apart too."""


def line_chart(table: pd.DataFrame, horizon: Horizon, width: float, label: str) -> Markup:
    """Shares (0 to 1) by period: a line for each column of ``table`` beside ``period``, the first one drawn boldest."""
    rates = table.drop(columns="period")
    low = min(0.9, float(np.floor(rates.min().min() * 10) / 10)) if rates.notna().any().any() else 0.0
    frame = _Frame(table["period"].to_numpy(int), horizon, width, (max(low, 0.0), 1.0), _percent_tick)
    lines = []
    for number, column in reversed(list(enumerate(rates.columns))):
        values = rates[column].to_numpy(float)
        points = [
            (frame.x(period), frame.y(value))
            for period, value in zip(frame.periods, values, strict=True)
            if np.isfinite(value)
        ]
        dots = [
            titled(
                tag("circle", cx=frame.x(period), cy=frame.y(value), r=2.5 if len(points) > 1 else 4.0),
                title=f"{column}, {horizon.label(int(period))}: {percent(value)}",
            )
            for period, value in zip(frame.periods, values, strict=True)
            if np.isfinite(value)
        ]
        lines.append(
            tag(
                "g",
                tag("path", d=path(points), class_="line"),
                *dots,
                class_=f"s{number % SERIES} {'first' if number == 0 else ''}".strip(),
            )
        )
    return svg(width, HEIGHT, frame.drawn(), *lines, label=label)


def area_chart(table: pd.DataFrame, horizon: Horizon, width: float, label: str, unit: str) -> Markup:
    """Amounts by period, one upon the other: an area for each column of ``table`` beside ``period``."""
    amounts = table.drop(columns="period")
    tops = amounts.cumsum(axis=1)
    most = float(tops.to_numpy().max()) if tops.size else 0.0
    frame = _Frame(table["period"].to_numpy(int), horizon, width, (0.0, most or 1.0), _amount_tick)
    areas, before = [], np.zeros(len(table))
    for number, column in enumerate(amounts.columns):
        top = tops[column].to_numpy(float)
        outline = [*frame.steps(top), *reversed(frame.steps(before))]
        said = (
            f"{column}: {amounts[column].iloc[0]:,.0f} {unit} in {horizon.label(int(frame.periods[0]))}, "
            f"{amounts[column].iloc[-1]:,.0f} {unit} in {horizon.label(int(frame.periods[-1]))}"
        )
        areas.append(titled(tag("path", d=path(outline, closed=True)), title=said, class_=f"area s{number % SERIES}"))
        before = top
    return svg(width, HEIGHT, frame.drawn(), *areas, label=label)


def legend(names: list[str], *, lines: bool) -> Markup:
    """What each colour stands for: a swatch and a name, in the order of the chart."""
    swatches = []
    for number, name in enumerate(names):
        mark = tag("path", d="M1 6H23", class_="line") if lines else tag("rect", x=1, y=1, width=22, height=10)
        kind = ("first " if number == 0 else "") if lines else "area "
        drawing = tag("svg", mark, viewBox="0 0 24 12", class_=f"swatch {kind}s{number % SERIES}", aria_hidden="true")
        swatches.append(tag("li", drawing, tag("bdi", name)))
    return tag("ul", *swatches, class_="legend")


class _Frame:
    """The axes of a chart: periods below, round values on the left."""

    def __init__(
        self,
        periods: np.ndarray,
        horizon: Horizon,
        width: float,
        span: tuple[float, float],
        tick: Callable[[float], str],
    ):
        marks = [value for value in ticks(*span) if value <= span[1] + 1e-9 or span[1] != 1.0]
        self.periods, self.horizon, self.width = periods, horizon, width
        self.marks = [(value, tick(value)) for value in marks]
        left = 10 + max(text_width(said, FONT) for _, said in self.marks)
        self.x = Scale(float(periods.min()), float(periods.max()), left + 8, width - 14)
        self.y = Scale(min(marks), max(marks), HEIGHT - 32, 12)
        self.left = left

    def steps(self, values: np.ndarray) -> list[tuple[float, float]]:
        """Points along the periods; of a single one, a bar as wide as the chart."""
        if len(self.periods) == 1:
            return [(self.left + 8, self.y(values[0])), (self.width - 14, self.y(values[0]))]
        return [(self.x(period), self.y(value)) for period, value in zip(self.periods, values, strict=True)]

    def drawn(self) -> Markup:
        lines = [
            tag("path", d=path([(self.left, self.y(value)), (self.width - 6, self.y(value))]), class_="grid")
            for value, _ in self.marks
        ]
        said = [
            tag("text", text, x=self.left - 5, y=self.y(value) + 4, text_anchor="end") for value, text in self.marks
        ]
        return tag("g", *lines, *said, joined(self._periods()), class_="axis")

    def _periods(self) -> list[Markup]:
        """As many labels of periods as fit side by side; the first and the last within the drawing."""
        labels = [(period, self.horizon.label(int(period))) for period in self.periods]
        room = max(text_width(label, FONT) for _, label in labels) + 14
        fit = max(1, int((self.width - self.left) // room))
        every = next(step for step in (1, 2, 3, 4, 6, 12, 24, 48, *range(60, 10**6, 60)) if len(labels) / step <= fit)
        shown = []
        for period, label in labels[::every]:
            half = text_width(label, FONT) / 2
            at = min(max(self.x(period), half + 2), self.width - half - 2)
            shown += [
                tag("path", d=path([(self.x(period), HEIGHT - 32), (self.x(period), HEIGHT - 27)]), class_="grid"),
                tag("text", label, x=at, y=HEIGHT - 12, text_anchor="middle"),
            ]
        return shown


def _percent_tick(value: float) -> str:
    return f"{value * 100:.0f} %"


def _amount_tick(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:g}"
