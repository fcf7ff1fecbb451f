"""Offers that nobody can take up, or that leave somebody out."""

from __future__ import annotations

import pandas as pd

from edu_supply.checks.findings import Tables, findings, text
from edu_supply.checks.references import is_known
from edu_supply.problems import Problem


def offers_of_other_lines(tables: Tables) -> list[Problem]:
    """An offer is for a product that its line has a row for."""
    offers, lines = tables["offers"], tables["lines"]
    misspelt = lines.loc[~is_known(tables, "lines", "product"), "line"]
    known = is_known(tables, "offers", "line") & is_known(tables, "offers", "product")
    return findings(
        _without_match(offers[known & ~offers["line"].isin(misspelt)], lines),
        "offer of another",
        "offers",
        lambda row: f'The line has no row for "{row.product}" in lines.',
        "Offer what the line makes, or add the row to lines.",
        "line",
    )


def lines_that_do_not_offer(tables: Tables) -> list[Problem]:
    """Where some line offers a product, every line that can make it offers it."""
    offers, lines = tables["offers"], tables["lines"]
    offered = offers.drop_duplicates("product").set_index("product")["where"]
    misspelt = offers.loc[~is_known(tables, "offers", "product"), "line"]
    homeless = offers.loc[~is_known(tables, "offers", "line"), "product"]
    meant = lines["line"].isin(misspelt) | lines["product"].isin(homeless)
    makers = lines[(lines["capacity"] > 0) & lines["product"].isin(offered.index) & ~meant]
    return findings(
        _without_match(makers, offers),
        "no offer",
        "lines",
        lambda row: f"Another line offers this product ({offered[row.product]}), this one makes it without an offer.",
        "Add an offer for every line that makes it, or set this line's capacity to 0 for it.",
        "product",
    )


def offers_nobody_wants(tables: Tables) -> list[Problem]:
    """An offered product is asked for by some demand, or accepted by its buyer as a substitute."""
    offers = tables["offers"]
    asking = [("demand", "product"), ("substitutes", "product"), ("substitutes", "substitute")]
    if not all(is_known(tables, table, column).all() for table, column in asking):
        return []
    wanted = set(tables["demand"]["product"].dropna()) | _accepted(tables)
    known = is_known(tables, "offers", "product")
    return findings(
        offers[known & ~offers["product"].isin(wanted)].drop_duplicates("product"),
        "unwanted offer",
        "offers",
        "No demand asks for this product or accepts it as a substitute.",
        "Offers are for what buyers ask for; what goes into it is paid at unit_cost_eur.",
        "product",
    )


def _accepted(tables: Tables) -> set[str]:
    """Products that the buyer of some demand accepts in place of what it asked for."""
    asked = tables["demand"][["product", "buyer"]].drop_duplicates()
    pairs = tables["substitutes"].merge(asked, on="product")
    return set(pairs.loc[pairs["country"].isna() | (pairs["country"] == pairs["buyer"]), "substitute"].dropna())


def steps_above_ceiling(tables: Tables) -> list[Problem]:
    """A price step beyond the ceiling of its offer is never reached."""
    offers = tables["offers"]
    return findings(
        offers[offers["from_quantity"] > offers["max_quantity"]],
        "ceiling",
        "offers",
        lambda row: f"The offer ends at its max_quantity, {text(row.max_quantity)}, before this step begins.",
        "The step is never used.",
        "from_quantity",
        "warning",
    )


def prices_that_rise(tables: Tables) -> list[Problem]:
    """More is usually not dearer: a step whose price is above that of the step before is strange."""
    offers = tables["offers"].dropna(subset=["line", "product"]).sort_values("from_quantity", kind="stable")
    before = offers.groupby(["line", "product"])[["unit_price_eur", "where"]].shift()
    offers = offers.assign(price_before=before["unit_price_eur"], where_before=before["where"])
    return findings(
        offers[offers["unit_price_eur"] > offers["price_before"]].sort_index(),
        "rising price",
        "offers",
        lambda row: f"The step before costs less, EUR {text(row.price_before)} ({row.where_before}).",
        "Prices usually fall with quantity.",
        "unit_price_eur",
        "warning",
    )


def _without_match(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The rows whose line and product have no row among the others."""
    pairs = set(zip(others["line"], others["product"], strict=True))
    alone = [pair not in pairs for pair in zip(rows["line"], rows["product"], strict=True)]
    return rows[pd.Series(alone, index=rows.index, dtype=bool)]
