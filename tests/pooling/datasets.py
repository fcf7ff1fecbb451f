"""Datasets with offers whose prices fall with quantity, drawn by lot: several buyers, few makers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply import Dataset, from_tables

BUYERS = ("AT", "BE", "CZ", "DE", "EE", "FI", "GR", "HU", "IT", "LT")


def drawn(buyers: int, seed: int, *, makers: int = 3, products: int = 2, periods: int = 4, steps: int = 3) -> Dataset:
    """Buyers with a depot each, works in Poland that make products from one component, prices that fall in steps.

    Together the works make less than is asked for at their standing capacity; a second line may be opened.
    """
    draw = np.random.default_rng(seed)
    countries = BUYERS[:buyers]
    goods = [f"round-{number + 1}" for number in range(products)]
    quantity = {(buyer, good): float(draw.integers(1, 12)) for buyer in countries for good in goods}
    sites = [{"site": f"{one}-depot", "country": one, "kind": "depot"} for one in countries]
    sites += [{"site": f"PL-works-{number}", "country": "PL", "kind": "factory"} for number in range(makers)]
    sites += [{"site": "PL-mill", "country": "PL", "kind": "supplier"}]
    rows: dict[str, list[dict[str, object]]] = {
        "settings": [{"key": "periods", "value": periods}],
        "countries": [{"country": one} for one in (*countries, "PL")],
        "sites": sites,
        "products": [{"product": "steel", "mass_kg": 1000}]
        + [{"product": good, "mass_kg": 100, "value_eur": 1000} for good in goods],
        "bom": [{"product": good, "component": "steel", "quantity": 1} for good in goods],
        "lines": [{"line": "mill", "site": "PL-mill", "product": "steel", "capacity": 1e4, "unit_cost_eur": 50}],
        "demand": [{"site": f"{buyer}-depot", "product": good, "quantity": quantity[buyer, good],
                    "penalty_eur": int(draw.integers(2500, 6000))}
                   for buyer in countries for good in goods],
        "lanes": [], "offers": [], "expansions": [],
    }  # fmt: skip
    need = sum(quantity.values())
    for number in range(makers):
        site = f"PL-works-{number}"
        rows["lanes"].append({"origin": "PL-mill", "destination": site, "cost_eur_per_t": 10})
        rows["lanes"] += [{"origin": site, "destination": f"{one}-depot",
                           "cost_eur_per_t": int(draw.integers(100, 2000))} for one in countries]  # fmt: skip
        capacity = round(float(need / makers * draw.uniform(0.7, 1.3)))
        rows["expansions"].append({"line": f"line-{number}", "adds": 0.5,
                                   "cost_eur": int(draw.integers(10_000, 40_000))})  # fmt: skip
        for good in goods:
            price = float(draw.integers(900, 1200))
            rows["lines"].append({"line": f"line-{number}", "site": site, "product": good, "capacity": capacity,
                                  "unit_cost_eur": price})  # fmt: skip
            for step in range(steps):
                rows["offers"].append({
                    "line": f"line-{number}", "product": good,
                    "from_quantity": [1, *range(20, 2000, 40)][step] * (periods // 4 or 1),
                    "unit_price_eur": round(price * (1 - 0.12 * step)),
                })  # fmt: skip
    return from_tables({name: pd.DataFrame(table) for name, table in rows.items()}, f"drawn-{seed}")
