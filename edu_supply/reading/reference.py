"""The table reference in ``docs/tables.md``, written from the schema: ``python -m edu_supply.reading.reference``."""

from __future__ import annotations

import sys

from edu_supply.reading.numbers import limits
from edu_supply.schema import SETTINGS, TABLES, Column, Table

_HEAD = """# Tables of a dataset

A dataset is a folder of CSV files, or one .xlsx workbook with a sheet per table. Tables marked * must be there.
Every table also accepts the columns `note` and `source`. This page is written from `edu_supply/schema` by
`python -m edu_supply.reading.reference > docs/tables.md`.

## How cells are read

- A CSV file is in UTF-8, its cells separated by commas. Files separated by semicolons or tabs are read too; in these
  the decimal mark may be a comma, as Excel writes it in most of Europe.
- Numbers are written with digits and at most one decimal mark: no thousands marks, units, currency signs or per cent.
  Blank is not 0: the column "if blank" says what it means.
- Whole numbers may be written `3` or `3.0`.
- Names are compared letter by letter. Blanks at their ends are trimmed. Two names that differ only in upper and lower
  case, or look the same, are an error. Names stay text: `00724`, `1E250`, `TRUE` and `NA` (Namibia) are what they are.
- Periods are whole numbers from 1 on, or dates such as `2026-07-15` or `2026-07`: the period that contains it.
- Countries are ISO 3166 codes of two letters. `XA` to `XZ` are free for funds and exercises; `EL` and `UK` are read as
  `GR` and `GB`.
"""


HELD = {"whole": "whole number", "choice": "word", "day": "date", "flag": "yes or no",
        "list": "names, separated by \\|"}  # fmt: skip
"""What a column of a kind holds, where it is called otherwise."""


def table_reference() -> str:
    """All tables and settings as Markdown.

    >>> table_reference().splitlines()[0]
    '# Tables of a dataset'
    """
    parts = [_HEAD, *map(_section, TABLES.values()), _settings()]
    return "\n".join(parts)


def _section(table: Table) -> str:
    lines = [
        f"## {table.name}{'*' if table.required else ''}",
        "",
        table.meaning,
        f"Key: {', '.join(table.key)}.",
        "",
        "| column | holds | allowed | unit | if blank | meaning |",
        "|---|---|---|---|---|---|",
        *(_row(column) for column in table if column.name not in ("note", "source")),
        "",
    ]
    return "\n".join(lines)


def _row(column: Column) -> str:
    cells = (column.name, _holds(column), _allowed(column), column.unit, column.when_blank, column.meaning)
    return f"| {' | '.join(cells)} |"


def _holds(column: Column) -> str:
    if column.refers:
        return f"name, of {column.refers}"
    return HELD.get(column.kind, column.kind)


def _allowed(column: Column) -> str:
    if column.kind == "choice":
        return ", ".join(column.choices)
    if not column.is_number or column.kind == "flag":
        return ""
    return limits(column).removesuffix(f" {column.unit}")


def _settings() -> str:
    lines = ["## Keys of the settings table", "", "| key | default | meaning |", "|---|---|---|"]
    lines += [f"| {key} | {default or 'none'} | {meaning} |" for key, (default, meaning) in SETTINGS.items()]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.stdout.write(table_reference())
