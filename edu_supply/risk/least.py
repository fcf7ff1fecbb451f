"""Risk in euros: the added stock of least expected cost plus weight times conditional value at risk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Floats
from edu_supply.outages.crew import Alone, Crew, Workers
from edu_supply.outages.manifest import check_stress, manifest_of
from edu_supply.outages.undisturbed import NO_YARDSTICK, NoYardstickError, Stressed
from edu_supply.plan import Plan, Run
from edu_supply.planning.clock import Clock
from edu_supply.risk.cases import Case, cases_of, mean_world
from edu_supply.risk.jobs import Done, Job, JobSolver, Setting
from edu_supply.risk.master import Master
from edu_supply.risk.measure import tail
from edu_supply.risk.priced import Prices
from edu_supply.risk.search import Found, OutOfTimeError, Search
from edu_supply.risk_tables import RISK_TABLES
from edu_supply.solving import Stop
from edu_supply.solving.warm import InfeasibleError
from edu_supply.stockpiles.check import Point
from edu_supply.stockpiles.master import Master as Undisturbed
from edu_supply.stockpiles.master import Shared
from edu_supply.stockpiles.result import owners
from edu_supply.stockpiles.sizing import check_worth
from edu_supply.tempo import Tempo

LITTLE = 1e-6
"""Units added below this are none."""


@dataclass(frozen=True)
class Risking:
    """How far it is: seconds since it began, worlds asked, EUR of the best objective and the bound, what is sought."""

    seconds: float
    worlds: int
    objective_eur: float
    bound_eur: float
    phase: str


def risk(
    dataset: Dataset,
    plan: Plan,
    *,
    tempos: Iterable[Tempo] = (),
    weight: float = 0.0,
    alpha: float = 0.95,
    gap: float = 1e-6,
    perfect: bool = True,
    workers: int = 1,
    name: str = "risk",
    about: dict[str, Any] | None = None,
    progress: Callable[[Risking], None] | None = None,
    stop: Stop | None = None,
) -> Run:
    """The stock to add before period 1 that costs least over all worlds that may come.

    ``plan`` is the plan whose choices stand. Worlds are the rows of ``threats`` with a probability, or none, each with
    one of the ``tempos``, or demand as it is: threats exclude each other, tempos exclude each other, and the two are
    independent; until a threat comes everything is as undisturbed, and a tempo begins with it. Least is value_eur of
    what is added + expected cost + ``weight`` times the conditional value at risk at level ``alpha`` (EUR; Rockafellar
    and Uryasev 2000, Journal of Risk 2), a two-stage program: stock now, operations in each world. A world costs money
    and shortage; the undisturbed one keeps the added stock and its reserves, whose penalties count there. Found to
    ``gap`` by cutting planes (Benders 1962; a cut for each world), with a proven bound. ``workers``: processes.

    Beside it the manifest says what no added stock costs, the value of the stochastic solution (Birge 1982: what the
    stock that is best in the world of mean availabilities and demand costs more) and, where ``perfect``, of perfect
    information. The tables are ``risk_stock`` and ``risk_worlds`` (``edu_supply.risk_tables``). Raises ValueError for a
    weight below 0 or a level outside 0 to 1, DataError for no risk and for tempos or stock that make no sense,
    ``NoYardstickError`` where hard minimums cannot be kept anyway.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> surge = edu_supply.Tempo("surge", 0.3, (edu_supply.Factor(1.5),))
    >>> found = edu_supply.risk(dataset, edu_supply.solve(dataset), tempos=[surge])
    >>> found["risk_stock"][["site", "product"]].values.tolist()
    [['UA-front', 'round']]
    """
    check_stress(dataset, plan, 1, 1)
    if not (0 <= weight < np.inf and 0 <= alpha < 1 and gap >= 0):
        raise ValueError("weight and gap are not negative; alpha lies from 0 to less than 1")
    tempos = list(tempos)
    one = _Risk(dataset, plan, tempos, weight, alpha, workers, stop or Stop(), progress)
    asked = {"weight": weight, "alpha": alpha, "gap": gap,
             "tempos": [{"name": tempo.name, "probability": tempo.probability,
                         "factors": [vars(factor) for factor in tempo.factors]} for tempo in tempos]}  # fmt: skip
    tables, found = one.least(gap, perfect)
    manifest = manifest_of("risk", name, dataset, plan) | {"asked": asked, "left_out": one.left_out}
    return Run(name, tables, manifest | found | (about or {}))


class _Risk:
    """One call: all worlds, and everything in memory."""

    def __init__(self, dataset: Dataset, plan: Plan, tempos: list[Tempo], weight: float, alpha: float, workers: int,
                 stop: Stop, progress: Callable[[Risking], None] | None):  # fmt: skip
        self.clock, self._phase = Clock(), "the least"
        self.dataset, self.stop, self._progress = dataset, stop, progress
        stranded = bool((dataset["threats"]["start"] > 1).any())
        self.stressed = Stressed.of(dataset, plan, stranded=stranded, added=True)
        check_worth(self.stressed)
        self.cases, self.left_out = cases_of(dataset, tempos, self.stressed.network.demands)
        self.shared = Shared.of(self.stressed)
        try:
            values, undisturbed = Undisturbed(self.shared, 0).without_stock()
        except InfeasibleError:
            raise NoYardstickError(NO_YARDSTICK) from None
        self.nothing_added = Point(values, 1.0)
        self.unit = max(1.0, abs(undisturbed)) / 1e3
        probability = np.array([case.probability for case in self.cases])
        self.master = Master(self.shared, probability, weight, alpha, self.unit)
        self.prices = Prices(self.stressed)
        self.crew: Crew[Job, Done] = (
            Alone(JobSolver(self.prices)) if workers <= 1 else Workers(Setting(dataset, plan, stranded), workers)
        )
        self.search = Search(self.master, self.cases, self.crew, stop, self._hear)
        self.clock.lap("build")

    def _hear(self, worlds: int, objective: float, bound: float) -> None:
        if self._progress is not None:
            self._progress(Risking(self.clock.passed, worlds, objective, bound, self._phase))

    def least(self, gap: float, perfect: bool) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
        """The tables, and what the manifest says of them."""
        try:
            before = self.search.learn(self.nothing_added)
            found = self.search.least(gap)
            self.clock.lap("search")
            values = self._values(found, gap, perfect)
            self.clock.lap("values")
        except OutOfTimeError:
            empty = {name: pd.DataFrame(columns=list(columns)) for name, columns in RISK_TABLES.items()}
            return empty, {"status": "no plan", **dict.fromkeys(_FIGURES), "worlds": len(self.cases),
                           "asked_worlds": self.search.asked, "seconds": self.clock.seconds}  # fmt: skip
        finally:
            self.crew.close()
        without = self.search.costs(self.nothing_added, before)
        costs = self.search.costs(found.point, list(found.prices.values()))
        tables = {"risk_stock": self._stock(found.point), "risk_worlds": self._worlds(found, costs, without)}
        return tables, self._said(found, gap, costs, without) | values

    def _values(self, found: Found, gap: float, perfect: bool) -> dict[str, Any]:
        """What planning for the mean comes to, and what it would be worth to know which world comes."""
        said: dict[str, Any] = dict.fromkeys(("mean_world", "value_of_stochastic_solution_eur",
                                              "value_of_perfect_information_eur"))  # fmt: skip
        try:
            self._phase = "for the mean world"
            added = self._for_the_mean(gap)
            self.master.hold(added, added)
            mean = self.search.least(gap)
            self.master.hold()
            more = max(0.0, mean.objective - found.objective)
            said["mean_world"] = {"added_cost_eur": self.master.worth(mean.point), "objective_eur": mean.objective}
            said["value_of_stochastic_solution_eur"] = more
            if perfect:
                self._phase = "where it is known which world comes"
                slack = gap * max(1.0, abs(found.objective))
                alone = np.array([self.search.alone(case, slack) if case.probability else 0.0 for case in self.cases])
                known = float(self.master.probability @ alone)
                if self.master.weight:
                    known += self.master.weight * tail(alone, self.master.probability, self.master.alpha)[1]
                said["value_of_perfect_information_eur"] = max(0.0, found.objective - known)
        except OutOfTimeError:
            self.master.hold()
        return said

    def _for_the_mean(self, gap: float) -> Floats:
        """Units added at each place, where that is best in the mean world."""
        world, factors = mean_world(self.cases, self.stressed)
        case = Case(1, None, "mean", factors, 1.0)
        master = Master(self.shared, np.array([0.0, 1.0]), 0.0, 0.0, self.unit)
        point = self.nothing_added
        best, added = np.inf, np.zeros(self.shared.model.choices.added.size)
        master.all_cases()
        while True:
            if self.stop.left_s <= 0:
                raise OutOfTimeError
            price = self.prices.ask(case, point, world)
            total = master.worth(point) + price.eur
            if total < best:
                best, added = total, self.shared.model.choices.added.of(point.values)
            master.add([price], [point])
            point, bound, _ = master.solve()
            if best - bound <= gap * max(1.0, abs(best)):
                return np.maximum(added, 0.0)

    def _stock(self, point: Point) -> pd.DataFrame:
        model = self.shared.model
        parts, where, added = model.network.parts, model.network.addable, model.choices.added.of(point.values)
        rows = np.flatnonzero(added > LITTLE)
        site, product = parts.sites[where.site[rows]], parts.products[where.product[rows]]
        table = pd.DataFrame({
            "site": site, "country": owners(self.dataset, list(zip(site, product, strict=True))), "product": product,
            "initial": model.operations.initial[model.operations.added_positions[rows]], "added": added[rows],
            "cost_eur": model.choices.added.costs["added"][rows] * added[rows],
        }, columns=list(RISK_TABLES["risk_stock"]))  # fmt: skip
        return table.sort_values("cost_eur", ascending=False, kind="stable").reset_index(drop=True)

    def _worlds(self, found: Found, costs: Floats, without: Floats) -> pd.DataFrame:
        probability = self.master.probability
        at_risk, _ = tail(costs, probability, self.master.alpha)
        own = self.shared.model.cost_by_part(found.point.values).get("shortage", 0.0)
        rows = [
            (case.threat, case.tempo, case.probability, without[case.number], costs[case.number],
             own if case.undisturbed else found.prices[case.number].cost.shortage_eur,
             int(costs[case.number] >= at_risk))
            for case in self.cases if case.probability > 0
        ]  # fmt: skip
        table = pd.DataFrame(rows, columns=list(RISK_TABLES["risk_worlds"]))
        return table.sort_values("cost_eur", ascending=False, kind="stable").reset_index(drop=True)

    def _said(self, found: Found, gap: float, costs: Floats, without: Floats) -> dict[str, Any]:
        master = self.master
        over = found.objective - found.bound
        at_risk, beyond = tail(costs, master.probability, master.alpha)
        first, first_beyond = tail(without, master.probability, master.alpha)
        nothing = {"objective_eur": self.search.total(self.nothing_added, without),
                   "expected_eur": float(master.probability @ without), "var_eur": first,
                   "cvar_eur": first_beyond}  # fmt: skip
        return {
            "status": "optimal" if over <= gap * max(1.0, abs(found.objective)) else "feasible",
            "objective_eur": found.objective, "bound_eur": found.bound, "gap_eur": over,
            "gap": over / max(1e-9, abs(found.objective)), "added_cost_eur": master.worth(found.point),
            "expected_eur": float(master.probability @ costs), "var_eur": at_risk, "cvar_eur": beyond,
            "without": nothing, "worlds": len(self.cases), "asked_worlds": self.search.asked,
            "seconds": self.clock.seconds,
        }  # fmt: skip


_FIGURES = (
    "objective_eur", "bound_eur", "gap_eur", "gap", "added_cost_eur", "expected_eur", "var_eur", "cvar_eur", "without",
    "mean_world", "value_of_stochastic_solution_eur", "value_of_perfect_information_eur",
)  # fmt: skip
