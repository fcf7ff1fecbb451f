"""Elements of HTML and SVG from words and numbers. Whatever text goes in comes out as text, never as markup."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from edu_supply.planning.layout import safe

Inside = str | float | Markup
"""What stands in an element: text, a number, or elements."""


def tag(name: str, *inside: Inside, **attributes: object) -> Markup:
    """One element. Underscores in attributes are hyphens, ``class_`` is ``class``; those that are None are left out.

    >>> str(tag("text", "<b> & \\u202eco", x=1.0, class_="name", text_anchor=None))
    '<text x="1" class="name">&lt;b&gt; &amp; co</text>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_said(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{said}>{joined(inside)}</{name}>")  # noqa: S704 - each part is escaped


def joined(parts: Sequence[Inside]) -> Markup:
    """Elements and texts one after the other."""
    return Markup("").join(part if isinstance(part, Markup) else escape(_said(part)) for part in parts)


def _said(value: object) -> str:
    """A text without invisible characters; a number with as many digits as a screen can show."""
    return (
        f"{value:.4g}"
        if isinstance(value, float) and abs(value) < 1
        else (f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else safe(value))
    )


def svg(width: float, height: float, *inside: Inside, label: str, class_: str | None = None) -> Markup:
    """A drawing of this size in pixels, which shrinks and grows with the page; ``label`` is read to the blind."""
    return tag("svg", *inside, viewBox=f"0 0 {width:g} {height:g}", role="img", aria_label=label, class_=class_)


def titled(*inside: Inside, title: str, **attributes: object) -> Markup:
    """A group of elements with words that appear where the pointer rests on it."""
    return tag("g", tag("title", title), *inside, **attributes)


def path(points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    """The ``d`` of a path through points.

    >>> path([(0.0, 1.25), (2.0, 3.0)], closed=True)
    'M0 1.2L2 3Z'
    """
    steps = "L".join(f"{_said(float(x))} {_said(float(y))}" for x, y in points)
    return f"M{steps}{'Z' if closed else ''}"
