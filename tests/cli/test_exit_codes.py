"""Exit codes are a promise: 0 fine, 1 a finding, 2 bad usage or input, 3 no plan, 4 nothing that may be published."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import edu_supply.cli.shared
import edu_supply.planning.solve
from edu_supply.solving import SolverError
from edu_supply.verification import verify

from .command import MODELS, TUTORIAL, contradictory, edited, run

pytestmark = pytest.mark.usefixtures("elsewhere")


def never(*_: object, **__: object) -> None:
    raise AssertionError("this should have been refused before the solve")


def raises(error: BaseException) -> object:
    def solve(*_: object, **__: object) -> None:
        raise error

    return solve


@pytest.mark.parametrize("command", ["check", "network", "solve"])
def test_0_where_all_is_well(command: str) -> None:
    assert run(command, TUTORIAL).exit_code == 0


@pytest.mark.usefixtures("plan")
def test_0_verify() -> None:
    assert run("verify", "plan").exit_code == 0


def test_1_where_something_falls_short_and_that_was_asked_for() -> None:
    assert run("solve", TUTORIAL, "--fail-on", "shortage", "--out", "run").exit_code == 1
    assert Path("run", "manifest.json").exists()


def test_0_where_nothing_falls_short(tmp_path: Path) -> None:
    data = edited(tmp_path / "less", "demand.csv", "180", "100")
    assert run("solve", data, "--fail-on", "shortage").exit_code == 0


@pytest.mark.parametrize(("fail_on", "code"), [([], 0), (["--fail-on", "warning"], 1)])
def test_1_where_there_is_a_warning_and_that_was_asked_for(fail_on: list[str], code: int, tmp_path: Path) -> None:
    data = edited(tmp_path / "late", "lanes.csv", "rail,100,1", "rail,100,5")
    result = run("check", data, *fail_on)
    assert result.exit_code == code
    assert "lanes.csv:4 lead_periods" in result.stderr


def test_0_check_without_warnings() -> None:
    assert run("check", TUTORIAL, "--fail-on", "warning").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        [], ["frob"], ["check"], ["check", TUTORIAL, "--fail-on", "shortage"], ["solve", TUTORIAL, "--frob"],
        ["solve", TUTORIAL, "--gap", "2"], ["solve", TUTORIAL, "--gap", "nan"], ["solve", TUTORIAL, "--gap", "-0.1"],
        ["solve", TUTORIAL, "--gap", "small"], ["solve", TUTORIAL, "--time-limit", "0"],
        ["solve", TUTORIAL, "--time-limit", "inf"], ["solve", TUTORIAL, "--time-limit", "nan"],
        ["solve", TUTORIAL, "--threads", "-1"], ["solve", TUTORIAL, "--threads", "1.5"],
        ["solve", TUTORIAL, TUTORIAL], ["solve", TUTORIAL, "--out"], ["verify"],
    ],
    ids=lambda words: " ".join(map(str, words)).replace(str(TUTORIAL), "DATA") or "nothing",
)  # fmt: skip
def test_2_bad_usage(words: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edu_supply.cli.shared, "solve", never)
    result = run(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["check", "network", "solve"])
def test_2_bad_input(command: str, tmp_path: Path) -> None:
    data = edited(tmp_path / "wrong", "lanes.csv", "UA-drones,UA-front", "UA-drone,UA-front")
    result = run(command, data)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        'lanes.csv:5 origin "UA-drone": There is no such site. Did you mean "UA-drones"?',
        "1 error: nothing further was done",
    ]
    assert not Path("runs").exists()


def test_2_all_errors_at_once(tmp_path: Path) -> None:
    data = edited(tmp_path / "wrong", "lanes.csv", "UA-drones,UA-front", "UA-drone,UA-front")
    (data / "lines.csv").write_text((data / "lines.csv").read_text().replace("200,300", "200,-300"))
    (data / "bom.csv").write_text((data / "bom.csv").read_text().replace("charge", "chrage"))
    result = run("solve", data)
    assert result.exit_code == 2
    assert [line.partition(":")[0] for line in result.stderr.splitlines()[:-1]] == ["bom.csv", "lines.csv", "lanes.csv"]
    assert result.stderr.splitlines()[-1] == "3 errors: nothing further was done"


def test_2_warnings_stand_apart_from_errors(tmp_path: Path) -> None:
    data = edited(tmp_path / "wrong", "lanes.csv", "100,1", "100,-1")
    (data / "threats_old.csv").write_text("x")
    assert run("check", data).stderr.splitlines() == [
        'lanes.csv:4 lead_periods "-1": This is out of range. Allowed is 0 to 10000 periods.',
        "Beside the errors, warnings:",
        'threats_old.csv: No table has this name, so it is not read. Did you mean "threats.csv"?',
        "1 error: nothing further was done",
    ]


@pytest.mark.parametrize("place", ["nowhere", "plan.xlsx", str(MODELS / "baseline.toml"), str(TUTORIAL / "lanes.csv")])
def test_2_no_dataset(place: str) -> None:
    assert run("check", place).exit_code == 2


@pytest.mark.parametrize("name", [".", "..", "", "runs/.."])
def test_2_a_run_folder_needs_a_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edu_supply.cli.shared, "solve", never)
    result = run("solve", TUTORIAL, "--out", name)
    assert result.exit_code == 2
    assert result.stderr == "--out: give the run folder a name, such as runs/first\n"


def test_2_only_a_run_folder_is_replaced_and_that_is_said_before_the_solve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edu_supply.cli.shared, "solve", never)
    Path("mine").mkdir()
    Path("mine", "letter.txt").write_text("keep me")
    result = run("solve", TUTORIAL, "--out", "mine", "--replace")
    assert result.exit_code == 2
    assert "This is not a run folder" in result.stderr
    assert Path("mine", "letter.txt").read_text() == "keep me"


def test_2_a_folder_that_cannot_be_written_is_said_before_the_solve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edu_supply.cli.shared, "solve", never)
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    result = run("solve", TUTORIAL, "--out", "locked/run")
    assert result.exit_code == 2
    assert "choose another with --out" in result.stderr


@pytest.mark.parametrize("place", ["nowhere", str(TUTORIAL), str(TUTORIAL / "lanes.csv")])
def test_2_verify_what_is_no_run(place: str) -> None:
    result = run("verify", place)
    assert result.exit_code == 2
    assert "This is not a run folder" in result.stderr


def test_3_contradictory_data(tmp_path: Path) -> None:
    result = run("solve", contradictory(tmp_path / "data"), "--out", "run")
    assert result.exit_code == 3
    assert "no plan" in result.stdout
    assert "stocks.csv:2" in result.stdout
    assert "stocks.csv:2" in Path("run", "conflict.csv").read_text()
    assert run("verify", "run").exit_code == 3


def test_3_interrupted_with_nothing_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edu_supply.cli.shared, "solve", raises(KeyboardInterrupt()))
    result = run("solve", TUTORIAL)
    assert result.exit_code == 3
    assert result.stderr == "interrupted: there is no plan in hand\n"
    assert not Path("runs").exists()


def test_4_the_plan_fails_its_verification(monkeypatch: pytest.MonkeyPatch) -> None:
    def strict(dataset, tables, manifest):
        return verify(dataset, tables, {**manifest, "objective_eur": manifest["objective_eur"] + 1000})

    monkeypatch.setattr(edu_supply.planning.solve, "verify", strict)
    result = run("solve", TUTORIAL)
    assert result.exit_code == 4
    assert result.stdout == ""
    assert result.stderr.endswith("the plan failed its verification: nothing is published\n")
    assert len(result.stderr.splitlines()) >= 2
    assert not Path("runs").exists()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SolverError("HiGHS ended with: Solve error"), "the solver failed: HiGHS ended with: Solve error."),
        (MemoryError(), "out of memory"),
        (OSError(28, "No space left on device"), "cannot go on: No space left on device"),
        (ZeroDivisionError("division by zero"), "this is a fault of edu-supply, not of your data: ZeroDivisionError"),
    ],
)
def test_4_what_must_not_happen(error: Exception, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edu_supply.cli.shared, "solve", raises(error))
    result = run("solve", TUTORIAL)
    assert result.exit_code == 4
    assert result.stderr.startswith(said)
    assert len(result.stderr.splitlines()) == 1
    assert not Path("runs").exists()


def test_a_fault_shows_where_it_happened_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edu_supply.cli.shared, "solve", raises(ZeroDivisionError()))
    monkeypatch.setenv("EDU_SUPPLY_DEBUG", "1")
    assert isinstance(run("solve", TUTORIAL).exception, ZeroDivisionError)


@pytest.mark.usefixtures("plan")
def test_4_a_run_whose_plan_does_not_hold() -> None:
    """Somebody changed a plan, and its SHA-256 with it."""
    import hashlib
    import json

    table = Path("plan", "production.csv")
    table.write_text(table.read_text().replace("240,24000", "250,25000", 1))
    manifest = json.loads(Path("plan", "manifest.json").read_text("utf-8"))
    manifest["files"]["production.csv"] = hashlib.sha256(table.read_bytes()).hexdigest()
    Path("plan", "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    result = run("verify", "plan")
    assert result.exit_code == 4
    assert result.stdout == ""
    assert "plan does not hold" in result.stderr
