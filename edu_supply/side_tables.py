"""The columns of the tables that stand beside a plan, or in its place; ``plan.py`` has those of a plan itself."""

from __future__ import annotations

CONFLICT: dict[str, str] = {
    "where": "file and line (or sheet and row) of the table row",
    "column": "the cell of it that counts",
    "value": "what stands there",
    "says": "what that asks for, or allows",
    "role": "asks or limits",
    "irreducible": "1: none of these rows can be left out of the contradiction; 0: the search ran out of time",
    "enough": "1: with this row alone dropped, a plan exists; 0: the data hold a further contradiction",
}
"""The table ``conflict`` that stands in a run folder in place of a plan where the data contradict themselves."""

SIDE_TABLES: dict[str, dict[str, str]] = {
    "line_use": {
        "line": "the line",
        "site": "where it stands",
        "products": "all that it can make",
        "period": "the period",
        "available_lines": "lines that are there: what exists and was opened, times its availability",
        "used_lines": "lines that are busy",
        "use_share": "used_lines / available_lines",
    },
    "requirements": {
        "requirement": "the requirement",
        "method": "how it is set",
        "kind": "stock, which is held, or demand, which is served",
        "site": "where",
        "country": "whose it is, or who pays",
        "product": "what",
        "from_period": "period from which it is to be there",
        "required_units": "units that it comes to: of stock at the end of every period, of demand in all",
        "missing_units": "units of it that are missing: of stock at the end of the plan, of demand in all; blank: it "
        "is due after the plan",
        "most_missing_units": "most that is missing at the end of a period; of demand, in a period",
        "full_from_period": "period from which on nothing is missing; blank: not within the plan",
    },
    "conflict": CONFLICT,
}
"""Tables beside the plan: how far lines are used and requirements met, and, where there is no plan, which rows
contradict one another."""
