"""A plan in a few sentences: what it is, how much it serves, what it costs, and how good it is known to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from edu_supply.dataset import Dataset
from edu_supply.plan import ADDED_PART, Plan
from edu_supply.planning.layout import safe
from edu_supply.planning.wording import eur


def percent(share: float) -> str:
    """A share in per cent; 100 % only where nothing at all is missing.

    >>> percent(0.93456), percent(0.99999), percent(1.0)
    ('93.5 %', '99.9 %', '100 %')
    """
    return "100 %" if share >= 1 else f"{min(np.floor(share * 1000 + 0.5) / 10, 99.9):.1f} %"


def title(plan: Plan, dataset: Dataset) -> str:
    """Which plan of which data for which time."""
    horizon = dataset.horizon
    when = f"{horizon.label(1)} to {horizon.label(dataset.periods)}"
    return f"{safe(plan.name)}: plan for {safe(plan.manifest.get('data') or dataset.name)}, {when}"


def served(plan: Plan) -> str:
    """How much of what is asked for is served, and which product is served worst."""
    rates = plan.manifest["fill_rate"]
    said = f"{percent(rates['weighted'])} of what is asked for is served, weighed by penalty"
    if rates["worst_product"] is not None:
        said += f"; worst: {safe(rates['worst_product'])}, {percent(rates['worst_product_fill_rate'])}"
    return f"{said}."


def cost(plan: Plan) -> str:
    """The objective, with what would really be paid and what are penalties apart, and the gap."""
    manifest = plan.manifest
    amounts = {"money": float(manifest["money_eur"]), "added stock": float(manifest["cost"].get(ADDED_PART, 0.0)),
               "penalties": float(manifest["shortage_eur"]) + float(manifest["reserves_eur"])}  # fmt: skip
    said = [f"{eur(amount)} of {what}" for what, amount in amounts.items() if what == "money" or amount >= 0.005]
    parts = f" ({', '.join(said)})" if len(said) > 1 else ""
    return f"{eur(manifest['objective_eur'])} in all{parts}, {gap(manifest)}."


def gap(manifest: Mapping[str, Any]) -> str:
    """How far the plan may be from the cheapest one, in per cent and in euros."""
    share, bound = manifest.get("gap"), manifest.get("bound_eur")
    if share is None or bound is None:
        return "feasible; how much cheaper a plan could be is not known"
    euros = max(0.0, float(manifest["objective_eur"]) - float(bound))
    more = euros / float(bound) if float(bound) > 0 else np.inf
    said = "0 %" if share <= 5e-7 else f"{more * 100:.2g} %" if more < 1 else f"{more * 100:,.0f} %"
    most = eur(euros) if not np.isfinite(more) else f"{said} ({eur(euros)})"
    above = f"at most {most} above the cheapest possible plan"
    asked = manifest.get("solver", {}).get("gap")
    ended = f"; the {safe(manifest.get('ended', 'limit'))} came before the gap of {asked * 100:g} % was reached"
    return above + (ended if manifest["status"] == "feasible" and asked is not None else "")
