"""A random chain (factories, depots, fronts) run forward by chance: whatever happens is a plan, and its cost is known.

The plan is written down event by event, with every euro worked out then and there; nothing is shared with the verifier.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pandas as pd

from edu_supply.plan import COST_PARTS, PLAN_TABLES

COUNTRIES = ("PL", "UA", "NO", "GB")


@dataclass
class Chain:
    """Tables of a dataset, rows of a plan, and what everything cost."""

    chance: Random
    periods: int
    ends: int
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    plan: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    cost: dict[str, float] = field(default_factory=lambda: dict.fromkeys(COST_PARTS, 0.0))
    there: dict[tuple[int, str, str], float] = field(default_factory=lambda: defaultdict(float))

    def spend(self, part: str, eur: float) -> float:
        self.cost[part] += eur
        return eur


def chain(seed: int, factories: int = 2, depots: int = 2, fronts: int = 2, ends: int = 2, periods: int = 5) -> Chain:
    """A dataset and a plan by chance."""
    made = Chain(Random(seed), periods, ends)
    sites = {kind: [f"{kind}-{n}" for n in range(count)]
             for kind, count in (("factory", factories), ("depot", depots), ("front", fronts))}  # fmt: skip
    _places(made, sites)
    for period in range(1, periods + 1):
        for line in made.tables["lines"]:
            _make(made, line, period)
        for lane in made.tables["lanes"]:
            _ship(made, lane, period)
        for demand in made.tables["demand"]:
            _serve(made, demand, period)
        _keep(made, period)
    for demand in made.tables["demand"]:
        for period in range(1, periods + 1):
            _settle(made, demand, period)
    return made


def _places(made: Chain, sites: dict[str, list[str]]) -> None:
    chance, table = made.chance, made.tables
    table["settings"] = [{"key": "periods", "value": str(made.periods)}]
    for kind, names in sites.items():
        table["sites"] += [{"site": name, "kind": kind, "country": chance.choice(COUNTRIES)} for name in names]
    for n in range(made.ends):
        for product in (f"part{n}", f"end{n}"):
            table["products"].append({
                "product": product, "mass_kg": chance.randint(1, 50), "value_eur": 100,
                "holding_eur": chance.randint(0, 3), "scrap_eur": chance.randint(0, 9)})  # fmt: skip
            for site in sites["factory"]:
                table["lines"].append({
                    "line": f"{site}-{product}", "site": site, "product": product, "lead_periods": chance.randint(0, 1),
                    "capacity": chance.randint(100, 900), "unit_cost_eur": chance.randint(1, 20)})  # fmt: skip
        table["bom"].append({"product": f"end{n}", "component": f"part{n}", "quantity": chance.randint(1, 3)})
        for site in sites["factory"]:
            initial = chance.randint(0, 500)
            table["stocks"].append({"site": site, "product": f"part{n}", "initial": initial})
            made.there[1, site, f"part{n}"] += initial
        for site in sites["front"]:
            table["demand"].append({
                "site": site, "product": f"end{n}", "buyer": "PL", "quantity": chance.randint(1, 300),
                "priority": 2, "penalty_eur": chance.randint(100, 900),
                "late_periods": 1, "late_eur": chance.randint(0, 5)})  # fmt: skip
    for origins, destinations in (("factory", "depot"), ("depot", "front")):
        table["lanes"] += [{"lane": f"{a}>{b}", "origin": a, "destination": b, "mode": "road",
                            "cost_eur_per_t": chance.randint(1, 30), "lead_periods": chance.randint(0, 2)}
                           for a in sites[origins] for b in sites[destinations]]  # fmt: skip


def _country(made: Chain, site: str) -> str:
    return next(row["country"] for row in made.tables["sites"] if row["site"] == site)


def _make(made: Chain, line: dict[str, Any], period: int) -> None:
    site, product, out = line["site"], line["product"], period + line["lead_periods"]
    units = round(line["capacity"] * made.chance.random(), 3)
    if product.startswith("end"):
        recipe = next(row for row in made.tables["bom"] if row["product"] == product)
        part = (period, site, recipe["component"])
        units = min(units, made.there[part] / recipe["quantity"])
    if out > made.periods or units <= 0:
        return
    if product.startswith("end"):
        made.there[part] -= units * recipe["quantity"]
    made.there[out, site, product] += units
    eur = made.spend("production", units * line["unit_cost_eur"])
    made.plan["production"].append((line["line"], site, _country(made, site), product, period, out, units, eur))


def _ship(made: Chain, lane: dict[str, Any], period: int) -> None:
    arrival, products = period + lane["lead_periods"], {row["product"]: row for row in made.tables["products"]}
    for n in range(made.ends):
        product, units = f"end{n}", made.there[period, lane["origin"], f"end{n}"] * made.chance.choice((0, 0.4, 1))
        if arrival > made.periods or units <= 0:
            continue
        made.there[period, lane["origin"], product] -= units
        made.there[arrival, lane["destination"], product] += units
        tonnes = units * products[product]["mass_kg"] / 1000
        eur = made.spend("transport", tonnes * lane["cost_eur_per_t"])
        made.spend("holding", units * lane["lead_periods"] * products[product]["holding_eur"])
        made.plan["shipments"].append((lane["lane"], lane["origin"], lane["destination"], "road", product, period,
                                       arrival, units, tonnes, eur))  # fmt: skip


def _serve(made: Chain, demand: dict[str, Any], period: int) -> None:
    left = demand.setdefault("left", dict.fromkeys(range(1, made.periods + 1), float(demand["quantity"])))
    for asked in (period - 1, period):
        have = (period, demand["site"], demand["product"])
        units = min(left.get(asked, 0.0), made.there[have])
        if units <= 0:
            continue
        left[asked] -= units
        made.there[have] -= units
        eur = made.spend("shortage", units * demand["late_eur"] * (period - asked))
        made.plan["service"].append((demand["site"], "PL", demand["product"], asked, 1, demand["product"], 1.0, period,
                                     units, units, period - asked, eur))  # fmt: skip


def _settle(made: Chain, demand: dict[str, Any], period: int) -> None:
    short = demand["left"][period]
    eur = made.spend("shortage", short * demand["penalty_eur"])
    made.plan["demand"].append((
        demand["site"], _country(made, demand["site"]), "PL", demand["product"], period, 1, 2, demand["quantity"],
        demand["quantity"] - short, short, demand["penalty_eur"], eur, ""))  # fmt: skip


def _keep(made: Chain, period: int) -> None:
    products = {row["product"]: row for row in made.tables["products"]}
    for (at, site, product), units in list(made.there.items()):
        if at != period or units <= 0:
            continue
        scrap = units * made.chance.choice((0, 0, 0.1))
        held, row = units - scrap, products[product]
        made.there[period + 1, site, product] += held
        eur = made.spend("holding", held * row["holding_eur"]), made.spend("scrap", scrap * row["scrap_eur"])
        made.plan["stocks"].append((site, _country(made, site), product, period, held, scrap, 0, 0, *eur, 0))


def tables_of(made: Chain) -> dict[str, pd.DataFrame]:
    """The dataset's tables."""
    tables = {name: pd.DataFrame(rows) for name, rows in made.tables.items()}
    return {**tables, "demand": tables["demand"].drop(columns="left")}


def plan_of(made: Chain, digits: int | None = None) -> dict[str, pd.DataFrame]:
    """The plan's tables; with ``digits``, as a file would hold them."""

    def shown(cell: Any) -> Any:
        return float(f"{cell:.{digits}g}") if digits and isinstance(cell, float) else cell

    unassigned = [(None, None, part, None, eur, 0, 0, 0, 0, None, 0, 0, 0, 0)
                  for part, eur in made.cost.items() if eur and part not in ("shortage", "reserves")]  # fmt: skip
    rows = {**made.plan, "spending": unassigned}
    return {name: pd.DataFrame([[shown(cell) for cell in row] for row in rows.get(name, [])], columns=list(columns))
            for name, columns in PLAN_TABLES.items()}  # fmt: skip


def manifest_of(made: Chain) -> dict[str, Any]:
    """What a manifest has to say at least."""
    return {"cost": made.cost, "objective_eur": sum(made.cost.values())}
