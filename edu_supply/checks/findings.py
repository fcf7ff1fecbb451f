"""From rows that are wrong to problems in the user's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

import pandas as pd

from edu_supply.problems import Problem

Tables = Mapping[str, pd.DataFrame]
"""Completed tables by name, as :class:`edu_supply.dataset.Dataset` describes them."""

Words = str | Callable[[Any], str]
"""A sentence, or a function that makes one from a row (a named tuple of its columns)."""

MOST_QUOTED = 10
"""No sentence lists more rows or names than this."""


def findings(
    rows: pd.DataFrame,
    kind: str,
    table: str,
    message: Words,
    right: Words = "",
    column: str = "",
    severity: Literal["error", "warning"] = "error",
) -> list[Problem]:
    """One problem for each of ``rows``, with the value that ``column`` has there.

    >>> findings(lanes[lanes["origin"] == lanes["destination"]], "loop", "lanes", "The lane ends where it begins.")
    """
    if rows.empty:
        return []
    every: Iterator[Any] = rows.itertuples(index=False)
    return [
        Problem(
            kind,
            table,
            row.where,
            message if isinstance(message, str) else message(row),
            right if isinstance(right, str) else right(row),
            column,
            text(getattr(row, column)) if column else "",
            severity,
        )
        for row in every
    ]


def text(value: object) -> str:
    """A cell as people write it: nothing where it is absent, no needless digits.

    >>> text(3.0), text(1250000.0), text(float("nan"))
    ('3', '1250000', '')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    return str(value)


def quoted(names: Iterable[object]) -> str:
    """Names in quotation marks, the first few of many.

    >>> quoted(["a", "b"])
    '"a", "b"'
    """
    return listed(f'"{text(name)}"' for name in names)


def listed(words: Iterable[object]) -> str:
    """Words one after the other, the first few of many.

    >>> listed(["sites.csv:2", "sites.csv:5"])
    'sites.csv:2, sites.csv:5'
    """
    every = [str(word) for word in words]
    return ", ".join(every[:MOST_QUOTED]) + (
        f" and {len(every) - MOST_QUOTED} more" if len(every) > MOST_QUOTED else ""
    )


def counted(number: int, noun: str) -> str:
    """A number and its noun.

    >>> counted(1, "row"), counted(3, "row")
    ('1 row', '3 rows')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
