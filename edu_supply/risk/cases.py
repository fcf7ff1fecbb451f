"""The worlds that may come, and how likely each is: a threat or none, and a tempo or the demand as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.model.world import World, unbound_world, world_with_losses
from edu_supply.network.parts import Floats
from edu_supply.outages.assets import assets
from edu_supply.outages.tasks import Task, tasks_of
from edu_supply.outages.undisturbed import Stressed
from edu_supply.problems import DataError, Problem
from edu_supply.tempo import Tempo, check_tempos


@dataclass(frozen=True, eq=False)
class Case:
    """A world: what is lost in it (None: nothing), its tempo (blank: demand as it is) and what each demand is
    multiplied by (None: 1), and its probability."""

    number: int
    task: Task | None
    tempo: str
    factors: Floats | None
    probability: float

    @property
    def threat(self) -> str:
        return "" if self.task is None else self.task.target

    @property
    def undisturbed(self) -> bool:
        """Nothing is lost, and demand is as it is."""
        return self.task is None and self.factors is None


def cases_of(dataset: Dataset, tempos: Sequence[Tempo], demands: pd.DataFrame) -> tuple[list[Case], list[str]]:
    """All worlds, the undisturbed one first; and the threats that are left out for want of a probability, or because
    they begin after the horizon. Worlds of probability 0 are none, but for the undisturbed one.

    Threats exclude each other, and so do tempos; a threat and a tempo are independent. Until a threat comes everything
    is as undisturbed: where both come, the tempo begins with the threat. Raises DataError.
    """
    check_tempos(tempos, dataset["demand"])
    likely = dataset["threats"].drop_duplicates("threat").set_index("threat")["probability"].fillna(0.0).to_dict()
    tasks = tasks_of(dataset, assets(dataset, ["threat"]), 1, 1)
    counts = [task for task in tasks if likely[task.target] > 0 and task.start <= dataset.periods]
    left_out = [task.target for task in tasks if task not in counts]
    total = sum(likely[task.target] for task in counts)
    if total > 1 + 1e-9:
        raise DataError([Problem("threats", "threats", "", f"The probabilities of the threats sum to {total:g}.",
                                 "They exclude each other: at most 1.", "probability")])  # fmt: skip
    lost: list[tuple[Task | None, float]] = [(None, max(0.0, 1.0 - total))]
    lost += [(task, likely[task.target]) for task in counts]
    rest = max(0.0, 1.0 - sum(tempo.probability for tempo in tempos))
    paces: list[tuple[str, Floats | None, float]] = [("", None, rest)]
    paces += [(tempo.name, tempo.of(demands), tempo.probability) for tempo in tempos]
    found: list[Case] = []
    for task, first in lost:
        for tempo, factors, second in paces:
            if first * second > 0 or not found:
                found.append(Case(len(found), task, tempo, _from(task, factors, demands), first * second))
    if len(found) == 1:
        raise DataError([Problem("threats", "", "threats", "There is no risk.",
                                 "Give threats a probability, or write [[tempo]] in a model file.")])  # fmt: skip
    return found, left_out


def _from(task: Task | None, factors: Floats | None, demands: pd.DataFrame) -> Floats | None:
    """The factors of a tempo in a world with this loss: from its start on."""
    if task is None or factors is None:
        return factors
    return np.where(demands["period"] >= task.start, factors, 1.0)


def world_of(case: Case, stressed: Stressed) -> World:
    """What a case leaves of the network, reserves free to be drawn."""
    if case.task is None:
        return stressed.world(undisturbed=False)
    return world_with_losses(stressed.network.parts, case.task.losses, stressed.offer_price)


def mean_world(cases: Sequence[Case], stressed: Stressed) -> tuple[World, Floats]:
    """The world of mean availabilities, and the mean factor of each demand."""
    parts = stressed.network.parts
    mean = unbound_world(parts, stressed.offer_price, undisturbed=False)
    shares = {name: np.zeros_like(getattr(mean, name)) for name in ("line", "lane", "site", "product", "kept")}
    factors = np.zeros(len(stressed.network.demands))
    for case in cases:
        world = world_of(case, stressed)
        for name, share in shares.items():
            share += case.probability * getattr(world, name)
        factors += case.probability * (1.0 if case.factors is None else case.factors)
    return World(False, False, stressed.offer_price, **shares), factors
