"""The model of a plan that survives: the plan's own, with stock that may be added, as what all worlds share."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from edu_supply.model import Model, build_model
from edu_supply.model.columns import Family, Law
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network.parts import Floats
from edu_supply.outages.undisturbed import Stressed
from edu_supply.plan import Plan
from edu_supply.planning.start import as_start
from edu_supply.solving import StandardForm, standard_form
from edu_supply.stockpiles.master import Shared
from edu_supply.wanted import Resilience


@dataclass(frozen=True)
class Joint:
    """The model and its form, in which the means that are not wanted stay as in the plan without resilience; the
    integers of that plan; and what the columns are to the worlds."""

    model: Model
    form: StandardForm
    plain: Floats
    shared: Shared

    @classmethod
    def of(cls, stressed: Stressed, plain: Plan, wanted: Resilience, *, net: bool) -> Joint:
        model = build_model(stressed.network, net=net)
        form = standard_form(pyomo_model(model))
        start = as_start(model, plain.chosen, form.shape[1])
        known = np.zeros(form.shape[1]) if start is None else start
        lower, upper = form.lower.copy(), form.upper.copy()
        for means, families in means_of(model).items():
            if means not in wanted.means:
                for family in families:
                    if family.integer or means == "stock":
                        lower[family.columns] = upper[family.columns] = family.of(known)
        form = replace(form, lower=lower, upper=upper)
        return cls(model, form, known, _shared(stressed, model, form))

    def with_rows(self, rows: sp.csr_array, most: Floats) -> StandardForm:
        """The form with more rows, each at most so much."""
        form = self.form
        return replace(
            form, matrix=sp.csr_array(sp.vstack([form.matrix, rows], format="csr")),
            row_lower=np.append(form.row_lower, np.full(len(most), -np.inf)), row_upper=np.append(form.row_upper, most),
        )  # fmt: skip

    def model_with_rows(self, rows: sp.csr_array, most: Floats) -> Model:
        """The model with a law more, of which the form with these rows is the form."""
        survival = Law("survival", len(most), lambda: [(number,) for number in range(len(most))], upper=most)
        every = sp.coo_array(rows)
        survival.add(every.row.astype(np.int64), every.col.astype(np.int64), every.data)
        return replace(self.model, laws=(*self.model.laws, survival))


def means_of(model: Model) -> dict[str, tuple[Family, ...]]:
    """The families of choices behind each of the means."""
    choices = model.choices
    return {"stock": (choices.added,), "expansion": (choices.open,), "build": (choices.build_site, choices.build_lane),
            "contract": choices.contracts.families + choices.participation.families}  # fmt: skip


def _shared(stressed: Stressed, model: Model, form: StandardForm) -> Shared:
    """What the columns of the form are to the undisturbed world: the same choices and operations, without contracts."""
    world, _, _ = stressed.form(stressed.world(undisturbed=True))
    place = np.full(world.size, -1)
    for mine, theirs in zip(_common(model), _common(world), strict=True):
        place[theirs.columns] = mine.columns
    relaxed = replace(form, integer=np.zeros(len(form.integer), bool))
    return Shared(world, relaxed, place, np.zeros(world.size))


def _common(model: Model) -> tuple[Family, ...]:
    choices = model.choices
    return (choices.open, choices.build_site, choices.build_lane, choices.added, *model.operations.goods)
