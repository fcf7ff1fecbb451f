"""What a solve is asked for, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from edu_supply.network.parts import Floats
from edu_supply.solving.answers import Ending


@dataclass(frozen=True)
class Limits:
    """How good is good enough: relative ``gap`` (share of the objective), ``time_limit_s`` (seconds), ``threads``
    (0: as many as there are cores)."""

    gap: float = 1e-4
    time_limit_s: float = 600.0
    threads: int = 0


@dataclass(frozen=True)
class Outcome:
    """The best solution found. ``values`` is None where there is none; ``row_duals`` are those of the plan with its
    integers fixed (EUR per unit of each row's right-hand side), None where the time did not suffice for them; ``basis``
    is one to solve it from again."""

    ending: Ending
    values: Floats | None
    objective: float
    bound: float
    row_duals: Floats | None
    seconds: float
    basis: Any = None

    @property
    def gap(self) -> float:
        """How much of the objective may still be saved, at most: a share."""
        if self.values is None:
            return np.inf
        return max(0.0, self.objective - self.bound) / max(abs(self.objective), 1e-9)
