"""The tables of a run folder that explain a loss, column by column."""

from __future__ import annotations

EXPLAIN_TABLES: dict[str, dict[str, str]] = {
    "explain_flows": {
        "kind": "of the asset that is lost",
        "target": "what is lost",
        "flow": "made, sent, handed over or held",
        "place": "the line, lane, front or site",
        "product": "of what",
        "before_units": "without the loss: over the horizon; of what is held, at the end of the period in which the "
        "two differ most",
        "after_units": "with the loss, by operations that move no more than they need to (for at most a hundredth of "
        "the loss more than the cheapest)",
        "change_units": "after_units - before_units",
        "first_period": "first period in which they differ",
        "last_period": "last period in which they differ",
    },
    "explain_limits": {
        "kind": "of the asset that is lost",
        "target": "what is lost",
        "limited_kind": "line, lane, site, storage, explosives or stock",
        "limited": "the limit's owner",
        "product": "the product, where the limit is one product's",
        "limit": "which limit, with its unit",
        "periods": "periods in which it binds with the loss",
        "worth_eur": "most that one more unit of the limit in each of these periods would save with the loss",
        "before_eur": "the same without the loss",
        "tenth_eur": "what is more of it, times a tenth of the limit: limits in different units can be compared by it",
    },
    "explain_chain": {
        "kind": "of the asset that is lost",
        "target": "what is lost",
        "chain": "1 leads to the product whose shortage grows most, at its penalties",
        "step": "1 is what is lost itself",
        "what": "made, sent or short",
        "place": "the line or lane that is lost; of what is short, the front; blank: all lines together",
        "product": "of what",
        "change_units": "more or less of it than without the loss",
        "shortage_eur": "of what is short: the change at its penalties",
        "first_period": "first period in which there is less, or something is short",
        "why": "of what is short: which limits stop the rest, as in demand.csv",
    },
    "explain_remedies": {
        "kind": "of the asset that is lost",
        "target": "what is lost",
        "rank": "1 costs the least for each euro it saves; those without a price come last",
        "remedy": "stock, open, build, capacity, second source or way round",
        "at": "the site, expansion, lane, line or product",
        "product": "of what",
        "quantity_units": "how much of it",
        "cost_eur": "what it costs (stock: its value, and holding it over the horizon); blank: the data have no price",
        "saves_eur": "what the world with the loss costs less with it, solved again; its own cost apart",
        "left_eur": "what is left of the loss",
        "cost_share": "cost_eur / saves_eur",
        "said": "in words",
    },
}
"""The tables that explain a loss."""
