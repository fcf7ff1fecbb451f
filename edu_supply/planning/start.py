"""The whole numbers behind a plan, to begin the solve of a like dataset with."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from edu_supply.model import Model
from edu_supply.network.parts import Floats

Chosen = Mapping[tuple[object, ...], float]
"""What is opened, built, signed: a number above 0 by family and index in the tables' words."""


def chosen(model: Model, values: Floats) -> dict[tuple[object, ...], float]:
    """The integers of a solution that are not 0."""
    return {
        (family.name, *index): value
        for family in model.families if family.integer
        for index, value in zip(family.labels(), family.of(values).tolist(), strict=True) if value
    }  # fmt: skip


def as_start(model: Model, known: Chosen, columns: int) -> Floats | None:
    """The same integers in another model of so many columns, 0 where it has others; None where none is in it."""
    start = np.zeros(columns)
    for family in model.families:
        if family.integer:
            family.of(start)[:] = [known.get((family.name, *index), 0.0) for index in family.labels()]
    return start if start.any() else None
