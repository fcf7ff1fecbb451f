"""Demand that only stock can meet: once it is used up, nothing more comes, and why."""

from __future__ import annotations

import pandas as pd

from edu_supply.network.missing_links import MissingLinks
from edu_supply.network.network import Network
from edu_supply.network.parts import codes
from edu_supply.network.reach import NEVER
from edu_supply.network.unreachable import out_of_reach
from edu_supply.network.wording import units
from edu_supply.problems import Problem


def stock_only_demand(network: Network) -> list[Problem]:
    """A warning for each site and product asked for of which nothing comes but what lies in stock or is under way.

    It is said only where more is asked for than there is of the product, and names the link that is missing. What is
    out of reach altogether is left to :func:`edu_supply.network.unreachable.unreachable_demand`. Problems with the same
    root cause have the same ``kind``.

    >>> from edu_supply.reading import read
    >>> stock_only_demand(Network.of(read("data/tutorial")))
    []
    """
    parts, demands = network.parts, network.demands
    demands = demands[~demands["row"].isin(out_of_reach(network)["row"])]
    if demands.empty:
        return []
    links = MissingLinks(parts.dataset, stocks=False)
    there = links.earliest[codes(demands["site"], parts.sites), codes(demands["product"], parts.products)] < NEVER
    left = _in_stock(network)
    found = []
    for _, rows in demands[~there].groupby(["site", "product"], sort=False):
        first = rows.iloc[0]
        asked, stock = float(rows["quantity"].sum()), left.get(first["product"], 0.0)
        if asked > stock:
            found.append(_problem(network, links, first, asked, stock))
    return found


def _in_stock(network: Network) -> dict[str, float]:
    """Units of each product that lie in stock or are under way, everywhere."""
    dataset = network.parts.dataset
    arrivals = dataset["arrivals"][dataset["arrivals"]["period"] <= network.periods]
    there = pd.concat([
        dataset["stocks"].groupby("product")["initial"].sum(), arrivals.groupby("product")["quantity"].sum()
    ])  # fmt: skip
    return {str(product): float(units_) for product, units_ in there.groupby(level=0).sum().items()}


def _problem(network: Network, links: MissingLinks, row: pd.Series, asked: float, stock: float) -> Problem:
    parts, site, product = network.parts, row["site"], row["product"]
    unit = str(parts.dataset["products"].set_index("product").at[product, "unit"])
    causes = links.causes(
        int(codes(pd.Series([site]), parts.sites)[0]), int(codes(pd.Series([product]), parts.products)[0])
    )
    there = f"{units(asked, unit)} asked for, {units(stock, unit)} in stock or under way everywhere"
    message = f"{site} gets {product} from stock alone ({there}), then nothing more comes: {causes[0]}."
    kind = f"stock only: {causes[0].chain[-1]}"
    return Problem(kind, "demand", str(row["where"]), message, causes[0].right, severity="warning")
