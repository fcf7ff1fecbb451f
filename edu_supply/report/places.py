"""Where the places of a plan are on the map: by their coordinates; without any, in the middle of their country."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.plan import Plan
from edu_supply.planning.layout import records
from edu_supply.report.projection import middle, projected

COLUMNS = ["place", "kind", "x", "y", "weight", "title"]


def site_places(plan: Plan, dataset: Dataset) -> tuple[pd.DataFrame, dict[str, str], tuple[str, ...], tuple[str, ...]]:
    """The sites that a plan uses: what stands on the map, which place stands for each site, and the names of those
    that have no coordinates (shown in the middle of their country), and of those that are not shown at all."""
    ships, sites = plan["shipments"], dataset["sites"]
    busy = {
        *ships["origin"],
        *ships["destination"],
        *plan["production"]["site"],
        *plan["demand"]["site"],
        *plan["stocks"]["site"],
    }
    there = sites[sites["site"].isin(busy)]
    located = there["latitude"].notna() & there["longitude"].notna()
    rows = [
        (str(row.site), str(row.kind), *projected(float(row.latitude), float(row.longitude)))
        for row in records(there[located])
    ]
    stands_for = {str(row[0]): str(row[0]) for row in rows}
    guessed, nowhere = [], []
    for country, group in there[~located].groupby("country", sort=False):
        at, names = middle(str(country)), [str(site) for site in group["site"]]
        if at is None:
            nowhere += names
            continue
        guessed += names
        place = names[0] if len(names) == 1 else f"{country}: {len(names):,} places"
        rows.append((place, str(group["kind"].iloc[0]) if len(names) == 1 else "several", *at))
        stands_for |= dict.fromkeys(names, place)
    placed = pd.DataFrame(rows, columns=COLUMNS[:4])
    return _weighed(placed, ships, stands_for), stands_for, tuple(guessed), tuple(nowhere)


def _weighed(placed: pd.DataFrame, ships: pd.DataFrame, stands_for: Mapping[str, str]) -> pd.DataFrame:
    """The places with what they send and receive in their titles; the fronts weigh most, then who moves most."""
    ends = {end: ships[end].map(stands_for) for end in ("origin", "destination")}
    between = ends["origin"] != ends["destination"]
    out, into = (ships["mass_t"][between].groupby(ends[end][between]).sum() for end in ("origin", "destination"))
    sends, receives = (placed["place"].map(one).fillna(0.0).astype(float) for one in (out, into))
    titles = [
        f"{row.place} ({row.kind}): sends {away:,.0f} t, receives {near:,.0f} t"
        for row, away, near in zip(records(placed), sends, receives, strict=True)
    ]
    first = placed["kind"].isin(["front", "several"]).map({True: 1e12, False: 0.0})
    return placed.assign(weight=first + sends + receives, title=titles)[COLUMNS]


def country_places(flows: pd.DataFrame, countries: set[str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Countries in the middle of their land, and those that the outlines do not have."""
    out, into = (flows.groupby(end)["mass_t"].sum() for end in ("origin", "destination"))
    rows = []
    for one in sorted(countries):
        sends, receives, at = float(out.get(one, 0.0)), float(into.get(one, 0.0)), middle(one)
        if at is not None:
            title = f"{one}: sends {sends:,.0f} t to other countries, receives {receives:,.0f} t"
            rows.append((one, "country", *at, sends + receives, title))
    return pd.DataFrame(rows, columns=COLUMNS), tuple(one for one in sorted(countries) if middle(one) is None)
