"""A Sankey diagram (Sankey 1898): products in columns by tier, and what goes from each into others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from edu_supply.planning.layout import records
from edu_supply.report.markup import joined, svg, tag, titled
from edu_supply.report.scales import fitted

BAR = 12.0
LEAST = 2.0
ROW = 19.0
"""A node takes at least so much of its column's height, that its name has room."""


@dataclass
class _Node:
    name: str
    column: int
    size: float
    height: float = 0.0
    y: float = 0.0
    out: float = 0.0
    into: float = 0.0


def sankey(nodes: pd.DataFrame, links: pd.DataFrame, width: float, label: str) -> Markup:
    """Products (node, tier, size, title, tight) with what flows between them (source, target, size, title).

    ``size`` is an amount in one unit throughout; tier 0 stands on the right. ``tight`` nodes, whose limits are the
    tightest, are marked.
    """
    columns = _columns(nodes, links)
    most = max((len(column) for column in columns), default=1)
    height = max(260.0, most * (ROW + 15) + 20)
    scale = min((height - 20 - ROW * len(column)) / (sum(node.size for node in column) or 1) for column in columns)
    step = (width - 190 - BAR) / max(len(columns) - 1, 1)
    known: dict[str, tuple[_Node, float]] = {}
    for number, column in enumerate(columns):
        _settle(column, scale, height)
        known |= {node.name: (node, 4 + number * step) for node in column}
    curves = joined([_link(row, known, scale) for row in _in_order(links, known)])
    said = {str(row.node): row for row in records(nodes)}
    room = min(step - BAR - 14, 170.0) if len(columns) > 1 else 170.0
    bars = [
        _bar(said[name], node, x, room if node.column < len(columns) - 1 else 176.0)
        for name, (node, x) in known.items()
    ]
    return svg(width, height, tag("g", curves, class_="links"), *bars, label=label, class_="sankey")


def _columns(nodes: pd.DataFrame, links: pd.DataFrame) -> list[list[_Node]]:
    """The nodes of each tier, the raw materials first, each column ordered so that links cross little."""
    tiers = sorted(set(nodes["tier"]), reverse=True)
    columns = [
        [_Node(str(row.node), number, float(row.size)) for row in records(nodes[nodes["tier"] == tier])]
        for number, tier in enumerate(tiers)
    ]
    beside: dict[str, list[tuple[str, float]]] = {}
    for row in records(links):
        beside.setdefault(row.source, []).append((row.target, row.size))
        beside.setdefault(row.target, []).append((row.source, row.size))
    for column in columns:
        column.sort(key=lambda node: -node.size)
    for _ in range(6):
        for column in (*columns[::-1], *columns):
            place = {node.name: (rank + 0.5) / len(other) for other in columns for rank, node in enumerate(other)}
            mean = {node.name: _mean(beside.get(node.name, []), place, place[node.name]) for node in column}
            column.sort(key=lambda node, mean=mean: mean[node.name])  # type: ignore[misc]
    return columns


def _mean(beside: list[tuple[str, float]], place: Mapping[str, float], own: float) -> float:
    """Where a node's neighbours stand on average, the thick links counting more."""
    weight = sum(size**0.5 for _, size in beside)
    return sum(place[other] * size**0.5 for other, size in beside) / weight if weight else own


def _settle(column: list[_Node], scale: float, height: float) -> None:
    """Give each node of a column its height and its place, the column in the middle."""
    for node in column:
        node.height = max(node.size * scale, LEAST)
    rooms = [max(node.height, 0.0) + ROW for node in column]
    y = (height - sum(rooms)) / 2
    for node, room in zip(column, rooms, strict=True):
        node.y = y + (room - node.height) / 2
        node.out = node.into = node.y
        y += room


def _in_order(links: pd.DataFrame, known: Mapping[str, tuple[_Node, float]]) -> Iterable[Any]:
    """The links from top to bottom, so that those of one node lie in the order of their other ends."""
    return sorted(records(links), key=lambda row: (known[row.target][0].y, known[row.source][0].y))


def _link(row: Any, known: Mapping[str, tuple[_Node, float]], scale: float) -> Markup:
    (source, x0), (target, x1) = known[row.source], known[row.target]
    thick = max(row.size * scale, 0.7)
    y0, y1 = source.out + thick / 2, target.into + thick / 2
    source.out += thick
    target.into += thick
    x0, middle = x0 + BAR, (x0 + BAR + x1) / 2
    curve = f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    return titled(tag("path", d=curve, stroke_width=round(thick, 2)), title=row.title)


def _bar(row: Any, node: _Node, x: float, room: float) -> Markup:
    """A node with its name; a tight one with a triangle."""
    middle = node.y + node.height / 2
    bar = tag("rect", x=x, y=node.y, width=BAR, height=node.height, class_="tight" if row.tight else None)
    words = [tag("text", fitted(node.name, 12.0, room), x=x + BAR + 5, y=middle + 4)]
    if row.tight:
        words.append(tag("path", d=f"M{x + BAR / 2:.1f} {node.y - 10:.1f}l5 8h-10Z", class_="tight"))
    return titled(bar, *words, title=row.title, class_="node")
