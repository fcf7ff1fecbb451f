"""Service times on a forest of stages: exact, by dynamic programming.

Sources: K. Inderfurth, Safety stock optimization in multi-stage inventory systems, International Journal of
Production Economics 24 (1991); S. C. Graves and S. P. Willems, Manufacturing and Service Operations Management 2
(2000), section 5.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from edu_supply.network.parts import Floats, Ints
from edu_supply.safety.stages import Chain


@dataclass(frozen=True)
class _Cut:
    """The least cost of a branch by the time that it agrees with the stage at which it hangs: how long a supplier lets
    it wait, or how long it lets a customer wait; and the branch's times there that give it."""

    cost: Floats
    inbound: Ints
    outbound: Ints


@dataclass(eq=False)
class _Branch:
    """A stage with all that hangs at it, seen from the stage at which it hangs itself, whose supplier it may be."""

    stage: int
    is_supplier: bool
    branches: list[_Branch] = field(default_factory=list)
    cut: _Cut | None = None


def service_times(chain: Chain, kept: Collection[tuple[int, int]]) -> tuple[float, list[int]]:
    """The least cost of safety stock where only the links in ``kept``, a forest, bind; and each stage's outbound time.

    A stage is told by its suppliers how long they let it wait (``inbound``, the longest counts), works for its time and
    lets its customers wait for ``outbound``. What it keeps covers demand over inbound + time - outbound >= 0:

    cost = sum(holding_eur * bound * sqrt(inbound + time - outbound)), EUR per period where a step is a period.
    """
    near: list[list[tuple[int, bool]]] = [[] for _ in chain.stages]
    for up, down in kept:
        near[down].append((up, True))
        near[up].append((down, False))
    outbound, total, seen = [0] * len(chain.stages), 0.0, [False] * len(chain.stages)
    for root in range(len(chain.stages)):
        if not seen[root]:
            trunk, *others = _order(root, near, seen)
            for branch in reversed(others):
                branch.cut = _cut(_cost(chain, branch), branch.is_supplier)
            cost = _cost(chain, trunk)
            inbound, out = np.unravel_index(int(cost.argmin()), cost.shape)
            total += float(cost.min())
            _take(trunk, int(inbound), int(out), outbound)
    return total, outbound


def _order(root: int, near: list[list[tuple[int, bool]]], seen: list[bool]) -> list[_Branch]:
    """All branches of the tree of a root, each after the one at which it hangs."""
    order = [_Branch(root, is_supplier=False)]
    seen[root] = True
    for branch in order:
        for stage, is_supplier in near[branch.stage]:
            if not seen[stage]:
                seen[stage] = True
                branch.branches.append(_Branch(stage, is_supplier))
                order.append(branch.branches[-1])
    return order


def _cost(chain: Chain, branch: _Branch) -> Floats:
    """(inbound, outbound): the least cost of a stage and all that hangs at it; infinite where that cannot be."""
    stage, time = branch.stage, chain.time[branch.stage]
    inbound, outbound = np.arange(chain.longest[stage] - time + 1), np.arange(chain.longest[stage] + 1)
    net = inbound[:, None] + time - outbound[None, :]
    cost = chain.holding_eur[stage] * chain.bound[stage] * np.sqrt(np.maximum(net, 0) * float(chain.step))
    for child in branch.branches:
        assert child.cut is not None
        at = np.minimum(inbound, len(child.cut.cost) - 1) if child.is_supplier else outbound
        part = child.cut.cost[at]
        cost = cost + (part[:, None] if child.is_supplier else part[None, :])
    kept = (inbound >= chain.inbound[stage])[:, None] & (outbound <= chain.most_outbound[stage])[None, :]
    return np.where((net >= 0) & kept, cost, np.inf)


def _cut(cost: Floats, is_supplier: bool) -> _Cut:
    """A supplier may let wait for less than its customer reckons with, a customer reckon with more than it must."""
    if is_supplier:
        inbound = cost.argmin(axis=0)
        least = cost[inbound, np.arange(cost.shape[1])]
        best = _first_of_least(least)
        return _Cut(least[best], inbound[best], best)
    outbound = cost.argmin(axis=1)
    least = cost[np.arange(cost.shape[0]), outbound]
    best = len(least) - 1 - _first_of_least(least[::-1])[::-1]
    return _Cut(least[best], best, outbound[best])


def _first_of_least(values: Floats) -> Ints:
    """Of each beginning of some values, the place of its least one."""
    return np.maximum.accumulate(np.where(values == np.minimum.accumulate(values), np.arange(len(values)), 0))


def _take(root: _Branch, inbound: int, outbound: int, taken: list[int]) -> None:
    """Follow the best times from the root of a tree into every branch."""
    waiting = [(root, inbound, outbound)]
    while waiting:
        branch, inbound, outbound = waiting.pop()
        taken[branch.stage] = outbound
        for child in branch.branches:
            assert child.cut is not None
            at = min(inbound, len(child.cut.cost) - 1) if child.is_supplier else outbound
            waiting.append((child, int(child.cut.inbound[at]), int(child.cut.outbound[at])))
