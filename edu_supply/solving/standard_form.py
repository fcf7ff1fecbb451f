"""The standard form of a Pyomo model: cost, matrix and bounds as arrays, ready to hand to a solver.

Untouched families and laws are taken as the arrays they are; whatever somebody touched, fixed, changed or added in the
Pyomo model is compiled from its Pyomo objects by Pyomo's own standard-form compiler.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
import scipy.sparse as sp
from pyomo.core.expr.numeric_expr import LinearExpression
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

from edu_supply.model.pyomo_view import FamilyVar, LawConstraint, MoneyObjective
from edu_supply.network.parts import Flags, Floats, Ints

NEARLY = 1e-9
"""An integer's bound that is so near to a whole number is that number; any other is rounded inwards."""


@dataclass(frozen=True)
class StandardForm:
    """minimise cost @ x + offset with row_lower <= matrix @ x <= row_upper, lower <= x <= upper, some x integer.

    The bounds of an integer are whole.
    """

    cost: Floats
    offset: float
    matrix: sp.csr_array
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    integer: Flags

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.matrix.shape
        return int(rows), int(columns)


def standard_form(view: pyo.ConcreteModel) -> StandardForm:
    """Compile a model made by ``edu_supply.pyomo_model``, with everything that was changed or added to it.

    Columns are the families' variables in their order, then added variables. Rows are the laws' rows in their order,
    without bounds where one was deactivated, then added rules. Raises ValueError for a model with no or several active
    objectives, and Pyomo's own errors for what is not linear.
    """
    families = [var for var in view.component_objects(pyo.Var) if isinstance(var, FamilyVar)]
    laws = [law for law in view.component_objects(pyo.Constraint) if isinstance(law, LawConstraint)]
    untouched = [law for law in laws if law.active and not law.touched]
    objectives = list(view.component_data_objects(pyo.Objective, active=True))
    if len(objectives) != 1 or objectives[0].sense != pyo.minimize:
        raise ValueError("the model needs exactly one active objective, to be minimised")
    objective = objectives[0]
    plain = isinstance(objective, MoneyObjective) and not objective.touched
    lower, upper, integer = (np.concatenate(part) for part in zip(*map(_bounds, families), strict=True))
    columns = len(lower)
    matrix = [law.law.matrix(columns) for law in untouched]
    low, high = [law.law.lower for law in untouched], [law.law.upper for law in untouched]
    ours = (FamilyVar, LawConstraint, MoneyObjective)
    added = any(not isinstance(component, ours) for component in view.component_objects(active=True))
    if plain and not added and len(untouched) == len(laws):
        return StandardForm(objective.cost, 0.0, _stacked(matrix, columns), np.concatenate(low), np.concatenate(high),
                            lower, upper, integer)  # fmt: skip
    extra, places = _compile(view, families, laws, untouched, plain)
    columns = extra.shape[1]
    order = _order(laws, untouched, places)
    nothing = sp.csr_array((1, columns))
    rows = _stacked([*matrix, extra.matrix, nothing], columns)
    return StandardForm(
        np.append(objective.cost, np.zeros(columns - len(lower))) if plain else extra.cost,
        0.0 if plain else extra.offset, sp.csr_array(rows[order]),
        np.concatenate([*low, extra.row_lower, [-np.inf]])[order],
        np.concatenate([*high, extra.row_upper, [np.inf]])[order],
        np.append(lower, extra.lower), np.append(upper, extra.upper), np.append(integer, extra.integer),
    )  # fmt: skip


def _stacked(blocks: list[sp.csr_array], columns: int) -> sp.csr_array:
    wide = [sp.csr_array((one.data, one.indices, one.indptr), shape=(one.shape[0], columns)) for one in blocks]
    return sp.csr_array(sp.vstack(wide, format="csr"))


def _order(laws: list[LawConstraint], untouched: list[LawConstraint], places: Ints) -> Ints:
    """Which stacked row (the untouched laws, what was compiled, one without anything) stands in each row of the form.

    ``places`` are the laws' rows that the compiled ones are, -1 for an added rule.
    """
    first = dict(zip(map(id, laws), np.cumsum([0] + [law.law.size for law in laws]), strict=False))
    total = sum(law.law.size for law in laws)
    taken = [np.arange(first[id(law)], first[id(law)] + law.law.size) for law in untouched]
    places = np.concatenate([*taken, places]).astype(np.int64)
    once = np.zeros(len(places), bool)
    once[np.unique(places, return_index=True)[1]] = True  # the second half of a range is a row of its own
    ours = once & (places >= 0)
    order = np.full(total, len(places), np.int64)
    order[places[ours]] = np.flatnonzero(ours)
    return np.append(order, np.flatnonzero(~ours))


def _bounds(variable: FamilyVar) -> tuple[Floats, Floats, Flags]:
    """Bounds of a family: its arrays, or what its Pyomo variables say once they were touched."""
    family = variable.family
    assert family.upper is not None
    if not variable.touched:
        return family.lower, family.upper, np.full(family.size, family.integer)
    return _bounds_of(list(variable.values()))


def _bounds_of(variables: list[pyo.Var]) -> tuple[Floats, Floats, Flags]:
    """Bounds as the variables say, those of an integer rounded inwards."""
    lower = [var.value if var.fixed else -np.inf if var.lb is None else var.lb for var in variables]
    upper = [var.value if var.fixed else np.inf if var.ub is None else var.ub for var in variables]
    integer = np.array([var.is_integer() for var in variables], bool)
    low, high = np.array(lower, float), np.array(upper, float)
    return np.where(integer, np.ceil(low - NEARLY), low), np.where(integer, np.floor(high + NEARLY), high), integer


def _compile(
    view: pyo.ConcreteModel,
    families: list[FamilyVar],
    laws: list[LawConstraint],
    untouched: list[LawConstraint],
    plain: bool,
) -> tuple[StandardForm, Ints]:
    """Everything that is not taken as arrays, by Pyomo's compiler, over the families' columns and added variables.

    With it, for each of its rows, which of the laws' rows it is (-1: none).
    """
    known = [var for family in families for var in family.values()]
    fixed = [var for var in known if var.fixed]
    aside = [*untouched, *_without_variables(laws)]
    for component in aside:
        component._active = False  # deactivate() of a law would touch every row of it
    for var in fixed:
        var.unfix()
    try:
        form = LinearStandardFormCompiler().write(view, mixed_form=True, set_sense=None)
    finally:
        for component in aside:
            component._active = True
        for var in fixed:
            var.fix()
    number = {id(var): place for place, var in enumerate(known)}
    new = [var for var in form.columns if id(var) not in number]
    number |= {id(var): len(known) + place for place, var in enumerate(new)}
    columns = np.array([number[id(var)] for var in form.columns], np.int64)
    matrix = form.A.tocoo()
    shape = (len(form.rows), len(known) + len(new))
    rows = sp.csr_array((matrix.data, (matrix.coords[0], columns[matrix.coords[1]])), shape=shape)
    rhs, sense = np.array(form.rhs, float), np.array([row.bound_type for row in form.rows], int)
    cost = np.zeros(shape[1])
    if not plain:
        cost[columns] = form.c.toarray()[0]
    lower, upper, integer = _bounds_of(new) if new else (np.array([]), np.array([]), np.array([], bool))
    empty = aside[len(untouched) :]
    rows = _stacked([rows, sp.csr_array((len(empty), shape[1]))], shape[1])
    low = np.append(np.where(sense <= 0, rhs, -np.inf), [-np.inf if one.lb is None else one.lb for one in empty])
    high = np.append(np.where(sense >= 0, rhs, np.inf), [np.inf if one.ub is None else one.ub for one in empty])
    offset = float(form.c_offset[0]) if not plain else 0.0
    compiled = StandardForm(cost, offset, rows, low, high, lower, upper, integer)
    return compiled, _places(laws, [*(row.constraint for row in form.rows), *empty])


def _without_variables(laws: list[LawConstraint]) -> list[Any]:
    """Rows of touched laws with nothing in them: where one cannot hold, Pyomo's compiler would refuse the model."""
    return [row for law in laws if law.active and law.touched for row in law.values()
            if row.active and isinstance(row.body, LinearExpression) and not row.body.linear_vars]  # fmt: skip


def _places(laws: list[LawConstraint], compiled: list[pyo.Constraint]) -> Ints:
    """For each compiled row, which of the laws' rows it is; -1 for an added rule."""
    first = 0
    place: dict[tuple[str, object], int] = {}
    for law in laws:
        if law.touched:
            place |= {(law.name, index): first + row for row, index in enumerate(law.indices())}
        first += law.law.size
    return np.array([place.get((row.parent_component().name, row.index()), -1) for row in compiled], np.int64)
