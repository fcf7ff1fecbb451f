"""Contracts: who buys what from which line, jointly or alone (section 5). Each law quotes its sentence."""

from .operations import serving_periods
from .program import Program
from .tables import canonical
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


def steps(program: Program, world: World, pools: list | None) -> None:
    """The price step their pool's total over the horizon reaches (all units at that price, steps may be overbought).

    At most one step per pool and offer; the first `from_quantity` is the minimum order.
    """
    for (line, product), rows in offers(world).items():
        for place, members in enumerate(pools_of(world, pools)):
            for step, row in enumerate(rows):
                signed = ("signed", place, line, product, step)
                program.add(*signed, upper=1.0, whole=True)
                bought = [("bought", buyer, line, product, step) for buyer in members]
                for name in bought:
                    program.add(*name)
                    program.charge("procurement", row["unit_price_eur"], name)
                most = rows[-1]["from_quantity"] + 2.0 * world.most_ever(product)
                total = [(1.0, name) for name in bought]
                program.at_least([*total, (-row["from_quantity"], signed)], 0.0)
                program.at_most([*total, (-most, signed)], 0.0)
            program.at_most([(1.0, ("signed", place, line, product, step)) for step in range(len(rows))], 1.0)


def bought_of(world: World, line: str, product: str, buyer: str | None = None) -> list:
    return [
        (1.0, ("bought", name, line, product, step))
        for name in ([buyer] if buyer else buyers(world))
        for step in range(len(offers(world)[line, product]))
    ]


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


def budgets(program: Program, world: World) -> None:
    """What a buyer pays for contracts is at most its budget."""
    for buyer in buyers(world):
        budget = world.tables.countries.get(buyer, {}).get("budget_eur")
        if budget is not None:
            paid = [
                (rows[name[-1]]["unit_price_eur"], name)
                for (line, product), rows in offers(world).items()
                for _, name in bought_of(world, line, product, buyer)
            ]
            program.at_most(paid, budget)


def prices_reached(world: World, values: dict) -> dict:
    """The price of the step that the plan's contract on that line reached (the cheapest where several pools signed, the
    first step where none did)."""
    prices = {}
    for (line, product), rows in offers(world).items():
        reached = [
            rows[name[-1]]["unit_price_eur"]
            for name, units in values.items()
            if name[0] == "bought" and name[2:4] == (line, product) and units > 1e-6
        ]
        prices[line, product] = min(reached, default=rows[0]["unit_price_eur"])
    return prices
