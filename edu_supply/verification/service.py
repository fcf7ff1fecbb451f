"""Service: what is asked for is served, late, or short."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.verification.arrays import FloatArray, IntArray, add_up, floats, look_up, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, largest, refuse, scale_of
from edu_supply.verification.names import at, code


def demand_words(audit: Audit, demand: int) -> str:
    """A demand in words: ``shell-155 asked for by PL at PL-front-1 in 2027-03``."""
    demands = audit.demands
    return (
        f"{audit.product(demands.product[demand])} asked for by {at(audit.names.buyer, demands.buyer[demand])} at "
        f"{audit.site(demands.site[demand])} in {audit.label(demands.period[demand])}"
    )


def asked_units(audit: Audit) -> FloatArray:
    """Units asked for that each row of the service serves: serve / ratio."""
    service = audit.plan["service"]
    ratio = floats(service["ratio"])
    return np.divide(floats(service["serve_units"]), ratio, out=np.zeros(len(ratio)), where=ratio > 0)


def served(audit: Audit) -> FloatArray:
    """Units served of each key of ``Demands``, in time or late."""
    return add_up(whole(audit.plan["service"]["demand_key"]), asked_units(audit), len(audit.demands.keys))


def plan_key(audit: Audit) -> IntArray:
    """For each row of the plan's table demand, its key of ``Demands``; -1 where nothing is asked for."""
    rows, names = audit.plan["demand"], audit.names
    return audit.demands.find(code(names.site, rows["site"]), code(names.product, rows["product"]),
                              code(names.buyer, rows["buyer"]), whole(rows["period"]))  # fmt: skip


def demand(audit: Audit) -> list[Rows]:
    """serve(product) + sum of serve(substitute) / ratio + short = quantity; in units asked for."""
    rows, key, demands = audit.plan["demand"], plan_key(audit), audit.demands
    known, size = key >= 0, len(demands.keys)
    short = add_up(key[known], floats(rows["short_units"])[known], size)
    stated = add_up(key[known], floats(rows["served_units"])[known], size)
    quantity, found, first = demands.by_key(demands.quantity), served(audit), demands.first()
    surplus = found + short - quantity

    def say(row: int) -> str:
        return (
            f"{demand_words(audit, first[row])}: {amount(found[row])} units are served and {amount(short[row])} units "
            f"are short, which makes {amount(found[row] + short[row])} units of {amount(quantity[row])} asked for."
        )

    def say_stated(row: int) -> str:
        return (
            f"{demand_words(audit, first[row])}: the plan's table demand says that {amount(stated[row])} units are "
            f"served, but its service hands over {amount(found[row])} units."
        )

    scale = scale_of(quantity, found, short, typical=largest(quantity))
    unknown = refuse("references", ~known, lambda row: f"{audit.words('demand', row)}, but no demand says so.")
    return [
        unknown,
        Rows("demand", np.abs(surplus), scale, say),
        Rows("demand.served_units", np.abs(stated - found), scale_of(scale, stated), say_stated),
    ]


def demand_rows(audit: Audit) -> Rows:
    """The plan repeats the demands of the dataset: quantity, priority and penalty_eur (demands that agree in key,
    priority and penalty_eur may share a row)."""
    rows, demands = audit.plan["demand"], audit.demands
    right = pd.DataFrame({"key": demands.key, "priority": demands.priority, "penalty": demands.penalty_eur,
                          "units": demands.quantity, "demand": np.arange(len(demands.key))})  # fmt: skip
    stated = pd.DataFrame({"key": plan_key(audit), "units": floats(rows["quantity_units"]),
                           "priority": floats(rows["priority"]), "penalty": floats(rows["penalty_eur"])})  # fmt: skip
    asked, told = _ranked(right), _ranked(stated[stated["key"] >= 0])
    both = asked.merge(told, on=["key", "rank"], how="outer", suffixes=("", "_2"))
    first = demands.first()
    number = {name: np.nan_to_num(floats(both[name])) for name in both}
    scale = scale_of(number["units"], number["units_2"])
    off = np.abs(number["units"] - number["units_2"])
    for name in ("priority", "penalty"):
        wrong = np.abs(number[name] - number[f"{name}_2"]) > 1e-9 * number[name]
        off = np.where(wrong & both["units_2"].notna(), scale, off)

    def say(row: int) -> str:
        right, stated = (
            f"{amount(number['units' + two][row])} units at priority {amount(number['priority' + two][row])} and "
            f"{amount(number['penalty' + two][row])} EUR per unit short"
            for two in ("", "_2")
        )
        words = demand_words(audit, first[int(number["key"][row])])
        return f"{words}: the plan says {stated}, but it is {right}."

    return Rows("demand.quantity_units", off, scale, say)


def _ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of one key, priority and penalty together; ``rank`` counts a key's rows in that order."""
    rows = rows[rows["units"] > 0]
    if rows["key"].duplicated().any():
        rows = rows.groupby(["key", "priority", "penalty"], as_index=False).agg(
            {name: "sum" if name == "units" else "first" for name in ("units", "demand") if name in rows}
        )
    return rows.assign(rank=rows.groupby("key").cumcount() if rows["key"].duplicated().any() else 0)


def late_limits(audit: Audit) -> tuple[FloatArray, FloatArray, FloatArray]:
    """For each row of the service: the quantity of its key that may be served so late, and the least and the most that
    a unit and period of it may cost. Least and most differ only where several demands share the key."""
    service, demands = audit.plan["service"], audit.demands
    late = whole(service["period"]) - whole(service["demand_period"])
    key, size = whole(service["demand_key"]), len(demands.keys)
    quantity, low, high = np.zeros(len(key)), np.zeros(len(key)), np.zeros(len(key))
    for k in np.unique(late[late >= 0]):
        may, rows = demands.late_periods >= k, late == k
        least, most = np.full(size, np.inf), np.zeros(size)
        np.minimum.at(least, demands.key[may], demands.late_eur[may])
        np.maximum.at(most, demands.key[may], demands.late_eur[may])
        quantity[rows] = look_up(demands.by_key(np.where(may, demands.quantity, 0.0)), key[rows])
        low[rows], high[rows] = np.minimum(least, most)[key[rows]], most[key[rows]]
    return quantity, low, high


def lateness(audit: Audit) -> list[Rows]:
    """Served in its period or up to late_periods later, and the plan says how late; in units asked for."""
    service = audit.plan["service"]
    late = whole(service["period"]) - whole(service["demand_period"])
    allowed, _, _ = late_limits(audit)
    served_later = _served_no_sooner(whole(service["demand_key"]), late, asked_units(audit))
    stated = floats(service["late_periods"])

    def say(row: int) -> str:
        when = "early" if late[row] < 0 else "late"
        return (
            f"{audit.words('service', row)} is {amount(abs(late[row]))} periods {when}, and "
            f"{amount(served_later[row])} units are served so, but only {amount(allowed[row])} units may be."
        )

    def say_stated(row: int) -> str:
        return f"{audit.words('service', row)}: the plan says {amount(stated[row])} periods late, not {late[row]}."

    # in time is what `demand` bounds; early is never allowed
    off = np.where(late == 0, 0.0, served_later - np.where(late < 0, 0.0, allowed))
    return [
        Rows("late", off, scale_of(served_later, allowed), say),
        refuse("service.late_periods", stated != late, say_stated),
    ]


def _served_no_sooner(key: IntArray, late: IntArray, units: FloatArray) -> FloatArray:
    """For each row: units of its key that are served as late as it, or later."""
    order = np.lexsort((-late, key))
    so_far = pd.Series(units[order]).groupby(key[order]).cumsum()
    total = so_far.groupby([key[order], late[order]]).transform("max").to_numpy()
    result = np.zeros(len(key))
    result[order] = total
    return result
