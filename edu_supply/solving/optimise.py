"""From a standard form to its best plan: relax, round, fix, prove."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np

from edu_supply.network.parts import Floats, Ints
from edu_supply.solving.answers import Answer, Ending, SolverError, Stop, box_bound, lies_in
from edu_supply.solving.branching import LEAST_GAP, Branching
from edu_supply.solving.first_plan import NOTHING_YET, Ties, first_plan, tied
from edu_supply.solving.highs import Solver
from edu_supply.solving.last_resort import last_resort
from edu_supply.solving.outcome import Limits, Outcome
from edu_supply.solving.relaxation import NO_ANSWER, Relaxation, Report
from edu_supply.solving.standard_form import StandardForm

LARGE = 20_000
"""From so many columns on it pays to branch by hand (docs/speed.md)."""

LAST_MOMENT_S = {"limit": 20.0, "interrupted": 2.0}
"""So long what is in hand when a solve is stopped may be made into a plan of exact amounts, or looked for at last."""

SHARE_BY_HAND = 0.7
"""So much of the time left may go into branching by hand before the solver's own branch and bound."""

NONE: Ints = np.array([], np.int64)


def optimise(
    form: StandardForm,
    limits: Limits,
    report: Report | None = None,
    stop: Stop | None = None,
    deeds: Ints = NONE,
    ties: Ties | None = None,
    start: Floats | None = None,
) -> Outcome:
    """The best solution of a standard form within the limits; "infeasible" only when two configurations agree.

    A model with integers is first solved without them, rounded and solved again with the integers fixed: a good first
    plan and a bound. Where these are not within the gap, choices of a large model are split (branching.py), then the
    solver's own branch and bound starts from the best plan. The last step solves the plan with its integers fixed, for
    exact amounts and for dual values. Where a limit comes before there is a plan, the last resort is one with as little
    as can be in the columns ``deeds`` (all that can be left undone). ``ties`` makes
    choices that are tied to one another stand together. ``start`` holds integers of a plan for a like model (values of
    all columns), which are tried first.
    """
    began = time.monotonic()
    stop = stop or Stop(began + limits.time_limit_s)
    if (form.lower > form.upper).any() or (form.row_lower > form.row_upper).any():
        return Outcome("infeasible", None, np.inf, np.inf, None, time.monotonic() - began)
    run = _Run(form, limits, report, stop, ties)
    run.start = start
    answer, duals = run.with_integers() if form.integer.any() else run.without_integers()
    if answer.values is None and answer.ending in LAST_MOMENT_S:
        moment = _moment(answer.ending)
        bound = max(answer.bound, run.known.bound or -np.inf, box_bound(form))
        answer = last_resort(form, deeds, moment, ending=answer.ending, bound=bound, threads=limits.threads)
    values = answer.values
    if values is not None:
        values = np.clip(values, form.lower, form.upper)
        values[form.integer] = np.round(values[form.integer])
    return Outcome(answer.ending, values, answer.objective, answer.bound, duals, time.monotonic() - began,
                   run.continuous.basis if run.continuous.has_basis else None)  # fmt: skip


def _moment(ending: Ending) -> Stop:
    """The last moment that is left after a run has ended so; Ctrl-C within it goes through."""
    return Stop(time.monotonic() + LAST_MOMENT_S.get(ending, np.inf), last=ending in LAST_MOMENT_S)


class _Run(Relaxation):
    """One optimisation, by way of the relaxation, roundings of it, branching by hand, and the solver's own."""

    def __init__(self, form: StandardForm, limits: Limits, report: Report | None, stop: Stop, ties: Ties | None):
        super().__init__(form, limits, report, stop)
        self.ties = ties
        self.start: Floats | None = None

    def without_integers(self) -> tuple[Answer, Floats | None]:
        answer = self.relax("plan")
        return answer, answer.row_duals

    def with_integers(self) -> tuple[Answer, Floats | None]:
        relaxed = self.relax("relaxation")
        self.relaxation_s = time.monotonic() - self.began
        if relaxed.ending != "optimal":  # an unfinished relaxation bounds nothing
            return replace(relaxed, values=None, objective=np.inf), None
        self.known = replace(self.known, bound=relaxed.objective)
        basis = self.basis
        large = self.form.shape[1] >= LARGE
        first, bound = first_plan(self, relaxed, any_plan=large), relaxed.objective
        if large:
            branching = self._branch_by_hand(relaxed, basis, first)
            first = branching.best
            if branching.closed:
                return replace(first, ending="optimal", bound=branching.bound), first.row_duals
            bound = branching.bound if first.values is not None else bound
        answer = self._branch(first)
        finished, duals = self._finished(replace(answer, bound=max(answer.bound, bound)), first)
        if finished.ending != "optimal" or self._close(finished):
            return finished, duals
        branching = self._branch_by_hand(relaxed, basis, finished, share=1.0)
        ending: Ending = "optimal" if branching.closed else "limit"
        best = replace(branching.best, ending=ending, bound=max(branching.bound, finished.bound))
        return best, best.row_duals

    def _close(self, answer: Answer) -> bool:
        """Whether exact amounts kept within the gap what branch and bound, to its tolerance, called the best."""
        most = max(self.limits.gap, LEAST_GAP) * max(1.0, abs(answer.objective))
        return answer.values is None or answer.objective - answer.bound <= most

    def _finished(self, answer: Answer, first: Answer) -> tuple[Answer, Floats | None]:
        """The best plan with its integers fixed, exact amounts and dual values; its bound only where it can be one.

        What branch and bound calls whole may be off by its tolerance, and a large flow may pass through a choice that
        is not paid: so its choices are rounded both ways, and the first plan stays in the running.
        """
        if answer.values is None:
            return answer, None
        shares = answer.values[self.integers]
        tried = [first, self._exact(answer, np.round(shares))]
        if (shares != np.round(shares)).any():
            tried.append(self._exact(answer, np.ceil(shares - 1e-12)))
        best = min(tried, key=lambda one: one.objective)
        if best.values is None:
            rounded = answer.values.copy()
            rounded[self.integers] = np.round(shares)
            sound = lies_in(rounded, self.form, self.form.integer)
            return (answer if sound else replace(answer, values=None, objective=np.inf)), None
        undercut = best.objective < answer.bound - 1e-6 * max(1.0, abs(answer.bound))
        bound = -np.inf if undercut else min(answer.bound, best.objective)
        return replace(best, ending=answer.ending, bound=bound), best.row_duals

    def _exact(self, answer: Answer, chosen: Floats) -> Answer:
        """The plan of a choice, with a moment for it even where the time is up."""
        stop, self.stop = self.stop, _moment(answer.ending)
        try:
            return NOTHING_YET if self.continuous.left_behind else self.fixed(chosen)
        finally:
            self.stop = stop

    def _branch_by_hand(
        self, relaxed: Answer, basis: Any, first: Answer, share: float = SHARE_BY_HAND
    ) -> Branching:
        """Split the choices of the relaxation from its basis, for a share of the time left."""
        until = self.stop.left_s * (1 - share)
        branching = Branching(self, self.integers, self.form.cost[self.integers], self.limits.gap, first,
                              lambda values, chosen: tied(self, values, chosen))  # fmt: skip
        lower, upper = self.form.lower[self.integers], self.form.upper[self.integers]

        def going() -> bool:
            best = branching.best.objective
            self.known = replace(self.known, objective=best if best < np.inf else None, bound=branching.bound)
            return self.stop.left_s > until

        branching.run(relaxed, basis, lower, upper, going)
        return branching

    def _branch(self, first: Answer) -> Answer:
        if first.values is not None and self.stop.left_s <= 0:
            return replace(first, ending="interrupted" if self.stop.interrupted else "limit", bound=-np.inf)
        solver = Solver(self.form, threads=self.limits.threads)
        solver.set(mip_rel_gap=self.limits.gap)
        if first.values is not None:
            solver.start_from(first.values)
        try:
            answer = self.confirmed(solver, "branch and bound")
        except SolverError:
            if first.values is None:
                raise
            answer = NO_ANSWER
        if answer.values is None and first.values is not None:
            ending = "limit" if answer.ending == "infeasible" else answer.ending
            return replace(first, ending=ending, bound=-np.inf if answer.ending == "infeasible" else answer.bound)
        return answer
