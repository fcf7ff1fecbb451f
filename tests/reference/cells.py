"""Cells of CSV files: blanks, numbers, countries, dates, lists."""

import csv
from datetime import date
from pathlib import Path

ALIASES = {"EL": "GR", "UK": "GB"}


def canonical(country: str) -> str:
    """EL and UK are read as GR and GB."""
    return ALIASES.get(country, country)


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [{key: (cell or "").strip() for key, cell in row.items()} for row in csv.DictReader(lines)]


def number(row: dict, column: str, default: float | None = None) -> float | None:
    cell = row.get(column, "")
    return float(cell) if cell else default


def whole(row: dict, column: str, default: int | None = None) -> int | None:
    cell = row.get(column, "")
    return int(float(cell)) if cell else default


def text(row: dict, column: str, default: str | None = None) -> str | None:
    return row.get(column, "") or default


def period_of(cell: str, start: str | None) -> int | None:
    """A period is a whole number, or a date or month: the period (a month) that contains it, counted from `start`."""
    if not cell:
        return None
    if "-" not in cell:
        return int(float(cell))
    if start is None:
        raise ValueError(f"{cell} is a date, but settings has no start")
    first = date.fromisoformat(start)
    asked = date.fromisoformat(cell if cell.count("-") == 2 else f"{cell}-{first.day:02d}")
    months = (asked.year - first.year) * 12 + asked.month - first.month
    return months + 1 if asked.day >= first.day else months


def names(row: dict, column: str) -> list:
    """A list of names, separated by `|`."""
    return [name.strip() for name in row.get(column, "").split("|") if name.strip()]
