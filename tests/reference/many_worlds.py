"""Stock for many worlds at once: one big programme of the undisturbed world and every world with a loss.

The undisturbed world keeps added stock and pays for it; each world with a loss may draw it, and falls short of no
product by more than in the undisturbed world without added stock + (1 - service) * what is asked for meanwhile.
"""

from dataclasses import replace

from .program import Program
from .solver import CHOICES, OPERATIONS, Result, as_tables, fix_choices, formulate, plan_program
from .world import World


def size(dataset, plan: Result, threats: list, service: float, settle: int = 3, only: set | None = None):
    """(objective, {(site, product): units added}), or None where no stock can do it.

    `threats` are lists of rows as `solve_world` takes them; `only`: the places where stock may be added.
    """
    tables = as_tables(dataset)
    nothing_added = worlds_together(tables, plan, [], {}, 1.0, settle, set())
    if nothing_added is None:
        raise ArithmeticError("there is no undisturbed world")
    short = short_by_product(tables, plan.periods, nothing_added[1])
    found = worlds_together(tables, plan, threats, short, service, settle, only)
    if found is None:
        return None
    added = {name[1:]: units for name, units in found[1].items() if name[0] == "added" and units > 1e-9}
    return found[0], added


def survive(dataset, threats: list, short: dict, service: float, settle: int = 3):
    """(objective, values) of the cheapest plan that survives every threat, choices and added stock chosen together;
    None where there is none. `short` is what may be short of each product undisturbed."""
    tables = as_tables(dataset)
    whole = World(tables, tables.settings["periods"])
    program = plan_program(whole, bought_exactly_made=True)
    places = stock_to_add(program, whole, None)
    prices = dict.fromkeys({(row["line"], row["product"]) for row in tables.offers}, 0.0)
    free = Result("choices are free", whole.periods, prices=prices)
    for number, losses in enumerate(threats):
        add_world(program, tables, free, losses, number, places, short, service, settle, free=True)
    values = program.solve()
    return None if values is None else (sum(program.cost_of(part, values) for part in program.costs), values)


def least_risk(dataset, plan: Result, cases: list, weight: float, alpha: float):
    """(objective, {(site, product): units added}) of the stock of least value + expected cost + weight * CVaR.

    `cases` are (losses, factor of each demand row by its place, probability), the undisturbed world first.
    """
    tables = as_tables(dataset)
    whole = World(tables, plan.periods, keeps_reserves=True, binds_contracts=False)
    program = formulate(whole, plan.prices)
    fix_choices(program, plan)
    costs = [expression(program.costs)]
    program.costs = {}
    places = stock_to_add(program, whole, None)
    for number, (losses, factors, _) in enumerate(cases[1:], 1):
        start = min((loss[4] for loss in losses), default=1)
        rows = zip(tables.demand, factors, strict=True)
        here = replace(tables, demand=[{**row, "factor": factor, "since": start} for row, factor in rows])
        own = add_world(program, here, plan, losses, number, places, {}, 0.0, 0)
        costs.append(own)
    program.add("eta")
    program.lower["eta",] = float("-inf")
    program.charge("risk", weight, ("eta",))
    for number, (terms, (_, _, probability)) in enumerate(zip(costs, cases, strict=True)):
        for name, euros in terms.items():
            program.charge("expected", probability * euros, name)
        program.add("excess", number)
        program.charge("risk", weight * probability / (1 - alpha), ("excess", number))
        if probability > 0:
            program.at_most([*((euros, name) for name, euros in terms.items()), (-1.0, ("eta",)),
                             (-1.0, ("excess", number))], 0.0)
    values = program.solve()
    added = {name[1:]: units for name, units in values.items() if name[0] == "added"}
    return sum(program.cost_of(part, values) for part in program.costs), added


def expression(costs: dict) -> dict:
    """Euros by variable, all parts together."""
    total: dict = {}
    for part in costs.values():
        for name, euros in part.items():
            total[name] = total.get(name, 0.0) + euros
    return total


def worlds_together(tables, plan, threats, short, service, settle, only, exactly=None):
    whole = World(tables, plan.periods, keeps_reserves=True, binds_contracts=False)
    program = formulate(whole, plan.prices)
    fix_choices(program, plan)
    places = stock_to_add(program, whole, only, exactly)
    for number, losses in enumerate(threats):
        add_world(program, tables, plan, losses, number, places, short, service, settle)
    values = program.solve()
    return None if values is None else (sum(program.cost_of(part, values) for part in program.costs), values)


def stock_to_add(program: Program, whole: World, only, exactly=None) -> list:
    """Added stock as variables, at its value, there before period 1 and kept."""
    places = addable(whole.tables, only)
    for site, product, most in places:
        program.add("added", site, product, upper=most)
        if exactly is not None:
            program.fix(("added", site, product), exactly[site, product])
        program.charge("added", whole.tables.products[product]["value_eur"], ("added", site, product))
    for name in [name for name in program.lower if name[0] == "hold" and name[3] == 0]:
        was_there(program, whole, name, name, places)
    keeps(program, whole, places)
    return places


def addable(tables, only) -> list:
    """Wherever `stocks` has a row, at a site that exists: at most maximum - initial."""
    found = []
    for site, product in {(row["site"], row["product"]): None for row in tables.stocks}:
        rows = [row for row in tables.stocks if (row["site"], row["product"]) == (site, product)]
        maximums = [row["maximum"] for row in rows if row["maximum"] is not None]
        most = min(maximums, default=float("inf")) - sum(row["initial"] for row in rows)
        if tables.sites[site]["build_cost_eur"] is None and (only is None or (site, product) in only) and most > 0:
            found.append((site, product, most))
    return found


def was_there(program: Program, world: World, hold: tuple, name: tuple, places: list) -> None:
    """What is held before period 1 is the initial stock, and what was added."""
    _, site, product, _ = hold
    program.lower[name], program.upper[name] = 0.0, float("inf")
    terms = [(-1.0, ("added", *place[:2])) for place in places if place[:2] == (site, product)]
    program.equal([(1.0, name), *terms], world.initial(site, product))


def keeps(program: Program, world: World, places: list) -> None:
    """hold >= minimum + added, less what is below a priced minimum, at the end of every period."""
    for site, product, _ in places:
        for period in world.horizon():
            held = [(1.0, ("hold", site, product, period)), (-1.0, ("added", site, product))]
            rows = [row for row in world.tables.stocks if (row["site"], row["product"]) == (site, product)]
            least = sum(row["minimum"] for row in rows if period >= row["from_period"])
            below = [name for name in program.lower if name[:3] == ("below", site, product) and name[-1] == period]
            program.at_least(held + [(1.0, name) for name in below], least)


def add_world(program, tables, plan, losses, number, places, short, service, settle, free=False) -> dict:
    """The world that loses these rows: its own operations from the start on, and what may be short (without `short`, as
    much as there is). Its costs, by variable."""
    world = World(tables, plan.periods, losses, keeps_reserves=False, binds_contracts=False)
    own = formulate(world, plan.prices)
    if not free:
        fix_choices(own, plan)
    start = min((loss[4] for loss in losses), default=1)
    end = max((loss[4] + loss[5] for loss in losses), default=1) - 1

    def called(name: tuple) -> tuple:
        before = name[0] in OPERATIONS and name[-1] < start
        return name if before or (free and name[0] in CHOICES) else ("in", number, *name)

    for name in own.lower:
        if called(name) != name:
            program.lower[called(name)], program.upper[called(name)] = own.lower[name], own.upper[name]
            if name[0] == "hold" and name[3] == 0:
                was_there(program, world, name, called(name), places)
    for terms, low, high in own.rows:
        program.rows.append(([(factor, called(name)) for factor, name in terms], low, high))
    for product in {row["product"] for _, row, _ in world.demands()} & set(short):
        asked = [(name, row["quantity"], period) for name, row, period in world.demands() if row["product"] == product]
        meanwhile = sum(quantity for _, quantity, period in asked if start <= period <= end + settle)
        terms = [(1.0, called(("short", name))) for name, _, _ in asked]
        program.at_most(terms, short[product] + (1 - service) * meanwhile)
    return {called(name): euros for name, euros in expression(own.costs).items()}


def short_by_product(tables, periods: int, values: dict) -> dict:
    short: dict = {}
    for name, row, _ in World(tables, periods).demands():
        short[row["product"]] = short.get(row["product"], 0.0) + values["short", name]
    return short
