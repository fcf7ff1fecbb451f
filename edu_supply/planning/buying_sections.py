"""The sections of a plan's summary on buying and policy: contracts, who pays, origin of content, rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.wording import number
from edu_supply.plan import Plan
from edu_supply.planning.headline import percent
from edu_supply.planning.layout import records, safe, table, wrapped
from edu_supply.planning.wording import eur, product_units

MOST_CONTRACTS = 15
MOST_BUYERS = 12
MOST_SHARES = 10

WIDE = 100
"""From so many columns on the rules are shown with whom they concern most."""


def contracts(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """What to sign: pools, lines, units over the horizon, price and sum."""
    bought = plan.tables.get("contracts")
    if bought is None or bought.empty:
        return []
    units = product_units(dataset)
    sums = signed(bought)
    rows = [
        (safe(row.pool) + (f" ({safe(row.programme)})" if row.programme else ""), safe(row.line),
         f"{number(round(float(row.quantity_units)))} {units[str(row.product)]}",
         safe(row.product), f"at {eur(float(row.unit_price_eur))}", eur(float(row.paid_eur)))
        for row in records(sums.head(MOST_CONTRACTS))
    ]  # fmt: skip
    more = sums.iloc[MOST_CONTRACTS:]
    last = [f"  and {len(more):,} more ({eur(more['paid_eur'].sum())}): see contracts.csv"] if len(more) else []
    return ["To sign (pool and programme, line, what, price)", *table(rows, width, left=(0, 1, 3)), *last]


def signed(contracts: pd.DataFrame) -> pd.DataFrame:
    """The contracts of a plan with their buyers' units together, the dearest first.

    Columns: pool, programme ("": none), line, product, unit_price_eur, quantity_units, paid_eur.
    """
    key = ["pool", "programme", "line", "product", "unit_price_eur"]
    sums = contracts.assign(programme=contracts["programme"].fillna("")).groupby(key, sort=False)
    found = sums[["quantity_units", "paid_eur"]].sum().reset_index()
    return found.sort_values("paid_eur", ascending=False, kind="stable")


def spending(plan: Plan, width: int) -> list[str]:
    """What each buyer pays, what it saves by not signing alone, what programmes add; the largest first."""
    whole = plan["spending"]
    whole = whole[whole["period"].isna() & (whole["cost"] == "procurement")]
    paying = whole[whole["paid_eur"] > 0].sort_values("paid_eur", ascending=False, kind="stable")
    if paying.empty:
        return []
    helped = bool(paying[["grant_eur", "debt_eur"]].to_numpy().sum() > 0)
    rows = []
    for row in records(paying.head(MOST_BUYERS)):
        left = "" if pd.isna(row.left_eur) else eur(round(float(row.left_eur)))
        support = (eur(float(row.grant_eur)), eur(float(row.debt_eur))) if helped else ()
        rows.append((safe(row.buyer), eur(float(row.paid_eur)), eur(float(row.saved_eur)), *support, left))
    head = ("", "pays", "saves", *(("granted", "lent") if helped else ()), "of budget left")
    more = paying.iloc[MOST_BUYERS:]
    last = [f"  and {len(more):,} more ({eur(more['paid_eur'].sum())}): see spending.csv"] if len(more) else []
    lines = ["Who pays for contracts, and what each saves by not signing alone", *table(rows, width, head=head), *last]
    said = beside(plan.manifest)
    return lines + (wrapped(said, width, 2) if said else [])


def beside(manifest: Mapping[str, Any]) -> str:
    """Value-added tax and support, in one sentence; nothing where there is neither."""
    said = [
        f"{word} {eur(manifest[key])}" for word, key in
        (("value-added tax", "vat_eur"), ("tax saved by exemption", "vat_saved_eur"),
         ("paid by programmes", "support_eur"), ("lent by them", "debt_eur")) if manifest.get(key, 0.0) >= 0.5
    ]  # fmt: skip
    where = "Counted in the objective" if manifest.get("net") else "Beside the objective"
    return f"{where}: {', '.join(said)}." if said else ""


def content(plan: Plan, width: int) -> list[str]:
    """The outside share of each product by perimeter, the limit, and what a percentage point is worth."""
    shares = plan.tables.get("content")
    if shares is None or shares.empty:
        return []
    shares = shares.assign(line=shares["line"].fillna(""))
    limited = shares[(shares["line"] == "") | shares["limit_share"].notna()]
    limited = limited.sort_values("outside_share", ascending=False, kind="stable")
    rows = [
        (f"{safe(row.product)} of {safe(row.line)}" if row.line else safe(row.product), safe(row.inside),
         percent(row.outside_share), "" if pd.isna(row.limit_share) else percent(row.limit_share),
         eur(float(row.autonomy_eur)) if row.autonomy_eur >= 0.5 else "")
        for row in records(limited.head(MOST_SHARES))
    ]  # fmt: skip
    head = ("", "inside is", "outside share", "at most", "a point is worth")
    more = [f"  and {len(limited) - len(rows):,} more: see content.csv"] if len(limited) > len(rows) else []
    note = wrapped("By mass balance: within what comes in and goes out the plan says which unit carries it.", width, 2)
    return ["Outside value in components", *table(rows, width, head=head, left=(0, 1)), *more, *note]


def rules(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """What each rule asks for, what the plan has, what it costs and leaves unserved."""
    kept = plan.tables.get("rules")
    if kept is None or kept.empty:
        return []
    units = product_units(dataset)
    rows = []
    for row in records(kept.sort_values(["cost_eur"], ascending=False, kind="stable")):
        product, who = (str(one) if isinstance(one, str) else "" for one in (row.product, row.who))
        reached, asked, cost = rule_in_words(row)
        short = f"{number(round(row.unserved_units))} {units[product]}" if product and row.unserved_units >= 0.5 else ""
        concerned = [" ".join(safe(one) for one in (product, who) if one)] if width >= WIDE else []
        rows.append((safe(row.rule), *concerned, reached, asked, cost, short))
    head = ("rule", *(["nearest to it"] if width >= WIDE else []), "has", "asked", "costs", "unserved")
    left = (0, 1) if width >= WIDE else (0,)
    return ["Rules, and what each costs with the plan's choices kept", *table(rows, width, head=head, left=left)]


def rule_in_words(row: Any) -> tuple[str, str, str]:
    """Of a row of the plan's ``rules``: what the plan has, what is asked for, and what that costs."""
    counted = row.kind == "makers_at_least"
    reached, limit = ("nothing" if pd.isna(one) else f"{one:g}" if counted else percent(one)
                      for one in (row.reached, row.limit))  # fmt: skip
    word = "at most" if row.kind.endswith("at_most") else "at least"
    cost = "not known" if pd.isna(row.cost_eur) else eur(float(row.cost_eur)) if row.cost_eur >= 0.5 else "nothing"
    return reached, f"{word} {limit}", cost
