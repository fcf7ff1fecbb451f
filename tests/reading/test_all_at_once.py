"""All errors of a dataset at once: grouped, in order, capped, and none bred by another."""

from __future__ import annotations

from pathlib import Path

import pytest

from edu_supply.problems import DataError, Problem, grouped, printable, sentence
from edu_supply.reading import read
from reading.folders import errors, folder, warnings


def problem(where: str, table: str = "lanes", kind: str = "k", column: str = "mode", value: str = "x") -> Problem:
    return Problem(kind, table, where, "Wrong.", "Write y.", column, value)


def test_like_errors_are_one_line() -> None:
    lines = [problem(f"lanes.csv:{line}") for line in (100, 17, 20, 18, 24)]
    assert grouped(lines) == ['lanes.csv:17 mode "x": Wrong. Write y. (and 4 more like this: lines 18, 20, 24, ...)']
    assert grouped(lines[1:3]) == ['lanes.csv:17 mode "x": Wrong. Write y. (and 1 more like this: line 20)']
    assert grouped(lines, most=1)[0].endswith("(and 4 more like this: lines 18, ...)")


def test_places_are_called_as_their_source_is() -> None:
    assert grouped([problem("lanes!D17"), problem("lanes!D18")])[0].endswith("(and 1 more like this: cell D18)")
    assert grouped([problem("lanes[3]"), problem("lanes[9]")])[0].endswith("(and 1 more like this: row 9)")
    assert grouped([problem("lanes.csv:3"), problem("a.toml, change 2")])[0].endswith(
        "(and 1 more like this: lanes.csv:3)"
    )


def test_groups_stand_in_the_order_of_the_schema_and_of_lines() -> None:
    found = [problem("demand.csv:2", "demand"), problem("lanes.csv:10"), problem("lanes.csv:9", column="origin"),
             problem("sites.csv:50", "sites"), problem("other.csv", ""), problem("lanes.csv", kind="file")]  # fmt: skip
    assert [line.split(" ")[0] for line in grouped(found)] == [
        "sites.csv:50", "lanes.csv", "lanes.csv:9", "lanes.csv:10", "demand.csv:2", "other.csv",
    ]  # fmt: skip


def test_nothing_reaches_the_terminal_that_acts_on_it() -> None:
    said = sentence(problem("\x1b]0;x.csv:3", value="a\u202eb\x07\u200b" + "c" * 100))
    assert said == f'<U+001B>]0;x.csv:3 mode "a<U+202E>b<U+0007><U+200B>{"c" * 75}...": Wrong. Write y.'
    assert printable("Łódź – Zürich") == "Łódź – Zürich"


def test_every_error_is_found_at_once(tmp_path: Path) -> None:
    files = {
        "sites.csv": "site,country,kind\nA,pl,factory\nF,UA,front\n",
        "products.csv": None,
        "lanes.csv": 'origin,destination,capacity_t\nA,F,"1,5"\nA,F,x\n',
        "stocks.csv": "site,product,initail\nA,P,3\n",
        "settings.csv": "key,value\nperiods,0\n",
    }
    assert [line.partition(": ")[0] for line in errors(folder(tmp_path / "d", files))] == [
        'settings.csv:2 periods "0"', 'sites.csv:2 country "pl"', "products.csv", 'lanes.csv:2 capacity_t "1,5"',
        'lanes.csv:3 capacity_t "x"', 'lanes.csv:3 lane "A>F:road"', 'stocks.csv:1 "initail"',
    ]  # fmt: skip


def test_one_error_does_not_breed_others(tmp_path: Path, every_check: None) -> None:
    broken = {"sites.csv": "site,country,kind\nA\nF,UA,front\n"}
    assert len(errors(folder(tmp_path / "row", broken))) == 1
    assert len(errors(folder(tmp_path / "file", {"products.csv": ""}))) == 1
    assert len(errors(folder(tmp_path / "name", {"lines.csv": "line,site,product,capacity\n,A,P,10\nL,A,Q,10\n"}))) == 1
    assert len(errors(folder(tmp_path / "header", {"lines.csv": "Line,site,product,capacity\nL,A,P,10\n"}))) == 1


def test_unknown_names_are_found_beside_wrong_cells(tmp_path: Path, every_check: None) -> None:
    files = {
        "lanes.csv": "origin,destination,capacity_t\nA,F,x\nA,TYPO,5\n",
        "bom.csv": "product,component,quantity\nP,R,1\n",
    }
    assert errors(folder(tmp_path / "d", files)) == [
        'bom.csv:2 component "R": There is no such product. Known: "P", "Q".',
        'lanes.csv:2 capacity_t "x": This is not a number. Write digits, such as 1234.5.',
        'lanes.csv:3 destination "TYPO": There is no such site. Known: "A", "F".',
    ]


def test_unknown_targets_are_found_beside_wrong_cells_of_other_kinds(tmp_path: Path, every_check: None) -> None:
    """An unreadable line hides unknown lines, and nothing else."""
    files = {
        "lines.csv": "line,site,product,capacity\nL,A,P\nL,A,Q,10\n",
        "availability.csv": "kind,target,from_period,share\nline,X,1,1\nsite,B,1,1\n",
    }
    assert errors(folder(tmp_path / "d", files)) == [
        "lines.csv:2: This line has 3 cells, the header 4. Write a separator for every blank cell too.",
        'availability.csv:3 target "B": There is no such site. Known: "A", "F".',
    ]


def test_duplicates_are_found_beside_rows_that_cannot_be_read(tmp_path: Path) -> None:
    files = {"groups.csv": "group,country\nEU,XX\nEU,Poland\nEU,GR\nEU\nEU,EL\n"}
    assert errors(folder(tmp_path / "d", files)) == [
        'groups.csv:3 country "Poland": This is not the code of a country (ISO 3166, two letters). Write PL.',
        "groups.csv:5: This line has 1 cell, the header 2. Write a separator for every blank cell too.",
        ('groups.csv:6 group, country "EU, GR": This combination of group, country is in groups.csv:4 already. '
        "Keep one of the two rows."),
    ]


def test_a_value_is_shown_as_it_is_written(tmp_path: Path, every_check: None) -> None:
    demand = "site,product,period,quantity\nF,P,2031-01,3\n"
    files = {"settings.csv": "key,value\nstart,2027-01-01\n", "demand.csv": demand}
    said = '"2031-01": 1 row of demand is beyond the 24 periods of the plan. It does not count.'
    assert warnings(folder(tmp_path / "d", files)) == [f"demand.csv:2 period {said}"]


def test_very_many_errors_are_counted_and_the_first_are_kept(tmp_path: Path) -> None:
    lanes = "origin,destination,mode,capacity_t,cost_eur_per_t\n" + "".join(f'A,F,m{i},"1,5",x\n' for i in range(3000))
    with pytest.raises(DataError) as caught:
        read(folder(tmp_path / "d", {"lanes.csv": lanes, "sites.csv": "site,country,kind\nA,pl,factory\nF,UA,front\n"}))
    assert (caught.value.errors, len(caught.value.problems)) == (6001, 401)
    assert str(caught.value).startswith("6001 errors: sites.csv:2 country")
    assert len(grouped(caught.value.problems)) == 3


def test_warnings_come_with_the_errors(tmp_path: Path) -> None:
    files = {
        "demand.csv": "site,product,period,quantity\nF,P,2026,3\n",
        "lanes.csv": "origin,destination,capacity_t\nA,F,x\n",
    }
    with pytest.raises(DataError) as caught:
        read(folder(tmp_path / "d", files))
    assert [(found.severity, found.where) for found in caught.value.problems] == [
        ("error", "lanes.csv:2"), ("warning", "demand.csv:2"),
    ]  # fmt: skip
