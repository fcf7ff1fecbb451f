"""solve: choices and the undisturbed world. undisturbed and solve_world: choices fixed, operations in a world."""

from dataclasses import dataclass, field
from pathlib import Path

from . import content, contracts, operations, programmes, rules, stocks
from .program import Program
from .tables import Tables, read
from .world import World

MONEY = ("production", "procurement", "transport", "holding", "scrap", "expansion", "build")
CHOICES = ("open", "build")
OPERATIONS = ("make", "ship", "scrap", "serve")


@dataclass
class Result:
    """`objective` is what was minimised; `values` maps every variable's name to its value. Euros."""

    status: str
    periods: int
    cost: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    prices: dict = field(default_factory=dict)

    @property
    def money(self) -> float:
        return sum(self.cost[part] for part in MONEY)

    @property
    def shortage(self) -> float:
        return self.cost["shortage"]

    @property
    def reserves(self) -> float:
        return self.cost["reserves"]

    @property
    def objective(self) -> float:
        return self.money + self.shortage + self.reserves + self.cost["vat"] + self.cost["support"]

    @property
    def cost_of_world(self) -> float:
        """money + shortage (without reserves)."""
        return self.money + self.shortage

    def of(self, word: str) -> dict:
        """The values of one kind of variable, such as "make", without the word itself in the names."""
        return {name[1:]: value for name, value in self.values.items() if name[0] == word}


def solve(
    dataset: str | Path | Tables,
    periods: int | None = None,
    pools: list | None = None,
    bought_exactly_made: bool = False,
    net: bool = False,
) -> Result:
    """The best choices and operations in the undisturbed world; `net`: VAT and support count too."""
    tables = as_tables(dataset)
    world = World(tables, periods or tables.settings["periods"])
    result = answer(plan_program(world, pools, bought_exactly_made, net), world)
    if result.status == "optimal":
        result.prices = contracts.prices_reached(world, result.values, pools)
    return result


def plan_program(world: World, pools=None, bought_exactly_made: bool = False, net: bool = False) -> Program:
    """Choices, operations and everything that binds them, in the undisturbed world."""
    program = formulate(world, dict.fromkeys(contracts.offers(world), 0.0))
    contracts.steps(program, world, pools)
    contracts.ceilings(program, world)
    contracts.all_is_bought(program, world, bought_exactly_made)
    contracts.ownership(program, world)
    programmes.participation(program, world, pools)
    programmes.support(program, world, pools)
    programmes.charges(program, world, pools, net)
    programmes.budgets(program, world, pools)
    content.flows(program, world)
    content.outside_shares(program, world, pools)
    rules.rules(program, world)
    return program


def undisturbed(dataset: str | Path | Tables, plan: Result) -> Result:
    """The yardstick: nothing lost, the plan's choices fixed, reserves kept by their rules.

    minimum_use and contract laws do not bind; what is offered is made at the price of the plan's step.
    """
    world = World(as_tables(dataset), plan.periods, keeps_reserves=True, binds_contracts=False)
    program = formulate(world, plan.prices)
    fix_choices(program, plan)
    result = answer(program, world)
    result.prices = plan.prices
    return result


def solve_world(dataset: str | Path | Tables, plan: Result, losses: list) -> Result:
    """The world that loses each (kind, target, share_lost, stock_lost, start, duration) together.

    Choices fixed, operations before the start stay as planned, reserves may be drawn, minimum_use and contract laws do
    not bind. Its cost is `cost_of_world` of the result.
    """
    lost = [tuple(loss) for loss in losses]
    world = World(as_tables(dataset), plan.periods, lost, keeps_reserves=False, binds_contracts=False)
    program = formulate(world, plan.prices)
    fix_choices(program, plan)
    start = min(loss[4] for loss in world.losses)
    for name, value in plan.values.items():
        if name[0] in OPERATIONS and name[-1] < start:
            program.fix(name, max(0.0, value))
    result = answer(program, world)
    result.prices = plan.prices
    return result


def losses_of(tables: Tables, threat: str) -> list:
    """The rows of one threat, as `solve_world` takes them."""
    columns = ("kind", "target", "share_lost", "stock_lost", "start", "duration_periods")
    return [tuple(row[column] for column in columns) for row in tables.threats if row["threat"] == threat]


def as_tables(dataset: str | Path | Tables) -> Tables:
    return dataset if isinstance(dataset, Tables) else read(dataset)


def formulate(world: World, prices: dict) -> Program:
    """All variables, laws and costs of operations in this world."""
    program = Program()
    operations.variables(program, world)
    for law in (
        operations.balance,
        operations.openings,
        operations.line_time,
        operations.lost_products,
        operations.minimum_use,
        operations.lane_capacity,
        operations.throughput,
        operations.lost_sites,
        operations.storage,
        operations.demand,
        stocks.maximum,
        stocks.minimum,
        stocks.final_stock,
        stocks.shelf_life_at_a_place,
        stocks.shelf_life_anywhere,
        stocks.candidate_sites,
        stocks.candidate_lanes,
        stocks.shortage,
    ):
        law(program, world)
    stocks.money(program, world, prices)
    return program


def fix_choices(program: Program, plan: Result) -> None:
    for name, value in plan.values.items():
        if name[0] in CHOICES:
            program.fix(name, round(value))


def answer(program: Program, world: World) -> Result:
    values = program.solve()
    if values is None:
        return Result("no plan", world.periods)
    parts = (*MONEY, "shortage", "reserves", "vat", "support")
    return Result("optimal", world.periods, {part: program.cost_of(part, values) for part in parts}, values)
