"""Time to survive: the greatest d such that, with the asset lost in periods 1 to d, operations exist, whatever they
cost, with for every product no more units short than undisturbed (up to 1e-6 of what is asked for)."""

from .solver import Result, as_tables, fix_choices, formulate
from .world import World


def time_to_survive(dataset, yardstick: Result, losses: list) -> int:
    """Every d is tried, from the longest; `losses` are rows as `solve_world` takes them, here lost from 1 on."""
    for periods in range(yardstick.periods, 0, -1):
        if survives(dataset, yardstick, [(*loss[:4], 1, periods) for loss in losses]):
            return periods
    return 0


def survives(dataset, yardstick: Result, losses: list) -> bool:
    world = World(as_tables(dataset), yardstick.periods, losses, keeps_reserves=False, binds_contracts=False)
    program = formulate(world, yardstick.prices)
    fix_choices(program, yardstick)
    program.costs.clear()
    asked: dict = {}
    short: dict = {}
    for name, row, _ in world.demands():
        product = row["product"]
        asked[product] = asked.get(product, 0.0) + row["quantity"]
        short.setdefault(product, []).append((1.0, ("short", name)))
    for product, terms in short.items():
        undisturbed = sum(yardstick.values[name] for _, name in terms)
        program.at_most(terms, undisturbed + 1e-6 * asked[product])
    return program.solve() is not None
