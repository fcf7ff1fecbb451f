"""What a pool needs: rows by hand; no plan is changed by them, and relaxations come nearer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from edu_supply.model import Model, build_model
from edu_supply.model.needed import needed
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network import Network
from edu_supply.solving import Limits, Solver, Stop, optimise, standard_form

from .datasets import drawn
from .tiny import one_line


def both(model: Model) -> tuple[Model, Model]:
    return model, replace(model, laws=(*model.laws, needed(model.operations, model.choices)))


def relaxation(model: Model) -> float:
    form = standard_form(pyomo_model(model))
    return Solver(replace(form, integer=np.zeros(len(form.integer), bool)), threads=1).run(Stop()).objective


def test_rows_by_hand() -> None:
    """AT needs 60: 100 is beyond that. served <= bought at the first step + 60 * sign of the second."""
    model = build_model(Network.of(one_line({"AT": 60, "BE": 150}, {1: 10, 100: 8}).with_pools(())))
    law = needed(model.operations, model.choices)
    assert law.labels() == [("AT", "AT", "shell")]
    row = law.matrix(model.size).toarray()[0]
    contracts = model.choices.contracts
    assert sorted(row[row != 0].tolist()) == [-60, -1, 1]
    assert row[contracts.sign.columns].tolist() == [0, -60, 0, 0]
    assert law.upper.tolist() == [0]


def test_a_small_buyer_cannot_have_a_share_of_a_large_contract() -> None:
    """Relaxed, AT buys 60 at 8 = 480 under 60 % of a contract. With the rows all of it: 800, or 60 at 10 = 600."""
    before, after = both(build_model(Network.of(one_line({"AT": 60}, {1: 10, 100: 8}))))
    assert relaxation(before) == pytest.approx(480)
    assert relaxation(after) == pytest.approx(600)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("pools", [(), (("*",),), (("AT", "BE"),)])
def test_no_plan_is_changed(seed: int, pools: tuple[tuple[str, ...], ...]) -> None:
    found = []
    for model in both(build_model(Network.of(drawn(3, seed, makers=2).with_pools(pools)))):
        outcome = optimise(standard_form(pyomo_model(model)), Limits(1e-6, 60, 1))
        found.append((outcome.objective, outcome.bound))
    (one, one_bound), (other, other_bound) = found
    assert one_bound <= other * (1 + 1e-9)
    assert other_bound <= one * (1 + 1e-9)
