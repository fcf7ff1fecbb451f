"""What every run says that stresses a plan: of which data and plan it is."""

from __future__ import annotations

from typing import Any

from edu_supply.dataset import Dataset
from edu_supply.plan import Plan
from edu_supply.version import versions


def manifest_of(kind: str, name: str, dataset: Dataset, plan: Plan) -> dict[str, Any]:
    """The first keys of a manifest."""
    horizon = dataset.horizon
    return {
        "kind": kind, "name": name, "data": dataset.name, "marking": dataset.settings.marking,
        "currency_year": dataset.settings.currency_year, "periods": horizon.periods, "period": horizon.length,
        "start": horizon.start.isoformat() if horizon.start else None,
        "pools": [list(pool) for pool in dataset.pools], "plan": plan.name, "versions": versions(),
        "inputs": dict(dataset.hashes),
    }  # fmt: skip


def check_stress(dataset: Dataset, plan: Plan, start: int, duration: int) -> None:
    """Raise ValueError where there is no plan to stress, or nothing of the horizon is lost."""
    if plan.status == "no plan":
        raise ValueError("there is no plan to stress")
    if not 1 <= start <= dataset.periods or duration < 1:
        raise ValueError(f"start lies in periods 1 to {dataset.periods}, and duration is at least 1")
