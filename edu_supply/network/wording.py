"""How numbers, names and periods are said to people."""

from __future__ import annotations

from collections.abc import Sequence

from edu_supply.horizon import Horizon


def number(value: float) -> str:
    """A number with thousands separators; at most two decimals where it has any, more only below one.

    >>> number(1234567.0), number(2.5), number(0.004)
    ('1,234,567', '2.5', '0.004')
    """
    if abs(value - round(value)) < 1e-9 * max(1.0, abs(value)):
        return f"{round(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.2g}"


def count(how_many: int, noun: str) -> str:
    """How many of something there are.

    >>> count(1, "line"), count(1200, "country")
    ('1 line', '1,200 countries')
    """
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{how_many:,} {noun if how_many == 1 else plural}"


def named(names: Sequence[str], most: int = 3) -> str:
    """The first few names, and how many more there are.

    >>> named(["A", "B", "C", "D", "E"])
    'A, B, C and 2 more'
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def units(quantity: float, unit: str) -> str:
    """A quantity with its unit.

    >>> units(1200, "each"), units(3.5, "t")
    ('1,200 units', '3.5 t')
    """
    if unit != "each":
        return f"{number(quantity)} {unit}"
    return f"{number(quantity)} {'unit' if quantity == 1 else 'units'}"


def when(horizon: Horizon, period: int) -> str:
    """A period as people call it, even far beyond the plan.

    >>> when(Horizon(12), 7)
    'period 7'
    """
    try:
        return horizon.label(period)
    except (OverflowError, ValueError):
        return f"period {period:,}"
