"""The tables of a run folder on safety stock, column by column."""

from __future__ import annotations

SAFETY_TABLES: dict[str, dict[str, str]] = {
    "safety": {
        "site": "where it is kept",
        "country": "where that is",
        "product": "what",
        "demand_units": "units that leave in a period, on average over the plan",
        "deviation_units": "their standard deviation",
        "inbound_periods": "how long the place waits for its suppliers",
        "lead_periods": "longest lead time of the lines and lanes of the plan that fill it",
        "outbound_periods": "how long it lets its customers wait",
        "net_periods": "inbound_periods + lead_periods - outbound_periods: what its stock covers",
        "safety_units": "safety stock",
        "days_of_supply": "safety_units in calendar days of demand_units",
        "value_eur": "safety_units at value_eur",
        "cost_eur": "cost of keeping it for a period",
        "planned_units": "units held there in the plan, on average",
        "minimum_units": "units that the dataset asks to be held there at the end",
    },
    "safety_links": {
        "product": "what flows",
        "from_site": "from where",
        "to_product": "what it becomes, or the same",
        "to_site": "where",
        "flow_units": "units over the plan",
        "why": "back: it runs against the stream, and is left out; ring: with it the network is no tree, and the bound "
        "passes over it",
    },
}
"""The tables of a run of ``safety``: every place through which goods flow, and the links that make it no tree."""

SAFETY_MANIFEST = {
    "kind": '"safety"',
    "name": "name of the run folder that was asked for",
    "status": '"done"',
    "plan": "name of the run folder of the plan whose flows are the network",
    "plan_sha256": "SHA-256 of its manifest.json",
    "data_sha256": "SHA-256 of the inputs below and the horizon",
    "asked": "variation (of demand, in a period), service (share of promises kept), rate (of capital, a year)",
    "places": "places through which goods flow",
    "flows": "flows between them, those against the stream left out",
    "tree": "whether the flows are a tree, and cost_eur so the least",
    "cost_eur": "cost of keeping the safety stock for a period",
    "bound_eur": "no choice of places and times costs less",
    "value_eur": "the safety stock at value_eur",
    "planned_value_eur": "what the plan holds at these places, on average, at value_eur",
    "seconds": "spent on all of it",
}
"""Every key of the ``manifest.json`` of a run of ``safety``."""
