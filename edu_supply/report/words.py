"""The words of the trade that stand in a report, with what they mean: those of docs/glossary.md, to the letter."""

from __future__ import annotations

from markupsafe import Markup

from edu_supply.report.markup import joined, tag

GLOSSARY = {
    "bill of materials": "what one unit of a product is made of (`bom`). A *recipe* is the bill of one line",
    "bottleneck": "a limit that binds, so that more of it would make the plan better (`bottlenecks.csv`)",
    "buyer": "the country that pays for a demand; the site's own unless the demand names another",
    "depot": "a site that stores and passes on",
    "fill rate": "served divided by asked for. Over several products, units are weighed by their penalty",
    "framework contract": (
        "a contract that fixes prices for quantities over a time: here an offer that a pool has signed"
    ),
    "front": "any point of use: a brigade, a training ground, a national reserve",
    "gap": (
        "how much better a better plan could be at most: objective - bound, in euros and in per cent of "
        "the objective. (The gap of a lost site is something else: time to recover - time to survive)"
    ),
    "lane": "a way from one site to another by one mode of transport, in one direction",
    "lead time": (
        "from the order to the use: of a line, from the beginning to the finished product; of a lane, "
        "from sending to arriving; of an expansion or a building, from the decision to the first use "
        "(`lead_periods`)"
    ),
    "line": "a production line at a site; its products share its time",
    "money": "what would really be paid: production, contracts, transport, holding, scrap, expansions, buildings",
    "objective": "money + shortage + reserves: what the plan makes as small as possible",
    "penalty": "what a missing unit counts against money: a weight, not a bill",
    "pool": "countries that buy jointly",
    "reserves": "penalties for stock below a priced minimum, or missing at the end",
    "shadow price": (
        "what one more unit of a limit would save (`worth_eur`), at most. It holds for the first units: "
        "the more of the limit there is, the less the next is worth; and where a limit is only just "
        "reached, even the first may save less"
    ),
    "shortage": "what is asked for and not served by the last period in which it may be; in euros, times its penalty",
    "single point of failure": "one asset whose loss breaks replenishment",
    "site": "a supplier, factory, depot or front",
    "structural": "of an asset: some demand that has a supply route has none without it, however large the stocks",
    "substitute": (
        "a product that serves in place of the one asked for, `ratio` units for one, where the buyer "
        "accepts it"
    ),
    "tier": "0 is asked for, 1 are its components, 2 theirs, down to the raw materials",
    "time to recover": "periods until a lost asset works again (`recovery_periods`)",
    "time to survive": "periods for which an asset can be lost with no more units short than without the loss",
    "undisturbed": (
        "nothing lost, a plan's choices standing: the yardstick of every loss. It keeps its reserves; "
        "worlds with a loss may draw them"
    ),
}

ABOUT_LOSSES = ("single point of failure", "structural", "time to recover", "time to survive", "undisturbed")


def glossary(with_losses: bool) -> Markup:
    """The words as a list; those about losses where the report tells of any."""
    known = {word: meaning for word, meaning in GLOSSARY.items() if with_losses or word not in ABOUT_LOSSES}
    entries = [
        tag("div", tag("dt", word), tag("dd", meaning.replace("`", "").replace("*", "")))
        for word, meaning in known.items()
    ]
    return tag("dl", joined(entries), class_="glossary")
