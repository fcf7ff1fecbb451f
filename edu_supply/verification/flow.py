"""Flow: nothing appears from nowhere or vanishes, and lanes and sites move no more than they can."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.verification.arrays import BoolArray, FloatArray, IntArray, floats, grid, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, largest, scale_of
from edu_supply.verification.names import at, product_numbers


def balance(audit: Audit) -> Rows:
    """Held before + coming out + arriving = used as component + sent + served + scrapped + held after.

    For every site, product and period; in units. Held before period 1 is ``initial``.
    """
    flows = audit.flows
    before = flows.held_before
    there = before + flows.came_out + flows.arrived + flows.expected
    gone = flows.used + flows.sent + flows.served + flows.scrapped
    surplus = gone + flows.held - there
    terms = (before, flows.came_out, flows.arrived, flows.expected, flows.used, flows.sent, flows.served,
             flows.scrapped, flows.held)  # fmt: skip

    def say(row: int) -> str:
        pair, period = divmod(row, audit.periods)
        site, product = audit.site(flows.site[pair]), audit.product(flows.product[pair])
        held, left = flows.held[pair, period], there[pair, period] - gone[pair, period]
        off = amount(abs(surplus[pair, period]))
        if surplus[pair, period] > 0 and held > 0 and left >= 0:
            return (f"{site} holds {amount(held)} units of {product} at the end of {audit.label(period + 1)} but only "
                    f"{amount(left)} can be there ({off} units appear from nowhere).")  # fmt: skip
        if surplus[pair, period] > 0:
            return (f"{site} uses, sends, serves, scraps and keeps {amount(gone[pair, period] + held)} units of "
                    f"{product} in {audit.label(period + 1)} but only {amount(there[pair, period])} are there "
                    f"({off} units appear from nowhere).")  # fmt: skip
        return (f"{site} holds {amount(held)} units of {product} at the end of {audit.label(period + 1)} but "
                f"{amount(left)} must be there ({off} units vanish).")  # fmt: skip

    scale = scale_of(*terms, typical=flows.typical[:, None])
    return Rows("balance", np.abs(surplus).ravel(), scale.ravel(), say)


def lane_capacity(audit: Audit) -> Rows:
    """The mass that a lane carries in a period is at most availability * capacity_t; in tonnes."""
    load = shipped_t(audit, "lane_code", len(audit.names.lane))
    return at_most(audit, "lane capacity", audit.limits.lane_t, load, audit.names.lane, "carries", "in", "t")


def throughput(audit: Audit) -> Rows:
    """The mass that a site sends out in a period is at most availability * throughput_t; in tonnes."""
    load = shipped_t(audit, "origin_code", len(audit.names.site))
    return at_most(audit, "throughput", audit.limits.throughput_t, load, audit.names.site, "sends out", "in", "t")


def shipped_t(audit: Audit, code: str, size: int) -> FloatArray:
    """Tonnes sent by period and what the column ``code`` of the shipments says."""
    sent = audit.plan["shipments"]
    mass_t = product_numbers(audit.dataset, "mass_kg")[whole(sent["product_code"])] / 1000
    return grid(whole(sent[code]), whole(sent["period"]), mass_t * floats(sent["ship_units"]), size, audit.periods)


def at_most(
    audit: Audit, law: str, limit: FloatArray, load: FloatArray, index: pd.Index[str], does: str, when: str, unit: str
) -> Rows:
    """One row for every owner and period that has a limit: the load is at most the limit."""
    owner, period = np.nonzero(~np.isnan(limit))
    used, most = load[owner, period], limit[owner, period]

    def say(row: int) -> str:
        return (
            f"{at(index, owner[row])} {does} {amount(used[row])} {unit} {when} {audit.label(period[row] + 1)}, "
            f"{amount(used[row] - most[row])} {unit} more than the {amount(most[row])} {unit} that it can."
        )

    return Rows(law, used - most, scale_of(used, most, typical=largest(used)), say)


def candidates(audit: Audit) -> list[Rows]:
    """Unbuilt, and before build_lead_periods + 1, a site makes, sends, receives and holds nothing, and a lane carries
    nothing; in units."""
    sites, lanes = audit.limits.site_usable, audit.limits.lane_usable
    made, sent, held = audit.plan["production"], audit.plan["shipments"], audit.plan["stocks"]
    begin, leave, end = (whole(table["period"]) for table in (made, sent, held))
    arrive = leave + whole(sent["lead_periods"])
    names = audit.names
    return [
        _unusable(audit, made, "make_units", names.site, sites, whole(made["site_code"]), begin, "makes"),
        _unusable(audit, sent, "ship_units", names.site, sites, whole(sent["origin_code"]), leave, "sends"),
        _unusable(audit, sent, "ship_units", names.site, sites, whole(sent["destination_code"]), arrive, "receives"),
        _unusable(audit, held, "hold_units", names.site, sites, whole(held["site_code"]), end, "holds"),
        _unusable(audit, sent, "ship_units", names.lane, lanes, whole(sent["lane_code"]), leave, "carries"),
    ]


def _unusable(
    audit: Audit, table: pd.DataFrame, column: str, index: pd.Index[str], usable: BoolArray,
    owner: IntArray, period: IntArray, does: str,
) -> Rows:  # fmt: skip
    inside = period <= audit.periods
    bad = inside & ~usable[owner, np.where(inside, period, 1) - 1]
    units = floats(table[column])

    def say(row: int) -> str:
        return (
            f"{at(index, owner[row])} {does} {amount(units[row])} units of {table['product'].iloc[row]} in "
            f"{audit.label(period[row])}, when it is not built or not yet usable."
        )

    return Rows("candidates", np.where(bad, units, 0.0), scale_of(units, typical=largest(units)), say)
