"""Cost and fill rate against the outside share that is allowed: a plan for each point of the curve."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from edu_supply.autonomy_tables import AUTONOMY_TABLES
from edu_supply.dataset import Dataset
from edu_supply.plan import Plan, Run
from edu_supply.planning.solve import solve
from edu_supply.problems import DataError, Problem, nearest
from edu_supply.solving import Progress, Stop, Within
from edu_supply.whatif import change

SHARES = (1.0, 0.5, 0.35, 0.2, 0.1, 0.0)
"""The allowed outside shares of the usual curve."""

ABOUT = ("data", "marking", "currency_year", "periods", "period", "start", "pools", "solver", "net", "versions",
         "inputs")  # fmt: skip
"""What the manifest says of data, solver and versions, as that of a plan does."""

RULE = "autonomy"
"""What the rules of the curve are called in its datasets."""

def autonomy(
    dataset: Dataset,
    inside: str,
    *,
    products: Sequence[str] = (),
    shares: Sequence[float] = SHARES,
    name: str = "autonomy",
    progress: Callable[[float, Progress], None] | None = None,
    stop: Stop | None = None,
    **options: Any,
) -> Run:
    """Plans for several allowed outside shares, each verified: the price of autonomy.

    ``inside`` is the group (or country) whose content counts as inside, ``products`` those whose components are
    limited (all that are asked for and made from components, unless given), ``shares`` the points of the curve, 0 to 1.
    ``progress`` hears the share and how far its solve is; ``options`` go to ``solve`` (gap, time_limit_s, threads,
    net). The table ``autonomy`` has a row for each point, with the
    columns of ``AUTONOMY_TABLES``. Raises DataError for a group or
    product that is not there, ValueError for shares outside 0 to 1.

    >>> import edu_supply
    >>> run = edu_supply.autonomy(edu_supply.read("data/tutorial"), "UA", shares=[1, 0])
    >>> run["autonomy"]["status"].tolist()
    ['optimal', 'optimal']
    """
    _check(dataset, inside, products, shares)
    began, stop = time.monotonic(), stop or Stop()
    rows: list[dict[str, Any]] = []
    plan: Plan | None = None
    for share in sorted({float(share) for share in shares}, reverse=True):
        if stop.interrupted:
            break
        limited = change(dataset, "rules", add=_rules(dataset, inside, products, share))
        hear = None if progress is None else _told(progress, share)
        limit_s = float(options.get("time_limit_s", 600.0))
        plan = solve(limited, name=name, progress=hear, stop=Within(stop, limit_s), **options)
        rows.append(_row(plan, share, rows[0]["objective_eur"] if rows else None))
    table = pd.DataFrame(rows, columns=list(AUTONOMY_TABLES["autonomy"]))
    manifest: dict[str, Any] = dict(plan.manifest) if plan is not None else {}
    about: dict[str, Any] = {key: manifest[key] for key in ABOUT if key in manifest}
    done = len(rows) == len({float(share) for share in shares})
    return Run(name, {"autonomy": table}, {
        "kind": "autonomy", "name": name, "status": "done" if done else "interrupted", **about, "inside": inside,
        "products": list(products), "seconds": {"all": time.monotonic() - began},
    })  # fmt: skip


def _told(progress: Callable[[float, Progress], None], share: float) -> Callable[[Progress], None]:
    return lambda heard: progress(share, heard)


def _rules(dataset: Dataset, inside: str, products: Sequence[str], share: float) -> list[dict[str, Any]]:
    place = "group" if inside in set(dataset["groups"]["group"]) else "country"
    chosen: Sequence[str | None] = products or [None]
    return [
        {"rule": f"{RULE}-{number}", "kind": "outside_share_at_most", place: inside, "limit": share,
         **({"product": product} if product else {})}
        for number, product in enumerate(chosen, 1)
    ]  # fmt: skip


def _row(plan: Plan, share: float, first_eur: float | None) -> dict[str, Any]:
    manifest = plan.manifest
    row: dict[str, Any] = {"allowed_share": share, "status": plan.status, "worst_product": ""}
    if plan.status == "no plan":
        return row
    rates, content = manifest["fill_rate"], plan["content"]
    ruled = content[content["limit_share"].notna() & (content["line"].fillna("") == "")]
    return row | {
        "objective_eur": plan.objective_eur, "gap_eur": manifest["gap_eur"],
        "more_eur": 0.0 if first_eur is None else plan.objective_eur - first_eur, "money_eur": manifest["money_eur"],
        "shortage_eur": manifest["shortage_eur"], "fill_rate": rates["weighted"],
        "worst_product": rates["worst_product"] or "", "worst_fill_rate": rates.get("worst_product_fill_rate"),
        "outside_share": float(ruled["outside_share"].max()) if len(ruled) else 0.0,
        "point_eur": float(ruled["autonomy_eur"].sum()),
    }  # fmt: skip


def _check(dataset: Dataset, inside: str, products: Sequence[str], shares: Sequence[float]) -> None:
    groups, countries = set(dataset["groups"]["group"]), set(dataset["sites"]["country"])
    if inside not in groups | countries:
        right = nearest(inside, groups | countries)
        raise DataError([Problem("unknown name", "groups", "--inside", "There is no such group or country.", right,
                                 "group", inside)])  # fmt: skip
    known = set(dataset["products"]["product"])
    wrong = [product for product in products if product not in known]
    if wrong:
        raise DataError([Problem("unknown name", "products", "--product", "There is no such product.",
                                 nearest(one, known), "product", one) for one in wrong])  # fmt: skip
    if not shares or not all(0 <= share <= 1 for share in shares):
        raise ValueError("give at least one share from 0 to 1")
