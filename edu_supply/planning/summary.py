"""What a planner reads first."""

from __future__ import annotations

from edu_supply.dataset import Dataset
from edu_supply.plan import Plan


def summary(plan: Plan, dataset: Dataset, width: int = 80) -> str:
    """The plan in words."""
    return f"{plan.name}: {plan.status}"
