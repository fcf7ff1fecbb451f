"""Demand that nothing can ever reach, and the missing link that is to blame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from edu_supply.network.missing_links import Cause, MissingLinks
from edu_supply.network.network import Network
from edu_supply.network.parts import codes
from edu_supply.network.reach import NEVER
from edu_supply.network.wording import count, named, units, when
from edu_supply.problems import Problem

MOST_SHOWN = 2
MOST_WAITS = 6
IN_TIME = "Ask for it later, allow late_periods, or lay in a stock."


def unreachable_demand(network: Network) -> list[Problem]:
    """A warning for each site and product where something asked for cannot be served, whatever is decided.

    It names what is missing, through lanes and bill of materials, or what takes too long. Substitutes that the buyer
    accepts count; limits do not (a lane that is too small still reaches). What is asked for in some periods
    only, before anything can come, is named too. Problems with the same root cause have the same ``kind``.

    >>> from edu_supply.reading import read
    >>> unreachable_demand(Network.of(read("data/tutorial")))
    []
    """
    demands = out_of_reach(network)
    if demands.empty:
        return []
    links = MissingLinks(network.parts.dataset)
    buyers = network.demands.groupby(["site", "product"])["buyer"].agg(set).to_dict()
    options = pd.Series(network.options.product).groupby(network.options.row).agg(set).to_dict()
    found = []
    for place, rows in demands.groupby(["site", "product"], sort=False):
        served_by = sorted(set().union(*(options[row] for row in rows["row"].unique())))
        found.append(_problem(network, links, rows, served_by, buyers[place]))
    return found


def out_of_reach(network: Network) -> pd.DataFrame:
    """The rows of ``network.demands`` that nothing can serve in their period or late."""
    options, demands = network.options, network.demands
    comes = np.full(len(network.parts.dataset["demand"]), NEVER)
    np.minimum.at(comes, options.row, network.reach.earliest[options.site, options.product])
    last = np.minimum(demands["period"] + demands["late_periods"], network.periods)
    return demands[comes[demands["row"]] > last]


def _problem(
    network: Network, links: MissingLinks, rows: pd.DataFrame, served_by: Sequence[int], buyers: set[str]
) -> Problem:
    """The warning for the rows of one site and product, with the products that may serve them and all who buy there."""
    first = rows.iloc[0]
    site, product = _place(network, rows)
    if links.earliest[site, product] < NEVER:
        kind, right = f"too late: {first['product']}", IN_TIME
        message = _late(network, links, rows)
    else:
        causes = links.causes(site, product)
        kind, right = f"out of reach: {causes[0].chain[-1]}", causes[0].right
        better_off = buyers - set(rows["buyer"])
        by = f" by {named(sorted(set(rows['buyer'])))}" if better_off else ""
        asked = f"{_quantity(network, rows)} asked for{by}"
        message = f"{first['site']} cannot get {first['product']} ({asked}): {_listed(causes)}."
    message += "".join(_substitute(links, site, other) for other in served_by if other != product)
    return Problem(kind, "demand", str(first["where"]), message, right, severity="warning")


def _late(network: Network, links: MissingLinks, rows: pd.DataFrame) -> str:
    """The sentence for what comes too late."""
    first, horizon = rows.iloc[0], network.parts.dataset.horizon
    site, product = _place(network, rows)
    comes = when(horizon, int(links.earliest[site, product]))
    begin, end = when(horizon, int(rows["period"].min())), when(horizon, int(rows["period"].max()))
    span = f"in {begin}" if begin == end else f"from {begin} to {end}"
    late = int(rows["late_periods"].max())
    grace = f", at most {count(late, horizon.length)} late" if late else ""
    waits = links.waits(site, product)
    shown = ", ".join(waits[:MOST_WAITS]) + (", ..." if len(waits) > MOST_WAITS else "")
    why = f": {shown}" if shown else ""
    asked = f"asked for {span}{grace} ({_quantity(network, rows)})"
    return f"{first['product']} comes to {first['site']} earliest in {comes}, {asked}{why}."


def _place(network: Network, rows: pd.DataFrame) -> tuple[int, int]:
    """Site and product, as codes, of rows that share them."""
    parts = network.parts
    return int(codes(rows["site"], parts.sites)[0]), int(codes(rows["product"], parts.products)[0])


def _quantity(network: Network, rows: pd.DataFrame) -> str:
    products = network.parts.dataset["products"]
    unit = products.loc[products["product"] == rows["product"].iloc[0], "unit"].iloc[0]
    return units(float(rows["quantity"].sum()), unit)


def _listed(causes: Sequence[Cause]) -> str:
    more = len(causes) - MOST_SHOWN
    return "; ".join(str(cause) for cause in causes[:MOST_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _substitute(links: MissingLinks, site: int, product: int) -> str:
    """A sentence on a substitute that does not help either."""
    name, comes = links.parts.products[product], links.earliest[site, product]
    if comes < NEVER:
        return f" Its substitute {name} comes earliest in {when(links.parts.dataset.horizon, int(comes))}."
    return f" Nor can its substitute {name} come: {_listed(links.causes(site, product)[:1])}."
