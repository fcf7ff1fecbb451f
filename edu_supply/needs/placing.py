"""Requirements become rows of demand and stocks, beside those that the dataset gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from edu_supply.horizon import Horizon
from edu_supply.needs.methods import Tables, records
from edu_supply.needs.rows import asked_rows, held_rows
from edu_supply.problems import Problem
from edu_supply.schema import HIGHEST_NUMBER, LOWEST_POSITIVE

RESERVE = ("minimum", "from_period", "minimum_penalty_eur")
"""What a requirement says of a row of stocks."""

_PLACE = ["site", "product", "country"]
_DEMAND = ["site", "product", "period", "buyer"]


@dataclass(frozen=True)
class Placed:
    """Tables with the rows of their requirements; ``made_by`` gives, of each row of stocks that stood there already and
    took a minimum from a requirement, where that requirement stands."""

    tables: dict[str, pd.DataFrame]
    made_by: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def place(tables: Tables, horizon: Horizon) -> Placed:
    """Completed tables with the demand and the minimums of their requirements, and what stands in their way.

    A row of stocks without a minimum takes that of the requirement for its site, product and country; rows that are
    made stand behind those that are given, and say in ``where`` which requirement made them.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> place(dataset.tables, dataset.horizon).tables["stocks"]["minimum"].tolist()
    [0.0]
    """
    if tables["requirements"].empty:
        return Placed(dict(tables))
    asked = asked_rows(tables, horizon)
    usual = set(tables["requirements"].loc[tables["requirements"]["penalty_eur"].isna(), "requirement"])
    problems = [*_out_of_range(asked, "quantity"), *_without_value(asked, "penalty_eur", usual),
                *_twice(asked, tables["demand"], _DEMAND, "This is asked for there in the same period")]  # fmt: skip
    after = {**tables, "demand": _behind(tables["demand"], asked)}
    held = held_rows(after, horizon)
    stocks = tables["stocks"]
    problems += [*_out_of_range(held, "minimum"), *_without_value(held, "minimum_penalty_eur", usual),
                 *_twice(held, stocks[stocks["minimum"] > 0], _PLACE, "There is a minimum for this")]  # fmt: skip
    after["stocks"], made_by = _with_minimums(stocks, held.drop_duplicates(_PLACE))
    return Placed(after, made_by, tuple(problems))


def _behind(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """A table with rows behind its own: blank, or nothing, where they do not say."""
    if rows.empty:
        return table
    usual = {column: 0 for column in ("late_periods", "late_eur", "initial") if column in table}
    added = rows.assign(**usual, note="of the requirement " + rows["requirement"]).reindex(columns=table.columns)
    added = added.astype(table.dtypes.to_dict())
    return pd.concat([table, added], ignore_index=True) if len(table) else added


def _with_minimums(stocks: pd.DataFrame, held: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Stocks with the minimums that are held, and which row took its minimum from which."""
    row_of = {key: row for row, key in enumerate(stocks[_PLACE].itertuples(index=False, name=None))}
    rows = np.array([row_of.get(key, -1) for key in held[_PLACE].itertuples(index=False, name=None)], np.int64)
    free = rows[rows >= 0][(stocks["minimum"].to_numpy() == 0)[rows[rows >= 0]]]
    taken = held[np.isin(rows, free)]
    after = stocks.copy()
    for column in RESERVE:
        values = after[column].to_numpy(copy=True)
        values[free] = taken[column].to_numpy()
        after[column] = values
    made_by = dict(zip(stocks["where"].to_numpy()[free], taken["where"], strict=True))
    return _behind(after, held[rows < 0]), made_by


def _twice(rows: pd.DataFrame, table: pd.DataFrame, key: list[str], said: str) -> list[Problem]:
    """An error for each requirement that makes a row which stands there already, given or made."""
    together = pd.concat([table[[*key, "where"]], rows[[*key, "where"]]], ignore_index=True)
    first = together.groupby(key, dropna=False)["where"].transform("first").iloc[len(table):]
    again = together.duplicated(key).iloc[len(table):].to_numpy()
    clash = rows.assign(first=first.to_numpy())[again].drop_duplicates("requirement")
    return [
        Problem("made twice", "requirements", row.where, f"{said} already: {row.first}.", "Keep one of the two.",
                "requirement", row.requirement)
        for row in records(clash)
    ]  # fmt: skip


def _out_of_range(rows: pd.DataFrame, column: str) -> list[Problem]:
    """An error for each requirement that comes to more, or less, than any cell may hold."""
    wrong = rows[(rows[column] > HIGHEST_NUMBER) | ((rows[column] > 0) & (rows[column] < LOWEST_POSITIVE))]
    return [
        Problem("amount", "requirements", row.where, f"This comes to {getattr(row, column):.6g} units.",
                f"No quantity may be above {HIGHEST_NUMBER:g}, or below {LOWEST_POSITIVE:g} and not 0.",
                "requirement", row.requirement)
        for row in records(wrong.drop_duplicates("requirement"))
    ]  # fmt: skip


def _without_value(rows: pd.DataFrame, column: str, usual: set[str]) -> list[Problem]:
    """An error for each requirement whose penalty follows from a value that its product does not have."""
    wrong = rows[rows["requirement"].isin(usual) & ~rows[column].between(LOWEST_POSITIVE, HIGHEST_NUMBER)]
    return [
        Problem("no value", "requirements", row.where,
                f'The penalty is blank, and follows from value_eur of "{row.product}", which gives none.',
                f'Give penalty_eur here, or a positive value_eur to "{row.product}" in the table products.',
                "penalty_eur")
        for row in records(wrong.drop_duplicates("requirement"))
    ]  # fmt: skip
