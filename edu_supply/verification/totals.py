"""Totals: the manifest says what the tables add up to, and no more than was proved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np

from edu_supply.plan import COST_PARTS, Status
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, refuse, scale_of
from edu_supply.verification.support import exempt, granted_eur, support_eur, vat_eur

SHARE_OF_ALL = 1e-3
"""A total is held to 1e-6 of itself, or to a thousandth of that of everything together."""

TINY = 1e-9


def number(manifest: Mapping[str, Any], name: str) -> float:
    """A figure of the manifest; NaN where it is absent or no number."""
    value = manifest.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")


def objective_eur(manifest: Mapping[str, Any], cost: Mapping[str, float], beside: Mapping[str, float]) -> float:
    """The sum of all parts; of a net plan, with those beside the money: VAT, and support (negative). In EUR."""
    return sum(cost.values()) + (sum(beside.values()) if manifest.get("net") else 0.0)


def totals(
    manifest: Mapping[str, Any], cost: Mapping[str, float], beside: Mapping[str, float], objective: float
) -> list[Rows]:
    """Cost parts, money (the first seven), shortage, reserves and their sum; ``cost`` and ``objective_eur`` must be
    there. Of a net plan ``cost`` has the parts beside the money too."""
    stated = manifest.get("cost")
    stated = stated if isinstance(stated, Mapping) else {}
    figures = {f"cost.{part}": (number(stated, part), eur) for part, eur in cost.items()}
    figures |= {f"cost.{part}": (number(stated, part), eur) for part, eur in beside.items()
                if manifest.get("net") or part in stated}  # fmt: skip
    for name, parts in (("money_eur", COST_PARTS[:7]), ("shortage_eur", COST_PARTS[7:8]),
                        ("reserves_eur", COST_PARTS[8:])):  # fmt: skip
        if name in manifest:
            figures[name] = number(manifest, name), sum(cost[part] for part in parts)
    figures["objective_eur"] = number(manifest, "objective_eur"), objective
    everything = sum(abs(part) for part in cost.values())
    return [_figure(name, *figure, everything) for name, figure in figures.items()]


def beside(audit: Audit, manifest: Mapping[str, Any]) -> list[Rows]:
    """Support (grants and agencies), debt (loans), VAT and what exemptions save of it, where the manifest says them."""
    vat, free, granted = vat_eur(audit), exempt(audit), granted_eur(audit)
    figures = {"support_eur": granted, "debt_eur": support_eur(audit) - granted, "vat_eur": vat * (1 - free),
               "vat_saved_eur": vat * free}  # fmt: skip
    return [_figure(name, number(manifest, name), float(eur.sum()), 0.0)
            for name, eur in figures.items() if name in manifest]  # fmt: skip


def _figure(name: str, said: float, right: float, everything: float) -> Rows:
    def say(_: int) -> str:
        if np.isnan(said):
            return f"the manifest gives no number for {name}; {amount(right)} EUR is right."
        return f"the manifest says {name} is {amount(said)} EUR, but the tables make {amount(right)} EUR."

    scale = scale_of(np.array([right]), typical=SHARE_OF_ALL * everything / 1e-2)
    return Rows(f"manifest.{name}", np.abs(np.array([said - right])), scale, say)


def proof(manifest: Mapping[str, Any], objective: float) -> list[Rows]:
    """bound_eur <= objective_eur, gap = (objective - bound) / |objective|; "optimal" only within the gap asked for."""
    bound, gap, asked = number(manifest, "bound_eur"), number(manifest, "gap"), _asked_gap(manifest)
    reached = max(0.0, objective - bound) / max(abs(objective), TINY)
    findings = [_known_status(manifest)]
    if np.isfinite(bound):
        findings.append(
            _one(
                "manifest.bound_eur",
                bound - objective,
                objective,
                (f"the manifest's bound of {amount(bound)} EUR lies above the objective of {amount(objective)} EUR."),
            )
        )
    if np.isfinite(bound) and "gap" in manifest:
        findings.append(
            _one(
                "manifest.gap",
                abs(gap - reached),
                reached,
                (f"the manifest says the gap is {gap:.6g}, but objective and bound make {reached:.6g}."),
            )
        )
    if np.isfinite(bound) and "gap_eur" in manifest:
        over = max(0.0, objective - bound)
        findings.append(
            _one(
                "manifest.gap_eur",
                abs(number(manifest, "gap_eur") - over),
                max(over, abs(objective)),
                (f"the manifest's gap_eur is not the {amount(over)} EUR between objective and bound."),
            )
        )
    if manifest.get("status") == "optimal" and np.isfinite(asked) and ("gap" in manifest or "bound_eur" in manifest):
        proved = reached if np.isfinite(bound) else gap
        findings.append(
            _one(
                "manifest.status",
                proved - asked,
                1.0,
                (f"the plan is called optimal, but its gap of {proved:.6g} is not within the {asked:.6g} asked for."),
            )
        )
    return findings  # fmt: skip


def _one(law: str, excess: float, scale: float, sentence: str) -> Rows:
    return Rows(law, np.array([excess]), scale_of(np.array([scale])), lambda _: sentence)


def _known_status(manifest: Mapping[str, Any]) -> Rows:
    status = manifest.get("status")
    bad = "status" in manifest and (status not in get_args(Status) or status == "no plan")
    return refuse("manifest.status", np.array([bad]), lambda _: f'there is a plan, but its status is "{status}".')


def _asked_gap(manifest: Mapping[str, Any]) -> float:
    solver = manifest.get("solver")
    return number(solver, "gap") if isinstance(solver, Mapping) else float("nan")


def facts(audit: Audit, manifest: Mapping[str, Any]) -> list[Rows]:
    """What the manifest repeats of the dataset: horizon, currency and marking."""
    settings = audit.dataset.settings
    start = settings.horizon.start
    right = {
        "periods": audit.periods, "period": settings.horizon.length, "start": start.isoformat() if start else None,
        "marking": settings.marking, "currency_year": settings.currency_year,
    }  # fmt: skip
    said = [name for name in right if name in manifest]
    wrong = np.array([manifest[name] != right[name] for name in said], dtype=np.bool_)

    def say(row: int) -> str:
        name = said[row]
        return f"the manifest says {name} is {manifest[name]}, but the tables say {right[name]}."

    return [refuse("manifest.facts", wrong, say)]
