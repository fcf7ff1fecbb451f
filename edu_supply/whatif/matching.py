"""The rows that a change is about."""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply.horizon import Horizon
from edu_supply.problems import Problem, nearest
from edu_supply.reading.frames import cell_text
from edu_supply.schema import TABLES
from edu_supply.whatif.cells import read_cells
from edu_supply.whatif.grammar import Cell, Change

Mask = pd.Series  # of booleans, one for each row


def matching_rows(rows: pd.DataFrame, change: Change, horizon: Horizon) -> tuple[Mask, list[Problem]]:
    """Which of the completed ``rows`` the change is about: those that have every value of its ``where``.

    Without ``where`` all are. It is an error if none is, or if a value of a list is in no row.

    >>> matching_rows(dataset["lines"], Change(table="lines", where={"site": "plant"}), dataset.horizon)[0].sum()
    2
    """
    everywhere = pd.Series(True, index=rows.index)
    if rows.empty:
        return everywhere, [_problem(change, f"The table {change.table} has no rows.", "Use add.")]
    masks: dict[str, Mask] = {}
    problems: list[Problem] = []
    for column, wanted in change.where.items():
        cells = wanted if isinstance(wanted, list) else [wanted]
        mask, wrong = _having(rows, change, column, cells, horizon)
        masks[column] = mask
        problems += wrong
    mask = everywhere
    for one in masks.values():
        mask = mask & one
    if not problems and not mask.any():
        problems.append(_none_at_once(rows, change, masks))
    return mask, problems


def _having(
    rows: pd.DataFrame, change: Change, column: str, wanted: list[Cell], horizon: Horizon
) -> tuple[Mask, list[Problem]]:
    """The rows that have one of the wanted values in a column, and a problem for each value that none has."""
    found = pd.Series(False, index=rows.index)
    problems: list[Problem] = [] if wanted else [_problem(change, "This list is empty.", "Name a value.", column)]
    named = [cell for cell in wanted if cell_text(cell).strip()]
    frame, wrong = read_cells(change.table, {column: named}, horizon, change.label)
    if wrong:
        return found, wrong
    if len(named) < len(wanted):
        blank = rows[column].isna()
        found |= blank
        if not blank.any():
            problems.append(_problem(change, f"No row of {change.table} is blank here.", "", column))
    for cell, value in zip(named, frame[column], strict=True):
        mask = rows[column] == value
        found |= mask
        if not mask.any():
            message = f"No row of {change.table} has this {column}."
            problems.append(_problem(change, message, _nearest(rows, change.table, column, value), column, cell))
    return found, problems


def _nearest(rows: pd.DataFrame, table: str, column: str, value: Any) -> str:
    """The value of a column that is nearest to one that it does not have."""
    present = rows[column].dropna()
    if not TABLES[table][column].is_number:
        return nearest(str(value), present.unique())
    if present.empty:
        return "It is blank in all rows."
    return f"The nearest is {cell_text(min(present, key=lambda one: abs(one - value)))}."


def _none_at_once(rows: pd.DataFrame, change: Change, masks: dict[str, Mask]) -> Problem:
    """What to say where each value is in some row, but no row has them all."""
    *others, last = masks
    so_far = pd.Series(True, index=rows.index)
    for column in others:
        if not (so_far & masks[column]).any():
            last = column
            break
        so_far &= masks[column]
    present = rows.loc[so_far, last].unique()
    shown = ", ".join(f'"{cell_text(value)}"' for value in present[:3]) + (", ..." if len(present) > 3 else "")
    said = ", ".join(f"{column} {_said(wanted)}" for column, wanted in change.where.items())
    message = f"No row of {change.table} has all of this at once: {said}."
    return _problem(change, message, f"The rows that have the others have {last} {shown}.")


def _said(wanted: Cell | list[Cell]) -> str:
    cells = wanted if isinstance(wanted, list) else [wanted]
    return " or ".join(f'"{cell_text(cell)}"' for cell in cells)


def _problem(change: Change, message: str, right: str, column: str = "", value: object = "") -> Problem:
    return Problem("where", change.table, change.label, message, right, column, cell_text(value))
