"""Excel workbooks: what is in them, what never is, and that the template solves as it is."""

from __future__ import annotations

import re
import stat
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from cli.command import MARKING, TUTORIAL, run
from python_calamine import CalamineWorkbook

import edu_supply
from edu_supply.planning.over_time import fill_over_time, stock_over_time
from edu_supply.workbooks import ExcelMissingError
from edu_supply.workbooks.template import tutorial_folder

pytestmark = pytest.mark.usefixtures("elsewhere")

HOSTILE = ["=1+1", '=cmd|"/c calc"!A1', "+1", "-1", "@SUM(1)", "http://example.org", "&C<script>", "a\u202eb", "'x",
           "007"]  # fmt: skip


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def parts(book: Path) -> dict[str, str]:
    with zipfile.ZipFile(book) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def sheet(book: Path, name: str) -> pd.DataFrame:
    rows = CalamineWorkbook.from_path(book).get_sheet_by_name(name).to_python()
    return pd.DataFrame(rows[2:], columns=rows[1])


def plain(table: pd.DataFrame) -> list[list[object]]:
    """The head and the rows of a table; what is blank is None."""
    blank = table.isna() | (table == "")
    return [list(table.columns), *table.astype(object).mask(blank, None).to_numpy().tolist()]


def test_a_workbook_holds_every_table_of_the_plan() -> None:
    assert run("solve", TUTORIAL, "--out", "plan", "--excel").exit_code == 0
    book = Path("plan/plan.xlsx")
    plan, _ = edu_supply.read_run("plan")
    names = CalamineWorkbook.from_path(book).sheet_names
    assert names[:4] == ["summary", "cost", "fill_over_time", "stock_over_time"]
    assert sorted(names[4:]) == sorted(plan.tables)
    for name, table in plan.tables.items():
        written, kept = plain(sheet(book, name)), plain(table)
        assert [[cell if type(cell) is str else pytest.approx(cell) for cell in row] for row in kept] == written, name
    assert dict(sheet(book, "cost").to_numpy().tolist()) == {k: v for k, v in plan.manifest["cost"].items() if v}
    xml = parts(book)
    sheets = [text for name, text in xml.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(names)
    assert all(MARKING in text and "<f>" not in text for text in sheets)
    assert all('state="frozen"' in text for text in sheets[1:])
    assert len([name for name in xml if "/charts/chart" in name]) == 3
    if sys.platform != "win32":
        assert stat.S_IMODE(book.stat().st_mode) == 0o600
    assert run("verify", "plan").exit_code == 0
    again = run("export", "plan")
    assert again.exit_code == 2
    assert again.stderr.splitlines()[-1] == "cannot write plan.xlsx: File exists"
    assert run("export", "plan", "--out", "other.xlsx").exit_code == 0


def test_any_run_can_be_exported() -> None:
    assert run("solve", TUTORIAL, "--out", "plan").exit_code == 0
    assert run("spof", TUTORIAL, "--plan", "plan", "--kinds", "mode", "--no-survival", "--out", "spof").exit_code == 0
    assert run("export", "spof").exit_code == 0
    assert sheet(Path("spof/spof.xlsx"), "spof")["target"].tolist() == ["road", "rail"]


def test_whatever_a_cell_begins_with_it_is_text_and_no_formula() -> None:
    table = pd.DataFrame({"site": HOSTILE, "hold_units": 1.5})
    dataset = edu_supply.change(edu_supply.read(TUTORIAL), "settings", where={"key": "marking"}, set={"value": "=A&B"})
    edu_supply.write_workbook(edu_supply.Plan("=1", {"=1": table}), dataset, "hostile.xlsx")
    assert sheet(Path("hostile.xlsx"), "=1")["site"].tolist() == HOSTILE
    xml = parts(Path("hostile.xlsx"))
    assert not [name for name, text in xml.items() if "<f>" in text or "<hyperlink" in text]
    assert "&amp;C=A&amp;&amp;B" in xml["xl/worksheets/sheet1.xml"]
    assert not re.search(r"(/home/|/root/|/tmp/)", "".join(xml.values()))


def test_the_template_is_the_tutorial_and_solves_as_it_is() -> None:
    assert run("template", "my.xlsx").exit_code == 0
    book, folder = edu_supply.read("my.xlsx"), edu_supply.read(TUTORIAL)
    assert not book.warnings
    for name, table in folder.given.items():
        pd.testing.assert_frame_equal(book.given[name].drop(columns="where"), table.drop(columns="where"))
    of_book, of_folder = edu_supply.solve(book), edu_supply.solve(folder)
    for name, table in of_folder.tables.items():
        if name != "rules":
            pd.testing.assert_frame_equal(of_book[name], table)
    xml = "".join(parts(Path("my.xlsx")).values())
    assert "=products!$A$2" not in xml
    assert "<formula1>products!$A$2:$A$5001</formula1>" in xml
    assert "supplier,factory,depot,front" in xml
    assert run("template", "my.xlsx").exit_code == 2
    assert "ends in .xlsx" in run("template", "my.ods").stderr
    assert tutorial_folder() == TUTORIAL


def test_a_template_keeps_every_kind_of_cell() -> None:
    """Flags, lists, shares, dates read as periods: the European dataset as a workbook is the European dataset."""
    folder = edu_supply.read(TUTORIAL.parent / "europe")
    edu_supply.write_template(folder, "europe.xlsx")
    book = edu_supply.read("europe.xlsx")
    for name, table in folder.given.items():
        pd.testing.assert_frame_equal(book.given[name].drop(columns="where"), table.drop(columns="where"))


def test_without_the_package_it_is_said_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    for words in (("solve", TUTORIAL, "--excel"), ("export", "plan"), ("template", "a.xlsx")):
        result = run(*words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.strip() == str(ExcelMissingError())
    assert not list(Path().iterdir())


def test_fill_rates_and_stock_over_time() -> None:
    demand = pd.DataFrame({
        "period": [1, 1, 2, 2], "product": ["a", "b", "a", "b"], "quantity_units": [10.0, 10, 10, 0],
        "served_units": [10.0, 5, 5, 0], "penalty_eur": [1.0, 3, 1, 3],
    })  # fmt: skip
    rates = fill_over_time(demand, most=1)
    # 1: (10 * 1 + 5 * 3) / (10 * 1 + 10 * 3); 2: 5 / 10; of b in 2 nothing is asked
    assert rates.loc[:, ["period", "all"]].to_numpy().tolist() == [[1, 0.625], [2, 0.5]]
    assert rates["b"].tolist()[0] == 0.5
    assert pd.isna(rates["b"].tolist()[1])
    dataset = edu_supply.read(TUTORIAL)
    stocks = pd.DataFrame({"period": [1, 1, 3], "product": ["round", "drone", "charge"], "hold_units": [100.0, 50, 20]})
    # 50 kg, 2 kg, 10 kg
    assert stock_over_time(stocks, dataset, most=1).to_numpy().tolist() == [
        [1, 5.0, 0.1], [2, 0, 0], [3, 0, 0.2], [4, 0, 0]
    ]  # fmt: skip
