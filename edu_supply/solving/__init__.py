"""From the Pyomo model to an answer that can be trusted: standard form, HiGHS, strategy."""

from edu_supply.solving.answers import Progress, SolverError, Stop, Within
from edu_supply.solving.highs import Solver
from edu_supply.solving.optimise import optimise
from edu_supply.solving.outcome import Limits, Outcome
from edu_supply.solving.standard_form import StandardForm, standard_form

__all__ = [
    "Limits",
    "Outcome",
    "Progress",
    "Solver",
    "SolverError",
    "StandardForm",
    "Stop",
    "Within",
    "optimise",
    "standard_form",
]
