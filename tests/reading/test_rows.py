"""Headers, rows and quotes: what makes a file a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from edu_supply.reading import read
from edu_supply.reading.delimited import split
from reading.folders import errors, folder, warnings

NEEDED = "Needed are origin, destination."
QUOTE = (
    "A quotation mark that opens here is not closed, or text follows the one that closes it. "
    "Close it, and write a quotation mark within a cell twice."
)
NO_HEADER = (
    "The first line does not name the columns. Begin with the names of the columns, separated by commas; "
    "needed are origin, destination."
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("origin,destination,capacity_t\nA,F\n",
         [":2: This line has 2 cells, the header 3. Write a separator for every blank cell too."]),
        ("origin,destination,capacity_t\nA,F,1,500\n",
         [(":2: This line has 4 cells, the header 3. Put text that holds the separator in quotation marks; "
          "write numbers without thousands marks.")]),
        ('origin,destination,note\nA,F,x\n"A,F,y\nA,F,z\n', [f":3: {QUOTE}"]),
        ('origin,destination,note\nA,F,"x"y\n', [f":2: {QUOTE}"]),
        ("origin,destination,origin\nA,F,A\n",
         [':1 "origin": This column is there twice. Columns 1 and 3: delete one.']),
        ("origin,destination,\nA,F,7\n", [":1: Column 3 has no name. Name it, or delete it."]),
        ("origin\u00a0,destination\nA,F\n",
         [(':1 "origin\u00a0": There is an invisible character in this name of a column: U+00A0 no-break space. '
          'Write "origin".')]),
        ("ori\u200bgin,destination\nA,F\n",
         [(':1 "ori<U+200B>gin": There is an invisible character in this name of a column: U+200B zero width space. '
          'Write "origin".')]),
        ("\ufeff\ufefforigin,destination\nA,F\n",
         [(':1 "<U+FEFF>origin": There is an invisible character in this name of a column: '
          'U+FEFF zero width no-break space. Write "origin".')]),
        ("Origin,destination,Capacity,capactiy_t\nA,F,3,3\n",
         [':1 "Origin": There is no such column. Did you mean "origin"?',
          ':1 "Capacity": There is no such column. Did you mean "capacity_t"?',
          ':1 "capactiy_t": There is no such column. Did you mean "capacity_t"?']),
        ("from,to\nA,F\n",
         [':1 "from": There is no such column. Did you mean "origin"?',
          ':1 "to": There is no such column. Did you mean "destination"?']),
        ("capacity_t,zzz\n3,4\n",
         [':1 "zzz": There is no such column. Known: "build_cost_eur", "build_lead_periods", "capacity_t", ....',
          f':1: The columns "origin" and "destination" are missing. {NEEDED}']),
        ("origin,destination,capacity_t\n#\n",
         [":2: This line has 1 cell, the header 3. Write a separator for every blank cell too."]),
        ("A,F,3\n", [f':1 "A": {NO_HEADER}']),
        ("origin,destination\nA,F\norigin,destination\n", [":3: The header is repeated here. Delete this line."]),
        (",".join(["origin", "destination", *["x"] * 99]) + "\n", [":1: There are more than 100 columns."]),
    ],
)  # fmt: skip
def test_rows_that_make_no_table(tmp_path: Path, content: str, said: list[str]) -> None:
    assert errors(folder(tmp_path / "d", {"lanes.csv": content})) == [f"lanes.csv{one}" for one in said]


def test_blank_rows_and_columns_are_no_concern(tmp_path: Path) -> None:
    lanes = "\n\norigin,destination,,\n\nA,F,,\n,,,\n  ,\t,,\n"
    dataset = read(folder(tmp_path / "d", {"lanes.csv": lanes}))
    assert dataset["lanes"]["where"].tolist() == ["lanes.csv:5"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_physical_lines(tmp_path: Path, end: str) -> None:
    lanes = end.join(["origin,destination,capacity_t,note", "", 'A,F,1,"two', 'lines"', " ", "A,F,x,", ""])
    assert errors(folder(tmp_path / "d", {"lanes.csv": lanes})) == [
        'lanes.csv:6 capacity_t "x": This is not a number. Write digits, such as 1234.5.',
        'lanes.csv:6 lane "A>F:road": This lane is in lanes.csv:3 already. Give each its own name in the column lane.',
    ]


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\n', "sep=;;;\n"])
def test_a_first_line_may_name_the_separator(tmp_path: Path, first: str) -> None:
    lanes = first + "origin;destination;capacity_t\nA;F;x\n"
    assert errors(folder(tmp_path / "d", {"lanes.csv": lanes})) == [
        'lanes.csv:3 capacity_t "x": This is not a number. Write digits, such as 1234.5.'
    ]


def test_separators_are_found_by_the_names_they_part() -> None:
    assert split("site;name, long\n", {"site", "name, long"}).separator == ";"
    assert split("site\n", {"site"}).separator == ","
    assert split("site\tcountry\n", {"site", "country"}).rows == [["site", "country"]]
    assert split('"site";"country"\n', {"site", "country"}).rows == [["site", "country"]]


def test_notes_and_sources_are_accepted_everywhere(tmp_path: Path) -> None:
    lanes = 'origin,destination,note,source\nA,F,"a, b","see ""this"""\n'
    row = read(folder(tmp_path / "d", {"lanes.csv": lanes}))["lanes"].iloc[0]
    assert (row["note"], row["source"]) == ("a, b", 'see "this"')


@pytest.mark.parametrize("character", ["\x1b", "\x0b", "\x7f", "\x85", "\u2028"])
def test_control_characters_are_refused_everywhere(tmp_path: Path, character: str) -> None:
    code = f"U+{ord(character):04X}"
    data = folder(tmp_path / "d", {"lanes.csv": f"origin,destination,note\nA,F,a{character}b\n"})
    assert errors(data) == [f'lanes.csv:2 note "a<{code}>b": There is a control character ({code}) here. Remove it.']


def test_a_sound_folder_says_nothing(tmp_path: Path) -> None:
    assert warnings(folder(tmp_path / "d", {})) == []
