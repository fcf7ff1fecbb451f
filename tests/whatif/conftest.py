"""A small dataset, read from files."""

from __future__ import annotations

import csv

import pytest
from checks.small import SMALL

from edu_supply.reading import read


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """The small dataset of the checks, with a start, in a folder of CSV files."""
    folder = tmp_path_factory.mktemp("data") / "small"
    folder.mkdir()
    settings = [{"key": "start", "value": "2026-07-01"}, {"key": "periods", "value": "24"}]
    for table, rows in {**SMALL, "settings": settings}.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return read(folder)
