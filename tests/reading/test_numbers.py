"""Cells that should hold numbers: what is read, and by which sentence the rest is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from edu_supply.problems import printable
from edu_supply.reading import read
from reading.folders import errors, folder, warnings


def lane(cell: str, header: str = "origin,destination,capacity_t") -> dict[str, str]:
    return {"lanes.csv": f'{header}\nA,F,"{cell}"\n'}


@pytest.mark.parametrize(
    ("cell", "value"),
    [("5", 5), ("1.5", 1.5), (" 2 ", 2), (".5", 0.5), ("5.", 5), ("+5", 5), ("1e5", 1e5), ("1E-3", 0.001), ("0", 0),
     ("007", 7), ("1e12", 1e12), ("1e-9", 1e-9), ("0e-400", 0)],
)  # fmt: skip
def test_numbers_that_are_read(tmp_path: Path, cell: str, value: float) -> None:
    assert read(folder(tmp_path / "d", lane(cell)))["lanes"]["capacity_t"].tolist() == [value]


NO_LIMIT = "Leave the cell blank for: no limit."
DIGITS = "Write digits, such as 1234.5."
RANGE = "This is out of range. Allowed is 0 to 1e12 t per period."
TOO_SMALL = "This is too small to count. Write 0, or at least 1e-9."


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1,5", "This has a decimal comma. Write 1.5."),
        ("1,500", "This has a comma that may mark thousands or decimals. Write 1500 or 1.5."),
        ("1,234,567", "This has a comma that may mark thousands or decimals. Write 1234567."),
        ("1,234.5", "This has a thousands mark. Write 1234.5."),
        ("1.234,5", "This has a thousands mark. Write 1234.5."),
        ("1.234.567", "This has a thousands mark. Write 1234567."),
        ("1 000", "This has a thousands mark. Write 1000."),
        ("1\u202f000", "This has a thousands mark. Write 1000."),
        ("1\u00a0000", "This has a thousands mark. Write 1000."),
        ("1'000", "This has a thousands mark. Write 1000."),
        ("1_000", "This has an underscore. Write 1000."),
        ("١٢", "This has digits other than 0 to 9. Write 12."),
        ("１２", "This has digits other than 0 to 9. Write 12."),
        ("$5", "This has a currency sign. Write 5 (t per period)."),
        ("€5", "This has a currency sign. Write 5 (t per period)."),
        ("5 EUR", "This has a currency sign. Write 5 (t per period)."),
        ("5%", "This has a per cent sign. Write the number itself."),
        ("12 t", "This has a unit. Write 12 (t per period)."),
        ("1O", "This has a letter that looks like a digit. Write 10."),
        ("24Oo.5", "This has a letter that looks like a digit. Write 2400.5."),
        ("2l2", "This has a letter that looks like a digit. Write 212."),
        ("12 l", "This has a unit. Write 12 (t per period)."),
        ("12kg/m3", "This has a unit. Write 12 (t per period)."),
        ("(5)", "This is in brackets. A number here may not be negative."),
        ("5-", "This has its minus at the end. A number here may not be negative."),
        ("\u22125", "This has a minus that is not the one of the keyboard. A number here may not be negative."),
        ("-5", RANGE),
        ("1e13", RANGE),
        ("1e400", RANGE),
        ("1e-10", TOO_SMALL),
        ("1e-400", TOO_SMALL),
        ("12345678901234567", "This has 17 digits, more than a number can keep. Allowed is 0 to 1e12 t per period."),
        ("nan", f"This is not a number. {NO_LIMIT}"),
        ("N/A", f"This is not a number. {NO_LIMIT}"),
        ("-", f"This is not a number. {NO_LIMIT}"),
        ("inf", f"A number must be finite. {NO_LIMIT}"),
        ("unlimited", f"A number must be finite. {NO_LIMIT}"),
        ("#N/A", "A formula failed here. Write the number itself."),
        ("2026-07-01", "This is a date, not a number. Write a number."),
        ("=1+1", f"This is not a number. {DIGITS}"),
        ("TRUE", f"This is not a number. {DIGITS}"),
        ("0x10", f"This is not a number. {DIGITS}"),
        ("1\n", "This has an invisible character. Write 1."),
        ("1\n2", f"This is not a number. {DIGITS}"),
        ("abc", f"This is not a number. {DIGITS}"),
        ("1e", "This has a unit. Write 1 (t per period)."),
    ],
)  # fmt: skip
def test_numbers_that_are_refused(tmp_path: Path, cell: str, said: str) -> None:
    assert errors(folder(tmp_path / "d", lane(cell))) == [f'lanes.csv:2 capacity_t "{printable(cell)}": {said}']


def test_a_blank_required_number_is_not_zero(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", {"lines.csv": "line,site,product,capacity\nL,A,P,\nL,A,Q,nan\n"})
    assert errors(data) == [
        "lines.csv:2 capacity: This may not be blank.",
        'lines.csv:3 capacity "nan": This is not a number. Write a number; capacity may not be blank.',
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("85", "A share lies between 0 and 1. Did you mean 0.85?"),
        ("50%", "This has a per cent sign. Write 0.5."),
        ("1.5", "This is out of range. Allowed is 0 to 1."),
        ("-0.1", "This is out of range. Allowed is 0 to 1."),
    ],
)
def test_shares(tmp_path: Path, cell: str, said: str) -> None:
    lines = f"line,site,product,capacity,minimum_use\nL,A,P,10,{cell}\nL,A,Q,10,{cell}\n"
    assert errors(folder(tmp_path / "d", {"lines.csv": lines}))[0] == f'lines.csv:2 minimum_use "{cell}": {said}'


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2.5", "This must be a whole number. Write 2 or 3."),
        ("-1", "This is out of range. Allowed is 0 to 10000 periods."),
        ("two", f"This is not a number. {DIGITS}"),
    ],
)
def test_whole_numbers_that_are_refused(tmp_path: Path, cell: str, said: str) -> None:
    data = folder(tmp_path / "d", lane(cell, "origin,destination,lead_periods"))
    assert errors(data) == [f'lanes.csv:2 lead_periods "{cell}": {said}']


def test_whole_numbers_may_be_written_with_a_point(tmp_path: Path) -> None:
    lead = read(folder(tmp_path / "d", lane("3.0", "origin,destination,lead_periods")))["lanes"]["lead_periods"]
    assert (lead.tolist(), str(lead.dtype)) == ([3], "int64")


def test_numbers_that_must_be_positive(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", {"bom.csv": "product,component,quantity\nP,Q,0\n"})
    assert errors(data) == [
        'bom.csv:2 quantity "0": This must be greater than 0. Allowed is more than 0, up to 1e9 units per unit.'
    ]


def test_coordinates_may_be_negative(tmp_path: Path) -> None:
    sites = "site,country,kind,latitude,longitude\nA,PL,factory,-33.5,1e-12\nF,UA,front,91,-181\n"
    assert errors(folder(tmp_path / "d", {"sites.csv": sites})) == [
        'sites.csv:3 latitude "91": This is out of range. Allowed is -90 to 90 degrees.',
        'sites.csv:3 longitude "-181": This is out of range. Allowed is -180 to 180 degrees.',
    ]


GROUPED = (
    "Every number of this column looks as if its {} marked thousands; it is read as the decimal mark. "
    "If thousands are meant, write them without a mark."
)


def test_a_column_that_looks_grouped_is_worth_a_warning(tmp_path: Path) -> None:
    lanes = "origin,destination,mode,capacity_t\nA,F,road,{}\nA,F,rail,{}\n"
    odd = folder(tmp_path / "odd", {"lanes.csv": lanes.format("950", "1.500")})
    assert warnings(odd) == [f'lanes.csv:3 capacity_t "1.500": {GROUPED.format("point")}']
    assert warnings(folder(tmp_path / "plain", {"lanes.csv": lanes.format("0.125", "1.500")})) == []
    assert warnings(folder(tmp_path / "large", {"lanes.csv": lanes.format("2500", "1.500")})) == []


@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        ("1,5;2", [1.5, 2]),  # a decimal comma
        ("1.5;2", [1.5, 2]),  # Swiss Excel: semicolons and a decimal point
        ("1.500;2.25", [1.5, 2.25]),  # the other cell shows that the point marks decimals
        ("0.125;2", [0.125, 2]),  # no thousands begin with 0
        ("1e3;2", [1000, 2]),
    ],
)
def test_semicolons_and_decimal_marks(tmp_path: Path, cells: str, read_as: list[float]) -> None:
    data = folder(tmp_path / "d", {"lanes.csv": f"origin;destination;capacity_t;cost_eur_per_t\nA;F;{cells}\n"})
    row = read(data)["lanes"].iloc[0]
    assert [row["capacity_t"], row["cost_eur_per_t"]] == read_as


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("1.500;2", 'capacity_t "1.500": This has a point that may mark thousands or decimals. Write 1500 or 1,5.'),
        ("1.500;2,5", 'capacity_t "1.500": Elsewhere in this file the comma marks decimals. Write 1500 or 1,5.'),
        ("1.5;2,5", 'capacity_t "1.5": Elsewhere in this file the comma marks decimals. Write 1,5.'),
        ("1.234,5;2,5", 'capacity_t "1.234,5": Elsewhere in this file the comma marks decimals. Write 1234,5.'),
        ("1 000,5;2,5", 'capacity_t "1 000,5": This has a thousands mark. Write 1000,5.'),
        ("x;2,5", 'capacity_t "x": This is not a number. Write digits, such as 1234,5.'),
    ],
)
def test_semicolons_and_marks_that_are_not_clear(tmp_path: Path, cells: str, said: str) -> None:
    data = folder(tmp_path / "d", {"lanes.csv": f"origin;destination;capacity_t;cost_eur_per_t\nA;F;{cells}\n"})
    assert errors(data) == [f"lanes.csv:2 {said}"]


def test_tabs_are_read_as_semicolons_are(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", {"lanes.csv": "origin\tdestination\tcapacity_t\nA\tF\t1,5\n"})
    assert read(data)["lanes"]["capacity_t"].tolist() == [1.5]


@pytest.mark.parametrize("cell", ["0", "0.5"])
def test_what_is_counted_from_1_is_not_said_to_be_0(tmp_path: Path, cell: str) -> None:
    data = folder(tmp_path / "d", {"threats.csv": f"threat,kind,target,duration_periods\nx,site,A,{cell}\n"})
    assert errors(data) == [
        f'threats.csv:2 duration_periods "{cell}": This is out of range. Allowed is 1 to 10000 periods.'
    ]
