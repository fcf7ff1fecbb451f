"""Rules of policy. Each law quotes its sentence."""

from itertools import permutations

from .content import content_value, outside_and_all, perimeter_of
from .contracts import buyers
from .program import Program
from .regions import countries
from .world import World


def rules(program: Program, world: World) -> None:
    """Every rule, for each product that it holds for."""
    for rule in world.tables.rules:
        if rule["kind"] == "work_share_at_least":
            work_share_at_least(program, world, rule, products(world, rule))
            continue
        for product in products(world, rule):
            LAWS[rule["kind"]](program, world, rule, product)


def products(world: World, rule: dict) -> list:
    """A rule holds for `product`, or for each product of `family`, or, where both are blank, for each product that it
    can concern."""
    rows = world.tables.products
    if rule["product"]:
        return [rule["product"]]
    return [product for product in rows if rule["family"] in (None, rows[product]["family"])]


def region(world: World, rule: dict, otherwise: set) -> set:
    """The countries of `country` or `group`; blank: `otherwise`."""
    names = [rule["country"] or rule["group"]]
    return countries(world, names) if names[0] else otherwise


def makers(world: World, product: str) -> list:
    """Line, site and country of each line that makes it."""
    sites = world.tables.sites
    rows = [row for row in world.tables.lines if row["product"] == product]
    return [(row["line"], row["site"], sites[row["site"]]["country"]) for row in rows]


def made(world: World, product: str, lines: list, factor: float = 1.0) -> list:
    """Made is what lines begin over the horizon."""
    return [
        (factor, ("make", row["line"], product, period))
        for row in world.tables.lines
        if row["product"] == product and row["line"] in lines
        for period in world.horizon()
        if period + row["lead_periods"] <= world.periods
    ]


def share_at_most(program: Program, world: World, rule: dict, product: str, lines: list) -> None:
    every = [line for line, _, _ in makers(world, product)]
    program.at_most(made(world, product, lines) + made(world, product, every, -rule["limit"]), 0.0)


def line_share_at_most(program: Program, world: World, rule: dict, product: str) -> None:
    """made by any one line <= limit * made by all, lines in `country` or `group` (blank: all)"""
    everywhere = {country for _, _, country in makers(world, product)}
    for line, _, country in makers(world, product):
        if country in region(world, rule, everywhere):
            share_at_most(program, world, rule, product, [line])


def site_share_at_most(program: Program, world: World, rule: dict, product: str) -> None:
    """made at any one site <= limit * made by all, sites in `country` or `group` (blank: all)"""
    everywhere = {country for _, _, country in makers(world, product)}
    for home in {site for _, site, country in makers(world, product) if country in region(world, rule, everywhere)}:
        share_at_most(program, world, rule, product, [line for line, site, _ in makers(world, product) if site == home])


def country_share_at_most(program: Program, world: World, rule: dict, product: str) -> None:
    """made in any one country <= limit * made by all: `country`, each of `group` (blank: each)"""
    everywhere = {country for _, _, country in makers(world, product)}
    for one in region(world, rule, everywhere):
        lines = [line for line, _, country in makers(world, product) if country == one]
        share_at_most(program, world, rule, product, lines)


def group_share_at_most(program: Program, world: World, rule: dict, product: str) -> None:
    """made in the group together <= limit * made by all"""
    group = region(world, rule, set())
    lines = [line for line, _, country in makers(world, product) if country in group]
    share_at_most(program, world, rule, product, lines)


def makers_at_least(program: Program, world: World, rule: dict, product: str) -> None:
    """at least `limit` countries make it, each at least `counts_from` of all that is made: countries of `group` (blank:
    all). A share of nothing holds: where nothing is made, no maker is missing."""
    everywhere = {country for _, _, country in makers(world, product)}
    every = [line for line, _, _ in makers(world, product)]
    most = world.most_ever(product)
    some = ("anything", rule["rule"], product)
    program.add(*some, upper=1.0, whole=True)
    program.at_most([*made(world, product, every), (-most, some)], 0.0)
    counted = []
    for one in everywhere & region(world, rule, everywhere):
        lines = [line for line, _, country in makers(world, product) if country == one]
        maker = ("maker", rule["rule"], product, one)
        program.add(*maker, upper=1.0, whole=True)
        shares = made(world, product, lines) + made(world, product, every, -rule["counts_from"])
        program.at_least([*shares, (-most, maker)], -most)
        counted.append((1.0, maker))
    program.at_least([*counted, (-rule["limit"], some)], 0.0)


def asked(world: World, product: str) -> list:
    """(name, row) of every demand for it within the horizon."""
    return [(name, row) for name, row, _ in world.demands() if row["product"] == product]


def made_inside_at_least(program: Program, world: World, rule: dict, product: str) -> None:
    """made in the region >= limit * asked for by its buyers: `country` or `group`, together"""
    inside = region(world, rule, set())
    wanted = sum(row["quantity"] for _, row in asked(world, product) if row["buyer"] in inside)
    lines = [line for line, _, country in makers(world, product) if country in inside]
    program.at_least(made(world, product, lines), rule["limit"] * wanted)


def unserved(demands: list) -> tuple[list, float]:
    """Served counts substitutes and late service, in units asked for: what is left is short."""
    return [(1.0, ("short", name)) for name, _ in demands], sum(row["quantity"] for _, row in demands)


def fill_rate_at_least(program: Program, world: World, rule: dict, product: str) -> None:
    """served >= limit * asked for, over the horizon: at `site`, else by buyer `country`, or each buyer of `group`
    (blank: each buyer)"""
    if rule["site"]:
        parts = [[(name, row) for name, row in asked(world, product) if row["site"] == rule["site"]]]
    else:
        concerned = region(world, rule, set(buyers(world)))
        parts = [[(name, row) for name, row in asked(world, product) if row["buyer"] == one] for one in concerned]
    for demands in parts:
        short, quantity = unserved(demands)
        program.at_most(short, (1.0 - rule["limit"]) * quantity)


def fill_rate_gap_at_most(program: Program, world: World, rule: dict, product: str) -> None:
    """highest - lowest fill rate of the buyers that ask for it <= limit: buyers of `group` (blank: all)"""
    concerned = region(world, rule, set(buyers(world)))
    rates = {}
    for buyer in sorted(concerned):
        short, quantity = unserved([(name, row) for name, row in asked(world, product) if row["buyer"] == buyer])
        if quantity > 0:
            rates[buyer] = [(1.0 / quantity, name) for _, name in short]
    for one, other in permutations(rates, 2):
        program.at_most(rates[one] + [(-factor, name) for factor, name in rates[other]], rule["limit"])


def work_share_at_least(program: Program, world: World, rule: dict, named: list) -> None:
    """value of the work done in the region >= limit * value of all the work; all products named are one sum. The value
    of the work in a unit is its content value less that of its components by the line's recipe."""
    inside = region(world, rule, set())
    terms = []
    for product in named:
        for line, _, country in makers(world, product):
            parts = world.recipe(line, product).items()
            work = content_value(world, product) - sum(q * content_value(world, part) for part, q in parts)
            terms += made(world, product, [line], work * ((country in inside) - rule["limit"]))
    program.at_least(terms, 0.0)


def outside_share_at_most(program: Program, world: World, rule: dict, product: str) -> None:
    """outside share of the product <= limit; it is the same over all lines that make it (the perimeter is `group` or
    `country`). Blank: each product that is asked for and made from components."""
    if not rule["product"] and not rule["family"] and not asked(world, product):
        return
    terms = []
    for line, _, _ in makers(world, product):
        outside, everything = outside_and_all(world, perimeter_of(world, rule), line, product)
        terms += outside + [(-rule["limit"] * factor, name) for factor, name in everything]
    program.at_most(terms, 0.0)


LAWS = {
    law.__name__: law
    for law in (
        line_share_at_most,
        site_share_at_most,
        country_share_at_most,
        group_share_at_most,
        makers_at_least,
        made_inside_at_least,
        fill_rate_at_least,
        fill_rate_gap_at_most,
        outside_share_at_most,
    )
}
