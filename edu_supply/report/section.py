"""A section of a report: what it is called, what it says first, and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from edu_supply.report.markup import Inside, joined, tag

WIDE, HALF, NARROW = 960.0, 600.0, 370.0
"""Widths in pixels for which drawings are made: the whole page, half of it, a phone."""


@dataclass(frozen=True)
class Section:
    """``key`` is its anchor. ``wide``: it takes the page's whole width."""

    key: str
    title: str
    lead: str
    body: Markup
    wide: bool = False


def section(key: str, title: str, lead: str, *body: Inside, wide: bool = False) -> Section:
    return Section(key, title, lead, joined(body), wide)


def twice(draw: Callable[[float], Markup], wide: float = HALF) -> Markup:
    """A drawing for screens and paper, and one for phones; the page shows one of them."""
    return tag("figure", tag("div", draw(wide), class_="wide"), tag("div", draw(NARROW), class_="narrow"))
