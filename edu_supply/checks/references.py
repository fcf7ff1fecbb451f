"""Names that are nowhere defined."""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply.checks.findings import Tables, findings
from edu_supply.problems import Problem, nearest
from edu_supply.schema import TABLES

THREATENED: dict[str, tuple[str, str]] = {
    "site": ("sites", "site"),
    "lane": ("lanes", "lane"),
    "line": ("lines", "line"),
    "country": ("sites", "country"),
    "company": ("sites", "company"),
    "product": ("products", "product"),
    "mode": ("lanes", "mode"),
    "group": ("groups", "group"),
    "exports": ("sites", "country"),
}
"""Where the names are defined that a row of each kind may have as its target: table and column."""

UNKNOWN_TARGET = "unknown target: "
"""How the kind of a problem begins whose row has a target that is nowhere defined; its kind of target follows."""

MOST_COMPARED = 100
"""The nearest known name is looked for so many unknown names of a column; it takes time."""

NOUN = {"sites": "site", "products": "product", "lines": "line", "lanes": "lane", "programmes": "programme"}


def dangling_names(tables: Tables) -> list[Problem]:
    """Every name that a column of the schema refers to is defined."""
    found: list[Problem] = []
    for table in TABLES.values():
        for column in table:
            if column.refers:
                noun = NOUN[column.refers]
                known = _names(tables[column.refers], noun)
                found += _unknown(tables[table.name], table.name, column.name, known, f"such {noun}", "unknown name")
    return found


def dangling_targets(tables: Tables) -> list[Problem]:
    """The target of an availability or a threat is there, among the things of its kind."""
    found: list[Problem] = []
    for table in ("availability", "threats"):
        rows = tables[table]
        for kind, (defined_in, column) in THREATENED.items():
            noun = "site in this country" if column == "country" else f"such {kind}"
            known = _names(tables[defined_in], column)
            found += _unknown(rows[rows["kind"] == kind], table, "target", known, noun, f"{UNKNOWN_TARGET}{kind}")
    return found


def is_known(tables: Tables, table: str, column: str) -> pd.Series[bool]:
    """Of each row of a table, whether the name in a column that refers to another table is defined there.

    >>> is_known(tables, "lanes", "origin").all()
    True
    """
    defined_in = TABLES[table][column].refers
    return tables[table][column].isin(tables[defined_in][NOUN[defined_in]])


def _names(rows: pd.DataFrame, column: str) -> list[str]:
    return [str(name) for name in rows[column].dropna().unique()]


def _unknown(rows: pd.DataFrame, table: str, column: str, known: list[str], noun: str, kind: str) -> list[Problem]:
    if rows.empty:
        return []
    strangers = rows[rows[column].notna() & ~rows[column].isin(known)]
    offered = {name: nearest(name, known) for name in strangers[column].unique()[:MOST_COMPARED]}

    def right(row: Any) -> str:
        return offered.get(getattr(row, column), "")

    return findings(strangers, kind, table, f"There is no {noun}.", right, column)
