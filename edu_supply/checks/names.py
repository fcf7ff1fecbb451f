"""Names and texts that look as if a program had damaged them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from edu_supply.checks.findings import Tables, findings
from edu_supply.problems import Problem
from edu_supply.schema import TABLES

NOTHINGS = (
    frozenset({"null", "none", "nan", "na", "n/a", "nil", "undefined", "tbd", "?", "-"})
    | frozenset({"#n/a", "#ref!", "#name?", "#value!", "#div/0!"})
    | frozenset({"total", "totals", "sum", "subtotal", "gesamt", "summe"})
)
"""Names that are seldom meant as such."""

MONTH = r"(?:jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)"
EXCEL = re.compile(
    rf"{MONTH}[-. ]\d{{1,4}}|\d{{1,2}}[-. ]{MONTH}(?:[-. ]\d{{2,4}})?|\d(?:[.,]\d+)?E[+]\d+"
    r"|\d{1,2}([./])\d{1,2}\1(?:\d\d){1,2}",
    re.IGNORECASE,
)
"""What spreadsheets make of codes such as MAR1, 1-3-27, 1E250 or long numbers."""

DEFINED: dict[str, tuple[str, ...]] = {
    "groups": ("group",),
    "sites": ("site", "company"),
    "products": ("product", "family"),
    "lines": ("line",),
    "expansions": ("expansion",),
    "lanes": ("lane", "mode"),
    "threats": ("threat",),
    "programmes": ("programme",),
    "rules": ("rule",),
}
"""The columns in which names are defined; where they are only referred to they are not reported again."""


def converted_names(tables: Tables) -> list[Problem]:
    """A name such as ``Mar-01`` or ``1.00E+250`` was probably another one before a spreadsheet opened the file."""
    return _odd_names(
        tables,
        lambda name: EXCEL.fullmatch(name) is not None,
        "converted",
        "This looks like a name that a spreadsheet took for a date or a number.",
        "If so, mark the column as text in the spreadsheet and write the name again.",
    )


def names_of_nothing(tables: Tables) -> list[Problem]:
    """A name such as ``null`` or ``TOTAL`` was probably not meant as a name."""
    return _odd_names(
        tables,
        lambda name: name.casefold() in NOTHINGS,
        "odd name",
        "This is an unusual name.",
        "If it stands for no value or for a sum, remove it.",
    )


def _odd_names(tables: Tables, odd: Callable[[str], bool], kind: str, message: str, right: str) -> list[Problem]:
    found: list[Problem] = []
    for table, columns in DEFINED.items():
        for column in columns:
            rows = tables[table]
            names = [name for name in rows[column].dropna().unique() if odd(name)]
            rows = rows[rows[column].isin(names)].drop_duplicates(column) if names else rows.head(0)
            found += findings(rows, kind, table, message, right, column, "warning")
    return found


def garbled_texts(tables: Tables) -> list[Problem]:
    """Text such as ``MÃ¼nchen`` was probably read in the wrong encoding before it came here."""
    found: list[Problem] = []
    for table in TABLES.values():
        for column in table:
            if column.kind in ("name", "text"):
                found += _garbled(tables[table.name], table.name, column.name)
    return found


def _garbled(rows: pd.DataFrame, table: str, column: str) -> list[Problem]:
    words = [word for word in rows[column].dropna().unique() if not word.isascii()]
    meant = {word: repaired for word in words if (repaired := _repaired(word)) != word}
    return findings(
        rows[rows[column].isin(meant)].drop_duplicates(column) if meant else rows.head(0),
        "garbled",
        table,
        "This text was probably damaged by reading it in the wrong encoding.",
        lambda row: _offer(meant[getattr(row, column)]),
        column,
        "warning",
    )


def _repaired(word: str) -> str:
    """What a text was before its UTF-8 was taken for another encoding; the text itself if it was not."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return word.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return "" if "\N{REPLACEMENT CHARACTER}" in word else word


def _offer(repaired: str) -> str:
    return f'Did you mean "{repaired}"?' if repaired else "Save the file as UTF-8 again, from its first source."
