"""The laws of stock and of candidates, and the money (section 5). Each law quotes its sentence."""

from .operations import at_least_if_built, serving_periods
from .program import Program
from .world import World


def maximum(program: Program, world: World) -> None:
    """hold <= maximum at the end of every period; the smallest maximum holds."""
    for row in world.tables.stocks:
        if row["maximum"] is not None:
            for period in world.horizon():
                program.at_most([(1.0, ("hold", row["site"], row["product"], period))], row["maximum"])


def minimum(program: Program, world: World) -> None:
    """minimum <= hold (from from_period on; below it at minimum_penalty_eur where given); it adds up over countries.
    Of several priced minimums at one place the cheapest is left open first; only the hard ones bind."""
    if not world.keeps_reserves:
        return
    places = {(row["site"], row["product"]): None for row in world.tables.stocks}
    for site, product in places:
        for period in world.horizon():
            held = [(1.0, ("hold", site, product, period))]
            hard, wanted = 0.0, 0.0
            for place, row in enumerate(world.tables.stocks):
                if (row["site"], row["product"]) != (site, product) or period < row["from_period"]:
                    continue
                wanted += row["minimum"]
                if row["minimum_penalty_eur"] is None:
                    hard += row["minimum"]
                else:
                    below = ("below", site, product, row["country"], place, period)
                    program.add(*below, upper=row["minimum"])
                    program.charge("reserves", row["minimum_penalty_eur"], below)
                    held.append((1.0, below))
            at_least_if_built(program, world, site, period, held[:1], hard)
            at_least_if_built(program, world, site, period, held, wanted)


def final_stock(program: Program, world: World) -> None:
    """With final_stock = as_initial, what is missing at the end from `initial` costs value_eur per unit."""
    if not world.keeps_reserves or world.tables.settings["final_stock"] != "as_initial":
        return
    for site in world.tables.sites:
        for product, row in world.tables.products.items():
            program.add("missing", site, product)
            terms = [(1.0, ("missing", site, product)), (1.0, ("hold", site, product, world.periods))]
            program.at_least(terms, world.initial(site, product))
            program.charge("reserves", row["value_eur"], ("missing", site, product))


def came_in(world: World, site: str, product: str, period: int, life: int) -> tuple[list, float]:
    """What came in at a place in the last `life` periods: terms and a number (what was there came in at period 0)."""
    terms, known = [], 0.0
    for recent in range(max(1, period - life + 1), period + 1):
        terms += world.coming_out(site, product, recent) + world.arriving(site, product, recent)
        known += world.arrived(site, product, recent)
    return terms + ([(1.0, ("hold", site, product, 0))] if period < life else []), known


def shelf_life_at_a_place(program: Program, world: World) -> None:
    """What is held of a product at a place is at most what came in there during the last shelf_life_periods periods."""
    for product, row in world.tables.products.items():
        for site in world.tables.sites if row["shelf_life_periods"] is not None else ():
            for period in world.horizon():
                recent, known = came_in(world, site, product, period, row["shelf_life_periods"])
                held = (1.0, ("hold", site, product, period))
                program.at_most([held] + [(-factor, name) for factor, name in recent], known)


def shelf_life_anywhere(program: Program, world: World) -> None:
    """All that is held of it anywhere and under way at the end of t is at most what came out anywhere, or arrived by
    `arrivals`, in the last shelf_life_periods periods (+ initial while t < shelf_life_periods)."""
    for product, row in world.tables.products.items():
        life = row["shelf_life_periods"]
        for period in world.horizon() if life is not None else ():
            terms = [(1.0, ("hold", site, product, period)) for site in world.tables.sites]
            terms += under_way(world, product, period)
            known = 0.0
            for site in world.tables.sites:
                terms += [(-1.0, ("hold", site, product, 0))] if period < life else []
                for recent in range(max(1, period - life + 1), period + 1):
                    known += world.arrived(site, product, recent)
                    terms += [(-factor, name) for factor, name in world.coming_out(site, product, recent)]
            program.at_most(terms, known)


def under_way(world: World, product: str, period: int) -> list:
    """What left by the end of this period and arrives later."""
    return [
        (1.0, ("ship", name, product, left))
        for name, lane in world.tables.lanes.items()
        if world.carries(name, product)
        for left in range(1, period + 1)
        if period < left + lane["lead_periods"] <= world.periods
    ]


def candidate_sites(program: Program, world: World) -> None:
    """Before period build_lead_periods + 1, and unbuilt, a site makes, sends, receives and holds nothing."""
    data = world.tables
    for name, site in data.sites.items():
        if not world.is_candidate(site):
            continue
        for period in world.horizon():
            here = [row for row in data.lines if row["site"] == name and period + row["lead_periods"] <= world.periods]
            limits = [(("make", row["line"], row["product"], period), world.most_made(row, period)) for row in here]
            for product in data.products:
                most = world.most_ever(product)
                moved = world.leaving(name, product, period) + world.arriving(name, product, period)
                limits += [(ship, most) for _, ship in moved]
                limits.append((("hold", name, product, period), most))
            only_if_built(program, limits, ("build", "site", name), period >= world.usable_from(site))


def candidate_lanes(program: Program, world: World) -> None:
    """Before period build_lead_periods + 1, and unbuilt, a lane carries nothing."""
    for name, lane in world.tables.lanes.items():
        if not world.is_candidate(lane):
            continue
        for period in world.horizon():
            if period + lane["lead_periods"] <= world.periods:
                products = [product for product in world.tables.products if world.carries(name, product)]
                limits = [(("ship", name, product, period), world.most_ever(product)) for product in products]
                only_if_built(program, limits, ("build", "lane", name), period >= world.usable_from(lane))


def only_if_built(program: Program, limits: list, build: tuple, usable: bool) -> None:
    for name, most in limits:
        if usable:
            program.at_most([(1.0, name), (-most, build)], 0.0)
        else:
            program.fix(name, 0.0)


def money(program: Program, world: World, prices: dict) -> None:
    """money = unit costs + contracts + transport (mass * cost_eur_per_t) + holding (held and under way) + scrap
    + openings + builds. `prices` replaces unit_cost_eur of what is offered: by nothing where contracts pay, by their
    price in a world."""
    data = world.tables
    for row in data.lines:
        offered = (row["line"], row["product"]) in prices
        part = "procurement" if offered else "production"
        euros = prices[row["line"], row["product"]] if offered else row["unit_cost_eur"]
        for period in world.horizon():
            if period + row["lead_periods"] <= world.periods:
                program.charge(part, euros, ("make", row["line"], row["product"], period))
    for product, row in data.products.items():
        for period in world.horizon():
            for _, ship in under_way(world, product, period):
                program.charge("holding", row["holding_eur"], ship)
            for site in data.sites:
                program.charge("holding", row["holding_eur"], ("hold", site, product, period))
                program.charge("scrap", row["scrap_eur"], ("scrap", site, product, period))
                for _, ship in world.leaving(site, product, period):
                    per_t = data.lanes[ship[1]]["cost_eur_per_t"]
                    program.charge("transport", row["mass_kg"] / 1000.0 * per_t, ship)
    for name, row in data.expansions.items():
        for period in world.horizon():
            program.charge("expansion", row["cost_eur"], ("open", name, period))
    for kind, candidates in (("site", data.sites), ("lane", data.lanes)):
        for name, row in candidates.items():
            if world.is_candidate(row):
                program.charge("build", row["build_cost_eur"], ("build", kind, name))


def shortage(program: Program, world: World) -> None:
    """shortage = penalty_eur * short + late_eur (per unit asked for and period late)."""
    for name, row, asked in world.demands():
        program.charge("shortage", row["penalty_eur"], ("short", name))
        for product, ratio, way in world.servings(row):
            for period in serving_periods(world, row, asked):
                euros = row["late_eur"] * (period - asked) / ratio
                program.charge("shortage", euros, ("serve", name, product, way, period))
