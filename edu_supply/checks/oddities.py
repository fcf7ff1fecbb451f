"""Figures and places that are legal and strange."""

from __future__ import annotations

import pandas as pd

from edu_supply.checks.findings import Tables, findings, text
from edu_supply.checks.references import is_known
from edu_supply.problems import Problem
from edu_supply.schema import TABLES, Column, Table

OUTLIER = 1000
"""So many times the usual value is worth a word."""

FEWEST = 4
"""Of fewer values nobody can say what is usual."""

MANY_TIMES = 10
"""An availability of so many times what stands is strange."""

DERIVED = {("demand", "penalty_eur"), ("products", "scrap_eur"), ("stocks", "minimum_penalty_eur")}
"""Columns that follow from others, or are prices at will."""

MIXED = {
    "t": "Is it in kg? The column is in t.",
    "kg": "Is it in g? The column is in kg.",
    "EUR": "Are the others in thousands, or is this in another currency? The column is in EUR.",
    "units": "Are the others in thousands? The column is in units.",
}
"""What may be mixed up in a column, by the first word of its unit."""


def outliers(tables: Tables) -> list[Problem]:
    """A value a thousand times what is usual may be in another unit.

    Usual is the median of the same product's rows; where these are few, the median of the column; and for what a unit
    costs, what is usual for the product's value.
    """
    found: list[Problem] = []
    for table in TABLES.values():
        for column in table:
            if column.kind == "number" and column.low == 0 and (table.name, column.name) not in DERIVED:
                found += _outliers(tables, table, column)
    return found


def _outliers(tables: Tables, table: Table, column: Column) -> list[Problem]:
    rows = tables[table.name]
    rows = rows[rows[column.name] > 0]
    if len(rows) < FEWEST or rows[column.name].max() < rows[column.name].min() * OUTLIER:
        return []
    usual = pd.Series(rows[column.name].median(), index=rows.index)
    if "product" in table.key and table.name != "products":
        same = rows.groupby("product")[column.name]
        if column.unit.startswith("EUR"):
            value = rows["product"].map(tables["products"].drop_duplicates("product").set_index("product")["value_eur"])
            usual = (value * (rows[column.name] / value[value > 0]).median()).where(value > 0, usual)
        usual = same.transform("median").where(same.transform("size") >= FEWEST, usual)
    return findings(
        rows.assign(usual=usual)[rows[column.name] >= usual * OUTLIER],
        "outlier",
        table.name,
        lambda row: f"This is {getattr(row, column.name) / row.usual:,.0f} times the usual value, {text(row.usual)}.",
        MIXED.get(column.unit.split()[0], "Check its unit.") if column.unit else "",
        column.name,
        "warning",
    )


def shares_in_per_cent(tables: Tables) -> list[Problem]:
    """An availability of 85 was probably meant in per cent: it multiplies what stands by 85."""
    rows = tables["availability"]
    return findings(
        rows[rows["share"] >= MANY_TIMES],
        "per cent",
        "availability",
        lambda row: f"This is {text(row.share)} times what stands.",
        lambda row: f"Did you mean {row.share / 100:.10g}?" if row.share <= 100 else "A share of 1 is all of it.",
        "share",
        "warning",
    )


def isolated_sites(tables: Tables) -> list[Problem]:
    """A site that no lane touches and where nothing is asked for is of no use to anybody."""
    sites, lanes = tables["sites"], tables["lanes"]
    naming = [("lanes", "origin"), ("lanes", "destination"), ("demand", "site")]
    if not all(is_known(tables, table, column).all() for table, column in naming):
        return []
    touched = pd.concat([lanes["origin"], lanes["destination"], tables["demand"]["site"]])
    return findings(
        sites[~sites["site"].isin(touched)],
        "isolated",
        "sites",
        "No lane begins or ends at this site, and nothing is asked for there.",
        "Add a lane, if it is part of the network.",
        "site",
        "warning",
    )
