"""What is chosen so that a plan survives: beside the plan without resilience, and which threats need it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.network.parts import Floats
from edu_supply.outages.tasks import Task
from edu_supply.plan import Plan
from edu_supply.planning.layout import records
from edu_supply.resilience.joint import Joint
from edu_supply.resilience_tables import RESILIENCE_TABLES
from edu_supply.stockpiles.check import Point
from edu_supply.stockpiles.master import Master
from edu_supply.stockpiles.result import called

NOTHING = 1e-6
"""A quantity that differs by less is the same."""


def means_table(
    joint: Joint, master: Master, point: Point, values: Floats, stock: pd.DataFrame, contracts: pd.DataFrame,
    plain: Plan, tasks: list[Task],
) -> pd.DataFrame:  # fmt: skip
    """A row for everything that is chosen otherwise than in the plan without resilience; the dearest first."""
    rows = [*_stock(stock), *_choices(joint, master, point, values, [called(task) for task in tasks]),
            *_contracts(contracts, plain["contracts"])]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(RESILIENCE_TABLES["means"]))
    order = table["more_eur"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _stock(stock: pd.DataFrame) -> list[Mapping[str, Any]]:
    return [{"means": "stock", "target": row.site, "product": row.product, "quantity": row.added, "plain_quantity": 0.0,
             "more_eur": row.cost_eur, "needed_for": row.needed_for} for row in records(stock)]  # fmt: skip


def _choices(
    joint: Joint, master: Master, point: Point, values: Floats, names: list[str]
) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = []
    choices = joint.model.choices
    for means, family in (("expansion", choices.open), ("build site", choices.build_site),
                          ("build lane", choices.build_lane)):  # fmt: skip
        mine, theirs = np.round(family.of(values)), family.of(joint.plain)
        for number in np.flatnonzero(mine != theirs):
            column = int(family.columns[number])
            more = mine[number] - theirs[number]
            needed = master.needs_of(column, more, point) if more > 0 else []
            rows.append({
                "means": means, "target": family.labels()[number][0], "product": "", "quantity": mine[number],
                "plain_quantity": theirs[number], "more_eur": more * family.cost[number],
                "needed_for": ", ".join(names[threat] for threat in needed),
            })  # fmt: skip
    return rows


def _contracts(mine: pd.DataFrame, theirs: pd.DataFrame) -> list[Mapping[str, Any]]:
    """Lines under offers from which more or less is bought."""

    def bought(table: pd.DataFrame, units: str, eur: str) -> pd.DataFrame:
        sums = table.groupby(["line", "product"])[["quantity_units", "paid_eur"]].sum()
        return sums.set_axis([units, eur], axis=1)

    both = bought(mine, "units", "eur").join(bought(theirs, "units_plain", "eur_plain"), how="outer")
    both = both.fillna(0.0).astype(float).reset_index()
    more = (both["units"] - both["units_plain"]).abs()
    both = both[more > NOTHING * both[["units", "units_plain"]].max(axis=1).clip(lower=1.0)]
    return [{"means": "contract", "target": row.line, "product": row.product, "quantity": row.units,
             "plain_quantity": row.units_plain, "more_eur": row.eur - row.eur_plain, "needed_for": ""}
            for row in records(both)]  # fmt: skip
