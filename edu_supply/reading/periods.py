"""Cells that say when: a period's number, or a date that lies in it."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

import numpy as np

from edu_supply.horizon import Horizon
from edu_supply.reading.numbers import Fault, FloatArray
from edu_supply.schema import Column

MOST_PERIODS = 600
"""No plan has more periods."""

_NUMBER = re.compile(r"(-?[0-9]{1,15})(?:\.0*)?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_STAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T].*")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./-]([0-9]{1,2})(?:[./-]([0-9]{1,2}))?")
_ISO = "Write dates as ISO 8601 does, such as 2026-07-15 or 2026-07."


_ISO_DAY = "Write dates as ISO 8601 does, such as 2026-07-15."


class _RefusedError(Exception):
    """Kind, message and what would be right."""


def periods(cells: list[str], column: Column, horizon: Horizon) -> tuple[FloatArray, list[Fault]]:
    """The periods in a column (NaN where blank or refused) and what was refused.

    >>> periods(["3", "2026-09", ""], TABLES["demand"]["period"], Horizon(24, "month", date(2026, 7, 1)))
    (array([ 3.,  3., nan]), [])
    """
    faults: list[Fault] = []
    read: dict[str, float | tuple[str, str, str]] = {"": np.nan}
    values = np.full(len(cells), np.nan)
    for row, cell in enumerate(cells):
        if cell not in read:
            try:
                read[cell] = float(_period(cell, column, horizon))
            except _RefusedError as refused:
                read[cell] = refused.args
        found = read[cell]
        if isinstance(found, tuple):
            faults.append(Fault(row, *found))
        else:
            values[row] = found
    return values, faults


def days(cells: list[str]) -> tuple[list[str], list[Fault]]:
    """The days in a column, as ISO dates ("" where blank or refused), and what was refused.

    >>> days(["2026-07-15", "", "15.07.2026"])[0]
    ['2026-07-15', '', '']
    """
    faults, read = [], []
    for row, cell in enumerate(cells):
        try:
            if cell and not iso_day(cell):
                raise _RefusedError(*_not_iso_day(cell))
            read.append(cell)
        except ValueError:
            faults.append(Fault(row, "date", "There is no such date.", _ISO_DAY))
            read.append("")
        except _RefusedError as refused:
            faults.append(Fault(row, *refused.args))
            read.append("")
    return read, faults


def looks_like_date(cell: str) -> bool:
    """Whether a period's number is more likely a year, or the number by which Excel keeps a date.

    >>> looks_like_date("2026"), looks_like_date("46204"), looks_like_date("24")
    (True, True, False)
    """
    return cell.isascii() and cell.isdigit() and int(cell[:9]) > MOST_PERIODS


def iso_day(cell: str) -> date | None:
    """The day of a date such as ``2026-07-15``; None where it is written otherwise. Raises ValueError for 2026-02-30.

    >>> iso_day("2026-07-15"), iso_day("15.07.2026")
    (datetime.date(2026, 7, 15), None)
    """
    match = _DAY.fullmatch(cell)
    return date(*map(int, match.groups())) if match else None


def _period(cell: str, column: Column, horizon: Horizon) -> int:
    number = _NUMBER.fullmatch(cell)
    if number:
        if column.low <= int(number[1]) <= column.high:
            return int(number[1])
        raise _RefusedError("range", "Periods are counted from 1.", f"Allowed is {column.low:g} to {column.high:g}.")
    first, last = _days(cell)
    if horizon.start is None:
        raise _RefusedError(
            "no start", "A date needs to know when period 1 begins.", "Give start in the table settings."
        )
    period, until = horizon.period_of(first), horizon.period_of(last)
    if period < 1 and until < 1:
        raise _RefusedError(
            "before start", f"This is before the start, {horizon.start}.", f"Write {horizon.start} or later."
        )
    if period != until:
        raise _RefusedError(
            "long month", f"This month does not lie in one {horizon.length}.", f"Write a day, such as {first}."
        )
    if period > column.high:
        raise _RefusedError("range", "This is out of range.", f"Allowed is {column.low:g} to {column.high:g}.")
    return period


def _days(cell: str) -> tuple[date, date]:
    """First and last day of what the cell names."""
    try:
        day = iso_day(cell)
        if day:
            return day, day
        month = _MONTH.fullmatch(cell)
        if month:
            first = date(int(month[1]), int(month[2]), 1)
            return first, first.replace(day=monthrange(first.year, first.month)[1])
    except ValueError:
        raise _RefusedError("date", "There is no such date.", _ISO) from None
    raise _RefusedError(*_not_iso(cell))


def _not_iso_day(cell: str) -> tuple[str, str, str]:
    """Why a cell is no day: kind, message, what would be right."""
    kind, message, right = _not_iso(cell)
    if _MONTH.fullmatch(cell):
        return "date", "This is a month, not a day.", f"Write a day, such as {cell}-01."
    if kind == "period":
        return "date", "This is no date.", _ISO_DAY
    return kind, message, _ISO_DAY if right == _ISO else right


def _not_iso(cell: str) -> tuple[str, str, str]:
    stamp = _STAMP.fullmatch(cell)
    if stamp:
        return "date", "A date has no time of day.", f"Write {stamp[1]}."
    year_first = _YEAR_FIRST.fullmatch(cell)
    if year_first:
        parts = [part.zfill(2) for part in year_first.groups() if part]
        return "date", "This date is not written as ISO 8601 does.", f"Write {'-'.join(parts)}."
    if re.search(r"[0-9]\s?[./ -]", cell) and not re.fullmatch(r"[+-]?[0-9]*[.,][0-9]+", cell):
        return "date", "This date is not written as ISO 8601 does.", _ISO
    return "period", "This is neither a whole number nor a date.", "Write a period, such as 3, or a date: 2026-07."
