"""The other half of the random datasets: what is asked for, held, on its way, threatened and contracted."""

from itertools import pairwise
from math import ceil


def code(country: str) -> str:
    return {"UK": "GB"}.get(country, country)


def lane_name(row: dict) -> str:
    return row["lane"] or f"{row['origin']}>{row['destination']}:{row['mode'] or 'road'}"


def add_demand(draft) -> None:
    dice = draft.dice
    fronts = draft.standing_sites("front")
    countries = [row["country"] for row in draft.of("countries")]
    asked = [product for product, tier in draft.tier.items() if tier == 2]
    asked += [product for product, tier in draft.tier.items() if tier == 1 and draft.chance(0.15)]
    wanted = [(site, product) for site in fronts for product in asked if draft.chance(0.8)] or [(fronts[0], asked[0])]
    for site, product in wanted:
        per_period = max(10.0, draft.need[product]) / len(fronts) * dice.choice([0.5, 1.0])
        home = code(draft.site(site)["country"])
        buyers = [home] if draft.chance(0.6) else dice.sample(countries, dice.randint(1, 2))
        for buyer in buyers:
            periods = sorted(dice.sample(range(1, draft.periods + 1), dice.randint(1, draft.periods)))
            dated = draft.chance(0.5)
            for period in [None, *(periods[:2] if dated else [])] if draft.chance(0.6) else periods:
                add_one_demand(draft, site, product, period, per_period / len(buyers), None if buyer == home else buyer)
    if draft.chance(0.1):
        add_one_demand(draft, fronts[0], asked[0], draft.periods + 1, 10.0, None)


def add_one_demand(draft, site: str, product: str, period: int | None, quantity: float, buyer: str | None) -> None:
    dice = draft.dice
    row = draft.add("demand", site=site, product=product, quantity=draft.units(quantity), buyer=buyer)
    row["period"] = None if period is None else draft.period(period)
    row["priority"] = draft.maybe(0.4, dice.randint(1, 3))
    worth = next(item for item in draft.of("products") if item["product"] == product).get("value_eur")
    cost = (4, 25, 150)[draft.tier.get(product, 2)]
    row["penalty_eur"] = draft.around(cost * dice.choice([3, 10, 30, 100])) if draft.chance(0.7) or not worth else None
    if draft.chance(0.35):
        row["late_periods"] = dice.randint(1, 3)
        row["late_eur"] = draft.maybe(0.8, draft.around(cost * 0.4))


def add_substitutes(draft) -> None:
    dice = draft.dice
    asked = sorted({row["product"] for row in draft.of("demand")})
    if draft.uses("substitutes", 0.2):
        draft.add("products", product="old-shell", mass_kg=draft.around(40), value_eur=draft.around(140))
        site, period = dice.choice(draft.standing_sites("front")), draft.maybe(0.5, dice.randint(1, draft.periods))
        add_one_demand(draft, site, "old-shell", period, 15.0, None)
        draft.add("substitutes", product="old-shell", substitute=dice.choice(asked), ratio=dice.choice([0.8, 1, 1.5]))
    tier = draft.tier
    pairs = [(one, other) for one in asked for other in tier if one != other and tier[other] == tier.get(one)]
    buyers = sorted({row["buyer"] or code(draft.site(row["site"])["country"]) for row in draft.of("demand")})
    for product, substitute in pairs:
        if draft.uses("substitutes", 0.5):
            kinds = dice.choice([[None], [dice.choice(buyers)], [None, dice.choice(buyers)]])
            for country in kinds:
                ratio = dice.choice([0.9, 1.1, 1.5, 2])
                draft.add("substitutes", product=product, substitute=substitute, ratio=ratio, country=country)


def add_stocks(draft) -> None:
    dice = draft.dice
    countries = [row["country"] for row in draft.of("countries")]
    perishable = {row["product"] for row in draft.of("products") if row.get("shelf_life_periods") is not None}
    standing = set(draft.standing_sites())
    if "sludge" in {row["product"] for row in draft.of("products")}:
        home = next(row["site"] for row in draft.of("lines") if row["line"] == "line-brick")
        draft.add("stocks", site=home, product="sludge", initial=draft.units(25))
    for site in [row["site"] for row in draft.of("sites")]:
        for product in draft.tier:
            if not draft.uses("stocks", 0.3):
                continue
            need = max(10.0, draft.need[product])
            initial = draft.units(need * dice.choice([0.3, 1])) if site in standing and draft.chance(0.8) else 0
            home = code(draft.site(site)["country"])
            owners = [None] if draft.chance(0.8) else [None, dice.choice([c for c in countries if c != home])]
            wanted = 0.0
            for owner in owners:
                row = draft.add("stocks", site=site, product=product, country=owner, initial=draft.maybe(0.9, initial))
                if draft.chance(0.4):
                    add_minimum(draft, row, initial, perishable)
                    wanted += row.get("minimum", 0)
            if draft.chance(0.2):
                draft.of("stocks")[-1]["maximum"] = max(wanted, draft.units(need * 0.5))


def make_room(draft) -> None:
    """A limit that the initial stock would break is raised to what is there: the reader refuses overfull sites."""
    products = {row["product"]: row for row in draft.of("products")}
    for site in draft.of("sites"):
        lying = [row for row in draft.of("stocks") if row["site"] == site["site"]]
        for limit, weight, per in (("storage_t", "mass_kg", 1000), ("neq_limit_kg", "neq_kg", 1)):
            there = sum((row["initial"] or 0) * (products[row["product"]].get(weight) or 0) / per for row in lying)
            if site[limit] is not None and there > site[limit]:
                site[limit] = ceil(there)


def add_minimum(draft, row: dict, initial: float, perishable: set) -> None:
    """Hard ones mostly within what is there at the start; priced ones may ask for more."""
    hard = row["product"] not in perishable and row["initial"] and draft.chance(0.4)
    row["minimum"] = round(row["initial"] * draft.dice.uniform(0.05, 0.4)) if hard else draft.units(initial or 10)
    if row["site"] not in draft.standing_sites() and draft.chance(0.3):
        hard = True
    row["minimum_penalty_eur"] = None if hard else draft.around(draft.dice.choice([0.5, 5, 30]))
    row["from_period"] = draft.maybe(0.4, draft.period(draft.dice.randint(1, draft.periods + 1)))


def add_arrivals(draft) -> None:
    countries = [row["country"] for row in draft.of("countries")]
    for site in draft.standing_sites():
        for product in draft.tier:
            for period in range(1, draft.periods + 2):
                if draft.uses("arrivals", 0.04):
                    quantity = draft.units(max(10.0, draft.need[product]) * draft.dice.choice([0.2, 1, 3]))
                    owner = draft.maybe(0.2, draft.dice.choice(countries))
                    when = draft.period(period)
                    draft.add("arrivals", site=site, product=product, period=when, quantity=quantity, country=owner)


def add_threats(draft) -> None:
    """Losses to try; partial ones only of lines, products and lanes that have a limit."""
    dice = draft.dice
    if not draft.uses("threats", 0.5):
        return
    lanes = [lane_name(row) for row in draft.of("lanes")]
    with_capacity = [lane_name(row) for row in draft.of("lanes") if row["capacity_t"] is not None]
    sites = [row["site"] for row in draft.of("sites")]
    country = [code(row["country"]) for row in draft.of("sites")]
    choices = {
        "site": sites,
        "line": sorted({row["line"] for row in draft.of("lines")}),
        "product": sorted(draft.tier),
        "country": country,
        "exports": country,
        "lane": lanes,
        "mode": sorted({row["mode"] or "road" for row in draft.of("lanes")}),
        "company": sorted({row["company"] for row in draft.of("sites")} - {None}),
        "group": sorted({row["group"] for row in draft.of("groups")}),
    }
    for kind, targets in choices.items():
        if targets and draft.chance(0.6):
            name = dice.choice(["storm", "strike"]) if draft.chance(0.1) else f"loss-of-{kind}"
            row = draft.add("threats", threat=name, kind=kind, target=dice.choice(targets))
            limited = kind in ("line", "product") or row["target"] in with_capacity
            row["share_lost"] = draft.maybe(0.5, dice.choice([0.25, 0.5])) if limited else None
            row["stock_lost"] = (
                draft.maybe(0.5, dice.choice([0.5, 1])) if kind in ("site", "country", "company") else None
            )
            row["start"] = draft.maybe(0.4, draft.period(dice.randint(1, draft.periods)))
            row["duration_periods"] = dice.randint(1, draft.periods)
            row["probability"] = draft.maybe(0.2, 0.05)
    probability = {row["threat"]: row["probability"] for row in draft.of("threats")}
    for row in draft.of("threats"):
        row["probability"] = probability[row["threat"]]


def add_contracts(draft) -> None:
    dice = draft.dice
    asked = {row["product"] for row in draft.of("demand")}
    wishes = {(row["product"], row["buyer"] or code(draft.site(row["site"])["country"])) for row in draft.of("demand")}
    accepted = [row for row in draft.of("substitutes") if row["product"] in asked]
    accepted = [row for row in accepted if not row.get("country") or (row["product"], code(row["country"])) in wishes]
    handed_over = asked | {row["substitute"] for row in accepted}
    made = {row["product"] for row in draft.of("lines")}
    offered = [product for product in sorted(handed_over & made) if draft.chance(0.75)]
    for row in [row for row in draft.of("lines") if row["product"] in offered]:
        price = draft.around((4, 25, 150)[draft.tier[row["product"]]])
        order = max(10.0, draft.need[row["product"]]) * draft.periods * 0.5
        steps = dice.randint(1, 3)
        first = dice.choice([0, 0, draft.units(order * 0.1)])
        ceiling = draft.maybe(0.25, draft.units(order))
        for step in range(steps):
            offer = draft.add("offers", line=row["line"], product=row["product"])
            offer["from_quantity"] = (
                first + step * draft.units(order * 0.3) if step < 2 else first + draft.units(order * 2)
            )
            offer["unit_price_eur"] = round(price * (1 - 0.08 * step), 2)
            offer["max_quantity"] = ceiling
    keep_order(draft)
    buyers = sorted({row["buyer"] or code(draft.site(row["site"])["country"]) for row in draft.of("demand")})
    for row in draft.of("countries"):
        if row["country"] in buyers and draft.chance(0.5):
            row["budget_eur"] = draft.around(dice.choice([1000, 5000, 20000, 60000]))
    add_donations(draft, offered)


def keep_order(draft) -> None:
    """Steps of one offer with one from_quantity each, cheaper as they grow."""
    kept: dict = {}
    for row in draft.of("offers"):
        kept.setdefault((row["line"], row["product"], row["from_quantity"]), row)
    ordered = sorted(kept.values(), key=lambda row: (row["line"], row["product"], row["from_quantity"]))
    for before, row in pairwise(ordered):
        if (before["line"], before["product"]) == (row["line"], row["product"]):
            row["unit_price_eur"] = min(row["unit_price_eur"], round(before["unit_price_eur"] * 0.95, 2))
    if ordered:
        draft.rows["offers"] = ordered


def add_donations(draft, offered: list) -> None:
    """Of each product a country either gives or is given."""
    countries = [row["country"] for row in draft.of("countries")]
    for product in offered:
        giver, *takers = draft.dice.sample(countries, min(3, len(countries)))
        for taker in takers:
            if draft.uses("donations", 0.4):
                quantity = draft.maybe(0.5, draft.units(max(10.0, draft.need[product]) * 0.5))
                draft.add("donations", from_country=giver, to_country=taker, product=product, quantity=quantity)
