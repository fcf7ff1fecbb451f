"""How much of what is asked for is served: over time, by product, by front and buyer; what falls short, and why."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from edu_supply.network.wording import number
from edu_supply.planning.headline import percent
from edu_supply.planning.layout import records
from edu_supply.planning.wording import eur
from edu_supply.report.facts import Facts
from edu_supply.report.markup import Inside, joined, tag
from edu_supply.report.over_time import area_chart, legend, line_chart
from edu_supply.report.section import Section, section, twice
from edu_supply.report.table import bar, table

MOST_CAUSES = 15
MOST_RATES = 40


def over_time(facts: Facts) -> Section | None:
    """The fill rate by period, of all together and of the products that are worst served."""
    if facts.fill.empty:
        return None
    drawn = twice(lambda width: line_chart(facts.fill, facts.horizon, width, "Fill rate by period"))
    lead = "Served / asked for by period, each unit at its penalty: all together, and the products that are short most."
    return section("fill-rate", "Fill rate over time", lead, legend(list(facts.fill.columns[1:]), lines=True), drawn)


def stock(facts: Facts) -> Section | None:
    """Tonnes held at the end of every period."""
    names = list(facts.stock.columns[1:])
    if not names:
        return None
    drawn = twice(lambda width: area_chart(facts.stock, facts.horizon, width, "Stock by period, tonnes", "t"))
    lead = "Tonnes held at the end of each period, all places together, by product."
    return section("stock", "Stock over time", lead, legend(names, lines=False), drawn)


def by_product(facts: Facts) -> Section | None:
    """Asked for, served and short by product."""
    sums = facts.demand.groupby("product", sort=False)[["quantity_units", "served_units", "short_units"]].sum()
    if sums.empty:
        return None
    rates = facts.manifest["fill_rate"]["by_product"]
    names = dict(zip(facts.products["product"], facts.products["name"], strict=True))
    rows = [
        (
            product,
            *(_amount(value, facts.units[str(product)]) for value in one),
            bar(rates.get(product, 1.0)),
            percent(rates.get(product, 1.0)),
        )
        for product, one in zip(sums.index, sums.to_numpy(), strict=True)
    ]
    said = "; ".join(
        f"{product}: {names[product]}"
        for product in sums.index
        if isinstance(names[product], str) and names[product] not in ("", product)
    )
    head = ("product", "asked for", "served", "short", "", "fill rate")
    return section("products", "Served, by product", "", table(head, rows, many=True, more=said))


def by_place(facts: Facts) -> Section | None:
    """Fill rates by buyer, and by front where the report may name it; the lowest first."""
    rates = facts.manifest["fill_rate"]
    parts: list[Inside] = [_rates("buyer", rates["by_buyer"])]
    if facts.fronts:
        parts += [tag("h3", "By front"), _rates("front", facts.fronts)]
    return (
        section(
            "places",
            "Served, by buyer" + (" and front" if facts.fronts else ""),
            "Served / asked for over the whole horizon, each unit at its penalty; the lowest first.",
            *parts,
            wide=True,
        )
        if rates["by_buyer"]
        else None
    )


def _rates(word: str, rates: Mapping[str, float]) -> Markup:
    """Names with a bar and a rate each, in as many columns as fit."""
    low = sorted(rates.items(), key=lambda item: item[1])
    rows = [tag("li", tag("bdi", name), bar(rate), tag("span", percent(rate))) for name, rate in low[:MOST_RATES]]
    more = [
        f"and {len(low) - MOST_RATES:,} more {word}s, from {percent(rate)} on"
        for _, rate in low[MOST_RATES : MOST_RATES + 1]
    ]
    return joined([tag("ul", *rows, class_="rates"), *(tag("p", one, class_="more") for one in more)])


def _amount(value: float, unit: str) -> str:
    return number(round(value)) + ("" if unit == "units" else f" {unit}")


def requirements(facts: Facts) -> Section | None:
    """How far each requirement is met, and from when on; those that miss most of what they ask for first."""
    found = facts.requirements
    if found.empty:
        return None
    share = (found["missing_units"] / found["required_units"].where(found["required_units"] > 0)).fillna(0.0)
    found = found.assign(missing=share).sort_values("missing", ascending=False, kind="stable")
    label, last = facts.horizon.label, facts.horizon.periods
    rows = [
        (
            row.what,
            f"{row.kind} of {row.product}",
            _amount(row.required_units, facts.units[row.product]),
            "" if pd.isna(row.missing_units) else _amount(row.missing_units, facts.units[row.product]),
            bar(1 - row.missing),
            "not by the end" if not row.full_from_period <= last else f"from {label(int(row.full_from_period))}",
        )
        for row in records(found.head(MOST_RATES))
    ]
    hidden = len(found) - MOST_RATES
    more = f"and {hidden:,} more: see requirements.csv" if hidden > 0 else ""
    head = ("country" if facts.partners else "requirement", "asks for", "required", "missing", "", "full")
    lead = "What is missing: of stock at the end of the plan, of demand in all."
    return section(
        "requirements", "Requirements", lead, table(head, rows, words=(0, 1), many=True, more=more), wide=True
    )


def causes(facts: Facts) -> Section | None:
    """What falls short, and why: the dearest first."""
    if facts.causes.empty:
        return section("short", "What falls short", "Nothing: all that is asked for is served.")
    why = bool(facts.causes["told"].any())
    rows = [
        (
            row.product,
            f"{number(round(row.short_units))} {facts.units[row.product]}",
            eur(row.shortage_eur),
            *([row.told] if why else []),
        )
        for row in records(facts.causes.head(MOST_CAUSES))
    ]
    hidden = facts.causes.iloc[MOST_CAUSES:]
    more = (
        f"and {len(hidden):,} more reasons ({eur(hidden['shortage_eur'].sum())}): see demand.csv" if len(hidden) else ""
    )
    head = ("product", "short", "at penalties", *(["why"] if why else []))
    lead = (
        "Units that are not served by the last period in which they may be, at their penalties: a weight, not a bill."
    )
    return section(
        "short",
        "What falls short" + (", and why" if why else ""),
        lead,
        table(head, rows, words=(0, 3), more=more, many=why, class_="reasons" if why else None),
        wide=why,
    )
