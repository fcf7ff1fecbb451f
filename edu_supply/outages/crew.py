"""Who solves: this process alone, or several; a worker that is lost is replaced and loses nothing."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Literal, Protocol

import numpy as np

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Floats, Ints
from edu_supply.outages.proofs import used_columns
from edu_supply.outages.stage import Answer, Stages
from edu_supply.outages.survival import Survival
from edu_supply.outages.tasks import Task, lost_in_the_window
from edu_supply.outages.undisturbed import Cost, Stressed, known_undisturbed
from edu_supply.plan import Plan
from edu_supply.solving import SolverError

TRIES = 3
"""So many workers may be lost over one job before it is given up."""


@dataclass(frozen=True)
class Job:
    """What a worker is asked: the cost of a loss, or how long it is survived (known to be ``least`` to ``most``).

    ``near`` is the name of a solved loss that takes less: its basis, where the worker has it, is good to begin with.
    """

    what: Literal["loss", "survival"]
    task: Task
    least: int = 0
    most: int = 0
    near: str = ""


@dataclass(frozen=True)
class Done:
    """What a worker answers: the cost, or the periods; and the columns used by each of the operations it found."""

    job: Job
    seconds: float
    used: tuple[bytes, ...]
    cost: Cost | None = None
    periods: int = 0


@dataclass(frozen=True)
class Setting:
    """All that a worker needs to know: what is stressed, from when on losses come, and the undisturbed operations."""

    dataset: Dataset
    plan: Plan
    stranded: bool
    shared: frozenset[int]
    undisturbed: Floats

    def solver(self) -> JobSolver:
        stressed = Stressed.of(self.dataset, self.plan, stranded=self.stranded)
        return JobSolver(Stages(stressed, known_undisturbed(stressed, self.undisturbed), self.shared))


class JobSolver:
    """Answers jobs one after the other, with everything in memory."""

    def __init__(self, stages: Stages):
        self.stages = stages
        self.survival = Survival(stages)
        self._bases: dict[str, Any] = {}

    def do(self, job: Job) -> Done:
        began = time.process_time()
        if job.what == "loss":
            lost = lost_in_the_window(self.stages, job.task)
            answer = self._lost(job, lost)
            shown = (packed_bits(used_columns(answer.values)),)
            return Done(job, time.process_time() - began, shown, answer.cost)
        periods, proofs = self.survival.time_to_survive(job.task, job.least, job.most)
        used = tuple(packed_bits(used_columns(values)) for values in proofs)
        return Done(job, time.process_time() - began, used, periods=periods)

    def _lost(self, job: Job, lost: Ints | None) -> Answer:
        if lost is None:
            return self.stages.solve(job.task.losses)
        answer, basis = self.stages.without(lost, job.task.start, self._bases.get(job.near))
        self._bases[job.task.name] = basis
        return answer


def packed_bits(used: np.ndarray) -> bytes:
    return np.packbits(used).tobytes()


def unpacked_bits(used: bytes, size: int) -> np.ndarray:
    return np.unpackbits(np.frombuffer(used, np.uint8), count=size).astype(bool)


class Crew(Protocol):
    """Whoever solves: takes jobs while there is room, and gives back what is done."""

    @property
    def room(self) -> int:
        """How many more jobs can be given now."""

    @property
    def busy(self) -> int:
        """How many jobs are not done yet."""

    def give(self, job: Job) -> None:
        """Give a job."""

    def take(self) -> Done:
        """Wait for a job that is done."""

    def close(self) -> None:
        """No more jobs."""


class Alone:
    """This process."""

    def __init__(self, solver: JobSolver):
        self._solver = solver
        self._jobs: deque[Job] = deque()

    @property
    def room(self) -> int:
        return 1 - len(self._jobs)

    @property
    def busy(self) -> int:
        return len(self._jobs)

    def give(self, job: Job) -> None:
        self._jobs.append(job)

    def take(self) -> Done:
        return self._solver.do(self._jobs.popleft())

    def close(self) -> None:
        self._jobs.clear()


@dataclass
class _Worker:
    process: BaseProcess
    line: Connection
    job: Job | None = None


class Workers:
    """Processes of their own, started afresh (a fork of a threaded solver hangs)."""

    def __init__(self, setting: Setting, number: int):
        self._setting = setting
        self._context = multiprocessing.get_context("spawn")
        self._again: deque[Job] = deque()
        self._tries: dict[tuple[str, str], int] = {}
        self._workers = [self._hire() for _ in range(number)]

    def _hire(self) -> _Worker:
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

    def give(self, job: Job) -> None:
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

    def take(self) -> Done:
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

    def _replace(self, worker: _Worker) -> None:
        """Somebody else does what a lost worker was at."""
        job = worker.job
        assert job is not None
        self._tries[job.what, job.task.name] = self._tries.get((job.what, job.task.name), 0) + 1
        if self._tries[job.what, job.task.name] >= TRIES:
            raise SolverError(f"{TRIES} workers were lost over {job.task.name}")
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


def _work(line: Connection, setting: Setting) -> None:
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
