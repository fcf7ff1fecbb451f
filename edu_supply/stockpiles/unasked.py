"""What need not be asked: what is known of some threats at some points proves others, and other points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edu_supply.model import Model
from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.outages.jobs import unpacked_bits
from edu_supply.outages.proofs import Proofs
from edu_supply.outages.tasks import Task
from edu_supply.stockpiles.check import Point


@dataclass(frozen=True)
class _Enough:
    """Stock with which a threat lacks no more than ``lacking_eur``, at the choices and the service of a point."""

    added: Floats
    lacking_eur: float
    point: Point


class Unasked:
    """Proofs of what is lacking nowhere, and of what is the cheapest, for ``tasks`` whose losses make columns zero.

    Of losses of one start and duration the same may be short, and a world differs from another in nothing but the
    columns that are zero. So

    - operations that survive one threat, and use nothing that another takes, survive that one at the same point;
    - where a threat is survived, one is that takes a part of what it takes;
    - the cheapest operations of one, that use nothing of what another takes, are the cheapest of that one too, where it
      takes no less.

    Of a world that has lost something from period 1 on nothing is decided before but choices. So

    - with more stock at each place, choices and all else as they are, it lacks no more: what is too much is thrown away
      in period 1. What is there less can be put there as well, and is lacking at its value.
    """

    def __init__(self, model: Model, tasks: Sequence[Task], lost: Sequence[Ints]):
        self._model, self._tasks, self._lost = model, tasks, lost
        self._proofs = Proofs([columns if task.whole else None for task, columns in zip(tasks, lost, strict=True)],
                              model.size)  # fmt: skip
        windows = np.array([(task.start, task.duration) for task in tasks])
        self._alike = (windows[:, None] == windows[None]).all(axis=2)
        positions = model.operations.added_positions
        thrown = model.network.scrapping.at(positions, np.ones(len(positions), np.int64))
        self._at_once = np.array([task.start == 1 for task in tasks]) & (thrown >= 0).all()
        self._enough: list[list[_Enough]] = [[] for _ in tasks]

    def part_of_another(self) -> Flags:
        """The threats that take a part of what another one takes (of several that take the same, all but one)."""
        found = np.zeros(len(self._tasks), bool)
        for threat, lost in enumerate(self._lost):
            if self._tasks[threat].whole:
                whole = self._proofs.containing(lost) & self._alike[threat]
                found[threat] = (whole & (self._proofs.sizes > len(lost))).any() or whole[:threat].any()
        return found

    def survived_too(self, threat: int, used: bytes) -> Flags:
        """The threats that operations survive which survive this one."""
        if not used or not self._tasks[threat].whole:
            return np.zeros(len(self._tasks), bool)
        found: Flags = self._alike[threat] & self._proofs.untouched(unpacked_bits(used, self._model.size))
        return found

    def as_cheap(self, threat: int, used: bytes) -> Flags:
        """The threats whose cheapest operations are the cheapest of this one."""
        found: Flags = self.survived_too(threat, used) & self._proofs.containing(self._lost[threat])
        return found

    def learn(self, threat: int, point: Point, more: Floats | float = 0.0, lacking_eur: float = 0.0) -> None:
        """Remember that a threat lacks no more than so much at a point with so many units more at each place."""
        if self._at_once[threat]:
            self._enough[threat].append(_Enough(self._model.choices.added.of(point.values) + more, lacking_eur, point))

    def enough_stock(self, threat: int, point: Point, lacking_eur: float) -> bool:
        """Whether it is known that a threat lacks no more than so much at a point, for it lacked no more with less."""
        choices, value = self._model.choices.added.first, self._model.choices.added.costs["added"]
        added = self._model.choices.added.of(point.values)
        return any(
            point.service <= known.point.service
            and known.lacking_eur + float(value @ np.maximum(known.added - added, 0.0)) <= lacking_eur
            and np.array_equal(point.values[:choices], known.point.values[:choices])
            for known in self._enough[threat]
        )
