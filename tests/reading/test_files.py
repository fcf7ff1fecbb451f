"""Files and folders that are not what they should be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from edu_supply.problems import DataError
from edu_supply.reading import csv_file, delimited, limits, read
from reading.folders import errors, folder, warnings

HEADER = 'Begin with a header such as "origin,destination".'
SAVE = 'Save it as "CSV UTF-8".'
LONG_CELL = (
    "There is a cell of more than 10,000 characters here, or a quotation mark that is not closed. "
    "Close the quotation mark, or shorten the cell."
)
LANES = "origin,destination\nA,F\n"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert errors(tmp_path / "nothing") == ["nothing: There is no such file or folder."]


def test_a_file_that_is_no_dataset(tmp_path: Path) -> None:
    (tmp_path / "lanes.csv").write_text(LANES)
    assert errors(tmp_path / "lanes.csv") == [
        "lanes.csv: This is neither a folder of CSV files nor an .xlsx workbook. Give the folder that holds it."
    ]


def test_all_missing_files_are_listed_with_the_nearest(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", {"sites.csv": None, "lanes.csv": None, "lane.txt": "x", "sits.csv": "x"})
    assert errors(data) == [
        'sites.csv: This file is missing. Did you mean "sits.csv"?',
        'lanes.csv: This file is missing. Did you mean "lane.txt"?',
    ]


def test_a_folder_with_only_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "europe.xlsx").write_bytes(b"PK")
    assert errors(tmp_path)[0] == 'sites.csv: This file is missing. Did you mean the workbook "europe.xlsx"?'


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("demand_old.csv", 'No table has this name, so it is not read. Did you mean "demand.csv"?'),
        ("zzz.csv", "No table has this name, so it is not read."),
    ],
)
def test_files_that_nothing_reads_are_warned_of(tmp_path: Path, name: str, said: str) -> None:
    assert warnings(folder(tmp_path / "d", {name: "x\n"})) == [f"{name}: {said}"]


def test_other_files_are_no_concern(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", {"README.md": "x", "case.json": "{", ".lanes.csv": "x", "~$a.xlsx": "x"})
    (data / "old").mkdir()
    assert warnings(data) == []


def test_names_of_files_in_another_case(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", {"lanes.csv": None, "Lanes.csv": LANES, "SITES.CSV": "x", "Stocks.csv": "x"})
    if len(os.listdir(data)) < 7:
        pytest.skip("this file system does not tell the case of names")
    assert errors(data) == [
        "SITES.CSV: There is sites.csv too, which differs only in case. Keep one of the two.",
        "Lanes.csv: The names of tables are in lower case. Rename it to lanes.csv.",
        "Stocks.csv: The names of tables are in lower case. Rename it to stocks.csv.",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", f"lanes.csv: The file is empty. {HEADER}"),
        (b"\n \n", f"lanes.csv: The file is empty. {HEADER}"),
        (b"\xef\xbb\xbf", f"lanes.csv: The file is empty. {HEADER}"),
        (b"origin,destination\n", "lanes.csv:1: There are no rows below the header. Add at least one."),
        (LANES.encode("utf-16"), f"lanes.csv: This file is in UTF-16. {SAVE}"),
        (LANES.encode("utf-16-le"),
         f"lanes.csv:1: There is a NUL character here: the file is damaged or in UTF-16. {SAVE}"),
        ("origin,destination\r\nA,F\r\nSão,F\r\n".encode("cp1252"),
         f'lanes.csv:3: The byte E3 is not UTF-8. In Windows-1252 the line would be "São,F". {SAVE}'),
        (b"origin,destination\nA,F\n\x81,F\n", f"lanes.csv:3: The byte 81 is not UTF-8. {SAVE}"),
        (b"PK\x03\x04...", f"lanes.csv: This is an Excel workbook or another zip file, not a text file. {SAVE}"),
        (b"\xd0\xcf\x11\xe0...",
         f"lanes.csv: This is an old Excel workbook (.xls) or one with a password, not a text file. {SAVE}"),
        (b"\x1f\x8b...", f"lanes.csv: This is a compressed file (gzip), not a text file. {SAVE}"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_table(tmp_path: Path, content: bytes, said: str) -> None:
    assert errors(folder(tmp_path / "d", {"lanes.csv": content})) == [said]


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    assert len(read(folder(tmp_path / "d", {"lanes.csv": b"\xef\xbb\xbf" + LANES.encode()}))["lanes"]) == 1


def test_optional_tables_may_be_without_rows(tmp_path: Path) -> None:
    assert read(folder(tmp_path / "d", {"bom.csv": "product,component,quantity\n"}))["bom"].empty


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", {"lanes.csv": None})
    os.mkfifo(data / "lanes.csv")
    (data / "stocks.csv").mkdir()
    assert errors(data) == [
        "lanes.csv: This is not a regular file.",
        "stocks.csv: This is not a regular file.",
    ]


def test_links_must_stay_inside(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("secret")
    data = folder(tmp_path / "d", {"lanes.csv": None, "sites.csv": None, "my-lanes.txt": LANES})
    (data / "sites.csv").symlink_to(tmp_path / "secret.csv")
    (data / "lanes.csv").symlink_to(data / "my-lanes.txt")
    (data / "bom.csv").symlink_to(data / "nothing")
    (data / "stocks.csv").symlink_to(data / "stocks.csv")
    found = errors(data)
    assert found[:2] == [
        "sites.csv: This is a link to a file outside the folder. Put the table itself into the folder.",
        "bom.csv: There is no such file or folder.",
    ]
    assert found[2].startswith("stocks.csv: The file cannot be read: ")


def test_a_folder_may_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder(tmp_path / "d", {}))
    assert read(tmp_path / "link").name == "link"


def test_files_and_cells_have_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = folder(tmp_path / "d", {"lanes.csv": f"origin,destination,note\nA,F,{'x' * 10_001}\n"})
    assert errors(data)[0].endswith('...": This cell has 10001 characters. Allowed are 10,000.')
    data = folder(tmp_path / "d", {"lanes.csv": f'origin,destination,note\nA,F,b\nA,F,"{"x" * 200_000}"\n'})
    assert errors(data) == [f"lanes.csv:3: {LONG_CELL}"]
    monkeypatch.setattr(delimited, "MOST_ROWS", 1)
    data = folder(tmp_path / "d", {"lanes.csv": LANES})
    assert errors(data)[0] == "sites.csv:3: There are more than 1 rows. Split the dataset."
    monkeypatch.setattr(limits, "MOST_BYTES", 10)
    assert errors(data)[0] == "sites.csv: The file is larger than 0 MB. Split the dataset."


def test_every_file_read_has_its_hash(tmp_path: Path) -> None:
    hashes = read(folder(tmp_path / "d", {"bom.csv": "product,component,quantity\n"})).hashes
    assert sorted(hashes) == ["bom", "demand", "lanes", "lines", "products", "sites"]
    assert hashes["bom"] == "1b50628f05cd7e1d691472a53b27ac07c4f8a591b1bcebfd55d98b6e13650725"


def test_the_name_of_a_dataset_is_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = folder(tmp_path / "europe", {})
    monkeypatch.chdir(data)
    assert (read(data).name, read(".").name) == ("europe", "europe")


@pytest.mark.parametrize("periods", [0, -1, 601])
def test_periods_asked_for_have_a_range(tmp_path: Path, periods: int) -> None:
    with pytest.raises(DataError, match=r'periods "-?\d+": A plan has 1 to 600 periods\.'):
        read(folder(tmp_path / "d", {}), periods=periods)


def test_csv_table_says_nothing_of_a_sound_file() -> None:
    findings = csv_file.Findings()
    table = csv_file.csv_table("lanes", "lanes.csv", LANES.encode(), findings)
    assert table is not None
    assert (table.columns, table.where, findings.problems) == (
        {"origin": ["A"], "destination": ["F"]},
        ["lanes.csv:2"],
        [],
    )
