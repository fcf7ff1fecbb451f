"""Variants of one model that differ in which variables they may use: one solver in memory, from the last's basis."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from edu_supply.network.parts import Floats, Ints
from edu_supply.solving.answers import Answer, SolverError, Stop
from edu_supply.solving.branching import Branching
from edu_supply.solving.exact import exactly
from edu_supply.solving.first_plan import NOTHING_YET, Ties
from edu_supply.solving.highs import Solver
from edu_supply.solving.outcome import Limits
from edu_supply.solving.relaxation import DEVEX, NO_ANSWER, SIMPLEX_TO
from edu_supply.solving.second_opinion import believed
from edu_supply.solving.standard_form import StandardForm


@dataclass(frozen=True)
class Variant:
    """The best plan of a variant, as values of all variables (None: there is none), and the bound of its objective."""

    values: Floats | None
    objective: float
    bound: float


AT_ONCE = 5_000
"""Relaxations of so many columns take milliseconds from a basis."""

class Variants:
    """One model in memory, solved again and again with some of its variables closed (held at 0).

    Plans that are known, of this variant or made from another one's, are its first; a bound that is known may prove one
    of them good enough without any search. ``weight`` (EUR) says how much each integer matters, as long as it was never
    split; how dear it was to make whole is remembered from one variant to the next. No variant is split for longer than
    ``patience_s``: what is still open then is the distance of its objective from its bound. ``searched`` counts the
    variants that had to be searched.
    """

    def __init__(
        self, form: StandardForm, limits: Limits, stop: Stop, weight: Floats, ties: Ties | None = None
    ):  # fmt: skip
        self.form, self.limits, self.stop, self.weight, self.ties = form, limits, stop, weight, ties
        self.integers: Ints = np.flatnonzero(form.integer)
        self.solver = Solver(replace(form, integer=np.zeros(len(form.integer), bool)), threads=limits.threads)
        self.solver.set(solver="simplex", simplex_dual_edge_weight_strategy=DEVEX)
        self.patience_s = np.inf
        self.upper = form.upper
        self.dearer, self.times = np.zeros((2, len(self.integers))), np.zeros((2, len(self.integers)))
        self.searched = 0

    def solve(self, closed: Ints, plans: Iterable[Floats] = (), bound: float = -np.inf) -> Variant:
        """The best plan without the columns ``closed``; ``plans`` are values of the integers to begin with.

        ``bound`` is known of its objective, EUR. Raises SolverError as ``optimise`` does; at a limit the best plan in
        hand is given, with its bound.
        """
        before, self.upper = self.upper, self.form.upper.copy()
        self.upper[closed] = 0.0
        columns = np.flatnonzero(before != self.upper)
        self.solver.change_bounds(columns, self.form.lower[columns], self.upper[columns])
        best = NOTHING_YET
        for chosen in plans:
            best = min(best, self._fixed(chosen, best.objective), key=_objective)
            if self._enough(best, bound):
                return _variant(best, bound)
        self.searched += 1
        return self._search(best, bound)

    def _search(self, best: Answer, bound: float) -> Variant:
        lower, upper = self.form.lower[self.integers], self.upper[self.integers]
        root = self.bounded(lower, upper)
        if root.values is None or root.ending != "optimal":
            return _variant(best, bound)
        bound = max(bound, root.objective)
        for least in (0.3, 0.05, 0.75):
            if not self._enough(best, bound):
                for chosen in self._tied(root.values, np.ceil(root.values[self.integers] - least)):
                    best = min(best, self._fixed(chosen, best.objective), key=_objective)
        if self._enough(best, bound):
            return _variant(best, bound)
        branching = Branching(self, self.integers, self.weight[self.integers], self.limits.gap, best, self._tied)
        branching.dearer, branching.times = self.dearer, self.times
        until = time.monotonic() + self.patience_s
        branching.run(root, self.basis, lower, upper, lambda: self.stop.left_s > 0 and time.monotonic() < until)
        return _variant(branching.best, max(bound, branching.bound))

    def _fixed(self, chosen: Floats, cutoff: float) -> Answer:
        chosen = np.clip(chosen, self.form.lower[self.integers], self.upper[self.integers])
        return self._solved(chosen, chosen, None, cutoff)

    def bounded(self, lower: Floats, upper: Floats, start: Any = None, cutoff: float = np.inf) -> Answer:
        """The relaxation with these bounds on its integers, from a basis or the last one; "beyond" past the cutoff.

        "Infeasible" only when two configurations agree.
        """
        answer = self._solved(lower, upper, start, cutoff)
        return believed(answer, self.solver, self.form, lambda: self.solver.run(self.stop))

    def _solved(self, lower: Floats, upper: Floats, start: Any, cutoff: float) -> Answer:
        self.solver.change_bounds(self.integers, lower, upper)
        if start is not None:
            self.solver.go_on_from(start)
        self.solver.set(objective_bound=cutoff)
        answer = self._run()
        if np.array_equal(lower, upper):
            answer = exactly(answer, self.solver, self.integers, lower, lambda: self.solver.run(self.stop))
        self.solver.set(objective_bound=np.inf)
        return answer

    def _run(self) -> Answer:
        """A run from the last basis; where the solver fails, once more from nothing. If that fails too, nothing is
        known of it."""
        small = self.form.shape[1] <= AT_ONCE and self.solver.has_basis
        try:
            return self.solver.run_at_once(self.stop) if small else self._anew_or_on()
        except SolverError:
            if self.solver.left_behind:
                raise
            self.solver.forget()
        try:
            return self._anew_or_on()
        except SolverError:
            if self.solver.left_behind:
                raise
            self.solver.forget()
            return NO_ANSWER

    def _anew_or_on(self) -> Answer:
        """Simplex goes on from a basis; where there is none, a large model is begun by interior point."""
        anew = not self.solver.has_basis and self.form.shape[1] >= SIMPLEX_TO
        self.solver.set(solver="ipx" if anew else "simplex")
        return self.solver.run(self.stop)

    @property
    def basis(self) -> Any:
        """The basis of the last run."""
        return self.solver.basis

    def _tied(self, values: Floats, chosen: Floats) -> list[Floats]:
        whole = np.zeros(len(values))
        whole[self.integers] = chosen
        return [chosen] if self.ties is None else [way[self.integers] for way in self.ties.ways(values, whole)]

    def _enough(self, best: Answer, bound: float) -> bool:
        return best.values is not None and best.objective - bound <= self.limits.gap * abs(best.objective)


def _objective(answer: Answer) -> float:
    return answer.objective if answer.ending == "optimal" else np.inf


def _variant(best: Answer, bound: float) -> Variant:
    return Variant(best.values, best.objective, min(bound, best.objective))
