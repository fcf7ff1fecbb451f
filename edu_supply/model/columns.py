"""Families of variables and laws as arrays: what the law functions speak in.

A *family* is a named block of columns, a *law* a named block of rows. A law is written down term by term: "this family
enters these rows with these coefficients". A row or column of number -1 does not exist; its term is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike

from edu_supply.network.parts import Floats, Ints

Labels = Callable[[], list[tuple[object, ...]]]
"""Makes the index of a family or law in the planner's words, such as (line, product, period); only when asked."""


@dataclass
class Family:
    """A block of variables: bounds, cost by part of the objective (EUR per unit), and whether they are integer."""

    name: str
    size: int
    labels: Labels
    costs: Mapping[str, Floats] = field(default_factory=dict)
    upper: Floats | None = None
    integer: bool = False
    first: int = 0
    lower: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.lower = np.zeros(self.size)
        if self.upper is None:
            self.upper = np.full(self.size, np.inf)

    @property
    def columns(self) -> Ints:
        """The numbers of its columns in the whole model."""
        return np.arange(self.first, self.first + self.size, dtype=np.int64)

    def column(self, number: Ints) -> Ints:
        """Columns of the family's own numbers; -1 stays -1."""
        return np.where(number >= 0, number + self.first, -1)

    @property
    def cost(self) -> Floats:
        """Cost of each column, all parts together, EUR per unit."""
        return sum(self.costs.values(), np.zeros(self.size))

    def of(self, values: Floats) -> Floats:
        """The family's part of an array over all columns."""
        return values[self.first : self.first + self.size]


class Law:
    """A block of constraints lower <= sum of terms <= upper; a side that is absent is infinite."""

    def __init__(self, name: str, size: int, labels: Labels, *, lower: ArrayLike = -np.inf, upper: ArrayLike = np.inf):
        self.name = name
        self.size = size
        self.labels = labels
        self.lower = np.broadcast_to(np.asarray(lower, float), size).copy()
        self.upper = np.broadcast_to(np.asarray(upper, float), size).copy()
        self._terms: list[tuple[Ints, Ints, Floats]] = []

    def add(self, rows: Ints, columns: Ints, coefficients: ArrayLike = 1.0) -> None:
        """Let columns enter rows with coefficients; pairs with a -1 are dropped."""
        rows, columns, values = np.broadcast_arrays(rows, columns, np.asarray(coefficients, float))
        exists = (rows >= 0) & (columns >= 0) & (values != 0)
        self._terms.append((rows[exists], columns[exists], values[exists]))

    def constant(self, rows: Ints, amount: ArrayLike) -> None:
        """Add known amounts to the left-hand side of rows, by moving both bounds."""
        rows, values = np.broadcast_arrays(rows, np.asarray(amount, float))
        exists = rows >= 0
        for bound in (self.lower, self.upper):
            np.subtract.at(bound, rows[exists], values[exists])

    def matrix(self, columns: int) -> sp.csr_array:
        """Its rows over all columns of the model; terms that meet in one cell are added up."""
        if not self._terms:
            return sp.csr_array((self.size, columns))
        rows, cols, values = (np.concatenate(part) for part in zip(*self._terms, strict=True))
        matrix = sp.csr_array((values, (rows, cols)), shape=(self.size, columns))
        matrix.sum_duplicates()
        return matrix
