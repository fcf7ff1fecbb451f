"""Contradictory data, explained: a set of table rows that cannot all hold, none of which can be left out."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import scipy.sparse as sp

from edu_supply.model import Model
from edu_supply.side_tables import CONFLICT
from edu_supply.solving.answers import Stop
from edu_supply.solving.claims import Claim, claims, need_words, period_labels
from edu_supply.solving.highs import Solver
from edu_supply.solving.outcome import Limits
from edu_supply.solving.standard_form import StandardForm

LONGEST_S = 120.0
"""So long the search may take; what it has narrowed down to by then is shown, and said not to be irreducible."""


def conflict(model: Model, form: StandardForm, limits: Limits) -> pd.DataFrame:
    """One irreducible set of table rows that contradict one another, with the columns of ``side_tables.CONFLICT``.

    First the rows that ask for something (hard minimums, minimum_use) are made elastic: what then carries the least
    shortfall narrows the search to the claims that its dual values name. Then every claim is left out in turn, for good
    where the rest still contradicts itself. Last, each row that remains is dropped from the whole dataset and the rest
    solved: ``enough`` says whether a plan then exists (it does not where the data hold a second contradiction).
    """
    search = _Search(model, form, limits)
    rows = [
        (claim.where, claim.column, claim.value, search.says(claim), "asks" if claim.asks else "limits",
         int(search.finished), int(search.contradicts([one for one in search.claims if one is not claim]) is False))
        for claim in search.irreducible()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(CONFLICT))


class _Search:
    def __init__(self, model: Model, form: StandardForm, limits: Limits):
        self.form = replace(form, cost=np.zeros_like(form.cost))
        self.limits = limits
        self.claims = list(claims(model))
        self.stop = Stop(time.monotonic() + LONGEST_S)
        self.finished = True
        self.short: dict[int, str] = {}
        self.kept: list[Claim] = []
        self.labels = period_labels(model)
        self.needs = need_words(model)
        self.lacks: dict[int, float] = {}

    def irreducible(self) -> list[Claim]:
        suspects = self._named_by_duals()
        if not self.contradicts(suspects):
            suspects = self.claims
            if not self.contradicts(suspects):
                return []
        kept = list(suspects)
        for claim in sorted(suspects, key=lambda one: one.asks):
            if self.stop.left_s <= 0:
                self.finished = False
                break
            others = [one for one in kept if one is not claim]
            if self.contradicts(others):
                kept = others
        self.kept = kept
        return kept

    def says(self, claim: Claim) -> str:
        """What a claim says; where it is the only one that asks for something, also when that cannot be had."""
        lacks = [(self.lacks[row], self.needs[row]) for row in claim.rows.tolist()
                 if row in self.lacks and row in self.needs]  # fmt: skip
        if lacks:
            worst = max(lacks)
            return f"{claim.says}; as things are, it would need {worst[0]:,.6g} {worst[1]}"
        periods = [self.short[row] for row in claim.rows.tolist() if row in self.short]
        if not claim.asks or not periods or sum(one.asks for one in self.kept) > 1:
            return claim.says
        shown = ", ".join(periods[:3]) + (f" and {len(periods) - 3} more" if len(periods) > 3 else "")
        return f"{claim.says}; it cannot in {shown}"

    def _named_by_duals(self) -> list[Claim]:
        """The claims that the elastic model's dual values name."""
        form, rows = self.form, self.form.shape[0]
        asking = np.unique(np.concatenate([claim.rows for claim in self.claims if claim.asks] or [np.array([], int)]))
        if not len(asking):
            return self.claims
        more = np.where(np.isfinite(form.row_lower[asking]), 1.0, -1.0)
        slack = sp.csr_array((more, (asking, np.arange(len(asking)))), shape=(rows, len(asking)))
        elastic = replace(
            form, cost=np.append(form.cost, np.ones(len(asking))),
            matrix=sp.hstack([form.matrix, slack], format="csr"), lower=np.append(form.lower, np.zeros(len(asking))),
            upper=np.append(form.upper, np.full(len(asking), np.inf)),
            integer=np.zeros(form.shape[1] + len(asking), bool),
        )  # fmt: skip
        answer = Solver(elastic, threads=self.limits.threads).run(self.stop)
        if answer.row_duals is None or answer.objective <= 1e-7:
            return self.claims
        assert answer.values is not None
        lacking = answer.values[form.shape[1] :]
        self.lacks = {int(row): float(lack) for row, lack in zip(asking, lacking, strict=True) if lack > 1e-7}
        self.short = {row: self.labels[row] for row in self.lacks if row in self.labels}
        named = np.abs(answer.row_duals) > 1e-9
        reduced = elastic.cost - elastic.matrix.T @ answer.row_duals
        return [claim for claim in self.claims
                if named[claim.rows].any() or (np.abs(reduced[claim.columns]) > 1e-9).any()]  # fmt: skip

    def contradicts(self, held: list[Claim]) -> bool | None:
        """Whether no plan exists with only these claims held, with and without presolve; None: not known in time."""
        lower, upper, most = self.form.row_lower.copy(), self.form.row_upper.copy(), self.form.upper.copy()
        chosen = {id(claim) for claim in held}
        for claim in self.claims:
            most[claim.columns] = np.inf
            if id(claim) not in chosen:
                lower[claim.rows] -= claim.lower
                upper[claim.rows] += claim.upper
        for claim in held:
            most[claim.columns] = np.minimum(most[claim.columns], claim.most)
        form = replace(self.form, row_lower=lower, row_upper=upper, upper=most)
        for presolve in ("choose", "off"):
            solver = Solver(form, threads=self.limits.threads)
            solver.set(presolve=presolve)
            ending = solver.run(self.stop).ending
            if ending == "optimal":
                return False
            if ending != "infeasible":
                self.finished = False
                return None
        return True
