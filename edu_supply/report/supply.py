"""From the raw material to the front: the map, the bill of materials with its bottlenecks, and the tightest limits."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from edu_supply.network.wording import count, number
from edu_supply.planning.headline import percent
from edu_supply.planning.layout import records
from edu_supply.planning.wording import eur
from edu_supply.report.facts import Facts
from edu_supply.report.map import MOST_FLOWS, flow_map, kinds_legend, land
from edu_supply.report.markup import joined, tag
from edu_supply.report.sankey import sankey
from edu_supply.report.section import WIDE, Section, section, twice
from edu_supply.report.table import bar, table

MOST_LIMITS = 20
MOST_TIGHT = 12
KINDS = ("supplier", "factory", "depot", "front", "several", "country")


def where(facts: Facts) -> Section | None:
    """The map, with a list of places that have no coordinates."""
    if facts.places.empty:
        places = tag(
            "p", f"No place has coordinates: {', '.join(facts.nowhere)}." if facts.nowhere else "Nothing is used."
        )
        return section("map", "Where it comes from, and where it goes", "", places)
    flows = facts.flows[
        facts.flows["origin"].isin(facts.places["place"])
        & facts.flows["destination"].isin(facts.places["place"])
        & (facts.flows["origin"] != facts.flows["destination"])
    ]
    drawn = twice(lambda width: flow_map(facts.places, flows, width, "Map of places and flows", facts.shades), WIDE)
    modes = [facts.modes[number] for number in sorted(flows["mode"].unique())] if len(flows) else []
    kinds = [kind for kind in KINDS if kind in set(facts.places["kind"])]
    parts: list[Markup] = [land(), kinds_legend(kinds, modes, shades=facts.shades is not None), drawn]
    for said, names in (
        ("In the middle of their country, for want of coordinates", facts.guessed),
        ("Not on the map, nor what goes to or from there", facts.nowhere),
    ):
        parts += [tag("p", f"{said}: {', '.join(names)}.", class_="more")] if names else []
    return section("map", "Where it comes from, and where it goes", _map_lead(facts, flows), *parts, wide=True)


def _map_lead(facts: Facts, flows: pd.DataFrame) -> str:
    masses = flows["mass_t"].sort_values(ascending=False)
    shown = masses.head(MOST_FLOWS).sum() / masses.sum() if len(masses) and masses.sum() > 0 else 1.0
    part = (
        f" The {MOST_FLOWS} that carry most are drawn, with {percent(shown)} of all tonnes."
        if len(flows) > MOST_FLOWS
        else ""
    )
    what = "what goes from country to country" if facts.partners else "what goes from place to place"
    shade = " Countries are coloured by how much of what they ask for is served." if facts.shades else ""
    return (
        f"Curves are {what} over the whole horizon, the wider the more tonnes; they bend to the right of their way."
        f"{part}{shade} Places outside the map stand at its edge."
    )


def bill(facts: Facts) -> Section | None:
    """The Sankey diagram of the bill of materials, and the same as a table."""
    nodes, links, unit = _weighed(facts)
    if links.empty:
        return None
    tight = [row.product for row in records(facts.limits.drop_duplicates("product")) if row.product][:MOST_TIGHT]
    nodes = nodes.assign(tight=nodes["node"].isin(tight))
    drawn = tag("figure", sankey(nodes, links, WIDE, "What goes into what"), class_="wide")
    rows = [
        (
            f"{row.node}{' ▲' if row.tight else ''}",
            str(row.tier),
            row.said,
            ", ".join(links[links["target"] == row.node]["source"]),
        )
        for row in records(nodes.sort_values(["tier", "node"]))
    ]
    listed = table(("product", "tier", "made or used", "from"), rows, words=(0, 3), many=True)
    folded = tag("details", tag("summary", "The same as a table"), listed, class_="wide")
    lead = (
        "What is made or used over the horizon (the larger of the two), from the raw material on the left to what is "
        f"asked for (tier 0) on the right; widths are {unit}. Marked ▲: products of which a full limit holds more up."
    )
    return section(
        "materials",
        "The bill of materials, and its bottlenecks",
        lead,
        drawn,
        folded,
        tag("div", listed, class_="narrow"),
        wide=True,
    )


def _weighed(facts: Facts) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Nodes and links in one unit: worth, where every product has a value, and tonnes elsewhere."""
    known = facts.products.set_index("product")
    busy = pd.Index([*facts.made.index, *facts.uses["source"]]).unique()
    valued = bool((known.loc[busy, "value_eur"] > 0).all())
    weight = known["value_eur"] if valued else known["mass_kg"] / 1000
    consumed = facts.uses.groupby("source")["units"].sum()
    units = pd.DataFrame({"made": facts.made, "used": consumed}).reindex(busy).fillna(0.0).max(axis=1)

    def said(product: str, amount: float) -> str:
        worth = amount * float(weight[product])
        return f"{number(round(amount))} {facts.units[product]} ({eur(worth) if valued else f'{worth:,.0f} t'})"

    nodes = pd.DataFrame(
        {
            "node": busy,
            "tier": known.loc[busy, "tier"].clip(lower=0).to_numpy(),
            "size": (units * weight.reindex(busy)).to_numpy(),
            "said": [said(product, units[product]) for product in busy],
        }
    )
    names = known["name"]
    nodes["title"] = [
        f"{one}{f' ({names[one]})' if isinstance(names[one], str) and names[one] else ''}: {amount}"
        for one, amount in zip(nodes["node"], nodes["said"], strict=True)
    ]
    links = facts.uses.assign(
        size=facts.uses["units"] * facts.uses["source"].map(weight),
        title=[f"{row.source} into {row.target}: {said(row.source, row.units)}" for row in records(facts.uses)],
    )
    return nodes, links[links["target"].isin(busy)], "what it is worth (value_eur)" if valued else "tonnes"


def limits(facts: Facts) -> Section | None:
    """The tightest limits, and what one more unit of each would save at most."""
    found = facts.limits[facts.limits["owner"] != ""]
    if found.empty:
        return None
    rows = [
        (
            f"{row.rank}",
            row.owner,
            row.more,
            row.periods,
            bar(row.use_share, "s1"),
            percent(row.use_share),
            eur(float(row.worth_eur)),
        )
        for row in records(found.head(MOST_LIMITS))
    ]
    more = len(found) - MOST_LIMITS
    return section(
        "limits",
        "The tightest limits",
        "What one more unit of each limit, in each of the periods named, would save at most, all else as planned.",
        table(
            ("", "limit of", "raised by", "full in", "", "used", "saves at most"),
            rows,
            words=(1, 2, 3),
            many=True,
            more=f"and {count(more, 'more limit')}: see bottlenecks.csv" if more > 0 else "",
        ),
        wide=True,
    )


def lines_of(texts: tuple[str, ...]) -> Markup:
    """Sentences as a list."""
    return tag("ul", joined([tag("li", text) for text in texts]), class_="notes")
