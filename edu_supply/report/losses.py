"""Single points of failure: what costs most to lose, and for how long each loss is survived."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from edu_supply.horizon import Horizon
from edu_supply.network.wording import count, number
from edu_supply.plan import Outages
from edu_supply.planning.layout import records
from edu_supply.planning.wording import eur
from edu_supply.report.facts import Facts
from edu_supply.report.markup import tag
from edu_supply.report.section import Section, section
from edu_supply.report.table import bar, table

MOST = 30


def losses(facts: Facts) -> Section | None:
    """The ranking of what a sweep found, where the report may tell it."""
    return None if facts.outages is None else ranking(facts.outages, facts.horizon)


def ranking(outages: Outages, horizon: Horizon) -> Section:
    """The dearest losses, what falls short by each, and time to survive against time to recover."""
    found = outages["spof"]
    back = found["recovery_periods"].astype(float).fillna(found["duration"].astype(float))
    ranked = found.assign(back=back)[found["self"] == 0].sort_values("rank", kind="stable")
    costly = ranked[ranked["loss_eur"] > 0]
    most = float(costly["loss_eur"].max()) if len(costly) else 1.0
    longest = max(float(costly["back"].max()), 1.0) if len(costly) else 1.0
    survival = bool(costly["time_to_survive_periods"].notna().any())
    rows = [
        (
            f"{int(row.rank)}",
            f"{row.kind} {row.target}{' *' if row.structural else ''}",
            bar(row.loss_eur / most, "s1"),
            eur(float(row.loss_eur)),
            _short(row),
            *([_survived(row, longest), _times(row)] if survival else []),
        )
        for row in records(costly.head(MOST))
    ]
    more = len(costly) - MOST
    head = ("", "lost", "", "costs", "worst shortage", *(("", "survived") if survival else ()))
    shown = table(
        head, rows, words=(1, 4), many=True, more=f"and {count(more, 'more asset')}: see spof.csv" if more > 0 else ""
    )
    return section("losses", "Single points of failure", _lead(outages, ranked, costly, horizon), shown, wide=True)


def _lead(outages: Outages, ranked: pd.DataFrame, costly: pd.DataFrame, horizon: Horizon) -> str:
    outage = outages.manifest["outage"]
    first, last = outage["start"], min(outage["start"] + outage["duration_periods"] - 1, horizon.periods)
    when = f"{horizon.label(first)} to {horizon.label(last)}"
    unit, gaps = horizon.length, int((ranked["gap_periods"] > 0).sum())
    survival = ""
    if outage["survival"]:
        survival = f" {gaps:,} are back later than their loss is survived: the bars on the right are the {unit}s that "
        survival += "it is survived, the mark at their end is when it is back."
    return (
        f"Each of {len(ranked):,} assets was lost by itself, {when}; {len(costly):,} cost anything.{survival} "
        f"* marks the {int(ranked['structural'].sum()):,} without which some demand has no supply route at all."
    )


def _short(row: Any) -> str:
    product = row.worst_product
    return f"{number(round(row.short_units))} {product}" if isinstance(product, str) and product else "none"


def _survived(row: Any, longest: float) -> Markup:
    """A bar of the periods that a loss is survived, on one as long as it takes until the asset is back."""
    if pd.isna(row.time_to_survive_periods):
        return Markup("")
    back = row.back / longest * 100
    survived = min(float(row.time_to_survive_periods) / longest * 100, back)
    drawn = [
        tag("rect", width=back, height=10, class_="track"),
        tag("rect", width=survived, height=10, class_="filled"),
        tag("rect", x=max(back - 1.5, 0.0), width=1.5, height=10, class_="mark"),
    ]
    return tag("svg", *drawn, viewBox="0 0 100 10", preserveAspectRatio="none", class_="bar s2", aria_hidden="true")


def _times(row: Any) -> str:
    return "" if pd.isna(row.time_to_survive_periods) else f"{int(row.time_to_survive_periods)} of {int(row.back)}"
