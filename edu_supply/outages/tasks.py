"""The assets of a sweep as tasks: what is lost with each, from when on, and which columns that makes zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Ints
from edu_supply.outages.assets import assets, losses_of, lost_from_the_start, window_of
from edu_supply.outages.stage import Stages, whole

SOONEST = ("site", "line", "lane", "product", "company", "exports", "threat", "group", "country", "mode")
"""The order in which kinds are solved: a site that is lost for nothing proves its lines and lanes, and the smaller
losses prove some of the larger ones."""


MANY = 3


@dataclass(frozen=True, eq=False)
class Task:
    """An asset, and the rows of ``threats`` that are lost with it."""

    kind: str
    target: str
    losses: pd.DataFrame
    start: int
    duration: int

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.target}"


def tasks_of(dataset: Dataset, kinds: Iterable[str], start: int, duration: int) -> list[Task]:
    """A task for each asset of these kinds, in the order of ``assets``."""
    found = []
    for kind, target in assets(dataset, kinds)[["kind", "target"]].itertuples(index=False):
        losses = losses_of(dataset, kind, target, start, duration)
        found.append(Task(kind, target, losses, *window_of(losses)))
    return found


def shared_starts(tasks: list[Task]) -> frozenset[int]:
    """The starts that so many losses have that it pays to solve the world of that start first."""
    starts = Counter(task.start for task in tasks if whole(task.losses))
    return frozenset(start for start, number in starts.items() if number >= MANY)


def lost_in_the_window(stages: Stages, task: Task) -> Ints | None:
    """The columns that the loss makes zero; None where it does more than that."""
    return stages.lost(stages.world(task.losses)) if whole(task.losses) else None


def lost_for_good(stages: Stages, task: Task) -> Ints | None:
    """The columns that the loss makes zero when it lasts from the first period to the last."""
    losses = lost_from_the_start(task.losses, stages.stressed.network.periods)
    return stages.lost(stages.world(losses)) if whole(losses) else None
