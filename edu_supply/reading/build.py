"""From tables of text to a dataset: typed, completed, checked; every error at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from edu_supply.checks import check
from edu_supply.dataset import Dataset
from edu_supply.problems import Problem
from edu_supply.reading.completing import completed
from edu_supply.reading.findings import Findings
from edu_supply.reading.keys import duplicate_keys
from edu_supply.reading.lookalikes import lookalikes
from edu_supply.reading.names import BLANKS
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
    rows = {name: {where: row for row, where in enumerate(text.where)} for name, text in texts.items()}
    findings.add_all([_in_cell(problem, texts, rows) for problem in check(tables, calendar, findings.sound)])
    findings.raise_errors()
    return Dataset(name, tables, given, calendar, pools, dict(hashes or {}), findings.warnings)


def _in_cell(problem: Problem, texts: Mapping[str, TextTable], rows: Mapping[str, Mapping[str, int]]) -> Problem:
    """A problem of a row at its cell: with the letter of a workbook's column, and the value as it is written there."""
    if problem.table not in texts or not problem.column:
        return problem
    text = texts[problem.table]
    row, cells = rows[problem.table].get(problem.where), text.columns.get(problem.column)
    written = cells[row].strip(BLANKS) if cells and row is not None else ""
    where = located(problem.where, text.letters.get(problem.column, ""))
    return replace(problem, where=where, value=written or problem.value)
