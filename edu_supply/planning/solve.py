"""Solve a dataset: network, model, solver, plan tables, verification. The one way from a dataset to a plan."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyomo.environ as pyo

from edu_supply.dataset import Dataset
from edu_supply.model import Model, build_model
from edu_supply.model.pyomo_view import pyomo_model as pyomo_view
from edu_supply.model.rounding import ties
from edu_supply.network import Network
from edu_supply.plan import ADDED_PART, COST_PARTS, NET_PARTS, PLAN_TABLES, Plan
from edu_supply.planning.bottlenecks import bottlenecks
from edu_supply.planning.clock import Clock
from edu_supply.planning.extract import plan_tables
from edu_supply.planning.fill import fill_rates
from edu_supply.planning.line_use import line_use
from edu_supply.planning.near import choices_of, nearer
from edu_supply.planning.requirements import requirements_met
from edu_supply.planning.rules import rule_costs
from edu_supply.planning.settle import settled
from edu_supply.planning.start import as_start, chosen
from edu_supply.planning.why import reasons
from edu_supply.solving import Limits, Outcome, Progress, StandardForm, Stop, optimise, standard_form
from edu_supply.solving.answers import Ending
from edu_supply.solving.conflict import conflict
from edu_supply.verification import Verification, verify
from edu_supply.version import versions

LAST_MOMENT_S = 60.0
"""So long the settling of paperwork, and the search for what rules cost, may take, each."""

ENDED = {"optimal": "done", "limit": "time limit", "interrupted": "interruption", "infeasible": "contradictory data"}
"""Why the solver stopped, as the manifest says it."""

Adapt = Callable[[pyo.ConcreteModel], None]


class VerificationError(RuntimeError):
    """The plan that was found breaks a law or does not add up, so it is not given out; ``verification`` says where.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> try:
    ...     plan = edu_supply.solve(dataset)
    ... except edu_supply.VerificationError as error:
    ...     print(error.verification.violations)
    """

    def __init__(self, verification: Verification):
        self.verification = verification
        said = "; ".join(violation.sentence for violation in verification.violations[:3])
        super().__init__(f"the plan failed its verification and is not published: {said}")


def pyomo_model(dataset: Dataset) -> pyo.ConcreteModel:
    """The dataset's model as a Pyomo model: to look at, to write to a file, to give to another solver.

    ``m.make["line", "product", 3]`` is a variable (units), ``m.balance["site", "product", 3]`` a row, ``m.money`` the
    objective (EUR). Rules can be added; ``solve(dataset, adapt=...)`` solves the model with them.

    >>> import edu_supply
    >>> m = edu_supply.pyomo_model(edu_supply.read("data/tutorial"))
    >>> sorted(m.component_map(pyo.Objective))
    ['money']
    """
    return pyomo_view(build_model(Network.of(dataset)))


def solve(
    dataset: Dataset,
    *,
    name: str = "plan",
    gap: float = 1e-4,
    time_limit_s: float = 600.0,
    threads: int = 0,
    net: bool = False,
    adapt: Adapt | None = None,
    start: Plan | None = None,
    near: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
) -> Plan:
    """The cheapest plan for a dataset, verified.

    ``gap`` is the relative gap that is good enough, ``time_limit_s`` seconds, ``threads`` 0 for as many as there are
    cores. ``net`` counts value-added tax and what programmes pay in the objective. ``adapt`` is called with the Pyomo
    model before it is solved and may add rules to it. ``start`` is a plan that was solved for like data: what it opens,
    builds and signs is tried first, where that is feasible; the answer is as good with it as without. ``near`` is a
    plan for like data that this one is to be near at no higher cost: what that opens, builds and signs is tried first
    and kept where it is within the gap, then as little as can be is made, sent, held and served otherwise. ``progress``
    hears how far the solver is; ``stop`` ends it early. At a limit the best plan in hand is given, with its gap; where
    there is none, a plan of status "no plan" whose table ``conflict`` names the rows that contradict one another.

    Raises ValueError where ``adapt`` changes the objective, VerificationError for a plan that fails its verification,
    and ``solving.SolverError`` where the solver dies.

    >>> import edu_supply
    >>> plan = edu_supply.solve(edu_supply.read("data/tutorial"))
    >>> plan.status
    'optimal'
    """
    clock = Clock()
    limits = Limits(gap, time_limit_s, threads)
    stop = stop or Stop(time.monotonic() + time_limit_s)
    model = build_model(Network.of(dataset), net=net)
    view = pyomo_view(model)
    if adapt is not None:
        adapt(view)
    form = standard_form(view)
    if form.offset or form.cost[model.size :].any() or not np.array_equal(form.cost[: model.size], model.cost):
        raise ValueError("adapt may add variables and rules, but the objective is what the plan costs")
    clock.lap("build")
    known = as_start(model, start.chosen, form.shape[1]) if start else None
    if near is not None:
        known = choices_of(model, near, form.shape[1])
    outcome = optimise(form, limits, progress, stop, model.deeds, ties(model), known)
    clock.lap("solve")
    about = about_solve(dataset, form, limits, name=name, net=net, adapted=adapt is not None)
    if near is not None and outcome.values is not None:
        moved = nearer(model, form, outcome.values, near, Stop(time.monotonic() + max(LAST_MOMENT_S, stop.left_s)))
        outcome = replace(outcome, values=moved.values)
        about["near"] = {"plan": near.name, "before_eur": moved.before_eur, "after_eur": moved.after_eur}
        clock.lap("near")
    if outcome.values is None:
        found = conflict(model, form, limits) if outcome.ending == "infeasible" else None
        clock.lap("solve")
        return no_plan(about, outcome.ending, found, clock)
    return plan_of(dataset, model, form, outcome, about, limits, clock)


Beside = Callable[[Mapping[str, pd.DataFrame], np.ndarray], Mapping[str, pd.DataFrame]]
"""Makes more tables of a plan's tables and the values of the model's columns."""


def plan_of(
    dataset: Dataset,
    model: Model,
    form: StandardForm,
    outcome: Outcome,
    about: dict[str, Any],
    limits: Limits,
    clock: Clock,
    beside: Beside | None = None,
) -> Plan:
    """What a solver found as a plan, verified; with the tables ``beside``, where there are such.

    ``form`` is that of the model, with more rows and columns behind it or none. Raises VerificationError.
    """
    assert outcome.values is not None
    values = settled(model, form, outcome.values, _moment())[: model.size]
    clock.lap("solve")
    duals = _law_duals(model, outcome, adapted=about["adapted"])
    tables = plan_tables(model, values, duals)
    tables |= beside(tables, values) if beside else {}
    manifest = about | _figures(model, values, outcome, limits)
    manifest |= _beside(tables["spending"], tables["contracts"])
    manifest["fill_rate"] = fill_rates(tables)
    clock.lap("write")
    verification = verify(dataset, tables, manifest)
    clock.lap("verify")
    if not verification.ok:
        raise VerificationError(verification)
    if not about["adapted"]:
        tables["rules"] = rule_costs(model, form, outcome, tables["rules"], _moment())
    tables["bottlenecks"] = bottlenecks(model, values, duals)
    tables["line_use"] = line_use(model, values)
    tables["requirements"] = requirements_met(tables, dataset)
    tables["demand"] = tables["demand"].assign(why=reasons(model, values, duals))
    clock.lap("explain")
    manifest["verification"] = {
        "ok": True, "rows_checked": int(sum(verification.checked.values())),
        "worst_relative_residual": max(verification.worst.values(), default=0.0),
    }  # fmt: skip
    manifest["seconds"] = clock.seconds
    return Plan(about["name"], tables, manifest, chosen(model, values))


def _law_duals(model: Model, outcome: Outcome, *, adapted: bool) -> np.ndarray:
    """Dual values of the laws' rows, EUR per unit; zeros where the time did not suffice, or the rows are not ours."""
    rows = sum(law.size for law in model.laws)
    return np.zeros(rows) if outcome.row_duals is None or adapted else outcome.row_duals


def _figures(model: Model, values: np.ndarray, outcome: Outcome, limits: Limits) -> dict[str, Any]:
    """Status, cost, bound and gap for the manifest."""
    by_part = model.cost_by_part(values)
    parts: tuple[str, ...] = COST_PARTS + NET_PARTS if model.choices.net else COST_PARTS
    parts += (ADDED_PART,) if model.choices.added.size else ()
    cost = {part: by_part.get(part, 0.0) for part in parts}
    objective = sum(cost.values())
    bound = min(outcome.bound, objective)
    gap = (objective - bound) / max(abs(objective), 1e-9) if np.isfinite(bound) else None
    proven = gap is not None and gap <= limits.gap + 1e-8
    return {
        "status": "optimal" if proven else "feasible",
        "ended": ENDED[outcome.ending],
        "objective_eur": objective,
        "money_eur": sum(cost[part] for part in COST_PARTS[:7]),
        "shortage_eur": cost["shortage"],
        "reserves_eur": cost["reserves"],
        "bound_eur": bound if np.isfinite(bound) else None,
        "gap": gap,
        "gap_eur": objective - bound if np.isfinite(bound) else None,
        "cost": cost,
    }


def _beside(spending: pd.DataFrame, contracts: pd.DataFrame) -> dict[str, float]:
    """What stands beside the objective (in it, where the plan is net): support, debt and value-added tax, EUR."""
    whole = spending[spending["period"].isna()]
    return {
        "support_eur": float(whole["grant_eur"].sum()), "debt_eur": float(whole["debt_eur"].sum()),
        "vat_eur": float(whole["vat_eur"].sum()), "vat_saved_eur": float(contracts["vat_saved_eur"].sum()),
    }  # fmt: skip


def _moment() -> Stop:
    """Time for what comes after the solve, even where its own time is up."""
    return Stop(time.monotonic() + LAST_MOMENT_S)


def about_solve(
    dataset: Dataset, form: StandardForm, limits: Limits, *, name: str, net: bool, adapted: bool = False
) -> dict[str, Any]:
    """What the manifest says of what was solved, and how."""
    horizon = dataset.horizon
    return {
        "name": name,
        "data": dataset.name,
        "marking": dataset.settings.marking,
        "currency_year": dataset.settings.currency_year,
        "periods": horizon.periods,
        "period": horizon.length,
        "start": horizon.start.isoformat() if horizon.start else None,
        "pools": [list(pool) for pool in dataset.pools],
        "solver": {"gap": limits.gap, "time_limit_s": limits.time_limit_s, "threads": limits.threads},
        "versions": versions(),
        "inputs": dict(dataset.hashes),
        "net": net,
        "adapted": adapted,
        "size": {"rows": form.shape[0], "variables": form.shape[1], "nonzeros": int(form.matrix.nnz),
                 "integers": int(form.integer.sum())},
    }  # fmt: skip


def no_plan(about: dict[str, Any], ending: Ending, found: pd.DataFrame | None, clock: Clock) -> Plan:
    """That there is no plan, and the rows that contradict one another, where these were found."""
    unknown = ("objective_eur", "money_eur", "shortage_eur", "reserves_eur", "bound_eur", "gap", "gap_eur",
               "support_eur", "debt_eur", "vat_eur", "vat_saved_eur")  # fmt: skip
    figures = dict.fromkeys(unknown)
    tables = {table: pd.DataFrame(columns=list(columns)) for table, columns in PLAN_TABLES.items()}
    if found is not None:
        tables["conflict"] = found
    ended = {"status": "no plan", "ended": ENDED[ending], "seconds": dict(clock.seconds)}
    return Plan(about["name"], tables, about | figures | ended)
