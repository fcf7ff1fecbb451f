"""Tables to be changed in the page: rows by pages, what a form changed in them, and files with the changes made."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from edu_supply.problems import DataError, Problem
from edu_supply.reading import TextTable
from edu_supply.reading.csv_file import csv_table
from edu_supply.reading.findings import Findings
from edu_supply.schema import TABLES
from edu_supply.serving.rendering import as_kept
from edu_supply.serving.workspace import Source

ROWS = 40
"""So many rows are on one page of a table."""

NEW_ROWS = 3
"""So many rows can be added at once."""

ONLY_IN_A_BOOK = ("merged cells", "formula", "no result", "damaged name", "unreadable", "sheet name")
"""What is wrong in a workbook and could no longer be seen in tables made of it."""


NOT_IN_CELLS = (
    "short row", "long row", "header again", "unreadable", "header", "columns", "blank column", "column twice",
    "unknown column",
)  # fmt: skip
"""What is wrong with a file so that some of it stands in no cell: it would be lost if the cells were saved."""


@dataclass(frozen=True)
class Difference:
    """A cell that was changed (``column``), or a row that was added or removed (no column)."""

    row: str
    column: str
    before: str
    after: str


def shown_columns(table: str, text: TextTable | None, *, every: bool) -> list[str]:
    """The columns of a table in the schema's order: those that are required or used, or every one."""
    used = {} if text is None else text.columns
    return [column.name for column in TABLES[table] if every or column.required or column.name in used]


def state_of(text: TextTable | None) -> str:
    """A few letters that are others once anything in a table is."""
    said = json.dumps({} if text is None else dict(text.columns), ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def changed(
    text: TextTable | None, table: str, form: Mapping[str, str]
) -> tuple[dict[str, list[str]], list[Difference]]:
    """The columns of a table after a form, and what the form changed.

    The form's fields are ``cell:ROW:COLUMN``, ``remove:ROW`` and ``new:NUMBER:COLUMN``. A cell that comes back as the
    browser was given it stays as it is, down to the last character.
    """
    columns = {} if text is None else {name: list(cells) for name, cells in text.columns.items()}
    height = len(text.where) if text else 0
    found: list[Difference] = []
    removed, added = set[int](), dict[str, dict[str, str]]()
    for field, value in form.items():
        kind, _, rest = field.partition(":")
        row, _, column = rest.partition(":")
        if kind == "remove" and row.isdecimal() and int(row) < height:
            removed.add(int(row))
        elif kind == "new" and value.strip() and column in TABLES[table].column_names:
            added.setdefault(row, {})[column] = value
        elif kind == "cell" and row.isdecimal() and int(row) < height and column in TABLES[table].column_names:
            cells = columns.setdefault(column, [""] * height)
            before = cells[int(row)]
            if value != as_kept(before):
                cells[int(row)] = value
                found.append(Difference(_row(int(row)), column, before, value))
    for row_number in sorted(removed):
        found.append(Difference(_row(row_number), "", _words(columns, row_number), ""))
    kept = [row for row in range(height) if row not in removed]
    after = {name: [cells[row] for row in kept] for name, cells in columns.items()}
    for row_cells in added.values():
        for name in (*row_cells, *(column.name for column in TABLES[table] if column.required)):
            after.setdefault(name, [""] * len(kept))
        for name, cells in after.items():
            cells.append(row_cells.get(name, ""))
        kept.append(-1)
        found.append(Difference("new row", "", "", ", ".join(f"{key} {value}" for key, value in row_cells.items())))
    return after, found


def differences(before: TextTable | None, after: TextTable | None) -> list[Difference]:
    """What differs between two versions of a table, row by row."""
    old, new = before.columns if before else {}, after.columns if after else {}
    height = max(len(before.where) if before else 0, len(after.where) if after else 0)
    found = []
    for row in range(height):
        for column in dict.fromkeys((*old, *new)):
            one, other = _at(old, column, row), _at(new, column, row)
            if one != other:
                found.append(Difference(_row(row), column, one, other))
    return found


def writer(source: Source, texts: Mapping[str, TextTable], table: str, columns: Mapping[str, list[str]]) -> (
    Callable[[Path], Path]
):  # fmt: skip
    """What writes the next version of a dataset into a folder: its files as they are, but for one table."""

    def fill(folder: Path) -> Path:
        target = folder / "tables"
        target.mkdir(mode=0o700)
        if source.is_workbook:
            for name, text in texts.items():
                (target / f"{name}.csv").write_bytes(_csv(name, text.columns, comma=True))
        else:
            for file in source.place.glob("*.csv"):
                if not file.is_symlink():
                    shutil.copyfile(file, target / file.name)
        (target / f"{table}.csv").write_bytes(_written(table, texts.get(table), columns))
        return target

    return fill


def why_fixed(source: Source, table: str, problems: Iterable[Problem]) -> str:
    """Why a table cannot be changed in the page, as a sentence; nothing where it can."""
    errors = [problem for problem in problems if problem.is_error]
    if source.is_workbook and any(problem.kind in ONLY_IN_A_BOOK for problem in errors):
        return "This workbook has errors that can only be corrected in it. Correct it in Excel and upload it again."
    if any(problem.table == table and problem.kind in NOT_IN_CELLS for problem in errors):
        return "Some of this file stands in no cell and would be lost. Correct the file itself and upload it again."
    return ""


def check_reads_back(table: str, before: TextTable | None, columns: Mapping[str, list[str]]) -> None:
    """Raises DataError where cells were typed that would not come back from a file: a NUL, a second header."""
    findings = Findings()
    csv_table(table, f"{table}.csv", _written(table, before, columns), findings)
    lost = [problem for problem in findings.problems if problem.is_error and problem.kind in NOT_IN_CELLS]
    if lost:
        raise DataError(lost)


def _written(table: str, before: TextTable | None, columns: Mapping[str, list[str]]) -> bytes:
    """A table as a file, with numbers meant as they were before."""
    return _csv(table, columns, comma=before is None or before.decimal_mark == "point")


def _csv(table: str, columns: Mapping[str, list[str]], *, comma: bool) -> bytes:
    """A table as a file: with commas and decimal points, or with semicolons where numbers may have decimal commas."""
    names = [name for name in TABLES[table].column_names if name in columns]
    out = io.StringIO()
    write = csv.writer(out, delimiter="," if comma else ";", lineterminator="\n")
    write.writerow(names)
    write.writerows(zip(*(columns[name] for name in names), strict=True))
    return out.getvalue().encode("utf-8", "replace")


def _at(columns: Mapping[str, list[str]], column: str, row: int) -> str:
    cells = columns.get(column, [])
    return cells[row] if row < len(cells) else ""


def _row(row: int) -> str:
    return f"row {row + 1}"


def _words(columns: Mapping[str, list[str]], row: int) -> str:
    return ", ".join(f"{name} {cells[row]}" for name, cells in columns.items() if cells[row])
