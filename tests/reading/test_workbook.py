"""Excel workbooks: the same tables, the same sentences, at sheet and cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from edu_supply.reading import package, read
from reading.folders import SOUND, errors, folder, warnings

Sheets = Mapping[str, list[list[Any]] | None]


def cells(table: str) -> list[list[Any]]:
    rows = [line.split(",") for line in SOUND[f"{table}.csv"].splitlines()]
    return [[int(cell) if cell.isdigit() else cell for cell in row] for row in rows]


def workbook(path: Path, sheets: Sheets) -> Path:
    """The sound dataset as a workbook, with some sheets changed, added or (None) left out."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in {**{file[:-4]: cells(file[:-4]) for file in SOUND}, **sheets}.items():
            if rows is not None:
                sheet = book.add_worksheet(name)
                for row, values in enumerate(rows):
                    for column, value in enumerate(values):
                        if isinstance(value, date):
                            sheet.write_datetime(row, column, datetime(*value.timetuple()[:5]), days)
                        elif isinstance(value, tuple):
                            sheet.write_formula(row, column, *value)
                        else:
                            sheet.write(row, column, value)
    return path


def test_a_workbook_is_read_as_a_folder_is(tmp_path: Path) -> None:
    book = read(workbook(tmp_path / "europe.xlsx", {}))
    files = read(folder(tmp_path / "d", {}))
    assert book.name == "europe"
    for name, frame in files.tables.items():
        assert frame.drop(columns="where").equals(book[name].drop(columns="where")), name
    assert book["lines"]["where"].tolist() == ["lines!2", "lines!3"]
    assert sorted(book.hashes) == ["demand", "lanes", "lines", "products", "sites"]
    assert len(set(book.hashes.values())) == 1


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {})
    assert read(path.rename(tmp_path / "dataset.csv"))["sites"].shape[0] == 2


def test_numbers_and_dates_are_exact(tmp_path: Path) -> None:
    sheets = {
        "settings": [["key", "value"], ["start", date(2026, 7, 1)], ["periods", 12], ["currency_year", 2025]],
        "lanes": [
            ["origin", "destination", "capacity_t", "lead_periods"],
            ["A", "F", 0.1, 3.0],
            ["F", "A", "2.5", "1"],
        ],
        "demand": [["site", "product", "period", "quantity"], ["F", "P", date(2026, 8, 15), 1e6], ["F", "P", 3, 1 / 3]],
    }  # fmt: skip
    dataset = read(workbook(tmp_path / "a.xlsx", sheets))
    assert (dataset.horizon.start, dataset.periods, dataset.settings.currency_year) == (date(2026, 7, 1), 12, "2025")
    assert dataset["lanes"][["capacity_t", "lead_periods"]].values.tolist() == [[0.1, 3], [2.5, 1]]
    assert dataset["demand"][["period", "quantity"]].values.tolist() == [[2, 1e6], [3, 1 / 3]]


def test_numbers_as_names_stay_what_they_show(tmp_path: Path) -> None:
    sheets = {"sites": [["site", "country", "kind"], ["A", "PL", "factory"], ["F", "UA", "front"], [724, "NA", "depot"],
                        [7.5, "NA", "depot"], [True, "NA", "depot"], ["00724", "NA", "depot"]]}  # fmt: skip
    assert read(workbook(tmp_path / "a.xlsx", sheets))["sites"]["site"].tolist() == [
        "A",
        "F",
        "724",
        "7.5",
        "TRUE",
        "00724",
    ]


def test_cells_are_called_by_sheet_letter_and_row(tmp_path: Path) -> None:
    lanes = [[], ["note", None, "origin", "destination", "capacity_t", "mode"], [],
             ["x", None, "A", "F", "1,5", "road"],
             ["x", None, "A", "F", -1, "rail"], ["x", None, None, "F", True, "air"],
             ["x", None, "A", "F", date(2026, 7, 1), "sea"]]  # fmt: skip
    assert errors(workbook(tmp_path / "a.xlsx", {"lanes": lanes})) == [
        'lanes!E4 capacity_t "1,5": This has a decimal comma. Write 1.5.',
        'lanes!E5 capacity_t "-1": This is out of range. Allowed is 0 to 1e12 t per period.',
        "lanes!C6 origin: This may not be blank.",
        'lanes!E6 capacity_t "TRUE": This is not a number. Write digits, such as 1234.5.',
        'lanes!E7 capacity_t "2026-07-01": This is a date, not a number. Write a number.',
    ]


def test_names_that_excel_took_for_something_else(tmp_path: Path) -> None:
    sites = [["site", "country", "kind"], ["A", "PL", "factory"], ["F", "UA", "front"],
             [date(2026, 3, 1), "PL", "depot"], [1e250, "PL", "depot"]]  # fmt: skip
    right = "Format the column as text and write the name again."
    assert errors(workbook(tmp_path / "a.xlsx", {"sites": sites})) == [
        f'sites!A4 site "2026-03-01": Excel keeps a date here, not a name. {right}',
        f'sites!A5 site "1e+250": Excel keeps a number here and has lost some of its digits. {right}',
    ]


def test_formulas_that_only_seem_blank(tmp_path: Path) -> None:
    lanes = [["origin", "destination", "capacity_t", "cost_eur_per_t"],
             ["A", "F", ("=1+4", None, 5), ("=NA()", None, "#N/A")],
             ["F", "A", ("=1+4", None, ""), ("=1/0", None, "#DIV/0!")]]  # fmt: skip
    assert errors(workbook(tmp_path / "a.xlsx", {"lanes": lanes})) == [
        "lanes!D2 cost_eur_per_t: The formula here failed. Correct it.",
        (
            "lanes!C3 capacity_t: The formula here has no stored result. "
            "Open the workbook in Excel and save it, or write the value itself."
        ),
        "lanes!D3 cost_eur_per_t: The formula here failed. Correct it.",
    ]


def test_a_failed_formula_in_a_cell_that_may_not_be_blank_is_one_error(tmp_path: Path) -> None:
    lanes = [["origin", "destination"], [("=NA()", None, "#N/A"), "F"], [None, "F"]]
    assert errors(workbook(tmp_path / "a.xlsx", {"lanes": lanes})) == [
        "lanes!A2 origin: The formula here failed. Correct it.",
        "lanes!A3 origin: This may not be blank.",
    ]


def test_headers_of_sheets(tmp_path: Path) -> None:
    sheets = {"lanes": [["origin", "Destination", None, "note", None], ["A", "F", None, "x", 5]], "groups": [],
              "products": [["product", "mass_kg"]]}  # fmt: skip
    assert errors(workbook(tmp_path / "a.xlsx", sheets)) == [
        "groups: The sheet is empty. Begin with the columns group, country.",
        "products!A1: There are no rows below the header. Add at least one.",
        'lanes!B1 "Destination": There is no such column. Did you mean "destination"?',
        "lanes!E1: Column 5 has no name. Name it, or delete it.",
    ]


def test_merged_cells_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for file in SOUND:
            sheet = book.add_worksheet(file[:-4])
            for row, values in enumerate(cells(file[:-4])):
                sheet.write_row(row, 0, ["", *values[1:]] if values[0] == "L" else values)
            if file == "lines.csv":
                sheet.merge_range(1, 0, 2, 0, "L")
    assert errors(path) == [
        "lines!A2: Cells are merged here. Unmerge them and write the value into each row.",
        "lines!A3 line: This may not be blank.",
    ]


def test_sheets_that_are_missing_or_not_known(tmp_path: Path) -> None:
    sheets = {"lanes": None, "Lanes": cells("lanes"), "sites": None, "sits": cells("sites")}
    path = workbook(tmp_path / "a.xlsx", sheets)
    assert errors(path) == [
        'sites: This sheet is missing. Did you mean "sits"?',
        'Lanes: The names of tables are in lower case, without blanks. Rename the sheet to "lanes".',
    ]
    sheets = {"Read me": [["text"]], "demand 2": [["x"]], "empty": []}
    assert warnings(workbook(tmp_path / "b.xlsx", sheets)) == [
        "Read me: No table has this name, so it is not read.",
        'demand 2: No table has this name, so it is not read. Did you mean "demand"?',
    ]


def test_checks_beyond_cells_name_the_cell(tmp_path: Path, every_check: None) -> None:
    path = workbook(tmp_path / "a.xlsx", {"lanes": [["origin", "destination"], ["A", "F"], ["A", "FF"]]})
    assert errors(path) == ['lanes!B3 destination "FF": There is no such site. Did you mean "F"?']


def repacked(path: Path, part: str, change: Any) -> Path:
    """The workbook with one of its parts changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == part else content)
    path.write_bytes(changed.getvalue())
    return path


LANES_PART = "xl/worksheets/sheet4.xml"


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {})
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert errors(repacked(path, LANES_PART, lambda part: part.replace(b"</sheetData>", far))) == [
        (
            'a.xlsx: The sheet "lanes" uses 1048576 rows and 16384 columns. '
            "Delete the cells that lie far away from the table."
        )
    ]


def test_entities_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {})
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    changed = repacked(path, "xl/workbook.xml", lambda part: part.replace(b"<workbook", bomb + b"<workbook"))
    assert errors(changed) == ["a.xlsx: This workbook holds XML that Excel does not write. Save it as .xlsx again."]


def test_sizes_are_measured_and_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", {})
    monkeypatch.setattr(package, "MOST_UNPACKED_BYTES", 20_000)
    assert read(path).periods == 24
    repacked(path, "docProps/app.xml", lambda part: part + b" " * 100_000)
    assert errors(path) == ["a.xlsx: Unpacked, this workbook is larger than 0 MB. Save it as .xlsx again."]
    data = bytearray(path.read_bytes())
    header = data.rfind(b"docProps/app.xml") - 46
    data[header + 24 : header + 28] = (100).to_bytes(4, "little")  # the size that the directory claims
    path.write_bytes(data)
    assert errors(path) == ["a.xlsx: Unpacked, this workbook is larger than 0 MB. Save it as .xlsx again."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and no more", "This workbook is damaged. Save it as .xlsx again."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
         "This is an old Excel workbook, or one with a password. Save it as .xlsx, without a password."),
        (b"hello", "This is neither a folder of CSV files nor an .xlsx workbook."),
        (b"", "This is neither a folder of CSV files nor an .xlsx workbook."),
    ],
)  # fmt: skip
def test_files_that_are_no_workbook(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    assert errors(tmp_path / "a.xlsx") == [f"a.xlsx: {said}"]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("lanes.csv", "This zip file is not a workbook. Unpack it and give the folder."),
        ("mimetype", "This workbook is not an .xlsx one. Save it as .xlsx."),
        ("xl/workbook.bin", "This workbook is not an .xlsx one. Save it as .xlsx."),
    ],
)
def test_other_zip_files(tmp_path: Path, part: str, said: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as other:
        other.writestr(part, "x")
    assert errors(tmp_path / "a.zip") == [f"a.zip: {said}"]
