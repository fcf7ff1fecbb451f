"""A network in plain data: sites, lanes, products, what was pruned, what cannot be reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edu_supply.network.graphs import tiers
from edu_supply.network.network import Network
from edu_supply.network.pruned import Pruned, pruned
from edu_supply.network.unreachable import unreachable_demand
from edu_supply.network.wording import when
from edu_supply.problems import Problem

Shares = tuple[tuple[str, int], ...]
"""Names with how many of something each has, the greatest first."""


@dataclass(frozen=True)
class SiteKind:
    """Sites of one kind: how many, how many of them are yet to be built, and how many in each country."""

    kind: str
    sites: int
    candidates: int
    countries: Shares


@dataclass(frozen=True)
class LaneMode:
    """Lanes of one mode: how many, how many are yet to be built or carry only licensed products, and their leads."""

    mode: str
    lanes: int
    candidates: int
    licensed: int
    shortest_lead_periods: int
    longest_lead_periods: int


@dataclass(frozen=True)
class ProductRow:
    """One product: its tier (-1: no demand needs it) and how many lines with a capacity make it, at how many sites, in
    how many countries; how many sites stock it at the start, and how many ask for it."""

    product: str
    tier: int
    lines: int
    sites: int
    countries: int
    stocks: int
    asked_at: int


@dataclass(frozen=True)
class NetworkSummary:
    """What ``edu-supply network`` shows. Make one with :func:`describe`."""

    name: str
    marking: str
    periods: int
    period_length: str
    first_period: str
    last_period: str
    countries: int
    sites: tuple[SiteKind, ...]
    lanes: tuple[LaneMode, ...]
    products: tuple[ProductRow, ...]
    pruned: tuple[Pruned, ...]
    demand_places: int
    unreachable: tuple[Problem, ...]


def describe(network: Network) -> NetworkSummary:
    """The summary of a network.

    >>> from edu_supply.reading import read
    >>> summary = describe(Network.of(read("data/tutorial")))
    >>> [(one.kind, one.sites, one.candidates) for one in summary.sites]
    [('factory', 3, 0), ('depot', 1, 0), ('front', 1, 0)]
    """
    dataset = network.parts.dataset
    return NetworkSummary(
        name=dataset.name,
        marking=dataset.settings.marking,
        periods=dataset.periods,
        period_length=dataset.horizon.length,
        first_period=when(dataset.horizon, 1),
        last_period=when(dataset.horizon, dataset.periods),
        countries=dataset["sites"]["country"].nunique(),
        sites=_sites(network),
        lanes=_lanes(network),
        products=_products(network),
        pruned=pruned(network),
        demand_places=len(network.demands[["site", "product"]].drop_duplicates()),
        unreachable=tuple(unreachable_demand(network)),
    )


def _shares(names: Sequence[str]) -> Shares:
    return tuple(sorted(Counter(names).items(), key=lambda share: (-share[1], share[0])))


def _sites(network: Network) -> tuple[SiteKind, ...]:
    sites = network.parts.dataset["sites"]
    found = []
    for kind in ("supplier", "factory", "depot", "front"):
        rows = sites[sites["kind"] == kind]
        if len(rows):
            candidates = int(rows["build_cost_eur"].notna().sum())
            found.append(SiteKind(kind, len(rows), candidates, _shares(rows["country"].tolist())))
    return tuple(found)


def _lanes(network: Network) -> tuple[LaneMode, ...]:
    lanes = network.parts.dataset["lanes"]
    licensed = lanes["lane"].isin(network.parts.dataset["lane_products"]["lane"])
    found = []
    for mode, _ in _shares(lanes["mode"].tolist()):
        rows = lanes[lanes["mode"] == mode]
        found.append(
            LaneMode(
                mode, len(rows), int(rows["build_cost_eur"].notna().sum()), int(licensed[rows.index].sum()),
                int(rows["lead_periods"].min()), int(rows["lead_periods"].max()),
            )
        )  # fmt: skip
    return tuple(found)


def _products(network: Network) -> tuple[ProductRow, ...]:
    """By tier, then in the order of the table; what no demand needs comes last."""
    parts, dataset = network.parts, network.parts.dataset
    tier, stocks = tiers(dataset), dataset["stocks"]
    stocked = stocks[stocks["initial"] > 0].groupby("product")["site"].nunique()
    asked = network.demands.groupby("product")["site"].nunique()
    country = dataset["sites"]["country"].to_numpy()
    found = []
    for code, product in enumerate(parts.products):
        tasks = parts.task_product == code
        sites = np.unique(parts.task_site[tasks])
        found.append(
            ProductRow(
                product, tier[product], int(tasks.sum()), len(sites), len(set(country[sites])),
                int(stocked.get(product, 0)), int(asked.get(product, 0)),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda row: row.tier if row.tier >= 0 else len(found)))
