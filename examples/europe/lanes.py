"""Depots, hubs and fronts, and who sends what to whom: every lane carries only what it has a licence for."""

from .catalogue import END, recipe_of
from .geography import BY_SEA, COALITION, FROM_THIRD, THIRD

BULK = ("round-155", "round-155-variant", "charge-155", "mortar-120", "guided-rocket")
HUBS = {"PL-hub-1": (51, 20), "RO-hub-1": (46, 26)}
UKRAINE_DEPOTS = {"UA-depot-1": (50, 26), "UA-depot-2": (49, 29), "UA-depot-3": (48, 31)}
UKRAINE_SECTORS = [f"UA-sector-{number}" for number in range(1, 6)]
SECTOR_WEIGHTS = dict(zip(UKRAINE_SECTORS, [1.0, 1.3, 1.6, 1.4, 0.8], strict=True))
ONLY_IN = {
    "interceptor-long": ["UA-sector-2", "UA-sector-4"],
    "interceptor-medium": ["UA-sector-1", "UA-sector-3", "UA-sector-5"],
    "guided-rocket": ["UA-sector-2", "UA-sector-3", "UA-sector-4"],
    "charge-155": ["UA-sector-2", "UA-sector-3", "UA-sector-4"],
}

# origin, destination, capacity_t a month
RAIL_TO_UKRAINE = [
    ("PL-hub-1", "UA-depot-1", 2700),
    ("PL-hub-1", "UA-depot-2", 1800),
    ("RO-hub-1", "UA-depot-2", 1500),
    ("RO-hub-1", "UA-depot-3", 1900),
]
TO_SECTORS = [
    ("UA-depot-1", "UA-sector-1"),
    ("UA-depot-1", "UA-sector-2"),
    ("UA-depot-2", "UA-sector-2"),
    ("UA-depot-2", "UA-sector-3"),
    ("UA-depot-2", "UA-sector-4"),
    ("UA-depot-3", "UA-sector-4"),
    ("UA-depot-3", "UA-sector-5"),
]


def add_depots_and_fronts(tables, where, draw):
    """One national depot and one point of use each; hubs on the border; depots and sectors in Ukraine."""
    for country, (name, weight, _, _) in COALITION.items():
        if country == "UA":
            continue
        neq_limit_kg = 120000 * (1 + 2 * weight) + draw.randrange(0, 60000, 10000)
        site(tables, where, f"{country}-depot-1", country, "depot", f"{name}: national depot", None,
             storage_t=round(neq_limit_kg / 120, -2), neq_limit_kg=neq_limit_kg, recovery_periods=3)  # fmt: skip
        site(tables, where, f"{country}-training-1", country, "front", f"{name}: training and restocking", None)
    for hub, point in HUBS.items():
        throughput_t = 6200 if hub.startswith("PL") else 4700
        site(tables, where, hub, hub[:2], "depot", f"{COALITION[hub[:2]][0]}: border hub", point,
             storage_t=16000, neq_limit_kg=2500000, throughput_t=throughput_t, recovery_periods=2)  # fmt: skip
    for depot, point in UKRAINE_DEPOTS.items():
        site(tables, where, depot, "UA", "depot", f"Ukraine: depot {depot[-1]}", point,
             storage_t=9000, neq_limit_kg=1800000, throughput_t=6000, recovery_periods=2)  # fmt: skip
    for sector in UKRAINE_SECTORS:
        site(tables, where, sector, "UA", "front", f"Ukraine: sector {sector[-1]} (no place)", None,
             storage_t=2500, neq_limit_kg=600000, nowhere=True)  # fmt: skip


def site(tables, where, name, country, kind, title, point, nowhere=False, **limits):
    latitude, longitude = where.place(name, country, point)
    if nowhere:
        where.point[name], latitude, longitude = (48, 34), None, None
    tables.add("sites", site=name, country=country, kind=kind, name=title, latitude=latitude,
               longitude=longitude, source="notional", **limits)  # fmt: skip


class Lanes:
    """Collects lanes and licences; a lane is written once, however many products it carries."""

    def __init__(self, tables, where):
        self.tables, self.where = tables, where
        self.names = {}
        self.licences = set()

    def link(self, origin, destination, products, mode=None, **attributes):
        if (origin, destination) not in self.names:
            usual, cost_eur_per_t, lead_periods = self.journey(origin, destination)
            mode = mode or usual
            lane = f"{origin}>{destination}:{mode}"
            self.names[origin, destination] = lane
            row = {"cost_eur_per_t": cost_eur_per_t, "lead_periods": lead_periods,
                   "recovery_periods": 2 if mode == "sea" else 1, "source": "notional"} | attributes  # fmt: skip
            self.tables.add("lanes", lane=lane, origin=origin, destination=destination, mode=mode, **row)
        lane = self.names[origin, destination]
        for product in products:
            if (lane, product) not in self.licences:
                self.licences.add((lane, product))
                self.tables.add("lane_products", lane=lane, product=product)
        return lane

    def journey(self, origin, destination):
        """Mode, cost_eur_per_t and lead_periods from where the two lie."""
        ends = {origin[:2], destination[:2]}
        if abroad := ends & set(THIRD):
            if ends <= set(THIRD):
                return "road", 40, 0
            cost_eur_per_t, lead_periods = FROM_THIRD[abroad.pop()]
            return "sea", cost_eur_per_t, lead_periods
        kilometres = self.where.kilometres(origin, destination)
        if len(ends) == 2 and ends & set(BY_SEA):
            return "sea", round(60 + 0.05 * kilometres), 1 if kilometres > 1500 else 0
        if kilometres < 900:
            return "road", round(12 + 0.11 * kilometres), 0
        return "rail", round(25 + 0.06 * kilometres), 1 if kilometres > 2000 else 0

    def nearest(self, place, candidates, count):
        return sorted(candidates, key=lambda other: (self.where.kilometres(place, other), other))[:count]


def add_component_lanes(lanes, lines):
    """Every works gets each of its components from its two nearest makers and from every third country."""
    users_of = {}
    for line in lines:
        for product in line.capacity:
            for component in recipe_of(product, line.name):
                users_of.setdefault(component, set()).add(line.site)
    for component, users in sorted(users_of.items()):
        makers = {line.site for line in lines if component in line.capacity}
        inside = {maker for maker in makers if maker[:2] not in THIRD}
        supplied = dict.fromkeys(inside, 0)
        for user in sorted(users):
            sources = lanes.nearest(user, inside - {user}, 3 if component == "nitrocellulose" else 2)
            foreign = sorted(makers - inside)
            if user[:2] in THIRD:
                sources, foreign = [], [maker for maker in foreign if maker[:2] == user[:2] or not inside]
            if component in ("magnets", "microchips") and user[:2] == "XA":
                foreign = [maker for maker in sorted(makers - inside) if maker != user]
            for source in sources + [maker for maker in foreign if maker != user]:
                lanes.link(source, user, [component])
                supplied[source] = supplied.get(source, 0) + 1
        for maker in sorted(inside):
            if supplied[maker] < 2:
                for user in lanes.nearest(maker, users - {maker} - {site for site in users if site[:2] in THIRD}, 2):
                    lanes.link(maker, user, [component])


def add_product_lanes(lanes, lines, wanted):
    """End products: works to national depots and on to the point of use; works to hubs, hubs to Ukraine."""
    makers = {product: {line.site for line in lines if product in line.capacity} for product in END}
    for country, products in wanted.items():
        if country == "UA":
            continue
        for product in products:
            outside_ukraine = {maker for maker in makers[product] if maker[:2] != "UA" and maker[:2] not in THIRD}
            foreign = [maker for maker in makers[product] if maker[:2] in THIRD]
            sources = 2 if product in BULK or COALITION[country][1] >= 4 else 1
            for maker in lanes.nearest(f"{country}-depot-1", outside_ukraine, sources) + sorted(foreign):
                lanes.link(maker, f"{country}-depot-1", [product])
            if not outside_ukraine:
                for maker in lanes.nearest(f"{country}-depot-1", makers[product], 1):
                    lanes.link(maker, f"{country}-depot-1", [product])
        lanes.link(f"{country}-depot-1", f"{country}-training-1", products)
    for product in wanted["UA"]:
        at_home = {maker for maker in makers[product] if maker[:2] == "UA"}
        for maker in sorted(makers[product]):
            near, others = (UKRAINE_DEPOTS, at_home) if maker in at_home else (HUBS, makers[product] - at_home)
            for depot in lanes.nearest(maker, near, len(near) if len(others) <= 3 else len(near) - 1):
                lanes.link(maker, depot, [product])
    arrive = [product for product in wanted["UA"] if any(maker[:2] != "UA" for maker in makers[product])]
    for origin, destination, capacity_t in RAIL_TO_UKRAINE:
        lanes.link(origin, destination, arrive, mode="rail", capacity_t=capacity_t)
    for origin, destination in TO_SECTORS:
        asked = [product for product in wanted["UA"] if destination in ONLY_IN.get(product, [destination])]
        lanes.link(origin, destination, asked, capacity_t=4200)
