"""What happens by chance in a random chain is accepted, what is falsified by chance is not, and nothing stumbles."""

from __future__ import annotations

from random import Random
from typing import Any

import pandas as pd
import pytest

from edu_supply.reading import from_tables
from edu_supply.verification import verify
from verification.falsify import check
from verification.random_plan import chain, manifest_of, plan_of, tables_of
from verification.tiny import PLAN

QUANTITIES = [("production", "make_units"), ("shipments", "ship_units"), ("stocks", "hold_units"),
              ("stocks", "scrap_units"), ("service", "serve_units"), ("demand", "short_units")]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_what_happened_is_accepted_and_what_did_not_is_not(seed: int) -> None:
    made, chance = chain(seed), Random(seed)
    data, plan, manifest = from_tables(tables_of(made)), plan_of(made), manifest_of(made)
    found = verify(data, plan, manifest)
    assert (found.violations, found.ok) == ((), True)
    assert found.cost == pytest.approx(made.cost, rel=1e-9)
    assert verify(data, plan_of(made, digits=12), manifest).ok
    table, column = chance.choice(QUANTITIES)
    row = chance.randrange(len(plan[table]))
    changed = plan[table].copy()
    changed.loc[row, column] += chance.choice((-1.0, 1.0))
    assert not verify(data, {**plan, table: changed}, manifest).ok, (table, column, row)


GARBAGE: list[Any] = [None, "", "?", -1, 0, 1.5, 1e300, float("inf"), 10**30, "1,5", True]


@pytest.mark.parametrize("seed", range(12))
def test_garbage_is_found_and_nothing_stumbles(seed: int) -> None:
    chance = Random(seed)
    table = chance.choice([name for name in PLAN if len(PLAN[name])])
    column = chance.choice([name for name in PLAN[table] if name != "why"])
    row, value = chance.randrange(len(PLAN[table])), chance.choice(GARBAGE)
    before = PLAN[table].loc[row, column]
    changed = PLAN[table].astype({column: "object"})
    changed.loc[row, column] = value
    same = value == before or (pd.isna(before) and value in (None, ""))
    if column == "latest_period":  # what is blank claims nothing, and a cautious period is true
        same |= value in (None, "", "?", "1,5", 1)
    assert check(plan={**PLAN, table: changed}).ok == same, (table, column, row, value)


def test_a_plan_without_rows_falls_short_of_everything() -> None:
    empty = {name: rows.head(0) for name, rows in PLAN.items()}
    found = check(plan=empty)
    assert {"balance", "demand", "minimum use", "stocks.below_units"} <= set(found.broken)
    assert {"production.cost_eur", "shipments.mass_t"}.isdisjoint(found.broken)


def test_no_tables_at_all() -> None:
    assert not check(plan={}, manifest={}).ok
