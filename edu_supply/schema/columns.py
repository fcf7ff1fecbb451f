"""What a table and a column of a dataset are: name, kind, unit, default, meaning.

A column's ``kind`` says how a cell is read:

============  =============================================================================
name          an identifier, compared letter by letter
text          free text
country       ISO 3166 alpha-2, or user-assigned XA to XZ; EL and UK are read as GR and GB
number        a finite number, ``low`` <= value <= ``high``
share         a number from 0 to 1
whole         a whole number
period        a period's number from 1 on, or a date (2026-07-15 or 2026-07) that lies in it
choice        one of ``choices``
day           a date such as 2026-07-15
flag          yes or no (also true, false, 1, 0); kept as 1 and 0
list          names, separated by ``|``
============  =============================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "text", "country", "number", "share", "whole", "period", "choice", "day", "flag", "list"]

HIGHEST_NUMBER = 1e12
"""No cell may hold a larger number: beyond it a solver drops rows or loses digits without saying so."""

LOWEST_POSITIVE = 1e-9
"""A smaller number that is not 0 would be dropped from the model by the solver, so it is refused."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    ``default`` is what a blank cell means; ``None`` leaves it absent (no limit, none);
    ``blank`` says in words what a blank cell means where that is not a constant.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    default: float | int | str | None = None
    blank: str = ""
    unit: str = ""
    low: float = 0.0
    high: float = HIGHEST_NUMBER
    positive: bool = False
    refers: str = ""
    choices: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        return self.kind in ("number", "share", "whole", "period", "flag")

    @property
    def when_blank(self) -> str:
        """What a blank cell means, in words, for the table reference."""
        if self.required:
            return "required"
        if self.blank:
            return self.blank
        if self.kind == "flag":
            return "yes" if self.default else "no"
        return "none" if self.default is None else f"{self.default:g}" if self.is_number else str(self.default)


NOTES = (Column("note", "text", "free text"), Column("source", "text", "where the figures come from"))
"""Columns that every table accepts."""


@dataclass(frozen=True)
class Table:
    """One table: its columns in order, and the columns that together name a row."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", self.columns + NOTES)

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]


def name(column: str, meaning: str, refers: str = "", blank: str = "", required: bool = False) -> Column:
    return Column(column, "name", meaning, required=required, refers=refers, blank=blank)


def country(column: str, meaning: str, blank: str = "", required: bool = False) -> Column:
    return Column(column, "country", meaning, required=required, blank=blank)


def number(
    column: str,
    unit: str,
    meaning: str,
    default: float | None = None,
    *,
    required: bool = False,
    positive: bool = False,
    low: float = 0.0,
    high: float = HIGHEST_NUMBER,
    blank: str = "",
) -> Column:
    return Column(column, "number", meaning, required, default, blank, unit, low, high, positive)


def share(
    column: str,
    meaning: str,
    default: float | None = None,
    *,
    required: bool = False,
    positive: bool = False,
    high: float = 1.0,
) -> Column:
    return Column(column, "share", meaning, required, default, unit="share", high=high, positive=positive)


def whole(
    column: str,
    unit: str,
    meaning: str,
    default: int | None = None,
    *,
    required: bool = False,
    low: int = 0,
    high: int = 10_000,
    blank: str = "",
) -> Column:
    return Column(column, "whole", meaning, required, default, blank, unit, low, high)


def period(column: str, meaning: str, default: int | None = None, *, required: bool = False, blank: str = "") -> Column:
    return Column(column, "period", meaning, required, default, blank, "period", 1, 100_000)


def choice(
    column: str, choices: tuple[str, ...], meaning: str, default: str | None = None, *, required: bool = True
) -> Column:
    return Column(column, "choice", meaning, required and default is None, default, choices=choices)


def day(column: str, meaning: str, blank: str = "") -> Column:
    return Column(column, "day", meaning, blank=blank)


def flag(column: str, meaning: str) -> Column:
    return Column(column, "flag", meaning, default=0, high=1)


def several(column: str, meaning: str, blank: str = "", required: bool = False) -> Column:
    """A list of names in one cell."""
    return Column(column, "list", meaning, required, blank=blank)


def listed_names(cell: object) -> list[str]:
    """The names in a cell of kind ``list``; none where it is blank.

    >>> listed_names("EU | NO"), listed_names(None)
    (['EU', 'NO'], [])
    """
    return [name for part in cell.split("|") if (name := part.strip())] if isinstance(cell, str) else []
