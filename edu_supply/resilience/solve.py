"""A plan that survives: stock, expansions, sites and contracts chosen together, at the least cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Floats
from edu_supply.outages.crew import Alone
from edu_supply.outages.tasks import Task
from edu_supply.outages.undisturbed import Stressed, solve_undisturbed
from edu_supply.plan import Plan
from edu_supply.planning.clock import Clock
from edu_supply.planning.solve import about_solve, no_plan, plan_of, solve
from edu_supply.resilience.choosing import Choosing, Progressing
from edu_supply.resilience.joint import Joint
from edu_supply.resilience.means import means_table
from edu_supply.solving import Limits, Outcome, Progress, Stop
from edu_supply.solving.answers import Ending
from edu_supply.solving.warm import InfeasibleError
from edu_supply.stockpiles.check import Checks, Point
from edu_supply.stockpiles.jobs import JobSolver
from edu_supply.stockpiles.master import Master
from edu_supply.stockpiles.result import Stocked, called, stockpile_table, worlds_table
from edu_supply.stockpiles.search import LEVEL, OutOfTimeError, Search
from edu_supply.stockpiles.sizing import check_worth, threats_to_survive
from edu_supply.stockpiles.yardstick import Yardstick
from edu_supply.wanted import MEANS, Resilience

NOT_SURVIVED = "not every threat can be survived"
"""Why there is no plan, where there is one without resilience."""


def solve_resilient(
    dataset: Dataset,
    wanted: Resilience,
    *,
    name: str = "plan",
    gap: float = 1e-4,
    time_limit_s: float = 600.0,
    threads: int = 0,
    net: bool = False,
    start: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
) -> Plan:
    """The cheapest plan that survives every threat, verified; and what that costs beside the plan without.

    What is opened, built, signed and added as stock is chosen together (``wanted.means``): the plan's objective, with
    value_eur of what is added in it (EUR), is as small as it can be such that every threat is survived at the service
    wanted: then operations exist, whatever they cost, in which of no product more units are short than undisturbed
    + (1 - service) of what is asked for meanwhile. Added stock is a reserve that the plan keeps. Before an outage
    operations are those of the plan. What is short undisturbed is that of the plan without resilience, and where the
    plan found is short of less, of that. ``gap``, ``time_limit_s`` (for both plans together), ``threads``, ``net``,
    ``start``, ``progress`` and ``stop`` are those of ``solve``.

    Beside a plan's tables there are ``stockpile``, ``worlds`` and ``means`` (what the threats need), and the manifest
    has ``resilience``: what was wanted, price_eur (EUR more than the plan without, which lies between price_least_eur
    and price_most_eur), and where no plan survives, which threats cannot be.

    Raises as ``solve`` and ``stockpile`` do, and ValueError for a service outside 0 to 1 and for unknown means.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> wanted = edu_supply.Resilience(threats=("line",), duration=1)
    >>> plan = edu_supply.solve_resilient(dataset, wanted)
    >>> plan["stockpile"][["site", "product", "added"]].round(3).values.tolist()
    [['UA-front', 'round', 84.0]]
    """
    _check(wanted)
    stop = stop or Stop(time.monotonic() + time_limit_s)
    plain = solve(dataset, name=name, gap=gap, time_limit_s=time_limit_s, threads=threads, net=net, start=start,
                  progress=progress, stop=stop)  # fmt: skip
    if plain.status == "no plan":
        return plain
    return _Resilient(dataset, plain, wanted, Limits(gap, time_limit_s, threads), net, stop, progress).plan()


def _check(wanted: Resilience) -> None:
    unknown = [means for means in wanted.means if means not in MEANS]
    if unknown or not wanted.means:
        raise ValueError(f"means are some of {', '.join(MEANS)}")
    if not (0 <= wanted.service <= 1 and wanted.settle >= 0 and wanted.start >= 1 and wanted.duration >= 1):
        raise ValueError("service lies between 0 and 1, settle is not negative, start and duration are at least 1")


class _Resilient:
    """One call: the plan without resilience in hand, and the worlds in memory."""

    def __init__(self, dataset: Dataset, plain: Plan, wanted: Resilience, limits: Limits, net: bool, stop: Stop,
                 progress: Callable[[Progress], None] | None):  # fmt: skip
        self.dataset, self.plain, self.wanted, self.limits, self.stop = dataset, plain, wanted, limits, stop
        self.clock = Clock()
        self.tasks, self.left_out = threats_to_survive(dataset, plain, list(wanted.threats), wanted.with_self,
                                                       wanted.start, wanted.duration)  # fmt: skip
        self.stranded = any(task.start > 1 for task in self.tasks)
        self.stressed = Stressed.of(dataset, plain, stranded=self.stranded, added=True, free=True)
        if "stock" in wanted.means:
            check_worth(self.stressed)
        self.joint = Joint.of(self.stressed, plain, wanted, net=net)
        self.master = Master(self.joint.shared, len(self.tasks))
        self.about = about_solve(dataset, self.joint.form, limits, name=plain.name, net=net)
        self.progress = Progressing(progress, time.monotonic())
        self.short = solve_undisturbed(Stressed.of(dataset, plain, stranded=self.stranded)).cost.short
        self.before = self._as_before()
        self.clock.lap("build")

    def _as_before(self) -> Point:
        """The plan without resilience, as a point that worlds are asked at."""
        form, plain = self.joint.form, self.joint.plain
        integers = np.flatnonzero(form.integer)
        self.master.between(integers, plain[integers], plain[integers])
        values, _ = self.master.without_stock()
        self.master.between(integers, form.lower[integers], form.upper[integers])
        return Point(values, self.wanted.service)

    def plan(self) -> Plan:
        """The plan; chosen again where it leaves less short undisturbed than was allowed for, while there is time."""
        found: Plan | None = None
        while True:
            yardstick = Yardstick(self.master.model, self.short, self.wanted.settle)
            checks = Checks(self.stressed, yardstick)
            search = Search(self.master, yardstick, checks, self.tasks, Alone(JobSolver(checks)), self.stop,
                            self.progress.worlds)  # fmt: skip
            choosing = Choosing(self.joint, self.master, search, self.limits, self.stop, self.progress)
            try:
                outcome = choosing.choose(self.wanted.service)
            except InfeasibleError:
                return self._impossible(search)
            if outcome is None or outcome.values is None:
                if found is not None:
                    return _told(found, by_its_own=False)
                ending: Ending = "interrupted" if self.stop.interrupted else "limit"
                return self._none(ending, {"best_service": None, "cannot": []})
            self.clock.lap("solve")
            found = self._made(search, choosing, outcome)
            own = solve_undisturbed(Stressed.of(self.dataset, found, stranded=self.stranded)).cost.short
            self.clock.lap("worlds")
            least = self._least(yardstick, own)
            if least is None:
                return _told(found, by_its_own=True)
            self.short = least

    def _least(self, yardstick: Yardstick, own: Floats) -> Floats | None:
        """What is short undisturbed in the plan found, of the products of which that is less; None where none is."""
        less = yardstick.by_product(own) < yardstick.by_product(self.short) - 2 * yardstick.slight
        if not less.any():
            return None
        return np.where(np.isin(yardstick.product, yardstick.asked_for[less]), own, self.short)

    def _made(self, search: Search, choosing: Choosing, outcome: Outcome) -> Plan:
        """The plan with its tables."""
        assert outcome.values is not None
        point = choosing.point(outcome.values, self.wanted.service)
        yardstick = search.yardstick
        search.no_limit()
        before, after = search.everything("cheapest", self.before), search.everything("surviving", point)
        needs = self.master.needs(point)

        def beside(tables: Any, values: Floats) -> dict[str, pd.DataFrame]:
            stocked = Stocked(self.dataset, Plan(self.plain.name, tables), yardstick, self.tasks)
            stock = stockpile_table(stocked, point, needs)
            return {"stockpile": stock, "worlds": worlds_table(stocked, self.wanted.service, before, after),
                    "means": means_table(self.joint, self.master, point, values, stock, tables["contracts"], self.plain,
                                         self.tasks)}  # fmt: skip

        survival = self.master.rows(self.wanted.service)
        found = plan_of(self.dataset, self.joint.model_with_rows(*survival), self.joint.with_rows(*survival), outcome,
                        self.about, self.limits, self.clock, beside)  # fmt: skip
        said = self._said(yardstick) | self._price(found)
        return replace(found, manifest={**found.manifest, "resilience": said})

    def _said(self, yardstick: Yardstick) -> dict[str, Any]:
        wanted, names = self.wanted, self.master.model.network.parts.products[yardstick.asked_for]
        short = yardstick.by_product(yardstick.short)
        return {
            "service": wanted.service, "threats": list(wanted.threats), "means": list(wanted.means),
            "start": wanted.start, "duration_periods": wanted.duration, "settle_periods": wanted.settle,
            "with_self": wanted.with_self, "survived": [called(task) for task in self.tasks],
            "left_out": self.left_out,
            "undisturbed_short_units": dict(zip(map(str, names), map(float, short), strict=True)),
            "plain_objective_eur": self.plain.manifest["objective_eur"],
            "plain_bound_eur": self.plain.manifest["bound_eur"],
        }  # fmt: skip

    def _price(self, found: Plan) -> dict[str, Any]:
        """What it costs to survive: between the two bounds, and as found."""
        plain, mine = self.plain.manifest, found.manifest
        most = None if plain["bound_eur"] is None else mine["objective_eur"] - plain["bound_eur"]
        least = None if mine["bound_eur"] is None else max(0.0, mine["bound_eur"] - plain["objective_eur"])
        return {"price_eur": mine["objective_eur"] - plain["objective_eur"], "price_least_eur": least,
                "price_most_eur": most, "added_cost_eur": mine["cost"].get("added", 0.0), "best_service": None,
                "cannot": []}  # fmt: skip

    def _impossible(self, search: Search) -> Plan:
        """There is no such plan: the best service that may be reached, and which threats stand against more."""
        try:
            best, levels, point = search.best(self.wanted.service)
        except OutOfTimeError:
            return self._none("infeasible", {"best_service": None, "cannot": []})
        except InfeasibleError:
            point, best = replace(self.before, service=0.0), 0.0
            lacking = [(task, search.lacks(number, point)) for number, task in enumerate(self.tasks)]
            cannot = [_cannot(task, 0.0, lacks) for task, lacks in lacking if lacks]
            return self._none("infeasible", {"best_service": best, "cannot": cannot})
        low = [int(number) for number in np.argsort(levels, kind="stable")
               if levels[number] < self.wanted.service - LEVEL]  # fmt: skip
        at = Point(point.values, self.wanted.service)
        cannot = [_cannot(self.tasks[number], float(levels[number]), search.lacks(number, at)) for number in low]
        return self._none("infeasible", {"best_service": best, "cannot": cannot})

    def _none(self, ending: Ending, why: dict[str, Any]) -> Plan:
        self.clock.lap("solve")
        found = no_plan(self.about, ending, None, self.clock)
        yardstick = Yardstick(self.master.model, self.short, self.wanted.settle)
        prices = dict.fromkeys(("price_eur", "price_least_eur", "price_most_eur", "added_cost_eur"))
        ended = {"ended": NOT_SURVIVED} if ending == "infeasible" else {}
        return replace(found, manifest={**found.manifest, **ended, "resilience": self._said(yardstick) | prices | why})


def _told(found: Plan, *, by_its_own: bool) -> Plan:
    """The plan, with whether it survives by what is short in its own undisturbed world too."""
    said = {**found.manifest["resilience"], "by_its_own": by_its_own}
    return replace(found, manifest={**found.manifest, "resilience": said})


def _cannot(task: Task, service: float, products: list[str]) -> dict[str, Any]:
    return {"threat": called(task), "best_service": service, "products": products}
