"""A dataset with other rows, another horizon, other pools: checked anew as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.problems import DataError, Problem
from edu_supply.reading import rebuild
from edu_supply.whatif.edits import edited
from edu_supply.whatif.grammar import Change, ungrammatical
from edu_supply.whatif.model_file import ModelFile
from edu_supply.whatif.pools import Pools, pool_problems, standard_pools
from edu_supply.whatif.state import State
from edu_supply.whatif.touched import Touched

MISREAD = "unclear mark"
"""The kind of warning that only the text of a file gives: numbers in tables are clear."""


def apply(dataset: Dataset, model: ModelFile) -> Dataset:
    """The dataset as a model file wants it: its horizon, its pools, its changes in order.

    Raises :class:`edu_supply.problems.DataError` with what is wrong with the changes, or with the dataset after them.

    >>> import edu_supply
    >>> doubled = apply(edu_supply.read("data/europe", periods=12), edu_supply.read_model("models/doubled-tempo.toml"))
    >>> doubled.periods
    12
    """
    return _changed(dataset, model.change, model)


def change(
    dataset: Dataset,
    table: str,
    *,
    where: Mapping[str, Any] | None = None,
    set: Mapping[str, Any] | None = None,  # noqa: A002  the word of model files
    multiply: Mapping[str, float] | None = None,
    remove: bool = False,
    add: Sequence[Mapping[str, Any]] | None = None,
) -> Dataset:
    """The dataset with one change, as ``[[change]]`` in a model file makes it. ``None`` in a cell is a blank.

    >>> import edu_supply
    >>> lost = change(edu_supply.read("data/tutorial"), "lines", where={"site": "DE-charges"}, set={"capacity": 0})
    >>> lost["lines"]["capacity"].tolist()
    [0.0, 300.0, 200.0, 40.0]
    """
    cells = {column: list(wanted) if _is_several(wanted) else wanted for column, wanted in (where or {}).items()}
    one = Change.model_construct(
        table=table,
        where=cells,
        set=dict(set) if set else None,
        multiply={column: float(factor) for column, factor in multiply.items()} if multiply else None,
        remove=remove,
        add=[dict(row) for row in add] if add else None,
    )
    problems = ungrammatical(one)
    if problems:
        raise DataError(problems)
    return _changed(dataset, [one], ModelFile(name=dataset.name))


def _is_several(wanted: object) -> bool:
    return isinstance(wanted, (list, tuple, frozenset, pd.Series, pd.Index))


def _changed(dataset: Dataset, changes: Sequence[Change], model: ModelFile) -> Dataset:
    """Make every change, then check the whole. A table with a change that failed is not changed further."""
    state = State(dataset.given, dataset.horizon)
    problems: list[Problem] = []
    touched = Touched()
    failed: list[str] = []
    for one in changes:
        if one.table not in failed:
            after = edited(state.given[one.table], state.completed(one.table), one, state.horizon)
            state = state.with_rows(one.table, after.rows)
            touched.add(one, after.touched)
            problems += after.problems
            if any(problem.is_error for problem in after.problems):
                failed.append(one.table)
    problems += _calendar(dataset, state, touched)
    pools = dataset.pools if model.pools is None else standard_pools(model.pools, state.given)
    if model.pools is not None and not {"groups", "countries", "sites"} & {*failed}:
        problems += pool_problems(pools, {**state.given, "demand": state.completed("demand")}, model.file)
    if any(problem.is_error for problem in problems):
        raise DataError(problems)
    return _rebuilt(dataset, model, state, pools, problems, touched)


def _calendar(dataset: Dataset, state: State, touched: Touched) -> list[Problem]:
    """Where dates have become periods when the dataset was read, what they were read by stays."""
    before = State(dataset.given, dataset.horizon)
    message, right = "The dates of the dataset have been read by this setting.", "Change it in the dataset itself."
    return [
        Problem("calendar", "settings", touched.label("settings"), message, right, key, state.setting(key))
        for key in ("start", "period")
        if dataset.horizon.start is not None and before.setting(key) != state.setting(key)
    ]


def _rebuilt(
    dataset: Dataset, model: ModelFile, state: State, pools: Pools, strange: list[Problem], touched: Touched
) -> Dataset:
    """The dataset of the changed tables. What is wrong now was made wrong by a change, so each problem names one."""
    replanned = State(dataset.given, dataset.horizon).setting("periods") != state.setting("periods")
    try:
        after = rebuild(
            state.given,
            name=dataset.name,
            periods=None if replanned else model.periods or dataset.periods,
            hashes={**dataset.hashes, **model.hashes},
            pools=pools,
        )
    except DataError as error:
        raise DataError([touched.named(problem) for problem in error.problems], errors=error.errors) from None
    of_files = [problem for problem in dataset.warnings if not problem.table or problem.kind == MISREAD]
    of_tables = [problem for problem in after.warnings if problem.kind != MISREAD]
    return replace(after, warnings=(*of_files, *of_tables, *strange))
