"""The sweep of losses: what every asset's loss costs, solved where it is not proved."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from edu_supply.network.parts import Flags
from edu_supply.outages.jobs import Done, Job, unpacked_bits
from edu_supply.outages.proofs import Known, Proofs, used_columns
from edu_supply.outages.result import Measure, Row
from edu_supply.outages.stage import Stages
from edu_supply.outages.tasks import SOONEST, Task, lost_in_the_window
from edu_supply.outages.undisturbed import Cost


class Losses:
    """Gives out jobs until every loss is known. ``rows`` are what is known, by the asset's name; ``harmless`` are the
    columns used by operations that, from period 1 on, leave no more units short than undisturbed."""

    def __init__(self, stages: Stages, tasks: list[Task], known: dict[str, Row]):
        self.stages = stages
        self.measure = Measure(stages.undisturbed)
        self.rows = dict(known)
        self.seconds: dict[str, float] = {}
        self.fresh: list[str] = []
        self.harmless: list[Flags] = []
        self._open = sorted((task for task in tasks if task.name not in known), key=lambda one: SOONEST.index(one.kind))
        self._number: dict[str, int] = {}
        self._used = used_columns(stages.undisturbed.values)
        self._groups = {start: self._group(start) for start in {task.start for task in self._open}}

    def _group(self, start: int) -> tuple[list[Task], Proofs]:
        """The tasks of one start and what proves them; what the undisturbed world does not use is proved at once."""
        tasks = [task for task in self._open if task.start == start]
        columns = self.stages.undisturbed.model.size
        beyond = start > self.stages.stressed.network.periods
        nothing = np.array([], np.int64)
        self._number |= {task.name: number for number, task in enumerate(tasks)}
        lost = [nothing if beyond else lost_in_the_window(self.stages, task) for task in tasks]
        proofs = Proofs(lost, columns)
        unused = proofs.untouched(self._used)
        for number in np.flatnonzero(unused):
            self._settle(tasks[number], self.stages.undisturbed.cost, "unused")
        return tasks, proofs

    def _settle(self, task: Task, cost: Cost, how: str) -> None:
        if task.name not in self.rows:
            row = self.measure.row(cost)
            self.rows[task.name] = {**row, "how": how, "short": self.measure.short_by_product(cost)}
            self.fresh.append(task.name)

    def jobs(self) -> Iterator[Job]:
        """What is to be solved, one after the other; what has been proved in the meantime is passed over."""
        prepared = set()
        for task in self._open:
            if task.name in self.rows:
                continue
            if task.start in self.stages.shared and task.start not in prepared:
                prepared.add(task.start)
                self._prove_by_the_free_world(task.start)
            for part in (self._in_its_place(task), task):
                if part is not None and part.name not in self.rows:
                    yield Job("loss", part, near=self._nearest(part))

    def _in_its_place(self, task: Task) -> Task | None:
        """Of a site its largest line or lane, by what the undisturbed world uses: where all that the site does hangs on
        that, its loss proves the site's, and both are solved at once."""
        tasks, proofs = self._groups[task.start]
        lost = proofs.lost[self._number[task.name]]
        if task.kind != "site" or lost is None:
            return None
        used = self._used[lost]
        parts = [number for number in np.flatnonzero(proofs.within(lost)) if tasks[number].kind in ("line", "lane")]
        sizes = [int(self._used[columns].sum()) for number in parts if (columns := proofs.lost[number]) is not None]
        return tasks[parts[int(np.argmax(sizes))]] if sizes and max(sizes) < used.sum() else None

    def _nearest(self, task: Task) -> str:
        """The dearest solved loss that takes nothing but what this one takes."""
        tasks, proofs = self._groups[task.start]
        lost = proofs.lost[self._number[task.name]]
        if lost is None:
            return ""
        parts = [tasks[number].name for number in np.flatnonzero(proofs.within(lost))]
        solved = [name for name in parts if self.rows.get(name, {}).get("how") == "solved"]
        return max(solved, key=lambda name: float(self.rows[name]["loss_eur"]), default="")

    def _prove_by_the_free_world(self, start: int) -> None:
        answer = self.stages.free(start)[2]
        self._prove(start, Known(used_columns(answer.values), answer.cost, np.array([], np.int64)))

    def absorb(self, done: Done) -> None:
        """Take in what was solved, and settle whatever it proves."""
        task, cost = done.job.task, done.cost
        assert cost is not None
        self.seconds[task.kind] = self.seconds.get(task.kind, 0.0) + done.seconds
        self._settle(task, cost, "solved")
        _, proofs = self._groups[task.start]
        lost = proofs.lost[self._number[task.name]]
        if lost is not None:
            used = unpacked_bits(done.used[0], self.stages.undisturbed.model.size)
            self._prove(task.start, Known(used, cost, lost))

    def _prove(self, start: int, known: Known) -> None:
        tasks, proofs = self._groups[start]
        if start == 1 and self.measure.is_harmless(known.cost):
            self.harmless.append(known.used)
        proved = proofs.untouched(known.used)
        if not self.measure.is_free(known.cost.total_eur):
            proved &= proofs.containing(known.lost)
        for number in np.flatnonzero(proved):
            self._settle(tasks[number], known.cost, "bounded")
