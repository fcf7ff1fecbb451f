"""Small linear and integer programs as standard forms, and solvers that lie or die."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import scipy.sparse as sp

from edu_supply.solving import Solver, StandardForm, Stop
from edu_supply.solving.answers import Answer


def form(
    cost: list[float],
    rows: list[list[float]],
    row_upper: list[float],
    *,
    row_lower: list[float] | None = None,
    lower: list[float] | None = None,
    upper: list[float] | None = None,
    integer: bool | list[bool] = False,
    offset: float = 0.0,
) -> StandardForm:
    """minimise cost @ x + offset with rows @ x <= row_upper, x >= 0 unless something else is said."""
    size = len(cost)
    matrix = sp.csr_array(np.array(rows, float).reshape(len(rows), size))
    kinds = np.broadcast_to(np.array(integer, bool), size).copy()
    return StandardForm(
        np.array(cost, float), offset, matrix,
        np.full(len(rows), -np.inf) if row_lower is None else np.array(row_lower, float), np.array(row_upper, float),
        np.zeros(size) if lower is None else np.array(lower, float),
        np.full(size, np.inf) if upper is None else np.array(upper, float), kinds,
    )  # fmt: skip


def knapsack(seed: int, items: int = 12) -> StandardForm:
    """Pick things of the greatest value that fit two sacks; the value is a negative cost, with an offset above it."""
    dice = np.random.default_rng(seed)
    sizes = dice.integers(10, 100, (2, items))
    value = sizes.sum(axis=0) + dice.integers(0, 40, items)
    return form(
        (-value).tolist(), sizes.tolist(), (sizes.sum(axis=1) // 2).tolist(), upper=[1] * items, integer=True,
        offset=float(value.sum()),
    )  # fmt: skip


def by_trying_all(sack: StandardForm) -> float:
    """The optimum of a program of zeros and ones, by trying all of them."""
    choices = np.array(list(itertools.product((0, 1), repeat=sack.shape[1])), float)
    fits = (sack.matrix @ choices.T <= sack.row_upper[:, None] + 1e-9).all(axis=0)
    return float((choices[fits] @ sack.cost).min() + sack.offset)


def hard(seed: int = 1, rows: int = 6, columns: int = 50) -> StandardForm:
    """A market split: easy to have a plan of, hopeless to prove one the best within seconds. The bound stays near 0."""
    dice = np.random.default_rng(seed)
    shares = dice.integers(0, 100, (rows, columns)).astype(float)
    matrix = np.hstack([shares, np.eye(rows), -np.eye(rows)])
    half = np.floor(shares.sum(axis=1) / 2)
    both = 2 * rows
    return form(
        [0.0] * columns + [1.0] * both, matrix.tolist(), half.tolist(), row_lower=half.tolist(),
        upper=[1] * columns + [np.inf] * both, integer=[True] * columns + [False] * both, offset=1.0,
    )  # fmt: skip


class Liar(Solver):
    """Says "infeasible" the first ``lies`` times."""

    lies = 1

    def run(self, stop: Stop, *rest: Any) -> Answer:
        if type(self).lies > 0:
            type(self).lies -= 1
            return Answer("infeasible", None, np.inf, np.inf)
        return super().run(stop, *rest)


def leaky(seed: int, lines: int = 4) -> StandardForm:
    """Lines that each make 10,000,000 times what is asked for: of a choice the solver's tolerance lets through all."""
    dice = np.random.default_rng(seed)
    most, need = dice.uniform(1e7, 9e7, lines), dice.uniform(1, 9, lines)
    made = np.hstack([-np.diag(most), np.eye(lines)])
    asked = np.hstack([np.zeros((lines, lines)), -np.eye(lines) - np.diag(dice.uniform(0.1, 2, lines - 1), 1)])
    cost = [*dice.uniform(500, 1500, lines), *dice.uniform(0, 3, lines)]
    return form(
        cost, [*made.tolist(), *asked.tolist()], [*[0.0] * lines, *(-need).tolist()],
        upper=[1] * lines + [1e9] * lines, integer=[True] * lines + [False] * lines,
    )  # fmt: skip
