"""Attacks: what joint losses cost, solved one by one, and what those that are not solved can cost at most."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import scipy.sparse as sp

from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.outages.stage import Stages
from edu_supply.outages.standstill import Standstill
from edu_supply.outages.undisturbed import Cost
from edu_supply.solving import Stop

Attack = tuple[int, ...]
"""Assets that are lost together, as numbers in ascending order."""


@dataclass(frozen=True)
class Found:
    """The dearest attack that was found, EUR that its world costs, and EUR that none of as many assets costs more."""

    attack: Attack
    cost_eur: float
    bound_eur: float


class Attacks:
    """The worlds of joint losses from one start on, and the bounds that their best operations give.

    Operations that cost c in a world bound every attack: it costs at most c and what the assets that it takes stop in
    them (``Standstill``); so what touches nothing that they use costs no more than c. ``lost`` are the columns of each
    asset. Among the operations are those of the world that loses all of them: no attack costs more.
    """

    def __init__(self, stages: Stages, start: int, lost: Sequence[Ints], nothing_eur: float):
        self._stages, self._start, self._lost = stages, start, lost
        self.nothing_eur = nothing_eur
        self._standstill = Standstill(stages.undisturbed.model, start, lost)
        self.known: dict[Attack, Cost] = {}
        self._bases: dict[Attack, Any] = {}
        self._place: dict[Attack, int] = {}
        self._cost_eur: list[float] = []
        self._stops_eur: list[Floats] = []
        for attack in ((), tuple(range(len(lost)))):
            self.cost(attack)

    @property
    def assets(self) -> int:
        return len(self._lost)

    def cost(self, attack: Iterable[int]) -> Cost:
        """What the world costs that loses these together."""
        attack = tuple(sorted(attack))
        if attack not in self.known:
            lost = np.unique(np.concatenate([np.array([], np.int64), *(self._lost[one] for one in attack)]))
            near = next((self._bases[part] for part in _one_less(attack) if part in self._bases), None)
            answer, self._bases[attack] = self._stages.without(lost, self._start, near)
            self.known[attack] = answer.cost
            self._place[attack] = len(self._cost_eur)
            self._cost_eur.append(answer.cost.total_eur)
            self._stops_eur.append(self._standstill.of(answer.values))
        return self.known[attack]

    def stops(self, attack: Attack) -> Floats:
        """EUR that each asset stops at most in the best operations where these are lost."""
        return self._stops_eur[self._place[attack]]

    def at_most(self, attack: Attack, others: Ints, more: int) -> float:
        """EUR that an attack costs at most which takes these assets and so many more of the others."""
        stops = np.stack(self._stops_eur)
        return float((self._with(stops, attack) + _most(stops[:, others], more)).min())

    def at_most_each(self, attack: Attack, others: Ints, more: int, each: Ints) -> Floats:
        """The same for each of some assets that is taken as well, and so many more of the others."""
        stops = np.stack(self._stops_eur)
        known = self._with(stops, attack) + _most(stops[:, others], more)
        bounds: Floats = (known[:, None] + stops[:, each]).min(axis=0)
        return bounds

    def _with(self, stops: Floats, attack: Attack) -> Floats:
        costs: Floats = np.array(self._cost_eur) + stops[:, list(attack)].sum(axis=1)
        return costs


def _one_less(attack: Attack) -> list[Attack]:
    return [attack[:place] + attack[place + 1 :] for place in range(len(attack))]


def _most(stops: Floats, many: int) -> Floats:
    """In each row the sum of the largest so many."""
    many = min(many, stops.shape[1])
    if many == 0:
        return np.zeros(len(stops))
    sums: Floats = np.partition(stops, stops.shape[1] - many, axis=1)[:, -many:].sum(axis=1)
    return sums


Told = Callable[[Found], None]


def dearest(attacks: Attacks, size: int, safe: Iterable[int], stop: Stop, tell: Told) -> Found:
    """The dearest attack of at most ``size`` assets that are not safe.

    Best first: the set of attacks that may cost most is looked at next. An attack that is solved is followed by those
    that take one more asset of what its operations use: whatever else is taken, it costs no more. ``tell`` hears what
    is known; ``stop`` ends it early, and then the bound is above what was found.
    """
    return _Search(attacks, size, frozenset(safe), stop, tell).run()


class _Search:
    def __init__(self, attacks: Attacks, size: int, safe: frozenset[int], stop: Stop, tell: Told):
        self.attacks, self.size, self.stop, self.tell = attacks, size, stop, tell
        self.best: Attack = ()
        self.best_eur = attacks.cost(()).total_eur
        self._number = count()
        self._heap: list[tuple[float, int, Attack, Ints]] = []
        self._push(np.inf, (), np.array([one for one in range(attacks.assets) if one not in safe], np.int64))

    def _push(self, bound_eur: float, attack: Attack, others: Ints) -> None:
        heapq.heappush(self._heap, (-bound_eur, next(self._number), attack, others))

    def _is_dearer(self, bound_eur: float) -> bool:
        return bound_eur > self.best_eur + self.attacks.nothing_eur

    def run(self) -> Found:
        while self._heap and self._is_dearer(-self._heap[0][0]):
            known, _, attack, others = heapq.heappop(self._heap)
            bound = min(-known, self.attacks.at_most(attack, others, self.size - len(attack)))
            if not self._is_dearer(bound):
                continue
            if self._heap and bound < -self._heap[0][0]:
                self._push(bound, attack, others)
                continue
            self.tell(Found(self.best, self.best_eur, bound))
            if self.stop.left_s <= 0:
                return Found(self.best, self.best_eur, bound)
            self._solve(attack, others)
        return Found(self.best, self.best_eur, self.best_eur)

    def _solve(self, attack: Attack, others: Ints) -> None:
        cost = self.attacks.cost(attack).total_eur
        if cost > self.best_eur:
            self.best, self.best_eur = tuple(sorted(attack)), cost
        more = self.size - len(attack)
        if more == 0:
            return
        stops = self.attacks.stops(tuple(sorted(attack)))[others]
        order = np.argsort(-stops, kind="stable")
        next_ones = others[order[stops[order] > 0]]
        bounds = self.attacks.at_most_each(attack, others, more - 1, next_ones)
        left = np.ones(self.attacks.assets, bool)
        for one, bound in zip(next_ones.tolist(), bounds.tolist(), strict=True):
            left[one] = False
            if self._is_dearer(bound):
                self._push(bound, (*attack, one), others[left[others]])


def protection(attacks: Attacks, size: int, many: int, stop: Stop, tell: Told) -> tuple[Attack, Found, float]:
    """The ``many`` assets that are best made safe: what the dearest attack on the others costs is least.

    Gives them, that attack with what none of the others costs more, and EUR that some attack costs whichever so many
    assets are safe. What is known of attacks says which to make safe; the dearest attack on the others is known then.
    """
    safe, least = _hitting(attacks, size, many)
    after = dearest(attacks, size, safe, stop, tell)
    tried = {safe}
    while True:
        wanted, least = _hitting(attacks, size, many)
        if least >= after.bound_eur - attacks.nothing_eur or wanted in tried or stop.left_s <= 0:
            return safe, after, min(least, after.bound_eur)
        tried.add(wanted)
        found = dearest(attacks, size, wanted, stop, tell)
        if found.bound_eur < after.bound_eur:
            safe, after = wanted, found


def _hitting(attacks: Attacks, size: int, many: int) -> tuple[Attack, float]:
    """So many assets such that the dearest known attack that takes none of them costs least, and what it costs."""
    known = sorted(((cost.total_eur, attack) for attack, cost in attacks.known.items() if len(attack) <= size),
                   key=lambda one: -one[0])  # fmt: skip
    cost_eur = [one[0] for one in known]
    takes = [frozenset(one[1]) for one in known]
    best: tuple[float, Attack] = (np.inf, ())
    seen: set[frozenset[int]] = set()

    def apart(safe: frozenset[int], place: int, enough: int) -> int:
        """How many attacks share no asset, of those that none of the safe ones is in and that cost as much as the best:
        each needs one more to be made safe. (Counted until there are more than enough.)"""
        number, taken = 0, safe
        while place < len(takes) and cost_eur[place] >= best[0] and number <= enough:
            if not takes[place] & taken:
                number, taken = number + 1, taken | takes[place]
            place += 1
        return number

    def look(safe: frozenset[int], place: int) -> None:
        nonlocal best
        if safe in seen:
            return
        seen.add(safe)
        while takes[place] & safe:
            place += 1
        if cost_eur[place] < best[0]:
            best = (cost_eur[place], tuple(sorted(safe)))
        if len(safe) < many and apart(safe, place, many - len(safe)) <= many - len(safe):
            for one in sorted(takes[place]):
                look(safe | {one}, place)

    look(frozenset(), 0)
    return best[1], best[0]


def largest(lost: Sequence[Ints], columns: int) -> Flags:
    """Whether an asset takes something that no other takes with more; of several that take the same, the first."""
    sizes = np.array([len(one) for one in lost], np.int64)
    indices = np.concatenate([np.array([], np.int64), *lost])
    takes = sp.csr_array((np.ones(len(indices), np.int64), indices, np.append(0, np.cumsum(sizes))),
                         shape=(len(lost), columns))  # fmt: skip
    both = sp.csr_array(takes @ takes.T).tocoo()
    part, of = both.row, both.col
    within = (both.data == sizes[part]) & ((sizes[part] < sizes[of]) | (part > of))
    kept = sizes > 0
    kept[part[within]] = False
    return kept
