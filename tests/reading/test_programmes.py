"""Days, flags and lists of names: the columns of the table programmes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from edu_supply.dataset import Dataset
from edu_supply.reading import from_tables, read
from edu_supply.schema import listed_names
from reading.folders import errors, folder
from reading.test_frames import frames
from reading.test_workbook import workbook

HEADER = "programme,buyers,inside,valid_from,valid_to,vat_exempt,kind,support_rate"
ISO = "Write dates as ISO 8601 does, such as 2026-07-15."
NOT_ISO = "This date is not written as ISO 8601 does."
NEITHER = "This is neither yes nor no. Write yes or no."
GROUPS = "group,country\nEU,PL\nUK,GB\n"


def programmes(*rows: str) -> dict[str, str]:
    return {"programmes.csv": "\n".join([HEADER, *rows]) + "\n", "settings.csv": "key,value\nstart,2026-07-01\n"}


def shown(dataset: Dataset, *columns: str) -> list[list[Any]]:
    rows = dataset["programmes"][list(columns)]
    return rows.astype(object).where(rows.notna(), None).values.tolist()


def test_days_flags_and_lists_are_read(tmp_path: Path) -> None:
    rows = [
        "a,EU | UA,EU,2026-01-01,2026-12-31,yes,,",
        "b,*,EU,,2030-02-28,no,loan,",
        "c,PL|,EU|NO|,2024-02-29,,,agency,0.2",
        "d,EU|PL,*,,,TRUE,grant,",
        "e,UA,EU,,,0,grant,",
        "f,UA,EU,,,1,grant,",
    ]
    dataset = read(folder(tmp_path / "d", programmes(*rows)))
    assert shown(dataset, "buyers", "inside") == [
        ["EU|UA", "EU"], ["*", "EU"], ["PL", "EU|NO"], ["EU|PL", "*"], ["UA", "EU"], ["UA", "EU"],
    ]  # fmt: skip
    assert shown(dataset, "valid_from", "valid_to")[:4] == [
        ["2026-01-01", "2026-12-31"], [None, "2030-02-28"], ["2024-02-29", None], [None, None],
    ]  # fmt: skip
    assert shown(dataset, "vat_exempt") == [[1], [0], [0], [1], [0], [1]]
    assert shown(dataset, "kind", "support_rate")[:4] == [["grant", 0], ["loan", 1], ["agency", 0.2], ["grant", 0]]
    assert dataset["programmes"]["vat_exempt"].dtype == np.int64
    assert dataset["programmes"]["members"].isna().all()
    assert dataset.given["programmes"]["buyers"].tolist()[0] == "EU | UA"


def test_what_is_blank_in_a_programme(tmp_path: Path) -> None:
    dataset = read(folder(tmp_path / "d", {"programmes.csv": "programme,buyers,inside\na,UA,UA\n"}))
    columns = ("min_buyers", "min_members", "min_share", "fee_rate", "max_outside_share", "budget_eur", "families")
    assert shown(dataset, *columns) == [[1, 0, 0.01, 0, None, None, None]]


def test_countries_in_lists_are_written_as_everywhere_else(tmp_path: Path) -> None:
    dataset = read(folder(tmp_path / "d", programmes("a,UK|EL|UA,EL,,,,,")))
    assert shown(dataset, "buyers", "inside") == [["GB|GR|UA", "GR"]]
    dataset = read(folder(tmp_path / "e", {**programmes("a,UK|EL,UK,,,,,"), "groups.csv": GROUPS}))
    assert shown(dataset, "buyers", "inside") == [["UK|GR", "UK"]]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,EU,EU,15.07.2026,,,,", f'valid_from "15.07.2026": {NOT_ISO} {ISO}'),
        ("a,EU,EU,,2026/7/1,,,", f'valid_to "2026/7/1": {NOT_ISO} Write 2026-07-01.'),
        ("a,EU,EU,2026-07,,,,", 'valid_from "2026-07": This is a month, not a day. Write a day, such as 2026-07-01.'),
        ("a,EU,EU,2026-02-30,,,,", f'valid_from "2026-02-30": There is no such date. {ISO}'),
        ("a,EU,EU,3,,,,", f'valid_from "3": This is no date. {ISO}'),
        ("a,EU,EU,soon,,,,", f'valid_from "soon": This is no date. {ISO}'),
        ("a,EU,EU,2026-07-01T12:00,,,,", 'valid_from "2026-07-01T12:00": A date has no time of day. Write 2026-07-01.'),
        ("a,EU,EU,,,ja,,", f'vat_exempt "ja": {NEITHER}'),
        ("a,EU,EU,,,2,,", f'vat_exempt "2": {NEITHER}'),
        ("a,,EU,,,,,", "buyers: This may not be blank."),
        ("a,EU,|,,,,,", 'inside "|": There is no name here. Write names, separated by "|".'),
        ("a,EU|#REF!,EU,,,,,", 'buyers "EU|#REF!": A formula failed here. Write the name itself.'),
        (f"a,EU|{'x' * 201},EU,,,,,", f'buyers "EU|{"x" * 77}...": This name has 201 characters. Allowed are 200.'),
    ],
)
def test_cells_that_are_refused(tmp_path: Path, row: str, said: str) -> None:
    assert errors(folder(tmp_path / "d", programmes(row))) == [f"programmes.csv:2 {said}"]


def test_a_list_may_be_longer_than_a_name(tmp_path: Path) -> None:
    names = [f"family-{number}" for number in range(100)]
    row = f"programme,buyers,inside,families\na,UA,UA,{'|'.join(names)}\n"
    dataset = read(folder(tmp_path / "d", {"programmes.csv": row}))
    assert listed_names(dataset["programmes"]["families"][0]) == names


def test_lists_that_differ_in_blanks_are_no_trouble(tmp_path: Path) -> None:
    dataset = read(folder(tmp_path / "d", programmes("a,EU,EU,,,,,", "b,EU ,EU,,,,,", "c, EU,EU,,,,,")))
    assert shown(dataset, "buyers") == [["EU"], ["EU"], ["EU"]]


COLUMNS = ["programme", "buyers", "inside", "valid_from", "valid_to", "vat_exempt"]
ROWS = [
    ["a", "EU|UA", "EU", date(2026, 1, 1), "2026-12-31", True],
    ["b", "UA", "EU", None, date(2030, 1, 1), False],
    ["c", "UA", "EU", None, None, 1],
    ["d", "UA", "EU", None, None, None],
]
READ = [
    ["EU|UA", "2026-01-01", "2026-12-31", 1],
    ["UA", None, "2030-01-01", 0],
    ["UA", None, None, 1],
    ["UA", None, None, 0],
]


def test_a_workbook_says_the_same(tmp_path: Path) -> None:
    sheets = {"programmes": [COLUMNS, *ROWS], "settings": [["key", "value"], ["start", date(2026, 7, 1)]]}
    dataset = read(workbook(tmp_path / "a.xlsx", sheets))
    assert shown(dataset, "buyers", "valid_from", "valid_to", "vat_exempt") == READ
    sheets["programmes"] = [COLUMNS, ["a", "UA", "EU", None, None, "perhaps"]]
    assert errors(workbook(tmp_path / "b.xlsx", sheets)) == [f'programmes!F2 vat_exempt "perhaps": {NEITHER}']


def test_frames_say_the_same() -> None:
    tables = {**frames(), "programmes": pd.DataFrame(ROWS, columns=COLUMNS)}
    dataset = from_tables(tables)
    assert shown(dataset, "buyers", "valid_from", "valid_to", "vat_exempt") == READ
    tables["programmes"]["valid_from"] = pd.to_datetime(tables["programmes"]["valid_from"])
    tables["programmes"]["vat_exempt"] = [1.0, 0.0, 1.0, np.nan]
    assert shown(from_tables(tables), "buyers", "valid_from", "valid_to", "vat_exempt") == READ


@pytest.mark.usefixtures("every_check")
def test_what_was_refused_breeds_no_other_error(tmp_path: Path) -> None:
    files = {**programmes("a,EU,EU,soon,2020-01-01,,loan,x"), "groups.csv": "group,country\nEU,UA\n"}
    files["allocations.csv"] = "programme,country,amount_eur\na,UA,5\n"
    assert len(errors(folder(tmp_path / "d", files))) == 2
    files["settings.csv"] = "key,value\nstart,2026\n"
    assert len(errors(folder(tmp_path / "e", files))) == 3
