"""What a change may say, whatever the dataset: its table, its columns, one operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from edu_supply.problems import Problem, nearest
from edu_supply.schema import TABLES, Table

STRICT = ConfigDict(frozen=True, extra="forbid", strict=True)

Number = Annotated[float, Field(allow_inf_nan=False)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Cell = str | int | Number | date
"""What a cell may be set to, or compared with."""


class Change(BaseModel):
    """One what-if: rows of a table that are set, multiplied, removed or added. ``label`` says where it stands.

    >>> Change(table="lines", where={"site": "XA-explosives-1"}, set={"capacity": 0}).label
    'change'
    """

    model_config = STRICT

    table: str
    where: dict[str, Cell | list[Cell]] = {}
    set: dict[str, Cell] | None = None
    multiply: dict[str, Number] | None = None
    remove: bool = False
    add: list[dict[str, Cell]] | None = None
    label: str = "change"


OPERATIONS = ("set", "multiply", "remove", "add")
"""A change does exactly one of these."""

MULTIPLIED = ("number", "share", "whole")
"""The kinds of column that can be multiplied."""


def ungrammatical(change: Change) -> list[Problem]:
    """What is wrong with a change before any dataset is looked at.

    >>> [problem.message for problem in ungrammatical(Change(table="line", remove=True))]
    ['There is no such table.']
    """
    table = TABLES.get(change.table)
    if table is None:
        right = nearest(change.table, TABLES)
        return [Problem("unknown table", "", change.label, "There is no such table.", right, "table", change.table)]
    return [*_operations(change), *_columns(change, table), *_multiplied(change, table)]


def _operations(change: Change) -> Iterator[Problem]:
    done = [word for word in OPERATIONS if getattr(change, word)]
    if len(done) != 1:
        said = " and ".join(done) if done else "none of them"
        message = f"A change does one of {', '.join(OPERATIONS)}; this one says {said}."
        yield Problem("operation", change.table, change.label, message, "Write one [[change]] for each.")
    elif change.add and change.where:
        message, right = "Rows are added to the table as a whole.", "Leave out where."
        yield Problem("operation", change.table, change.label, message, right, "where")


def _columns(change: Change, table: Table) -> Iterator[Problem]:
    named: list[Iterable[str]] = [change.where, change.set or (), change.multiply or (), *(change.add or ())]
    for column in dict.fromkeys(column for columns in named for column in columns):
        if column not in table.column_names:
            message = f"The table {table.name} has no such column."
            right = nearest(column, table.column_names)
            yield Problem("unknown column", table.name, change.label, message, right, column)


def _multiplied(change: Change, table: Table) -> Iterator[Problem]:
    for column, factor in (change.multiply or {}).items():
        if column in table.column_names and table[column].kind not in MULTIPLIED:
            message = "Only columns of numbers can be multiplied."
            yield Problem("not multiplied", table.name, change.label, message, "Use set.", column)
        if factor < 0:
            message = f"It would be multiplied by {factor:g}."
            yield Problem("factor", table.name, change.label, message, "Write a factor of 0 or more.", column)
