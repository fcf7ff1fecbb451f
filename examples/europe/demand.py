"""Who asks for what, what may stand in for it, what lies in stock, and what is already under way."""

from .catalogue import END, recipe_of, value_of
from .geography import COALITION, THIRD
from .lanes import ONLY_IN, SECTOR_WEIGHTS, UKRAINE_DEPOTS, UKRAINE_SECTORS
from .tables import rounded

MISSILES = ("air defence", "missile", "rocket")
PENALTY = {"missile": {1: 4, 2: 2.5, 3: 1.6}, "other": {1: 8, 2: 4, 3: 2}}

# product: Ukraine's sectors a month, everybody else a month, Ukraine's priority, source
ASKED_FOR = {
    "round-155": (145000, 42000, 1, "EU White Paper and NATO statements, 2025: about 2 m rounds a year for Ukraine"),
    "round-155-variant": (0, 16000, 2, "Reuters, October 2023 (Bauer): 14 nations deviate; notional quantity"),
    "charge-155": (8000, 7000, 1, "notional: charges beside complete rounds"),
    "mortar-120": (44000, 15000, 1, "notional"),
    "guided-rocket": (330, 140, 1, "notional"),
    "interceptor-long": (24, 15, 1, "notional; portfolio.hu 2025: some 650 a year for all customers"),
    "interceptor-medium": (60, 42, 1, "notional; Reuters 2024-2025: 400-500 a year doubling"),
    "interceptor-short": (150, 100, 1, "notional"),
    "interceptor-drone": (6500, 1100, 1, "notional"),
    "fpv-drone": (545000, 30000, 1, "RUSI 2025-26: about 9,000 a day used; Kyiv Independent 2025: plan 4.5 m a year"),
    "loitering-munition": (850, 300, 2, "notional"),
    "anti-tank-missile": (1150, 620, 2, "notional"),
}
HARD_PRESSED = ("UA-sector-2", "UA-sector-3")
FRONT_LINE_STATES = ("EE", "FI", "LT", "LV", "PL", "RO")
SURGES = [("2027", range(5, 9)), ("2028", range(5, 9))]

# product asked for, substitute, ratio, countries that accept it from the start
SUBSTITUTES = [
    ("interceptor-short", "interceptor-drone", 6, "PL LT RO"),
    ("mortar-120", "fpv-drone", 3, "UA"),
    ("anti-tank-missile", "fpv-drone", 8, "LT PL"),
    ("guided-rocket", "loitering-munition", 3, "UA EE"),
]


def draw_wanted(draw):
    """Which country asks for what: everybody for a 155 mm round, the bigger ones for more."""
    countries = [country for country in COALITION if country != "UA"]
    deviating = sorted(draw.sample([country for country in countries if COALITION[country][1] > 0], 9))
    wanted = {"UA": [product for product in END if ASKED_FOR[product][0]]}
    others = [product for product in END if not product.startswith("round-155")]
    turn = []
    for country in countries:
        chosen = ["round-155-variant" if country in deviating else "round-155"]
        for _ in range((1 + COALITION[country][1]) // 2):
            turn = turn or draw.sample(others, len(others))
            product = next((product for product in turn if product not in chosen), turn[0])
            turn.remove(product)
            if product not in chosen:
                chosen.append(product)
        wanted[country] = sorted(chosen, key=list(END).index)
    return wanted, deviating


def accepted(wanted, deviating):
    """Products each country's depot must be able to receive: what it asks for and what it accepts instead."""
    received = {country: list(products) for country, products in wanted.items()}
    for product, substitute, _, countries in SUBSTITUTES:
        for country in countries.split():
            if product in wanted[country] and substitute not in received[country]:
                received[country].append(substitute)
    for country in deviating:
        received[country].append("round-155")
    return received


def penalty_eur(product, priority):
    family = "missile" if END[product][1] in MISSILES else "other"
    if product == "charge-155":
        return None  # the default: 30, 10 or 3 times the value
    return rounded(PENALTY[family][priority] * value_of(product), 3)


def add_demand(tables, wanted, draw):
    """Returns the mean demand a month by site and product."""
    monthly = {}
    for country, products in wanted.items():
        for product in products:
            ukraine, elsewhere, urgency, source = ASKED_FOR[product]
            if country == "UA":
                weights = {sector: SECTOR_WEIGHTS[sector] for sector in ONLY_IN.get(product, UKRAINE_SECTORS)}
                for sector, weight in weights.items():
                    quantity = rounded(ukraine * weight / sum(weights.values()))
                    monthly[sector, product] = quantity
                    priority = urgency if sector in HARD_PRESSED else 2
                    ask(tables, sector, "UA", product, None, quantity, priority, source)
                continue
            sharing = [other for other in wanted if other != "UA" and product in wanted[other]]
            share = (0.5 + COALITION[country][1]) / sum(0.5 + COALITION[other][1] for other in sharing)
            quantity = max(1, rounded(elsewhere * share))
            priority = 2 if country in FRONT_LINE_STATES or draw.random() < 0.35 else 3
            monthly[f"{country}-training-1", product] = quantity
            ask(tables, f"{country}-training-1", country, product, None, quantity, priority, source)
    for year, months in SURGES:
        for month in months:
            for sector in ("UA-sector-2", "UA-sector-4"):
                for product in ("round-155", "mortar-120", "fpv-drone"):
                    more = rounded(0.15 * monthly[sector, product])
                    priority = ASKED_FOR[product][2] if sector in HARD_PRESSED else 2
                    ask(tables, sector, "UA", product, f"{year}-{month:02}", more, priority,
                        "notional: summer, on top of the monthly row")  # fmt: skip
    return monthly


def ask(tables, site, country, product, period, quantity, priority, source):
    patient = END[product][1] == "air defence" and country != "UA" and product != "interceptor-long"
    tables.add("demand", site=site, product=product, period=period, quantity=quantity, priority=priority,
               penalty_eur=penalty_eur(product, priority), buyer=country,
               late_periods=2 if patient else None, late_eur=rounded(0.03 * value_of(product)) if patient else None,
               source=source)  # fmt: skip


def add_substitutes(tables, wanted, deviating, draw):
    for product, substitute, ratio, countries in SUBSTITUTES:
        for country in countries.split():
            if product in wanted[country]:
                tables.add("substitutes", product=product, substitute=substitute, ratio=ratio, country=country,
                           source="notional")  # fmt: skip
    for country in sorted(draw.sample(deviating, 3)):
        tables.add("substitutes", product="round-155-variant", substitute="round-155", ratio=1, country=country,
                   note="fires the standard round too", source="notional")  # fmt: skip


def add_end_product_stocks(tables, monthly, draw):
    """Days of supply in depots: something to begin with, and a priced minimum to hold.

    A month below the minimum costs a fifth of the value (an eighth for missiles, whose shortage is priced lower too):
    in the year and a half after the first shortage a reserve comes before demand of priority 3, and after the front.
    """
    in_ukraine = {}
    for (site, product), quantity in monthly.items():
        if site.startswith("UA"):
            in_ukraine[product] = in_ukraine.get(product, 0) + quantity
            continue
        initial_days, minimum_days = draw.choice([(8, 15), (15, 15), (15, 30), (20, 20)])
        stock(tables, site.replace("training", "depot"), product, quantity, initial_days, minimum_days,
              draw.choice([7, 10, 13]))  # fmt: skip
    for product, quantity in in_ukraine.items():
        for depot in UKRAINE_DEPOTS:
            stock(tables, depot, product, quantity / len(UKRAINE_DEPOTS), 5, 7, 7)


def stock(tables, site, product, monthly_quantity, initial_days, minimum_days, from_period):
    minimum = round(monthly_quantity * minimum_days / 30)
    price = 0.12 if END[product][1] in MISSILES else 0.2
    if minimum < 1:
        return
    tables.add("stocks", site=site, product=product, initial=round(monthly_quantity * initial_days / 30),
               minimum=minimum, from_period=from_period, minimum_penalty_eur=rounded(price * value_of(product)),
               maximum=rounded(monthly_quantity * 6, 3),
               note=f"{minimum_days} days of supply, priced", source="notional")  # fmt: skip


# component: hard minimum as a share of what lies there at the start
HARD_MINIMUM = {"germanium": 0.5, "perchlorate": 0.4}
# component: days of supply to hold from period 10 on, priced
PRICED_MINIMUM_DAYS = {"cotton-linters": 45, "magnets": 30}


def add_component_stocks(tables, lines):
    """About half a month of every component at every works; more of the raw materials."""
    written = set()
    for line in lines:
        if line.existing == 0:
            continue
        need = {}
        for product, capacity in line.capacity.items():
            for component, quantity in recipe_of(product, line.name).items():
                need[component] = max(need.get(component, 0), 0.6 * capacity * quantity)
        for component, monthly in need.items():
            if (line.site, component) in written:
                continue
            written.add((line.site, component))
            far = component in PRICED_MINIMUM_DAYS or component in HARD_MINIMUM
            initial = rounded(monthly * (1.3 if far else 0.4))
            row = {"note": "to begin with"}
            if component in HARD_MINIMUM:
                row = {"minimum": rounded(HARD_MINIMUM[component] * initial), "note": "strategic reserve, hard"}
            if component in PRICED_MINIMUM_DAYS:
                days = PRICED_MINIMUM_DAYS[component]
                row = {"minimum": rounded(monthly / 0.6 * days / 30), "from_period": 10,
                       "minimum_penalty_eur": rounded(0.1 * value_of(component)),
                       "note": f"{days} days of supply, priced"}  # fmt: skip
            tables.add("stocks", site=line.site, product=component, initial=initial, source="notional", **row)


def add_arrivals(tables, lanes, lines):
    """What was begun or sent before the first period and comes out or in during the first ones."""
    due = {}
    for line in lines:
        if line.existing == 0:
            continue
        for product, capacity in line.capacity.items():
            for period in range(1, line.lead + 1):
                due[line.site, product, period] = 0.6 * capacity / len(line.capacity)
    lead = {row["lane"]: row["lead_periods"] for row in tables.rows["lanes"]}
    makers = {(line.site, product): (line, capacity) for line in lines for product, capacity in line.capacity.items()}
    goods = {(lane, product) for lane, product in lanes.licences if lead[lane] and lane[:2] in THIRD}
    for lane, product in sorted(goods):
        origin, destination = lane.split(":")[0].split(">")
        line, capacity = makers[origin, product]
        users = sum(1 for other, carried in goods if carried == product and other.startswith(f"{origin}>"))
        if product in END or "-new-" in destination:
            continue
        for period in range(1, line.lead + lead[lane] + 1):
            key = destination, product, period
            due[key] = due.get(key, 0) + 0.75 * capacity / users
    for (site, product, period), quantity in sorted(due.items()):
        tables.add("arrivals", site=site, product=product, period=period, quantity=max(1, rounded(quantity)),
                   note="under way at the start", source="notional")  # fmt: skip


def add_donations(tables, wanted, draw):
    for country, products in wanted.items():
        if country == "UA" or COALITION[country][1] < 2:
            continue
        product = draw.choice([product for product in products if product in wanted["UA"]] or ["fpv-drone"])
        quantity = rounded(draw.choice([3, 6, 9]) * ASKED_FOR[product][1] / 10)
        tables.add("donations", from_country=country, to_country="UA", product=product, quantity=quantity,
                   source="notional")  # fmt: skip
