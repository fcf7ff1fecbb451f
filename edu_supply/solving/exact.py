"""A plan whose integers are fixed keeps its rows with them exactly there, not within the solver's tolerance of them.

Simplex lets a fixed column lie 1e-7 off its bounds. Where 1e-7 of a line or a contract lets through all that a plan
needs, its cost would be that of a plan without the line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from edu_supply.network.parts import Floats, Ints
from edu_supply.solving.answers import Answer, lies_in
from edu_supply.solving.highs import Solver


def exactly(answer: Answer, solver: Solver, columns: Ints, chosen: Floats, solve: Callable[[], Answer]) -> Answer:
    """The answer of a run with ``columns`` fixed at ``chosen``, with exactly these values.

    Where rows do not hold with them, presolve takes the fixed columns out and ``solve`` runs again; where they still do
    not, the choice is infeasible.
    """
    moved = _moved(answer, solver, columns, chosen)
    if answer.values is None or moved.values is not None or solver.left_behind:
        return moved
    solver.forget()
    solver.set(presolve="on")
    try:
        return _moved(solve(), solver, columns, chosen)
    finally:
        solver.set(presolve="choose")


def _moved(answer: Answer, solver: Solver, columns: Ints, chosen: Floats) -> Answer:
    """The answer with the columns moved to where they belong; "infeasible" where rows do not allow that."""
    if answer.values is None or np.array_equal(answer.values[columns], chosen):
        return answer
    values = answer.values.copy()
    values[columns] = chosen
    if not lies_in(values, solver.form, solver.form.integer):
        return Answer("infeasible", None, np.inf, np.inf)
    return replace(answer, values=values)
