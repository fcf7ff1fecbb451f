"""What the workers of a sweep are asked, and how they answer: the cost of a loss, or how long it is survived."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Floats, Ints
from edu_supply.outages.proofs import used_columns
from edu_supply.outages.stage import Answer, Stages
from edu_supply.outages.survival import Survival
from edu_supply.outages.tasks import Task, lost_in_the_window
from edu_supply.outages.undisturbed import Cost, Stressed, known_undisturbed
from edu_supply.plan import Plan


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

    @property
    def name(self) -> str:
        """What is asked, and of which asset."""
        return f"{self.what} of {self.task.name}"


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
