"""Tables of the contract that nothing reads yet."""

from __future__ import annotations

from edu_supply.problems import Problem

NOT_YET_READ = ("programmes", "allocations", "rules")
"""Their names."""


def not_read_yet(where: str) -> Problem:
    """The warning for one of them.

    >>> not_read_yet("rules.csv").severity
    'warning'
    """
    message = "This table is not read yet: nothing in it has any effect."
    return Problem("not read yet", "", where, message, severity="warning")
