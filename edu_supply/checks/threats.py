"""Threats that cut a limit that is not there, hit nothing, or are too likely."""

from __future__ import annotations

import pandas as pd

from edu_supply.checks.findings import Tables, findings, listed, text
from edu_supply.problems import Problem

SITE_KINDS = ("site", "country", "company", "group")
"""The kinds of threat that hit sites."""


def hit_sites(tables: Tables, threats: pd.DataFrame) -> pd.DataFrame:
    """The sites that each row of threats hits: columns ``row`` (its index in ``threats``) and ``site``."""
    sites = tables["sites"].drop_duplicates("site")
    members = tables["groups"].merge(sites, on="country")
    named = {
        "site": sites[["site"]].assign(target=sites["site"]),
        "country": sites[["site"]].assign(target=sites["country"]),
        "company": sites[["site"]].assign(target=sites["company"]),
        "group": members[["site"]].assign(target=members["group"]),
    }
    return _hit(threats, named)[["row", "site"]].drop_duplicates()


def hit_lanes(tables: Tables, threats: pd.DataFrame) -> pd.DataFrame:
    """The lanes that each row of threats hits as such, not by their ends: columns ``row`` and ``lane``."""
    lanes = tables["lanes"].drop_duplicates("lane")
    crossing = _crossing(tables)
    named = {
        "lane": lanes[["lane"]].assign(target=lanes["lane"]),
        "mode": lanes[["lane"]].assign(target=lanes["mode"]),
        "exports": crossing[["lane"]].assign(target=crossing["country"]),
    }
    return _hit(threats, named)[["row", "lane"]]


def _crossing(tables: Tables) -> pd.DataFrame:
    """The lanes that leave a country for another, with the country that they leave."""
    lanes = tables["lanes"].drop_duplicates("lane")
    country = tables["sites"].drop_duplicates("site").set_index("site")["country"]
    begins, ends = lanes["origin"].map(country), lanes["destination"].map(country)
    return lanes.assign(country=begins)[begins.notna() & ends.notna() & (begins != ends)]


def _hit(threats: pd.DataFrame, named: dict[str, pd.DataFrame]) -> pd.DataFrame:
    rows = threats[["kind", "target"]].assign(row=threats.index)
    hits = [rows[rows["kind"] == kind].merge(things.dropna(), on="target") for kind, things in named.items()]
    return pd.concat(hits, ignore_index=True)


def partial_losses_of_no_limit(tables: Tables) -> list[Problem]:
    """What a threat takes a part of has a limit to take a part of: a lane's capacity_t, a site's throughput_t."""
    threats = tables["threats"]
    limited = threats["kind"].isin(["line", "product"])
    partial = threats[(threats["share_lost"] > 0) & (threats["share_lost"] < 1) & ~limited]
    if partial.empty:
        return []
    sites, lanes = tables["sites"], tables["lanes"]
    hits = hit_sites(tables, partial)
    open_sites = hits[hits["site"].isin(sites.loc[sites["throughput_t"].isna(), "site"])]
    open_lanes = lanes[lanes["capacity_t"].isna()].drop_duplicates("lane")
    at_ends = [
        hits.merge(open_lanes, left_on="site", right_on=end)[["row", "lane"]] for end in ("origin", "destination")
    ]
    direct = hit_lanes(tables, partial)
    touched = pd.concat([direct[direct["lane"].isin(open_lanes["lane"])], *at_ends]).drop_duplicates()
    absent = pd.concat(
        [
            open_sites[["row"]].assign(limit='throughput_t of site "' + open_sites["site"] + '"'),
            touched[["row"]].assign(limit='capacity_t of lane "' + touched["lane"] + '"'),
        ]
    )
    missing = absent.groupby("row")["limit"].agg(listed)
    return findings(
        partial.join(missing.rename("missing"), how="inner"),
        "no limit",
        "threats",
        lambda row: f'A part of "{row.target}" can only be lost where there are limits. Absent: {row.missing}.',
        "Give these limits, or lose all of it: share_lost 1.",
        "share_lost",
    )


def threats_that_hit_nothing(tables: Tables) -> list[Problem]:
    """A group has a site, exports have a lane that crosses the border, a product has a line that makes it."""
    threats, sites, groups = tables["threats"], tables["sites"], tables["groups"]
    if threats.empty:
        return []
    peopled = groups.loc[groups["country"].isin(sites["country"]), "group"]
    idle = {
        "group": (groups["group"], peopled, "No site is in a country of this group."),
        "exports": (sites["country"], _crossing(tables)["country"], "No lane leaves this country."),
        "product": (tables["products"]["product"], tables["lines"]["product"], "No line makes this product."),
    }
    found: list[Problem] = []
    for kind, (defined, hit, message) in idle.items():
        rows = threats[threats["kind"] == kind]
        rows = rows[rows["target"].isin(defined) & ~rows["target"].isin(hit)]
        found += _warnings(rows, f"idle {kind}", message, "target")
    return found


def threats_that_take_nothing(tables: Tables) -> list[Problem]:
    """A threat takes a share of something, and destroys stock only where stock lies."""
    threats = tables["threats"]
    nothing = threats[(threats["share_lost"] == 0) & (threats["stock_lost"] == 0)]
    no_stock = threats[(threats["stock_lost"] > 0) & ~threats["kind"].isin(SITE_KINDS)]
    return [
        *_warnings(nothing, "nothing lost", "Nothing is lost: share_lost and stock_lost are both 0.", "share_lost"),
        *_warnings(no_stock, "no stock", "Only sites hold stock: this destroys none.", "stock_lost"),
    ]


def _warnings(rows: pd.DataFrame, kind: str, message: str, column: str) -> list[Problem]:
    return findings(rows, kind, "threats", message, "It has no effect.", column, "warning")


def probabilities_above_one(tables: Tables) -> list[Problem]:
    """The probabilities of all threats, one for each name, add up to at most 1."""
    threats = tables["threats"]
    likely = threats[threats["probability"] > 0].drop_duplicates("threat")
    total = float(likely["probability"].sum())
    if total <= 1 + 1e-9:
        return []
    return findings(
        likely.tail(1),
        "probability",
        "threats",
        f"The probabilities of the {len(likely)} threats add up to {text(total)}.",
        "They may add up to at most 1; the rest is that nothing is lost.",
        "probability",
    )
