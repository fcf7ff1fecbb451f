"""A plan for want of a better one: where a limit comes before there is any, as little is done as can be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.solving.answers import Answer, Ending, Stop, lies_in
from edu_supply.solving.highs import Solver
from edu_supply.solving.standard_form import StandardForm


def last_resort(form: StandardForm, deeds: Ints, stop: Stop, *, ending: Ending, bound: float, threads: int) -> Answer:
    """A plan that opens, makes and sends no more than hard laws ask for, and makes the best of what is there.

    First the ``deeds`` (columns of all that can be left undone) are held to the laws at the least cost of their own,
    without any integer; where nothing is asked for in any case, they are nothing. Then everything else is decided for
    these deeds: what lies somewhere is served, kept or thrown away, the rest falls short. Two small programmes.
    ``values`` is None where there is no such plan, or no time for it.
    """
    nothing = Answer(ending, None, np.inf, bound)
    done = np.zeros(form.shape[1], bool)
    done[deeds] = True
    cost, upper = np.where(done, form.cost, 0.0), np.where(form.integer, form.lower, form.upper)
    values = Solver(_relaxed(form, cost, form.lower, upper), threads=threads).run(stop).values
    if values is None:
        return nothing
    values = np.clip(values, form.lower, upper)
    lower, upper = np.where(done, values, form.lower), np.where(done, values, upper)
    values = Solver(_relaxed(form, form.cost, lower, upper), threads=threads).run(stop).values
    if values is None or not lies_in(values, form, form.integer):
        return nothing
    objective = float(form.cost @ values + form.offset)
    return Answer(ending, values, objective, min(bound, objective))


def _relaxed(form: StandardForm, cost: Floats, lower: Floats, upper: Floats) -> StandardForm:
    none: Flags = np.zeros(len(form.integer), bool)
    return replace(form, cost=cost, lower=lower, upper=upper, integer=none)
