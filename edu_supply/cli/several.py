"""Several solves at once, each in a process of its own, so that one that fails or dies stops no other."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

import typer

from edu_supply.cli.shared import NO_PLAN, in_words, stopped_by_ctrl_c
from edu_supply.cli.talk import Voice, talk
from edu_supply.cli.watched import FAILED
from edu_supply.plan import Plan
from edu_supply.solving import Progress, Stop

Work = Callable[[Voice, Plan | None], tuple[int, Plan, Path]]
"""What one process does, from a plan to begin with: exit code, plan and run folder."""


@dataclass(frozen=True)
class Job:
    """A piece of work with its name; it is sent to another process."""

    name: str
    work: Work


@dataclass(frozen=True)
class Done:
    """What came of a job: exit code, what was said on the way, and where there is one, the plan and its run folder."""

    name: str
    code: int
    said: str = ""
    plan: Plan | None = None
    folder: Path | None = None


@dataclass
class _Running:
    number: int
    job: Job
    process: BaseProcess
    line: Connection


def several(jobs: Sequence[Job], workers: int, voice: Voice) -> list[Done]:
    """Do all jobs, so many at once; what each said is passed on when it is done.

    The latest plan is the next one's start. Ctrl-C ends those that run as it ends a solve, with the best plan in hand,
    and begins no more.
    """
    waiting, running, stop = deque(enumerate(jobs)), list[_Running](), Stop()
    done: dict[int, Done] = {}
    began = time.monotonic()
    start: Plan | None = None
    with stopped_by_ctrl_c(stop):
        while running or (waiting and not stop.interrupted):
            while waiting and len(running) < workers and not stop.interrupted:
                running.append(_begin(*waiting.popleft(), start))
            for line in wait([one.line for one in running], 0.2):
                one = next(one for one in running if one.line is line)
                heard = _heard(one)
                if isinstance(heard, Progress):
                    phase, seconds = f"{one.job.name}, {heard.phase}", time.monotonic() - began
                    voice.hear(Progress(seconds, heard.objective, heard.bound, phase))
                    continue
                running.remove(one)
                voice.done()
                for said in heard.said.splitlines():
                    talk(f"{heard.name}: {said}")
                done[one.number] = heard
                start = heard.plan if heard.plan is not None and heard.plan.chosen else start
    for number, job in waiting:
        done[number] = Done(job.name, NO_PLAN)
        talk(f"{job.name}: not begun, for the solve was interrupted")
    return [done[number] for number in range(len(jobs))]


def _begin(number: int, job: Job, start: Plan | None) -> _Running:
    """A process started afresh (a fork of a threaded solver hangs)."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(job, start, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Running(number, job, process, ours)


def _heard(one: _Running) -> Progress | Done:
    """The next thing that a process says: how far it is, or its end, however it ended."""
    try:
        heard: Progress | Done = one.line.recv()
    except (EOFError, OSError):
        one.process.join()
        code = one.process.exitcode or 0
        how = signal.strsignal(-code) if code < 0 else f"code {code}"
        heard = Done(one.job.name, FAILED, f"the solver died ({how}): nothing is published")
    if isinstance(heard, Done):
        one.line.close()
        one.process.join()
    return heard


class _Line(Voice):
    """Sends how far a solve is to the process that asked for it."""

    def __init__(self, line: Connection):
        super().__init__(quiet=False)
        self._line = line

    def hear(self, progress: Progress) -> None:
        self._line.send(progress)

    def done(self) -> None:
        """Nothing of it stands on a terminal."""


def _work(job: Job, start: Plan | None, line: Connection) -> None:
    """In the process: do the job, and send what came of it, with all that was said on the way."""
    said = io.StringIO()
    code, plan, folder = FAILED, None, None
    with redirect_stderr(said):
        try:
            with in_words():
                code, plan, folder = job.work(_Line(line), start)
        except typer.Exit as end:
            code = end.exit_code
    line.send(Done(job.name, code, said.getvalue(), plan, folder))
    line.close()
    sys.stdout.flush()
    os._exit(0)  # a solver that was left behind would abort Python's own end
