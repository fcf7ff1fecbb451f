"""The tables of procurement: offers, programmes, gifts, rules of policy."""

from __future__ import annotations

from edu_supply.schema.columns import (
    Column,
    Table,
    choice,
    country,
    day,
    flag,
    name,
    number,
    several,
    share,
    whole,
)

RULES = (
    "line_share_at_most", "site_share_at_most", "country_share_at_most", "group_share_at_most", "makers_at_least",
    "made_inside_at_least", "fill_rate_at_least", "fill_rate_gap_at_most", "work_share_at_least",
    "outside_share_at_most",
)  # fmt: skip
"""The kinds of rules."""

PROCUREMENT = (
    Table(
        "donations",
        "Who may give what it bought or owns to whom.",
        ("from_country", "to_country", "product"),
        (
            country("from_country", "the giver", required=True),
            country("to_country", "the receiver", required=True),
            name("product", "what", "products", required=True),
            number("quantity", "units", "most over the horizon", blank="no limit"),
        ),
    ),
    Table(
        "offers",
        "Price steps at which a line's product is bought under contract, in place of its unit cost.",
        ("line", "product", "from_quantity"),
        (
            name("line", "who makes it", "lines", required=True),
            name("product", "what", "products", required=True),
            number("from_quantity", "units", "where the step begins; the first is the minimum order", required=True),
            number("unit_price_eur", "EUR per unit", "price of all units at this step", required=True),
            number("max_quantity", "units", "ceiling of the offer over all pools together, the same on all its rows",
                   blank="no ceiling"),
            choice("discount", ("all_units", "incremental"),
                   "whether a step's price holds for all units or only for those beyond from_quantity; the same on "
                   "all rows of an offer", "all_units"),
        ),
    ),
    Table(
        "programmes",
        "Frameworks under which a pool may sign contracts: who may, on which terms, with which support.",
        ("programme",),
        (
            name("programme", "the programme", required=True),
            Column("legal_ref", "text", "its legal act or agreement"),
            day("valid_from", "first day on which contracts may be signed", blank="no limit"),
            day("valid_to", "last day on which contracts may be signed", blank="no limit"),
            choice("kind", ("grant", "loan", "agency"), "what its support is, or an agency that buys for others",
                   "grant"),
            several("families", "families of products that it covers", blank="all"),
            several("buyers", "groups or countries that may buy under it", required=True),
            several("members", "groups or countries of which at least min_members must take part", blank="nobody"),
            whole("min_buyers", "buyers", "least buyers that take part in a contract", 1),
            whole("min_members", "buyers", "least of them that are members", 0),
            several("inside", "groups or countries whose content counts as inside", required=True),
            share("max_outside_share", "largest outside share of the components of what is bought"),
            share("min_share", "share of a contract's value from which a buyer takes part", 0.01),
            Column("support_rate", "share", "largest support, as a share of what a buyer pays",
                   blank="1 for a loan, else 0", unit="share", high=1),
            share("fee_rate", "fee, as a share of what a buyer pays", 0),
            number("budget_eur", "EUR", "most support that it gives in all", blank="no limit"),
            flag("vat_exempt", "whether purchases under it are free of value-added tax"),
        ),
    ),
    Table(
        "allocations",
        "How much support of a programme each country may have.",
        ("programme", "country"),
        (
            name("programme", "the programme", "programmes", required=True),
            country("country", "the buyer", required=True),
            number("amount_eur", "EUR", "most support that it may have", required=True),
        ),
    ),
    Table(
        "rules",
        "Policy that the plan must keep. See the page on joint procurement.",
        ("rule",),
        (
            name("rule", "the rule", required=True),
            choice("kind", RULES, "what it asks for"),
            name("product", "the product", "products", blank="each of the family, or each that it can concern"),
            Column("family", "name", "a family of products: the rule holds for each of them"),
            Column("group", "name", "the group that it concerns"),
            country("country", "the country that it concerns"),
            name("site", "the front that it concerns", "sites"),
            number("limit", "share, or countries", "the least or the most, as its kind says", required=True),
            share(
                "counts_from", "share of all that is made from which a country counts as making it", 0.05, positive=True
            ),
        ),
    ),
)  # fmt: skip
