"""Recipes that go round in circles, things that refer to themselves, rows of one thing that disagree."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx as nx
import pandas as pd

from edu_supply.checks.findings import Tables, findings, listed, quoted, text
from edu_supply.checks.references import is_known
from edu_supply.problems import Problem
from edu_supply.schema import TABLES

AGREEING: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "lines": (["line"], ("site", "existing", "minimum_use", "recovery_periods")),
    "offers": (["line", "product"], ("max_quantity", "discount")),
    "threats": (["threat"], ("probability",)),
}
"""What rows that share a name share besides: table, the columns that name it, the columns in which its rows agree."""

THEMSELVES: dict[str, tuple[str, str, str]] = {
    "bom": ("product", "component", "A product cannot be a component of itself."),
    "lanes": ("origin", "destination", "The lane ends where it begins."),
    "substitutes": ("product", "substitute", "A product cannot be a substitute of itself."),
    "donations": ("from_country", "to_country", "A country cannot give to itself."),
}
"""The two columns of a table that must differ, and what is wrong where they do not."""


def references_to_itself(tables: Tables) -> list[Problem]:
    """No lane ends where it begins; no product is a component or a substitute of itself; no gift is to the giver."""
    found: list[Problem] = []
    for table, (one, other, message) in THEMSELVES.items():
        rows = tables[table]
        found += findings(rows[rows[one] == rows[other]], "itself", table, message, "Remove the row.", other)
    return found


def circular_recipes(tables: Tables) -> list[Problem]:
    """No product is, by however many steps, a component of itself. Recipes of all lines count together."""
    rows = tables["bom"].dropna(subset=["product", "component"])
    rows = rows[rows["product"] != rows["component"]].drop_duplicates(["product", "component"])
    where = dict(zip(zip(rows["product"], rows["component"], strict=True), rows["where"], strict=True))
    recipes = nx.DiGraph(list(where))
    found = []
    for knot in sorted(map(sorted, nx.strongly_connected_components(recipes))):
        if len(knot) > 1:
            circle = _circle(recipes.subgraph(knot), knot[0])
            steps = [where[step] for step in pairwise(circle)]
            message = f"The bill of materials goes round in a circle: {' > '.join(circle)}."
            right = f"Remove one of these rows: {listed(steps)}."
            found.append(Problem("circle", "bom", steps[0], message, right, "component", circle[1]))
    return found


def _circle(knot: nx.DiGraph, start: str) -> list[str]:
    """The shortest way from a product of a knot back to it; the first by name of several."""
    ways = (nx.shortest_path(knot, after, start) for after in sorted(knot.successors(start)))
    return [start, *min(ways, key=len)]


def recipes_of_other_lines(tables: Tables) -> list[Problem]:
    """A recipe that names a line is for a product that the line makes."""
    rows, lines = tables["bom"], tables["lines"]
    misspelt = lines.loc[~is_known(tables, "lines", "product"), "line"]
    known = is_known(tables, "bom", "line") & is_known(tables, "bom", "product") & ~rows["line"].isin(misspelt)
    made = set(zip(lines["line"], lines["product"], strict=True))
    unmade = [pair not in made for pair in zip(rows["line"], rows["product"], strict=True)]
    return findings(
        rows[known & pd.Series(unmade, index=rows.index, dtype=bool)],
        "recipe",
        "bom",
        lambda row: f'The line does not make "{row.product}".',
        "Name a line that makes it, or leave the line blank for the general recipe.",
        "line",
    )


def disagreeing_rows(tables: Tables) -> list[Problem]:
    """Rows of one line, one offer or one threat agree in what belongs to the whole of it."""
    found: list[Problem] = []
    for table, (key, columns) in AGREEING.items():
        for column in columns:
            found += _disagreeing(tables[table], table, key, column)
    return found


def _disagreeing(rows: pd.DataFrame, table: str, key: list[str], column: str) -> list[Problem]:
    rows = rows.dropna(subset=key)
    schema = TABLES[table][column]
    if schema.required or schema.default is not None:
        rows = rows[rows[column].notna()]
    if not rows[[*key, column]].drop_duplicates().duplicated(key).any():
        return []
    first = rows.drop_duplicates(key)[[*key, column, "where"]]
    rows = rows.merge(first, on=key, suffixes=("", "_first"))
    one, other = rows[column], rows[f"{column}_first"]
    odd = rows[(one != other) & ~(one.isna() & other.isna())]
    noun = "offer" if table == "offers" else key[0]

    def message(row: Any) -> str:
        said = text(getattr(row, f"{column}_first"))
        return f"{row.where_first} says {quoted([said]) if said else 'nothing'} for the same {noun}."

    return findings(odd, "disagreement", table, message, f"Write the same in all rows of the {noun}.", column)
