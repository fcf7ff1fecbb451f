"""What comes too late for the plan."""

from __future__ import annotations

from edu_supply.checks.findings import Tables, counted, findings
from edu_supply.dataset import Settings
from edu_supply.problems import Problem

LEADS: dict[str, tuple[str, str]] = {
    "lines": ("lead_periods", "Nothing begun on this line comes out within the {periods} of the plan."),
    "expansions": ("lead_periods", "This expansion gives nothing within the {periods} of the plan."),
    "lanes": ("lead_periods", "Nothing sent on this lane arrives within the {periods} of the plan."),
    "sites": ("build_lead_periods", "If built, this site is not usable within the {periods} of the plan."),
    "lanes built": ("build_lead_periods", "If built, this lane is not usable within the {periods} of the plan."),
}
"""Columns of lead times, by table (for lanes, two), and what it means if one is as long as the plan."""

DATED: dict[str, tuple[str, str]] = {
    "demand": ("period", "demand"),
    "arrivals": ("period", "arrivals"),
    "availability": ("from_period", "availability"),
    "stocks": ("from_period", "minimums"),
    "threats": ("start", "threats"),
}
"""The column of each table that says when, and what is dated."""


def leads_past_horizon(tables: Tables, settings: Settings) -> list[Problem]:
    """A line, lane, expansion or build with a lead time as long as the plan is of no use in it."""
    found: list[Problem] = []
    periods = settings.horizon.periods
    for name, (column, message) in LEADS.items():
        table = name.split()[0]
        rows = tables[table]
        late = rows[column] >= periods
        if column == "build_lead_periods":
            late &= rows["build_cost_eur"].notna()
        words = message.format(periods=counted(periods, "period"))
        found += findings(rows[late], "late", table, words, "Plan for more periods if it matters.", column, "warning")
    return found


def rows_past_horizon(tables: Tables, settings: Settings) -> list[Problem]:
    """Rows for periods after the last one are passed over, and counted."""
    found: list[Problem] = []
    periods = settings.horizon.periods
    for table, (column, noun) in DATED.items():
        rows = tables[table]
        late = rows[rows[column] > periods]
        if table == "stocks":
            late = late[late["minimum"] > 0]
        verb = "is" if len(late) == 1 else "are"
        message = f"{counted(len(late), 'row')} of {noun} {verb} beyond the {counted(periods, 'period')} of the plan."
        right = "They do not count." if len(late) > 1 else "It does not count."
        found += findings(late.head(1), "beyond", table, message, right, column, "warning")
    return found
