"""The newsvendor: one front, one period, a thousand equally likely tempos; published orders and costs."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

import edu_supply
from edu_supply.tempo import Factor, Tempo

OVER, UNDER, MEAN, SPREAD = 0.18, 0.70, 50.0, 8.0


def shop():
    """What is left over costs 0.18 to hold, what is short 0.70; stock itself costs next to nothing."""
    rows = {
        "settings": [{"key": "periods", "value": "1"}, {"key": "period", "value": "month"}],
        "countries": [{"country": "UA"}],
        "sites": [{"site": name, "country": "UA", "kind": name} for name in ("front", "depot")],
        "products": [{"product": "round", "mass_kg": 1, "value_eur": 1e-9, "holding_eur": OVER, "scrap_eur": 10}],
        "lines": [{"line": "l", "site": "front", "product": "round", "capacity": 0, "unit_cost_eur": 1}],
        "lanes": [{"origin": "depot", "destination": "front", "mode": "road"}],
        "demand": [{"site": "front", "product": "round", "quantity": MEAN, "penalty_eur": UNDER}],
        "stocks": [{"site": "front", "country": "UA", "product": "round"}],
    }  # fmt: skip
    return edu_supply.from_tables({table: pd.DataFrame(some) for table, some in rows.items()})


def tempos(count=1000):
    """Means of equally likely slices of the demand that is asked for."""
    normal = NormalDist()
    ends = [normal.pdf(normal.inv_cdf(share)) if 0 < share < 1 else 0.0 for share in np.linspace(0, 1, count + 1)]
    middles = MEAN + SPREAD * count * -np.diff(ends)
    return [Tempo(f"t{number}", 1 / count, (Factor(demand / MEAN),)) for number, demand in enumerate(middles)]


def order(**asked):
    dataset = shop()
    found = edu_supply.risk(dataset, edu_supply.solve(dataset), tempos=tempos(), gap=1e-10, perfect=False, **asked)
    assert found.manifest["status"] == "optimal"
    return found["risk_stock"]["added"].sum(), found.manifest


def test_least_expected_cost():
    added, said = order()
    assert added == pytest.approx(56.604, rel=1e-3)
    assert said["expected_eur"] == pytest.approx(1.9976, abs=1e-3)


@pytest.mark.parametrize(("alpha", "published", "least"), [
    pytest.param(0.5, 57.649, 3.10903, marks=pytest.mark.slow), (0.9, 60.706, 4.89516),
    pytest.param(0.95, 61.881, 5.51448, marks=pytest.mark.slow),
])  # fmt: skip
def test_least_conditional_value_at_risk(alpha, published, least):
    added, said = order(weight=1e6, alpha=alpha)
    assert added == pytest.approx(published, rel=1.2e-3)  # a thousand tempos stand for the bell curve
    assert said["cvar_eur"] == pytest.approx(least, abs=1e-3)


def test_what_it_is_worth_to_know():
    """A known demand costs nothing; planning for the mean demand orders just that."""
    dataset = shop()
    few = tempos(40)
    found = edu_supply.risk(dataset, edu_supply.solve(dataset), tempos=few, gap=1e-9)
    demand = np.array([MEAN * tempo.factors[0].factor for tempo in few])
    mean = (OVER * np.maximum(MEAN - demand, 0) + UNDER * np.maximum(demand - MEAN, 0)).mean()
    said = found.manifest
    assert said["value_of_perfect_information_eur"] == pytest.approx(said["objective_eur"], abs=1e-6)
    assert said["value_of_stochastic_solution_eur"] == pytest.approx(mean - said["objective_eur"], abs=1e-6)
