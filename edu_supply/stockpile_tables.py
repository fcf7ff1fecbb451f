"""The tables and the manifest of a run of ``stockpile``, column by column."""

from __future__ import annotations

STOCKPILE_TABLES: dict[str, dict[str, str]] = {
    "stockpile": {
        "site": "where stock is added",
        "country": "whose reserve it is",
        "product": "of what",
        "initial": "units that are there before period 1, as the dataset says",
        "added": "units added before period 1, kept while nothing is lost",
        "target": "initial + added",
        "days_of_supply": "days for which target lasts at the mean demand that the place serves in the plan; "
        "blank where it serves none",
        "cost_eur": "value_eur times added",
        "needed_for": "the threats that are not survived without it, with commas, the one that would lack most first",
        "ready_period": "the period by whose end the plan's spare line time could have made all that is added of the "
        "product, its components apart; blank: not within the horizon",
    },
    "worlds": {
        "threat": "what is lost: a threat's name, or kind:target",
        "product": "a product that is asked for",
        "short_before_units": "units short in that world without added stock, in the cheapest operations",
        "short_after_units": "with the added stock, in the cheapest operations that survive the threat (where "
        "it is not survived: in the cheapest)",
        "allowed_units": "units that may be short: those of the undisturbed world without added stock and "
        "(1 - service) of what is asked for meanwhile",
        "worst_period": "the period with the lowest fill rate of the product, with the added stock",
        "worst_period_fill_rate": "served / asked for in that period",
        "worst_front": "the site with the lowest fill rate of the product, with the added stock",
        "worst_front_fill_rate": "served / asked for there",
        "survives": "1: no more units are short than allowed",
    },
    "frontier": {
        "service": "the service level",
        "status": '"optimal": the gap that was asked for is reached; "feasible": it is not',
        "objective_eur": "added_cost_eur + undisturbed_eur of the cheapest stockpile found that survives every threat "
        "at that level; it never falls with service",
        "bound_eur": "no stockpile that does has a smaller one",
        "gap_eur": "objective_eur - bound_eur",
        "added_cost_eur": "value of the added stock",
        "undisturbed_eur": "objective of the undisturbed world that keeps it",
        "days_of_supply": "days for which initial and added stock of what is asked for lasts at the mean demand, over "
        "products weighted by value_eur; of components it counts none",
        "next_point_eur": "what one percentage point more of service costs, on the way to the next row; blank in the "
        "last",
        "last": "1: the best level that stock can reach",
    },
    "frontier_products": {
        "service": "the service level",
        "product": "a product of which stock may be added",
        "initial": "units that are there before period 1 in all places, as the dataset says",
        "added": "units added in all places",
        "cost_eur": "value_eur times added",
        "days_of_supply": "(initial + added) / mean demand per calendar day; blank for what is not asked for",
    },
}  # fmt: skip
"""The tables of a run of ``stockpile``."""

STOCKPILE_MANIFEST = {
    "kind": '"stockpile"',
    "status": '"optimal": the gap that was asked for is reached; "feasible": the time was over or it was interrupted '
    'before; "no plan": no stock can do it, or none was found in time',
    "outage": "what was asked for: kinds, own, start, duration_periods, service, settle_periods, gap",
    "threats": "how many threats are to be survived",
    "left_out": "places of demand and their countries, which no stock can stand in for",
    "objective_eur": "added_cost_eur + undisturbed_eur; null where there is no stockpile",
    "added_cost_eur": "value of the added stock",
    "undisturbed_eur": "objective of the undisturbed world that keeps it",
    "without_eur": "objective of the undisturbed world without added stock",
    "undisturbed_short_units": "units short of each product in it: what is allowed in every world",
    "bound_eur": "no stockpile that survives all threats has a smaller objective_eur",
    "gap": "gap_eur / objective_eur",
    "gap_eur": "objective_eur - bound_eur",
    "best_service": "null, or where no stock can do it: the best service level that all threats can reach together",
    "cannot": "threats that cannot reach the service asked for: threat, best_service, products that then fall short",
    "would_help": "where no stock can do it: what would, tried on the threat that is farthest from it",
    "rounds": "points that were tried",
    "worlds": "worlds that were asked whether they survive, all in all",
    "seconds": "spent on build, search, worlds",
}
"""The keys of its manifest that other runs have not, or that mean something else there."""
