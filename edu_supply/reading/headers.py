"""The line that names the columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from edu_supply.problems import Problem, nearest
from edu_supply.reading.limits import MOST_COLUMNS
from edu_supply.reading.names import BLANKS, described
from edu_supply.schema import Table

_QUOTED = re.compile('"(.*?)"')
_SYNONYMS = {
    "from": ("origin", "from_country", "from_period"),
    "to": ("destination", "to_country"),
    "id": ("site", "product", "line", "lane"),
    "qty": ("quantity",),
    "amount": ("quantity",),
    "cost": ("unit_cost_eur", "cost_eur", "cost_eur_per_t"),
    "price": ("unit_price_eur",),
    "weight": ("mass_kg",),
    "lat": ("latitude",),
    "lon": ("longitude",),
    "lng": ("longitude",),
    "type": ("kind", "mode"),
    "lead_time": ("lead_periods",),
    "part": ("product", "component"),
    "item": ("product",),
    "node": ("site",),
    "plant": ("site",),
    "date": ("period", "from_period", "start"),
    "month": ("period", "from_period"),
}

_OFFERS = ("Did you mean", "Write")
"""How advice begins that names a column."""

Place = Callable[[int], str]
"""Where the header's cell of a position stands."""


def columns_of(
    cells: Sequence[str], table: Table, place: Place, holds: Callable[[int], bool]
) -> tuple[dict[str, int], list[Problem]]:
    """The position of each known column in a header, and what is wrong with the header.

    ``place`` says where the header's cell of a position stands, ``holds`` whether anything stands below it.

    >>> columns_of(["group", "Country"], TABLES["groups"], lambda position: "groups.csv:1", lambda position: True)
    ({'group': 0}, [Problem(kind='unknown column', ..., right='Did you mean "country"?', ..., value='Country', ...)])
    """
    names = [cell.strip(BLANKS) for cell in cells]
    needed = ", ".join(column.name for column in table if column.required)
    if len(names) > MOST_COLUMNS:
        return {}, [_problem(table, place(0), "columns", f"There are more than {MOST_COLUMNS} columns.", "")]
    advice = {name: _unknown(name, table.column_names) for name in names if name not in table.column_names}
    offered = {quoted for _, right in advice.values() if right.startswith(_OFFERS) for quoted in _QUOTED.findall(right)}
    if not offered and set(names) <= set(advice):
        right = f"Begin with the names of the columns, separated by commas; needed are {needed}."
        first = next((name for name in names if name), "")
        return {}, [_problem(table, place(0), "header", "The first line does not name the columns.", right, first)]
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for position, name in enumerate(names):
        if not name and not holds(position):
            continue
        if not name:
            kind, message, right = "blank column", f"Column {position + 1} has no name.", "Name it, or delete it."
        elif name in found:
            right = f"Columns {found[name] + 1} and {position + 1}: delete one."
            kind, message = "column twice", "This column is there twice."
        else:
            found[name] = position
            if name not in advice:
                continue
            kind, (message, right) = "unknown column", advice[name]
        problems.append(_problem(table, place(position), kind, message, right, name))
    missing = [column.name for column in table if column.required and column.name not in {*found, *offered}]
    if missing:
        column = "The columns {} are" if len(missing) > 1 else "The column {} is"
        message = f"{column.format(_listed(missing))} missing."
        problems.append(_problem(table, place(0), "missing column", message, f"Needed are {needed}."))
    return {name: position for name, position in found.items() if name not in advice}, problems


def _listed(names: Sequence[str]) -> str:
    """``"line"``, or ``"line", "site" and "product"``."""
    *others, last = [f'"{name}"' for name in names]
    return f"{', '.join(others)} and {last}" if others else last


def _problem(table: Table, where: str, kind: str, message: str, right: str, value: str = "") -> Problem:
    return Problem(kind, table.name, where, message, right, value=value)


def _unknown(name: str, known: list[str]) -> tuple[str, str]:
    """Message and advice for the name of a column that the table does not have."""
    odd = [one for one in name if unicodedata.category(one) in ("Cf", "Cc", "Zs") and one != " "]
    if odd:
        bare = "".join(one for one in name if one not in odd)
        return f"There is an invisible character in this name of a column: {described(odd[0])}.", (
            f'Write "{bare}".' if bare in known else nearest(bare, known)
        )
    folded = re.sub("[ -]+", "_", name.casefold())
    for synonym in _SYNONYMS.get(folded, ()):
        if synonym in known:
            return "There is no such column.", f'Did you mean "{synonym}"?'
    begins = [one for one in known if one.startswith(folded + "_")]
    if len(begins) == 1:
        return "There is no such column.", f'Did you mean "{begins[0]}"?'
    return "There is no such column.", nearest(folded, known)
