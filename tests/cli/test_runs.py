"""Run folders: where they appear, who can read them, what they give away, and what verify makes of them."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import stat
import sys
from pathlib import Path

import pandas as pd
import pytest

import edu_supply.runs

from .command import MODELS, ROOT, TUTORIAL, edited, run

pytestmark = pytest.mark.usefixtures("elsewhere")


def there(folder: str | Path = ".") -> list[str]:
    return sorted(os.listdir(folder))


def test_without_out_it_is_named_after_the_dataset() -> None:
    result = run("solve", TUTORIAL)
    assert there("runs") == ["tutorial"]
    assert result.stderr.splitlines()[-1] == "written to runs/tutorial"


def test_without_out_it_is_named_after_the_model_file() -> None:
    run("solve", TUTORIAL, "--model", MODELS / "doubled-tempo.toml")
    assert there("runs") == ["doubled-tempo"]


def test_flags_are_read_back_as_they_were_given() -> None:
    programmes = [{"programme": name, "buyers": "UA", "inside": "UA", "vat_exempt": said}
                  for name, said in (("a", "yes"), ("b", ""))]  # fmt: skip
    dataset = edu_supply.change(edu_supply.read(TUTORIAL), "programmes", add=programmes)
    folder = edu_supply.write_run(edu_supply.solve(dataset), dataset, "runs/flags")
    assert "a,UA,UA,yes" in (folder / "inputs" / "programmes.csv").read_text("utf-8")
    assert edu_supply.read_run(folder)[1]["programmes"]["vat_exempt"].tolist() == [1, 0]


def test_a_second_run_stands_beside_the_first() -> None:
    run("solve", TUTORIAL, "--out", "here/plan")
    before = Path("here/plan/manifest.json").read_bytes()
    assert run("solve", TUTORIAL, "--out", "here/plan").stderr.splitlines()[-1] == "written to here/plan-2"
    run("solve", TUTORIAL, "--out", "here/plan")
    assert there("here") == ["plan", "plan-2", "plan-3"]
    assert Path("here/plan/manifest.json").read_bytes() == before


@pytest.mark.usefixtures("plan")
def test_replace_replaces_a_run_and_leaves_nothing_of_it() -> None:
    before = Path("plan/manifest.json").read_bytes()
    Path("plan/old.txt").write_text("old")
    assert run("solve", TUTORIAL, "--out", "plan", "--replace").exit_code == 0
    assert there() == ["plan"]
    assert "old.txt" not in there("plan")
    assert Path("plan/manifest.json").read_bytes() != before


def test_replace_where_there_is_nothing_to_replace() -> None:
    assert run("solve", TUTORIAL, "--out", "plan", "--replace").exit_code == 0
    assert there() == ["plan"]


def test_a_file_of_that_name_is_left_alone() -> None:
    Path("plan").write_text("a letter")
    run("solve", TUTORIAL, "--out", "plan")
    assert Path("plan").read_text() == "a letter"
    assert there() == ["plan", "plan-2"]


@pytest.mark.parametrize("name", ["Übung", "a'b; $d", "x" * 200])
def test_a_name_is_taken_as_it_is_given(name: str) -> None:
    assert run("solve", TUTORIAL, "--out", name).exit_code == 0
    assert there() == [name]
    assert run("verify", name).exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_only_its_owner_can_read_it() -> None:
    before = os.umask(0o022)
    try:
        run("solve", TUTORIAL, "--out", "made/plan")
    finally:
        os.umask(before)
    for place in [Path("made"), Path("made/plan"), Path("made/plan/inputs")]:
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    for file in Path("made/plan").rglob("*.*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("calls", [0, 1, 4])
def test_nothing_is_left_where_writing_fails(calls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full: after a few files, whichever they are."""
    write, written = edu_supply.runs._write, []

    def full(file: Path, content: bytes) -> str:
        if len(written) >= 8 * calls:
            raise OSError(28, "No space left on device")
        written.append(file)
        return write(file, content)

    monkeypatch.setattr(edu_supply.runs, "_write", full)
    result = run("solve", TUTORIAL, "--out", "here/plan")
    if calls < 4:
        assert result.exit_code == 2
        assert result.stderr.splitlines()[-1] == "cannot write the run folder plan: No space left on device"
        assert result.stdout == ""
        assert there("here") == []
    else:
        assert there("here") == ["plan"]


@pytest.mark.usefixtures("plan")
def test_a_failed_replacement_leaves_the_old_run(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Path("plan/manifest.json").read_bytes()

    def full(file: Path, content: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(edu_supply.runs, "_write", full)
    assert run("solve", TUTORIAL, "--out", "plan", "--replace").exit_code == 2
    assert there() == ["plan"]
    assert Path("plan/manifest.json").read_bytes() == before


def test_it_gives_nothing_away(tmp_path: Path) -> None:
    """No path, user or host name is in any file, or in what is said."""
    data = edited(tmp_path / "secret-place" / "dataset", "demand.csv", "180", "170")
    result = run("solve", data, "--model", MODELS / "doubled-tempo.toml", "--out", tmp_path / "runs-here" / "plan")
    assert result.exit_code == 0
    folder = tmp_path / "runs-here" / "plan"
    said = [result.output, *(file.read_text("utf-8") for file in folder.rglob("*.*"))]
    secrets = {str(tmp_path), str(ROOT), str(Path.home()), "secret-place", socket.gethostname()}
    user = getpass.getuser()
    if len(user) > 4:
        secrets.add(user)
    for text in said:
        for secret in secrets:
            assert secret not in text


@pytest.mark.usefixtures("plan")
def test_the_marking_is_in_the_run() -> None:
    assert '"marking": "NOTIONAL' in Path("plan/manifest.json").read_text("utf-8")
    assert "NOTIONAL" in Path("plan/inputs/settings.csv").read_text("utf-8")


@pytest.mark.usefixtures("plan")
def test_a_moved_and_renamed_run_is_still_a_run() -> None:
    shutil.move("plan", "elsewhere")
    result = run("verify", "elsewhere")
    assert result.exit_code == 0
    assert "elsewhere: 811 rows of 102 laws hold" in result.stdout


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("file", ["production.csv", "demand.csv", "inputs/lines.csv", "inputs/settings.csv"])
def test_one_byte_flipped(file: str) -> None:
    place = Path("plan", file)
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(bytes(content))
    result = run("verify", "plan")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"{file}: This file is not the one that the run wrote.")


@pytest.mark.usefixtures("plan")
def test_a_file_missing_and_a_file_too_many() -> None:
    Path("plan/stocks.csv").rename("plan/stock.csv")
    result = run("verify", "plan")
    assert result.exit_code == 2
    assert "stocks.csv" in result.stderr
    assert "stock.csv" in result.stderr


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("text", ["", "{", "[]", '{"status": "optimal"}', '{"status": "optimal", "files": 3}', "\xff"])
def test_a_manifest_that_is_none(text: str) -> None:
    Path("plan/manifest.json").write_text(text, encoding="latin-1")
    result = run("verify", "plan")
    assert result.exit_code == 2
    assert "This is not a run folder" in result.stderr


@pytest.mark.usefixtures("plan")
def test_a_manifest_that_points_elsewhere() -> None:
    """A file outside the run folder is not read, whatever the manifest says."""
    Path("secret.csv").write_text("a,b\n")
    manifest = Path("plan/manifest.json")
    manifest.write_text(manifest.read_text("utf-8").replace('"files": {', '"files": {"../secret.csv": "0",'))
    result = run("verify", "plan")
    assert result.exit_code == 2
    assert "This file of the run is missing" in result.stderr


FORMULA = '=HYPERLINK("x")'


def test_cells_that_could_be_formulas_stand_behind_an_apostrophe(tmp_path: Path) -> None:
    data = edited(tmp_path / "data", "lines.csv", "forging,PL-shells", "@forging,PL-shells")
    (data / "lines.csv").write_text((data / "lines.csv").read_text().replace("drones,UA-drones", "'drones,UA-drones"))
    result = run("solve", data, "--out", "plan")
    assert result.exit_code == 0, result.stderr
    lines = set(pd.read_csv("plan/production.csv")["line"])
    assert {"'@forging", "''drones"} <= lines
    assert run("verify", "plan").exit_code == 0
    plan, _ = edu_supply.read_run("plan")
    assert {"@forging", "'drones"} <= set(plan["production"]["line"])


@pytest.mark.parametrize("name", ["../../up", "..", "a/b", "con", "a\u202eb", "a\x1b[31mb", "-x", "~"])
def test_a_models_name_never_leads_elsewhere(name: str) -> None:
    """A hostile name is refused, or becomes a harmless folder in runs."""
    Path("hostile.toml").write_text(f"name = '''{name}'''\n", encoding="utf-8")
    result = run("solve", TUTORIAL, "--model", "hostile.toml")
    assert result.exit_code in (0, 2)
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output
    if result.exit_code == 0:
        [made] = there("runs")
        assert made not in ("..", "con")
    assert set(there()) <= {"hostile.toml", "runs"}


@pytest.mark.parametrize("name", ["a\u202e\x1b[31m\nb", "..."])
def test_a_datasets_name_is_harmless(name: str, tmp_path: Path) -> None:
    data = edited(tmp_path / "in" / name, "demand.csv", "180", "170")
    for command in ("check", "network", "solve"):
        result = run(command, data)
        assert result.exit_code == 0, result.stderr
        assert "\x1b" not in result.output
        assert "\u202e" not in result.output
        assert not [line for line in result.output.splitlines() if line.startswith("b")]
    [made] = there("runs")
    assert made.replace("-", "").isalnum()
    assert run("verify", f"runs/{made}").exit_code == 0


@pytest.mark.usefixtures("plan")
def test_inputs_are_written_as_people_type_them() -> None:
    assert Path("plan/inputs/lines.csv").read_text() == (TUTORIAL / "lines.csv").read_text()
