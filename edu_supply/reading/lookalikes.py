"""Different names that look the same: nobody could tell why they do not match."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from edu_supply.problems import Problem
from edu_supply.reading.names import described
from edu_supply.reading.text_table import TextTable
from edu_supply.schema import TABLES

_LETTERS = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο\u2010\u2011\u2012\u2013\u2014\u2212\u2018\u2019\u02bc",
    "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXo------'''",
)
"""Cyrillic and Greek letters, dashes and apostrophes that look like those of the keyboard."""

_REFERRED = {"sites": "site", "products": "product", "lines": "line", "lanes": "lane"}
_TARGETS = {"site": "site", "lane": "lane", "line": "line", "product": "product",
            "company": "company", "mode": "mode", "group": "group"}  # fmt: skip


class _Use(NamedTuple):
    """A name where it first stands in a column."""

    name: str
    table: str
    column: str
    row: int


def lookalikes(given: Mapping[str, pd.DataFrame], texts: Mapping[str, TextTable]) -> list[Problem]:
    """An error for every name that looks like another one of the same sort of thing, or differs only in case.

    >>> [problem.message for problem in lookalikes(given, texts)]
    ['This looks like "A12" (sites.csv:2) but has U+0410 cyrillic capital letter a where that has U+0041 ...']
    """
    problems: list[Problem] = []
    for columns in _spaces(given).values():
        plain: dict[str, str] = {}
        names = {name for first in columns.values() for name in first}
        clashing = {look for name in names if plain.setdefault(look := _look(name), name) != name}
        alike: dict[str, list[_Use]] = {}
        for column, first in columns.items() if clashing else ():
            for name, row in first.items():
                if (look := _look(name)) in clashing:
                    alike.setdefault(look, []).append(_Use(name, *column, row))
        for uses in alike.values():
            problems += _problems(uses, texts)
    return problems


_Column = tuple[str, str]
"""A table and one of its columns."""


def _spaces(given: Mapping[str, pd.DataFrame]) -> dict[str, dict[_Column, dict[str, int]]]:
    """By the sort of thing that is named: the names in each column and their first rows; defining columns first."""
    spaces: dict[str, dict[_Column, dict[str, int]]] = {}
    for referring in (False, True):
        for table in TABLES.values():
            for column in table:
                if column.kind == "name" and bool(column.refers) == referring and column.name not in ("key", "target"):
                    space = spaces.setdefault(_REFERRED.get(column.refers, column.name), {})
                    space[table.name, column.name] = _first_rows(given[table.name][column.name])
    for name in ("availability", "threats"):
        frame = given[name]
        for kind, sort in _TARGETS.items():
            first = _first_rows(frame["target"][frame["kind"] == kind])
            spaces.setdefault(sort, {}).setdefault((name, "target"), {}).update(first)
    return spaces


def _first_rows(cells: pd.Series[str]) -> dict[str, int]:
    first: dict[str, int] = {}
    for row, name in zip(cells.index.tolist(), cells.tolist(), strict=True):
        if isinstance(name, str):
            first.setdefault(name, row)
    return first


def _look(name: str) -> str:
    """What a name looks like, whatever its letters are and however large."""
    if not name.isascii():
        shown = "".join(one for one in unicodedata.normalize("NFKC", name) if unicodedata.category(one) != "Cf")
        name = " ".join(shown.translate(_LETTERS).split())
    elif "  " in name or "\t" in name:
        name = " ".join(name.split())
    return name.lower()


def _problems(uses: list[_Use], texts: Mapping[str, TextTable]) -> Iterator[Problem]:
    """An error for each use of a name of which there is a plainer one, or one that was defined before."""
    plain = min(uses, key=lambda use: not use.name.isascii())
    place = texts[plain.table].where[plain.row]
    for use in uses:
        if use.name != plain.name:
            yield texts[use.table].problem(use.row, use.column, *_explained(use.name, plain.name, place))


def _explained(name: str, other: str, place: str) -> tuple[str, str, str]:
    right = f'Write "{other}", or give the two different names.'
    if name.lower() == other.lower():
        return "case", f'This differs from "{other}" ({place}) only in upper and lower case.', right
    if name.isascii() and other.isascii():
        return "lookalike", f'This differs from "{other}" ({place}) only in blanks.', right
    position = next((i for i, (one, two) in enumerate(zip(name, other, strict=False)) if one != two), -1)
    if position >= 0:
        difference = f"has {described(name[position])} where that has {described(other[position])}"
    elif len(name) > len(other):
        difference = f"has {described(name[len(other)])} at its end"
    else:
        difference = f"has no {described(other[len(name)])} at its end"
    return "lookalike", f'This looks like "{other}" ({place}) but {difference}.', right
