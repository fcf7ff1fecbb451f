"""What ``autonomy`` writes: its table, column by column."""

from __future__ import annotations

AUTONOMY_TABLES: dict[str, dict[str, str]] = {
    "autonomy": {
        "allowed_share": "largest outside share of the components of every product that is followed",
        "status": "optimal, feasible or no plan",
        "objective_eur": "what the plan costs in all",
        "gap_eur": "most by which a better plan could be better",
        "more_eur": "objective_eur less that of the first point",
        "money_eur": "money",
        "shortage_eur": "units short at their penalties, and late service",
        "fill_rate": "served / asked for, each unit at its penalty",
        "worst_product": "the product that is served worst",
        "worst_fill_rate": "its fill rate",
        "outside_share": "the largest outside share that a followed product has in the plan",
        "point_eur": "what one percentage point more would save, all products together, with the plan's choices fixed",
    },
}
"""The table of the price of autonomy."""
