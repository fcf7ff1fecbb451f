"""The assets of a sweep as tasks: what is lost with each, from when on, and which columns that makes zero."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Ints
from edu_supply.outages.assets import LOSSES, losses_of, lost_from_the_start, whole_asset, window_of
from edu_supply.outages.stage import Stages, whole

SOONEST = ("site", "line", "lane", "product", "company", "exports", "threat", "group", "country", "mode")
"""The order in which kinds are solved: a site that is lost for nothing proves its lines and lanes, and the smaller
losses prove some of the larger ones."""


MANY = 3


@dataclass(frozen=True, eq=False)
class Task:
    """An asset, from when on it is lost and for how long; of a threat its rows (None: all of the asset is lost)."""

    kind: str
    target: str
    start: int
    duration: int
    rows: pd.DataFrame | None = None

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.target}"

    @property
    def losses(self) -> pd.DataFrame:
        """What is lost, as rows of ``threats``."""
        if self.rows is not None:
            return self.rows
        return whole_asset(self.kind, self.target, self.start, self.duration)

    @property
    def whole(self) -> bool:
        """Whether all of it is lost, and no stock with it: nothing but columns that become zero."""
        return self.rows is None or whole(self.rows)


def nothing_lost(start: int, duration: int) -> Task:
    """The world that may draw its reserves from a period on, as a loss of nothing."""
    return Task("nothing", f"{start}-{start + duration - 1}", start, duration, pd.DataFrame(columns=list(LOSSES)))


def tasks_of(dataset: Dataset, assets: pd.DataFrame, start: int, duration: int) -> list[Task]:
    """A task for each of these assets."""
    found = []
    for kind, target in assets[["kind", "target"]].itertuples(index=False):
        if kind == "threat":
            rows = losses_of(dataset, kind, target, start, duration)
            found.append(Task(kind, target, *window_of(rows), rows))
        else:
            found.append(Task(kind, target, start, duration))
    return found


def shared_starts(tasks: list[Task]) -> frozenset[int]:
    """The starts that so many losses have that it pays to solve the world of that start first."""
    starts = Counter(task.start for task in tasks if task.whole)
    return frozenset(start for start, number in starts.items() if number >= MANY)


def lost_in_the_window(stages: Stages, task: Task) -> Ints | None:
    """The columns that the loss makes zero; None where it does more than that."""
    if task.rows is None:
        return stages.lost_columns([(task.kind, task.target, task.start, task.duration)])
    return stages.lost(task.rows) if task.whole else None


def lost_at_once(stages: Stages, task: Task, periods: int) -> Ints | None:
    """The columns that the loss makes zero when it lasts from period 1 on; None where it does more than that."""
    if task.rows is None:
        return stages.lost_columns([(task.kind, task.target, 1, periods)])
    return stages.lost(lost_from_the_start(task.rows, periods)) if task.whole else None
