"""From tables of text to a dataset: typed, completed, checked; every error at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from edu_supply.checks import check
from edu_supply.checks.trust import trusted
from edu_supply.dataset import Dataset
from edu_supply.needs import RESERVE, Placed, place
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
    placed = place(tables, calendar.horizon)
    problems = [*trusted(placed.problems, findings.sound), *check(placed.tables, calendar, findings.sound)]
    rows = {name: {where: row for row, where in enumerate(text.where)} for name, text in texts.items()}
    findings.add_all([_in_cell(_of_requirement(problem, placed), texts, rows) for problem in problems])
    findings.raise_errors()
    return Dataset(name, placed.tables, given, calendar, pools, dict(hashes or {}), findings.warnings)


def _of_requirement(problem: Problem, placed: Placed) -> Problem:
    """A problem of a minimum that a requirement gave to a row of stocks stands at the requirement."""
    made_by = placed.made_by.get(problem.where) if problem.table == "stocks" and problem.column in RESERVE else None
    return replace(problem, where=made_by) if made_by else problem


def _in_cell(problem: Problem, texts: Mapping[str, TextTable], rows: Mapping[str, Mapping[str, int]]) -> Problem:
    """A problem of a row at its cell: with the letter of a workbook's column, and the value as it is written there."""
    row = rows.get(problem.table, {}).get(problem.where)
    if row is None or not problem.column:
        return problem
    text = texts[problem.table]
    cells = text.columns.get(problem.column)
    written = cells[row].strip(BLANKS) if cells else ""
    where = located(problem.where, text.letters.get(problem.column, ""))
    return replace(problem, where=where, value=written or problem.value)
