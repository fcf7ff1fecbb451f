"""Origin of content: outside value as a flow beside every flow of goods, for each perimeter. Nothing is pruned."""

from .contracts import contracts
from .operations import serving_periods
from .program import Program
from .programmes import is_signed
from .regions import countries, is_valid
from .world import World


def content_value(world: World, product: str) -> float:
    """Its `value_eur`, or, where a recipe's components are worth more than it, that worth."""
    rows = [row for row in world.tables.bom if row["product"] == product]
    recipes = {row["line"]: [other for other in rows if other["line"] == row["line"]] for row in rows}
    worths = [
        sum(row["quantity"] * content_value(world, row["component"]) for row in recipe) for recipe in recipes.values()
    ]
    return max([world.tables.products[product]["value_eur"], *worths])


def perimeters(world: World) -> list:
    """Each perimeter in use: `programmes.inside`, or the group (or country) of a rule on the outside share."""
    found = [
        frozenset(countries(world, row["inside"]))
        for programme, row in world.tables.programmes.items()
        if row["max_outside_share"] is not None and is_valid(world, programme)
    ]
    found += [perimeter_of(world, rule) for rule in world.tables.rules if rule["kind"] == "outside_share_at_most"]
    return sorted(set(found), key=sorted)


def perimeter_of(world: World, rule: dict) -> frozenset:
    return frozenset(countries(world, [rule["group"] or rule["country"]]))


def flows(program: Program, world: World) -> None:
    """The laws of outside value, for every perimeter, site, product and period."""
    worth = {product: content_value(world, product) for product in world.tables.products}
    for inside in perimeters(world):
        variables(program, world, inside, worth)
        for site in world.tables.sites:
            for product in world.tables.products:
                initial = ("outside", inside, "hold", site, product, 0)
                program.add(*initial)
                program.fix(initial, origin(world, inside, site, worth[product]) * world.initial(site, product))
                for period in world.horizon():
                    balance(program, world, inside, worth, site, product, period)


def variables(program: Program, world: World, inside: frozenset, worth: dict) -> None:
    """No flow carries more than its units' content value."""
    for name in list(program.lower):
        if name[0] in ("ship", "hold", "scrap", "serve") and not (name[0] == "hold" and name[-1] == 0):
            product = name[2]
            carry(program, inside, name, [(worth[product], name)])
    for row in world.tables.lines:
        for component, quantity in world.recipe(row["line"], row["product"]).items():
            for period in world.horizon():
                if period + row["lead_periods"] <= world.periods:
                    make = ("make", row["line"], row["product"], period)
                    use = ("use", row["line"], row["product"], component, period)
                    carry(program, inside, use, [(worth[component] * quantity, make)])


def carry(program: Program, inside: frozenset, flow: tuple, most: list) -> None:
    program.add("outside", inside, *flow)
    program.at_most([(1.0, ("outside", inside, *flow)), *((-factor, name) for factor, name in most)], 0.0)


def origin(world: World, inside: frozenset, site: str, worth: float) -> float:
    """Full content value where the site lies outside the perimeter, else nothing."""
    return 0.0 if world.tables.sites[site]["country"] in inside else worth


def balance(program: Program, world: World, inside: frozenset, worth: dict, site: str, product: str, t: int) -> None:
    """What comes in equals what leaves or stays: what is used, sent, served, thrown away, held."""

    def carried(terms: list) -> list:
        return [(1.0, ("outside", inside, *name)) for _, name in terms]

    came = carried([(1.0, ("hold", site, product, t - 1)), *world.arriving(site, product, t)])
    for _, make in world.coming_out(site, product, t):
        came += made_value(world, inside, worth, make)
    stays = [(1.0, ("scrap", site, product, t)), (1.0, ("hold", site, product, t))]
    left = carried([*world.leaving(site, product, t), *stays])
    for name, row, asked in world.demands():
        for handed_over, _, way in world.servings(row):
            if row["site"] == site and handed_over == product and t in serving_periods(world, row, asked):
                left += carried([(1.0, ("serve", name, product, way, t))])
    for row in world.tables.lines:
        begins = row["site"] == site and t + row["lead_periods"] <= world.periods
        if begins and product in world.recipe(row["line"], row["product"]):
            left += carried([(1.0, ("use", row["line"], row["product"], product, t))])
    arrived = origin(world, inside, site, worth[product]) * world.arrived(site, product, t)
    program.equal(left + [(-factor, name) for factor, name in came], arrived)


def made_value(world: World, inside: frozenset, worth: dict, make: tuple) -> list:
    """A unit made in a country outside the perimeter carries its full content value, one made inside what the
    components that went into it carried."""
    _, line, product, period = make
    site = next(row["site"] for row in world.tables.lines if row["line"] == line)
    if world.tables.sites[site]["country"] not in inside:
        return [(worth[product], make)]
    return [
        (1.0, ("outside", inside, "use", line, product, component, period)) for component in world.recipe(line, product)
    ]


def outside_and_all(world: World, inside: frozenset, line: str, product: str) -> tuple[list, list]:
    """The outside value in the components that a line used for a product over the horizon, and their content value."""
    row = next(row for row in world.tables.lines if (row["line"], row["product"]) == (line, product))
    outside, everything = [], []
    for component, quantity in world.recipe(line, product).items():
        for period in world.horizon():
            if period + row["lead_periods"] <= world.periods:
                outside.append((1.0, ("outside", inside, "use", line, product, component, period)))
                everything.append((quantity * content_value(world, component), ("make", line, product, period)))
    return outside, everything


def outside_shares(program: Program, world: World, pools: list | None) -> None:
    """The outside share of the components that the line uses for that product over the horizon is at most
    max_outside_share, of every contract under a programme that has one. (What is made without components has none.)"""
    for contract in contracts(world, pools):
        _, line, product, programme = contract
        row = world.tables.programmes[programme] if programme else {"max_outside_share": None}
        if row["max_outside_share"] is None:
            continue
        outside, everything = outside_and_all(world, frozenset(countries(world, row["inside"])), line, product)
        worth = sum(q * content_value(world, part) for part, q in world.recipe(line, product).items())
        line_row = next(one for one in world.tables.lines if (one["line"], one["product"]) == (line, product))
        most = worth * sum(world.most_made(line_row, period) for period in world.horizon())
        allowed = [(-row["max_outside_share"] * factor, name) for factor, name in everything]
        signed = [(most, name) for _, name in is_signed(world, contract)]
        program.at_most([*outside, *allowed, *signed], most)
