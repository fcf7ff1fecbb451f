"""The table reference says what the schema says."""

from __future__ import annotations

from pathlib import Path

from edu_supply.reading.reference import table_reference
from edu_supply.schema import SETTINGS, TABLES

WRITE = "python -m edu_supply.reading.reference > docs/tables.md"


def test_the_page_is_written_from_the_schema() -> None:
    page = Path(__file__).parents[2] / "docs" / "tables.md"
    assert page.read_text(encoding="utf-8") == table_reference(), f"write it again: {WRITE}"


def test_every_table_column_and_setting_is_on_the_page() -> None:
    page = table_reference()
    for table in TABLES.values():
        section = page.partition(f"\n## {table.name}")[2].partition("\n## ")[0]
        for column in table.columns[:-2]:
            assert f"\n| {column.name} | " in section
            assert column.meaning in section
    for key in SETTINGS:
        assert f"\n| {key} | " in page
