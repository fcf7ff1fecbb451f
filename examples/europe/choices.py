"""What may be decided once: lines to expand, sites and lanes to build."""

from dataclasses import dataclass

from .geography import COALITION
from .tables import rounded
from .trades import Line, add_line


@dataclass
class Growth:
    """Expansions of the lines that make a product, the biggest lines first."""

    product: str
    how_many: int
    adds: float
    eur_per_unit: float  # for one unit a month more
    lead: int
    ramp: int
    max_steps: int
    source: str = "notional"


GROWTHS = [
    Growth("charge-155", 4, 0.15, 9000, 8, 5, 3, "notional; US output of charges 2024 lagged behind projectiles"),
    Growth("powder", 3, 0.25, 260000, 9, 3, 2, "Bloomberg, 2025: one producer +60 % since 2022, +40 % planned"),
    Growth("nitrocellulose", 2, 0.2, 210000, 10, 3, 1),
    Growth("tnt", 1, 0.25, 420000, 14, 4, 3, "The Economist, May 2024: a new plant takes 3-7 years"),
    Growth("fuze", 3, 0.1, 9000, 15, 3, 3, "Stoltenberg, February 2023: lead times from 12 to 28 months"),
    Growth("round-155", 3, 0.2, 28000, 10, 5, 2, "press, 2024-25: EUR 180-300 m for a new line"),
    Growth("body-155", 1, 0.2, 9000, 8, 3, 1),
    Growth("rdx", 1, 0.3, 380000, 12, 3, 1),
    Growth("perchlorate", 1, 0.4, 500000, 10, 2, 1),
    Growth("motor-small", 2, 0.3, 24000, 10, 3, 1),
    Growth("seeker-rf", 2, 0.35, 1600000, 11, 2, 1, "trade press 2025-26: 24-36 months (shortened here)"),
    Growth("seeker-ir", 2, 0.2, 170000, 9, 2, 1),
    Growth("guidance-unit", 1, 0.25, 90000, 8, 2, 1),
    Growth("rf-chips", 1, 0.5, 150000, 9, 2, 1),
    Growth("guided-rocket", 1, 0.35, 420000, 9, 3, 1),
    Growth("interceptor-long", 1, 0.3, 6000000, 11, 4, 1),
    Growth("interceptor-medium", 2, 0.25, 4600000, 8, 4, 1, "Reuters, October 2025: output to double"),
    Growth("interceptor-short", 1, 0.25, 1100000, 8, 4, 1),
    Growth("anti-tank-missile", 2, 0.2, 310000, 8, 3, 1),
    Growth("fpv-drone", 2, 0.25, 900, 5, 2, 2, "WSJ via UNN, 2024: a workshop of 20 makes 3,000 a month"),
    Growth("motor-set", 3, 0.4, 240, 6, 3, 2),
    Growth("flight-controller", 2, 0.3, 210, 5, 2, 2),
    Growth("battery-pack", 1, 0.3, 150, 5, 2, 1),
    Growth("warhead-drone", 1, 0.25, 120, 6, 2, 1),
    Growth("cells", 1, 0.5, 21000, 9, 3, 1),
    Growth("magnets", 1, 2.0, 700, 12, 3, 2),
]  # fmt: skip


def add_expansions(tables, lines, draw):
    """The pulp and polymer lines may grow too; they come first, for they are the ways round a cut."""
    for line in lines:
        word = line.name.split(":")[-1]
        if word == "pulp":
            expand(tables, line, Growth("nitrocellulose", 1, 1.0, 190000, 9, 2, 2), draw)
        if word == "polymer":
            expand(tables, line, Growth("round-155", 1, 0.25, 6500, 8, 2, 3), draw)
    for growth in GROWTHS:
        standing = [line for line in lines if growth.product in line.capacity and line.country in COALITION]
        standing = [line for line in standing if line.name.split(":")[-1] not in ("pulp", "polymer", "new")]
        by_size = sorted(standing, key=lambda line: (-line.capacity[growth.product], line.name))
        for line in by_size[: growth.how_many]:
            expand(tables, line, growth, draw)


def expand(tables, line, growth, draw):
    added = growth.adds * line.capacity[growth.product]
    dearness = draw.uniform(0.7, 1.5)
    lead = max(1, growth.lead + draw.choice([-1, 0, 0, 1]))
    tables.add("expansions", expansion=f"{line.name}+", line=line.name, adds=growth.adds,
               cost_eur=rounded(added * growth.eur_per_unit * dearness), lead_periods=lead,
               ramp_periods=growth.ramp, max_steps=growth.max_steps,
               note=f"a step adds {rounded(added)} {growth.product} a month", source=growth.source)  # fmt: skip


# trade, product, capacity, build_cost_eur, build_lead_periods, throughput_t, source
NEW_SITES = [
    ("explosives", {"tnt": 375}, 190e6, 14, 600, "Euractiv, July 2025: a new entrant, 4,500 t a year from 2028"),
    ("shell-filling", {"round-155": 12000}, 330e6, 15, 1200, "press, 2024-25: EUR 180-300 m, about 26 months"),
    ("charge-plant", {"charge-155": 20000}, 260e6, 11, 400, "notional"),
    ("radar-seeker", {"seeker-rf": 30}, 70e6, 12, 20, "notional"),
    ("drone-assembly", {"fpv-drone": 60000}, 45e6, 6, 400, "notional"),
]  # fmt: skip


def add_new_sites(tables, where, lines, draw):
    """Candidates to build: each in a country that has no such works yet, drawn by lot."""
    found = []
    for trade, capacity, build_cost_eur, lead, throughput_t, source in NEW_SITES:
        holders = {line.country for line in lines if f"-{trade}-" in line.site}
        free = [country for country, facts in COALITION.items() if facts[1] >= 2 and country not in holders]
        country = draw.choice(free)
        site = f"{country}-new-{trade}"
        latitude, longitude = where.place(site, country)
        tables.add("sites", site=site, country=country, kind="factory", name=f"{COALITION[country][0]}: new {trade}",
                   latitude=latitude, longitude=longitude, throughput_t=throughput_t,
                   build_cost_eur=int(build_cost_eur), build_lead_periods=lead, recovery_periods=9,
                   note="candidate", source=source)  # fmt: skip
        maker = next(line for line in lines if capacity.keys() <= line.capacity.keys() and line.country in COALITION)
        line = Line(f"{site}:new", site, country, capacity, maker.lead)
        add_line(tables, line, draw, None, 9, 0.95, "notional")
        found.append(line)
    return found


def add_new_hub(tables, where):
    """A third way into Ukraine that could be built."""
    where.place("SK-new-hub", "SK", (49, 22))
    tables.add("sites", site="SK-new-hub", country="SK", kind="depot", name="Slovakia: new border hub",
               latitude=49, longitude=22, storage_t=8000, neq_limit_kg=1200000, throughput_t=2500,
               build_cost_eur=40000000, build_lead_periods=8, recovery_periods=2, note="candidate",
               source="notional")  # fmt: skip


# origin, destination, products, capacity_t, build_cost_eur, build_lead_periods
HEAVY = ["round-155", "charge-155", "mortar-120", "guided-rocket"]
NEW_LANES = [
    ("PL-hub-1", "UA-depot-3", HEAVY, 1200, 18000000, 6),
    ("RO-hub-1", "UA-depot-1", HEAVY, 1000, 16000000, 6),
    ("UA-depot-1", "UA-sector-3", [*HEAVY, "fpv-drone"], 1500, 9000000, 3),
    ("UA-depot-3", "UA-sector-3", [*HEAVY, "fpv-drone"], 1500, 12000000, 3),
    ("SK-new-hub", "UA-depot-2", HEAVY, 2500, None, None),
]


def add_new_lanes(lanes, lines):
    makers = sorted({line.site for line in lines if "round-155" in line.capacity and line.country != "UA"})
    for maker in lanes.nearest("SK-new-hub", makers, 3):
        lanes.link(maker, "SK-new-hub", ["round-155"])
    for origin, destination, products, capacity_t, build_cost_eur, build_lead_periods in NEW_LANES:
        mode = "rail" if "hub" in origin else "road"
        lanes.link(origin, destination, products, mode, capacity_t=capacity_t, build_cost_eur=build_cost_eur,
                   build_lead_periods=build_lead_periods, note="candidate" if build_cost_eur else None)  # fmt: skip
