"""Contracts: who buys what from which line, jointly or alone (section 5). Each law quotes its sentence."""

from .cells import canonical
from .operations import serving_periods
from .program import Program
from .regions import admits
from .world import World


def offers(world: World) -> dict:
    """(line, product) -> its steps by from_quantity."""
    found: dict = {}
    for row in world.tables.offers:
        found.setdefault((row["line"], row["product"]), []).append(row)
    return {key: sorted(steps, key=lambda step: step["from_quantity"]) for key, steps in found.items()}


def buyers(world: World) -> list:
    """A buyer is a country that a demand names."""
    return sorted({row["buyer"] for _, row, _ in world.demands()})


def pools_of(world: World, pools: list | None) -> list:
    """Lists of groups or countries, first match wins; a buyer in no list buys alone; [] = all alone.

    Default: one pool of everybody, ["*"].
    """
    members: dict = {}
    for buyer in buyers(world):
        for place, names in enumerate([["*"]] if pools is None else pools):
            countries = {member for name in names for member in world.tables.groups.get(name, [canonical(name)])}
            if "*" in countries or buyer in countries:
                members.setdefault(place, []).append(buyer)
                break
        else:
            members[buyer] = [buyer]
    return list(members.values())


def made(world: World, line: str, product: str) -> list:
    row = next(row for row in world.tables.lines if (row["line"], row["product"]) == (line, product))
    return [(1.0, ("make", line, product, t)) for t in world.horizon() if t + row["lead_periods"] <= world.periods]


def contracts(world: World, pools: list | None) -> dict:
    """(place of the pool, line, product, programme) -> the buyers that may buy under it.

    A pool signs with the line that makes a product: one contract outside any programme, one under each that admits it.
    """
    found = {}
    for line, product in offers(world):
        for place, members in enumerate(pools_of(world, pools)):
            found[place, line, product, None] = members
            for programme in world.tables.programmes:
                admitted = [buyer for buyer in members if admits(world, programme, product, buyer)]
                if admitted:
                    found[place, line, product, programme] = admitted
    return found


def bought_under(world: World, contract: tuple, members: list) -> list:
    """Every unit of a contract, as terms, by step and buyer."""
    _, line, product, programme = contract
    steps = range(len(offers(world)[line, product]))
    return [(1.0, ("bought", buyer, line, product, programme, step)) for step in steps for buyer in members]


def bought_of(world: World, line: str, product: str, buyer: str | None = None) -> list:
    """What a buyer, or everybody, buys of a line's product under all contracts."""
    terms = []
    for name in [buyer] if buyer else buyers(world):
        under = [one for one in world.tables.programmes if admits(world, one, product, name)]
        for programme in [None, *under]:
            terms += bought_under(world, (None, line, product, programme), [name])
    return terms


def paid(world: World, terms: list) -> list:
    """What these units cost, before fees."""
    steps = offers(world)
    return [(factor * steps[name[2], name[3]][name[-1]]["unit_price_eur"], name) for factor, name in terms]


def steps(program: Program, world: World, pools: list | None) -> None:
    """All of it is bought at the price step that the contract's own quantity over the horizon reaches.

    At most one step is reached per contract; the first `from_quantity` is the minimum order.
    """
    for contract, members in contracts(world, pools).items():
        _, line, product, _ = contract
        rows = offers(world)[line, product]
        bought = bought_under(world, contract, members)
        for _, name in bought:
            program.add(*name)
        for euros, name in paid(world, bought):
            program.charge("procurement", euros, name)
        for step in range(len(rows)):
            program.add("signed", *contract, step, upper=1.0, whole=True)
        program.at_most([(1.0, ("signed", *contract, step)) for step in range(len(rows))], 1.0)
        most = rows[-1]["from_quantity"] + 2.0 * world.most_ever(product)
        law = all_units if rows[0]["discount"] == "all_units" else incremental
        law(program, contract, rows, bought, most)


def all_units(program: Program, contract: tuple, rows: list, bought: list, most: float) -> None:
    """Every unit costs the price of the step that is reached (steps may be overbought)."""
    for step, row in enumerate(rows):
        signed = ("signed", *contract, step)
        total = [term for term in bought if term[1][-1] == step]
        program.at_least([*total, (-row["from_quantity"], signed)], 0.0)
        program.at_most([*total, (-most, signed)], 0.0)


def incremental(program: Program, contract: tuple, rows: list, bought: list, most: float) -> None:
    """Only the units beyond a step's from_quantity cost its price; the first step's holds from the first unit on.

    Every step below the one that is reached is used up.
    """
    begins = [0.0, *(row["from_quantity"] for row in rows[1:]), most]
    for step in range(len(rows)):
        width = begins[step + 1] - begins[step]
        total = [term for term in bought if term[1][-1] == step]
        beyond = [(-width, ("signed", *contract, later)) for later in range(step + 1, len(rows))]
        program.at_most([*total, *beyond, (-width, ("signed", *contract, step))], 0.0)
        program.at_least([*total, *beyond], 0.0)
    signed = [(-rows[0]["from_quantity"], ("signed", *contract, step)) for step in range(len(rows))]
    program.at_least([*bought, *signed], 0.0)


def ceilings(program: Program, world: World) -> None:
    """max_quantity: ceiling of the offer over all pools together."""
    for (line, product), rows in offers(world).items():
        ceiling = [row["max_quantity"] for row in rows if row["max_quantity"] is not None]
        if ceiling:
            program.at_most(bought_of(world, line, product), min(ceiling))


def all_is_bought(program: Program, world: World, exactly: bool) -> None:
    """All that is made under an offer is bought by somebody. (`exactly`: nothing is bought that is not made either.)"""
    for line, product in offers(world):
        terms = bought_of(world, line, product) + [(-1.0, name) for _, name in made(world, line, product)]
        if exactly:
            program.equal(terms, 0.0)
        else:
            program.at_least(terms, 0.0)


def ownership(program: Program, world: World) -> None:
    """A buyer's served units of an offered product are at most what it bought + the initial stock and the arrivals
    within the horizon that it owns + what it was given - what it gave. (A giver that is no buyer: what it owns.)"""
    data = world.tables
    offered = {product for _, product in offers(world)}
    for place, row in enumerate(data.donations):
        if row["product"] in offered:
            program.add("given", row["from_country"], row["to_country"], row["product"], place)
            if row["quantity"] is not None:
                name = ("given", row["from_country"], row["to_country"], row["product"], place)
                program.at_most([(1.0, name)], row["quantity"])
    givers = {country for row in data.donations for country in (row["from_country"], row["to_country"])}
    for product in sorted(offered):
        for country in sorted({*buyers(world), *givers}):
            owned = sum(r["initial"] for r in data.stocks if (r["country"], r["product"]) == (country, product))
            came = world.arrivals_within()
            owned += sum(r["quantity"] for r in came if (r["country"], r["product"]) == (country, product))
            program.at_most(handed_over(world, country, product) + given_less_bought(world, country, product), owned)


def handed_over(world: World, buyer: str, product: str) -> list:
    """Substitutes count as the product that is really handed over."""
    return [
        (1.0, ("serve", name, product, way, period))
        for name, row, asked in world.demands()
        if row["buyer"] == buyer
        for served, _, way in world.servings(row)
        if served == product
        for period in serving_periods(world, row, asked)
    ]


def given_less_bought(world: World, country: str, product: str) -> list:
    terms = []
    for place, row in enumerate(world.tables.donations):
        if row["product"] == product:
            name = ("given", row["from_country"], row["to_country"], product, place)
            terms += [(1.0, name)] * (row["from_country"] == country) + [(-1.0, name)] * (row["to_country"] == country)
    if country in buyers(world):
        for line, offered in offers(world):
            if offered == product:
                terms += [(-1.0, name) for _, name in bought_of(world, line, product, country)]
    return terms


def prices_reached(world: World, values: dict, pools: list | None) -> dict:
    """The price of the step that the plan's contract on that line reached (of an incremental one: the last step's; the
    cheapest of several contracts; the first step's without one)."""
    reached: dict = {}
    for contract, members in contracts(world, pools).items():
        steps = [name[-1] for _, name in bought_under(world, contract, members) if values[name] > 1e-6]
        if steps:
            reached.setdefault(contract[1:3], []).append(max(steps))
    return {
        offer: min((rows[step]["unit_price_eur"] for step in reached.get(offer, ())), default=rows[0]["unit_price_eur"])
        for offer, rows in offers(world).items()
    }
