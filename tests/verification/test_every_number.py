"""No number of a plan can be wrong by 1 % without being found, but those that no table can tell."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from edu_supply.plan import PLAN_TABLES
from edu_supply.verification import verify
from verification import joint, tiny

NOT_RECOMPUTED = {
    **dict.fromkeys((("bottlenecks", column) for column in PLAN_TABLES["bottlenecks"]), "follows from dual values"),
    ("rules", "cost_eur"): "what another plan, without the rule, would cost",
    ("rules", "unserved_units"): "what another plan, without the rule, would serve",
    ("content", "autonomy_eur"): "a dual value",
}
"""Columns that are not checked, and why not."""

NUMBERS = [
    (plan, table, column)
    for plan in (joint, tiny)
    for table, columns in PLAN_TABLES.items()
    for column in columns
    if (table, column) not in NOT_RECOMPUTED and pd.to_numeric(plan.PLAN[table][column], errors="coerce").any()
    and (plan is joint or not pd.to_numeric(joint.PLAN[table][column], errors="coerce").any())
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("plan", "table", "column"), NUMBERS)
def test_one_hundredth_more_is_found(plan: Any, table: str, column: str) -> None:
    rows = plan.PLAN[table].copy()
    rows[column] = pd.to_numeric(rows[column]).astype(float)
    row = rows.index[rows[column].fillna(0) != 0][-1]
    rows.loc[row, column] *= 1.01
    assert not verify(plan.dataset(), {**plan.PLAN, table: rows}, plan.MANIFEST).ok


def test_every_numeric_column_is_tried() -> None:
    text = {
        "line", "site", "country", "product", "lane", "origin", "destination", "mode", "buyer", "served_product", "why",
        "kind", "target", "pool", "programme", "from_country", "to_country", "cost", "inside", "component", "rule",
        "who",
    }  # fmt: skip
    tried = {(table, column) for _, table, column in NUMBERS} | set(NOT_RECOMPUTED)
    every = {(table, column) for table, columns in PLAN_TABLES.items() for column in columns}
    assert {one for one in every if one[0] == "bottlenecks" or one[1] not in text} == tried
