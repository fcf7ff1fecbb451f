"""Production: lines run no longer than they can, and no less than they must."""

from __future__ import annotations

import numpy as np

from edu_supply.verification.arrays import FloatArray, floats, grid, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, scale_of
from edu_supply.verification.names import at


def running(audit: Audit) -> FloatArray:
    """Line time in use by line and period: the sum over products of make / capacity; in lines."""
    made = audit.plan["production"]
    capacity = floats(audit.dataset["lines"]["capacity"])[whole(made["line_row"])]
    lines = np.divide(floats(made["make_units"]), capacity, out=np.zeros(len(made)), where=capacity > 0)
    return grid(whole(made["line_code"]), whole(made["period"]), lines, len(audit.names.line), audit.periods)


def line_time(audit: Audit) -> Rows:
    """Sum over products of make / capacity <= availability * (existing + what has been opened); in lines."""
    used, most = running(audit).ravel(), audit.limits.line_time.ravel()

    def say(row: int) -> str:
        line, period = divmod(row, audit.periods)
        return (
            f"{at(audit.names.line, line)} works for {amount(used[row])} lines in {audit.label(period + 1)}, but only "
            f"{amount(most[row])} lines are there (opened and available)."
        )

    return Rows("line time", used - most, scale_of(used, most), say)


def minimum_use(audit: Audit) -> Rows:
    """Sum over products of make / capacity >= availability * minimum_use * existing; in lines.

    In periods in which something begun on the line comes out within the horizon; not where its site is not usable.
    """
    line, period = np.nonzero(~np.isnan(audit.limits.line_least))
    used, least = running(audit)[line, period], audit.limits.line_least[line, period]

    def say(row: int) -> str:
        return (
            f"{at(audit.names.line, line[row])} works for {amount(used[row])} lines in {audit.label(period[row] + 1)}, "
            f"but must work for at least {amount(least[row])} lines (minimum_use)."
        )

    return Rows("minimum use", least - used, scale_of(used, least), say)
