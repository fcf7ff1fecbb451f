"""A seeded network of the shape of a published interdiction study: raw materials, components, products and their links.

`tables(periods, seed)` gives its tables as rows: 200 places that make a raw material, 500 that make a component, 1,000
that ask for a product, each made there of one or two components; about 2,200 lanes. Some capacities are tight, and some
stock lies about, so that a loss can be survived for a while.
"""

import random

Rows = list[dict[str, object]]

RAWS, COMPONENTS, PRODUCTS, LINKS = 200, 500, 1000, 2200


def tables(periods: int, seed: int) -> dict[str, Rows]:
    """All tables; the same arguments give the same rows."""
    dice = random.Random(f"{seed} {periods}")
    rows: dict[str, Rows] = {name: [] for name in ("sites", "products", "bom", "lines", "lanes", "demand", "stocks")}
    rows["settings"] = [{"key": "periods", "value": str(periods)}]
    need: dict[str, float] = {}
    made: dict[str, list[str]] = {"raw": [], "component": []}
    kinds = max(RAWS // 4, 1), max(COMPONENTS // 4, 1)  # each is made at four places or so
    for number in range(kinds[0]):
        rows["products"].append(product(f"raw-{number}", dice.uniform(2, 9)))
    for number in range(kinds[1]):
        rows["products"].append(product(f"component-{number}", dice.uniform(30, 90)))
        for raw in dice.sample(range(kinds[0]), dice.choice([1, 1, 2])):
            rows["bom"].append({"product": f"component-{number}", "component": f"raw-{raw}",
                                "quantity": dice.choice([1, 2, 3])})  # fmt: skip
    for number in range(PRODUCTS):
        add_product(rows, dice, number, kinds[1], need)
    add_makers(rows, dice, "component", COMPONENTS, kinds[1], need, made)
    add_makers(rows, dice, "raw", RAWS, kinds[0], need, made)
    add_lanes(rows, dice, made)
    return rows


def product(name: str, value: float) -> dict[str, object]:
    return {"product": name, "mass_kg": 10, "value_eur": round(value, 2), "holding_eur": round(value / 100, 4)}


def add_product(
    rows: dict[str, Rows], dice: random.Random, number: int, components: int, need: dict[str, float]
) -> None:
    """A product, the place where it is made and asked for, and what it takes of components."""
    name, site, asked = f"product-{number}", f"front-{number}", dice.randint(10, 60)
    rows["products"].append(product(name, dice.uniform(300, 900)))
    rows["sites"].append({"site": site, "country": "XA", "kind": "front"})
    rows["demand"].append({"site": site, "product": name, "quantity": asked, "priority": dice.choice([1, 2, 3])})
    rows["lines"].append({"line": f"line-{number}", "site": site, "product": name, "capacity": round(asked * 1.3),
                          "unit_cost_eur": round(dice.uniform(50, 150), 2)})  # fmt: skip
    for component in dice.sample(range(components), dice.choice([1, 1, 2])):
        quantity = dice.choice([1, 1, 2])
        rows["bom"].append({"product": name, "component": f"component-{component}", "quantity": quantity})
        need[f"component-{component}"] = need.get(f"component-{component}", 0) + asked * quantity
        if dice.random() < 0.3:
            rows["stocks"].append({"site": site, "product": f"component-{component}", "initial": asked * quantity * 2})


def add_makers(
    rows: dict[str, Rows], dice: random.Random, kind: str, places: int, products: int, need: dict[str, float],
    made: dict[str, list[str]],
) -> None:  # fmt: skip
    """The places that make a raw material or a component, with some capacity to spare."""
    for number in range(places):
        name, site = f"{kind}-{number % products}", f"{kind}-works-{number}"
        makers = len(range(number % products, places, products))
        capacity = max(10, round(need.get(name, 0) / makers * dice.uniform(0.9, 1.5)))
        rows["sites"].append({"site": site, "country": dice.choice(["XB", "XC", "XD"]), "kind": "factory"})
        rows["lines"].append({"line": f"{site}:line", "site": site, "product": name, "capacity": capacity,
                              "unit_cost_eur": round(dice.uniform(1, 9) * (1 if kind == "raw" else 5), 2)})  # fmt: skip
        made[kind].append(site)
        for row in rows["bom"]:
            if row["product"] == name:
                need[str(row["component"])] = need.get(str(row["component"]), 0) + capacity * float(
                    str(row["quantity"])
                )


def add_lanes(rows: dict[str, Rows], dice: random.Random, made: dict[str, list[str]]) -> None:
    """To every user of something at least one maker of it, and more until there are as many links as there should be."""
    maker: dict[str, list[str]] = {}
    for line in rows["lines"]:
        maker.setdefault(str(line["product"]), []).append(str(line["site"]))
    wanted = [(str(line["site"]), str(part["component"])) for line in rows["lines"] for part in rows["bom"]
              if part["product"] == line["product"]]  # fmt: skip
    links = {(dice.choice(maker[component]), site): component for site, component in wanted}
    while len(links) < LINKS:
        site, component = dice.choice(wanted)
        links.setdefault((dice.choice(maker[component]), site), component)
    for origin, destination in links:
        rows["lanes"].append({"origin": origin, "destination": destination,
                              "cost_eur_per_t": round(dice.uniform(10, 200), 2)})  # fmt: skip
