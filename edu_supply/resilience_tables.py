"""The tables and the part of the manifest that only a plan with resilience has, column by column."""

from __future__ import annotations

RESILIENCE_TABLES: dict[str, dict[str, str]] = {
    "means": {
        "means": "stock, expansion, build site, build lane or contract",
        "target": "the site of the stock; the expansion, site or lane; the line that is bought from",
        "product": "of what; blank for what is opened or built",
        "quantity": "units added, steps opened, 1 for built, units bought over the horizon",
        "plain_quantity": "the same in the plan without resilience",
        "more_eur": "what the difference costs: value_eur of stock, the price of opening or building, what is paid for "
        "contracts more than there",
        "needed_for": "the threats that are not survived without it, all else as it is, with commas, the one that "
        "would lack most first, as far as that is proved on the way; blank for contracts, for threats ask only for "
        "goods",
    },
}  # fmt: skip
"""The table beside ``stockpile`` and ``worlds``: all that is chosen otherwise than in the plan without resilience."""

RESILIENCE_MANIFEST = {
    "resilience": "of a model file with [resilience]: service, threats, means, start, duration_periods, "
    "settle_periods, with_self as asked for; survived (what can be lost one at a time), left_out (places of demand and "
    "so on); undisturbed_short_units (by product: what is allowed in every world); plain_objective_eur and "
    "plain_bound_eur of the plan without resilience; price_eur (objective_eur - plain_objective_eur, which lies "
    "between price_least_eur and price_most_eur); added_cost_eur; by_its_own (false: the time was over before "
    "it was known to survive by what is short in its own undisturbed world, not only by that of the plan without); "
    "where no plan survives, best_service that may be reached and cannot (threat, best_service, products)",
}
"""The key of its manifest."""
