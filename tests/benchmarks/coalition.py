"""A notional coalition of any breadth: raw materials, components and end products on their way to the fronts.

`tables(breadth, periods, seed)` gives its tables as rows. Breadth 1 is about 7,000 variables in each period. Demand is
drawn first; every tier's capacity is what that demand takes times a tension of its own, and lines hire at first, so that
some demand falls short at the start and less of it once expansions are there.
"""

import random
from dataclasses import dataclass
from math import hypot

Rows = list[dict[str, object]]

COUNTRIES = ["AT", "BE", "BG", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT", "LT", "LV", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "UA"]
HIRING = ((1, 0.7), (5, 0.85), (9, 1.0))
LINES_OF_A_TRADE = 5


@dataclass(frozen=True)
class Product:
    """A product, what it is made of (units per unit) and how much of it all demand takes in a period."""

    name: str
    mass_kg: float
    neq_kg: float
    value_eur: float
    parts: tuple[tuple["Product", float], ...] = ()


@dataclass(frozen=True)
class Line:
    """A line and what it makes, the product that it was built for first."""

    name: str
    site: str
    makes: tuple[Product, ...]


def tables(breadth: float, periods: int, seed: int) -> dict[str, Rows]:
    """All tables of the coalition; the same arguments give the same rows."""
    return _Coalition(breadth, periods, random.Random(f"{seed} {periods} {breadth:.9g}")).rows


class _Coalition:
    def __init__(self, breadth: float, periods: int, dice: random.Random) -> None:
        self.periods, self.dice, self.rows = periods, dice, dict[str, Rows]()
        self.places: dict[str, tuple[float, float]] = {}
        self.country: dict[str, str] = {}
        self.carried: dict[str, set[str]] = {}
        self.flow: dict[str, float] = {}

        def many(usual: int, least: int) -> int:
            return max(least, round(usual * breadth))

        trades = min(1.0, breadth) ** 0.5
        self._settings()
        self.raws, self.components, self.ends = self._products(*(max(3, round(n * trades)) for n in (8, 15, 12)))
        self.depots = [self._site("depot") for _ in range(many(40, 2))]
        self.fronts = [self._site("front") for _ in range(many(60, 3))]
        self._demand()
        self.lines = [line for tier, kind, usual in ((self.raws, "supplier", 24), (self.components, "factory", 75),
                                                     (self.ends, "factory", 60))
                      for line in self._trade(tier, kind, many(usual, len(tier)))]  # fmt: skip
        self._recipes()
        self._expansions()
        self._lanes()
        self._stocks()
        self._substitutes()
        self._threats()

    def add(self, table: str, **cells: object) -> None:
        self.rows.setdefault(table, []).append(cells)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def _settings(self) -> None:
        for key, value in (("period", "month"), ("start", "2027-01-01"), ("periods", self.periods),
                           ("marking", "NOTIONAL - drawn by lot for a benchmark")):  # fmt: skip
            self.add("settings", key=key, value=value)
        for country in COUNTRIES:
            if country not in ("GB", "NO", "UA"):
                self.add("groups", group="EU", country=country)

    # Products, demand

    def _products(self, raws: int, components: int, ends: int) -> list[list[Product]]:
        draw = self.dice.uniform
        tiers: list[list[Product]] = [[], [], []]
        for number in range(raws):
            tiers[0].append(Product(f"raw-{number + 1:02}", 1000.0, round(draw(0, 300), 1), round(draw(800, 9000))))
        for tier, name, count, uses in ((1, "part", components, (1, 2)), (2, "end", ends, (2, 4))):
            for number in range(count):
                of = self.dice.sample(tiers[tier - 1], min(self.dice.randint(*uses), len(tiers[tier - 1])))
                each = [draw(0.002, 0.03) if tier == 1 else float(self.dice.choice((1, 1, 1, 2))) for _ in of]
                parts = tuple((part, round(quantity, 4)) for part, quantity in zip(of, each, strict=True))
                mass, neq, value = (sum(getattr(part, one) * quantity for part, quantity in parts)
                                    for one in ("mass_kg", "neq_kg", "value_eur"))  # fmt: skip
                made = Product(
                    f"{name}-{number + 1:02}",
                    round(mass, 2),
                    round(neq * 0.9, 3),
                    round(value * draw(1.3, 2.5), 1),
                    parts,
                )
                tiers[tier].append(made)
        for one in tiers[0] + tiers[1] + tiers[2]:
            life = {"end-02": 12, "end-05": 18, "part-03": 24}.get(one.name, "")
            self.add("products", product=one.name, family=one.name.split("-")[0], mass_kg=one.mass_kg, neq_kg=one.neq_kg,
                     value_eur=one.value_eur, holding_eur=round(one.value_eur * 0.004, 3), shelf_life_periods=life)  # fmt: skip
        return tiers

    def _site(self, kind: str, **cells: object) -> str:
        country = "UA" if kind == "front" and self.chance(0.2) else self.dice.choice(COUNTRIES)
        number = sum(site.startswith(f"{country}-{kind}") for site in self.places) + 1
        site = f"{country}-{kind}-{number}"
        where = (round(self.dice.uniform(36, 68), 1), round(self.dice.uniform(-9, 38), 1))
        self.places[site], self.country[site] = where, country
        self.add("sites", site=site, country=country, kind=kind, company=f"company-{self.dice.randint(1, 40)}",
                 latitude=where[0], longitude=where[1], recovery_periods=self.dice.randint(3, 12), **cells)  # fmt: skip
        return site

    def _near(self, site: str, others: list[str], count: int) -> list[str]:
        return sorted(others, key=lambda other: (self._far(site, other), other))[:count]

    def _far(self, one: str, other: str) -> float:
        (a, b), (c, d) = self.places[one], self.places[other]
        return round(hypot((a - c) * 111, (b - d) * 70), 1)

    def _demand(self) -> None:
        """Monthly demand of the fronts, some rows dated on top; what it takes of every product."""
        self.asked: dict[tuple[str, str], float] = {}
        for end in self.ends:
            whole = 10 ** self.dice.uniform(3, 5) / max(1.0, end.value_eur / 1000)
            penalty = self.dice.choice((2, 4, 8))
            for front in sorted(self.dice.sample(self.fronts, max(1, round(0.65 * len(self.fronts))))):
                quantity = max(1, round(whole * self.dice.uniform(0.3, 1.7) / len(self.fronts)))
                late = self.dice.randint(1, 2) if self.chance(0.15) else 0
                priority = self.dice.randint(1, 3)
                cells = {"site": front, "product": end.name, "priority": priority, "late_periods": late or "",
                         "late_eur": round(end.value_eur * 0.05, 2) if late else "",
                         "penalty_eur": "" if self.chance(0.2) else round(end.value_eur * penalty / priority, 2)}  # fmt: skip
                self.add("demand", quantity=quantity, **cells)
                self.asked[front, end.name] = quantity
                self._takes(end, quantity)
                for _ in range(self.chance(0.2)):
                    self.add(
                        "demand", quantity=max(1, quantity // 3), period=self.dice.randint(1, self.periods), **cells
                    )

    def _takes(self, product: Product, quantity: float) -> None:
        self.flow[product.name] = self.flow.get(product.name, 0.0) + quantity
        for part, each in product.parts:
            self._takes(part, quantity * each)

    # Lines

    def _trade(self, tier: list[Product], kind: str, count: int) -> list[Line]:
        """The lines of a tier, each at a site of its own; four in ten can make a second product."""
        lines = []
        tension = {
            one.name: self.dice.uniform(0.95, 1.25) if one.parts else self.dice.uniform(1.05, 1.5) for one in tier
        }
        for number in range(count):
            main = tier[number % len(tier)]
            twin = self.dice.choice(tier)
            makes = (main, twin) if twin is not main and kind == "factory" and self.chance(0.4) else (main,)
            site = self._site(kind)
            line = Line(f"{site}:{main.name}", site, makes)
            share = tension[main.name] / -(-count // len(tier)) * self.dice.uniform(0.8, 1.3)
            use = 0.3 if kind == "supplier" and self.chance(0.2) else ""
            for made in makes:
                work = made.value_eur - sum(part.value_eur * each for part, each in made.parts)
                self.add("lines", line=line.name, site=line.site, product=made.name,
                         capacity=float(f"{max(self.flow.get(made.name, 1.0) * share, 0.01):.3g}"),
                         unit_cost_eur=round(work * self.dice.uniform(0.6, 0.9), 2), minimum_use=use,
                         lead_periods=self.dice.randint(0, 1 + (kind == "factory")), recovery_periods=4)  # fmt: skip
            if kind == "factory" and self.chance(0.8):
                for period, there in HIRING:
                    self.add("availability", kind="line", target=line.name, from_period=period, share=there)
            lines.append(line)
        return lines

    def _recipes(self) -> None:
        for made in self.components + self.ends:
            for part, each in made.parts:
                self.add("bom", product=made.name, component=part.name, quantity=each)
        for line in [one for one in self.lines if len(one.makes[0].parts) == 2][:2]:
            (first, each), (second, other) = line.makes[0].parts
            self.add(
                "bom", product=line.makes[0].name, component=first.name, quantity=round(each * 1.2, 4), line=line.name
            )
            self.add(
                "bom", product=line.makes[0].name, component=second.name, quantity=round(other * 0.8, 4), line=line.name
            )

    def _expansions(self) -> None:
        """A few dozen lines that may grow, and three works that may be built."""
        able = [line for line in self.lines if line.makes[0].parts]
        for line in sorted(self.dice.sample(able, min(36, len(able))), key=lambda one: one.name):
            main = line.makes[0]
            adds = self.dice.choice((0.25, 0.5, 1.0))
            yearly = 12 * main.value_eur * self.flow.get(main.name, 1.0) * adds / LINES_OF_A_TRADE
            self.add("expansions", expansion=f"{line.name}+", line=line.name, adds=adds,
                     cost_eur=round(yearly * self.dice.uniform(0.1, 0.8)) + 1000, lead_periods=self.dice.randint(3, 10),
                     ramp_periods=self.dice.randint(0, 4), max_steps=self.dice.randint(1, 3))  # fmt: skip
        for main in self.dice.sample(self.components, 3):
            per_year = 12 * main.value_eur * self.flow.get(main.name, 1.0) / LINES_OF_A_TRADE
            site = self._site("factory", build_cost_eur=round(per_year * self.dice.uniform(0.1, 0.5)) + 1000,
                              build_lead_periods=6)  # fmt: skip
            work = main.value_eur - sum(part.value_eur * each for part, each in main.parts)
            self.add("lines", line=f"{site}:{main.name}", site=site, product=main.name, unit_cost_eur=round(work * 0.7, 2),
                     capacity=float(f"{self.flow.get(main.name, 1.0) / LINES_OF_A_TRADE:.3g}"), lead_periods=1)  # fmt: skip
            self.rows["sites"][-1]["throughput_t"] = round(self.flow.get(main.name, 1.0) * main.mass_kg / 1000 + 1)
            self.lines.append(Line(f"{site}:{main.name}", site, (main,)))

    # Lanes, stocks

    def _lane(self, origin: str, destination: str, carries: tuple[str, ...] = (), **cells: object) -> None:
        """A lane, or what more an existing lane carries; a name in ``carries`` is a licence."""
        far = self._far(origin, destination)
        mode = "road" if far < 600 else "rail" if far < 1800 else "sea"
        lane = f"{origin}>{destination}:{mode}"
        if origin != destination and lane not in self.carried:
            self.carried[lane] = set()
            self.add("lanes", origin=origin, destination=destination, mode=mode, cost_eur_per_t=round(10 + far * 0.09),
                     lead_periods=int(far > 1200) + int(far > 2400), recovery_periods=1, **cells)  # fmt: skip
        for product in carries if origin != destination else ():
            if product not in self.carried[lane]:
                self.carried[lane].add(product)
                self.add("lane_products", lane=lane, product=product)

    def _lanes(self) -> None:
        makers: dict[str, list[str]] = {}
        for line in self.lines:
            for made in line.makes:
                makers.setdefault(made.name, []).append(line.site)
        for line in self.lines:
            for made in line.makes:
                for part, _ in made.parts:
                    for origin in self._near(line.site, makers[part.name], 2):
                        self._lane(origin, line.site, (part.name,))
        for end in self.ends:
            for depot in self.depots:
                for origin in {*self._near(depot, makers[end.name], 1), self.dice.choice(makers[end.name])}:
                    self._lane(origin, depot, (end.name,))
        tonnes = sum(self.flow[end.name] * end.mass_kg for end in self.ends) / 1000
        for front in self.fronts:
            usual, asked = (
                tonnes / len(self.fronts),
                tuple(sorted(product for site, product in self.asked if site == front)),
            )
            for depot in self._near(front, self.depots, 3):
                carries = () if self.chance(0.1) else asked
                self._lane(
                    depot,
                    front,
                    carries,
                    capacity_t=round(usual * self.dice.uniform(0.5, 1.5), 1) if self.chance(0.3) else "",
                )
        for front in self.dice.sample(self.fronts, min(4, len(self.fronts))):
            origin = self._near(front, self.depots, 5)[-1]
            self._lane(
                origin, front, build_cost_eur=round(tonnes * 900), build_lead_periods=4, capacity_t=round(usual * 2, 1)
            )

    def _stocks(self) -> None:
        """Stock in depots with priced minimums, storage and explosives limits; hard minimums of some components."""
        tonnes = sum(self.flow[end.name] * end.mass_kg for end in self.ends) / 1000 / len(self.depots)
        kilograms = sum(self.flow[end.name] * end.neq_kg for end in self.ends) / len(self.depots)
        for row in self.rows["sites"]:
            if row["kind"] == "depot":
                row["storage_t"] = round(tonnes * self.dice.uniform(1.5, 4) + 1, 1) if self.chance(0.6) else ""
                row["neq_limit_kg"] = round(kilograms * self.dice.uniform(1.5, 4) + 1) if self.chance(0.5) else ""
                row["throughput_t"] = round(tonnes * self.dice.uniform(1.2, 3) + 1, 1) if self.chance(0.4) else ""
        for depot in self.depots:
            for end in self.dice.sample(self.ends, max(1, round(0.5 * len(self.ends)))):
                month = self.flow[end.name] / len(self.depots)
                self.add("stocks", site=depot, product=end.name, initial=round(month * self.dice.uniform(0, 0.5)),
                         minimum=round(month * self.dice.uniform(0.2, 0.8), 1), from_period=self.dice.choice((1, 7, 13)),
                         minimum_penalty_eur=round(end.value_eur * 0.05, 2),
                         maximum=round(month * 8 + 10) if self.chance(0.4) else "")  # fmt: skip
        for line in self.lines:
            if line.makes[0].parts and "build_cost_eur" not in self._row_of(line.site):
                for part, each in line.makes[0].parts:
                    usual = self.flow.get(line.makes[0].name, 1.0) * each / LINES_OF_A_TRADE
                    if self.chance(0.4):
                        self.add("stocks", site=line.site, product=part.name, initial=round(usual * 0.8, 3),
                                 minimum=round(usual * 0.1, 3) if self.chance(0.1) else "")  # fmt: skip
                    if self.chance(0.1):
                        self.add("arrivals", site=line.site, product=part.name, period=self.dice.randint(1, 3),
                                 quantity=round(usual * 0.3 + 0.01, 3))  # fmt: skip

    def _row_of(self, site: str) -> dict[str, object]:
        return self.rows["sites"][list(self.places).index(site)]

    def _substitutes(self) -> None:
        for asked, other in zip(self.ends[::4], self.ends[1::4], strict=False):
            self.add("substitutes", product=asked.name, substitute=other.name, ratio=self.dice.choice((1, 2, 3)),
                     country=self.dice.choice(("", "UA", "DE")))  # fmt: skip

    def _threats(self) -> None:
        for number, line in enumerate(self.dice.sample(self.lines, min(12, len(self.lines)))):
            self.add("threats", threat=f"loss-{number + 1}", kind="site", target=line.site, start=min(6, self.periods),
                     duration_periods=9, stock_lost=0.5)  # fmt: skip
