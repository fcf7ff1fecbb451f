"""Small random datasets, nasty but legal, that between them use every table and column of the contract.

`make(seed, folder)` writes one. `tables` names the optional tables that may be used (None: all); `size` is tiny,
small or medium; `contracts=True` adds offers, donations and budgets, `policies=True` programmes and rules as well.
Corners that the contract leaves open are avoided: prices of an offer never rise with quantity, nobody gives away what
it was given, and a partial loss only ever hits a limit that is there.
"""

import csv
import random
from pathlib import Path

from .random_needs import (
    add_arrivals,
    add_contracts,
    add_demand,
    add_stocks,
    add_substitutes,
    add_threats,
    lane_name,
    make_room,
)
from .random_policies import add_policies

COUNTRIES = ("FR", "DE", "PL", "UA", "NO", "GB", "XA", "NA")
SIZES = {"tiny": ((3, 4), (2, 3), (2, 3)), "small": ((3, 7), (2, 5), (2, 6)), "medium": ((6, 9), (4, 6), (5, 8))}
START = (2026, 7)


class Draft:
    """The dataset being written: rows by table, and the dice."""

    def __init__(self, seed: int, size: str, tables: tuple | None) -> None:
        self.dice = random.Random(seed)
        self.allowed = tables
        self.rows: dict[str, list[dict]] = {}
        site_range, product_range, period_range = SIZES[size]
        self.site_count = self.dice.randint(*site_range)
        self.product_count = self.dice.randint(*product_range)
        self.periods = self.dice.randint(*period_range)
        self.dated = self.chance(0.3)
        self.need: dict[str, float] = {}
        self.tier: dict[str, int] = {}

    def chance(self, probability: float) -> bool:
        return self.dice.random() < probability

    def uses(self, table: str, probability: float) -> bool:
        return (self.allowed is None or table in self.allowed) and self.chance(probability)

    def around(self, value: float, spread: float = 0.3) -> float:
        """A number about this size, with cents enough that ties are rare."""
        return round(value * self.dice.uniform(1 - spread, 1 + spread), 2)

    def units(self, value: float) -> int:
        return max(1, round(value * self.dice.uniform(0.6, 1.4)))

    def maybe(self, probability: float, value):
        return value if self.chance(probability) else None

    def period(self, number: int) -> str | int:
        """A period as its number or, where the dataset has a start, sometimes as the month or a day in it."""
        if not self.dated or self.chance(0.3):
            return number
        months = START[0] * 12 + START[1] - 1 + number - 1
        month = f"{months // 12}-{months % 12 + 1:02d}"
        return month if self.chance(0.5) else f"{month}-{self.dice.randint(1, 28):02d}"

    def add(self, table: str, **row) -> dict:
        self.rows.setdefault(table, []).append(row)
        return row

    def of(self, table: str) -> list[dict]:
        return self.rows.get(table, [])

    def site(self, name: str) -> dict:
        return next(row for row in self.of("sites") if row["site"] == name)

    def standing_sites(self, *kinds: str) -> list[str]:
        """Sites that exist (no candidates), of these kinds or of any."""
        found = [row for row in self.of("sites") if row.get("build_cost_eur") is None]
        return [row["site"] for row in found if not kinds or row["kind"] in kinds]


def make(
    seed: int, folder: str | Path, tables=None, size: str = "small", contracts: bool = False, policies: bool = False
) -> Path:
    """Writes the dataset of this seed into the folder, which must be empty or absent."""
    draft = Draft(seed, size, tables)
    add_settings(draft)
    add_places(draft)
    add_products(draft)
    add_lines(draft)
    add_lanes(draft)
    add_road(draft)
    add_demand(draft)
    add_substitutes(draft)
    add_stocks(draft)
    make_room(draft)
    add_arrivals(draft)
    add_availability(draft)
    add_threats(draft)
    if contracts or policies:
        add_contracts(draft)
    if policies:
        add_policies(draft)
    return write(draft, Path(folder))


def write(draft: Draft, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in draft.rows.items():
        if draft.chance(0.1) and table != "settings":
            rows[0] = {**rows[0], "note": "as told", "source": "invented"}
        columns = list({column: None for row in rows for column in row})
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def add_settings(draft: Draft) -> None:
    draft.add("settings", key="periods", value=draft.periods)
    if draft.dated:
        draft.add("settings", key="start", value=f"{START[0]}-{START[1]:02d}-01")
    if draft.chance(0.4):
        draft.add("settings", key="final_stock", value=draft.dice.choice(["free", "as_initial", "as_initial"]))
    for key, value in (("period", "month"), ("currency_year", 2025), ("marking", "EXERCISE")):
        if draft.chance(0.15):
            draft.add("settings", key=key, value=value)


def add_places(draft: Draft) -> None:
    dice = draft.dice
    chosen = dice.sample(COUNTRIES, dice.randint(2, 4))
    for country in chosen:
        draft.add("countries", country=country)
        draft.of("countries")[-1].update(name=draft.maybe(0.2, f"Land {country}"), vat_rate=draft.maybe(0.2, 0.2))
    for group in ("EU", "NATO") if draft.uses("groups", 0.5) else ():
        for country in dice.sample(chosen, dice.randint(1, len(chosen))):
            draft.add("groups", group=group, country=country)
    kinds = ["factory", "front", "supplier"] + [
        dice.choice(["supplier", "factory", "depot", "depot", "front"]) for _ in range(draft.site_count - 3)
    ]
    for place, kind in enumerate(kinds):
        country = dice.choice(chosen)
        spelt = "UK" if country == "GB" and draft.chance(0.2) else country
        row = draft.add("sites", site=f"{kind}-{place}", country=spelt, kind=kind)
        row["name"] = draft.maybe(0.1, f"Site {place}")
        row["company"] = draft.maybe(0.3, dice.choice(["Alfa", "Beta"]))
        row["latitude"], row["longitude"] = (50 + place, 10 - place) if draft.chance(0.1) else (None, None)
        row["storage_t"] = draft.maybe(0.3, draft.units(4))
        row["neq_limit_kg"] = draft.maybe(0.15, draft.units(300))
        row["throughput_t"] = draft.maybe(0.25, draft.units(6))
        row["recovery_periods"] = draft.maybe(0.2, dice.randint(1, 6))
        candidate = place >= 3 and (
            (kind == "depot" and draft.chance(0.5)) or (kind == "factory" and draft.chance(0.4))
        )
        if candidate:
            row["throughput_t"] = draft.units(6)
            row["build_cost_eur"] = draft.around(dice.choice([0, 300, 2000, 8000]))
            row["build_lead_periods"] = draft.maybe(0.6, dice.choice([0, 1, 1, 2, 9]))


def add_products(draft: Draft) -> None:
    """Raw materials (tier 0), components (1) and what is asked for (2); sometimes a burdensome stock too."""
    dice = draft.dice
    tiers = [2, 1, *[dice.choice([0, 1, 2]) for _ in range(draft.product_count - 2)]]
    for place, tier in enumerate(tiers):
        cost = (4, 25, 150)[tier]
        row = draft.add("products", product=f"{('raw', 'part', 'shell')[tier]}-{place}")
        row["mass_kg"] = 0 if draft.chance(0.12) else draft.around((3, 12, 45)[tier])
        row["value_eur"] = draft.maybe(0.8, draft.around(cost))
        row["holding_eur"] = draft.maybe(0.5, draft.around(cost * 0.03))
        row["scrap_eur"] = draft.maybe(0.4, draft.around(cost * dice.choice([0, 0.1, 0.5])))
        row["neq_kg"] = draft.maybe(0.4, draft.around(6))
        row["shelf_life_periods"] = draft.maybe(0.2, dice.randint(1, 3))
        row["name"], row["family"], row["unit"] = (
            (f"P {place}", "155", "each") if draft.chance(0.1) else (None, None, None)
        )
        draft.tier[row["product"]] = tier
    if draft.chance(0.25):
        draft.add("products", product="sludge", mass_kg=draft.around(20), scrap_eur=draft.around(80))
        draft.of("products")[-1]["holding_eur"] = draft.around(9)
        draft.add("products", product="brick", mass_kg=draft.around(15), scrap_eur=draft.around(3))
        draft.add("bom", product="brick", component="sludge", quantity=1)
    products = sorted(draft.tier, key=draft.tier.get)
    for product in products:
        lower = [other for other in products if draft.tier[other] < draft.tier[product]]
        if lower and not (draft.tier[product] == 1 and draft.chance(0.3)):
            for component in dice.sample(lower, min(len(lower), dice.randint(1, 2))):
                draft.add("bom", product=product, component=component, quantity=dice.choice([0.5, 1, 1, 2, 3]))
    fronts = sum(row["kind"] == "front" for row in draft.of("sites"))
    for product in reversed(products):
        above = [row for row in draft.of("bom") if row["component"] == product]
        asked = dice.choice([20, 40, 80]) * fronts if draft.tier[product] == 2 else 0
        draft.need[product] = asked + sum(row["quantity"] * draft.need[row["product"]] for row in above)


def add_lines(draft: Draft) -> None:
    dice = draft.dice
    makers = [row["site"] for row in draft.of("sites") if row["kind"] in ("supplier", "factory")]
    orphan = dice.choice(list(draft.tier)) if draft.chance(0.2) else None
    for product, tier in draft.tier.items():
        homes = [site for site in makers if (tier == 0) == site.startswith("supplier")]
        for number in range(0 if product == orphan else dice.choice([1, 1, 2])):
            row = draft.add("lines", line=f"line-{product}-{number}", site=dice.choice(homes), product=product)
            capacity = draft.units(max(10, draft.need[product]) * dice.choice([0.2, 0.6, 1, 1.5]))
            row["capacity"] = 0 if draft.chance(0.05) else capacity
            row["unit_cost_eur"] = draft.around((4, 25, 150)[tier])
            row["existing"] = draft.maybe(0.3, dice.choice([0, 0.5, 2]))
            row["minimum_use"] = draft.maybe(0.2, dice.choice([0.1, 0.3]))
            row["lead_periods"] = draft.maybe(0.4, dice.choice([0, 1, 1, 2, 7]))
            row["recovery_periods"] = draft.maybe(0.2, dice.randint(1, 6))
            if draft.chance(0.3):
                second = dice.choice(list(draft.tier))
                if second != product:
                    capacity = draft.units(max(10, draft.need[second]))
                    other = draft.add("lines", **{**row, "product": second, "capacity": capacity})
                    other["unit_cost_eur"] = draft.around((4, 25, 150)[draft.tier[second]])
                    other["lead_periods"] = draft.maybe(0.3, dice.randint(0, 2))
    if "brick" in {row["product"] for row in draft.of("products")}:
        where = dice.choice(draft.standing_sites("factory", "supplier"))
        draft.add("lines", line="line-brick", site=where, product="brick", capacity=draft.units(30))
        draft.of("lines")[-1]["unit_cost_eur"] = draft.around(10)
    add_own_recipe(draft)
    for row in list({row["line"]: row for row in draft.of("lines")}.values()):
        for kind in ("", "-more") if draft.uses("expansions", 0.45) else ():
            if kind == "" or draft.chance(0.3):
                named = {"expansion": f"{row['line']}{kind}"} if kind or draft.chance(0.5) else {}
                cost_eur = draft.around(dice.choice([30, 100, 400, 2000]))
                draft.add("expansions", **named, line=row["line"], adds=dice.choice([0.5, 1, 2]), cost_eur=cost_eur)
                for column, least, most in (("lead_periods", 0, 2), ("ramp_periods", 0, 2), ("max_steps", 1, 3)):
                    draft.of("expansions")[-1][column] = draft.maybe(0.5, dice.randint(least, most))


def add_own_recipe(draft: Draft) -> None:
    """A line's own recipe replaces the general one."""
    owners = [row for row in draft.of("lines") if any(part["product"] == row["product"] for part in draft.of("bom"))]
    owners = [row for row in owners if row["product"] != "brick"]
    if owners and draft.uses("bom", 0.3):
        owner = draft.dice.choice(owners)
        lower = [other for other, tier in draft.tier.items() if tier < draft.tier[owner["product"]]]
        own = draft.add("bom", product=owner["product"], component=draft.dice.choice(lower), line=owner["line"])
        own["quantity"] = draft.dice.choice([0.25, 2, 4])


def add_lanes(draft: Draft) -> None:
    dice = draft.dice
    rank = {"supplier": 0, "factory": 1, "depot": 2, "front": 3}
    sites = draft.of("sites")
    for origin in sites:
        for destination in sites:
            forward = rank[origin["kind"]] < rank[destination["kind"]]
            if origin is destination or not draft.chance(0.75 if forward else 0.2):
                continue
            for mode in (None, "rail") if draft.chance(0.2) else (None,):
                row = draft.add("lanes", origin=origin["site"], destination=destination["site"], mode=mode)
                row["cost_eur_per_t"] = draft.around(dice.choice([20, 60, 150])) if draft.chance(0.9) else None
                row["lane"] = draft.maybe(0.1, f"lane-{len(draft.of('lanes'))}")
                row["lead_periods"] = draft.maybe(0.5, dice.choice([0, 1, 1, 1, 2, 8]))
                row["capacity_t"] = draft.maybe(0.3, draft.units(3))
                row["recovery_periods"] = draft.maybe(0.1, dice.randint(1, 6))
                if draft.chance(0.12):
                    row["capacity_t"] = draft.units(4)
                    row["build_cost_eur"] = draft.around(dice.choice([50, 500, 3000]))
                    row["build_lead_periods"] = draft.maybe(0.5, dice.randint(0, 2))
                name = lane_name(row)
                if draft.uses("lane_products", 0.12):
                    products = [product["product"] for product in draft.of("products")]
                    for product in dice.sample(products, dice.randint(1, len(products))):
                        draft.add("lane_products", lane=name, product=product)


def add_road(draft: Draft) -> None:
    """Where chance made no lane at all, one from the first site to the second: a dataset needs some."""
    if not draft.of("lanes"):
        origin, destination = (row["site"] for row in draft.of("sites")[:2])
        draft.add("lanes", origin=origin, destination=destination, mode=None, lane=None, capacity_t=None)


def add_availability(draft: Draft) -> None:
    targets = [("line", row["line"]) for row in draft.of("lines")]
    targets += [("lane", lane_name(row)) for row in draft.of("lanes") if row["capacity_t"] is not None]
    targets += [("site", row["site"]) for row in draft.of("sites") if row.get("throughput_t") is not None]
    for kind, target in sorted(set(targets)):
        if draft.uses("availability", 0.15):
            for since in sorted(draft.dice.sample(range(1, draft.periods + 2), draft.dice.randint(1, 2))):
                share = draft.dice.choice([0, 0.5, 0.8, 1, 1.2])
                draft.add("availability", kind=kind, target=target, from_period=draft.period(since), share=share)
