"""Ctrl-C while a plan is sought: the best plan in hand is given out, verified, and the process ends well."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

SCRIPT = """
import json, sys
import edu_supply
heard = []
def progress(one):
    if not heard and one.objective is not None:
        print("heard", flush=True)
        heard.append(one)
plan = edu_supply.solve(edu_supply.read("tests/cases/fcnet-p50x288"), gap=0, progress=progress)
manifest = plan.manifest
print(json.dumps([plan.status, manifest["ended"], manifest["gap"] > 0, manifest["verification"]["ok"]]))
"""


def test_ctrl_c_gives_the_best_plan_in_hand() -> None:
    # fcnet-p50x288 takes several times as long as it is given here.
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "heard\n"
        process.send_signal(signal.SIGINT)
        said, wrong = process.communicate(timeout=60)
    assert (process.returncode, wrong) == (0, "")
    assert said == '["feasible", "interruption", true, true]\n'
