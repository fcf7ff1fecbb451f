"""A small dataset with nothing wrong and nothing strange, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from checks.completed import Rows, completed
from edu_supply.checks import check
from edu_supply.dataset import Settings
from edu_supply.horizon import Horizon
from edu_supply.problems import sentence

Tables = dict[str, Rows]
Edit = Callable[[Tables], None]

SMALL: Tables = {
    "groups": [{"group": "EU", "country": "PL"}, {"group": "EU", "country": "DE"}],
    "sites": [
        {"site": "mill", "country": "DE", "kind": "supplier", "company": "Acme", "throughput_t": 90},
        {"site": "plant", "country": "DE", "kind": "factory", "company": "Acme", "throughput_t": 90},
        {"site": "depot", "country": "PL", "kind": "depot", "storage_t": 50, "neq_limit_kg": 9000, "throughput_t": 90},
        {"site": "front", "country": "UA", "kind": "front"},
    ],
    "products": [
        {"product": "shell", "mass_kg": 40, "neq_kg": 7, "value_eur": 3000, "holding_eur": 1},
        {"product": "old-shell", "mass_kg": 44, "neq_kg": 7, "value_eur": 2000},
        {"product": "steel", "mass_kg": 1, "value_eur": 2},
    ],
    "bom": [{"product": "shell", "component": "steel", "quantity": 30}],
    "lines": [
        {"line": "steel-1", "site": "mill", "product": "steel", "capacity": 9000, "unit_cost_eur": 2},
        {"line": "shell-1", "site": "plant", "product": "shell", "capacity": 100, "unit_cost_eur": 2500},
        {"line": "shell-1", "site": "plant", "product": "old-shell", "capacity": 50, "unit_cost_eur": 1500},
    ],
    "expansions": [{"line": "shell-1", "adds": 1, "cost_eur": 1e6, "lead_periods": 6}],
    "lanes": [
        {"origin": "mill", "destination": "plant", "mode": "rail", "capacity_t": 80, "cost_eur_per_t": 30},
        {"origin": "plant", "destination": "depot", "capacity_t": 60, "cost_eur_per_t": 40, "lead_periods": 1},
        {"origin": "depot", "destination": "front", "cost_eur_per_t": 50},
    ],
    "lane_products": [{"lane": "mill>plant:rail", "product": "steel"}],
    "availability": [
        {"kind": "line", "target": "shell-1", "from_period": 3, "share": 0.5},
        {"kind": "lane", "target": "mill>plant:rail", "from_period": 2, "share": 1.5},
        {"kind": "site", "target": "depot", "from_period": 2, "share": 0.9},
    ],
    "demand": [{"site": "front", "product": "shell", "quantity": 100, "priority": 1}],
    "substitutes": [{"product": "shell", "substitute": "old-shell", "ratio": 1.2}],
    "stocks": [
        {"site": "depot", "product": "shell", "initial": 300, "minimum": 100, "maximum": 900},
        {"site": "depot", "product": "shell", "country": "DE", "initial": 100, "minimum": 50},
    ],
    "arrivals": [{"site": "depot", "product": "shell", "period": 2, "quantity": 20}],
    "donations": [{"from_country": "DE", "to_country": "UA", "product": "shell"}],
    "offers": [
        {"line": "shell-1", "product": "shell", "from_quantity": 0, "unit_price_eur": 2800, "max_quantity": 2000},
        {"line": "shell-1", "product": "shell", "from_quantity": 500, "unit_price_eur": 2700, "max_quantity": 2000},
    ],
    "threats": [
        {"threat": "strike", "kind": "line", "target": "shell-1", "share_lost": 0.5, "duration_periods": 3},
        {"threat": "storm", "kind": "lane", "target": "plant>depot:road", "duration_periods": 1, "probability": 0.3},
        {"threat": "raid", "kind": "site", "target": "depot", "stock_lost": 0.5, "duration_periods": 2},
        {"threat": "ban", "kind": "exports", "target": "DE", "duration_periods": 2, "probability": 0.2},
    ],
}
"""Steel from a mill becomes shells at a plant, which go through a depot to a front; 24 periods."""


def add(table: str, **cells: Any) -> Edit:
    """Add a row."""
    return lambda tables: tables.setdefault(table, []).append(cells)


def edit(table: str, row: int, **cells: Any) -> Edit:
    """Change cells of a row; rows are counted from 0."""
    return lambda tables: tables[table][row].update(cells)


def remove(table: str, row: int) -> Edit:
    """Remove a row."""

    def edited(tables: Tables) -> None:
        del tables[table][row]

    return edited


def said(*edits: Edit, periods: int = 24) -> list[str]:
    """Everything the checks say of the small dataset after these edits; warnings begin with ``warning``."""
    tables = deepcopy(SMALL)
    for one in edits:
        one(tables)
    problems = check(completed(tables), Settings(Horizon(periods)))
    return [("" if problem.is_error else "warning ") + sentence(problem) for problem in problems]
