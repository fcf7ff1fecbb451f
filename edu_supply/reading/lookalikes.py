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
    problems = []
    for uses in _spaces(given).values():
        alike: dict[str, list[_Use]] = {}
        for use in uses:
            alike.setdefault(_look(use.name), []).append(use)
        for group in alike.values():
            if len({use.name for use in group}) > 1:
                problems += _problems(group, texts)
    return problems


def _spaces(given: Mapping[str, pd.DataFrame]) -> dict[str, list[_Use]]:
    """All names by the sort of thing they name, those that define one first."""
    spaces: dict[str, list[_Use]] = {}
    for referring in (False, True):
        for table in TABLES.values():
            for column in table:
                if column.kind == "name" and bool(column.refers) == referring and column.name not in ("key", "target"):
                    space = _REFERRED.get(column.refers, column.name)
                    spaces.setdefault(space, []).extend(_uses(given[table.name], table.name, column.name))
    for table_name in ("availability", "threats"):
        frame = given[table_name]
        for kind, space in _TARGETS.items():
            spaces.setdefault(space, []).extend(_uses(frame[frame["kind"] == kind], table_name, "target"))
    return spaces


def _uses(frame: pd.DataFrame, table: str, column: str) -> Iterator[_Use]:
    first = frame[column].dropna().drop_duplicates()
    for row, name in zip(first.index.tolist(), first.tolist(), strict=True):
        yield _Use(name, table, column, row)


def _look(name: str) -> str:
    """What a name looks like, whatever its letters are and however large."""
    if not name.isascii():
        shown = "".join(one for one in unicodedata.normalize("NFKC", name) if unicodedata.category(one) != "Cf")
        name = shown.translate(_LETTERS)
    return " ".join(name.split()).lower()


def _problems(group: list[_Use], texts: Mapping[str, TextTable]) -> list[Problem]:
    """An error for each use of a name of which there is a plainer one."""
    plain = min(group, key=lambda use: not use.name.isascii())
    place = texts[plain.table].where[plain.row]
    return [
        texts[use.table].problem(use.row, use.column, *_explained(use.name, plain.name, place))
        for use in group
        if use.name != plain.name
    ]


def _explained(name: str, other: str, place: str) -> tuple[str, str, str]:
    right = f'Write "{other}", or give the two different names.'
    if name.lower() == other.lower():
        return "case", f'This differs from "{other}" ({place}) only in upper and lower case.', right
    if name.split() == other.split():
        return "lookalike", f'This differs from "{other}" ({place}) only in blanks.', right
    position = next((i for i, (one, two) in enumerate(zip(name, other, strict=False)) if one != two), -1)
    if position >= 0:
        difference = f"has {described(name[position])} where that has {described(other[position])}"
    elif len(name) > len(other):
        difference = f"has {described(name[len(other)])} at its end"
    else:
        difference = f"has no {described(other[len(name)])} at its end"
    return "lookalike", f'This looks like "{other}" ({place}) but {difference}.', right
