"""The standard form of a Pyomo model: cost, matrix and bounds as arrays, ready to hand to a solver.

Untouched families and laws are taken as the arrays they are; whatever somebody touched, fixed, changed or added in the
Pyomo model is compiled from its Pyomo objects by Pyomo's own standard-form compiler.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyomo.environ as pyo
import scipy.sparse as sp
from pyomo.common.errors import InfeasibleConstraintException
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

from edu_supply.model.pyomo_view import FamilyVar, LawConstraint, MoneyObjective
from edu_supply.network.parts import Flags, Floats

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

    Columns are the families' variables in their order, then added variables. Raises ValueError for a model with no or
    several active objectives, and Pyomo's own errors for what is not linear.
    """
    families = [var for var in view.component_objects(pyo.Var) if isinstance(var, FamilyVar)]
    laws = [law for law in view.component_objects(pyo.Constraint, active=True) if isinstance(law, LawConstraint)]
    untouched = [law for law in laws if not law.touched]
    objectives = list(view.component_data_objects(pyo.Objective, active=True))
    if len(objectives) != 1 or objectives[0].sense != pyo.minimize:
        raise ValueError("the model needs exactly one active objective, to be minimised")
    ours = (FamilyVar, LawConstraint, MoneyObjective)
    added = any(not isinstance(component, ours) for component in view.component_objects(active=True))
    columns = sum(var.family.size for var in families)
    blocks = [(law.law.matrix(columns), law.law.lower, law.law.upper) for law in untouched]
    bounds = [_bounds(var) for var in families]
    lower, upper, integer = (np.concatenate(part) for part in zip(*bounds, strict=True))
    objective = objectives[0]
    plain = isinstance(objective, MoneyObjective) and not objective.touched
    cost, offset = (objective.cost, 0.0) if plain else (np.zeros(columns), 0.0)
    if not plain or added or len(untouched) < len(laws):
        extra = _compile(view, families, untouched, plain)
        columns = extra.shape[1]
        widen = columns - len(lower)
        lower, upper = np.append(lower, extra.lower), np.append(upper, extra.upper)
        integer = np.append(integer, extra.integer)
        cost = np.append(cost, np.zeros(widen)) if plain else extra.cost
        offset = offset if plain else extra.offset
        blocks = [(_wider(matrix, columns), low, high) for matrix, low, high in blocks]
        blocks.append((extra.matrix, extra.row_lower, extra.row_upper))
    matrices, lows, highs = zip(*blocks, strict=True)
    matrix = sp.vstack(matrices, format="csr")
    lower, upper = np.where(integer, np.ceil(lower - NEARLY), lower), np.where(integer, np.floor(upper + NEARLY), upper)
    return StandardForm(cost, offset, matrix, np.concatenate(lows), np.concatenate(highs), lower, upper, integer)


def _wider(matrix: sp.csr_array, columns: int) -> sp.csr_array:
    return sp.csr_array((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], columns))


def _bounds(variable: FamilyVar) -> tuple[Floats, Floats, Flags]:
    """Bounds of a family: its arrays, or what its Pyomo variables say once they were touched."""
    family = variable.family
    assert family.upper is not None
    if not variable.touched:
        return family.lower, family.upper, np.full(family.size, family.integer)
    return _bounds_of(list(variable.values()))


def _contradiction(columns: int) -> StandardForm:
    """What a row without variables that cannot hold comes to: one row 0 >= 1."""
    nothing = np.zeros(0)
    return StandardForm(np.zeros(columns), 0.0, sp.csr_array((1, columns)), np.ones(1), np.full(1, np.inf),
                        nothing, nothing, np.zeros(0, bool))  # fmt: skip


def _bounds_of(variables: list[pyo.Var]) -> tuple[Floats, Floats, Flags]:
    lower = [var.value if var.fixed else -np.inf if var.lb is None else var.lb for var in variables]
    upper = [var.value if var.fixed else np.inf if var.ub is None else var.ub for var in variables]
    return np.array(lower, float), np.array(upper, float), np.array([var.is_integer() for var in variables], bool)


def _compile(
    view: pyo.ConcreteModel, families: list[FamilyVar], untouched: list[LawConstraint], plain: bool
) -> StandardForm:
    """Everything that is not taken as arrays, by Pyomo's compiler, over the families' columns and added variables."""
    known = [var for family in families for var in family.values()]
    fixed = [var for var in known if var.fixed]
    for law in untouched:
        law._active = False  # deactivate() would touch every row
    for var in fixed:
        var.unfix()
    try:
        form = LinearStandardFormCompiler().write(view, mixed_form=True, set_sense=None)
    except InfeasibleConstraintException:
        return _contradiction(len(known))
    finally:
        for law in untouched:
            law._active = True
        for var in fixed:
            var.fix()
    number = {id(var): place for place, var in enumerate(known)}
    new = [var for var in form.columns if id(var) not in number]
    number |= {id(var): len(known) + place for place, var in enumerate(new)}
    columns = np.array([number[id(var)] for var in form.columns], np.int64)
    matrix = form.A.tocoo()
    shape = (len(form.rows), len(known) + len(new))
    rows = sp.csr_array((matrix.data, (matrix.coords[0], columns[matrix.coords[1]])), shape=shape)
    rhs, sense = np.array(form.rhs, float), np.array([row.bound_type for row in form.rows])
    cost = np.zeros(shape[1])
    if not plain:
        cost[columns] = form.c.toarray()[0]
    lower, upper, integer = _bounds_of(new) if new else (np.array([]), np.array([]), np.array([], bool))
    return StandardForm(
        cost, float(form.c_offset[0]) if not plain else 0.0, rows,
        np.where(sense <= 0, rhs, -np.inf), np.where(sense >= 0, rhs, np.inf), lower, upper, integer,
    )  # fmt: skip
