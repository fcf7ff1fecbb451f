"""Datasets from words, solved: what the tests of planning start from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.model import Model, build_model
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network import Network
from edu_supply.reading import from_tables
from edu_supply.solving import Limits, StandardForm, optimise, standard_form


def rows(header: str, *lines: str) -> pd.DataFrame:
    """A table from words; ``-`` is a blank cell."""
    cells = [[None if cell == "-" else cell.replace("_", " ") if column == "name" else cell
              for column, cell in zip(header.split(), line.split(), strict=True)] for line in lines]  # fmt: skip
    return pd.DataFrame(cells, columns=header.split())


def dataset(**tables: pd.DataFrame) -> Dataset:
    """A dataset of these tables, with settings of four months from 2027-01 unless others are given."""
    tables.setdefault("settings", rows("key value", "period month", "start 2027-01-01", "periods 4"))
    tables.setdefault("countries", rows("country", "PL", "UA"))
    return from_tables(tables)


@dataclass(frozen=True)
class Solved:
    """A model with its optimal values and duals."""

    model: Model
    form: StandardForm
    values: Any
    duals: Any
    objective: float

    def fixed(self, form: StandardForm | None = None) -> StandardForm:
        """The form, or a changed one, with the integers of this plan."""
        form = form or self.form
        whole = form.integer
        lower, upper = form.lower.copy(), form.upper.copy()
        lower[whole] = upper[whole] = np.round(self.values[whole])
        return replace(form, lower=lower, upper=upper, integer=np.zeros_like(whole))

    def again(self, form: StandardForm) -> float:
        """The objective of a changed form with the integers of this plan; infinite where nothing is feasible."""
        outcome = optimise(self.fixed(form), Limits(gap=0))
        return float("inf") if outcome.values is None else outcome.objective


def solved(data: Dataset) -> Solved:
    """The dataset's optimal plan."""
    model = build_model(Network.of(data))
    form = standard_form(pyomo_model(model))
    outcome = optimise(form, Limits(gap=0))
    assert outcome.values is not None
    assert outcome.row_duals is not None
    return Solved(model, form, outcome.values, outcome.row_duals, outcome.objective)
