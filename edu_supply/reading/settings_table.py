"""The settings table: a calendar and a few words."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, cast

from edu_supply.dataset import Settings
from edu_supply.horizon import PERIOD_LENGTHS, Horizon, PeriodLength
from edu_supply.problems import Problem, nearest
from edu_supply.reading.findings import Findings
from edu_supply.reading.names import BLANKS
from edu_supply.reading.periods import MOST_PERIODS, iso_day
from edu_supply.reading.text_table import TextTable
from edu_supply.schema import SETTINGS

FINAL_STOCK = ("free", "as_initial")
"""The words of ``final_stock``."""

_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)


def settings(text: TextTable | None, periods: int | None, findings: Findings) -> Settings:
    """The settings, typed; ``periods`` is used in place of what the table says. What is wrong goes to ``findings``.

    >>> settings(None, 12, Findings()).horizon
    Horizon(periods=12, length='month', start=None)
    """
    values = {key: default for key, (default, _) in SETTINGS.items()}
    rows = _known_rows(text, findings)
    for key, row in rows.items():
        assert text is not None
        value = text.columns["value"][row].strip(BLANKS)
        message, right = _refusal(key, value) if value else ("", "")  # a blank value is an error of its column
        if message:
            findings.add(Problem(f"setting {key}", "settings", text.cell(row, "value"), message, right, key, value))
        elif value:
            values[key] = value.partition(".")[0] if key == "currency_year" else value
    start = iso_day(values["start"])
    if start is None and not findings.sound("settings"):
        start = _EARLIEST  # stands in for one that was refused, so that not every date is an error too
    count = _whole(values["periods"]) if periods is None else periods
    horizon = Horizon(count, cast(PeriodLength, values["period"]), start)
    final_stock = cast(Literal["free", "as_initial"], values["final_stock"])
    return Settings(horizon, final_stock, values["currency_year"], values["marking"])


def _known_rows(text: TextTable | None, findings: Findings) -> dict[str, int]:
    """The row of each key; a row of an unknown key is an error."""
    rows: dict[str, int] = {}
    if text is None or "key" not in text.columns or "value" not in text.columns:
        return rows
    for row, cell in enumerate(text.columns["key"]):
        key = cell.strip(BLANKS)
        if key in SETTINGS:
            rows.setdefault(key, row)
        elif key:
            findings.add(
                text.problem(row, "key", "unknown setting", "There is no such setting.", nearest(key, SETTINGS))
            )
    return rows


def _whole(value: str) -> int:
    return int(value.partition(".")[0])


def _refusal(key: str, value: str) -> tuple[str, str]:
    """What is wrong with the value of a setting and what would be right; two blanks if it is well."""
    if key == "period" and value not in PERIOD_LENGTHS:
        return f"A period is one of {', '.join(PERIOD_LENGTHS)}.", _close(value, PERIOD_LENGTHS)
    if key == "final_stock" and value not in FINAL_STOCK:
        return f"The words here are {', '.join(FINAL_STOCK)}.", _close(value, FINAL_STOCK)
    if key == "periods":
        digits, _, rest = value.partition(".")
        if not (value.isascii() and digits.isdigit() and not rest.strip("0")):
            return "This is not a whole number.", f"Allowed is 1 to {MOST_PERIODS}."
        if len(digits) > 9 or not 1 <= int(digits) <= MOST_PERIODS:
            return "This is out of range.", f"Allowed is 1 to {MOST_PERIODS}."
    if key == "start":
        return _wrong_start(value)
    if key == "currency_year" and not re.fullmatch(r"(19|20|21)[0-9]{2}(\.0*)?", value):
        return "This is not a year.", "Write the year whose prices the euros are, such as 2025."
    return "", ""


def _wrong_start(value: str) -> tuple[str, str]:
    try:
        day = iso_day(value)
    except ValueError:
        return "There is no such date.", "Write the first day of period 1, such as 2026-07-01."
    if day is None:
        return "This date is not written as ISO 8601 does.", "Write the first day of period 1, such as 2026-07-01."
    if not _EARLIEST <= day <= _LATEST:
        return "This is out of range.", f"Allowed is {_EARLIEST} to {_LATEST}."
    return "", ""


def _close(value: str, known: tuple[str, ...]) -> str:
    offer = nearest(value, known)
    return offer if offer.startswith("Did") else ""
