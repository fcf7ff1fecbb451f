"""Works the queue off: each job is a process of its own, which goes on if the server dies, and is found again after it.

A job's process holds a lock on the file into which it talks, as long as it lives. So whoever comes after a crash can
tell a job that goes on, which is followed to its end, from one that ended: what it wrote counts, or it is interrupted.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

from edu_supply.problems import DataError, grouped
from edu_supply.runs import read_manifest
from edu_supply.serving.alive import hold, is_alive
from edu_supply.serving.queue import Job, Queue, State
from edu_supply.serving.words import words
from edu_supply.serving.workspace import AbsentError, Workspace
from edu_supply.solving.race import cores

LOOK_S = 0.2
"""A process is looked at so often (seconds)."""

MOST_SAID = 40
"""So many of a job's last lines are kept."""

_PROGRESS = re.compile(r" *[0-9,]+ s  ")
_WRITTEN = re.compile(r"^written to (?:.*/)?([^/]+)$", re.MULTILINE)


class Runner:
    """Starts what waits, at most ``workers`` at once; stops what is asked to stop."""

    def __init__(self, queue: Queue, workspace: Workspace, workers: int):
        self.queue, self.workspace, self.workers = queue, workspace, workers
        self._wake = threading.Condition()
        self._ending = False
        self._threads: list[threading.Thread] = []
        self._left: list[Job] = []
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Find out what became of jobs that ran when the server died, then begin with those that wait."""
        for job in self.queue.in_state("running"):
            if is_alive(self.log(job.id)):
                self._left.append(job)
            else:
                self._end(job, None)
        self._threads = [threading.Thread(target=self._work, name=f"jobs {number}") for number in range(self.workers)]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There is something new to do."""
        with self._wake:
            self._wake.notify_all()

    def cancel(self, number: int) -> None:
        """Ask a job for its best plan so far, as Ctrl-C does; asked again, it ends without."""
        job = self.queue.stop(number)
        if job is not None and job.state == "running":
            self._signal(job, signal.SIGINT if job.stops == 1 else signal.SIGTERM)

    def end(self) -> None:
        """The server ends: what runs is interrupted and can be started again, what waits goes on waiting."""
        self._ending = True
        for job in self.queue.in_state("running"):
            self._signal(job, signal.SIGTERM)
        self.wake()
        for thread in self._threads:
            thread.join(timeout=10)

    def log(self, number: int) -> Path:
        """The file into which a job talks."""
        return self.workspace.area / "talk" / f"{number}.txt"

    def progress(self, number: int) -> str:
        """How far a job is, in its own words."""
        lines = _lines(self.log(number))
        return next((line.strip() for line in reversed(lines) if _PROGRESS.match(line)), "")

    def _signal(self, job: Job, number: signal.Signals) -> None:
        """A signal to the process of a job, if that is sure to be still its process."""
        process = self._processes.get(job.id)
        if process is not None:
            process.send_signal(number)
        elif job.pid and is_alive(self.log(job.id)):
            os.kill(job.pid, number)

    def _work(self) -> None:
        while not self._ending:
            job = self._next()
            if job is None:
                with self._wake:
                    self._wake.wait(timeout=1)
            elif job.pid:
                self._follow(job, None)
            else:
                self._begin(job)

    def _next(self) -> Job | None:
        with self._wake:
            return self._left.pop() if self._left else self.queue.take()

    def _begin(self, job: Job) -> None:
        scratch = self.workspace.area / "inputs" / str(job.id)
        try:
            threads = max(1, cores() // self.workers) if self.workers > 1 else 0
            said = words(job.kind, job.wanted, self.workspace, scratch, threads)
            process = self._process(job.id, said)
        except (AbsentError, DataError, OSError) as error:
            told = "\n".join(grouped(error.problems)) if isinstance(error, DataError) else str(error)
            self.queue.end(job.id, "failed", told if not isinstance(error, OSError) else "It could not be started.")
            return
        self._processes[job.id] = process
        self.queue.started(job.id, process.pid)
        if (self.queue.get(job.id) or job).stops:
            self._signal(job, signal.SIGINT)
        self._follow(job, process)
        shutil.rmtree(scratch, ignore_errors=True)

    def _process(self, number: int, said: list[str]) -> subprocess.Popen[bytes]:
        """The command in a process group of its own, talking into a file that it holds locked."""
        log = self.log(number)
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        package = str(Path(__file__).parents[2])
        paths = os.pathsep.join(one for one in (package, os.environ.get("PYTHONPATH", "")) if one)
        environment = {**os.environ, "EDU_SUPPLY_EVERY_S": "1", "PYTHONPATH": paths}
        with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as talk:
            hold(talk)
            command = [sys.executable, "-P", "-m", "edu_supply", *said]
            return subprocess.Popen(  # noqa: S603 - our own program, without a shell
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=talk, env=environment,
                cwd=self.workspace.folder, start_new_session=True,
            )  # fmt: skip

    def _follow(self, job: Job, process: subprocess.Popen[bytes] | None) -> None:
        pause = threading.Event()
        while (process.poll() is None) if process else is_alive(self.log(job.id)):
            pause.wait(LOOK_S)
        self._processes.pop(job.id, None)
        self._end(self.queue.get(job.id) or job, process.returncode if process else None)

    def _end(self, job: Job, code: int | None) -> None:
        """What came of a job, from its exit code, if that is known, and what it said."""
        lines = _lines(self.log(job.id))
        written = _WRITTEN.findall("\n".join(lines))
        told = "\n".join(line for line in lines if not _PROGRESS.match(line))
        run = written[-1] if written and (self.workspace.runs / written[-1] / "manifest.json").is_file() else ""
        self.queue.end(job.id, self._state(job, run, code), told, run)

    def _state(self, job: Job, run: str, code: int | None) -> State:
        if run:
            status = read_manifest(self.workspace.runs / run)["status"]
            return "no plan" if status == "no plan" else "stopped" if job.stops else "done"
        if job.stops:
            return "cancelled"
        return "interrupted" if code is None or self._ending else "failed"


def _lines(log: Path) -> list[str]:
    try:
        return log.read_text("utf-8", errors="replace").splitlines()[-MOST_SAID:]
    except FileNotFoundError:
        return []
