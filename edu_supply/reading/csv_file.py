"""One CSV file: from its bytes to a table of text."""

from __future__ import annotations

from edu_supply.problems import Problem
from edu_supply.reading.decoding import UndecodableError, decoded
from edu_supply.reading.delimited import Rows, UnreadableError, split
from edu_supply.reading.findings import Findings
from edu_supply.reading.headers import columns_of
from edu_supply.reading.text_table import TextTable
from edu_supply.schema import TABLES


def csv_table(name: str, file: str, data: bytes, findings: Findings) -> TextTable | None:
    """The table in a file's bytes; None, with the reason in ``findings``, where it is none.

    >>> csv_table("groups", "groups.csv", b"group,country\\nEU,PL\\n", Findings()).columns
    {'group': ['EU'], 'country': ['PL']}
    """
    table = TABLES[name]
    header = ",".join(column.name for column in table if column.required)
    if not data.strip():
        findings.add(
            Problem("empty file", name, file, "The file is empty.", f'Begin with a header such as "{header}".')
        )
        return None
    try:
        rows = split(decoded(data), set(table.column_names))
    except (UndecodableError, UnreadableError) as error:
        where = f"{file}:{error.line}" if error.line else file
        findings.add(Problem("unreadable", name, where, error.message, error.right))
        return None
    if not rows.rows:
        findings.add(
            Problem("empty file", name, file, "The file is empty.", f'Begin with a header such as "{header}".')
        )
        return None
    return _table(name, file, rows, findings)


def _table(name: str, file: str, rows: Rows, findings: Findings) -> TextTable | None:
    head, body, lines = rows.rows[0], rows.rows[1:], rows.lines[1:]
    body, lines = _whole_rows(name, file, head, body, lines, findings)
    found, problems = columns_of(
        head,
        TABLES[name],
        lambda position: f"{file}:{rows.lines[0]}",
        lambda position: any(row[position].strip() for row in body),
    )
    findings.add_all(problems)
    if not found:
        return None
    cells = list(zip(*body, strict=True)) if body else [()] * len(head)
    return TextTable(
        name,
        {column: list(cells[position]) for column, position in found.items()},
        [f"{file}:{line}" for line in lines],
        f"{file}:{rows.lines[0]}",
        "point" if rows.separator == "," else "either",
    )


def _whole_rows(
    name: str, file: str, head: list[str], body: list[list[str]], lines: list[int], findings: Findings
) -> tuple[list[list[str]], list[int]]:
    """The rows with as many cells as the header; the others are errors."""
    width = len(head)
    if all(len(row) == width for row in body) and head not in body:
        return body, lines
    kept, places = [], []
    for row, line in zip(body, lines, strict=True):
        if row == head:
            findings.add(Problem("header again", name, f"{file}:{line}", "The header is repeated here.",
                                 "Delete this line."))  # fmt: skip
        elif len(row) == width:
            kept.append(row)
            places.append(line)
        else:
            findings.add(_uneven(name, f"{file}:{line}", len(row), width))
    return kept, places


def _uneven(name: str, where: str, cells: int, width: int) -> Problem:
    message = f"This line has {cells} cell{'' if cells == 1 else 's'}, the header {width}."
    if cells < width:
        return Problem("short row", name, where, message, "Write a separator for every blank cell too.")
    right = "Put text that holds the separator in quotation marks; write numbers without thousands marks."
    return Problem("long row", name, where, message, right)
