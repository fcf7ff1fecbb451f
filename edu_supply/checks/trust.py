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

_GROUPS: Columns = (("groups", "group"), ("groups", "country"))
_BUYERS: Columns = (*_GROUPS, ("demand", "buyer"), ("demand", "site"), ("sites", "country"), ("demand", "quantity"))
_CONTENT: Columns = (
    ("bom", "product"), ("bom", "component"), ("bom", "quantity"), ("products", "product"), ("products", "value_eur"),
)  # fmt: skip
_WHO: Columns = (("rules", "country"), ("rules", "group"), ("rules", "site"))
_MAKERS: Columns = (
    *_GROUPS, ("lines", "product"), ("lines", "capacity"), ("lines", "site"), ("sites", "site"), ("sites", "country"),
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
    "rising price": (("offers", "line"), ("offers", "product"), ("offers", "from_quantity")),
    "unknown party": _GROUPS[:1],
    "unknown family": (("products", "family"),),
    "unknown group": _GROUPS[:1],
    "no members": (("programmes", "members"),),
    "nothing lent": (("allocations", "programme"), ("programmes", "kind"), ("programmes", "support_rate")),
    "not valid": (("settings", "key"), ("settings", "value")),
    "too few": (*_BUYERS, ("programmes", "buyers")),
    "too few members": (*_BUYERS, ("programmes", "buyers"), ("programmes", "members")),
    "idle country": _BUYERS,
    "no buyer": (*_GROUPS, ("programmes", "buyers")),
    "no weight": _CONTENT,
    "worth less": _CONTENT,
    "nobody": _WHO,
    "idle product": (("lines", "product"), ("lines", "capacity"), ("demand", "product")),
    "idle family": (("lines", "product"), ("lines", "capacity"), ("demand", "product"), ("products", "product")),
    "idle front": (("demand", "site"),),
    "too tight": _MAKERS,
    "too few makers": _MAKERS,
    "said twice": (*_WHO, ("rules", "product"), ("rules", "family")),
    "no value": (("requirements", "penalty_eur"), ("products", "product"), ("products", "value_eur")),
    "made twice": (
        ("requirements", "from_period"), ("requirements", "country"), ("demand", "period"), ("demand", "buyer"),
        ("stocks", "minimum"), ("stocks", "country"),
    ),
    "serves nothing": (("demand", "product"), ("demand", "buyer"), ("demand", "quantity"), ("demand", "site")),
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
    if problem.kind in ("disagreement", "lacking"):
        return ((problem.table, problem.column),)
    if problem.kind == "unknown name":
        defined_in = TABLES[problem.table][problem.column].refers
        return ((defined_in, NOUN[defined_in]),)
    if problem.kind.startswith(UNKNOWN_TARGET):
        return (THREATENED[problem.kind.removeprefix(UNKNOWN_TARGET)],)
    return RELIES_ON.get(problem.kind, ())
