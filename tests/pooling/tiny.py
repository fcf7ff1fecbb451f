"""Two or three buyers and one line: small enough for pencil and paper."""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply import Dataset, from_tables


def one_line(asked: dict[str, float], steps: dict[float, float], **tables: list[dict[str, Any]]) -> Dataset:
    """Buyers that ask for shells once, all from one line whose price depends on what a pool buys; penalty 100."""
    rows: dict[str, list[dict[str, Any]]] = {
        "settings": [{"key": "periods", "value": 1}],
        "countries": [{"country": one} for one in (*asked, "PL")],
        "sites": [{"site": "works", "country": "PL", "kind": "factory"}]
        + [{"site": f"{one}-front", "country": one, "kind": "front"} for one in asked],
        "products": [{"product": "shell", "mass_kg": 1, "value_eur": 10}],
        "lines": [{"line": "L", "site": "works", "product": "shell", "capacity": 1000, "unit_cost_eur": 0}],
        "lanes": [{"origin": "works", "destination": f"{one}-front"} for one in asked],
        "demand": [{"site": f"{one}-front", "product": "shell", "quantity": units, "penalty_eur": 100}
                   for one, units in asked.items()],
        "offers": [{"line": "L", "product": "shell", "from_quantity": begins, "unit_price_eur": price}
                   for begins, price in steps.items()],
    }  # fmt: skip
    return from_tables({name: pd.DataFrame(table) for name, table in (rows | tables).items()}, "one-line")
