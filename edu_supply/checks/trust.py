"""What the checks say only where they can trust the columns that they rely on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from edu_supply.checks.limits import LIMITS
from edu_supply.checks.references import NOUN, THREATENED
from edu_supply.problems import Problem

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
    **{f"no such {kind}": (column,) for kind, column in THREATENED.items()},
    **{f"no such {noun}": ((table, noun),) for table, noun in NOUN.items()},
    "no site in this country": (("sites", "country"),),
    "recipe": (("lines", "line"), ("lines", "product")),
    "candidate limit": _LIMITS,
    "no limit": _LIMITS,
    "hard minimums": (("stocks", "minimum_penalty_eur"),),
    "minimum too much": (("stocks", "minimum_penalty_eur"),),
    "offer of another": _OFFERS,
    "no offer": _OFFERS,
    "unwanted offer": _ASKING,
    "idle group": (("sites", "country"), ("groups", "country")),
    "idle exports": (("sites", "country"), ("lanes", "origin"), ("lanes", "destination")),
    "idle product": (("lines", "product"),),
    "isolated": (("lanes", "origin"), ("lanes", "destination"), ("demand", "site")),
}
"""The columns in which a cell that could not be read, and so is blank, would raise a problem of each kind."""


def trusted(problems: Iterable[Problem], sound: Sound) -> list[Problem]:
    """The problems that no unreadable cell can have raised.

    >>> trusted(problems, lambda table, column: (table, column) != ("sites", "site"))
    []
    """
    return [
        problem
        for problem in problems
        if all(sound(table, column) for table, column in RELIES_ON.get(problem.kind, ()))
        and (problem.kind != "disagreement" or sound(problem.table, problem.column))
    ]
