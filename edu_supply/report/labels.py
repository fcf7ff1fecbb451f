"""Names in a drawing that lie upon no other name and on no mark; those that find no room are left out."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from edu_supply.planning.layout import safe
from edu_supply.report.markup import tag
from edu_supply.report.scales import fitted, text_width

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

LONGEST = 26
CELL = 40.0


class Labels:
    """The room for names in a drawing of ``width`` by ``height``; ``marks`` are x, y and half the size of each mark."""

    def __init__(self, width: float, height: float, size: float, marks: Iterable[tuple[float, float, float]]):
        self.width, self.height, self.size = width, height, size
        self.taken: dict[tuple[int, int], list[Box]] = {}
        for x, y, half in marks:
            self._take((x - half, y - half, x + half, y + half))

    def beside(self, name: str, point: tuple[float, float], away: float) -> Markup | None:
        """A name to the right, left, above or below a mark, where there is room; else None."""
        said = fitted(safe(name), self.size, LONGEST * self.size * 0.56)
        wide, high, (x, y) = text_width(said, self.size), self.size * 1.05, point
        gap = away + 3
        for anchor, left, top in (
            ("start", x + gap, y - high / 2),
            ("end", x - gap - wide, y - high / 2),
            ("middle", x - wide / 2, y - gap - high),
            ("middle", x - wide / 2, y + gap),
            ("start", x + gap * 0.8, y - gap - high * 0.6),
            ("start", x + gap * 0.8, y + gap - high * 0.4),
            ("end", x - gap * 0.8 - wide, y - gap - high * 0.6),
            ("end", x - gap * 0.8 - wide, y + gap - high * 0.4),
        ):
            box = (left, top, left + wide, top + high)
            if self._is_free(box):
                self._take(box)
                at = {"start": left, "end": left + wide, "middle": left + wide / 2}[anchor]
                return tag("text", said, x=at, y=top + high * 0.8, text_anchor=anchor, font_size=self.size)
        return None

    def _is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > self.width - 2 or bottom > self.height - 2:
            return False
        others = (one for cell in _cells(box) for one in self.taken.get(cell, ()))
        return not any(left < one[2] and one[0] < right and top < one[3] and one[1] < bottom for one in others)

    def _take(self, box: Box) -> None:
        for cell in _cells(box):
            self.taken.setdefault(cell, []).append(box)


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    left, top, right, bottom = (int(side // CELL) for side in box)
    return ((column, row) for column in range(left, right + 1) for row in range(top, bottom + 1))
