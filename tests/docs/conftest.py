"""A place to run the documentation's examples in: the repository's data and models, and what the pages speak of."""

from __future__ import annotations

import csv
import shutil
import tomllib
from pathlib import Path

import pytest
import xlsxwriter

from .pages import ROOT, blocks


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with ``data`` and ``models``, an Excel workbook, CSV files with semicolons, a model file."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / "models").symlink_to(ROOT / "models")
    tutorial = ROOT / "data" / "tutorial"
    _workbook(tutorial, tmp_path / "my-plan.xlsx")
    _semicolons(tutorial, tmp_path / "my-semicolons")
    for model in blocks(ROOT / "docs" / "how-do-i.md", "toml"):
        name = tomllib.loads(model.text)["name"]
        (tmp_path / f"{name}.toml").write_text(model.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _workbook(folder: Path, target: Path) -> None:
    with xlsxwriter.Workbook(target) as book:
        for table in sorted(folder.glob("*.csv")):
            sheet = book.add_worksheet(table.stem)
            with table.open(encoding="utf-8", newline="") as lines:
                for row, cells in enumerate(csv.reader(lines)):
                    sheet.write_row(row, 0, [_value(cell) for cell in cells])


def _value(cell: str) -> str | float:
    try:
        return float(cell)
    except ValueError:
        return cell


def _semicolons(folder: Path, target: Path) -> None:
    """As Excel writes them in most of Europe: semicolons, decimal commas, a mark at the beginning."""
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("*.md"))
    for table in target.glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as lines:
            rows = [[cell.replace(".", ",") if cell.replace(".", "").isdigit() else cell for cell in row]
                    for row in csv.reader(lines)]  # fmt: skip
        with table.open("w", encoding="utf-8-sig", newline="") as lines:
            csv.writer(lines, delimiter=";", lineterminator="\r\n").writerows(rows)
