"""What ``compare`` writes: its tables, column by column."""

from __future__ import annotations

COMPARISON_MANIFEST: dict[str, str] = {
    "kind": "compare",
    "status": "done; interrupted where not every part of the difference was solved",
    "base": "name, data, objective_eur, gap_eur and status of the first run",
    "others": "the same of each other run",
    "country": "the country from whose side it is told; blank: from everybody's",
    "why": "of each other run, how its difference was divided: shapley, both orders, one part; same inputs, not asked "
    "for, or why it could not be",
    "marking, currency_year, versions": "as of a plan",
    "seconds": "how long it took",
}

COMPARISON_TABLES: dict[str, dict[str, str]] = {
    "input_differences": {
        "run": "the other run",
        "table": "the table; pools and net are of the model file",
        "row": "the row, by the cells that name it",
        "column": "the cell that differs; blank where the whole row is added or removed",
        "how": "changed, added or removed",
        "base": "what stands in the base",
        "other": "what stands in the other run",
        "part": "the part of the difference that it belongs to",
    },
    "differences": {
        "run": "the other run",
        "subject": "cost, fill_rate, short, spending, choices, contracts, stock, single_points",
        "item": "what of it",
        "unit": "EUR, share, units, steps, periods",
        "base": "in the base",
        "other": "in the other run",
        "difference": "other less base",
        "difference_share": "difference / base; blank where the base is 0",
        "within_gap": "1: an amount no larger than what both plans may still save, so it may be nothing; 0: it is real",
    },
    "why": {
        "run": "the other run",
        "part": "a change of the inputs",
        "rows": "rows that it changes",
        "objective_eur": "its part of the difference of money and penalties together",
        "money_eur": "its part of the difference of money, with the value of added stock",
        "penalties_eur": "its part of the difference of penalties: shortage and reserves",
        "short_units": "its part of the difference of units short, all products together",
        "within_gap": "1: no larger than what the plans behind it may still save; 0: it is real",
    },
    "why_products": {
        "run": "the other run",
        "part": "a change of the inputs",
        "product": "what was asked for",
        "short_units": "the part's part of the difference of units short of it",
    },
}
"""The tables of a comparison."""
