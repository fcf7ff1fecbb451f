"""Model files: read as they are meant, refused in whole sentences, and never reading outside their folder."""

from __future__ import annotations

import hashlib

import pytest

from edu_supply.problems import DataError, sentence
from edu_supply.tempo import Factor, Tempo
from edu_supply.whatif import Change, Solver, read_model


def problems_of(path):
    try:
        read_model(path)
    except DataError as error:
        return error.problems
    return ()


@pytest.fixture
def said(tmp_path):
    """What is said of a model file with this text; nothing if nothing is wrong."""

    def read(text: str | bytes, **others: str) -> list[str]:
        folder = tmp_path / "models"
        folder.mkdir(exist_ok=True)
        for name, other in others.items():
            (folder / f"{name}.toml").write_text(other, encoding="utf-8")
        data = text if isinstance(text, bytes) else text.encode()
        (folder / "a.toml").write_bytes(data)
        problems = problems_of(folder / "a.toml")
        assert not any(str(tmp_path) in sentence(problem) for problem in problems)
        return [sentence(problem) for problem in problems]

    return read


def test_everything_that_a_model_file_says(tmp_path):
    text = """
        name = "uk-and-norway-join"
        periods = 36
        pools = [["EU", "NO", "GB", "UA"], ["*"]]
        [solver]
        gap = 0
        time_limit_s = 60
        threads = 2
        [[change]]
        table = "lines"
        where = { site = "plant", product = ["shell", "fuse"] }
        set = { capacity = 0, note = "cut off" }
        [[change]]
        table = "demand"
        multiply = { quantity = 2 }
    """
    path = tmp_path / "join.toml"
    path.write_text(text, encoding="utf-8")
    model = read_model(path)
    assert model.name == "uk-and-norway-join"
    assert model.periods == 36
    assert model.pools == (("EU", "NO", "GB", "UA"), ("*",))
    assert model.solver == Solver(gap=0, time_limit_s=60, threads=2)
    assert model.change == (
        Change(
            table="lines",
            where={"site": "plant", "product": ["shell", "fuse"]},
            set={"capacity": 0, "note": "cut off"},
            label="join.toml change 1",
        ),
        Change(table="demand", multiply={"quantity": 2.0}, label="join.toml change 2"),
    )
    assert model.hashes == {"join.toml": hashlib.sha256(text.encode()).hexdigest()}


def test_an_empty_model_file_says_nothing(tmp_path):
    (tmp_path / "base.toml").write_bytes(b"\xef\xbb\xbf# nothing\r\n")
    model = read_model(str(tmp_path / "base.toml"))
    assert (model.name, model.periods, model.pools, model.solver, model.change) == ("base", None, None, Solver(), ())
    assert (model.solver.gap, model.solver.time_limit_s, model.solver.threads) == (1e-4, 600, 0)


def test_a_child_overrides_what_it_says_and_changes_later(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "root.toml").write_text(
        'name = "root"\nperiods = 12\npools = [["EU"]]\nsolver.gap = 0.01\n[[change]]\ntable = "bom"\nremove = true\n'
    )
    (tmp_path / "base.toml").write_text('extends = "parts/root.toml"\nperiods = 6\nsolver.threads = 2\n')
    (tmp_path / "child.toml").write_text(
        'extends = "base.toml"\npools = []\nsolver.gap = 0.5\n[[change]]\ntable = "offers"\nremove = true\n'
    )
    model = read_model(tmp_path / "child.toml")
    assert (model.name, model.periods, model.pools) == ("child", 6, ())
    assert model.solver == Solver(gap=0.5, threads=2)
    assert [(change.table, change.label) for change in model.change] == [
        ("bom", "root.toml change 1"),
        ("offers", "child.toml change 1"),
    ]
    assert set(model.hashes) == {"parts/root.toml", "base.toml", "child.toml"}


NAME = "Write letters, digits, spaces and the signs _ . + - in quotation marks, 100 at most."
POOLS = 'Write lists of groups or countries, such as [["EU", "NO"], ["GB"]], or [] for all alone.'
EXPECTED = "This is not what is expected here."
RANGE = "This is out of range."
NO_KEY = "Model files have no such key here."
CHANGE = "[[change]]\ntable = 'lines'\n"
ONE_OF = "A change does one of set, multiply, remove, add; this one says"

REFUSED = {
    "key": ("periodes = 3", f'a.toml:1 periodes: {NO_KEY} Did you mean "periods"?'),
    "solver key": ("[solver]\nthread = 3", f'a.toml:2 thread: {NO_KEY} Did you mean "threads"?'),
    "change key": (CHANGE + "remoove = true", f'a.toml change 1 remoove: {NO_KEY} Did you mean "remove"?'),
    "misspelt table": (
        "[[change]]\ntabel = 'lines'\nremove = true",
        f'a.toml change 1 tabel: {NO_KEY} Did you mean "table"?',
    ),
    "label": (
        CHANGE + "label = 'x'\nremove = true",
        f'a.toml change 1 label: {NO_KEY} Did you mean "table"?',
    ),
    "resilience": (
        "[resilience]\nservices = 1",
        f'a.toml:2 services: {NO_KEY} Did you mean "service"?',
    ),
    "tempo": (
        "[[tempo]]\nname = 'a'\nfactor = 2",
        'a.toml:1 probability "a": Its probability is missing. Say it once for each name.',
    ),
    "two probabilities": (
        "[[tempo]]\nname = 'a'\nfactor = 2\nprobability = 0.1\n[[tempo]]\nname = 'a'\nfactor = 2\nprobability = 0.2",
        'a.toml:1 probability "a": It has two probabilities. Say it once for each name.',
    ),
    "a key of a tempo": (
        "[[tempo]]\nname = 'a'\nfactr = 2\nprobability = 0.1",
        f'a.toml tempo 1 factr: {NO_KEY} Did you mean "factor"?',
    ),
    "name": ('name = "../x"', f'a.toml:1 name "../x": {EXPECTED} {NAME}'),
    "name of dots": ('name = ".."', f'a.toml:1 name "..": {EXPECTED} {NAME}'),
    "long name": (f'name = "{"x" * 101}"', f'a.toml:1 name "{"x" * 80}...": {RANGE} {NAME}'),
    "text for a number": (
        'periods = "24"',
        f'a.toml:1 periods "24": {EXPECTED} Write a whole number from 1 to 600.',
    ),
    "truth for a number": (
        "periods = true",
        f'a.toml:1 periods "True": {EXPECTED} Write a whole number from 1 to 600.',
    ),
    "periods": ("periods = 601", f'a.toml:1 periods "601": {RANGE} Write a whole number from 1 to 600.'),
    "no periods": ("periods = 0", f'a.toml:1 periods "0": {RANGE} Write a whole number from 1 to 600.'),
    "flat pools": ('pools = ["EU"]', f'a.toml:1 pools "EU": {EXPECTED} {POOLS}'),
    "empty pool": ("pools = [[]]", f"a.toml:1 pools: {RANGE} {POOLS}"),
    "gap": (
        "[solver]\ngap = 1",
        f'a.toml:2 solver.gap "1": {RANGE} Write a number from 0 to less than 1, such as 1e-4.',
    ),
    "endless time": (
        "solver.time_limit_s = inf",
        f'a.toml solver.time_limit_s "inf": {RANGE} Write seconds: a number greater than 0.',
    ),
    "single brackets": (
        '[change]\ntable = "lines"',
        f"a.toml:1 change: {EXPECTED} Write [[change]] in double brackets, and its keys below.",
    ),
    "no table": (
        "[[change]]\nremove = true",
        'a.toml change 1 table: This is missing. Write the name of a table, such as "lines".',
    ),
    "truth in where": (
        CHANGE + "where = { line = true }\nremove = true",
        (
            f'a.toml change 1 where.line "True": {EXPECTED} '
            'Write columns and values, such as { site = "A", product = ["B", "C"] }.'
        ),
    ),
    "nan": (
        CHANGE + "set = { capacity = nan }",
        f'a.toml change 1 set.capacity "nan": {EXPECTED} Write columns and values, such as {{ capacity = 0 }}.',
    ),
    "unknown table": (
        '[[change]]\ntable = "lnes"\nremove = true',
        'a.toml change 1 table "lnes": There is no such table. Did you mean "lines"?',
    ),
    "unknown column": (
        CHANGE + "set = { capacty = 1 }",
        'a.toml change 1 capacty: The table lines has no such column. Did you mean "capacity"?',
    ),
    "nothing done": (CHANGE, f"a.toml change 1: {ONE_OF} none of them. Write one [[change]] for each."),
    "two things done": (
        CHANGE + "remove = true\nset = { capacity = 1 }",
        f"a.toml change 1: {ONE_OF} set and remove. Write one [[change]] for each.",
    ),
    "text multiplied": (
        CHANGE + "multiply = { line = 2 }",
        "a.toml change 1 line: Only columns of numbers can be multiplied. Use set.",
    ),
    "negative factor": (
        CHANGE + "multiply = { capacity = -1 }",
        "a.toml change 1 capacity: It would be multiplied by -1. Write a factor of 0 or more.",
    ),
    "rows added where": (
        CHANGE + 'where = { line = "x" }\nadd = [{ line = "y" }]',
        "a.toml change 1 where: Rows are added to the table as a whole. Leave out where.",
    ),
    "key twice": ("periods = 1\nperiods = 2", "a.toml:2: This is said twice in the file. Say it once."),
    "section twice": ("[solver]\n[solver]", "a.toml:2: This is said twice in the file. Say it once."),
    "not TOML": (
        "periods = 1\nname = x",
        "a.toml:2: This is not TOML: invalid value. Text stands in quotation marks, tables in [brackets].",
    ),
    "unfinished": (
        "pools = [",
        ("a.toml:1: This is not TOML: invalid value. Text stands in quotation marks, tables in [brackets]."),
    ),
    "endless number": ("periods = " + "9" * 5000, "a.toml: A number in this file has too many digits."),
    "deep": ("pools = " + "[" * 50_000, "a.toml: The lists in this file are nested too deeply."),
    "not UTF-8": (b'# one\nname = "\xe9"', "a.toml:2: The file is not in UTF-8. Save it as UTF-8."),
    "too large": (
        b"#" * 1_000_001,
        "a.toml: The file is larger than 1 MB. A model file holds changes, not tables.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case, said):
    text, expected = REFUSED[case]
    assert said(text) == [expected]


def test_everything_wrong_is_said_at_once(said):
    assert len(said('nme = "x"\nperiods = 0\n[solver]\ngap = 2\n[[change]]\ntable = 1\nremove = true')) == 4
    wrong = CHANGE + "set = { capacty = 1 }\n" + "[[change]]\ntable = 'lnes'\nremove = true"
    assert len(said(wrong)) == 2


OUTSIDE = "A model file can only extend a file in its own folder."
EXTENDS = {
    "../b.toml": OUTSIDE,
    "parts/../../b.toml": OUTSIDE,
    "/etc/b.toml": OUTSIDE,
    "C:/b.toml": OUTSIDE,
    "..\\\\b.toml": OUTSIDE,
    "b\\u0000.toml": OUTSIDE,
    "b.csv": "A model file can only extend a .toml file.",
    "a.toml": "The model files extend one another without end: a.toml > a.toml.",
    "b.toml": "The model files extend one another without end: a.toml > b.toml > a.toml.",
}


@pytest.mark.parametrize("extends", EXTENDS)
def test_extends(extends, said):
    (sentence,) = said(f'# one\nextends = "{extends}"', b='extends = "a.toml"')
    assert sentence.endswith(EXTENDS[extends])


def test_a_missing_file_is_named_with_the_nearest(said, tmp_path):
    missing = 'base.toml: There is no such model file. Did you mean "bases.toml"?'
    assert said('extends = "base.toml"', bases="") == [missing]
    with pytest.raises(DataError, match=r"nothing\.toml: There is no such model file\."):
        read_model(tmp_path / "no folder" / "nothing.toml")


def test_a_link_out_of_the_folder_is_not_followed(said, tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "secret.toml").write_text("periods = 3")
    (tmp_path / "models" / "link.toml").symlink_to(tmp_path / "secret.toml")
    assert said('extends = "link.toml"') == [f'a.toml:1 extends "link.toml": {OUTSIDE}']


def test_a_folder_is_no_model_file(tmp_path):
    with pytest.raises(DataError, match=r"A model file is a regular file\."):
        read_model(tmp_path)


def test_what_is_wrong_in_the_extended_file_is_said(said):
    assert said('extends = "b.toml"', b="periods = 0") == [
        'b.toml:1 periods "0": This is out of range. Write a whole number from 1 to 600.'
    ]


def test_tempos_of_one_name_are_one_and_replace_those_of_the_extended_file(tmp_path):
    (tmp_path / "a.toml").write_text("""
[[tempo]]
name = "surge"
probability = 0.1
factor = 3
[[tempo]]
name = "lull"
probability = 0.2
factor = 0.5
""")
    (tmp_path / "b.toml").write_text("""
extends = "a.toml"
[[tempo]]
name = "surge"
probability = 0.3
factor = 2
product = "round"
[[tempo]]
name = "surge"
factor = 1.5
front = ["UA-front", "LV-front"]
""")
    lull, surge = read_model(tmp_path / "b.toml").tempos
    assert (lull.name, lull.probability) == ("lull", 0.2)
    assert surge == Tempo("surge", 0.3, (Factor(2.0, ("round",)), Factor(1.5, (), ("UA-front", "LV-front"))))
