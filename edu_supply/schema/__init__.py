"""The tables of a dataset: every table, column, type, unit, default and meaning, once.

This one schema drives reading, checking and the table reference in ``docs/tables.md``.
"""

from __future__ import annotations

from edu_supply.schema.columns import HIGHEST_NUMBER, LOWEST_POSITIVE, NOTES, Column, Kind, Table, listed_names
from edu_supply.schema.procurement import PROCUREMENT, RULES
from edu_supply.schema.supply import METHODS, PENALTY_TIMES, SUPPLY

__all__ = [
    "HIGHEST_NUMBER", "LOWEST_POSITIVE", "METHODS", "NOTES", "PENALTY_TIMES", "RULES", "SETTINGS", "TABLES", "Column",
    "Kind", "Table", "listed_names",
]  # fmt: skip

TABLES: dict[str, Table] = {table.name: table for table in SUPPLY + PROCUREMENT}

SETTINGS: dict[str, tuple[str, str]] = {
    "period": ("month", "length of a period: day, week, month, quarter or year"),
    "start": ("", "first day of period 1, an ISO date; needed where a table gives dates"),
    "periods": ("24", "number of periods of the plan"),
    "currency_year": ("", "the year whose prices the euros are"),
    "final_stock": ("free", "free, or as_initial: what is missing of `initial` at the end costs value_eur per unit"),
    "marking": ("", "text at the head and foot of everything shown"),
}
"""The keys of the settings table: default and meaning."""
