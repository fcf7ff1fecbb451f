"""Who solves: this process alone, or several; a worker that is lost is replaced and loses nothing."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, Protocol, TypeVar

from edu_supply.solving import SolverError

TRIES = 3
"""So many workers may be lost over one job before it is given up."""


class Named(Protocol):
    """A job: what is asked, under a name of its own."""

    @property
    def name(self) -> str:
        """The name."""


Asked = TypeVar("Asked", bound=Named)
Answered = TypeVar("Answered")
Asks = TypeVar("Asks", bound=Named, contravariant=True)
Answers = TypeVar("Answers", covariant=True)


class Solves(Protocol[Asks, Answers]):
    """Answers jobs one after the other."""

    def do(self, job: Asks) -> Answers:
        """The answer to a job."""


class Setting(Protocol[Asks, Answers]):
    """All that a worker needs to know to begin."""

    def solver(self) -> Solves[Asks, Answers]:
        """Whoever answers jobs there."""


class Crew(Protocol[Asks, Answers]):
    """Whoever solves: takes jobs while there is room, and gives back what is done."""

    @property
    def room(self) -> int:
        """How many more jobs can be given now."""

    @property
    def busy(self) -> int:
        """How many jobs are not done yet."""

    def give(self, job: Asks) -> None:
        """Give a job."""

    def take(self) -> Answers:
        """Wait for a job that is done."""

    def close(self) -> None:
        """No more jobs."""


class Alone(Generic[Asked, Answered]):
    """This process."""

    def __init__(self, solver: Solves[Asked, Answered]):
        self._solver = solver
        self._jobs: deque[Asked] = deque()

    @property
    def room(self) -> int:
        return 1 - len(self._jobs)

    @property
    def busy(self) -> int:
        return len(self._jobs)

    def give(self, job: Asked) -> None:
        self._jobs.append(job)

    def take(self) -> Answered:
        return self._solver.do(self._jobs.popleft())

    def close(self) -> None:
        self._jobs.clear()


@dataclass
class _Worker(Generic[Asked]):
    process: BaseProcess
    line: Connection
    job: Asked | None = None


class Workers(Generic[Asked, Answered]):
    """Processes of their own, started afresh (a fork of a threaded solver hangs)."""

    def __init__(self, setting: Setting[Asked, Answered], number: int):
        self._setting = setting
        self._context = multiprocessing.get_context("spawn")
        self._again: deque[Asked] = deque()
        self._tries: dict[str, int] = {}
        self._workers = [self._hire() for _ in range(number)]

    def _hire(self) -> _Worker[Asked]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, self._setting), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    @property
    def room(self) -> int:
        return sum(worker.job is None for worker in self._workers) - len(self._again)

    @property
    def busy(self) -> int:
        return sum(worker.job is not None for worker in self._workers) + len(self._again)

    def give(self, job: Asked) -> None:
        self._again.append(job)
        self._hand_out()

    def _hand_out(self) -> None:
        for place, worker in enumerate(self._workers):
            while self._again and self._workers[place].job is None:
                worker = self._workers[place]
                worker.job = self._again.popleft()
                try:
                    worker.line.send(worker.job)
                except (BrokenPipeError, ConnectionResetError):
                    self._replace(worker)

    def take(self) -> Answered:
        while True:
            lines = {worker.line: worker for worker in self._workers if worker.job is not None}
            for line in wait(list(lines)):
                worker = lines[line]  # type: ignore[index]
                try:
                    done = worker.line.recv()
                except (EOFError, ConnectionResetError):
                    self._replace(worker)
                    self._hand_out()
                    continue
                if isinstance(done, str):
                    raise SolverError(done)
                worker.job = None
                self._hand_out()
                return done  # type: ignore[no-any-return]

    def _replace(self, worker: _Worker[Asked]) -> None:
        """Somebody else does what a lost worker was at."""
        job = worker.job
        assert job is not None
        self._tries[job.name] = self._tries.get(job.name, 0) + 1
        if self._tries[job.name] >= TRIES:
            raise SolverError(f"{TRIES} workers were lost over the {job.name}")
        worker.line.close()
        worker.process.join()
        self._again.appendleft(job)
        self._workers[self._workers.index(worker)] = self._hire()

    def close(self) -> None:
        for worker in self._workers:
            worker.line.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()


def _work(line: Connection, setting: Setting[Any, Any]) -> None:
    """A worker's life: jobs come down the line until it is closed. Ctrl-C is for whoever hired it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        solver = setting.solver()
        while True:
            line.send(solver.do(line.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except SolverError as error:
        line.send(str(error))
