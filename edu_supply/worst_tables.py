"""The tables and the manifest of a run folder on the worst joint loss, column by column."""

from __future__ import annotations

WORST_TABLES: dict[str, dict[str, str]] = {
    "worst": {
        "rank": "1 saves most where it is made safe",
        "kind": "of an asset that is lost with the others",
        "target": "what is lost",
        "country": "where it stands; of a lane the country that it leaves; blank for what stands in several",
        "alone_eur": "what its loss alone costs",
        "others_eur": "what the loss of the others costs, where this one is made safe",
        "saves_eur": "loss_eur of all together less others_eur",
    },
    "worst_products": {
        "product": "a product of which not as many units are short as undisturbed",
        "asked_units": "units asked for over the horizon",
        "short_units": "units short where all of these assets are lost",
        "undisturbed_short_units": "units short in the undisturbed world",
    },
    "worst_remedies": {
        "rank": "1 costs the least for each euro it saves; those without a price come last",
        "remedy": "stock, open, build, capacity, second source or way round",
        "at": "the site, expansion, lane, line or product",
        "product": "of what",
        "quantity_units": "how much of it",
        "cost_eur": "what it costs (stock: its value, and holding it over the horizon); blank: the data have no price",
        "saves_eur": "what the world with the joint loss costs less with it, solved again; its own cost apart",
        "left_eur": "what is left of the loss",
        "cost_share": "cost_eur / saves_eur",
        "said": "in words",
    },
    "worst_protected": {
        "state": "safe: to be made safe; lost: what costs most to lose together then",
        "kind": "of the asset",
        "target": "which one",
        "country": "where it stands",
    },
}
"""The tables of a run of ``spof --worst``; the last one has rows where --protect asks for it."""

WORST_MANIFEST = {
    "kind": '"worst"',
    "outage": "what was asked for: at_once (how many assets), protect, kinds, start, duration_periods, and own "
    "(whether places of demand and products asked for may be lost too)",
    "status": '"done"',
    "ended": '"done", "time limit" or "interruption"',
    "loss_eur": "what the dearest joint loss that was found costs",
    "money_eur": "money of that: what is paid more than undisturbed (less, where negative)",
    "short_eur": "penalties of that, for what falls short or comes late",
    "short_units": "units of worst_product that are short, more than undisturbed",
    "worst_product": "the product whose shortage grows most, at its penalties",
    "fill_rate": "served / asked for in that world, each unit at its penalty",
    "bound_eur": "no joint loss of as many assets costs more than this",
    "gap_eur": "bound_eur - loss_eur",
    "gap": "gap_eur / bound_eur",
    "closed": "whether the dearest is found and proved: no gap is left",
    "assets": "assets that were looked at: those that take something which no other takes with more",
    "worlds": "worlds that were solved",
    "left_out": "threats that take a part only, or stock too, or begin at another time: they are left out",
    "protected": "null, or with --protect: loss_eur (what the dearest joint loss costs that was found with these made "
    "safe), bound_eur (none costs more with these), least_eur (whichever as many are made safe, some costs that "
    "much), gap_eur (bound_eur - least_eur), closed",
    "undisturbed_eur": "money and shortage of the undisturbed world with the plan's choices",
    "seconds": "spent on build, search, protect, remedies",
}
"""The keys of its manifest that other runs have not, or that mean something else there."""
