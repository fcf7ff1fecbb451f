"""Stock: what places can hold, what they should hold, and what is missing of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edu_supply.verification.arrays import FloatArray, floats, grid, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, scale_of
from edu_supply.verification.flow import at_most
from edu_supply.verification.names import code, product_numbers


def storage(audit: Audit) -> Rows:
    """The mass that a site holds at the end of a period is at most storage_t; in tonnes."""
    limit = floats(audit.dataset["sites"]["storage_t"])
    return _holds(audit, "storage", limit, product_numbers(audit.dataset, "mass_kg") / 1000, "t")


def explosives(audit: Audit) -> Rows:
    """The net explosive quantity that a site holds at the end of a period is at most neq_limit_kg; in kilograms."""
    limit = floats(audit.dataset["sites"]["neq_limit_kg"])
    return _holds(audit, "explosives", limit, product_numbers(audit.dataset, "neq_kg"), "kg of explosives")


def _holds(audit: Audit, law: str, limit: FloatArray, per_unit: FloatArray, unit: str) -> Rows:
    held = audit.plan["stocks"]
    load = per_unit[whole(held["product_code"])] * floats(held["hold_units"])
    index = audit.names.site
    total = grid(whole(held["site_code"]), whole(held["period"]), load, len(index), audit.periods)
    every = np.repeat(limit[:, None], audit.periods, axis=1)
    return at_most(audit, law, every, total, index, "holds", "at the end of", unit)


@dataclass(frozen=True)
class Reserve:
    """Minimums by pair (see ``Flows``) and period, in units, and what leaving the priced ones open costs, in EUR.

    ``dearest_eur`` is the highest penalty of the pair.
    """

    hard: FloatArray
    priced: FloatArray
    below: FloatArray
    cost_eur: FloatArray
    dearest_eur: FloatArray


def reserve(audit: Audit) -> Reserve:
    """Minimums add up over the countries at a place, from from_period on, where the site is usable; of several priced
    ones the cheapest is left open first. Stock that the plan adds is kept beside them, in every period."""
    flows, table, periods = audit.flows, audit.dataset["stocks"], audit.periods
    site = code(audit.names.site, table["site"])
    pair = flows.find(site, code(audit.names.product, table["product"]), len(audit.names.product))
    in_force = audit.limits.site_usable[site] & (np.arange(1, periods + 1) >= floats(table["from_period"])[:, None])
    units = in_force * floats(table["minimum"])[:, None]
    penalty = floats(table["minimum_penalty_eur"])
    priced = np.flatnonzero(~np.isnan(penalty))
    total = np.zeros((2, *flows.held.shape))
    np.add.at(total[0], pair[np.isnan(penalty)], units[np.isnan(penalty)])
    np.add.at(total[1], pair[priced], units[priced])
    total[0] += flows.added[:, None]
    below = np.clip(total[0] + total[1] - flows.held, 0.0, total[1])
    open_units = below.copy()
    cost, dearest = np.zeros(flows.held.shape), np.zeros(len(flows.pairs))
    np.fmax.at(dearest, pair, penalty)
    for row in priced[np.argsort(penalty[priced], kind="stable")]:
        left_open = np.minimum(open_units[pair[row]], units[row])
        cost[pair[row]] += penalty[row] * left_open
        open_units[pair[row]] -= left_open
    return Reserve(total[0], total[1], below, cost, dearest)


def minimum(audit: Audit) -> Rows:
    """Hold is at least the sum of the hard minimums at the end of every period from from_period on; in units."""
    flows, least = audit.flows, reserve(audit).hard
    pair, period = np.nonzero(least > 0)
    held, floor = flows.held[pair, period], least[pair, period]

    def say(row: int) -> str:
        where = f"{audit.site(flows.site[pair[row]])} holds {amount(held[row])} units of"
        what = f"{audit.product(flows.product[pair[row]])} at the end of {audit.label(period[row] + 1)}"
        return f"{where} {what}, but its hard minimum is {amount(floor[row])} units."

    scale = scale_of(held, floor, typical=flows.typical[pair])
    return Rows("minimum stock", floor - held, scale, say)


def maximum(audit: Audit) -> Rows:
    """Hold is at most the smallest maximum of the place at the end of every period; in units."""
    flows, table = audit.flows, audit.dataset["stocks"]
    limit = np.full(len(flows.pairs), np.inf)
    site, product = code(audit.names.site, table["site"]), code(audit.names.product, table["product"])
    np.fmin.at(limit, flows.find(site, product, len(audit.names.product)), floats(table["maximum"]))
    pair, period = np.nonzero(np.isfinite(limit)[:, None] & np.ones(audit.periods, dtype=np.bool_))
    held, most = flows.held[pair, period], limit[pair]

    def say(row: int) -> str:
        where = f"{audit.site(flows.site[pair[row]])} holds {amount(held[row])} units of"
        what = f"{audit.product(flows.product[pair[row]])} at the end of {audit.label(period[row] + 1)}"
        return f"{where} {what}, but may hold at most {amount(most[row])} units (maximum)."

    return Rows("maximum stock", held - most, scale_of(held, most, typical=flows.typical[pair]), say)


def final_stock_eur(audit: Audit) -> float:
    """With final_stock = as_initial, value_eur for every unit that is missing at the end from ``initial``."""
    flows = audit.flows
    if audit.dataset.settings.final_stock != "as_initial":
        return 0.0
    missing = np.maximum(0.0, flows.initial - flows.held[:, -1])
    return float(missing @ product_numbers(audit.dataset, "value_eur")[flows.product])
