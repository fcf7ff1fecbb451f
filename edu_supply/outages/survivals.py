"""The sweep of times to survive: solved by halving, as far as known operations and other assets do not prove them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from edu_supply.model.fixed import periods_of_columns
from edu_supply.network.parts import Flags
from edu_supply.outages.jobs import Done, Job, unpacked_bits
from edu_supply.outages.proofs import Proofs, used_columns
from edu_supply.outages.stage import Stages
from edu_supply.outages.tasks import SOONEST, Task, lost_at_once


class Survivals:
    """Gives out jobs until every time to survive is known. ``rows`` are what is known, by the asset's name.

    - Operations that leave no more units short than undisturbed, and do not use an asset before some period, prove that
      it can be lost until then.
    - An asset that takes all that another takes is survived no longer.
    """

    def __init__(self, stages: Stages, tasks: list[Task], known: dict[str, int], harmless: list[Flags]):
        self.stages = stages
        self.rows = dict(known)
        self.seconds: dict[str, float] = {}
        self.fresh: list[str] = []
        self._tasks = tasks
        self._number = {task.name: number for number, task in enumerate(tasks)}
        self._period = periods_of_columns(stages.undisturbed.model)
        self._proofs = Proofs(
            [lost_at_once(stages, task, stages.stressed.network.periods) for task in tasks], len(self._period)
        )
        self._periods = stages.stressed.network.periods
        self._least = np.zeros(len(tasks), np.int64)
        self._most = np.full(len(tasks), self._periods)
        for name, periods in known.items():
            if name in self._number:
                self._least[self._number[name]] = self._most[self._number[name]] = periods
        for used in [used_columns(stages.undisturbed.values), *harmless]:
            self._believe(used)

    def jobs(self) -> Iterator[Job]:
        """What is to be solved: what takes most first, for what survives it proves all of its parts."""
        order = np.lexsort((np.array([SOONEST.index(task.kind) for task in self._tasks]), -self._proofs.sizes))
        for number in order:
            if self._least[number] < self._most[number]:
                yield Job("survival", self._tasks[number], int(self._least[number]), int(self._most[number]))

    def absorb(self, done: Done) -> None:
        """Take in what was solved, and whatever it proves."""
        number = self._number[done.job.task.name]
        self.seconds[done.job.task.kind] = self.seconds.get(done.job.task.kind, 0.0) + done.seconds
        self._least[number] = self._most[number] = done.periods
        lost = self._proofs.lost[number]
        if lost is not None:
            larger = self._proofs.containing(lost)
            self._most[larger] = np.minimum(self._most[larger], done.periods)
            smaller = self._proofs.within(lost)
            self._least[smaller] = np.maximum(self._least[smaller], done.periods)
        for used in done.used:
            self._believe(unpacked_bits(used, len(self._period)))
        self._settle()

    def _believe(self, used: Flags) -> None:
        first = self._proofs.first_period(used, self._period)
        self._least = np.maximum(self._least, np.minimum(np.where(self._proofs.decides, first - 1, 0), self._most))
        self._settle()

    def _settle(self) -> None:
        for number in np.flatnonzero(self._least == self._most):
            name = self._tasks[number].name
            if name not in self.rows:
                self.rows[name] = int(self._least[number])
                self.fresh.append(name)
