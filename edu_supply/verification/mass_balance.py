"""Mass balance: outside value neither appears nor vanishes, and no flow carries more than its units are worth."""

from __future__ import annotations

import numpy as np

from edu_supply.verification.arrays import BoolArray, FloatArray, IntArray, floats, grid, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.carried import Carried
from edu_supply.verification.findings import Rows, amount, scale_of
from edu_supply.verification.names import code
from edu_supply.verification.sheets import STOCKPILE


def conservation(audit: Audit, carried: Carried) -> Rows:
    """At every place upstream of what is followed, for every product and period, the outside value that comes in (held
    before, made, arriving) is what leaves or stays (used, sent, gone, held); in EUR.

    What is made outside the perimeter, and stock (initial and added) and arrivals that lie outside it, carry their full
    content value; what is made inside carries what its components carried.
    """
    pairs = np.flatnonzero(carried.upstream.pairs)
    held = _out(audit, carried, carried.of("hold"))[pairs]
    leaves = _out(audit, carried, ~carried.of("hold"))[pairs]
    comes = _comes(audit, carried)[pairs]
    before = np.column_stack([np.zeros(len(pairs)), held[:, :-1]])
    surplus = leaves + held - before - comes
    size = len(audit.names.product)
    most = np.maximum.reduce([held, leaves, comes]).max(axis=1, initial=0.0)
    typical = np.zeros(size)
    np.maximum.at(typical, pairs % size, most)

    def say(row: int) -> str:
        place, period = divmod(row, audit.periods)
        site, product = divmod(int(pairs[place]), size)
        off = surplus[place, period]
        ends = "appear from nowhere" if off > 0 else "vanish"
        return (
            f"by the perimeter {carried.label}, {amount(before[place, period] + comes[place, period])} EUR of outside "
            f"value are in {audit.product(product)} at {audit.site(site)} in {audit.label(period + 1)}, but "
            f"{amount(leaves[place, period] + held[place, period])} EUR leave or stay ({amount(abs(off))} EUR {ends})."
        )

    scale = scale_of(held, leaves, comes, before, typical=typical[pairs % size][:, None])
    return Rows("content", np.abs(surplus).ravel(), scale.ravel(), say)


def _by_pair(audit: Audit, pair: IntArray, period: IntArray, eur: FloatArray) -> FloatArray:
    """The sum by pair and period; what is beyond the horizon is left out."""
    use = (pair >= 0) & (period >= 1) & (period <= audit.periods)
    size = len(audit.names.site) * len(audit.names.product)
    return grid(pair[use], period[use], eur[use], size, audit.periods)


def _out(audit: Audit, carried: Carried, which: BoolArray) -> FloatArray:
    return _by_pair(audit, carried.pair[which], carried.period[which], carried.eur[which])


def _comes(audit: Audit, carried: Carried) -> FloatArray:
    """Outside value that comes in, by pair and period."""
    names, inside, value, size = audit.names, carried.followed.inside, audit.value_eur, len(audit.names.product)
    made, start, coming = audit.plan["production"], audit.dataset["stocks"], audit.dataset["arrivals"]
    more = audit.plan[STOCKPILE]
    total = np.zeros((len(names.site) * size, audit.periods))
    for table, units, period in ((start, "initial", np.ones(len(start), dtype=np.int64)),
                                 (more, "added", np.ones(len(more), dtype=np.int64)),
                                 (coming, "quantity", whole(coming["period"]))):  # fmt: skip
        site, product = code(names.site, table["site"]), code(names.product, table["product"])
        eur = np.where(inside[site], 0.0, value[product] * floats(table[units]))
        total += _by_pair(audit, site * size + product, period, eur)
    site, product = whole(made["site_code"]), whole(made["product_code"])
    eur = np.where(inside[site], 0.0, value[product] * floats(made["make_units"]))
    total += _by_pair(audit, site * size + product, whole(made["period"]) + whole(made["lead_periods"]), eur)
    use, ship = carried.of("use"), carried.of("ship")
    goes_in = ship | (use & inside[carried.pair // size])
    return total + _by_pair(audit, carried.head[goes_in], carried.there[goes_in], carried.eur[goes_in])


def flow_value(audit: Audit, carried: Carried) -> Rows:
    """What is used, sent or held carries at most its units' content value; in EUR."""
    flows = np.flatnonzero(~carried.of("gone"))
    eur, most = carried.eur[flows], carried.worth_eur[flows]

    def say(row: int) -> str:
        return (
            f"{audit.words('content_flows', int(carried.row[flows[row]]))}: {amount(eur[row])} EUR are carried, more "
            f"than the {amount(most[row])} EUR that its units are worth."
        )

    return Rows("content value", eur - most, scale_of(eur, most), say)


def gone_value(audit: Audit, carried: Carried) -> Rows:
    """What is gone from a place (served, thrown away, or going where nothing is followed) carries at most its units'
    content value, all together; in EUR."""
    size = len(audit.names.product)
    sent, held, served = (audit.plan[name] for name in ("shipments", "stocks", "service"))
    made, used = audit.plan["production"], audit.components
    product = whole(sent["product_code"])
    to = whole(sent["destination_code"]) * size + product
    away = np.where(carried.upstream.pairs[to], 0.0, floats(sent["ship_units"]))
    begun = whole(used["row"])
    task, site = whole(made["line_row"])[begun], whole(made["site_code"])[begun]
    off = np.where(carried.upstream.uses[task], 0.0, floats(used["units"]))
    units = (
        _by_pair(audit, whole(sent["origin_code"]) * size + product, whole(sent["period"]), away)
        + _by_pair(audit, site * size + whole(used["component_code"]), whole(made["period"])[begun], off)
        + _by_pair(audit, whole(held["site_code"]) * size + whole(held["product_code"]), whole(held["period"]),
                   floats(held["scrap_units"]))
        + _by_pair(audit, whole(served["site_code"]) * size + whole(served["served_code"]), whole(served["period"]),
                   floats(served["serve_units"]))
    )  # fmt: skip
    most = units * np.tile(audit.value_eur, len(audit.names.site))[:, None]
    eur = _out(audit, carried, carried.of("gone"))
    pair, period = np.nonzero(eur > 0)

    def say(row: int) -> str:
        site, product = divmod(int(pair[row]), size)
        return (
            f"by the perimeter {carried.label}, {amount(eur[pair[row], period[row]])} EUR of outside value are gone in "
            f"{audit.product(product)} from {audit.site(site)} in {audit.label(period[row] + 1)}, more than the "
            f"{amount(most[pair[row], period[row]])} EUR that its units are worth."
        )

    excess = (eur - most)[pair, period]
    return Rows("content value", excess, scale_of(eur[pair, period], most[pair, period]), say)
