"""What the workers of a risk are asked: what a world costs at a point."""

from __future__ import annotations

from dataclasses import dataclass

from edu_supply.dataset import Dataset
from edu_supply.outages.undisturbed import Stressed
from edu_supply.plan import Plan
from edu_supply.risk.cases import Case
from edu_supply.risk.priced import Price, Prices
from edu_supply.stockpiles.check import Point


@dataclass(frozen=True)
class Job:
    """What a world costs at a point."""

    case: Case
    point: Point

    @property
    def name(self) -> str:
        return f"world {self.case.number}"


@dataclass(frozen=True)
class Done:
    """The answer."""

    price: Price


class JobSolver:
    """Answers jobs one after the other, with everything in memory."""

    def __init__(self, prices: Prices):
        self._prices = prices

    def do(self, job: Job) -> Done:
        """The answer to a job."""
        return Done(self._prices.ask(job.case, job.point))


@dataclass(frozen=True)
class Setting:
    """All that a worker needs to know: what is stressed."""

    dataset: Dataset
    plan: Plan
    stranded: bool

    def solver(self) -> JobSolver:
        """Whoever answers jobs there."""
        return JobSolver(Prices(Stressed.of(self.dataset, self.plan, stranded=self.stranded, added=True)))
