"""Lines for a terminal of a given width: safe text, columns, wrapped sentences, small heat rows."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from unicodedata import category, combining, east_asian_width

import pandas as pd

NEVER_SHOWN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
BLOCKS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"
ASCII = " .:-=+*%#"


def safe(text: object) -> str:
    """A name without control, bidirectional and invisible characters.

    >>> safe("UA\\u202e-front\\x1b[31m\\n2")
    'UA-front2'
    """
    plain = re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]", "", str(text))
    return "".join(one for one in plain if one == " " or category(one) not in NEVER_SHOWN)


def columns_of(text: str) -> int:
    """How many columns a text takes: wide characters two, combining ones none."""
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def clipped(text: str, width: int) -> str:
    """At most ``width`` columns of a text, with two dots at its end where there is more.

    >>> clipped("UA-drone-assembly-2:assembly", 16)
    'UA-drone-assem..'
    """
    if columns_of(text) <= width:
        return text
    kept = text
    while kept and columns_of(kept) > width - 2:
        kept = kept[:-1]
    return f"{kept}{'..'[: max(width, 0)]}"


def wrapped(text: str, width: int, indent: int = 2, first: int | None = None) -> list[str]:
    """A sentence over as many lines as it takes; ``first`` is the indent of its first line."""
    start = indent if first is None else first
    lines = textwrap.wrap(
        text, max(width, indent + 10), initial_indent=" " * start, subsequent_indent=" " * indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [clipped(line, width) for line in lines]


def table(
    rows: Sequence[Sequence[str]], width: int, *, head: Sequence[str] = (), left: Iterable[int] = (0,)
) -> list[str]:
    """Rows in columns, two spaces in and two between; the widest column on the left gives way where they do not fit."""
    cells = [[safe(cell) for cell in row] for row in ([list(head)] if head else []) + [list(row) for row in rows]]
    if not cells:
        return []
    widths = [max(columns_of(row[column]) for row in cells) for column in range(len(cells[0]))]
    flexible = [column for column in left if column < len(widths)]
    while sum(widths) + 2 * len(widths) > width and flexible and max(widths[one] for one in flexible) > 8:
        widths[max(flexible, key=lambda one: widths[one])] -= 1
    lines = []
    for row in cells:
        parts = [
            _padded(cell, size, column in flexible) for column, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(clipped("  " + "  ".join(parts).rstrip(), width))
    return lines


def _padded(cell: str, size: int, left: bool) -> str:
    shown = clipped(cell, size)
    space = " " * (size - columns_of(shown))
    return shown + space if left else space + shown


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table, their cells by the column's name."""
    yield from frame.itertuples()


def heat(shares: Sequence[float], most: int, encoding: str) -> str:
    """Shares from 0 to 1 as a row of characters, the taller or darker the more; at most ``most`` of them (means of
    neighbours where there are more); plain ASCII where ``encoding`` has no block characters. A full 1 alone is full.

    >>> heat([0, 0.4, 0.99, 1], 10, "ascii"), heat([0, 0, 1, 1], 2, "ascii")
    (' -%#', ' #')
    """
    marks = BLOCKS if _can_say(BLOCKS, encoding) else ASCII
    group = max(1, -(-len(shares) // max(most, 1)))
    means = [sum(part) / len(part) for part in (shares[at : at + group] for at in range(0, len(shares), group))]
    last = len(marks) - 1
    return "".join(marks[last if share > 0.9995 else min(last - 1, max(0, round(share * last)))] for share in means)


def _can_say(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
