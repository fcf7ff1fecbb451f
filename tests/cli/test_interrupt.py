"""Ctrl-C and time limits on the European dataset: soon over, with the best plan in hand or none, nothing half done."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from .command import EUROPE, WITHOUT_PROCUREMENT, run, start

pytestmark = [
    pytest.mark.usefixtures("elsewhere"),
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="no such signals there"),
]
SOON_S = 30


@pytest.mark.parametrize("often", [1, 2], ids=["once", "twice"])
def test_ctrl_c(often: int) -> None:
    """Once: what is in hand is written, if only that nothing is done. Twice: out at once."""
    process = start("solve", EUROPE, "--model", WITHOUT_PROCUREMENT, "--gap", "0", "--out", "here/run")
    assert process.stderr is not None
    assert "relaxation" in process.stderr.readline()
    for _ in range(often):
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    began = time.monotonic()
    said, talk = process.communicate(timeout=120)
    assert time.monotonic() - began < SOON_S
    assert process.returncode == (0 if often == 1 else 3), talk
    assert "Traceback" not in talk
    assert "terminate" not in talk
    if Path("here").exists():
        assert not [name for name in os.listdir("here") if name.startswith(".")]
    if often == 1:
        manifest = json.loads(Path("here/run/manifest.json").read_text("utf-8"))
        assert manifest["ended"] == "interruption"
        assert manifest["status"] == "feasible"
        assert "interrupt" in said


def test_a_time_limit_before_the_first_plan() -> None:
    """What must be done is done, nothing else; that no plan costs less than nothing is all that is known."""
    result = run("solve", EUROPE, "--model", WITHOUT_PROCUREMENT, "--time-limit", "1", "--out", "run")
    assert result.exit_code == 0
    manifest = json.loads(Path("run/manifest.json").read_text("utf-8"))
    assert (manifest["status"], manifest["ended"]) == ("feasible", "time limit")
    assert (manifest["bound_eur"], manifest["gap"]) == (0, 1)
    assert "time limit" in result.stdout
