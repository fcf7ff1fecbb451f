"""Contradictory data, explained: a set of table rows that cannot all hold, none of which can be left out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp

from edu_supply.model import Model
from edu_supply.model.columns import Law
from edu_supply.network.parts import Floats, Ints
from edu_supply.solving.highs import Solver, Stop
from edu_supply.solving.optimise import Limits, Outcome
from edu_supply.solving.standard_form import StandardForm

LONGEST_S = 120.0
"""So long the search for an irreducible set may take; what it has narrowed down to by then is shown, and said to be more."""


@dataclass(frozen=True)
class Claim:
    """One thing that a table row says: the rows of the model that say it, and how far they give way without it."""

    where: str
    column: str
    value: str
    says: str
    asks: bool
    rows: Ints
    lower: Floats
    upper: Floats
    columns: Ints


def conflict(model: Model, form: StandardForm, outcome: Outcome, limits: Limits) -> pd.DataFrame:
    """One irreducible set of table rows that contradict one another: where, column, value, says, role.

    First the rows that ask for something (hard minimums, minimum_use) are made elastic: what then carries the least
    shortfall narrows the search to the claims that its dual values name. Then every claim is left out in turn, for good
    where the rest still contradicts itself. With any one of the rows that remain dropped, the others can be met; each of
    these is confirmed by solving. ``role`` is "asks" or "limits".
    """
    search = _Search(model, form, limits)
    claims = search.irreducible()
    return pd.DataFrame(
        {"where": claim.where, "column": claim.column, "value": claim.value, "says": claim.says,
         "role": "asks" if claim.asks else "limits", "irreducible": search.finished}
        for claim in claims
    )  # fmt: skip


class _Search:
    def __init__(self, model: Model, form: StandardForm, limits: Limits):
        self.form = replace(form, cost=np.zeros_like(form.cost))
        self.limits = limits
        self.claims = list(_claims(model))
        self.deadline = time.monotonic() + LONGEST_S
        self.finished = True

    def irreducible(self) -> list[Claim]:
        suspects = self._named_by_duals()
        if not self._contradicts(suspects):
            suspects = self.claims
        kept = list(suspects)
        for claim in sorted(suspects, key=lambda one: one.asks):
            if time.monotonic() > self.deadline:
                self.finished = False
                break
            others = [one for one in kept if one is not claim]
            if self._contradicts(others):
                kept = others
        return kept

    def _named_by_duals(self) -> list[Claim]:
        """The claims that the elastic model's dual values name."""
        form, rows = self.form, self.form.shape[0]
        asking = np.unique(np.concatenate([claim.rows for claim in self.claims if claim.asks] or [np.array([], int)]))
        if not len(asking):
            return self.claims
        slack = sp.csr_array((np.ones(len(asking)), (asking, np.arange(len(asking)))), shape=(rows, len(asking)))
        elastic = replace(
            form, cost=np.append(form.cost, np.ones(len(asking))),
            matrix=sp.hstack([form.matrix, slack], format="csr"), lower=np.append(form.lower, np.zeros(len(asking))),
            upper=np.append(form.upper, np.full(len(asking), np.inf)),
            integer=np.zeros(form.shape[1] + len(asking), bool),
        )  # fmt: skip
        answer = Solver(elastic, threads=self.limits.threads).run(Stop(self.deadline))
        if answer.row_duals is None or answer.objective <= 1e-7:
            return self.claims
        named = np.abs(answer.row_duals) > 1e-9
        reduced = elastic.cost - elastic.matrix.T @ answer.row_duals
        return [claim for claim in self.claims
                if named[claim.rows].any() or (np.abs(reduced[claim.columns]) > 1e-9).any()]  # fmt: skip

    def _contradicts(self, held: list[Claim]) -> bool:
        """Whether no plan exists with only these claims held; believed when it is said with and without presolve."""
        lower, upper, most = self.form.row_lower.copy(), self.form.row_upper.copy(), self.form.upper.copy()
        chosen = {id(claim) for claim in held}
        for claim in self.claims:
            if id(claim) not in chosen:
                lower[claim.rows] -= claim.lower
                upper[claim.rows] += claim.upper
                most[claim.columns] = np.inf
        form = replace(self.form, row_lower=lower, row_upper=upper, upper=most)
        for presolve in ("choose", "off"):
            solver = Solver(form, threads=self.limits.threads)
            solver.set(presolve=presolve)
            if solver.run(Stop(self.deadline)).ending != "infeasible":
                return False
        return True


def _claims(model: Model) -> Iterator[Claim]:
    """Every claim of the tables that can stand in the way of a plan."""
    offsets = np.cumsum([0] + [law.size for law in model.laws])
    first = {law.name: int(start) for law, start in zip(model.laws, offsets, strict=False)}
    laws = {law.name: law for law in model.laws}
    yield from _minimum_claims(model, first["minimum_stock"], laws["minimum_stock"])
    tables = model.network.parts.dataset
    for law, table, key, column, says in (
        ("minimum_use", "lines", "line", "minimum_use", "the line must run at this share of its time"),
        ("line_time", "lines", "line", "capacity", "the line has no more time than this"),
        ("lane_capacity", "lanes", "lane", "capacity_t", "the lane carries no more than this a period"),
        ("throughput", "sites", "site", "throughput_t", "the site sends out no more than this a period"),
        ("storage", "sites", "site", "storage_t", "the site stores no more than this"),
        ("explosives", "sites", "site", "neq_limit_kg", "the site may hold no more explosives than this"),
        ("shelf_life", "products", "product", "shelf_life_periods", "it keeps no longer than this"),
        ("shelf_life_everywhere", "products", "product", "shelf_life_periods", "it keeps no longer than this"),
        ("ceiling", "offers", "line", "max_quantity", "the offer ends there"),
        ("budget", "countries", "country", "budget_eur", "the buyer may pay no more than this"),
        ("step_reached", "offers", "line", "from_quantity", "the contract begins there"),
    ):  # fmt: skip
        yield from _law_claims(laws[law], first[law], tables[table], key, column, says)
    yield from _maximum_claims(model)


def _law_claims(law: Law, first: int, table: pd.DataFrame, key: str, column: str, says: str) -> Iterator[Claim]:
    """One claim for each owner of a law's rows: the table row that bears its name."""
    if not law.size:
        return
    place = 1 if law.name in ("shelf_life", "step_reached") else 0
    owners = pd.Series([label[place] for label in law.labels()])
    said = table.drop_duplicates(key).set_index(key)
    asks = law.name == "minimum_use"
    for owner, numbers in owners.groupby(owners).indices.items():
        rows = np.asarray(numbers, np.int64) + first
        free = np.full(len(rows), np.inf)
        yield Claim(str(said.loc[owner, "where"]), column, _text(said.loc[owner, column]), f"{owner}: {says}", asks, rows,
                    free, free, np.array([], np.int64))  # fmt: skip


def _minimum_claims(model: Model, first: int, law: Law) -> Iterator[Claim]:
    """Hard minimums, one for each row of stocks; without it its place may hold so much less."""
    stocks, parts = model.network.parts.dataset["stocks"], model.network.parts
    hard = stocks[(stocks["minimum"] > 0) & stocks["minimum_penalty_eur"].isna()]
    numbers: dict[tuple[object, object], list[tuple[int, int]]] = {}
    for number, (site, product, period) in enumerate(law.labels()):
        numbers.setdefault((site, product), []).append((number, int(str(period))))
    built = dict(zip(parts.sites, parts.site_is_candidate, strict=True))
    for row in hard.itertuples():
        counts = [number for number, period in numbers.get((row.site, row.product), []) if period >= row.from_period]
        if not counts or built[row.site]:
            continue
        less = np.full(len(counts), float(row.minimum))
        says = f"{row.site} must hold this much {row.product} at the end of every period"
        if row.from_period > 1:
            says += f" from {model.network.parts.dataset.horizon.label(int(row.from_period))} on"
        yield Claim(str(row.where), "minimum", _text(row.minimum), says, True, np.array(counts) + first, less,
                    np.zeros(len(counts)), np.array([], np.int64))  # fmt: skip


def _maximum_claims(model: Model) -> Iterator[Claim]:
    """Maximums of stocks: upper bounds of what is held."""
    stocks, hold = model.network.parts.dataset["stocks"], model.operations.hold
    capped = stocks[stocks["maximum"].notna()]
    if not len(capped):
        return
    labels = pd.MultiIndex.from_tuples([label[:2] for label in hold.labels()])
    none = np.array([], np.int64)
    for row in capped.itertuples():
        columns = hold.columns[np.flatnonzero(labels == (row.site, row.product))]
        says = f"{row.site} may hold no more {row.product} than this"
        yield Claim(str(row.where), "maximum", _text(row.maximum), says, False, none, np.array([]), np.array([]), columns)


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)
