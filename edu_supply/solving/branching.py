"""Branch and bound on few integers over a large model: every node is solved from the last one's basis.

A general solver's root (cuts, sub-problems, its own relaxation) costs many times a re-solve from a basis where the
model is large and its integers are few. So the dearest open choice is split by hand first, best bound first; what is
not closed so is left to the solver, with the best plan and the bound that were found.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from edu_supply.network.parts import Floats, Ints
from edu_supply.solving.answers import Answer

MOST_NODES = 150
"""So many nodes are tried before the rest is left to the solver."""

WHOLE = 1e-6
"""So close to a whole number counts as one."""

Solve = Callable[[Floats, Floats], Answer]
"""Solves the relaxation with bounds on the integers; ``values`` are those of all columns."""


@dataclass(order=True)
class _Node:
    bound: float
    number: int
    lower: Floats = field(compare=False)
    upper: Floats = field(compare=False)
    share: Floats = field(compare=False)


class Branching:
    """Branch and bound over the integers of one model. ``best`` is the best plan, ``bound`` what no plan undercuts."""

    def __init__(self, solve: Solve, integers: Ints, cost: Floats, gap: float, best: Answer):
        self.solve, self.integers, self.cost, self.gap = solve, integers, np.abs(cost), gap
        self.best = best
        self.nodes = 0
        self.pruned = np.inf
        self.open: list[_Node] = []

    @property
    def bound(self) -> float:
        """The least objective that any plan can have, EUR."""
        return float(min(self.pruned, self.open[0].bound if self.open else np.inf, self.best.objective))

    @property
    def closed(self) -> bool:
        """Whether the best plan is within the gap of the bound."""
        return self._enough(self.bound)

    def _enough(self, bound: float) -> bool:
        best = self.best.objective
        return bool(np.isfinite(best)) and best - bound <= self.gap * abs(best)

    def run(self, relaxed: Answer, lower: Floats, upper: Floats, going: Callable[[], bool]) -> None:
        """Split nodes, best bound first, until closed, MOST_NODES are tried or ``going`` says no."""
        assert relaxed.values is not None
        self.open = [_Node(relaxed.objective, 0, lower, upper, relaxed.values[self.integers])]
        while self.open and not self.closed and self.nodes < MOST_NODES and going():
            if self._is_whole(self.open[0].share):
                return
            node = heapq.heappop(self.open)
            if not self._split(node):
                heapq.heappush(self.open, node)
                return

    def _split(self, node: _Node) -> bool:
        """Replace a node by its two halves; False where one of them could not be solved to its end."""
        distance = np.abs(node.share - np.round(node.share))
        choice = int(np.argmax(np.where(distance > WHOLE, distance * (1 + self.cost), -1)))
        halves = []
        for up in (True, False):
            lower, upper = node.lower.copy(), node.upper.copy()
            if up:
                lower[choice] = np.ceil(node.share[choice])
            else:
                upper[choice] = np.floor(node.share[choice])
            answer = self.solve(lower, upper)
            if answer.ending not in ("optimal", "infeasible"):
                return False
            halves.append((answer, lower, upper))
        for answer, lower, upper in halves:
            self._keep(answer, lower, upper)
        return True

    def _is_whole(self, share: Floats) -> bool:
        return bool((np.abs(share - np.round(share)) <= WHOLE).all())

    def _keep(self, answer: Answer, lower: Floats, upper: Floats) -> None:
        self.nodes += 1
        if answer.values is None:
            return
        share = answer.values[self.integers]
        if self._is_whole(share):
            self.pruned = min(self.pruned, answer.objective)
            self._try(np.round(share))
        elif self._enough(answer.objective):
            self.pruned = min(self.pruned, answer.objective)
        else:
            heapq.heappush(self.open, _Node(answer.objective, self.nodes, lower, upper, share))
            if self.nodes % 4 == 1:
                self._try(np.clip(np.ceil(share - 0.3), lower, upper))

    def _try(self, chosen: Floats) -> None:
        answer = self.solve(chosen, chosen)
        if answer.ending == "optimal" and answer.objective < self.best.objective:
            self.best = answer
