"""stdout is the result, stderr the talk; the marking stands on what is shown; nothing is wider than the terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import edu_supply

from .command import EUROPE, MARKING, MODELS, TUTORIAL, contradictory, edited, run, start

pytestmark = pytest.mark.usefixtures("elsewhere")


@pytest.mark.parametrize(
    ("command", "data"),
    [("check", TUTORIAL), ("network", TUTORIAL), ("solve", TUTORIAL), ("check", EUROPE), ("network", EUROPE)],
    ids=["check", "network", "solve", "check europe", "network europe"],
)
def test_the_marking_stands_at_head_and_foot(command: str, data: Path) -> None:
    said = run(command, data).stdout.splitlines()
    assert said[0] == said[-1] == MARKING


def test_the_marking_stands_on_what_verify_and_a_failed_solve_say(tmp_path: Path) -> None:
    run("solve", TUTORIAL, "--out", "run")
    no_plan = run("solve", contradictory(tmp_path / "data")).stdout.splitlines()
    verified = run("verify", "run").stdout.splitlines()
    for said in (no_plan, verified):
        assert said[0] == said[-1] == MARKING


def test_no_marking_no_line(tmp_path: Path) -> None:
    data = edited(tmp_path / "data", "settings.csv", f'marking,"{MARKING}"\n', "")
    assert run("check", data).stdout == "data: 32 rows in 12 tables, 4 periods: no errors, no warnings\n"


def test_warnings_and_where_the_run_is_are_talk(tmp_path: Path) -> None:
    data = edited(tmp_path / "data", "lanes.csv", "rail,100,1", "rail,100,5")
    result = run("solve", data)
    first, warning, last, *_ = result.stderr.splitlines()
    assert first == last == MARKING
    assert warning.startswith("lanes.csv:4")
    assert "lanes.csv:4" not in result.stdout
    assert "written to" in result.stderr
    assert "written to" not in result.stdout


def test_optimal_is_never_said_without_the_gap() -> None:
    said = run("solve", TUTORIAL).stdout
    assert "%" in said
    for line in said.splitlines():
        if "optimal" in line.casefold():
            assert "%" in line
            assert "EUR" in line


@pytest.mark.parametrize("data", [TUTORIAL, EUROPE], ids=["tutorial", "europe"])
def test_the_network_fits_eighty_columns(data: Path) -> None:
    assert max(map(len, run("network", data).stdout.splitlines())) <= 80


def test_the_summary_fits_eighty_columns() -> None:
    assert max(map(len, run("solve", TUTORIAL).stdout.splitlines())) <= 80


@pytest.mark.slow
def test_the_summary_of_europe_fits_eighty_columns() -> None:
    result = run("solve", EUROPE, "--model", MODELS / "baseline.toml")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert result.stdout.splitlines()[0] == result.stdout.splitlines()[-1] == MARKING


def test_version() -> None:
    assert run("--version").stdout == f"edu-supply {edu_supply.__version__}\n"


def test_quiet_is_quiet() -> None:
    assert run("solve", TUTORIAL, "--quiet").stderr == "written to runs/tutorial\n"


def test_time_limit_and_gap_are_in_the_manifest() -> None:
    import json

    run("solve", TUTORIAL, "--gap", "0", "--time-limit", "30", "--threads", "1", "--out", "run")
    said = json.loads(Path("run/manifest.json").read_text("utf-8"))["solver"]
    assert said == {"gap": 0.0, "time_limit_s": 30.0, "threads": 1}


def test_options_go_before_the_model_file() -> None:
    import json

    Path("own.toml").write_text("[solver]\ngap = 0.5\ntime_limit_s = 7\nthreads = 2\n")
    run("solve", TUTORIAL, "--model", "own.toml", "--gap", "0.25", "--out", "run")
    said = json.loads(Path("run/manifest.json").read_text("utf-8"))["solver"]
    assert said == {"gap": 0.25, "time_limit_s": 7.0, "threads": 2}


@pytest.mark.parametrize("command", ["check", "network"])
def test_a_model_file_applies_to_every_command(command: str) -> None:
    Path("three.toml").write_text("periods = 3\n")
    said = run(command, TUTORIAL, "--model", "three.toml").stdout
    assert "3 periods" in said or "3 months" in said


def test_exports_are_written_and_never_over_another_file() -> None:
    assert run("network", TUTORIAL, "--graphml", "g.graphml", "--geojson", "g.geojson").exit_code == 0
    assert sorted(file.name for file in Path().glob("g*")) == ["g-bom.graphml", "g.geojson", "g.graphml"]
    before = Path("g.geojson").read_bytes()
    result = run("network", TUTORIAL, "--geojson", "g.geojson")
    assert result.exit_code == 2
    assert result.stderr == "cannot write g.geojson: File exists\n"
    assert Path("g.geojson").read_bytes() == before


def test_a_plain_locale_is_no_error() -> None:
    """Whatever the terminal cannot show is replaced, not a crash."""
    Path("data").mkdir()
    for file in TUTORIAL.glob("*.csv"):
        text = file.read_text(encoding="utf-8").replace("Border depot", "Übergabe – Süd")
        Path("data", file.name).write_text(text.replace("NOTIONAL", "FIKTIV Ü"), encoding="utf-8")
    process = start("solve", "data", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="")
    said, talk = process.communicate(timeout=120)
    assert process.returncode == 0, talk
    assert "830,320" in said
    assert "Traceback" not in talk


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes there")
def test_a_reader_that_goes_away_is_no_error() -> None:
    """As in ``edu-supply network data/europe | head -1``."""
    process = start("network", EUROPE)
    assert process.stdout is not None
    process.stdout.close()
    _, talk = process.communicate(timeout=120)
    assert (process.returncode, talk) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_at_the_other_end_is_said() -> None:
    import os
    import subprocess

    from .command import ROOT

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "edu_supply", "network", TUTORIAL], stdout=full, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
    assert done.returncode == 4
    assert done.stderr == "cannot go on: No space left on device\n"
