"""Choices: what is opened and built exists to be chosen, is whole, and is rightly priced."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.verification.arrays import FloatArray, floats, look_up, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, refuse, scale_of
from edu_supply.verification.limits import availability, there
from edu_supply.verification.names import at
from edu_supply.verification.production import running


def choices(audit: Audit) -> list[Rows]:
    """open[expansion, t] is integer, its total over t at most max_steps; build[site] and build[lane] are 0 or 1,
    decided in period 1 for the whole horizon."""
    rows = audit.plan["choices"]
    table, option = audit.options
    quantity, period = floats(rows["quantity"]), floats(rows["period"])
    last = np.where(rows["kind"] == "expansion", audit.periods, 1)
    inside = (period >= 1) & (period <= last) & (period == np.rint(period))
    total = pd.Series(quantity).groupby(option).transform("sum").to_numpy()
    most = look_up(floats(table["most"]), option, np.inf)

    def broken(row: int) -> str:
        return f"{audit.words('choices', row)}: {amount(quantity[row])} is not a whole number of steps."

    def too_many(row: int) -> str:
        return f"{audit.words('choices', row)}: {amount(total[row])} in all, but at most {amount(most[row])} may be."

    twice = rows.duplicated(["kind", "target", "period"]).to_numpy()
    return [
        refuse("references", option < 0, lambda row: f"{audit.words('choices', row)}: there is no such choice."),
        refuse("duplicates", twice, lambda row: f"{audit.words('choices', row)} stands in the plan more than once."),
        refuse("periods", ~inside, lambda row: f"{audit.words('choices', row)} is decided in period "
               f"{amount(period[row])}, not in one of 1 to {last[row]}."),
        Rows("choices", np.abs(quantity - np.rint(quantity)), scale_of(quantity), broken),
        Rows("choices", np.where(np.isfinite(most), total - most, 0.0), scale_of(total), too_many),
    ]  # fmt: skip


def usable_from(audit: Audit) -> Rows:
    """An expansion is of use from lead_periods after it is opened, a site or lane from build_lead_periods + 1 on."""
    rows = audit.plan["choices"]
    table, option = audit.options
    right = floats(rows["period"]) + look_up(floats(table["lead"]), option)
    stated = floats(rows["usable_from_period"])

    def say(row: int) -> str:
        return f"{audit.words('choices', row)}: usable from period {amount(right[row])}, not {amount(stated[row])}."

    return refuse("choices.usable_from_period", ~np.isnan(right) & (stated != right), say)


def choices_eur(audit: Audit) -> FloatArray:
    """What each row of choices costs: quantity * cost_eur of a step, or build_cost_eur."""
    rows = audit.plan["choices"]
    table, option = audit.options
    return floats(rows["quantity"]) * look_up(floats(table["cost_eur"]), option, 0.0)


def latest(audit: Audit) -> list[Rows]:
    """A choice taken in its latest_period instead would still do for everything else in the plan: line time for an
    expansion; for a site or lane, nothing happens there before it is usable."""
    rows, limits = audit.plan["choices"], audit.limits
    stated, period = floats(rows["latest_period"]), floats(rows["period"])
    given = ~np.isnan(stated)
    odd = given & ((stated < period) | (stated > audit.periods) | (stated != np.rint(stated)))
    table, option = audit.options
    lead = look_up(floats(table["lead"]), option)
    excess, scale = np.zeros(len(rows)), np.ones(len(rows))
    first = first_uses(audit) if len(rows) else {}
    for row in np.flatnonzero(given & (option >= 0)):
        kind, target = str(rows["kind"].iloc[row]), str(rows["target"].iloc[row])
        if kind == "expansion":
            excess[row], scale[row] = _later(audit, limits.line_time, int(row), stated[row])
        else:
            excess[row] = max(0.0, stated[row] + lead[row] - first.get((kind, target), np.inf))

    def say(row: int) -> str:
        return f"{audit.words('choices', row)} could not be left until period {amount(stated[row])} (latest_period)."

    return [refuse("choices.latest_period", odd, say), Rows("choices.latest_period", excess, scale, say)]


def first_uses(audit: Audit) -> dict[tuple[str, str], float]:
    """The first period in which anything is made, sent, received, held or carried at each candidate site and lane."""
    made, sent, held = (audit.plan[table] for table in ("production", "shipments", "stocks"))
    arrive = whole(sent["period"]) + whole(sent["lead_periods"])
    first: dict[tuple[str, str], float] = {}
    for kind, index, uses in (
        ("site", audit.names.site, ((made, "site_code", whole(made["period"]), "make_units"),
                                    (sent, "origin_code", whole(sent["period"]), "ship_units"),
                                    (sent, "destination_code", arrive, "ship_units"),
                                    (held, "site_code", whole(held["period"]), "hold_units"))),
        ("lane", audit.names.lane, ((sent, "lane_code", whole(sent["period"]), "ship_units"),)),
    ):  # fmt: skip
        periods = np.full(len(index), np.inf)
        for table, owner, period, units in uses:
            some = floats(table[units]) > 1e-6
            np.minimum.at(periods, whole(table[owner])[some], period[some])
        for place in np.flatnonzero(np.isfinite(periods)):
            first[kind, at(index, int(place))] = float(periods[place])
    return first


def _later(audit: Audit, line_time: FloatArray, row: int, decided: float) -> tuple[float, float]:
    """By how much line time is too short if one expansion is decided later, and the scale; in lines."""
    chosen = audit.plan["choices"].iloc[row]
    step = audit.dataset["expansions"].set_index("expansion").loc[chosen["target"]]
    line = audit.names.line.get_loc(step["line"])
    now, then = (there(audit.periods, at, step["lead_periods"], step["ramp_periods"])
                 for at in (chosen["period"], decided))  # fmt: skip
    share = availability(audit.dataset, "line", audit.names)[line]
    left = line_time[line] - share * chosen["quantity"] * step["adds"] * (now - then)
    used = running(audit)[line]
    over = used - left
    worst = int(np.argmax(over))
    return float(over[worst]), float(scale_of(used[worst : worst + 1], left[worst : worst + 1])[0])
