"""Tiny datasets from short literals, the model of one, its rows as mathematics, and its optimum."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyomo.environ as pyo
from network import small
from pyomo.repn import generate_standard_repn

from edu_supply.dataset import Dataset
from edu_supply.model import Model, build_model, world_with_losses
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network import Network
from edu_supply.reading import from_tables
from edu_supply.solving import Limits, Outcome, optimise, standard_form

Rows = list[dict[str, Any]]

# A plant and a front in France. Line L makes shells of 1 t at 10 EUR, 10 in a period; the road takes them to the front
# at 1 EUR; 8 are asked for in every period, 100 EUR if short.
BASE: dict[str, Rows] = {
    "sites": [
        {"site": "plant", "country": "FR", "kind": "factory"},
        {"site": "front", "country": "FR", "kind": "front"},
    ],
    "products": [{"product": "shell", "mass_kg": 1000, "scrap_eur": 0}],
    "lines": [{"line": "L", "site": "plant", "product": "shell", "capacity": 10, "unit_cost_eur": 10}],
    "lanes": [{"lane": "road", "origin": "plant", "destination": "front", "cost_eur_per_t": 1}],
    "demand": [{"site": "front", "product": "shell", "quantity": 8, "penalty_eur": 100}],
}


def edited(table: str, row: int = 0, **cells: Any) -> Rows:
    """A table of the base with some cells of one row changed."""
    return [{**old, **cells} if place == row else old for place, old in enumerate(BASE[table])]


CHECKED = False
"""Whether the tiny datasets go through the reader and its checks (slow; all of them pass), or are only completed."""


def tiny(periods: int = 1, final_stock: str = "free", **tables: Rows) -> Dataset:
    """The base with some tables replaced or added."""
    if CHECKED:
        return checked(periods, final_stock, **tables)
    return small.dataset(BASE | tables, periods, {"final_stock": final_stock})


def checked(periods: int = 1, final_stock: str = "free", **tables: Rows) -> Dataset:
    """The same, read as a user's tables would be."""
    frames = {table: pd.DataFrame(rows) for table, rows in (BASE | tables).items()}
    frames["settings"] = pd.DataFrame({"key": ["final_stock"], "value": [final_stock]})
    return from_tables(frames, "tiny", periods)


def model_of(dataset: Dataset, *losses: dict[str, Any]) -> Model:
    """The model; with losses (rows as of the threats table), that of the world that loses them together."""
    if not losses:
        return build_model(Network.of(dataset))
    network = Network.of(dataset, surplus_everywhere=True)
    usual = {"share_lost": 1.0, "stock_lost": 0.0, "start": 1, "duration_periods": dataset.periods}
    return build_model(network, world_with_losses(network.parts, pd.DataFrame([usual | loss for loss in losses])))


def view(dataset: Dataset, *losses: dict[str, Any]) -> pyo.ConcreteModel:
    """The model as a Pyomo model."""
    return pyomo_model(model_of(dataset, *losses))


def best(built: pyo.ConcreteModel) -> Outcome:
    """The best solution of a Pyomo view, to a gap of 0."""
    return optimise(standard_form(built), Limits(gap=0))


def cost(dataset: Dataset, *losses: dict[str, Any], without: str = "") -> float:
    """The least objective in EUR; ``without`` one of the laws, if it is named."""
    built = view(dataset, *losses)
    if without:
        built.component(without).deactivate()
    outcome = best(built)
    assert outcome.values is not None, outcome.ending
    return outcome.objective


def cost_by_part(dataset: Dataset) -> dict[str, float]:
    """The least objective in EUR by part; parts of nothing are left out."""
    model = model_of(dataset)
    outcome = best(pyomo_model(model))
    assert outcome.values is not None
    parts = model.cost_by_part(outcome.values)
    return {part: round(amount, 6) for part, amount in parts.items() if abs(amount) > 1e-6}


def row(relation: Any) -> tuple[str, dict[str, float], float]:
    """A row, or a relation between variables, in one form: sense, coefficients by variable, right-hand side."""
    relation = relation.expr if hasattr(relation, "expr") else relation
    left, right = relation.args
    terms = generate_standard_repn(left - right)
    names = [variable.name for variable in terms.linear_vars]
    coefficients = {name: factor for name, factor in zip(names, terms.linear_coefs, strict=True) if factor}
    constant = float(terms.constant)
    sense = {"EqualityExpression": "=", "InequalityExpression": "<="}[type(relation).__name__]
    if sense == "=" and coefficients and coefficients[min(coefficients)] < 0:
        coefficients, constant = {name: -factor for name, factor in coefficients.items()}, -constant
    return sense, {name: round(coefficients[name], 9) for name in sorted(coefficients)}, round(-constant, 9) + 0.0


def rows_of(built: pyo.ConcreteModel, law: str) -> list[Any]:
    """The indices of a law's rows."""
    return list(built.component(law))


def absent(dataset: Dataset, law: str, *losses: dict[str, Any]) -> bool:
    """Whether a law has no row at all."""
    model = model_of(dataset, *losses)
    return next(one for one in model.laws if one.name == law).size == 0
