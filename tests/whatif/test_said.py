"""Changes said on the command line are those of model files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.command import TUTORIAL, run

import edu_supply
from edu_supply.whatif import Change, ModelFile, with_changes


def change(text: str) -> Change:
    [one] = with_changes(ModelFile(name="tutorial"), [text]).change
    return one


@pytest.mark.parametrize(
    ("text", "where", "operation"),
    [
        ("lines[site=PL-shells].capacity=0", {"site": "PL-shells"}, {"set": {"capacity": "0"}}),
        ("lines.capacity=0", {}, {"set": {"capacity": "0"}}),
        ("lines[].capacity=", {}, {"set": {"capacity": ""}}),
        (" lanes [ mode = rail | road , origin=A ] . capacity_t *= 0.5 ",
         {"mode": ["rail", "road"], "origin": "A"}, {"multiply": {"capacity_t": 0.5}}),
        ("lanes[lane=A>B:rail].capacity_t=5", {"lane": "A>B:rail"}, {"set": {"capacity_t": "5"}}),
        ("""lines[site="A, ]|B", product='x"y'|z].note='= "now"'""",
         {"site": "A, ]|B", "product": ['x"y', "z"]}, {"set": {"note": '= "now"'}}),
        ("sites[company=].company=X", {"company": ""}, {"set": {"company": "X"}}),
    ],
)  # fmt: skip
def test_what_is_said(text: str, where: dict[str, object], operation: dict[str, object]) -> None:
    said = change(text)
    assert (said.table, said.where) == (text.split("[")[0].split(".")[0].strip(), where)
    assert {word: getattr(said, word) for word in ("set", "multiply") if getattr(said, word)} == operation


SHAPE = ("Write TABLE[COLUMN=VALUE].COLUMN=VALUE, or *= and a factor, such as lines[site=PL-shells].capacity*=2; "
         'values with a comma, a bracket, a quotation mark or "|" in them in quotation marks.')  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", f"--set 1: This is not a change. {SHAPE}"),
        ("lines[site=A.capacity=0", f'--set 1 "lines[site=A.capacity=0": This is not a change. {SHAPE}'),
        ("lines[site].capacity=0", '--set 1 "site": This does not say which rows. Write COLUMN=VALUE, with commas'),
        ("lines[site=A,site=B].capacity=0", "--set 1 site: This column is said twice. For one of several values write"),
        ("lines.capacity*=1,5", '--set 1 capacity "1,5": This has a decimal comma. Write 1.5.'),
        ("lines.capacity*=", "--set 1 capacity: A factor is missing."),
        ("line.capacity=0", '--set 1 table "line": There is no such table. Did you mean "lines"?'),
        ("lines.capacty=0", '--set 1 capacty: The table lines has no such column. Did you mean "capacity"?'),
        ("lines[site=PL-shell].capacity=0",
         '--set 1 site "PL-shell": No row of lines has this site. Did you mean "PL-shells"?'),
        ("lines.capacity=-3", '--set 1 capacity "-3": This is out of range.'),
        ("lines[line=charges].site=DE-charge", "lines.csv:2 after --set 1 site"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant(text: str, said: str) -> None:
    result = run("check", TUTORIAL, "--set", text)
    assert result.exit_code == 2
    assert result.stderr.startswith(said), result.stderr


def test_changes_come_after_the_model_files_and_in_order(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text('[[change]]\ntable = "lines"\nset = { capacity = 7 }\n')
    model = with_changes(edu_supply.read_model(file), ["lines.capacity*=2", "lines[line=drones].capacity*=2"])
    assert edu_supply.apply(edu_supply.read(TUTORIAL), model)["lines"]["capacity"].tolist() == [14, 14, 14, 28]


def test_a_run_is_that_of_the_same_change_in_a_model_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cut.toml").write_text('[[change]]\ntable = "lines"\nwhere.site = "DE-charges"\nset.capacity = 0\n')
    assert run("solve", TUTORIAL, "--model", "cut.toml").exit_code == 0
    assert run("solve", TUTORIAL, "--set", "lines[site=DE-charges].capacity=0").exit_code == 0
    one, other = (json.loads(Path("runs", name, "manifest.json").read_text()) for name in ("cut", "tutorial"))
    assert one["objective_eur"] == other["objective_eur"]
    assert {name: sha for name, sha in one["files"].items() if name.startswith("inputs")} == {
        name: sha for name, sha in other["files"].items() if name.startswith("inputs")
    }
    assert "--set lines[site=DE-charges].capacity=0" in other["inputs"]
