"""The command spof: its columns, its exit codes, and what Ctrl-C leaves."""

from __future__ import annotations

import json
import signal
import stat
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

import edu_supply
from edu_supply.plan import OUTAGE_TABLES

from .command import EUROPE, MARKING, TUTORIAL, WITHOUT_PROCUREMENT, contradictory, edited, run, start

COLUMNS = """rank kind target country structural self loss_eur short_eur money_eur short_units worst_product fill_rate
start duration undisturbed_eur time_to_survive_periods recovery_periods gap_periods how""".split()  # noqa: SIM905

pytestmark = pytest.mark.usefixtures("elsewhere")


def spof(*words: object):
    return run("spof", TUTORIAL, "--plan", "plan", "--out", "stress", *words)


def test_a_sweep_of_a_plan(plan):
    result = spof("--duration", 2)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(MARKING)
    assert result.stdout.rstrip().endswith(MARKING)
    assert "line filling" in result.stdout
    table = pd.read_csv("stress/spof.csv")
    assert list(table)[: len(COLUMNS)] == COLUMNS
    assert list(table) == list(OUTAGE_TABLES["spof"])
    ranked = table[table["self"] == 0]
    assert ranked["rank"].tolist() == list(range(1, len(ranked) + 1))
    assert ranked["loss_eur"].is_monotonic_decreasing
    assert table[table["self"] == 1]["rank"].isna().all()
    manifest = json.loads(Path("stress/manifest.json").read_text("utf-8"))
    assert (manifest["kind"], manifest["status"], manifest["plan"]) == ("spof", "done", "plan")
    assert sum(manifest["how"].values()) == len(table)
    assert stat.S_IMODE(Path("stress/spof.csv").stat().st_mode) == 0o600
    assert sorted(one.name for one in Path().iterdir()) == ["plan", "stress"]
    found, _ = edu_supply.read_outages("stress")
    assert found["spof"]["time_to_survive_periods"].tolist() == table["time_to_survive_periods"].tolist()
    assert spof("--top", 1).exit_code == 0
    assert Path("stress-2/spof.csv").exists()


def test_without_a_plan_one_is_solved_and_written_beside():
    result = run("spof", TUTORIAL, "--kinds", "mode", "--no-survival", "--duration", 1)
    assert result.exit_code == 0, result.stderr
    assert run("verify", "runs/tutorial").exit_code == 0
    table = pd.read_csv("runs/tutorial-spof/spof.csv")
    assert table["target"].tolist() == ["road", "rail"]
    assert table["time_to_survive_periods"].isna().all()


@pytest.mark.parametrize(
    ("asked", "code"),
    [("gap", 1), ("structural", 1), ("shortage:100", 1), ("shortage:1e12", 0), ("units:10", 1), ("units:1e9", 0)],
)
def test_fail_on(plan, asked, code):
    assert spof("--kinds", "site,mode", "--duration", 2, "--fail-on", asked).exit_code == code


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kinds", "weather"), "'weather' is no kind of asset"), (("--kinds", ","), "give one or more of"),
        (("--fail-on", "much"), "write structural, gap, shortage:EUR or units:N"),
        (("--fail-on", "units:-1"), "write structural"), (("--start", 5), "the horizon has 4 periods"),
        (("--duration", 0), "should be greater than or equal to 1"),
        (("--plan", "nowhere"), "This is not a run folder"),
    ],
)  # fmt: skip
def test_bad_usage(plan, words, said):
    result = spof(*words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert not Path("stress").exists()


def test_a_plan_of_other_data(plan):
    other = edited(Path("other"), "expansions.csv", "second-press", "third-press")
    result = run("spof", other, "--plan", "plan")
    assert result.exit_code == 2
    assert 'It has the expansion "second-press", which the data have not.' in result.stderr
    other = edited(Path("dearer"), "lines.csv", "240,100", "240,101")
    result = run("spof", other, "--plan", "plan", "--kinds", "mode")
    assert result.exit_code == 0
    assert "was made from other tables (lines)" in result.stderr


def test_a_run_of_spof_is_no_plan(plan):
    assert spof("--kinds", "mode", "--no-survival").exit_code == 0
    for words in (("verify", "stress"), ("spof", TUTORIAL, "--plan", "stress")):
        result = run(*words)
        assert result.exit_code == 2
        assert "This is not a run of solve. It is a run of spof." in result.stderr


def test_a_minimum_that_the_plan_cannot_keep(plan):
    result = run("spof", contradictory(Path("more")), "--plan", "plan")
    assert result.exit_code == 3
    assert "some hard minimum stock cannot be kept" in result.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on():
    model = ("--model", WITHOUT_PROCUREMENT)
    assert run("solve", EUROPE, *model, "--gap", "0.1", "--out", "plan", "--quiet").exit_code == 0
    words = ("spof", EUROPE, *model, "--plan", "plan", "--out", "stress", "--kinds", "site", "--no-survival")
    process = start(*words)
    journal = Path(".stress.sweep")
    while process.poll() is None and not (journal.exists() and journal.read_text("utf-8").count('"solved"') > 3):
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=120)
    assert process.returncode == 3
    assert "losses are known and kept. Run the same command again to go on" in talk
    assert not Path("stress").exists()
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    known = journal.read_text("utf-8").count('"losses"')
    result = run(*words)
    assert result.exit_code == 0
    assert known > 3
    assert not journal.exists()
    assert len(pd.read_csv("stress/spof.csv")) == len(edu_supply.read(EUROPE)["sites"])
