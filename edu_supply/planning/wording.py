"""How money, periods and product names are said in a plan."""

from __future__ import annotations

from collections.abc import Iterable

from edu_supply.dataset import Dataset
from edu_supply.horizon import Horizon
from edu_supply.network.wording import number

LONG_NAME = 24
"""Longer names of products are not said; their keys are."""


def spans(periods: Iterable[int], horizon: Horizon) -> str:
    """Periods as runs, in the words of the calendar.

    >>> from datetime import date
    >>> spans([1, 2, 3, 5], Horizon(12, "month", date(2027, 1, 1))), spans([2, 3, 4, 7], Horizon(12))
    ('2027-01..2027-03, 2027-05', 'periods 2..4, 7')
    """
    runs: list[list[int]] = []
    for period in sorted(set(periods)):
        if runs and runs[-1][1] == period - 1:
            runs[-1][1] = period
        else:
            runs.append([period, period])
    dated = horizon.start is not None
    said = [horizon.label(period) if dated else str(period) for run in runs for period in run]
    texts = [first if first == last else f"{first}..{last}" for first, last in zip(said[::2], said[1::2], strict=True)]
    many = len(runs) > 1 or any(first != last for first, last in runs)
    return ("" if dated or not runs else "periods " if many else "period ") + ", ".join(texts)


def eur(amount: float) -> str:
    """Money as people write it: EUR 950, EUR 5,210, EUR 1.2 m, EUR 3.45 bn.

    >>> eur(5210.0), eur(1234567), eur(3.45e9), eur(0.125), eur(-20e6)
    ('EUR 5,210', 'EUR 1.2 m', 'EUR 3.45 bn', 'EUR 0.12', '-EUR 20.0 m')
    """
    size = abs(amount)
    if size >= 999_950_000:
        text = f"{size / 1e9:,.2f} bn"
    elif size >= 999_999.5:
        text = f"{size / 1e6:,.1f} m"
    elif size >= 99.995:
        text = f"{size:,.0f}"
    else:
        text = number(round(size, 2)) if size >= 0.01 else number(size)
    return f"{'-' if amount < 0 and text != '0' else ''}EUR {text}"


def product_names(dataset: Dataset) -> dict[str, str]:
    """Each product in words: its name where it has one that fits into a sentence, else its key."""
    products = dataset["products"]
    return {key: name if isinstance(name, str) and 0 < len(name) <= LONG_NAME and not set(name) & set(",:;") else key
            for key, name in zip(products["product"], products["name"], strict=True)}  # fmt: skip


def product_units(dataset: Dataset) -> dict[str, str]:
    """The unit of each product, of many of them: ``units`` for single pieces, ``tonnes``, ``kg``."""
    products = dataset["products"]
    return {key: _plural(str(unit)) for key, unit in zip(products["product"], products["unit"], strict=True)}


def _plural(unit: str) -> str:
    """Words get an s, abbreviations do not."""
    return "units" if unit == "each" else f"{unit}s" if len(unit) > 2 and unit[-1] not in "s." else unit
