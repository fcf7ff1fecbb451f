"""The model as Pyomo: real Var, Constraint and Objective components over the laws' arrays.

The components are complete Pyomo components; their data objects (one Python object for each variable and row) are made
only when somebody touches them, so that a model of 200,000 variables is there in no time, and looking at one law
makes only that law's objects. ``pprint``, LP files, other solvers, fixing a variable or adding a rule work as in any
Pyomo model: whatever was touched is read back from its Pyomo objects when it is compiled (``edu_supply.solving``).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.common.gc_manager import PauseGC
from pyomo.core.base.constraint import ConstraintData, IndexedConstraint
from pyomo.core.base.objective import ScalarObjective
from pyomo.core.base.var import IndexedVar, VarData
from pyomo.core.expr.numeric_expr import LinearExpression

from edu_supply.model.assembly import Model
from edu_supply.model.columns import Family, Law


class _MadeWhenTouched:
    """Mixin for an indexed component whose data objects are made when its ``_data`` is first looked at."""

    _made: dict[Any, Any] | None = None
    touched = False

    @property
    def _data(self) -> dict[Any, Any]:
        if self._made is None:
            self._made = {}
        if not self.touched and getattr(self, "_constructed", False):
            self.touched = True
            with PauseGC():
                self._make_data(self._made)
        return self._made

    @_data.setter
    def _data(self, data: dict[Any, Any]) -> None:
        self._made = data

    def construct(self, data: Any = None) -> None:
        self._constructed = True

    def _make_data(self, data: dict[Any, Any]) -> None:
        raise NotImplementedError


class FamilyVar(_MadeWhenTouched, IndexedVar):  # type: ignore[misc]
    """The Pyomo Var of a family; its index is the family's labels."""

    def __init__(self, family: Family):
        self.family = family
        super().__init__(pyo.Any, dense=False)

    def _make_data(self, data: dict[Any, Any]) -> None:
        family, domain = self.family, pyo.Integers if self.family.integer else pyo.Reals
        assert family.upper is not None
        for index, lower, upper in zip(family.labels(), family.lower.tolist(), family.upper.tolist(), strict=True):
            variable = VarData(self)
            variable._index = index if len(index) > 1 else index[0]
            variable._domain = domain
            variable.setlb(lower)
            variable.setub(None if upper == np.inf else upper)
            data[variable._index] = variable
        if len(data) != family.size:
            raise ValueError(f"two variables of {family.name} have the same index")

    def _getitem_when_not_present(self, index: Any) -> None:
        """Pyomo would make a new variable, of which no law knows."""
        raise KeyError(f"{self.family.name} has no variable {index}")


class LawConstraint(_MadeWhenTouched, IndexedConstraint):  # type: ignore[misc]
    """The Pyomo Constraint of a law; its index is the law's labels."""

    def __init__(self, law: Law, variables: list[FamilyVar]):
        self.law = law
        self._variables = variables
        super().__init__(pyo.Any)

    def indices(self) -> list[Any]:
        """The index of every row of the law, in their order."""
        return [label if len(label) > 1 else label[0] for label in self.law.labels()]

    def _make_data(self, data: dict[Any, Any]) -> None:
        law = self.law
        columns = [variable for family in self._variables for variable in family.values()]
        matrix = law.matrix(len(columns))
        starts, places, values = matrix.indptr.tolist(), matrix.indices.tolist(), matrix.data.tolist()
        for row, (index, lower, upper) in enumerate(
            zip(self.indices(), law.lower.tolist(), law.upper.tolist(), strict=True)
        ):
            terms = slice(starts[row], starts[row + 1])
            body = LinearExpression(linear_coefs=values[terms], linear_vars=[columns[place] for place in places[terms]])
            constraint = ConstraintData(component=self)
            constraint._index = index
            if lower == upper:
                constraint.set_value(body == upper)
            else:
                constraint.set_value((None if lower == -np.inf else lower, body, None if upper == np.inf else upper))
            data[constraint._index] = constraint
        if len(data) != law.size:
            raise ValueError(f"two rows of {law.name} have the same index")


class MoneyObjective(ScalarObjective):  # type: ignore[misc]
    """The Pyomo Objective: least sum of every family's costs, EUR. Its expression is made when first looked at."""

    def __init__(self, cost: np.ndarray, variables: list[FamilyVar]):
        self.cost = cost
        self._variables = variables
        self._said: tuple[Any, ...] = (None,)
        self.touched = False
        super().__init__(sense=pyo.minimize)

    def construct(self, data: Any = None) -> None:
        self._constructed = True
        self._data[None] = self

    @property
    def _args_(self) -> tuple[Any, ...]:
        if not self.touched and getattr(self, "_constructed", False):
            columns = [variable for family in self._variables for variable in family.values()]
            priced = np.flatnonzero(self.cost)
            self._args_ = (LinearExpression(
                linear_coefs=self.cost[priced].tolist(), linear_vars=[columns[place] for place in priced]
            ),)  # fmt: skip
        return self._said

    @_args_.setter
    def _args_(self, said: tuple[Any, ...]) -> None:
        self.touched = getattr(self, "_constructed", False)
        self._said = said


def pyomo_model(model: Model) -> pyo.ConcreteModel:
    """The Pyomo model: a Var for each family, a Constraint for each law, ``money`` as Objective.

    Variables and rows are indexed by the tables' words: ``m.make["PL-shells-1", "shell-155", 3]``.

    >>> import edu_supply
    >>> m = edu_supply.pyomo_model(edu_supply.read("data/tutorial"))
    >>> sorted(component.name for component in m.component_objects(pyo.Var))[:3]
    ['added', 'below', 'build_lane']
    """
    view = pyo.ConcreteModel("edu_supply")
    variables = [FamilyVar(family) for family in model.families]
    for variable in variables:
        view.add_component(variable.family.name, variable)
    for law in model.laws:
        name = law.name if view.component(law.name) is None else f"{law.name}_law"
        view.add_component(name, LawConstraint(law, variables))
    view.add_component("money", MoneyObjective(model.cost, variables))
    return view
