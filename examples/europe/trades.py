"""Who makes what: trades, the draw of countries that hold them, and the lines that stand there."""

from dataclasses import dataclass, field

from .catalogue import PRODUCTS
from .geography import COALITION, THIRD
from .tables import rounded

# What share of a line there is, and from which period on.
SOLD_ELSEWHERE = [(1, 0.60), (7, 0.70), (13, 0.85), (20, 0.95)]
HALF_SOLD = [(1, 0.50), (9, 0.60), (15, 0.75), (21, 0.85)]
RAMPING = [(1, 0.70), (4, 0.80), (8, 0.90), (11, 1.0)]
HIRING = [(1, 0.80), (6, 0.90), (10, 1.0)]
OPENINGS = {
    "sold elsewhere": (SOLD_ELSEWHERE, "Kyiv Independent, January 2024: 40 % of output went outside Europe"),
    "half sold": (HALF_SOLD, "The Economist, December 2025: about half of the one producer's TNT is exported"),
    "ramping": (RAMPING, "notional ramp; ASAP 2024-2025 grants for powder and explosives"),
    "hiring": (HIRING, "notional"),
}


@dataclass
class Trade:
    """One kind of works: how many stand in the coalition, and what they can make in a month between them."""

    name: str
    work: str
    sites: int
    capacity: dict
    opening: str | None = None
    lead: int = 0
    recovery: int = 9
    pool: str = ""  # countries that may draw it; blank: all
    must: str = ""  # countries that surely hold one
    minimum_use: float | None = None
    only: dict = field(default_factory=dict)  # product: only so many of the sites make it
    source: str = "notional"


@dataclass
class Line:
    name: str
    site: str
    country: str
    capacity: dict
    lead: int
    existing: float = 1


CAPACITY_155 = "EU aggregates: 1.4 m rounds a year (end of 2024), 2.0 m (end of 2025); split by a draw"
TRADES = [
    Trade("steel-mill", "rolling", 3, {"steel": 13500}),
    Trade("shell-forge", "forging", 5, {"body-155": 262000, "body-120": 420000}, "hiring", must="UA"),
    Trade("explosives", "nitration", 1, {"tnt": 1000}, "half sold", recovery=15, minimum_use=0.4,
          source="Euractiv, July 2025: one TNT producer in the EU, about 12,000 t a year"),
    Trade("rdx-plant", "nitration", 3, {"rdx": 600}, "ramping", recovery=12, minimum_use=0.2),
    Trade("nitrocellulose", "linters", 4, {"nitrocellulose": 1260}, "ramping", recovery=12),
    Trade("powder-mill", "pressing", 4, {"powder": 1330}, "ramping", lead=1, recovery=12,
          source="ASAP, March 2024: adds more than 10,000 t of powder a year"),
    Trade("charge-plant", "loading", 4, {"charge-155": 158000}, "ramping", recovery=8,
          source="Defense Express, 2024: charges lag behind projectiles"),
    Trade("fuze-works", "assembly", 3, {"fuze": 206000}, "hiring", lead=1, recovery=10),
    Trade("shell-filling", "filling", 7, {"round-155": 270000, "round-155-variant": 190000, "mortar-120": 540000},
          "sold elsewhere", must="UA", recovery=6, only={"round-155-variant": 0, "mortar-120": 4},
          source=CAPACITY_155),
    Trade("perchlorate", "crystallising", 1, {"perchlorate": 48}, "hiring", recovery=12),
    Trade("rocket-motor", "casting", 3, {"motor-large": 1250, "motor-small": 3900}, "hiring", lead=2, recovery=9),
    Trade("radar-seeker", "assembly", 2, {"seeker-rf": 118}, "hiring", lead=3, recovery=12,
          source="trade press 2025-26: seekers have the longest lead times (shortened here)"),
    Trade("infrared-seeker", "assembly", 2, {"seeker-ir": 1950}, "hiring", lead=2, recovery=10),
    Trade("guidance", "assembly", 2, {"guidance-unit": 2100}, "hiring", lead=1, recovery=8),
    Trade("warhead", "pressing", 3, {"warhead-drone": 1200000, "warhead-missile": 19000}, "hiring", must="UA"),
    Trade("rocket-assembly", "assembly", 1, {"guided-rocket": 330}, "sold elsewhere", lead=1),
    Trade("long-interceptor", "assembly", 1, {"interceptor-long": 24}, "hiring", lead=1, recovery=12),
    Trade("medium-interceptor", "assembly", 2, {"interceptor-medium": 84}, "sold elsewhere", lead=1, recovery=10,
          source="Reuters, June 2024 and October 2025: 400-500 a year, doubling"),
    Trade("short-interceptor", "assembly", 2, {"interceptor-short": 230}, "sold elsewhere", lead=1),
    Trade("anti-tank", "assembly", 2, {"anti-tank-missile": 1700}, "sold elsewhere", lead=1),
    Trade("loitering", "assembly", 3, {"loitering-munition": 1000}, "hiring", must="UA"),
    Trade("drone-assembly", "assembly", 5, {"fpv-drone": 520000}, "ramping", must="UA UA UA", recovery=3,
          source="Kyiv Independent, March 2025: 4.5 m a year bought, up to 10 m a year of capacity"),
    Trade("interceptor-drone", "assembly", 2, {"interceptor-drone": 7600}, "ramping", must="UA", recovery=3),
    Trade("drone-motor", "winding", 3, {"motor-set": 250000}, "ramping", recovery=4),
    Trade("flight-controller", "assembly", 2, {"flight-controller": 280000}, "ramping", recovery=4),
    Trade("battery", "assembly", 2, {"battery-pack": 740000}, "hiring", must="UA", recovery=4),
    Trade("drone-frame", "moulding", 2, {"drone-frame": 730000}, "hiring", must="UA", recovery=4),
    Trade("linters-gin", "delinting", 1, {"cotton-linters": 75}, pool="GR ES BG"),
    Trade("pulp-mill", "pulping", 2, {"wood-pulp": 600}, pool="FI SE NO AT PT LV"),
    Trade("germanium", "refining", 1, {"germanium": 500}, recovery=9),
    Trade("radio-chips", "etching", 1, {"rf-chips": 70}, lead=2, recovery=12),
    Trade("microchips", "etching", 1, {"microchips": 330}, lead=2, recovery=12),
    Trade("magnets", "sintering", 1, {"magnets": 5000}, "ramping", recovery=9,
          source="MERICS, September 2025: 98 % of rare-earth magnets are imported"),
    Trade("cells", "winding", 2, {"cells": 1500}, "ramping", recovery=9),
    Trade("carbon-fibre", "spinning", 2, {"carbon-fibre": 215000}),
]  # fmt: skip
SUPPLIERS = {"steel-mill", "linters-gin", "pulp-mill", "germanium", "magnets", "cells", "carbon-fibre", "microchips",
             "radio-chips", "perchlorate"}  # fmt: skip

LINTERS = "Financial Times, April 2024: more than 70 % of Europe's linters from one country"
# site: country, line's word, capacity, lead_periods, recovery_periods, what the price is multiplied by, source
THIRD_COUNTRY_LINES = [
    ("XA-linters-1", "XA", "delinting", {"cotton-linters": 720}, 0, 9, 0.9, LINTERS),
    ("XB-linters-1", "XB", "delinting", {"cotton-linters": 190}, 0, 9, 1.1, LINTERS),
    ("XA-explosives-1", "XA", "nitration", {"tnt": 560}, 0, 12, 1.0, "The Economist, December 2025; notional split"),
    ("XB-explosives-1", "XB", "nitration", {"tnt": 310}, 0, 12, 1.1, "The Economist, December 2025; notional split"),
    ("XA-drone-parts-1", "XA", "magnets", {"magnets": 90000}, 0, 9, 0.8, "MERICS, September 2025"),
    ("XA-drone-parts-1", "XA", "motors", {"motor-set": 300000}, 0, 9, 0.7, "RUSI, drone supply chains"),
    ("XA-drone-parts-1", "XA", "controllers", {"flight-controller": 340000}, 0, 9, 0.7, "RUSI, drone supply chains"),
    ("XA-cells-1", "XA", "winding", {"cells": 2600}, 0, 6, 0.8, "notional"),
    ("XA-metals-1", "XA", "germanium", {"germanium": 1000}, 0, 9, 0.8, "Reuters, December 2024: 59 % of germanium"),
    ("XA-metals-1", "XA", "gallium", {"rf-chips": 50}, 0, 9, 0.8, "Reuters, December 2024: 99 % of gallium"),
    ("XC-microchips-1", "XC", "etching", {"microchips": 700}, 1, 12, 0.9, "notional"),
    ("XC-cells-1", "XC", "winding", {"cells": 700}, 0, 6, 1.0, "notional"),
    ("US-perchlorate-1", "US", "crystallising", {"perchlorate": 50}, 0, 12, 1.0, "notional"),
    ("US-radio-chips-1", "US", "etching", {"rf-chips": 40}, 2, 12, 1.1, "notional"),
    ("US-missiles-1", "US", "rockets", {"guided-rocket": 130}, 2, 9, 2.0, "notional"),
    ("US-missiles-1", "US", "interceptors", {"interceptor-long": 13}, 3, 9, 1.25,
     "trade press 2026: 550-600 a year for all customers; a notional share of them"),
]  # fmt: skip

COMPANIES = [
    "Aldermark", "Borrowby", "Brantholm", "Cormontel", "Dravic", "Esterlund", "Fennimark", "Galdorf", "Halvorn",
    "Isarlune", "Jorvex", "Kestrano", "Lumenka", "Mirandel", "Norrbane", "Ostravel", "Pellanor", "Quillmark",
    "Rosendahlia", "Sylvaro", "Tarnbeck", "Umbrick", "Velloria", "Wexmoor", "Ystamo", "Zelvane",
]  # fmt: skip


def draw_countries(trade, draw, holdings):
    """Seeded draw: bigger countries more often, nobody twice in a trade unless `must` says so."""
    chosen = trade.must.split()
    pool = [country for country in trade.pool.split() or COALITION if country not in chosen]
    while len(chosen) < trade.sites:
        weights = [(COALITION[country][1] + 0.01) / (1 + 0.35 * holdings.get(country, 0)) for country in pool]
        country = draw.choices(pool, weights)[0]
        pool.remove(country)
        chosen.append(country)
    for country in chosen:
        holdings[country] = holdings.get(country, 0) + 1
    return chosen


def add_trades(tables, where, draw):
    """Writes sites, lines and availability; returns the lines."""
    lines, holdings = [], {}
    for trade in TRADES:
        countries = draw_countries(trade, draw, holdings)
        weights = [draw.uniform(0.7, 1.3) for _ in countries]
        making = {product: trade.only.get(product, len(countries)) for product in trade.capacity}
        for place, country in enumerate(countries):
            number = countries[: place + 1].count(country)
            site = f"{country}-{trade.name}-{number}"
            kind = "supplier" if trade.name in SUPPLIERS else "factory"
            add_site(tables, where, site, country, kind, draw.choice(COMPANIES), trade.recovery)
            capacity = {
                product: rounded(total * weights[place] / sum(weights))
                for product, total in trade.capacity.items()
                if place < making[product] or (product == "round-155-variant" and place >= len(countries) - 3)
            }
            line = Line(f"{site}:{trade.work}", site, country, capacity, trade.lead)
            lines.append(line)
            add_line(tables, line, draw, trade.minimum_use, max(2, trade.recovery // 2), 1, trade.source)
            if trade.opening:
                add_opening(tables, line, trade.opening, draw)
    return lines + add_third_countries(tables, where, draw) + add_alternatives(tables, lines, draw)


def add_third_countries(tables, where, draw):
    lines = []
    for site, country, word, capacity, lead, recovery, dearer, source in THIRD_COUNTRY_LINES:
        if site not in where.point:
            add_site(tables, where, site, country, "supplier", draw.choice(COMPANIES), recovery)
        line = Line(f"{site}:{word}", site, country, capacity, lead)
        lines.append(line)
        add_line(tables, line, draw, None, recovery, dearer, source)
    return lines


def add_alternatives(tables, lines, draw):
    """Lines with a recipe of their own beside lines that stand: wood pulp for linters, polymer fill for TNT."""
    nitration = [line for line in lines if line.name.endswith(":linters")]
    filling = [line for line in lines if line.name.endswith(":filling") and line.country != "UA"]
    found = []
    for place, line in enumerate(sorted(nitration, key=lambda line: line.capacity["nitrocellulose"])[:2]):
        pulp = Line(f"{line.site}:pulp", line.site, line.country, {"nitrocellulose": 120}, 0, 1 if place == 0 else 0)
        found.append((pulp, 1.3))
    for place, line in enumerate(draw.sample(filling, 2)):
        polymer = Line(f"{line.site}:polymer", line.site, line.country, {"round-155": 18000}, 0, 1 if place == 0 else 0)
        found.append((polymer, 1.15))
    for line, dearer in found:
        add_line(tables, line, draw, None, 6, dearer, "notional")
        add_opening(tables, line, "ramping", draw)
    return [line for line, _ in found]


def add_site(tables, where, site, country, kind, company, recovery):
    latitude, longitude = where.place(site, country)
    trade = site.split("-", 1)[1].rsplit("-", 1)[0].replace("-", " ")
    name = (COALITION.get(country) or THIRD[country])[0]
    tables.add("sites", site=site, country=country, kind=kind, name=f"{name}: {trade} {site[-1]}", company=company,
               latitude=latitude, longitude=longitude, recovery_periods=recovery, source="notional")  # fmt: skip


def add_line(tables, line, draw, minimum_use, recovery, dearer, source):
    dearer *= draw.uniform(0.92, 1.1)
    for product, capacity in line.capacity.items():
        tables.add("lines", line=line.name, site=line.site, product=product, capacity=capacity,
                   unit_cost_eur=rounded(PRODUCTS[product][5] * dearer, 3), existing=line.existing,
                   minimum_use=minimum_use, lead_periods=line.lead, recovery_periods=recovery,
                   source=source)  # fmt: skip


def add_opening(tables, line, opening, draw):
    """The share of a line there is, rising; a little earlier here, a little later there."""
    steps, source = OPENINGS[opening]
    shift = draw.choice([-1, 0, 0, 1])
    for from_period, share in steps:
        start = 1 if from_period == 1 else from_period + shift
        tables.add("availability", kind="line", target=line.name, from_period=start, share=share,
                   note=opening, source=source)  # fmt: skip
