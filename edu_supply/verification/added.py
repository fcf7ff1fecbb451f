"""Stock that a plan adds before period 1: where that may be, how much of it, and what it is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.verification.arrays import FloatArray, IntArray, both, floats, look_up
from edu_supply.verification.audit import Audit
from edu_supply.verification.columns import column
from edu_supply.verification.findings import Rows, amount, refuse, scale_of
from edu_supply.verification.names import code, product_numbers
from edu_supply.verification.sheets import STOCKPILE


def worth_eur(audit: Audit) -> FloatArray:
    """value_eur * added of each row."""
    rows = audit.plan[STOCKPILE]
    return floats(rows["added"]) * look_up(product_numbers(audit.dataset, "value_eur"),
                                           code(audit.names.product, rows["product"]), 0.0)  # fmt: skip


def stock_added(audit: Audit) -> list[Rows]:
    """Stock is added only where ``stocks`` has a row for the site and product, at a site that exists, once, and at most
    the smallest maximum there - initial; in units."""
    rows, most = audit.plan[STOCKPILE], _room(audit)
    units = floats(rows["added"])

    def nowhere(row: int) -> str:
        return f"{audit.words(STOCKPILE, row)}: stocks has no row for that, or the site does not stand."

    def too_much(row: int) -> str:
        return f"{audit.words(STOCKPILE, row)}: {amount(units[row])} units, but there is room for {amount(most[row])}."

    twice = rows.duplicated(["site", "product"]).to_numpy()
    return [
        column(audit, STOCKPILE, "cost_eur", worth_eur(audit)),
        refuse("added stock", np.isnan(most), nowhere),
        refuse("duplicates", twice, lambda row: f"{audit.words(STOCKPILE, row)} stands in the plan more than once."),
        Rows("added stock", np.where(np.isfinite(most), units - most, 0.0), scale_of(units), too_much),
    ]


def _room(audit: Audit) -> FloatArray:
    """Units that may be added for each row: the smallest maximum of its place - initial; NaN where none may be."""
    rows, stocks, sites = audit.plan[STOCKPILE], audit.dataset["stocks"], audit.dataset["sites"]
    here, there = _pairs(audit, rows), _pairs(audit, stocks)
    places = pd.DataFrame({"pair": there, "maximum": floats(stocks["maximum"]), "initial": floats(stocks["initial"])})
    places["maximum"] = places["maximum"].fillna(np.inf)
    by_pair = places.groupby("pair").agg({"maximum": "min", "initial": "sum"})
    room = (by_pair["maximum"] - by_pair["initial"]).reindex(here).to_numpy(float)
    site = code(audit.names.site, rows["site"])
    stands = look_up(np.isnan(floats(sites["build_cost_eur"])).astype(float), site, 0.0) > 0
    return np.where(stands & (here >= 0), room, np.nan)


def _pairs(audit: Audit, table: pd.DataFrame) -> IntArray:
    names = audit.names
    return both(code(names.site, table["site"]), code(names.product, table["product"]), len(names.product))
