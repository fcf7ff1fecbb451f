"""What must not change the optimum: defaults filled in by hand, names, the order of rows, the units of things.

And what can only lower it: more capacity, more storage, a smaller minimum.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from reference.random_datasets import make

from edu_supply.model import build_model
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network import Network
from edu_supply.problems import DataError
from edu_supply.reading import from_tables
from edu_supply.solving import Limits, optimise, standard_form

Tables = dict[str, list[dict[str, str]]]
QUICK, MANY = (3,), range(4, 30)

DEFAULTS: dict[str, dict[str, str]] = {
    "countries": {"vat_rate": "0"},
    "sites": {"build_lead_periods": "0"},
    "products": {"unit": "each", "neq_kg": "0", "value_eur": "0", "holding_eur": "0"},
    "lines": {"unit_cost_eur": "0", "existing": "1", "minimum_use": "0", "lead_periods": "0"},
    "expansions": {"lead_periods": "0", "ramp_periods": "0", "max_steps": "1"},
    "lanes": {"mode": "road", "cost_eur_per_t": "0", "lead_periods": "0", "build_lead_periods": "0"},
    "demand": {"priority": "2", "late_periods": "0", "late_eur": "0"},
    "stocks": {"initial": "0", "minimum": "0", "from_period": "1"},
    "threats": {"share_lost": "1", "stock_lost": "0", "start": "1"},
}
"""What a blank cell means, as the contract says."""

UNITS = {
    "lines": ["capacity"],
    "demand": ["quantity"],
    "stocks": ["initial", "minimum", "maximum"],
    "arrivals": ["quantity"],
    "donations": ["quantity"],
    "offers": ["from_quantity", "max_quantity"],
    "sites": ["storage_t", "neq_limit_kg", "throughput_t", "build_cost_eur"],
    "lanes": ["capacity_t", "build_cost_eur"],
    "expansions": ["cost_eur"],
    "countries": ["budget_eur"],
}
"""Columns that grow with the number of units; what is paid once for a choice grows with what it is good for."""

PRICES = {
    "countries": ["budget_eur"],
    "sites": ["build_cost_eur"],
    "products": ["value_eur", "holding_eur", "scrap_eur"],
    "lines": ["unit_cost_eur"],
    "expansions": ["cost_eur"],
    "lanes": ["cost_eur_per_t", "build_cost_eur"],
    "demand": ["penalty_eur", "late_eur"],
    "stocks": ["minimum_penalty_eur"],
    "offers": ["unit_price_eur"],
}
"""Every column in EUR."""

NAMES = {
    "sites.site", "lines.site", "lanes.origin", "lanes.destination", "demand.site", "stocks.site", "arrivals.site",
    "products.product", "bom.product", "bom.component", "lines.product", "lane_products.product", "demand.product",
    "substitutes.product", "substitutes.substitute", "stocks.product", "arrivals.product", "donations.product",
    "offers.product", "lines.line", "bom.line", "expansions.line", "offers.line",
}  # fmt: skip
"""Where the names of sites, products and lines stand."""


def tables_of(seed: int, folder: Path, contracts: bool = False) -> Tables:
    """A random dataset, as text; threats are left out."""
    make(seed, folder, size="tiny" if seed in QUICK else "small", contracts=contracts)
    tables: Tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    tables.pop("threats", None)
    return tables


def optimum(tables: Tables) -> float | None:
    """The least objective in EUR; None where there is no plan."""
    dataset = from_tables({name: pd.DataFrame(rows, dtype="str") for name, rows in tables.items()})
    outcome = optimise(standard_form(pyomo_model(build_model(Network.of(dataset)))), Limits(gap=0))
    return None if outcome.values is None else outcome.objective


def edited(tables: Tables, edit: Callable[[str, str, str], str]) -> Tables:
    """Every cell as ``edit(table, column, cell)`` gives it."""
    return {table: [{column: edit(table, column, cell) for column, cell in row.items()} for row in rows]
            for table, rows in tables.items()}  # fmt: skip


def scaled(tables: Tables, columns: dict[str, list[str]], factor: float) -> Tables:
    def edit(table: str, column: str, cell: str) -> str:
        return repr(float(cell) * factor) if cell and column in columns.get(table, []) else cell

    return edited(tables, edit)


def agree(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return one == pytest.approx(other, rel=1e-6, abs=1e-4)


@pytest.fixture(params=[*QUICK, *(pytest.param(seed, marks=pytest.mark.slow) for seed in MANY)])
def tables(request: pytest.FixtureRequest, tmp_path: Path) -> Tables:
    found = tables_of(request.param, tmp_path, contracts=request.param % 3 == 0)
    try:
        optimum(found)
    except DataError:
        pytest.skip("the reader refuses it")
    return found


def test_what_says_the_same_has_the_same_optimum(tables: Tables) -> None:
    plain = optimum(tables)
    filled = {table: [{**row, **{column: row.get(column) or meant for column, meant in DEFAULTS.get(table, {}).items()}}
                      for row in rows] for table, rows in tables.items()}  # fmt: skip
    assert agree(optimum(filled), plain), "defaults filled in by hand"

    dice = random.Random(1)
    turned = {table: dice.sample(rows, len(rows)) for table, rows in tables.items()}
    assert agree(optimum(turned), plain), "rows in another order"

    targets = {row[column] for table, column in (("sites", "site"), ("lines", "line")) for row in tables[table]}

    def renamed(table: str, column: str, cell: str) -> str:
        known = f"{table}.{column}" in NAMES or (column == "target" and cell in targets)
        return f"z{sum(map(ord, cell)) * 7919 % 100}-{cell[::-1]}" if cell and known else cell

    lanes = tables["lanes"]
    named = {**tables, "lanes": [{**lane, "lane": lane["lane"] or _lane(lane)} for lane in lanes]}
    assert agree(optimum(edited(named, renamed)), plain), "other names"

    assert agree(optimum(scaled(tables, PRICES, 100)), plain and plain * 100), "cents in place of euros"
    assert agree(optimum(scaled(tables, UNITS, 3)), plain and plain * 3), "three times as much of everything"


def _lane(lane: dict[str, str]) -> str:
    return f"{lane['origin']}>{lane['destination']}:{lane['mode'] or 'road'}"


def test_more_room_never_hurts(tables: Tables) -> None:
    # A line that must run must run more if it grows, so minimum_use is taken out.
    free = edited(tables, lambda table, column, cell: "" if column == "minimum_use" else cell)
    before = optimum(free)
    room = {"lines": ["capacity"], "lanes": ["capacity_t"], "sites": ["storage_t", "neq_limit_kg", "throughput_t"]}
    for table, columns in room.items():
        assert _at_most(optimum(scaled(free, {table: columns}, 1.5)), before), table
    assert _at_most(optimum(scaled(free, {"stocks": ["minimum"]}, 0.5)), before), "minimum"
    assert _at_most(optimum(scaled(free, {"demand": ["penalty_eur"]}, 0.9)), before), "penalty"


def _at_most(after: float | None, before: float | None) -> bool:
    if after is None or before is None:
        return before is None
    return after <= before + 1e-6 * max(1.0, abs(before))
