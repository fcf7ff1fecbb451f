"""Rows of a given table set, multiplied, removed or added."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from edu_supply.horizon import Horizon
from edu_supply.problems import Problem
from edu_supply.reading.frames import cell_text
from edu_supply.schema import TABLES
from edu_supply.whatif.cells import read_cells
from edu_supply.whatif.grammar import Change
from edu_supply.whatif.matching import Mask, matching_rows


@dataclass(frozen=True)
class Edited:
    """A table after a change, where the rows stand that it touched, and what is wrong or strange about it."""

    rows: pd.DataFrame
    touched: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def edited(given: pd.DataFrame, completed: pd.DataFrame, change: Change, horizon: Horizon) -> Edited:
    """The given rows of a table after a change; ``completed`` are the same rows with blank cells filled.

    >>> edited(dataset.given["lines"], dataset["lines"], Change(table="lines", remove=True), dataset.horizon).rows
    Empty DataFrame
    """
    if change.add:
        return _added(given, change, horizon)
    mask, problems = matching_rows(completed, change, horizon)
    if problems:
        return Edited(given, problems=tuple(problems))
    if change.remove:
        return Edited(given[~mask].reset_index(drop=True))
    if change.set:
        return _set(given, completed, mask, change, horizon)
    return _multiplied(given, mask, change, horizon)


def _added(given: pd.DataFrame, change: Change, horizon: Horizon) -> Edited:
    rows = change.add or []
    said = {column for row in rows for column in row}
    columns = [column.name for column in TABLES[change.table] if column.required or column.name in said]
    cells = {column: [row.get(column) for row in rows] for column in columns}
    frame, problems = read_cells(change.table, cells, horizon, change.label)
    together = pd.concat([given, frame], ignore_index=True) if len(given) else frame
    return Edited(together, problems=tuple(problems))


def _set(given: pd.DataFrame, completed: pd.DataFrame, mask: Mask, change: Change, horizon: Horizon) -> Edited:
    values = {column: [cell] for column, cell in (change.set or {}).items()}
    frame, problems = read_cells(change.table, values, horizon, change.label)
    if problems:
        return Edited(given, problems=tuple(problems))
    rows, alike = given.copy(), True
    for column in values:
        value = frame[column].iloc[0]
        blank = pd.isna(value)
        alike &= bool((given.loc[mask, column].isna() if blank else completed.loc[mask, column] == value).all())
        rows.loc[mask, column] = float("nan") if blank else value
    return Edited(rows, tuple(given.loc[mask, "where"]), _no_effect(change) if alike else ())


def _multiplied(given: pd.DataFrame, mask: Mask, change: Change, horizon: Horizon) -> Edited:
    rows, alike = given.copy(), True
    problems: list[Problem] = []
    for column, factor in (change.multiply or {}).items():
        before = given.loc[mask, column].dropna()
        blank = int(mask.sum()) - len(before)
        if blank and (TABLES[change.table][column].default != 0 or not len(before)):
            problems.append(_blank(change, column, blank, int(mask.sum())))
        products = [cell_text(value) for value in before.astype("float64") * factor]
        frame, wrong = read_cells(change.table, {column: products}, horizon, change.label)
        problems += wrong
        if not wrong and len(before):
            alike &= bool((frame[column].to_numpy() == before.to_numpy()).all())
            rows.loc[before.index, column] = frame[column].to_numpy()
    if alike and not any(problem.is_error for problem in problems):
        problems += _no_effect(change)
    return Edited(rows, tuple(given.loc[mask, "where"]), tuple(problems))


def _blank(change: Change, column: str, blank: int, rows: int) -> Problem:
    """Blank cells cannot be multiplied: an error if all are blank."""
    means = f"Blank means: {TABLES[change.table][column].when_blank}."
    if blank == rows:
        message = f"It is blank in {'the row' if rows == 1 else f'all {rows} rows'}: there is nothing to multiply."
        return Problem("blank", change.table, change.label, message, f"{means} Use set.", column)
    message = f"It is blank in {blank} of {rows} rows, and stays blank there."
    return Problem("blank", change.table, change.label, message, means, column, severity="warning")


def _no_effect(change: Change) -> tuple[Problem, ...]:
    message = f"This changes nothing in {change.table}: the rows have these values already."
    return (Problem("no effect", change.table, change.label, message, severity="warning"),)
