"""Tables of a report, and bars that stand in their cells."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from edu_supply.report.markup import Inside, tag


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[Inside]],
    *,
    words: Sequence[int] = (0,),
    more: str = "",
    many: bool = False,
    class_: str | None = None,
) -> Markup:
    """Rows under a head; ``words`` are the columns of text, all others are numbers or bars. ``more`` is said below.
    One with ``many`` columns is shown on a phone as a list: a row after the other, each cell with its column's head.

    >>> str(table(["name"], [["<round>"]]))[-93:]
    '<tr><td class="words" data-is="name"><bdi>&lt;round&gt;</bdi></td></tr></tbody></table></div>'
    """
    bars = {
        column for row in rows for column, cell in enumerate(row) if isinstance(cell, Markup) and "bar" in cell[:80]
    }
    kind = dict.fromkeys(words, "words") | dict.fromkeys(bars, "bars")
    heads = [tag("th", name, scope="col", class_=kind.get(column)) for column, name in enumerate(head)]
    lines = [
        tag(
            "tr",
            *(
                tag("td", _cell(cell), class_=kind.get(column), data_is=head[column] or None)
                for column, cell in enumerate(row)
            ),
        )
        for row in rows
    ]
    names = f"{class_ or ''} {'many' if many else ''}".strip() or None
    drawn = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *lines), class_=names)
    return tag("div", drawn, *([tag("p", more, class_="more")] if more else []), class_="scroll")


def _cell(cell: Inside) -> Inside:
    return tag("bdi", cell) if cell and isinstance(cell, str) and not isinstance(cell, Markup) else cell


def bar(share: float, kind: str = "s0") -> Markup:
    """A bar as long as a share of its cell, from 0 to 1."""
    long = max(0.0, min(1.0, share)) * 100
    drawn = [tag("rect", width=100, height=10, class_="track"), tag("rect", width=long, height=10, class_="filled")]
    return tag(
        "svg", *drawn, viewBox="0 0 100 10", preserveAspectRatio="none", class_=f"bar {kind}", aria_hidden="true"
    )
