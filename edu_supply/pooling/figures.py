"""What the plan of a coalition comes to: money, fill rate, outside share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edu_supply.model import Model
from edu_supply.plan import COST_PARTS
from edu_supply.planning.extract import plan_tables
from edu_supply.planning.fill import fill_rates
from edu_supply.solving.variants import Variant

MONEY = COST_PARTS[:7]


@dataclass(frozen=True)
class Figures:
    """Cost and its bound (EUR), the money in it (EUR), fill rate and outside share (NaN where none is followed)."""

    cost_eur: float
    bound_eur: float
    money_eur: float
    fill_rate: float
    outside_share: float


def figures(model: Model, variant: Variant) -> Figures:
    """The figures of a coalition's plan."""
    assert variant.values is not None
    values = variant.values[: model.size]
    tables = plan_tables(model, values, np.zeros(sum(law.size for law in model.laws)))
    cost = model.cost_by_part(values)
    content = tables["content"]
    whole = content[content["line"].isna() | (content["line"] == "")]
    first = whole[whole["inside"] == whole["inside"].iloc[0]] if len(whole) else whole
    components = float(first["components_eur"].sum())
    return Figures(
        variant.objective, variant.bound, sum(cost.get(part, 0.0) for part in MONEY),
        float(fill_rates(tables)["weighted"]),
        float(first["outside_eur"].sum()) / components if components > 0 else float("nan"),
    )  # fmt: skip
