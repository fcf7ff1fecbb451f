"""Raw materials with a single source: made at one site, or in one country, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.graphs import tiers
from edu_supply.network.parts import Parts
from edu_supply.network.wording import count


@dataclass(frozen=True)
class SingleSource:
    """A raw material that is made at one site, or in one country, or nowhere. Only what stands counts;
    ``candidates`` is how many lines more may be built."""

    product: str
    sites: tuple[str, ...]
    countries: tuple[str, ...]
    lines: int
    candidates: int

    @property
    def said(self) -> str:
        """In words."""
        more = f", {self.candidates:,} to build" if self.candidates else ""
        if not self.sites:
            return f"no line stands{more}"
        where = f"one site, {self.sites[0]}" if len(self.sites) == 1 else (
            f"one country, {self.countries[0]}, {count(len(self.sites), 'site')}")  # fmt: skip
        return f"{where}, {count(self.lines, 'line')}{more}"


def raw_materials(dataset: Dataset) -> list[str]:
    """What some demand needs as a component, and has no recipe of its own."""
    made = set(dataset["bom"]["product"])
    return [product for product, tier in tiers(dataset).items() if tier > 0 and product not in made]


def single_sources(parts: Parts) -> tuple[SingleSource, ...]:
    """The raw materials that are made in one country at most, those of no site and of one first."""
    stands = (parts.line_existing[parts.task_line] > 0) & ~parts.site_is_candidate[parts.task_site]
    tasks = pd.DataFrame({
        "product": parts.products[parts.task_product], "stands": stands, "site": parts.sites[parts.task_site],
        "country": parts.dataset["sites"]["country"].to_numpy()[parts.task_site],
    })  # fmt: skip
    found = []
    for product in raw_materials(parts.dataset):
        rows = tasks[tasks["product"] == product]
        standing = rows[rows["stands"]]
        sites, countries = (tuple(standing[column].unique()) for column in ("site", "country"))
        if len(countries) <= 1:
            found.append(SingleSource(product, sites, countries, len(standing), len(rows) - len(standing)))
    return tuple(sorted(found, key=lambda source: len(source.sites)))
