"""The second opinion: does a plan keep every law, and does every euro in it add up?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification import contracts, flow, money, production, service, shelf_life, stock, totals
from edu_supply.verification.audit import Audit, audit_of
from edu_supply.verification.choices import choices, latest, usable_from
from edu_supply.verification.findings import Rows, Verification, judge
from edu_supply.verification.ownership import ownership
from edu_supply.verification.sheets import read_sheets


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
    cost = money.cost_parts(audit, kept)
    findings = [
        *found,
        *unsound,
        *operations(audit),
        *decisions(audit),
        *money.columns(audit, kept),
        *totals.totals(manifest, cost),
        *totals.proof(manifest, sum(cost.values())),
        *totals.fill_rate(audit, manifest),
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
        *contracts.steps(audit),
        contracts.ceiling(audit),
        contracts.made_is_bought(audit),
        *contracts.donations(audit),
        ownership(audit),
        contracts.budget(audit),
    ]
