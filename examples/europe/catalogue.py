"""What is made: end products, components, raw materials, what each is made of, and what each is worth."""

NSPA = "NSPA 155 mm frameworks, January 2024: about EUR 5,000 a round"
WELT = "Welt am Sonntag, 2023: EUR 3,600 a round; NSPA 2024: about EUR 5,000"
FPV = "Kyiv Independent, March 2025: 4.5 m drones for USD 2.6 bn"
IRIS = "Reuters, October 2025: 665 medium-range interceptors for EUR 1.26 bn"
MODULES = "press on charges: several kg a shot, 1 to 6-8 modules; CSS/ETH 2024 on powder plants"
FILL = "The Economist, May 2024: 10.8 kg of explosive in a 155 mm shell"
DRONES = "RUSI, drone supply chains: about 80 % of parts from one country"
N = "notional"

# product: name, family, unit, mass_kg, neq_kg, work_eur (the maker's own work), shelf_life_periods, source
END = {
    "round-155": ("155 mm complete round, standard", "artillery", "each", 58, 17.3, 1980, None, WELT),
    "round-155-variant": ("155 mm complete round, national standard", "artillery", "each", 58, 17.3, 2750, None,
                          "Reuters, October 2023 (Bauer): 14 nations deviate from the standard"),
    "charge-155": ("155 mm charge: the average shot, three modules", "artillery", "each", 9, 6.5, 850, None, MODULES),
    "mortar-120": ("120 mm mortar round", "mortar", "each", 16, 3, 350, None, N),
    "guided-rocket": ("Guided artillery rocket", "rocket", "each", 310, 120, 72000, None, N),
    "interceptor-long": ("Interceptor, long range", "air defence", "each", 900, 220, 3000000, None,
                         "Reuters/ANSA, January 2024: 1,000 missiles for EUR 5.1 bn; notional cheaper type"),
    "interceptor-medium": ("Interceptor, medium range", "air defence", "each", 320, 75, 1400000, None, IRIS),
    "interceptor-short": ("Interceptor, short range", "air defence", "each", 45, 9, 240000, None, N),
    "interceptor-drone": ("Interceptor drone", "drone", "each", 6, 0.6, 2200, None, N),
    "fpv-drone": ("FPV attack drone", "drone", "each", 3, 0.6, 220, 12, FPV),
    "loitering-munition": ("Loitering munition", "drone", "each", 40, 5, 28000, None, N),
    "anti-tank-missile": ("Anti-tank guided missile", "missile", "each", 25, 6, 60000, None, N),
}  # fmt: skip
COMPONENTS = {
    "body-155": ("155 mm shell body, forged and turned", "metal", "each", 34, 0, 720, None, N),
    "body-120": ("120 mm mortar body", "metal", "each", 11, 0, 180, None, N),
    "fuze": ("Artillery and mortar fuze", "fuze", "each", 1, 0.02, 420, None, N),
    "powder": ("Propelling powder", "energetics", "tonne", 1000, 1000, 22000, None, N),
    "nitrocellulose": ("Nitrocellulose", "energetics", "tonne", 1000, 1000, 5500, None, N),
    "tnt": ("TNT", "energetics", "tonne", 1000, 1000, 14000, None, N),
    "rdx": ("RDX", "energetics", "tonne", 1000, 1000, 24000, None, N),
    "warhead-drone": ("Drone warhead", "warhead", "each", 1, 0.5, 55, None, N),
    "warhead-missile": ("Missile warhead element", "warhead", "each", 6, 4, 900, None, N),
    "motor-large": ("Solid rocket motor, large", "propulsion", "each", 130, 80, 32000, None, N),
    "motor-small": ("Solid rocket motor, small", "propulsion", "each", 12, 6, 6000, None, N),
    "seeker-rf": ("Radar seeker", "electronics", "each", 20, 0, 360000, None, N),
    "seeker-ir": ("Infrared seeker", "electronics", "each", 4, 0, 42000, None, N),
    "guidance-unit": ("Guidance unit", "electronics", "each", 5, 0, 24000, None, N),
    "motor-set": ("Four drone motors", "drone parts", "each", 0.3, 0, 44, None, DRONES),
    "flight-controller": ("Flight controller", "drone parts", "each", 0.1, 0, 42, None, DRONES),
    "battery-pack": ("Battery pack", "drone parts", "each", 0.8, 0, 22, 18, N),
    "drone-frame": ("Carbon frame", "drone parts", "each", 0.4, 0, 24, None, N),
}
RAW = {
    "steel": ("Shell steel", "raw material", "tonne", 1000, 0, 1300, None, N),
    "cotton-linters": ("Cotton linters", "raw material", "tonne", 1000, 0, 2200, None, N),
    "wood-pulp": ("Wood pulp, nitration grade", "raw material", "tonne", 1000, 0, 1500, None, N),
    "perchlorate": ("Ammonium perchlorate", "raw material", "tonne", 1000, 0, 9000, None, N),
    "germanium": ("Germanium, optical grade", "raw material", "kg", 1, 0, 2500, None, N),
    "rf-chips": ("Gallium radio-frequency chips, set for one seeker", "raw material", "each", 1, 0, 40000, None, N),
    "microchips": ("Microcontrollers", "raw material", "thousand", 10, 0, 12000, None, N),
    "magnets": ("Rare-earth magnets", "raw material", "kg", 1, 0, 110, None, N),
    "cells": ("Lithium-ion cells", "raw material", "thousand", 48, 0, 5000, None, N),
    "carbon-fibre": ("Carbon fibre", "raw material", "kg", 1, 0, 30, None, N),
}
PRODUCTS = END | COMPONENTS | RAW

# product: its components and quantities
RECIPES = {
    "nitrocellulose": {"cotton-linters": 0.7},
    "powder": {"nitrocellulose": 0.85},
    "charge-155": {"powder": 0.0065, "nitrocellulose": 0.0004},
    "body-155": {"steel": 0.045},
    "body-120": {"steel": 0.016},
    "fuze": {"microchips": 0.001},
    "round-155": {"body-155": 1, "fuze": 1, "charge-155": 1, "tnt": 0.0108},
    "round-155-variant": {"body-155": 1, "fuze": 1, "charge-155": 1, "tnt": 0.0108},
    "mortar-120": {"body-120": 1, "fuze": 1, "powder": 0.0005, "tnt": 0.0025},
    "warhead-drone": {"rdx": 0.0005},
    "warhead-missile": {"rdx": 0.004},
    "motor-large": {"perchlorate": 0.08},
    "motor-small": {"perchlorate": 0.006},
    "seeker-rf": {"rf-chips": 1},
    "seeker-ir": {"germanium": 0.6},
    "guidance-unit": {"microchips": 0.006},
    "guided-rocket": {"motor-large": 1, "guidance-unit": 1, "warhead-missile": 8},
    "interceptor-long": {"motor-large": 2, "seeker-rf": 1, "guidance-unit": 2, "warhead-missile": 4},
    "interceptor-medium": {"motor-large": 1, "seeker-rf": 1, "guidance-unit": 1, "warhead-missile": 3},
    "interceptor-short": {"motor-small": 1, "seeker-ir": 1, "guidance-unit": 1, "warhead-missile": 1},
    "anti-tank-missile": {"motor-small": 1, "seeker-ir": 1, "warhead-missile": 1},
    "loitering-munition": {"guidance-unit": 1, "warhead-missile": 1, "battery-pack": 2, "drone-frame": 1},
    "motor-set": {"magnets": 0.15},
    "flight-controller": {"microchips": 0.001},
    "battery-pack": {"cells": 0.006},
    "drone-frame": {"carbon-fibre": 0.3},
    "fpv-drone": {"motor-set": 1, "flight-controller": 1, "battery-pack": 1, "drone-frame": 1, "warhead-drone": 1},
    "interceptor-drone": {"motor-set": 1, "flight-controller": 1, "battery-pack": 1, "drone-frame": 1,
                          "warhead-drone": 1},
}  # fmt: skip

# Recipes of single lines, by the word after the colon in the line's name.
ALTERNATIVES = {
    "pulp": {"nitrocellulose": {"wood-pulp": 0.75}},
    "polymer": {"round-155": {"body-155": 1, "fuze": 1, "charge-155": 1, "rdx": 0.0092}},
    "rockets": {"guided-rocket": {"perchlorate": 0.1}},
    "interceptors": {"interceptor-long": {"perchlorate": 0.2}},
}
RECIPE_NOTES = {
    "pulp": "wood pulp instead of cotton linters",
    "polymer": "polymer-bound RDX instead of TNT",
    "rockets": "bought complete: the seller's own chain stands behind this row",
    "interceptors": "bought complete: the seller's own chain stands behind this row",
}


def value_of(product):
    """What a unit is worth: the maker's own work and all that goes into it."""
    work_eur = PRODUCTS[product][5]
    return work_eur + sum(quantity * value_of(part) for part, quantity in RECIPES.get(product, {}).items())


def recipe_of(product, line):
    word = line.split(":")[-1]
    return ALTERNATIVES.get(word, {}).get(product) or RECIPES.get(product, {})


def add_products(tables):
    for product, (name, family, unit, mass_kg, neq_kg, _, shelf_life_periods, source) in PRODUCTS.items():
        value_eur = round(value_of(product), 0 if value_of(product) > 100 else 1)
        tables.add("products", product=product, name=name, family=family, unit=unit, mass_kg=mass_kg, neq_kg=neq_kg,
                   value_eur=value_eur, holding_eur=float(f"{0.004 * value_eur:.2g}"),
                   shelf_life_periods=shelf_life_periods, source=source)  # fmt: skip


def add_recipes(tables, lines):
    for product, parts in RECIPES.items():
        for component, quantity in parts.items():
            energetic = component in ("tnt", "powder") and product.startswith(("round-155", "charge-155"))
            source = {"tnt": FILL, "powder": MODULES}[component] if energetic else N
            tables.add("bom", product=product, component=component, quantity=quantity, source=source)
    for line in lines:
        word = line.name.split(":")[-1]
        for product, parts in ALTERNATIVES.get(word, {}).items():
            for component, quantity in parts.items():
                tables.add("bom", product=product, component=component, quantity=quantity, line=line.name,
                           note=RECIPE_NOTES[word], source=N)  # fmt: skip
