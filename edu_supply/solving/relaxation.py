"""A model without its integers, in memory: solved by the quickest way, then again and again with bounds on them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from edu_supply.network.parts import Floats, Ints
from edu_supply.solving.answers import Answer, Progress, SolverError, Stop, Within
from edu_supply.solving.exact import exactly
from edu_supply.solving.highs import Solver
from edu_supply.solving.outcome import Limits
from edu_supply.solving.race import cores, race
from edu_supply.solving.second_opinion import believed
from edu_supply.solving.standard_form import StandardForm

RACE_FROM = 20_000
"""From so many columns on simplex and interior point race (docs/speed.md)."""

SIMPLEX_TO = 80_000
"""From so many columns on simplex has no chance in the race: interior point runs alone."""

DEVEX = 1
"""The pricing that was the quickest for the dual simplex."""

LEAST_PATIENCE_S = 5.0
"""No run from a known basis is given up sooner."""

NO_ANSWER = Answer("limit", None, np.inf, -np.inf)

Report = Callable[[Progress], None]


class Relaxation:
    """The relaxed model stays in memory, its integer columns are fixed and freed by their bounds."""

    def __init__(self, form: StandardForm, limits: Limits, report: Report | None, stop: Stop):
        self.form, self.limits, self.report, self.stop = form, limits, report, stop
        self.integers: Ints = np.flatnonzero(form.integer)
        self.relaxed = replace(form, integer=np.zeros(len(form.integer), bool))
        self.method = "ipx" if form.shape[1] >= SIMPLEX_TO else "simplex"
        self.continuous = self._solver(self.method)
        self.fixed_answers: dict[bytes, Answer] = {}
        self.began = time.monotonic()
        self.known = Progress(0, None, None, "")
        self.relaxation_s = np.inf

    def _solver(self, method: str) -> Solver:
        solver = Solver(self.relaxed, threads=self.limits.threads)
        solver.set(solver=method, simplex_dual_edge_weight_strategy=DEVEX)
        return solver

    def relax(self, phase: str) -> Answer:
        """The model without its integers; that of a large one by the method that is the first to end."""
        worth_a_race = RACE_FROM <= self.form.shape[1] < SIMPLEX_TO
        if not worth_a_race or min(cores(), self.limits.threads or cores()) < 2:
            return self.confirmed(self.continuous, phase)
        rivals = [self._solver("simplex"), self._solver("ipx")]
        self.continuous, answer = race(rivals, self.stop, self._tell, phase)
        return self._believed(answer, self.continuous, phase)

    def bounded(
        self, lower: Floats, upper: Floats, start: Any = None, cutoff: float = np.inf, *, sure: bool = True
    ) -> Answer:
        """The relaxation with these bounds on its integers, from a basis or that of the last solve.

        ``sure``: "infeasible" is believed only when it is said twice; else it is but a plan that was not found.

        Now and then simplex gets nowhere from there: after as long as the relaxation took, it begins anew.
        """
        self.continuous.change_bounds(self.integers, lower, upper)
        if start is not None:
            self.continuous.go_on_from(start)
        self.continuous.set(objective_bound=cutoff)
        solve = self.confirmed if sure else self._solve
        answer = self._patiently(solve)
        if np.array_equal(lower, upper):
            answer = exactly(answer, self.continuous, self.integers, lower, lambda: self._patiently(solve))
        if not self.continuous.left_behind:
            self.continuous.set(objective_bound=np.inf)
        return answer

    def loosely(self, columns: Ints, lower: Floats, upper: Floats) -> Answer:
        """The relaxation with bounds on some columns, its integers else free (later runs set all of them)."""
        self.continuous.change_bounds(self.integers, self.form.lower[self.integers], self.form.upper[self.integers])
        self.continuous.change_bounds(columns, lower, upper)
        return self._patiently(self._solve)

    def _patiently(self, solve: Callable[[Solver, str], Answer]) -> Answer:
        """One choice among many: where the solver finds no answer, nothing is known of it."""

        def tried() -> Answer:
            try:
                return solve(self.continuous, "choices")
            except SolverError:
                if self.continuous.left_behind:
                    raise
                return NO_ANSWER

        stop, self.stop = self.stop, Within(self.stop, max(self.relaxation_s, LEAST_PATIENCE_S))
        try:
            answer = tried()
        finally:
            self.stop = stop
        if answer.ending != "limit" or stop.left_s <= 0 or self.continuous.left_behind:
            return answer
        self.continuous.forget()
        return tried()

    @property
    def basis(self) -> Any:
        """The basis of the last solve of the relaxation."""
        return self.continuous.basis

    def fixed(self, chosen: Floats, cutoff: float = np.inf, *, sure: bool = True) -> Answer:
        """The best operations for given integers; kept, so that the same choice is never solved twice."""
        chosen = np.clip(chosen, self.form.lower[self.integers], self.form.upper[self.integers])
        key = chosen.tobytes()
        if key in self.fixed_answers:
            return self.fixed_answers[key]
        answer = self.bounded(chosen, chosen, cutoff=cutoff, sure=sure)
        if answer.ending == "optimal" or (answer.ending == "infeasible" and sure):
            self.fixed_answers[key] = answer
        return answer

    @property
    def lost(self) -> bool:
        """Whether the solver did not come back when it was told to."""
        return self.continuous.left_behind

    def _solve(self, solver: Solver, phase: str) -> Answer:
        """A run; where the solver fails from what it holds, once more from nothing."""
        if solver is self.continuous:
            solver.set(solver="simplex" if solver.has_basis else self.method)
        try:
            return solver.run(self.stop, self._tell, phase)
        except SolverError:
            if solver.left_behind:
                raise
        solver.forget()
        return solver.run(self.stop, self._tell, phase)

    def _tell(self, heard: Progress) -> None:
        """Pass on how far the solve is, with what earlier phases have found."""
        if self.report is not None:
            self.report(Progress(
                time.monotonic() - self.began,
                self.known.objective if heard.objective is None else heard.objective,
                self.known.bound if heard.bound is None else heard.bound, heard.phase,
            ))  # fmt: skip

    def confirmed(self, solver: Solver, phase: str) -> Answer:
        return self._believed(self._solve(solver, phase), solver, phase)

    def _believed(self, answer: Answer, solver: Solver, phase: str) -> Answer:
        return believed(
            answer, solver, self.form, lambda: solver.run(self.stop, self._tell, f"{phase}, second opinion")
        )
