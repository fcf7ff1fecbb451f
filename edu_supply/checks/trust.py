"""What the checks say only where they can trust the columns that they rely on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from edu_supply.checks.limits import LIMITS
from edu_supply.checks.references import NOUN, THREATENED, UNKNOWN_TARGET
from edu_supply.problems import Problem
from edu_supply.schema import TABLES

Sound = Callable[[str, str], bool]
"""Whether every cell of a column (table, column) could be read."""

Columns = tuple[tuple[str, str], ...]

_LIMITS: Columns = tuple(LIMITS.values())
_OFFERS: Columns = (("offers", "line"), ("offers", "product"), ("lines", "line"), ("lines", "product"))
_ASKING: Columns = (
    ("demand", "product"), ("demand", "buyer"), ("substitutes", "product"), ("substitutes", "substitute"),
    ("substitutes", "country"),
)  # fmt: skip

RELIES_ON: dict[str, Columns] = {
    "recipe": (("lines", "line"), ("lines", "product")),
    "candidate limit": _LIMITS,
    "no limit": _LIMITS,
    "hard minimums": (("stocks", "minimum_penalty_eur"),),
    "minimum too much": (("stocks", "minimum_penalty_eur"),),
    "offer of another": _OFFERS,
    "no offer": _OFFERS,
    "unwanted offer": _ASKING,
    "idle group": (("sites", "site"), ("sites", "country"), ("groups", "country")),
    "idle exports": (("sites", "site"), ("sites", "country"), ("lanes", "origin"), ("lanes", "destination")),
    "idle product": (("lines", "product"),),
    "isolated": (("lanes", "origin"), ("lanes", "destination"), ("demand", "site")),
}
"""The columns in which a cell that could not be read, and so is blank, would raise a problem of each kind."""


def trusted(problems: Iterable[Problem], sound: Sound) -> list[Problem]:
    """The problems that no unreadable cell can have raised.

    >>> trusted(problems, lambda table, column: (table, column) != ("sites", "site"))
    []
    """
    return [problem for problem in problems if all(sound(table, column) for table, column in _relied_on(problem))]


def _relied_on(problem: Problem) -> Columns:
    if problem.kind == "disagreement":
        return ((problem.table, problem.column),)
    if problem.kind == "unknown name":
        defined_in = TABLES[problem.table][problem.column].refers
        return ((defined_in, NOUN[defined_in]),)
    if problem.kind.startswith(UNKNOWN_TARGET):
        return (THREATENED[problem.kind.removeprefix(UNKNOWN_TARGET)],)
    return RELIES_ON.get(problem.kind, ())
