"""Sizing stockpiles: the least added stock with which every threat is survived, and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Floats
from edu_supply.outages.assets import ALL_KINDS, assets
from edu_supply.outages.crew import Alone, Crew, Workers
from edu_supply.outages.explain import explain
from edu_supply.outages.manifest import check_stress, manifest_of
from edu_supply.outages.structure import structure
from edu_supply.outages.tasks import Task, tasks_of
from edu_supply.outages.undisturbed import NO_YARDSTICK, NoYardstickError, Stressed
from edu_supply.plan import Plan, Run
from edu_supply.planning.clock import Clock
from edu_supply.problems import DataError, Problem, nearest
from edu_supply.solving import Stop
from edu_supply.solving.warm import InfeasibleError
from edu_supply.stockpiles.check import Checks, Point
from edu_supply.stockpiles.frontier import Step, frontier_tables, walk
from edu_supply.stockpiles.jobs import Done, Job, JobSolver, Setting
from edu_supply.stockpiles.master import Master, Shared
from edu_supply.stockpiles.result import Stocked, called, stockpile_table, worlds_table
from edu_supply.stockpiles.search import LEVEL, OutOfTimeError, Search, Sized
from edu_supply.stockpiles.yardstick import Yardstick

MOST_HELP = 5


@dataclass(frozen=True)
class Sizing:
    """How far it is: seconds since it began, points tried, worlds asked, EUR of the best objective (infinite: none yet)
    and of the bound."""

    seconds: float
    rounds: int
    worlds: int
    objective_eur: float
    bound_eur: float


Hear = Callable[[Sizing], None]


def stockpile(
    dataset: Dataset,
    plan: Plan,
    *,
    kinds: Iterable[str] = ("threat",),
    own: bool = False,
    start: int = 1,
    duration: int = 6,
    service: float = 0.95,
    settle: int = 3,
    gap: float = 1e-6,
    frontier: Iterable[float] = (),
    workers: int = 1,
    name: str = "stockpile",
    about: dict[str, Any] | None = None,
    progress: Hear | None = None,
    stop: Stop | None = None,
) -> Run:
    """How much of which product to add where, so that every threat is survived, at the least cost.

    ``plan`` is the plan whose choices stand. Threats are the assets of these ``kinds``, one at a time, lost from
    ``start`` for ``duration`` periods ("threat": the rows of ``threats``, by their own); places of demand and their
    countries (marked ``self`` by ``structure``) only where ``own``. A threat is survived at a ``service`` level where
    there are operations in which of no product more units are short than undisturbed + (1 - service) of what is asked
    for from its start to ``settle`` periods after its end. Stock may be added wherever ``stocks`` has a row, at sites
    that exist. What is made as small as possible is value_eur of what is added + the objective (EUR) of the undisturbed
    world, which keeps it; found to ``gap`` (a share of that) by cutting planes (Benders 1962, Numerische Mathematik 4),
    with a proven bound. ``frontier``: service levels that stock is sized for too, the cost of each beside its days of
    supply: the price of safety (``LEVELS`` are the usual ones). ``workers``: processes.

    The tables are ``stockpile`` and ``worlds``, and with a frontier ``frontier`` and ``frontier_products``;
    ``edu_supply.stockpile_tables`` says what they hold. Status "no plan": no stock can do it, and the manifest says
    which threats cannot be survived and what would help; or none was found in time. Raises ValueError as ``spof`` does
    and for a service level outside 0 to 1, DataError for places with stock of no value and for no threats,
    ``NoYardstickError`` where hard minimums cannot be kept anyway.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> found = edu_supply.stockpile(dataset, edu_supply.solve(dataset), kinds=["line"], duration=1)
    >>> found["stockpile"][["site", "product", "added"]].round(3).values.tolist()
    [['UA-front', 'round', 84.0]]
    """
    check_stress(dataset, plan, start, duration)
    levels = list(frontier)
    if not (all(0 <= level <= 1 for level in (service, *levels)) and settle >= 0 and gap >= 0):
        raise ValueError("service levels lie between 0 and 1; settle and gap are not negative")
    kinds = list(dict.fromkeys(kinds))
    clock = _Clock(progress, stop or Stop())
    tasks, left_out = threats_to_survive(dataset, plan, kinds, own, start, duration)
    one = _Sizer(dataset, plan, tasks, settle, workers, clock)
    said = {"kinds": kinds, "own": own, "start": start, "duration_periods": duration, "service": service,
            "settle_periods": settle, "gap": gap}  # fmt: skip
    tables, found = one.size(service, gap, levels)
    manifest = manifest_of("stockpile", name, dataset, plan) | {"outage": said, "threats": len(tasks)}
    return Run(name, tables, manifest | {"left_out": left_out} | found | {"seconds": clock.seconds} | (about or {}))


def threats_to_survive(
    dataset: Dataset, plan: Plan, kinds: list[str], own: bool, start: int, duration: int
) -> tuple[list[Task], list[str]]:
    """What is to be survived, by kinds of assets and names of threats; and the places of demand and so on that are left
    out. Raises DataError where that is nothing, or there is no such threat."""
    names = [kind for kind in kinds if kind not in ALL_KINDS]
    kinds = [kind for kind in kinds if kind in ALL_KINDS]
    known = dataset["threats"]["threat"].unique().tolist()
    unknown = [Problem("threats", "threats", "", "There is no such threat, and no such kind of assets.",
                       nearest(name, [*known, *ALL_KINDS]), "threat", name)
               for name in names if name not in known]  # fmt: skip
    if unknown:
        raise DataError(unknown)
    more = [name for name in names if "threat" not in kinds]
    found = pd.concat([assets(dataset, kinds), pd.DataFrame({"kind": "threat", "target": more})], ignore_index=True)
    left_out: list[str] = []
    if not own and (asked := [kind for kind in kinds if kind != "threat"]):
        marked = structure(dataset, plan["choices"], asked)
        marked = marked[marked["self"] == 1]
        left_out = (marked["kind"] + ":" + marked["target"]).tolist()
        found = found[~(found["kind"] + ":" + found["target"]).isin(left_out)]
    tasks = [task for task in tasks_of(dataset, found, start, duration) if task.start <= dataset.periods]
    if not tasks:
        raise DataError([Problem("threats", "", "threats", "There is nothing to survive.",
                                 "Give rows of threats, or kinds of assets (--kinds site,country).")])  # fmt: skip
    return tasks, left_out


def check_worth(stressed: Stressed) -> None:
    """Refuse places where stock may be added of no value: as much as there is room for would be added for nothing."""
    parts, where = stressed.network.parts, stressed.network.addable
    value = parts.dataset["products"]["value_eur"].to_numpy(float)[where.product]
    products = sorted({str(parts.products[product]) for product in where.product[value <= 0]})
    if products:
        raise DataError([
            Problem("products", "value_eur", product, "Stock of it may be added and is worth nothing.",
                    "Give its value_eur, or a maximum in stocks that is its initial stock.")
            for product in products
        ])  # fmt: skip


class _Clock(Clock):
    """Whoever listens, whether it was told to stop, and seconds by phase."""

    def __init__(self, listener: Hear | None, stop: Stop):
        super().__init__()
        self.listener, self.stop = listener, stop

    def hear(self, rounds: int, worlds: int, objective: float, bound: float) -> None:
        if self.listener is not None:
            self.listener(Sizing(self.passed, rounds, worlds, objective, bound))


class _Sizer:
    """One call: the undisturbed world without added stock solved, and everything else in memory."""

    def __init__(self, dataset: Dataset, plan: Plan, tasks: list[Task], settle: int, workers: int, clock: _Clock):
        self.dataset, self.plan, self.tasks, self.clock = dataset, plan, tasks, clock
        stranded = any(task.start > 1 for task in tasks)
        stressed = Stressed.of(dataset, plan, stranded=stranded, added=True)
        check_worth(stressed)
        self.master = Master(Shared.of(stressed), len(tasks))
        try:
            values, self.without_eur = self.master.without_stock()
        except InfeasibleError:
            raise NoYardstickError(NO_YARDSTICK) from None
        self.nothing_added = values
        self.yardstick = Yardstick(self.master.model, self.master.model.operations.short.of(values), settle)
        self._checks = Checks(stressed, self.yardstick)
        self._setting = Setting(dataset, plan, stranded, self.yardstick.short, settle)
        self._workers = workers
        clock.lap("build")

    def size(
        self, service: float, gap: float, levels: list[float]
    ) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
        """The tables, and what the manifest says of them."""
        alone = self._workers <= 1
        crew: Crew[Job, Done] = Alone(JobSolver(self._checks)) if alone else Workers(self._setting, self._workers)
        search = Search(self.master, self.yardstick, self._checks, self.tasks, crew, self.clock.stop, self.clock.hear)
        try:
            sized = self._sized(search, service, gap)
            more = self._frontier(search, levels, gap, [] if sized is None else [Step(service, sized)])
            if sized is None:
                tables, said = self._impossible(search, service)
            else:
                tables, said = self._found(search, sized, service, gap)
            return tables | more, said
        except OutOfTimeError:
            return self._tables(None, {}, {}, service, []), self._said("no plan", None)
        finally:
            crew.close()
            self.clock.lap("worlds")

    def _sized(self, search: Search, service: float, gap: float) -> Sized | None:
        """The least stock at a service level; None where no stock is enough."""
        try:
            sized = search.size(service, gap)
        except InfeasibleError:
            return None
        finally:
            self.clock.lap("search")
        if sized.point is None:
            raise OutOfTimeError
        return sized

    def _frontier(self, search: Search, levels: list[float], gap: float, known: list[Step]) -> dict[str, pd.DataFrame]:
        """The tables of the frontier, where it is asked for."""
        if not levels:
            return {}
        found = frontier_tables(search, walk(search, levels, gap, known), gap)
        self.clock.lap("frontier")
        return found

    def _found(
        self, search: Search, sized: Sized, service: float, gap: float
    ) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
        assert sized.point is not None
        reached = sized.objective - sized.bound <= gap * max(1.0, abs(sized.objective))
        search.no_limit()
        before = search.everything("cheapest", Point(self.nothing_added, service))
        after = search.everything("surviving", sized.point)
        tables = self._tables(sized.point, before, after, service, sized.needs)
        return tables, self._said("optimal" if reached else "feasible", sized)

    def _tables(
        self, point: Point | None, before: dict[int, Floats], after: dict[int, Floats], service: float,
        needs: list[list[int]],
    ) -> dict[str, pd.DataFrame]:  # fmt: skip
        stocked = Stocked(self.dataset, self.plan, self.yardstick, self.tasks)
        return {"stockpile": stockpile_table(stocked, point, needs),
                "worlds": worlds_table(stocked, service, before, after)}  # fmt: skip

    def _said(self, status: str, sized: Sized | None) -> dict[str, Any]:
        money: dict[str, Any] = dict.fromkeys(("objective_eur", "added_cost_eur", "undisturbed_eur"))
        money |= {"without_eur": self.without_eur, "bound_eur": None, "gap": None, "gap_eur": None}
        if sized is not None and sized.point is not None:
            added = self.master.model.choices.added
            worth = float(added.costs["added"] @ added.of(sized.point.values))
            gap = sized.objective - sized.bound
            money |= {"objective_eur": sized.objective, "added_cost_eur": worth, "bound_eur": sized.bound,
                      "undisturbed_eur": sized.objective - worth, "gap_eur": gap,
                      "gap": gap / max(1e-9, abs(sized.objective))}  # fmt: skip
        rounds, worlds = (sized.rounds, sized.checked) if sized else (0, 0)
        names = self.master.model.network.parts.products[self.yardstick.asked_for]
        short = dict(zip(map(str, names), map(float, self.yardstick.by_product(self.yardstick.short)), strict=True))
        money["undisturbed_short_units"] = short
        return {"status": status, **money, "best_service": None, "cannot": [], "would_help": [], "rounds": rounds,
                "worlds": worlds}  # fmt: skip

    def _impossible(self, search: Search, service: float) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
        """What the best service is that stock can reach, and which threats stand against more."""
        try:
            best, levels, point = search.best(service)
        except InfeasibleError:
            return self._never(search)
        before = search.everything("cheapest", Point(self.nothing_added, service))
        after = search.everything("cheapest", Point(point.values, service))
        low = [int(threat) for threat in np.argsort(levels, kind="stable") if levels[threat] < service - LEVEL]
        cannot = [{"threat": called(self.tasks[threat]), "best_service": float(levels[threat]),
                   "products": search.lacks(threat, Point(point.values, service))} for threat in low]  # fmt: skip
        tables = self._tables(None, before, after, service, [])
        help_ = self._would_help(self.tasks[low[0]]) if low else []
        return tables, self._said("no plan", None) | {"best_service": best, "cannot": cannot, "would_help": help_}

    def _never(self, search: Search) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
        """At no service level can stock do it: which threats leave something short whatever is added."""
        point = Point(self.nothing_added, 0.0)
        lacking = [(task, search.lacks(threat, point)) for threat, task in enumerate(self.tasks)]
        cannot = [{"threat": called(task), "best_service": 0.0, "products": lacks} for task, lacks in lacking if lacks]
        worst = [task for task, lacks in lacking if lacks][:1]
        help_ = [said for task in worst for said in self._would_help(task)]
        said = {"best_service": 0.0, "cannot": cannot, "would_help": help_}
        return self._tables(None, {}, {}, 0.0, []), self._said("no plan", None) | said

    def _would_help(self, task: Task) -> list[str]:
        """The best remedies but stock against a threat, as sentences."""
        told = explain(self.dataset, self.plan, [(task.kind, task.target)], start=task.start, duration=task.duration,
                       stop=self.clock.stop)  # fmt: skip
        if not told or "shipments" not in self.plan.tables:
            return []
        rows = told[0].tables["explain_remedies"]
        return [str(said) for said in rows.loc[rows["remedy"] != "stock", "said"].head(MOST_HELP)]
