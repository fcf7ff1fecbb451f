"""Small datasets from rows, what a network of one keeps, and its optimum by two roads."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from checks.completed import completed
from reference.solver import solve as reference_solve
from scipy.optimize import Bounds, LinearConstraint, milp

from edu_supply.dataset import Dataset, Settings
from edu_supply.horizon import Horizon
from edu_supply.model import build_model
from edu_supply.network import Network
from edu_supply.network.windows import Windows

Rows = list[dict[str, Any]]

# Steel is rolled in a period, a period under way to the plant; two units of it make a shell in two periods, which is
# a period under way to the front. Ten shells are asked for in every one of ten periods.
CHAIN: dict[str, Rows] = {
    "sites": [
        {"site": "mill", "country": "DE", "kind": "supplier"},
        {"site": "plant", "country": "PL", "kind": "factory"},
        {"site": "front", "country": "UA", "kind": "front"},
    ],
    "products": [
        {"product": "steel", "mass_kg": 20, "value_eur": 10},
        {"product": "shell", "mass_kg": 40, "value_eur": 1000},
    ],
    "bom": [{"product": "shell", "component": "steel", "quantity": 2}],
    "lines": [
        {"line": "rolling", "site": "mill", "product": "steel", "capacity": 100, "lead_periods": 1},
        {"line": "filling", "site": "plant", "product": "shell", "capacity": 50, "lead_periods": 2},
    ],
    "lanes": [
        {"origin": "mill", "destination": "plant", "lead_periods": 1},
        {"origin": "plant", "destination": "front", "lead_periods": 1},
    ],
    "demand": [{"site": "front", "product": "shell", "quantity": 10}],
}


def chain(periods: int = 10, settings: dict[str, str] | None = None, **tables: Rows) -> Dataset:
    """The chain with some tables replaced."""
    return dataset(CHAIN | tables, periods, settings)


def dataset(tables: dict[str, Rows], periods: int, settings: dict[str, str] | None = None) -> Dataset:
    """A dataset from rows, completed but not checked; a test holds that the reader makes the same."""
    words = {row["key"]: row["value"] for row in tables.get("settings", [])} | (settings or {})
    start = words.pop("start", None)
    horizon = Horizon(periods, "month", date.fromisoformat(start) if start else None)
    frames = completed(tables)
    return Dataset("small", frames, frames, Settings(horizon, **words))


def edited(table: str, row: int, **cells: Any) -> Rows:
    """A table of the chain with some cells of one row changed."""
    return [{**old, **cells} if place == row else old for place, old in enumerate(CHAIN[table])]


def spans(names: list[str], windows: Windows) -> dict[str, tuple[int, int]]:
    """First and last period of each window, by name; windows without a period are left out."""
    found = zip(names, windows.first.tolist(), windows.last.tolist(), strict=True)
    return {name: (first, last) for name, first, last in found if first <= last}


def presence(network: Network) -> dict[str, tuple[int, int]]:
    """From when to when each product is kept track of at each site."""
    return spans(position_names(network), network.presence)


def making(network: Network) -> dict[str, tuple[int, int]]:
    """From when to when each line may begin each product."""
    parts = network.parts
    names = [f"{product} on {line}" for product, line in
             zip(parts.products[parts.task_product], parts.lines[parts.task_line], strict=True)]  # fmt: skip
    return spans(names, network.making)


def shipping(network: Network) -> dict[str, tuple[int, int]]:
    """From when to when each product may leave on each lane."""
    lanes, products = network.parts.lanes[network.haul_lane], network.parts.products[network.haul_product]
    return spans([f"{product} on {lane}" for lane, product in zip(lanes, products, strict=True)], network.shipping)


def position_names(network: Network) -> list[str]:
    sites, products = network.parts.sites[network.position_site], network.parts.products[network.position_product]
    return [f"{product} at {site}" for site, product in zip(sites, products, strict=True)]


def optimum(data: Dataset) -> float:
    """The optimum over the pruned network, by scipy's HiGHS."""
    model = build_model(Network.of(data))
    lower, upper = (np.concatenate([getattr(one, side) for one in model.families]) for side in ("lower", "upper"))
    low, high = (np.concatenate([getattr(law, side) for law in model.laws]) for side in ("lower", "upper"))
    integer = np.concatenate([np.full(family.size, int(family.integer)) for family in model.families])
    laws = LinearConstraint(model.matrix, low, high)
    answer = milp(model.cost, integrality=integer, bounds=Bounds(lower, upper), constraints=laws)
    assert answer.success, answer.message
    return float(answer.fun)


def reference_optimum(tables: dict[str, Rows], periods: int, folder: Path) -> float:
    """The optimum by the reference solver, which prunes nothing."""
    settings = [row for row in tables.get("settings", []) if row["key"] != "periods"]
    written = tables | {"settings": [*settings, {"key": "periods", "value": periods}]}
    for name, rows in written.items():
        columns = list({column: None for row in rows for column in row})
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    result = reference_solve(folder)
    assert result.status == "optimal"
    return result.objective
