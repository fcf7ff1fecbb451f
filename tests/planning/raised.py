"""Raises the limit of a bottleneck in a standard form, without any of the code that finds bottlenecks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from edu_supply.solving import StandardForm

from .solved import Solved

LAWS = {
    ("line", "capacity"): ("line_time", "line_built"), ("line", "minimum_use"): ("minimum_use",),
    ("lane", "capacity_t"): ("lane_capacity",), ("site", "throughput_t"): ("throughput",),
    ("storage", "storage_t"): ("storage",), ("explosives", "neq_limit_kg"): ("explosives",),
    ("stock", "minimum"): ("minimum_stock",), ("budget", "budget_eur"): ("budget",),
    ("offer", "max_quantity"): ("ceiling",),
}  # fmt: skip


def raised(plan: Solved, row: Any, step: float) -> StandardForm:
    """The form with the limit of a row of ``bottlenecks`` raised by ``step`` of its unit wherever it is there."""
    column = row.limit.split(" ")[0]
    form, lower, upper = plan.form, plan.form.row_lower.copy(), plan.form.row_upper.copy()
    if column == "maximum":
        hold, most, place = plan.model.operations.hold, form.upper.copy(), (row.target, row.product)
        of = [hold.first + number for number, label in enumerate(hold.labels()) if label[:2] == place]
        most[of] += step
        return replace(form, upper=most)
    if row.kind == "line":
        step *= _lines_per_unit(plan, row)
    chosen_values = np.where(form.integer, plan.values, 0.0)
    first = 0
    for law in plan.model.laws:
        if law.name in LAWS[row.kind, column]:
            chosen = law.matrix(plan.model.size) @ chosen_values
            for number, label in enumerate(law.labels()):
                if label[0] == row.target and (law.name != "minimum_stock" or label[1] == row.product):
                    if row.limit.startswith("minimum"):
                        lower[first + number] -= step * (law.lower[number] - chosen[number] > 0)
                    else:
                        upper[first + number] += step * (law.upper[number] - chosen[number] > 0)
        first += law.size
    return replace(form, row_lower=lower, row_upper=upper)


def _lines_per_unit(plan: Solved, row: Any) -> float:
    rows = plan.model.network.parts.dataset["lines"].set_index(["line", "product"])
    product = row.product or row.limit.replace("less of it; ", "").split(" of ")[1].removesuffix(" per period)")
    return 1 / float(np.asarray(rows.loc[(row.target, product), "capacity"]).item())
