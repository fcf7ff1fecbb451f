"""From tables of text to a dataset: typed, completed, checked; every error at once."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from edu_supply.checks import check, references
from edu_supply.dataset import Dataset, Settings
from edu_supply.problems import Problem
from edu_supply.reading.completing import completed
from edu_supply.reading.findings import Findings
from edu_supply.reading.keys import duplicate_keys
from edu_supply.reading.lookalikes import lookalikes
from edu_supply.reading.settings_table import settings
from edu_supply.reading.text_table import TextTable, located
from edu_supply.reading.typed import empty, typed
from edu_supply.schema import TABLES


def build(
    texts: Mapping[str, TextTable],
    findings: Findings,
    name: str,
    periods: int | None = None,
    hashes: Mapping[str, str] | None = None,
    pools: tuple[tuple[str, ...], ...] = (("*",),),
) -> Dataset:
    """The dataset that the texts hold. Raises :class:`edu_supply.problems.DataError` with all findings."""
    calendar = settings(texts.get("settings"), periods, findings)
    given = {
        table: typed(texts[table], calendar.horizon, findings) if table in texts else empty(table) for table in TABLES
    }
    for table in TABLES.values():
        if table.required and table.name in texts and given[table.name].empty and findings.sound(table.name, ""):
            where = texts[table.name].header
            findings.add(
                Problem("no rows", table.name, where, "There are no rows below the header.", "Add at least one.")
            )
    findings.add_all(lookalikes(given, texts))
    tables = completed(given, texts, findings)
    duplicate_keys(tables, texts, findings)
    findings.add_all(_checked(tables, texts, calendar, findings))
    findings.raise_errors()
    return Dataset(name, tables, given, calendar, pools, dict(hashes or {}), findings.warnings)


def _checked(
    tables: Mapping[str, pd.DataFrame], texts: Mapping[str, TextTable], calendar: Settings, findings: Findings
) -> list[Problem]:
    """What the checks beyond single cells find.

    Where cells are wrong, only names that are nowhere defined are reported, and only if those they refer to are
    sound: one error must not breed ten.
    """
    if not findings.errors:
        return [_in_cell(problem, texts) for problem in check(tables, calendar)]
    dangling = [*references.dangling_names(tables), *references.dangling_targets(tables)]
    return [_in_cell(problem, texts) for problem in dangling if _trusted(problem, findings)]


def _in_cell(problem: Problem, texts: Mapping[str, TextTable]) -> Problem:
    """A problem of a workbook's row, at its cell."""
    if problem.table not in texts or not problem.column:
        return problem
    letter = texts[problem.table].letters.get(problem.column, "")
    return Problem(
        problem.kind, problem.table, located(problem.where, letter), problem.message, problem.right,
        problem.column, problem.value, problem.severity,
    )  # fmt: skip


def _trusted(problem: Problem, findings: Findings) -> bool:
    """Whether the names that a cell could refer to are all known."""
    if not findings.sound(problem.table, problem.column):
        return False
    refers = next((column.refers for column in TABLES[problem.table] if column.name == problem.column), "")
    if not refers:
        return all(findings.sound(table) for table in TABLES if table != problem.table)
    defining = ("origin", "destination", "mode", "lane") if refers == "lanes" else (references.NOUN[refers],)
    return all(findings.sound(refers, column) for column in defining)
