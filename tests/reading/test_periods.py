"""When: periods, dates and the settings that give them a meaning."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from edu_supply.horizon import Horizon
from edu_supply.reading import read
from reading.folders import errors, folder, warnings

ISO = "Write dates as ISO 8601 does, such as 2026-07-15 or 2026-07."
NOT_ISO = "This date is not written as ISO 8601 does."
NEITHER = "This is neither a whole number nor a date. Write a period, such as 3, or a date: 2026-07."


def demand(cell: str, start: str = "2026-07-01", period: str = "month") -> dict[str, str]:
    settings = f"key,value\nperiod,{period}\n" + (f"start,{start}\n" if start else "")
    return {"demand.csv": f'site,product,period,quantity\nF,P,"{cell}",3\n', "settings.csv": settings}


@pytest.mark.parametrize(
    ("cell", "start", "period", "read_as"),
    [
        ("3", "", "month", 3),
        ("3.0", "", "month", 3),
        ("2026-07", "2026-07-01", "month", 1),
        ("2026-07-31", "2026-07-01", "month", 1),
        ("2027-01", "2026-07-01", "month", 7),
        ("2026-08-14", "2026-07-15", "month", 1),
        ("2026-08-15", "2026-07-15", "month", 2),
        ("2026-12", "2026-07-01", "quarter", 2),
        ("2027-06", "2026-07-01", "year", 1),
        ("2026-07-08", "2026-07-01", "week", 2),
        ("2026-07-08", "2026-07-01", "day", 8),
        ("2050-01-01", "2026-07-01", "month", 283),  # beyond the horizon: kept, whoever uses it passes over it
    ],
)
def test_periods_that_are_read(tmp_path: Path, cell: str, start: str, period: str, read_as: float) -> None:
    assert read(folder(tmp_path / "d", demand(cell, start, period)))["demand"]["period"].tolist() == [read_as]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("0", "Periods are counted from 1. Allowed is 1 to 100000."),
        ("-1", "Periods are counted from 1. Allowed is 1 to 100000."),
        ("2.5", NEITHER),
        ("soon", NEITHER),
        ("July 2026", NEITHER),
        ("03/04/2026", f"{NOT_ISO} {ISO}"),
        ("15.07.2026", f"{NOT_ISO} {ISO}"),
        ("2026-Q3", f"{NOT_ISO} {ISO}"),
        ("2026/7/1", f"{NOT_ISO} Write 2026-07-01."),
        ("2026-7", f"{NOT_ISO} Write 2026-07."),
        ("2026-02-30", f"There is no such date. {ISO}"),
        ("2026-13", f"There is no such date. {ISO}"),
        ("0000-01", f"There is no such date. {ISO}"),
        ("2026-07-15T00:00", "A date has no time of day. Write 2026-07-15."),
        ("2026-06-30", "This is before the start, 2026-07-01. Write 2026-07-01 or later."),
        ("2026-06", "This is before the start, 2026-07-01. Write 2026-07-01 or later."),
    ],
)
def test_periods_that_are_refused(tmp_path: Path, cell: str, said: str) -> None:
    assert errors(folder(tmp_path / "d", demand(cell))) == [f'demand.csv:2 period "{cell}": {said}']


def test_the_last_of_all_months_is_no_trouble(tmp_path: Path) -> None:
    assert read(folder(tmp_path / "d", demand("9999-12")))["demand"]["period"].tolist() == [95682]


def test_dates_need_a_start(tmp_path: Path) -> None:
    assert errors(folder(tmp_path / "d", demand("2026-07", start=""))) == [
        'demand.csv:2 period "2026-07": A date needs to know when period 1 begins. Give start in the table settings.'
    ]


@pytest.mark.parametrize(("start", "period"), [("2026-07-01", "week"), ("2026-07-15", "month")])
def test_a_month_must_lie_in_one_period(tmp_path: Path, start: str, period: str) -> None:
    data = folder(tmp_path / "d", demand("2026-08", start, period))
    assert errors(data) == [
        f'demand.csv:2 period "2026-08": This month does not lie in one {period}. Write a day, such as 2026-08-01.'
    ]


@pytest.mark.parametrize("cell", ["2026", "45292"])
def test_years_and_the_numbers_of_excel_are_warned_of(tmp_path: Path, cell: str) -> None:
    assert warnings(folder(tmp_path / "d", demand(cell))) == [
        (
            f'demand.csv:2 period "{cell}": This is read as the number of a period, and no plan has more than 600. '
            "Write dates as 2026-07-15 or 2026-07."
        )
    ]


def test_settings_are_typed(tmp_path: Path) -> None:
    rows = (
        "period,quarter\nstart,2026-07-01\nperiods,8.0\ncurrency_year,2025\nfinal_stock,as_initial\nmarking, NATO, R \n"
    )
    settings = "key;value\n" + rows.replace(",", ";", 6).replace("NATO;", "NATO,").replace("marking,", "marking;")
    found = read(folder(tmp_path / "d", {"settings.csv": settings})).settings
    assert found.horizon == Horizon(8, "quarter", date(2026, 7, 1))
    assert (found.final_stock, found.currency_year, found.marking) == ("as_initial", "2025", "NATO, R")


def test_settings_have_defaults(tmp_path: Path) -> None:
    data = folder(tmp_path / "d", {})
    found = read(data).settings
    assert found.horizon == Horizon(24, "month", None)
    assert (found.final_stock, found.currency_year, found.marking) == ("free", "", "")
    assert read(data, periods=7).periods == 7


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("start,01.07.2026",
         f'start "01.07.2026": {NOT_ISO} Write the first day of period 1, such as 2026-07-01.'),
        ("start,2026-07", f'start "2026-07": {NOT_ISO} Write the first day of period 1, such as 2026-07-01.'),
        ("start,2026-02-30",
         'start "2026-02-30": There is no such date. Write the first day of period 1, such as 2026-07-01.'),
        ("start,0001-01-01", 'start "0001-01-01": This is out of range. Allowed is 1900-01-01 to 2200-01-01.'),
        ("periods,0", 'periods "0": This is out of range. Allowed is 1 to 600.'),
        ("periods,601", 'periods "601": This is out of range. Allowed is 1 to 600.'),
        ("periods,2.5", 'periods "2.5": This is not a whole number. Allowed is 1 to 600.'),
        ("periods,1_0", 'periods "1_0": This is not a whole number. Allowed is 1 to 600.'),
        ("periods,١٢", 'periods "١٢": This is not a whole number. Allowed is 1 to 600.'),
        ("period,months",
         'period "months": A period is one of day, week, month, quarter, year. Did you mean "month"?'),
        ("final_stock,Free", 'final_stock "Free": The words here are free, as_initial. Did you mean "free"?'),
        ("currency_year,EUR",
         'currency_year "EUR": This is not a year. Write the year whose prices the euros are, such as 2025.'),
        ("periods,", "value: This may not be blank."),
        ("strat,2026-07-01", 'key "strat": There is no such setting. Did you mean "start"?'),
        ("marking,", "value: This may not be blank."),
    ],
)  # fmt: skip
def test_settings_that_are_refused(tmp_path: Path, row: str, said: str) -> None:
    assert errors(folder(tmp_path / "d", {"settings.csv": f"key,value\n{row}\n"})) == [f"settings.csv:2 {said}"]


def test_a_start_that_is_refused_breeds_no_other_error(tmp_path: Path) -> None:
    assert len(errors(folder(tmp_path / "d", demand("2026-07", start="2026-07")))) == 1
