"""The price of autonomy in words, for a terminal."""

from __future__ import annotations

import pandas as pd

from edu_supply.plan import Run
from edu_supply.planning.headline import percent
from edu_supply.planning.layout import records, safe, table, wrapped
from edu_supply.planning.wording import eur


def autonomy_text(run: Run, width: int = 80) -> str:
    """The curve as a table, and what it means, at most ``width`` columns.

    >>> import edu_supply
    >>> from edu_supply.dependence import autonomy_text
    >>> run = edu_supply.autonomy(edu_supply.read("data/tutorial"), "UA", shares=[1])
    >>> autonomy_text(run).splitlines()[0]
    'Price of autonomy: what counts as inside is UA'
    """
    rows = []
    for row in records(run["autonomy"]):
        if row.status == "no plan":
            rows.append((percent(row.allowed_share), "no plan", "", "", "", "", ""))
            continue
        worst = f"{safe(row.worst_product)} {percent(row.worst_fill_rate)}" if row.worst_product else ""
        point = eur(float(row.point_eur)) if row.point_eur >= 0.5 else "nothing"
        more = _more(row.more_eur, row.gap_eur) if rows else ""
        rows.append((percent(row.allowed_share), eur(float(row.objective_eur)), more,
                     percent(row.fill_rate), worst, percent(row.outside_share), point))  # fmt: skip
    head = ("at most", "costs", "more", "served", "worst", "outside", "a point")
    inside = safe(run.manifest["inside"])
    products = run.manifest.get("products") or []
    of = f" in the components of {', '.join(map(safe, products))}" if products else ""
    notes = [
        "At most: the outside share allowed in the components of each product; outside: the largest there is.",
        "More: than the first row. A point: what one percentage point more of it would save.",
        "By mass balance: within what comes in and goes out the plan says which unit carries it.",
    ]
    return "\n".join([
        f"Price of autonomy: what counts as inside is {inside}{of}", *table(rows, width, head=head, left=(4,)),
        *(line for note in notes for line in wrapped(note, width, 2)),
    ])  # fmt: skip


def _more(more_eur: float, gap_eur: float) -> str:
    """How much more than the first row; no more than the gap is said to be so."""
    if pd.isna(gap_eur) or abs(more_eur) <= gap_eur:
        return "within the gap"
    return eur(float(more_eur))
