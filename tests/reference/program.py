"""A mixed-integer programme as a heap of named variables and rows, solved by the HiGHS that scipy brings along."""

from dataclasses import dataclass, field
from math import inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array


@dataclass
class Program:
    """Variables are named by tuples such as ("make", line, product, period); terms are (coefficient, name) pairs."""

    lower: dict = field(default_factory=dict)
    upper: dict = field(default_factory=dict)
    whole: set = field(default_factory=set)
    costs: dict = field(default_factory=dict)
    rows: list = field(default_factory=list)

    def add(self, *name, upper: float = inf, whole: bool = False) -> None:
        if name in self.lower:
            raise ValueError(f"variable {name} twice")
        self.lower[name] = 0.0
        self.upper[name] = upper
        if whole:
            self.whole.add(name)

    def fix(self, name: tuple, value: float) -> None:
        self.lower[name] = self.upper[name] = value

    def at_most(self, terms: list, limit: float) -> None:
        self.rows.append((terms, -inf, limit))

    def at_least(self, terms: list, limit: float) -> None:
        self.rows.append((terms, limit, inf))

    def equal(self, terms: list, value: float) -> None:
        self.rows.append((terms, value, value))

    def charge(self, part: str, euros: float, name: tuple) -> None:
        costs = self.costs.setdefault(part, {})
        costs[name] = costs.get(name, 0.0) + euros

    def cost_of(self, part: str, values: dict) -> float:
        return sum(euros * values[name] for name, euros in self.costs.get(part, {}).items())

    def solve(self) -> dict | None:
        """The value of every variable, or None when two configurations of the solver find no plan.

        Integers are then fixed at the whole numbers found and the rest solved again: no rounding of a big-M is left.
        """
        names = list(self.lower)
        column = {name: place for place, name in enumerate(names)}
        objective = np.zeros(len(names))
        for costs in self.costs.values():
            for name, euros in costs.items():
                objective[column[name]] += euros
        laws = self.matrix(column)
        lower = np.array([self.lower[name] for name in names])
        upper = np.array([self.upper[name] for name in names])
        whole = np.array([name in self.whole for name in names])
        found = best(objective, laws, lower, upper, whole)
        if found is not None and whole.any():
            lower = np.where(whole, np.round(found), lower)
            upper = np.where(whole, np.round(found), upper)
            found = best(objective, laws, lower, upper, np.zeros_like(whole))
            if found is None:
                raise ArithmeticError("the plan does not survive the rounding of its integers")
        return None if found is None else dict(zip(names, found.tolist(), strict=True))

    def matrix(self, column: dict) -> LinearConstraint | None:
        if not self.rows:
            return None
        entries = [(row, column[name], factor) for row, (terms, _, _) in enumerate(self.rows) for factor, name in terms]
        places = (np.array([e[0] for e in entries], dtype=int), np.array([e[1] for e in entries], dtype=int))
        factors = np.array([e[2] for e in entries], dtype=float)
        table = coo_array((factors, places), shape=(len(self.rows), len(column))).tocsr()
        return LinearConstraint(table, [low for _, low, _ in self.rows], [high for _, _, high in self.rows])


def best(objective: np.ndarray, laws, lower: np.ndarray, upper: np.ndarray, whole: np.ndarray) -> np.ndarray | None:
    for presolve in (True, False):
        options = {"mip_rel_gap": 0.0, "presolve": presolve}
        answer = milp(objective, constraints=laws, bounds=Bounds(lower, upper), integrality=whole, options=options)
        if answer.status == 0:
            return answer.x
        if answer.status not in (2, 4):
            raise ArithmeticError(answer.message)
    if answer.status != 2:
        raise ArithmeticError(answer.message)
    return None
