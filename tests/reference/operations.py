"""The variables and laws of operations (section 5 but for contracts). Each law quotes its sentence."""

from .program import Program
from .world import World


def variables(program: Program, world: World) -> None:
    """Choices and operations, over all sites, products and periods."""
    data = world.tables
    for name, row in data.expansions.items():
        for period in world.horizon():
            program.add("open", name, period, upper=row["max_steps"], whole=True)
    for kind, candidates in (("site", data.sites), ("lane", data.lanes)):
        for name, row in candidates.items():
            if world.is_candidate(row):
                program.add("build", kind, name, upper=1.0, whole=True)
    for row in data.lines:
        for period in world.horizon():
            if period + row["lead_periods"] <= world.periods:
                program.add("make", row["line"], row["product"], period)
    for name, lane in data.lanes.items():
        for product in data.products:
            for period in world.horizon():
                if world.carries(name, product) and period + lane["lead_periods"] <= world.periods:
                    program.add("ship", name, product, period)
    for site in data.sites:
        for product in data.products:
            program.add("hold", site, product, 0)
            program.fix(("hold", site, product, 0), world.initial(site, product))
            for period in world.horizon():
                program.add("hold", site, product, period)
                program.add("scrap", site, product, period)
    for name, row, asked in world.demands():
        program.add("short", name)
        for product, _, way in world.servings(row):
            for period in serving_periods(world, row, asked):
                program.add("serve", name, product, way, period)


def serving_periods(world: World, row: dict, asked: int) -> range:
    """Served in its period or up to late_periods later."""
    return range(asked, min(asked + row["late_periods"], world.periods) + 1)


def served(world: World, site: str, product: str, period: int) -> list:
    return [
        (1.0, ("serve", name, product, way, period))
        for name, row, asked in world.demands()
        if row["site"] == site and period in serving_periods(world, row, asked)
        for handed_over, _, way in world.servings(row)
        if handed_over == product
    ]


def balance(program: Program, world: World) -> None:
    """held before + coming out + arriving = used as component + sent + served + scrapped + held after."""
    for site in world.tables.sites:
        for product in world.tables.products:
            for period in world.horizon():
                left = 1.0 - world.stock_lost(site, period)
                comes = [(left, ("hold", site, product, period - 1))]
                comes += world.coming_out(site, product, period) + world.arriving(site, product, period)
                goes = world.used(site, product, period) + world.leaving(site, product, period)
                goes += served(world, site, product, period)
                goes += [(1.0, ("scrap", site, product, period)), (1.0, ("hold", site, product, period))]
                program.equal(goes + [(-factor, name) for factor, name in comes], world.arrived(site, product, period))


def openings(program: Program, world: World) -> None:
    """`open[expansion, t]` integer, total over t at most max_steps."""
    for name, row in world.tables.expansions.items():
        program.at_most([(1.0, ("open", name, period)) for period in world.horizon()], row["max_steps"])


def line_time(program: Program, world: World) -> None:
    """sum over products of make / capacity <= availability * (existing + what has been opened).

    Capacity 0 means cannot make.
    """
    for line in {row["line"]: None for row in world.tables.lines}:
        rows = [row for row in world.tables.lines if row["line"] == line]
        for period in world.horizon():
            there = world.availability("line", line, period) * (1.0 - world.lost("line", line, period))
            begun = [row for row in rows if period + row["lead_periods"] <= world.periods]
            openings = [(-there * added, name) for added, name in world.opened(line, period)]
            program.at_most(line_use(begun, period) + openings, there * world.existing(line))
            for row in begun:
                if row["capacity"] == 0 or there == 0:
                    program.fix(("make", line, row["product"], period), 0.0)


def line_use(rows: list, period: int) -> list:
    """sum over products of make / capacity."""
    making = [row for row in rows if row["capacity"] > 0]
    return [(1.0 / row["capacity"], ("make", row["line"], row["product"], period)) for row in making]


def lost_products(program: World, world: World) -> None:
    """A partly lost product bounds what each line may make of it:
    make / capacity <= (1 - share) * availability * (existing + opened), on top of the line's time."""
    for row in world.tables.lines:
        for period in world.horizon():
            lost = world.product_lost(row["product"], period)
            if lost > 0 and row["capacity"] > 0 and period + row["lead_periods"] <= world.periods:
                left = (1.0 - lost) * world.availability("line", row["line"], period)
                openings = [(-left * added, name) for added, name in world.opened(row["line"], period)]
                program.at_most(line_use([row], period) + openings, left * world.existing(row["line"]))


def minimum_use(program: Program, world: World) -> None:
    """... and >= availability * minimum_use * existing, in the periods in which something begun on the line comes out
    within the horizon, and where some capacity is positive. (A candidate site's lines: once usable, if it is built.)"""
    if not world.binds_contracts:
        return
    for line in {row["line"]: None for row in world.tables.lines}:
        rows = [row for row in world.tables.lines if row["line"] == line and row["capacity"] > 0]
        for period in world.horizon():
            begun = [row for row in rows if period + row["lead_periods"] <= world.periods]
            if not begun:
                continue
            share = world.availability("line", line, period) * begun[0]["minimum_use"]
            limit = share * world.existing(line)
            at_least_if_built(program, world, begun[0]["site"], period, line_use(begun, period), limit)


def at_least_if_built(program: Program, world: World, site: str, period: int, terms: list, limit: float) -> None:
    """Before it is usable, and unbuilt, minimum_use and minimum do not bind."""
    row = world.tables.sites[site]
    if not world.is_candidate(row):
        program.at_least(terms, limit)
    elif period >= world.usable_from(row):
        program.at_least([*terms, (-limit, ("build", "site", site))], 0.0)


def lane_capacity(program: Program, world: World) -> None:
    """sum of mass * ship <= availability * capacity_t. A lost lane carries nothing."""
    for name, lane in world.tables.lanes.items():
        for period in world.horizon():
            if period + lane["lead_periods"] > world.periods:
                continue
            lost = world.lost("lane", name, period)
            products = [product for product in world.tables.products if world.carries(name, product)]
            carried = [(1.0, ("ship", name, product, period)) for product in products]
            if lost == 1.0:
                for _, ship in carried:
                    program.fix(ship, 0.0)
            if lane["capacity_t"] is not None:
                there = world.availability("lane", name, period) * (1.0 - lost)
                program.at_most(tonnes(world, carried), there * lane["capacity_t"])
            elif 0.0 < lost < 1.0:
                raise ValueError(f"partial loss of lane {name}, which has no capacity_t")


def tonnes(world: World, terms: list) -> list:
    """Units of `ship` or `hold` as tonnes; the product is the third word of the name."""
    return [(factor * world.tables.products[name[2]]["mass_kg"] / 1000.0, name) for factor, name in terms]


def throughput(program: Program, world: World) -> None:
    """Site: mass sent <= availability * throughput_t."""
    for name, site in world.tables.sites.items():
        for period in world.horizon():
            lost = world.lost("site", name, period)
            if site["throughput_t"] is not None:
                sent = [term for product in world.tables.products for term in world.leaving(name, product, period)]
                there = world.availability("site", name, period) * (1.0 - lost)
                program.at_most(tonnes(world, sent), there * site["throughput_t"])
            elif 0.0 < lost < 1.0:
                raise ValueError(f"partial loss of site {name}, which has no throughput_t")


def lost_sites(program: Program, world: World) -> None:
    """A lost site makes, sends, receives and serves nothing. (The first three: by its lines and lanes.)"""
    for name, row, asked in world.demands():
        for period in serving_periods(world, row, asked):
            if world.lost("site", row["site"], period) == 1.0:
                for product, _, way in world.servings(row):
                    program.fix(("serve", name, product, way, period), 0.0)


def storage(program: Program, world: World) -> None:
    """mass held <= storage_t, NEQ held <= neq_limit_kg."""
    for name, site in world.tables.sites.items():
        for period in world.horizon():
            held = [(1.0, ("hold", name, product, period)) for product in world.tables.products]
            if site["storage_t"] is not None:
                program.at_most(tonnes(world, held), site["storage_t"])
            if site["neq_limit_kg"] is not None:
                explosive = [(world.tables.products[hold[2]]["neq_kg"], hold) for _, hold in held]
                program.at_most(explosive, site["neq_limit_kg"])


def demand(program: Program, world: World) -> None:
    """serve(product) + sum of serve(substitute) / ratio + short = quantity."""
    for name, row, asked in world.demands():
        terms = [(1.0, ("short", name))]
        for product, ratio, way in world.servings(row):
            terms += [(1.0 / ratio, ("serve", name, product, way, t)) for t in serving_periods(world, row, asked)]
        program.equal(terms, row["quantity"])
