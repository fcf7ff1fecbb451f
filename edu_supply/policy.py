"""Rules of policy, as a plan must keep them: which products and whom each concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from edu_supply.dataset import Dataset
from edu_supply.pools import asked_for, buyers, countries_in
from edu_supply.programmes import perimeter_countries

OF_DEMAND = ("made_inside_at_least", "fill_rate_at_least", "fill_rate_gap_at_most")
"""Rules on what is asked for."""

OF_GROUPS = ("group_share_at_most", "makers_at_least", "fill_rate_gap_at_most")
"""Rules that do not look at a country."""


@dataclass(frozen=True)
class Rule:
    """A rule: its products, and whom it concerns, in the columns that its kind looks at.

    ``countries`` are those of its ``country`` or ``group`` where a site stands, ``buyers`` those of the plan's buyers
    (all, where neither is given); ``region`` is what the table calls them, "" for all. ``limit`` is a share, or a
    number of countries.
    """

    name: str
    kind: str
    products: tuple[str, ...]
    region: str
    countries: frozenset[str]
    buyers: frozenset[str]
    site: str
    limit: float
    counts_from: float


def rules_of(dataset: Dataset) -> list[Rule]:
    """The dataset's rules, in the order of the table."""
    return [_rule(dataset, row) for row in dataset["rules"].to_dict("records")]


def _rule(dataset: Dataset, row: Mapping[Any, Any]) -> Rule:
    of_country = "" if row["kind"] in OF_GROUPS else _text(row["country"])
    region = _text(row["group"]) or of_country
    names = [region or "*"]
    site = _text(row["site"]) if row["kind"] == "fill_rate_at_least" else ""
    return Rule(
        row["rule"], row["kind"], _products(dataset, row), region, perimeter_countries(dataset, names),
        countries_in(dataset, names, buyers(dataset)), site, float(row["limit"]),
        float(row["counts_from"]),
    )  # fmt: skip


def _products(dataset: Dataset, row: Mapping[Any, Any]) -> tuple[str, ...]:
    """The products that a rule holds for, in the order of their table."""
    products, lines = dataset["products"], dataset["lines"]
    if _text(row["product"]):
        return (row["product"],)
    made = products["product"].isin(lines.loc[lines["capacity"] > 0, "product"])
    asked = products["product"].isin(asked_for(dataset)["product"])
    chosen = products["family"] == row["family"] if _text(row["family"]) else np.ones(len(products), bool)
    if not _text(row["family"]):
        if row["kind"] in OF_DEMAND:
            chosen = chosen & asked
        elif row["kind"] == "outside_share_at_most":
            chosen = chosen & asked & made & products["product"].isin(dataset["bom"]["product"])
        else:
            chosen = chosen & made
    return tuple(products.loc[chosen, "product"])


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
