"""Supply routes by plain search over facts, from the files alone: what can be at which site in which period."""

from itertools import chain

from reference.tables import Tables
from reference.world import World

Demand = tuple[str, str, str]
"""Front, product, buyer."""


def without(data: Tables, kind: str, target: str) -> tuple[set[str], set[str], set[str]]:
    """The lines, lanes and products that are lost with an asset."""
    country = {site: row["country"] for site, row in data.sites.items()}
    sites = {
        "site": {target},
        "country": {site for site in country if country[site] == target},
        "company": {site for site, row in data.sites.items() if row["company"] == target},
        "group": {site for site in country if country[site] in data.groups.get(target, [])},
    }.get(kind, set())
    lines = {row["line"] for row in data.lines if row["site"] in sites or (kind == "line" and row["line"] == target)}
    lanes = set()
    for name, row in data.lanes.items():
        origin, destination = row["origin"], row["destination"]
        abroad = country[origin] == target != country[destination]
        lost = {"lane": name == target, "mode": row["mode"] == target, "exports": abroad}.get(kind, False)
        if lost or {origin, destination} & sites:
            lanes.add(name)
    return lines, lanes, {target} if kind == "product" else set()


def served(data: Tables, losses: list[tuple[str, str]], chosen: set[tuple[str, str]]) -> set[Demand]:
    """The demands that a route reaches where these are lost; ``chosen`` is what is opened and built."""
    lost = [without(data, kind, target) for kind, target in losses]
    lines, lanes, products = (set(chain(*some)) for some in (zip(*lost, strict=True) if lost else ((), (), ())))
    facts = _grown(data, lines, lanes, products, chosen)
    found = set()
    for row in data.demand:
        if row["quantity"] > 0 and (row["period"] or 1) <= data.settings["periods"]:
            accepted = {row["product"]} | {
                other["substitute"] for other in data.substitutes
                if other["product"] == row["product"] and other["country"] in (None, row["buyer"])
            }  # fmt: skip
            first = row["period"] or 1
            last = (row["period"] or data.settings["periods"]) + row["late_periods"]
            if any((row["site"], one, period) in facts for one in accepted for period in range(first, last + 1)):
                found.add((row["site"], row["product"], row["buyer"]))
    return found


def _grown(data: Tables, lines: set, lanes: set, products: set, chosen: set) -> set[tuple[str, str, int]]:
    """Whatever can be somewhere in some period, made and sent without what is lost; it may wait for ever."""
    periods, world, facts = data.settings["periods"], World(data, data.settings["periods"]), set()

    def usable(kind: str, name: str, period: int) -> bool:
        row = data.sites[name] if kind == "site" else data.lanes[name]
        if row["build_cost_eur"] is None:
            return True
        return (kind, name) in chosen and period > row["build_lead_periods"]

    def runs(row: dict, period: int) -> bool:
        opened = any(
            more["line"] == row["line"] and ("expansion", name) in chosen and period > more["lead_periods"]
            for name, more in data.expansions.items()
        )
        stands = row["existing"] > 0 or opened
        return stands and row["capacity"] > 0 and world.availability("line", row["line"], period) > 0

    def sends(site: str, period: int) -> bool:
        return data.sites[site]["throughput_t"] != 0 and world.availability("site", site, period) > 0

    def carries(name: str, row: dict, product: str, period: int) -> bool:
        licensed = product in data.lane_products.get(name, [product])
        room = row["capacity_t"] != 0 and world.availability("lane", name, period) > 0 and sends(row["origin"], period)
        return licensed and usable("lane", name, period) and (room or not data.products[product]["mass_kg"])

    def found(period: int):
        for row in data.lines:
            own = [part for part in data.bom if (part["product"], part["line"]) == (row["product"], row["line"])]
            recipe = own or [part for part in data.bom if (part["product"], part["line"]) == (row["product"], None)]
            here = all((row["site"], part["component"], period) in facts for part in recipe)
            lost = row["line"] in lines or row["product"] in products
            if here and not lost and runs(row, period) and usable("site", row["site"], period):
                yield row["site"], row["product"], period + row["lead_periods"]
        for name, row in data.lanes.items():
            arrives = period + row["lead_periods"]
            ends = usable("site", row["origin"], period) and usable("site", row["destination"], arrives)
            for product in data.products if ends and name not in lanes else ():
                if (row["origin"], product, period) in facts and carries(name, row, product, period):
                    yield row["destination"], product, arrives

    while True:
        more = {fact for period in range(1, periods + 1) for fact in found(period) if fact[2] <= periods}
        more |= {(site, product, period + 1) for site, product, period in facts if period < periods}
        if more <= facts:
            return facts
        facts |= more
