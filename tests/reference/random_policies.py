"""What makes a random dataset one of joint procurement: programmes, allocations, incremental offers, rules."""

from .random_needs import code

FAMILIES = ("155", "rockets")
KINDS = ("grant", "loan", "agency")


def add_policies(draft) -> None:
    """After everything else: needs the places, products, demands and offers of the draft."""
    dice = draft.dice
    for row in draft.of("products"):
        row["family"] = draft.maybe(0.7, dice.choice(FAMILIES))
    countries = [row["country"] for row in draft.of("countries")]
    for country in dice.sample(countries, dice.randint(1, len(countries))):
        draft.add("groups", group="CORE", country=country)
    for row in draft.of("countries"):
        row["vat_rate"] = draft.maybe(0.6, dice.choice([0.05, 0.19, 0.25]))
    add_discounts(draft)
    squeeze_budgets(draft)
    about = dice.choice(["programmes", "both", "both", "rules"])
    if draft.of("offers") and about != "rules":
        for number in range(dice.choice([1, 1, 2])):
            add_programme(draft, f"programme-{number}")
    if about != "programmes":
        for number in range(dice.choice([1, 1, 2, 3])):
            add_rule(draft, f"rule-{number}")


def add_discounts(draft) -> None:
    """Half of the offers are incremental."""
    offers = sorted({(row["line"], row["product"]) for row in draft.of("offers")})
    discount = {offer: draft.dice.choice([None, "all_units", "incremental", "incremental"]) for offer in offers}
    for row in draft.of("offers"):
        row["discount"] = discount[row["line"], row["product"]]


def squeeze_budgets(draft) -> None:
    """Support relieves a budget: it matters where there is one, less than what is asked for costs."""
    dearest = {row["product"]: row["unit_price_eur"] for row in reversed(draft.of("offers"))}
    for row in draft.of("countries"):
        asked = [demand for demand in draft.of("demand") if buyer_of(draft, demand) == row["country"]]
        times = [1 if demand["period"] else draft.periods for demand in asked]
        costs = [n * one["quantity"] * dearest.get(one["product"], 0) for n, one in zip(times, asked, strict=True)]
        if sum(costs) > 0 and draft.chance(0.75):
            row["budget_eur"] = draft.around(max(1.0, sum(costs) * draft.dice.choice([0.1, 0.3, 0.6, 1])))


def parties(draft, most: int = 3) -> str:
    """A list of groups and countries."""
    dice = draft.dice
    countries = [row["country"] for row in draft.of("countries")]
    if draft.chance(0.5):
        return "*"
    return "|".join(dice.sample(["CORE", *countries], dice.randint(1, min(most, len(countries)))))


def families(draft) -> str | None:
    there = sorted({row["family"] for row in draft.of("products")} - {None})
    return "|".join(draft.dice.sample(there, draft.dice.randint(1, len(there)))) if there else None


def buyer_of(draft, demand: dict) -> str:
    return demand["buyer"] or code(draft.site(demand["site"])["country"])


def buyers(draft) -> list:
    return sorted({buyer_of(draft, demand) for demand in draft.of("demand")})


def add_programme(draft, name: str) -> None:
    dice = draft.dice
    row = draft.add("programmes", programme=name, kind=draft.maybe(0.8, dice.choice(KINDS)))
    row["families"] = draft.maybe(0.3, families(draft))
    row["buyers"] = parties(draft)
    row["members"] = draft.maybe(0.4, parties(draft, 2))
    row["min_buyers"] = draft.maybe(0.5, dice.choice([1, 2, 2, 2, 3]))
    row["min_members"] = draft.maybe(0.8, dice.choice([1, 1, 2])) if row["members"] else None
    row["inside"] = parties(draft)
    row["max_outside_share"] = draft.maybe(0.6, dice.choice([0, 0.2, 0.35, 0.5, 0.8]))
    row["min_share"] = draft.maybe(0.6, dice.choice([0, 0.05, 0.2, 0.4]))
    row["support_rate"] = draft.maybe(0.8, dice.choice([0.2, 0.5, 0.8, 1]))
    row["fee_rate"] = draft.maybe(0.4, dice.choice([0.01, 0.05]))
    row["budget_eur"] = draft.maybe(0.3, draft.around(dice.choice([200, 2000, 20000])))
    row["vat_exempt"] = draft.maybe(0.7, dice.choice(["yes", "no", "TRUE"]))
    if draft.dated:
        row["valid_from"] = draft.maybe(0.4, dice.choice(["2026-01-01", "2026-07-01", "2026-07-02"]))
        row["valid_to"] = draft.maybe(0.4, dice.choice(["2026-07-02", "2030-12-31"]))
    if row["kind"] == "loan" or draft.chance(0.3):
        for buyer in buyers(draft):
            if draft.chance(0.7):
                amount = draft.around(dice.choice([0, 500, 5000, 50000]))
                draft.add("allocations", programme=name, country=buyer, amount_eur=amount)


RULES = {
    "line_share_at_most": ([0.4, 0.6, 0.8], ("", "country", "group")),
    "site_share_at_most": ([0.4, 0.6, 0.8], ("", "country", "group")),
    "country_share_at_most": ([0.3, 0.6, 0.8], ("", "country", "group")),
    "group_share_at_most": ([0.1, 0.3, 0.6], ("group",)),
    "makers_at_least": ([1, 2], ("", "", "group")),
    "made_inside_at_least": ([0.05, 0.1, 0.3], ("country", "group")),
    "fill_rate_at_least": ([0.05, 0.15, 0.4], ("", "country", "group", "site")),
    "fill_rate_gap_at_most": ([0, 0.1, 0.3], ("", "group")),
    "work_share_at_least": ([0.1, 0.3, 0.6], ("country", "group")),
    "outside_share_at_most": ([0, 0.2, 0.5], ("country", "group")),
}
"""Limits, and the columns that may say whom a rule concerns."""


def add_rule(draft, name: str) -> None:
    dice = draft.dice
    kind = dice.choice(list(RULES))
    limits, columns = RULES[kind]
    row = draft.add("rules", rule=name, kind=kind, limit=dice.choice(limits))
    who = dice.choice(columns)
    fronts = sorted({demand["site"] for demand in draft.of("demand")})
    countries = buyers(draft) if kind == "fill_rate_at_least" else [one["country"] for one in draft.of("countries")]
    row["country"] = dice.choice(countries) if who == "country" else None
    row["group"] = "CORE" if who == "group" else None
    row["site"] = dice.choice(fronts) if who == "site" else None
    products = [one["product"] for one in draft.of("products")]
    named = dice.choice(["product", "product", "family", ""])
    row["product"] = dice.choice(products) if named == "product" else None
    there = sorted({one["family"] for one in draft.of("products")} - {None})
    row["family"] = dice.choice(there) if named == "family" and there else None
    row["counts_from"] = draft.maybe(0.5, dice.choice([0.1, 0.25])) if kind == "makers_at_least" else None
