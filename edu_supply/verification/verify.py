"""The second opinion: does a plan keep every law, and does every euro in it add up?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification import (
    added,
    admission,
    contracts,
    flow,
    mass_balance,
    money,
    production,
    rules,
    service,
    shares,
    shelf_life,
    steps,
    stock,
    support,
    totals,
)
from edu_supply.verification.audit import Audit, audit_of
from edu_supply.verification.carried import Carried, all_carried
from edu_supply.verification.choices import choices, latest, usable_from
from edu_supply.verification.fill_rates import fill_rate
from edu_supply.verification.findings import Rows, Verification, judge
from edu_supply.verification.ownership import ownership
from edu_supply.verification.sheets import STOCKPILE, read_sheets
from edu_supply.verification.spending import spending


def verify(dataset: Dataset, tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> Verification:
    """Recompute every law and every euro of an undisturbed plan from its tables alone.

    ``tables`` are those of ``PLAN_TABLES``; of the manifest ``cost`` and ``objective_eur`` must be there, and whatever
    else is there is checked. Nothing here knows the model or the solver.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> plan = edu_supply.solve(dataset)
    >>> edu_supply.verify(dataset, plan.tables, plan.manifest).ok
    True
    """
    sheets, found = read_sheets(tables)
    audit, unsound = audit_of(dataset, sheets)
    kept = stock.reserve(audit)
    cost, beside = money.cost_parts(audit, kept), support.net_parts(audit)
    carried, unsound_flows = all_carried(audit)
    objective = totals.objective_eur(manifest, cost, beside)
    findings = [
        *found,
        *unsound,
        *unsound_flows,
        *operations(audit),
        *decisions(audit),
        *(added.stock_added(audit) if len(audit.plan[STOCKPILE]) else []),
        *origin(audit, carried),
        *policy(audit, carried),
        *money.columns(audit, kept),
        *support.columns(audit),
        *spending(audit, cost),
        *totals.totals(manifest, cost, beside, objective),
        *totals.beside(audit, manifest),
        *totals.proof(manifest, objective),
        *totals.facts(audit, manifest),
        *fill_rate(audit, manifest),
    ]
    return judge(findings, cost)


def operations(audit: Audit) -> list[Rows]:
    """The laws that every world keeps, each under its own limits."""
    return [
        flow.balance(audit),
        flow.lane_capacity(audit),
        flow.throughput(audit),
        *flow.candidates(audit),
        production.line_time(audit),
        stock.storage(audit),
        stock.explosives(audit),
        stock.maximum(audit),
        *service.demand(audit),
        *service.lateness(audit),
        shelf_life.shelf_life_at_a_place(audit),
        shelf_life.shelf_life_anywhere(audit),
    ]


def decisions(audit: Audit) -> list[Rows]:
    """The laws that bind the plan itself: choices, contracts, minimums and minimum use."""
    return [
        *choices(audit),
        usable_from(audit),
        *latest(audit),
        production.minimum_use(audit),
        stock.minimum(audit),
        *contracts.references(audit),
        *steps.all_units(audit),
        *steps.incremental(audit),
        contracts.ceiling(audit),
        contracts.made_is_bought(audit),
        *contracts.donations(audit),
        ownership(audit),
        *admission.admission(audit),
        admission.participation(audit),
        support.rate(audit),
        support.programme_budget(audit),
        support.allocations(audit),
        support.budget(audit),
    ]


def origin(audit: Audit, carried: list[Carried]) -> list[Rows]:
    """The laws of outside value, by each perimeter that is followed."""
    findings = [*shares.table(audit, carried), shares.of_contracts(audit, carried)]
    for one in carried:
        findings += [mass_balance.conservation(audit, one), mass_balance.flow_value(audit, one)]
        findings += [mass_balance.gone_value(audit, one), shares.limits(audit, one)]
    return findings


def policy(audit: Audit, carried: list[Carried]) -> list[Rows]:
    """The rules of policy, and what the plan says of them."""
    found = rules.all_readings(audit, carried)
    return [rules.kept(found), *rules.table(audit, found)]
