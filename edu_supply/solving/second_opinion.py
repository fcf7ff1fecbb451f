""""Infeasible" is believed only when it is said twice, by two configurations of the solver."""

from __future__ import annotations

from collections.abc import Callable

from edu_supply.solving.answers import Answer, lies_in
from edu_supply.solving.highs import Solver
from edu_supply.solving.standard_form import StandardForm


def believed(answer: Answer, solver: Solver, form: StandardForm, run: Callable[[], Answer]) -> Answer:
    """The answer; one that says "infeasible" only where ``run`` finds no plan without presolve either.

    A plan that breaks the form's bounds or rows does not count as found.
    """
    if answer.ending != "infeasible":
        return answer
    method = solver.highs.getOptionValue("solver")[1]
    solver.set(presolve="off", solver="choose")
    second = run()
    solver.set(presolve="choose", solver=method)
    sound = second.values is None or lies_in(second.values, form, solver.form.integer)
    return second if sound else answer
