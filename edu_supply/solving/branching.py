"""Branch and bound on few integers over a large model: every node is solved from the basis of the one it came from.

A general solver's root (cuts, sub-problems, its own relaxation) costs many times a re-solve from a basis where the
model is large and its integers are few. So the choices are split by hand first, best bound first; what is not closed so
is left to the solver, with the best plan and the bound that were found. Which choice to split is found by trying: a
choice that was never split yet is split on trial, and what each half was dearer by is remembered, per unit of distance.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from edu_supply.network.parts import Floats, Ints
from edu_supply.solving.answers import Answer

MOST_NODES = 1000
"""So many relaxations are solved before the rest is left to the solver."""

MOST_IN_VAIN = 4
"""So many choices are split on trial at one node without one that is better than those before."""

WHOLE = 1e-6
"""So close to a whole number counts as one, unless what is whole is dearer."""

SPLIT = 1e-9
"""What is closer to a whole number is never split."""

LEAST_GAP = 1e-8
"""A gap of 0 is closed when no more than this is left of it."""

UP, DOWN = 0, 1
UNFINISHED = ("limit", "interrupted")


class Relaxation(Protocol):
    """The model without its integers, in the hands of a solver that goes on from a basis."""

    def bounded(self, lower: Floats, upper: Floats, start: Any, cutoff: float) -> Answer:
        """Solve with bounds on the integers from a basis (None: the last one); "beyond" where it costs more than the
        cutoff. ``values`` are those of all columns."""

    @property
    def basis(self) -> Any:
        """The basis of the last solve."""

Tied = Callable[[Floats, Floats], list[Floats]]
"""Values of a relaxation and rounded choices to choices that can stand together, in each way there is."""


def alone(values: Floats, chosen: Floats) -> list[Floats]:
    """Choices that are not tied to one another."""
    return [chosen]


@dataclass(order=True)
class _Node:
    bound: float
    number: int
    lower: Floats = field(compare=False)
    upper: Floats = field(compare=False)
    share: Floats = field(compare=False)
    basis: Any = field(compare=False)


@dataclass
class _Half:
    answer: Answer
    lower: Floats
    upper: Floats
    basis: Any
    dearer: float


class Branching:
    """Branch and bound over the integers of one model. ``best`` is the best plan, ``bound`` what no plan undercuts."""

    def __init__(
        self, relaxation: Relaxation, integers: Ints, cost: Floats, gap: float, best: Answer, tied: Tied = alone
    ):
        self.tied = tied
        self.relaxation, self.integers, self.cost, self.gap = relaxation, integers, np.abs(cost), gap
        self.best = best
        self.nodes = 0
        self.pruned = np.inf
        self.open: list[_Node] = []
        self.dearer = np.zeros((2, len(integers)))
        self.times = np.zeros((2, len(integers)))
        self.seen: set[bytes] = set()

    @property
    def bound(self) -> float:
        """The least objective that any plan can have, EUR."""
        return float(min(self.pruned, self.open[0].bound if self.open else np.inf, self.best.objective))

    @property
    def closed(self) -> bool:
        """Whether the best plan is within the gap of the bound."""
        return bool(np.isfinite(self.best.objective)) and self.bound >= self._enough

    @property
    def _enough(self) -> float:
        """A bound from which on a node need not be looked at: within the gap of the best plan."""
        best = self.best.objective
        return float(best - self.gap * abs(best)) if np.isfinite(best) else np.inf

    def run(self, relaxed: Answer, basis: Any, lower: Floats, upper: Floats, going: Callable[[], bool]) -> None:
        """Split nodes, best bound first, until closed, MOST_NODES are tried or ``going`` says no.

        ``relaxed`` is the relaxation within ``lower`` and ``upper``, ``basis`` the one that it ended with.
        """
        assert relaxed.values is not None
        self.open = [_Node(relaxed.objective, 0, lower, upper, relaxed.values[self.integers], basis)]
        while self.open and not self.closed and self.nodes < MOST_NODES and going():
            node = heapq.heappop(self.open)
            if self._is_whole(node):
                self.pruned = min(self.pruned, node.bound)
                continue
            halves = self._split(node)
            if halves is None:
                heapq.heappush(self.open, node)
                return
            for half in halves:
                self._keep(half)

    def _split(self, node: _Node) -> list[_Half] | None:
        """The halves of a node by the choice that makes both the dearest; None where one has no end."""
        distance = np.array([np.ceil(node.share) - node.share, node.share - np.floor(node.share)])
        least = distance.min(axis=0)
        candidates = np.flatnonzero(least > (WHOLE if (least > WHOLE).any() else SPLIT))
        candidates = candidates[np.argsort(-(least * (1 + self.cost))[candidates], kind="stable")]
        expected = self.dearer / np.maximum(self.times, 1) * distance
        best: list[_Half] = []
        best_choice, worth, in_vain = int(candidates[0]), -1.0, 0
        for choice in candidates.tolist():
            known = bool((self.times[:, choice] > 0).all())
            halves = [] if known or in_vain >= MOST_IN_VAIN else self._halves(node, choice, distance[:, choice])
            if any(half.answer.ending in UNFINISHED for half in halves):
                return None
            if any(half.answer.values is None for half in halves):
                return halves  # one half is closed: nothing can be better
            if halves or known:
                dearer = [half.dearer for half in halves] or expected[:, choice]
                score = float(np.prod(np.maximum(dearer, 1e-9 * abs(node.bound))))
                in_vain = 0 if score > worth else in_vain + bool(halves)
                if score > worth:
                    worth, best, best_choice = score, halves, choice
        halves = best or self._halves(node, best_choice, distance[:, best_choice])
        return None if any(half.answer.ending in UNFINISHED for half in halves) else halves

    def _halves(self, node: _Node, choice: int, distance: Floats) -> list[_Half]:
        """Both halves of a node by a choice, and how much dearer they are is remembered."""
        halves = [self._half(node, choice, side) for side in (UP, DOWN)]
        if not any(half.answer.ending in UNFINISHED for half in halves):
            self.dearer[:, choice] += [half.dearer for half in halves] / distance
            self.times[:, choice] += 1
        return halves

    def _half(self, node: _Node, choice: int, side: int) -> _Half:
        """A node with one choice rounded up, or down."""
        lower, upper = node.lower.copy(), node.upper.copy()
        if side == UP:
            lower[choice] = np.ceil(node.share[choice])
        else:
            upper[choice] = np.floor(node.share[choice])
        self.nodes += 1
        answer = self.relaxation.bounded(lower, upper, node.basis, self._enough)
        dearer = max(0.0, min(answer.objective, self._enough) - node.bound)
        return _Half(answer, lower, upper, self.relaxation.basis, dearer if np.isfinite(dearer) else abs(node.bound))

    def _is_whole(self, node: _Node) -> bool:
        """Whether a node's shares are whole numbers, or are so close that whole ones cost no more.

        A share of 1e-7 of a choice may let through all that a whole one does: then it is split like any other.
        """
        off = float(np.abs(node.share - np.round(node.share)).max(initial=0.0))
        if off > WHOLE:
            return False
        self._try(np.round(node.share))
        return off <= SPLIT or self.best.objective <= node.bound + max(self.gap, LEAST_GAP) * abs(node.bound)

    def _keep(self, half: _Half) -> None:
        answer = half.answer
        if answer.values is None:
            if answer.ending == "beyond":
                self.pruned = min(self.pruned, answer.bound)
            return
        share = answer.values[self.integers]
        node = _Node(answer.objective, self.nodes, half.lower, half.upper, share, half.basis)
        if answer.objective >= self._enough or self._is_whole(node):
            self.pruned = min(self.pruned, answer.objective)
        else:
            heapq.heappush(self.open, node)
            for chosen in self.tied(answer.values, np.clip(np.ceil(share - 0.3), half.lower, half.upper)):
                self._try(np.clip(chosen, half.lower, half.upper))

    def _try(self, chosen: Floats) -> None:
        if chosen.tobytes() in self.seen:
            return
        self.seen.add(chosen.tobytes())
        answer = self.relaxation.bounded(chosen, chosen, None, self.best.objective)
        if answer.ending == "optimal" and answer.objective < self.best.objective:
            self.best = answer
