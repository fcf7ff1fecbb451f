"""What the workers of a sizing are asked, and how they answer: what a world lacks at a point, or what is short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

from edu_supply.dataset import Dataset
from edu_supply.model import build_model
from edu_supply.network.parts import Floats
from edu_supply.outages.crew import Crew, Named
from edu_supply.outages.tasks import Task
from edu_supply.outages.undisturbed import Stressed
from edu_supply.plan import Plan
from edu_supply.solving import Stop
from edu_supply.stockpiles.check import Checks, Finding, Least, Point
from edu_supply.stockpiles.yardstick import Yardstick


@dataclass(frozen=True)
class Job:
    """A question about a threat (its number) at a point: what is lacking there, or what falls short in the cheapest
    operations, or in the cheapest that survive it."""

    what: Literal["lacking", "cheapest", "surviving"]
    threat: int
    task: Task
    point: Point

    @property
    def name(self) -> str:
        """What is asked, and of which threat."""
        return f"{self.what} of {self.task.name}"


@dataclass(frozen=True)
class Done:
    """The answer: what is lacking, or what the cheapest operations are."""

    threat: int
    finding: Finding | None = None
    least: Least | None = None


class JobSolver:
    """Answers jobs one after the other, with everything in memory."""

    def __init__(self, checks: Checks):
        self._checks = checks

    def do(self, job: Job) -> Done:
        """The answer to a job."""
        if job.what == "lacking":
            return Done(job.threat, finding=self._checks.check(job.task, job.point))
        least = self._checks.least(job.task, job.point, limited=job.what == "surviving")
        return Done(job.threat, least=least)


@dataclass(frozen=True)
class Setting:
    """All that a worker needs to know: what is stressed, and what falls short in the undisturbed world."""

    dataset: Dataset
    plan: Plan
    stranded: bool
    short: Floats
    settle: int

    def solver(self) -> JobSolver:
        """Whoever answers jobs there."""
        stressed = Stressed.of(self.dataset, self.plan, stranded=self.stranded, added=True)
        model = build_model(stressed.network, stressed.world(undisturbed=True))
        return JobSolver(Checks(stressed, Yardstick(model, self.short, self.settle)))


Asked = TypeVar("Asked", bound=Named)
Answered = TypeVar("Answered")


def ask(crew: Crew[Asked, Answered], jobs: Iterable[Asked], stop: Stop) -> Iterator[Answered]:
    """What is done of these jobs, in the order in which it is; fewer where it is told to stop."""
    waiting = iter(jobs)
    while True:
        while crew.room > 0 and stop.left_s > 0 and (job := next(waiting, None)) is not None:
            crew.give(job)
        if not crew.busy:
            return
        yield crew.take()
