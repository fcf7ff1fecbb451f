"""What to decide, and who pays: openings, buildings, contracts, spending, cost by part, rules, origin of content."""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply.network.wording import number
from edu_supply.plan import COST_PARTS
from edu_supply.planning.buying_sections import beside, rule_in_words
from edu_supply.planning.headline import percent
from edu_supply.planning.layout import records
from edu_supply.planning.survived import price_of
from edu_supply.planning.wording import eur
from edu_supply.report.facts import Facts
from edu_supply.report.markup import Inside
from edu_supply.report.section import Section, section
from edu_supply.report.table import bar, table

MOST = 25
MOST_SHARES = 15

EXPLAINED = {
    "production": "unit costs of what is made outside contracts",
    "procurement": "what is bought under contracts",
    "transport": "mass times cost_eur_per_t",
    "holding": "stock held, and goods under way",
    "scrap": "what is thrown away",
    "expansion": "lines opened",
    "build": "sites and lanes built",
    "shortage": "units short at their penalties, and late service: a weight, not a bill",
    "reserves": "reserves not kept, at their penalties: a weight, not a bill",
    "added": "value of the stock that is to be there before period 1",
    "vat": "value-added tax",
    "support": "paid by programmes",
}


def cost(facts: Facts) -> Section:
    """The cost split: what is paid, and what counts as a penalty."""
    parts = {part: float(amount) for part, amount in facts.manifest["cost"].items() if abs(amount) >= 0.005}
    most = max((abs(amount) for amount in parts.values()), default=1.0)
    rows: list[tuple[Inside, ...]] = [
        (part, bar(abs(amount) / most, "s1" if part in COST_PARTS[7:] else "s0"), eur(amount), EXPLAINED.get(part, ""))
        for part, amount in parts.items()
    ]
    rows.append(("in all", "", eur(float(facts.manifest["objective_eur"])), "what the plan makes as small as possible"))
    year = facts.manifest.get("currency_year")
    return section(
        "cost",
        "What it costs",
        f"In euros of {year}." if year else "",
        table(("part", "", "cost", ""), rows, words=(0, 3), class_="cost"),
    )


def survived(facts: Facts) -> Section | None:
    """What the plan survives, what that costs, and what is chosen for it; nothing where that was not asked for."""
    if facts.means is None:
        return None
    most = max(float(facts.means["more_eur"].abs().max()), 1e-9) if len(facts.means) else 1.0
    rows = [(row.what, f"{number(round(float(row.quantity), 1))}", bar(abs(row.more_eur) / most, "s0"),
             eur(float(row.more_eur)), row.needed_for) for row in records(facts.means.head(MOST))]  # fmt: skip
    hidden = len(facts.means) - len(rows)
    shown = table(("", "units", "", "costs more", "not survived without it"), rows, words=(0, 4), many=True,
                  more=f"and {hidden:,} more: see means.csv" if hidden > 0 else "")  # fmt: skip
    lead = " ".join(price_of(facts.manifest["resilience"]))
    return section("survived", "What it survives, and by which means", lead, *([shown] if rows else []), wide=True)


def choices(facts: Facts) -> Section:
    """What to open and to build, and by when to decide."""
    if facts.choices.empty:
        return section("choices", "To open and to build", "Nothing.")
    label = facts.horizon.label
    rows = [
        (
            row.what,
            f"{row.quantity:,.0f}",
            eur(float(row.cost_eur)),
            label(int(row.usable_from_period)) if row.usable_from_period <= facts.horizon.periods else "after the end",
            label(int(row.latest_period)),
        )
        for row in records(facts.choices.head(MOST))
    ]
    return section(
        "choices",
        "To open and to build",
        f"{eur(float(facts.choices['cost_eur'].sum()))} in all. Decided later than said, it changes the plan.",
        table(
            ("", "steps", "cost", "usable from", "decide by"),
            rows,
            more=_more(facts.choices, "cost_eur", "choices.csv"),
        ),
    )


def contracts(facts: Facts) -> Section | None:
    """What to sign."""
    if facts.contracts.empty:
        return None
    most = float(facts.contracts["paid_eur"].max()) or 1.0
    rows = [
        (
            f"{row.pool}{f' ({row.programme})' if row.programme else ''}",
            row.maker,
            row.product,
            f"{number(round(float(row.quantity_units)))} {facts.units[str(row.product)]}",
            eur(float(row.unit_price_eur)),
            bar(row.paid_eur / most),
            eur(float(row.paid_eur)),
        )
        for row in records(facts.contracts.head(MOST))
    ]
    maker = "makers in" if facts.partners else "line"
    head = ("pool (programme)", maker, "product", "quantity", "mean price" if facts.partners else "price", "", "paid")
    return section(
        "contracts",
        "Contracts to sign",
        "Quantities and sums over the whole horizon; * is the pool of everybody.",
        table(head, rows, words=(0, 1, 2), many=True, more=_more(facts.contracts, "paid_eur", "contracts.csv")),
        wide=True,
    )


def spending(facts: Facts) -> Section | None:
    """What each buyer pays, what it saves by not signing alone, what programmes add."""
    whole = facts.spending
    whole = whole[whole["period"].isna() & (whole["cost"] == "procurement") & (whole["paid_eur"] > 0)]
    if whole.empty:
        return None
    whole = whole.sort_values("paid_eur", ascending=False, kind="stable")
    most = float(whole["paid_eur"].max())
    extra = [
        (key, word)
        for key, word in (
            ("grant_eur", "granted"),
            ("debt_eur", "lent"),
            ("given_eur", "gives"),
            ("taken_eur", "is given"),
        )
        if whole[key].abs().sum() >= 0.5
    ]
    budgets = bool(whole["left_eur"].notna().any())
    rows: list[tuple[Inside, ...]] = [
        (
            row.buyer,
            bar(row.paid_eur / most),
            eur(float(row.paid_eur)),
            eur(float(row.saved_eur)),
            *(eur(float(getattr(row, key))) for key, _ in extra),
            *([_left(row)] if budgets else []),
        )
        for row in records(whole.head(2 * MOST))
    ]
    head = ("buyer", "", "pays", "saves", *(word for _, word in extra), *(["of budget left"] if budgets else []))
    return section(
        "spending",
        "Who pays",
        "What each buyer pays for contracts, and saves by not signing alone.",
        table(head, rows, many=True, more=beside(facts.manifest)),
        wide=True,
    )


def _left(row: Any) -> str:
    return "no limit" if pd.isna(row.left_eur) else eur(round(float(row.left_eur)))


def rules(facts: Facts) -> Section | None:
    """What each rule of policy asks for, has and costs."""
    if facts.rules.empty:
        return None
    rows = []
    for row in records(facts.rules.sort_values("cost_eur", ascending=False, kind="stable")):
        reached, asked, cost = rule_in_words(row)
        concerned = " ".join(one for one in (row.product, row.who) if isinstance(one, str) and one)
        rows.append((row.rule, concerned, asked, reached, cost))
    head = ("rule", "concerns" if facts.partners else "nearest to it", "asks for", "the plan has", "costs")
    return section(
        "rules",
        "Rules of policy",
        "What each costs with the plan's choices kept.",
        table(head, rows, words=(0, 1, 2, 3), many=True),
        wide=True,
    )


def content(facts: Facts) -> Section | None:
    """The outside share of each product, the limit, and what a percentage point is worth."""
    shares = facts.content
    shown = shares[(shares["line"] == "") | shares["limit_share"].notna()]
    if shown.empty:
        return None
    shown = shown.sort_values("outside_share", ascending=False, kind="stable").head(MOST_SHARES)
    rows = [
        (
            f"{row.product} of {row.line}" if row.line else row.product,
            row.inside,
            bar(row.outside_share, "s1"),
            percent(row.outside_share),
            "" if pd.isna(row.limit_share) else percent(row.limit_share),
            eur(float(row.autonomy_eur)) if row.autonomy_eur >= 0.5 else "",
        )
        for row in records(shown)
    ]
    lead = (
        "Outside value in the components, by mass balance: within what comes in and goes out the plan says which unit "
        "carries it."
    )
    return section(
        "content",
        "Origin of content",
        lead,
        table(("product", "inside is", "", "outside share", "at most", "a point is worth"), rows, words=(0, 1)),
    )


def _more(rows: pd.DataFrame, column: str, file: str) -> str:
    hidden = rows.iloc[MOST:]
    return f"and {len(hidden):,} more ({eur(hidden[column].sum())}): see {file}" if len(hidden) else ""
