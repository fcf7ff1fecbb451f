"""Games in files: three formats, and a sentence for every bad one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edu_supply.problems import DataError, grouped
from edu_supply.sharing.game_file import read_game

FULL = "coalition,value_eur\nA,1\nB,2\nA|B,4\n"


def written(folder: Path, text: str, name: str = "game.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


@pytest.mark.parametrize("text", [
    FULL, "coalition;value_eur\nA;1\nB;2\nA|B;4\n",
    "\ufeffmembers,saving_eur,cost_eur\n,0,9\nA,1,8\nB,2,7\n A | B ,4,5\n",
    "coalition\tvalue_eur\nA\t1\nB\t2\nB|A\t4.0\n", "note,coalition,value_eur\nx,A,1\n,B,2\n,A|B,4\n",
])  # fmt: skip
def test_csv(text: str, tmp_path: Path) -> None:
    game = read_game(written(tmp_path, text))
    assert (game.players, game.kind, game.value.tolist()) == (("A", "B"), "saving", [0, 1, 2, 4])


def test_decimal_commas(tmp_path: Path) -> None:
    game = read_game(written(tmp_path, "coalition;value_eur\nA;1,5\nB;-2\nA|B;4\n"))
    assert game.value.tolist() == [0, 1.5, -2, 4]


def test_toml_and_json(tmp_path: Path) -> None:
    toml = written(tmp_path, 'kind = "cost"\nplayers = ["B", "A"]\n[value_eur]\nA = 1\nB = 2\n"A|B" = 4\n', "g.toml")
    game = read_game(toml)
    assert (game.players, game.kind, game.value.tolist()) == (("B", "A"), "cost", [0, 2, 1, 4])
    said = {"kind": "saving", "value_eur": {"A": 1, "B": 2, "A|B": 4}}
    game = read_game(written(tmp_path, json.dumps(said), "g.json"))
    assert (game.players, game.kind, game.value.tolist()) == (("A", "B"), "saving", [0, 1, 2, 4])


def test_the_kind_of_values_is_said_where_the_file_does_not(tmp_path: Path) -> None:
    assert read_game(written(tmp_path, FULL), "cost").kind == "cost"
    assert read_game(written(tmp_path, FULL.replace("value", "cost"))).kind == "cost"


@pytest.mark.parametrize(("text", "said"), [
    ("", 'game.csv: The file is empty. Begin with the header "coalition,value_eur".'),
    ("a,b\n1,2\n", 'game.csv:1: There is no column "coalition". The header is "coalition,value_eur".'),
    ("coalition,value\nA,1\n", 'game.csv:1: A game has no column "value". Did you mean "value_eur"?'),
    ("coalition,value_eur\nA,1\nB\n", "game.csv:3: This line has 1 cells, the header 2."),
    ("coalition,value_eur\nA,x\n", 'game.csv:2 value_eur "x": This is not a number.'),
    ("coalition,value_eur\nA,\n", "game.csv:2 value_eur: There is no value here. Write a number."),
    ("coalition,value_eur\nA,nan\n", 'game.csv:2 value_eur "nan": This is not a number.'),
    ("coalition,value_eur\nA,1e99\n", 'game.csv:2 value_eur "1e99": This is out of range.'),
    ("coalition;value_eur\nA;1.500\n", 'game.csv:2 value_eur "1.500": This has a point that may mark thousands or'),
    (FULL + "B|A,5\n", 'game.csv:5 "B|A": This coalition is there twice. It was given a value in game.csv:4.'),
    (FULL + "A|A,5\n", 'game.csv:5 "A|A": A member is named twice in this coalition. Name each once.'),
    (FULL + ",5\n", "game.csv:5: Nobody saves or costs nothing. Write 0, or leave the row out."),
    ("coalition,value_eur\nA,1\nB,2\n", 'game.csv: There is no value for "A|B". 2 players have 3 coalitions, and each'),
    ("coalition,value_eur\nA|B|C,1\n",
     'game.csv: There is no value for "A", "B", "A|B", "C", "A|C" and 1 more. 3 players have 7 coalitions'),
    ("coalition,value_eur\n,0\n", "game.csv: There are no players. Give each coalition a row."),
    ("coalition,value_eur\n" + "|".join(f"P{i}" for i in range(17)) + ",1\n",
     "game.csv: There are 17 players. A game has 16 at most."),
    ("coalition,coalition,value_eur\nA,A,1\n", 'game.csv:1: The column "coalition" is there twice. Keep one.'),
    ('coalition,value_eur\n"A,1\n', "game.csv:2: A quotation mark that opens here is not closed"),
])  # fmt: skip
def test_bad_csv(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_game(written(tmp_path, text))
    assert any(line.startswith(said) for line in grouped(caught.value.problems)), grouped(caught.value.problems)


@pytest.mark.parametrize(("text", "said"), [
    ("", "g.json: This is not JSON: expecting value: line 1 column 1 (char 0)."),
    ("[1]", "g.json: The file does not say what coalitions are worth. Give each coalition a number under value_eur."),
    ('{"value_eur": {"A": 1, "A": 2}}', 'g.json: "A" is said twice. Say it once.'),
    ('{"value_eur": 3}', "g.json: value_eur must give each coalition a number."),
    ('{"value_eur": {"A": "1"}}', 'g.json "A": The value of this coalition is not a number.'),
    ('{"value_eur": {"A": true}}', 'g.json "A": The value of this coalition is not a number.'),
    ('{"value_eur": {"A": NaN}}', 'g.json "A": The value of this coalition is out of range.'),
    ('{"value_eur": {"A": 1}, "kind": "gain"}', 'g.json "gain": A game\'s kind is saving or cost.'),
    ('{"value_eur": {"A": 1}, "playres": ["A"]}', 'g.json: A game has no "playres". Did you mean "players"?'),
    ('{"value_eur": {"A": 1}, "players": "A"}', "g.json: players must be a list of names."),
    ('{"value_eur": {"A": 1}, "players": ["A", "A"]}', "g.json: A player is named twice in players."),
    ('{"value_eur": {"A": 1, "C": 1}, "players": ["A"]}', 'g.json "C": "C" is not among the players.'),
    ('{"value_eur": {"A|B": 1, "B|A": 2, "A": 1, "B": 1}}', 'g.json "B|A": This coalition is there twice. Say it'),
    ('{"value_eur": ' + "[" * 100_000, "g.json: This is not JSON: it is nested too deeply."),
])  # fmt: skip
def test_bad_json(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_game(written(tmp_path, text, "g.json"))
    assert any(line.startswith(said) for line in grouped(caught.value.problems)), grouped(caught.value.problems)


def test_other_bad_files(tmp_path: Path) -> None:
    for file, said in [
        (tmp_path / "none.csv", "none.csv: There is no such file."),
        (tmp_path, "This is a folder, not the file of a game. Name the file itself."),
        (written(tmp_path, "kind = ", "g.toml"), "g.toml: This is not TOML: invalid value"),
        (written(tmp_path, b"PK\x03\x04".decode("latin-1"), "book.csv"), "This is an Excel workbook"),
        (written(tmp_path, FULL.replace("value", "cost"), "c.csv"), "The file says that its values are costs, you say"),
    ]:
        with pytest.raises(DataError) as caught:
            read_game(file, "saving" if file.name == "c.csv" else None)
        assert said in "\n".join(grouped(caught.value.problems))


def test_what_is_wrong_with_a_game_made_by_a_program() -> None:
    from edu_supply import Game

    with pytest.raises(ValueError, match=r"no value for 1 coalitions, such as A\|B"):
        Game.of({"A": 0, "B": 0})
    with pytest.raises(ValueError, match="1 to 16 players, all of them different"):
        Game(("A", "A"), [0, 0, 0, 0])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="value needs a finite number for each coalition, and 0 for nobody"):
        Game(("A",), [1, 1])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="least <= value <= most"):
        Game(("A",), [0, 1], least=[0, 2])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="saving or cost"):
        Game(("A",), [0, 1], "gain")  # type: ignore[arg-type]
