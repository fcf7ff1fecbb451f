"""From values to pixels: linear scales, round numbers for their ticks, and how wide a text is."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True)
class Scale:
    """Values from ``low`` to ``high`` lie from pixel ``start`` to ``end``.

    >>> Scale(0, 10, 100, 200)(5)
    150.0
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        span = self.high - self.low
        return self.start + (self.end - self.start) * ((value - self.low) / span if span else 0.5)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """At most about ``most`` round numbers that span the values.

    >>> ticks(0, 87)
    [0, 20, 40, 60, 80, 100]
    """
    span = (high - low) or abs(high) or 1.0
    rough = span / most
    size = 10 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, max(last, first + 1) + 1)]


def text_width(text: str, size: float) -> float:
    """About how many pixels a text takes at a font size: as wide as DejaVu Sans is, which few fonts exceed.

    >>> round(text_width("PL-depot", 10))
    48
    """
    return size * sum(_WIDTHS.get(one, 0.64 if ord(one) < 0x2E80 else 1.0) for one in text)


_WIDTHS = {
    one: width
    for width, these in (
        (0.34, " ',./:;I\\ijl|"),
        (0.41, "!()-[]frt"),
        (0.53, '*?_`csz"'),
        (0.72, "ABCDEFGHJKLNOPQRSTUVXYZ&w~#+<=>"),
        (0.98, "mMW@%"),
    )
    for one in these
}


def fitted(text: str, size: float, width: float) -> str:
    """As much of a text as fits into a width, with an ellipsis where there is more.

    >>> fitted("UA-drone-assembly-2:assembly", 10, 90)
    'UA-drone-asse…'
    """
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept, size) + size > width:
        kept = kept[:-1]
    return f"{kept}…"
