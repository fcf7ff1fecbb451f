"""The plan's calendar: which days a period covers, which period a date lies in."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

PeriodLength = Literal["day", "week", "month", "quarter", "year"]
PERIOD_LENGTHS: tuple[str, ...] = get_args(PeriodLength)

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MEAN_DAYS = {"day": 1.0, "week": 7.0, "month": 365.2425 / 12, "quarter": 365.2425 / 4, "year": 365.2425}


@dataclass(frozen=True)
class Horizon:
    """Periods 1 to ``periods`` of equal length; ``start`` is the first day of period 1, if the dataset says so.

    >>> horizon = Horizon(24, "month", date(2026, 7, 1))
    >>> horizon.period_of(date(2026, 9, 30)), horizon.label(3)
    (3, '2026-09')
    """

    periods: int
    length: PeriodLength = "month"
    start: date | None = None

    def first_day(self, period: int) -> date:
        """First day of a period (which may lie outside the plan). Needs ``start``."""
        if self.start is None:
            raise ValueError("settings give no start: periods have no dates")
        if self.length in _MONTHS:
            return _add_months(self.start, (period - 1) * _MONTHS[self.length])
        return self.start + timedelta(days=(period - 1) * (7 if self.length == "week" else 1))

    def period_of(self, day: date) -> int:
        """The period that contains a day; 0 or less for a day before the start. Needs ``start``."""
        if self.start is None:
            raise ValueError("settings give no start: a date has no period")
        if self.length not in _MONTHS:
            return (day - self.start).days // (7 if self.length == "week" else 1) + 1
        months = (day.year - self.start.year) * 12 + day.month - self.start.month
        period = months // _MONTHS[self.length] + 1
        return period if self.first_day(period) <= day else period - 1

    def days(self, period: int) -> float:
        """Calendar days in a period; the mean length where the dataset gives no start."""
        if self.start is None:
            return _MEAN_DAYS[self.length]
        return float((self.first_day(period + 1) - self.first_day(period)).days)

    def label(self, period: int) -> str:
        """What people call the period: ``2026-07``, or its first day, or ``period 3`` without dates."""
        if self.start is None:
            return f"period {period}"
        first = self.first_day(period)
        return first.strftime("%Y-%m") if self.length == "month" and first.day == 1 else first.isoformat()


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
