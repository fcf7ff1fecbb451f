"""Limits that contradict one another, or that are missing where something needs them."""

from __future__ import annotations

from edu_supply.checks.findings import Tables, findings
from edu_supply.dataset import Settings
from edu_supply.problems import Problem

LIMITS: dict[str, tuple[str, str]] = {"site": ("sites", "throughput_t"), "lane": ("lanes", "capacity_t")}
"""The limit that an availability, a partial threat or a build needs: table and column, by kind."""


def candidates_without_limit(tables: Tables) -> list[Problem]:
    """A site or lane that may be built has a limit for what it sends or carries."""
    found: list[Problem] = []
    for kind, (table, limit) in LIMITS.items():
        rows = tables[table]
        found += findings(
            rows[rows["build_cost_eur"].notna() & rows[limit].isna()],
            "candidate limit",
            table,
            f"A {kind} that may be built needs {limit}.",
            f"Give {limit}, or leave build_cost_eur blank if the {kind} exists.",
            "build_cost_eur",
        )
    return found


def goods_at_candidates(tables: Tables, settings: Settings) -> list[Problem]:
    """At a site that may be built there is no initial stock, no demand and no arrival within the horizon."""
    sites = tables["sites"]
    candidates = sites.loc[sites["build_cost_eur"].notna(), "site"]
    found: list[Problem] = []
    for table, quantity in (("stocks", "initial"), ("demand", "quantity"), ("arrivals", "quantity")):
        rows = tables[table]
        rows = rows[rows["site"].isin(candidates) & (rows[quantity] > 0)]
        if table != "stocks":
            rows = rows[~(rows["period"] > settings.horizon.periods)]
        noun = {"stocks": "initial stock", "demand": "demand", "arrivals": "arrivals"}[table]
        message = f"A site that may be built cannot have {noun}."
        right = "Name a site that exists, or leave the site's build_cost_eur blank."
        found += findings(rows, "candidate", table, message, right, "site")
    return found


def availability_of_no_limit(tables: Tables) -> list[Problem]:
    """A share of a lane or a site is a share of a limit that is there."""
    shares = tables["availability"]
    found: list[Problem] = []
    for kind, (table, limit) in LIMITS.items():
        rows = tables[table]
        unlimited = rows.loc[rows[limit].isna(), kind]
        found += findings(
            shares[(shares["kind"] == kind) & shares["target"].isin(unlimited)],
            "no limit",
            "availability",
            f"The {kind} has no {limit}, so there is nothing to take a share of.",
            f"Give the {kind} a {limit} in {table}, or remove this row.",
            "target",
        )
    return found
