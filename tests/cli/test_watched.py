"""The process that works is watched over: whatever ends it becomes an exit code, and what people ask for reaches it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .command import ROOT, TUTORIAL

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there the work is done in the first process")

HEAD = f"""
import importlib.util, os, pty, signal, sys, time
spec = importlib.util.spec_from_file_location("watched", {str(ROOT / "edu_supply" / "cli" / "watched.py")!r})
watched = importlib.util.module_from_spec(spec)
spec.loader.exec_module(watched)
def say(*words):
    print(*words, flush=True)
"""
COUNTS = """
def work():
    count = []
    signal.signal(signal.SIGINT, lambda number, frame: count.append(number))
    say("ready", os.getpid())
    while not count:
        time.sleep(0.01)
    time.sleep(0.2)
    say("heard", len(count))
watched.watched(work)
"""


def script(body: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HEAD + body], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **settings},
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    said, talk = process.communicate(timeout=60)
    return process.returncode, said, talk


def is_there(pid: int) -> bool:
    return state(pid) not in ("", "Z")


def state(pid: int) -> str:
    """R, S, T, Z, ... as the system has it; blank where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


@pytest.mark.parametrize("code", [0, 1, 3])
def test_it_ends_as_the_work_ends(code: int) -> None:
    body = f"print('before', end=' ')\ndef work():\n say('once')\n sys.exit({code})\nwatched.watched(work)"
    assert ended(script(body)) == (code, "before once\n", "")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SIGSEGV", "edu-supply died (Segmentation fault), most likely within the solver: nothing is published\n"),
        ("SIGABRT", "edu-supply died (Aborted), most likely within the solver: nothing is published\n"),
        ("SIGKILL", "edu-supply died (Killed), most likely because memory ran out: nothing is published\n"),
    ],
)
def test_a_death_that_nobody_asked_for_is_said(name: str, said: str) -> None:
    assert ended(script(f"watched.watched(lambda: os.kill(os.getpid(), signal.{name}))")) == (4, "", said)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT"])
def test_a_death_that_was_asked_for_stays_one(name: str) -> None:
    process = script("def work():\n say(os.getpid())\n time.sleep(60)\nwatched.watched(work)")
    assert process.stdout is not None
    child = int(process.stdout.readline())
    process.send_signal(signal.Signals[name])
    assert ended(process) == (-signal.Signals[name], "", "")
    assert not is_there(child)


def test_ctrl_c_comes_once_from_another_process() -> None:
    process = script(COUNTS)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("ready")
    process.send_signal(signal.SIGINT)
    assert ended(process) == (0, "heard 1\n", "")


def test_ctrl_c_comes_once_from_the_terminal() -> None:
    body = f"""
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.executable, [sys.executable, "-c", {HEAD + COUNTS!r}])
said = b""
while b"ready" not in said:
    said += os.read(terminal, 1000)
os.write(terminal, b"\\x03")
while b"\\n" not in said.partition(b"heard")[2]:
    said += os.read(terminal, 1000)
print(said.decode().split("heard")[1].split()[0], os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""
    assert ended(script(body)) == (0, "1 0\n", "")


def test_ctrl_c_is_not_heard_where_it_is_switched_off() -> None:
    process = script(COUNTS.replace("watched.watched", "signal.signal(signal.SIGINT, signal.SIG_IGN)\nwatched.watched"))
    assert process.stdout is not None
    child = int(process.stdout.readline().split()[1])
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    os.kill(child, signal.SIGINT)
    assert ended(process) == (0, "heard 1\n", "")


def test_the_work_rests_while_the_watcher_does() -> None:
    process = script(COUNTS)
    assert process.stdout is not None
    child = int(process.stdout.readline().split()[1])
    process.send_signal(signal.SIGTSTP)
    until = time.monotonic() + 10
    while state(child) != "T":
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGCONT)
    process.send_signal(signal.SIGINT)
    assert ended(process) == (0, "heard 1\n", "")


def test_nothing_goes_on_when_the_watcher_is_killed() -> None:
    process = script("def work():\n say(os.getpid())\n time.sleep(60)\nwatched.watched(work)")
    assert process.stdout is not None
    child = int(process.stdout.readline())
    process.kill()
    assert ended(process) == (-signal.SIGKILL, "", "")
    until = time.monotonic() + 10
    while is_there(child):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_with_debugging_nothing_is_split_off() -> None:
    body = "first = os.getpid()\nwatched.watched(lambda: say(os.getpid() == first))"
    assert ended(script(body, EDU_SUPPLY_DEBUG="1")) == (0, "True\n", "")


def test_a_solver_that_takes_the_process_with_it_publishes_nothing(tmp_path: Path) -> None:
    body = f"""
import highspy, signal, sys, os
import edu_supply.cli
highspy.Highs.run = lambda self: os.kill(os.getpid(), signal.SIGSEGV)
sys.argv = ["edu-supply", "solve", {str(TUTORIAL)!r}, "--out", "here/run", "--quiet"]
edu_supply.cli.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", body], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "edu-supply died (Segmentation fault), most likely within the solver: nothing is published\n"
    assert not list(tmp_path.iterdir())
