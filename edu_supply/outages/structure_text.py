"""The structure for a terminal: what has no way round it, alone or two at once, and the chains to the fronts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.sources import SingleSource, raw_materials, single_sources
from edu_supply.network.wording import named
from edu_supply.outages.assets import ALL_KINDS, assets
from edu_supply.outages.chains import chains_of
from edu_supply.outages.cut_sets import TooManyCutSetsError, cut_sets_of
from edu_supply.outages.routes import Routes
from edu_supply.outages.structure import structure_of
from edu_supply.planning.layout import records, safe, table, wrapped
from edu_supply.planning.wording import eur

SINGLE = ("site", "line", "lane")
MOST_ROWS = 10
MOST_CHAINS = 5


@dataclass(frozen=True)
class Structure:
    """What is to say of a dataset's structure: how many of its demands have a route, and the tables of ``structure``,
    ``cut_sets`` (of two; None where there are too many to look at) and ``chains``, with the euros of each demand; of
    how many raw materials which have a single source."""

    demands: int
    reached: int
    planned: bool
    singles: pd.DataFrame
    pairs: pd.DataFrame | None
    chains: pd.DataFrame
    raw_materials: int
    sources: tuple[SingleSource, ...]


def describe_structure(dataset: Dataset, choices: pd.DataFrame | None = None) -> Structure:
    """The structure of a dataset, with what the plan of these ``choices`` opens and builds, or only what stands."""
    routes = Routes(dataset, choices)
    try:
        pairs = cut_sets_of(routes, 2)
        pairs = pairs[pairs["size"] == 2]
    except TooManyCutSetsError:
        pairs = None
    found = chains_of(routes)
    euros = routes.demands[["site", "product", "buyer"]].assign(eur=routes.hanging["eur"])
    return Structure(
        len(routes.demands), int(routes.has_route.sum()), choices is not None,
        structure_of(routes, assets(dataset, ALL_KINDS)), pairs, found.merge(euros, on=["site", "product", "buyer"]),
        len(raw_materials(dataset)), single_sources(routes.parts),
    )  # fmt: skip


def structure_text(structure: Structure, width: int = 80) -> str:
    """The structure for a terminal, ``width`` columns wide. Whoever shows it puts the marking at its head and foot.

    >>> import edu_supply
    >>> print(structure_text(describe_structure(edu_supply.read("data/tutorial"))).splitlines()[0])
    No way round: without these some demand has no supply route at all
    """
    what = "what stands or the plan opens" if structure.planned else "what stands"
    said = (
        "A demand is what a buyer asks for of a product at a front: "
        f"{structure.reached:,} of {structure.demands:,} have a route from the raw materials over {what}. "
        "Stocks are no source, and how much a route can carry plays no part. "
        "What hangs on each is valued at its penalties."
    )
    lines = ["No way round: without these some demand has no supply route at all", *wrapped(said, width)]
    ranked = structure.singles[structure.singles["rank"].notna()]
    alone = ranked["kind"].isin(SINGLE)
    lines += _table("Sites, lines and lanes", ranked[alone], width)
    lines += _table("Common causes", ranked[~alone], width)
    lines += _sources(structure, width)
    lines += _pairs(structure.pairs, width)
    lines += _chains(structure.chains, width)
    return "\n".join(lines)


def _sources(structure: Structure, width: int) -> list[str]:
    """Raw materials of one site or country, and what hangs on each; what a substitute serves does not."""
    title = f"Raw materials with a single source: {len(structure.sources):,} of {structure.raw_materials:,}"
    if not structure.sources:
        return ["", title]
    products = records(structure.singles[structure.singles["kind"] == "product"])
    hangs = {row.target: (f"{row.demands:,}", eur(row.hanging_eur)) for row in products if row.demands}
    cells = [(safe(f"{one.product}: {one.said}"), *hangs.get(one.product, ("-", "-"))) for one in structure.sources]
    return ["", *table(cells, width, head=(title, "demands", "at penalties"))]


def _table(title: str, rows: pd.DataFrame, width: int) -> list[str]:
    """The first of the ranked assets: what hangs on each."""
    if rows.empty:
        return ["", f"{title}: none"]
    cells = [(f"{row.kind} {row.target}", f"{row.demands:,}", eur(row.hanging_eur), row.worst_product)
             for row in records(rows.head(MOST_ROWS))]  # fmt: skip
    head = (f"{title}: {len(rows):,}", "demands", "at penalties", "most of it")
    return ["", *table(cells, width, head=head, left=(0, 3)), *_more(len(rows))]


def _more(rows: int) -> list[str]:
    return [f"  and {rows - MOST_ROWS:,} more"] if rows > MOST_ROWS else []


def _pairs(pairs: pd.DataFrame | None, width: int) -> list[str]:
    title = "Two at once"
    if pairs is None:
        return ["", f"{title}: too many to look at"]
    if pairs.empty:
        return ["", f"{title}: no two sites, lines or lanes more"]
    cells = [(row.assets.replace("site:", "").replace(", ", " + "), f"{row.demands:,}", eur(row.hanging_eur),
              row.worst_product) for row in records(pairs.head(MOST_ROWS))]  # fmt: skip
    head = (f"{title}: {len(pairs):,}", "demands", "at penalties", "most of it")
    return ["", *table(cells, width, head=head, left=(0, 3)), *_more(len(pairs))]


def _chains(found: pd.DataFrame, width: int) -> list[str]:
    """The longest way of single sites to what is worth most; demands that share one together."""
    sites = found[found["kind"] == "site"].sort_values("step", kind="stable")
    ways: dict[tuple[str, ...], list[tuple[str, str, float]]] = {}
    for (site, product, _), rows in sites.groupby(["site", "product", "buyer"], sort=False):
        steps = tuple(_steps(rows, str(product)))
        if len(steps) > 1:
            ways.setdefault(steps, []).append((str(product), str(site), float(rows["eur"].iloc[0])))
    order = sorted(ways, key=lambda way: -sum(eur for _, _, eur in ways[way]))
    lines = ["", "Chains of single sites, from the raw material to the front"] if order else []
    for way in order[:MOST_CHAINS]:
        what = named(list(dict.fromkeys(product for product, _, _ in ways[way])))
        where = named(list(dict.fromkeys(site for _, site, _ in ways[way])))
        lines += wrapped(safe(f"{what} at {where}: {' > '.join(way)}"), width, indent=4, first=2)
    return lines


def _steps(rows: pd.DataFrame, product: str) -> Iterator[str]:
    """The sites of a chain, with what each makes or hands on where that is not what is asked for."""
    for row in records(rows):
        yield row.target if row.carries == product else f"{row.target} ({row.carries})"
