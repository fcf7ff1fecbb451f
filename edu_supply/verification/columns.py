"""A column of the plan against what follows from the tables and the plan's operations."""

from __future__ import annotations

import numpy as np

from edu_supply.verification.arrays import FloatArray, floats
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, largest, scale_of

SMALLER = 1e-3
"""Euros of a row are held to a narrower scale than units: no solver stands between a row's units and its euros."""


def column(audit: Audit, table: str, name: str, right: FloatArray, *terms: FloatArray) -> Rows:
    """A column of the plan says what follows from the tables and the plan's operations; ``terms`` widen the scale.

    NaN is a blank cell: what is blank and should not be, or the other way round, is as wrong as a wrong number.
    """
    stated, unit = floats(audit.plan[table][name]), _unit(name)

    def say(row: int) -> str:
        one, other = ("none" if np.isnan(one) else f"{amount(one)}{unit}" for one in (stated[row], right[row]))
        return f"{audit.words(table, row)}: the plan says {one}, but {other} is right ({name})."

    said, true = np.nan_to_num(stated), np.nan_to_num(right)
    scale = scale_of(said, true, *terms, typical=SMALLER * largest(true))
    one_blank = np.isnan(stated) != np.isnan(right)
    return Rows(f"{table}.{name}", np.where(one_blank, scale, np.abs(said - true)), scale, say)


def _unit(name: str) -> str:
    """The unit that a column's name ends in."""
    last = name.rsplit("_", 1)[-1]
    return "" if last in ("share", "limit", "reached", "binding") else f" {last.replace('eur', 'EUR')}"
