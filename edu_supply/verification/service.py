"""Service: what is asked for is served, late, or short."""

from __future__ import annotations

import numpy as np

from edu_supply.verification.arrays import FloatArray, IntArray, add_up, floats, look_up, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, largest, refuse, scale_of
from edu_supply.verification.names import at


def demand_words(audit: Audit, demand: int) -> str:
    """A demand in words: ``shell-155 asked for by PL at PL-front-1 in 2027-03``."""
    demands = audit.demands
    return (
        f"{audit.product(demands.product[demand])} asked for by {at(audit.names.buyer, demands.buyer[demand])} at "
        f"{audit.site(demands.site[demand])} in {audit.label(demands.period[demand])}"
        f"{' (as in every period)' if demands.every[demand] else ''}"
    )


def asked_units(audit: Audit) -> FloatArray:
    """Units asked for that each row of the service serves: serve / ratio."""
    service = audit.plan["service"]
    ratio = floats(service["ratio"])
    return np.divide(floats(service["serve_units"]), ratio, out=np.zeros(len(ratio)), where=ratio > 0)


def served(audit: Audit) -> FloatArray:
    """Units served of each demand, in time or late."""
    return add_up(whole(audit.plan["service"]["demand_row"]), asked_units(audit), len(audit.demands))


def short(audit: Audit) -> FloatArray:
    """Units short of each demand: asked for - served."""
    return np.maximum(0.0, audit.demands.quantity - served(audit))


def demand(audit: Audit) -> list[Rows]:
    """serve(product) + sum of serve(substitute) / ratio + short = quantity; in units asked for.

    Every demand has its row in the plan's table demand; a quantity of 0 needs none.
    """
    rows, demands = audit.plan["demand"], audit.demands
    row_of = whole(rows["demand_row"])
    left = add_up(row_of, floats(rows["short_units"]), len(demands))
    quantity, found = demands.quantity, served(audit)
    surplus = found + left - quantity
    stands = np.isin(np.arange(len(demands)), row_of)

    def say(row: int) -> str:
        if not stands[row] and surplus[row] < 0:
            return missing(row)
        return (
            f"{demand_words(audit, row)}: {amount(found[row])} units are served and {amount(left[row])} units are "
            f"short, which makes {amount(found[row] + left[row])} units of {amount(quantity[row])} units asked for."
        )

    def missing(row: int) -> str:
        return f"{demand_words(audit, row)}: the plan's table demand has no row for it."

    scale = scale_of(quantity, found, left, typical=largest(quantity))
    return [
        Rows("demand", np.abs(surplus), scale, say),
        refuse("demand", ~stands & (quantity > 0) & (surplus >= 0), missing),
    ]


def late_by(audit: Audit) -> IntArray:
    """Periods between the demand and the service, row by row."""
    service = audit.plan["service"]
    return whole(service["period"]) - whole(service["demand_period"])


def lateness(audit: Audit) -> list[Rows]:
    """Served in its period or up to late_periods later, and the plan says how late."""
    service = audit.plan["service"]
    late, units = late_by(audit), floats(service["serve_units"])
    most = look_up(audit.demands.late_periods.astype(np.float64), whole(service["demand_row"]))
    stated = floats(service["late_periods"])

    def say(row: int) -> str:
        if late[row] < 0:
            return f"{audit.words('service', row)} comes {-late[row]} periods before it is asked for."
        return f"{audit.words('service', row)} is {late[row]} periods late, but may be {amount(most[row])} at most."

    def say_stated(row: int) -> str:
        return f"{audit.words('service', row)}: the plan says {amount(stated[row])} periods late, not {late[row]}."

    return [
        refuse("late", ((late < 0) | (late > most)) & (units > 0), say),
        refuse("service.late_periods", stated != late, say_stated),
    ]


def late_eur(audit: Audit) -> FloatArray:
    """late_eur per unit asked for and period late, of each row of the service."""
    price = look_up(audit.demands.late_eur, whole(audit.plan["service"]["demand_row"]))
    return price * asked_units(audit) * np.maximum(0, late_by(audit))
