"""Plans that survive, of random datasets, against one big programme of all worlds with integers, written apart."""

from __future__ import annotations

import pytest
from outages.stressing import cases
from reference import many_worlds
from stockpiles.test_against_reference import tuples

import edu_supply
from edu_supply.outages.assets import assets, losses_of
from edu_supply.outages.undisturbed import NoYardstickError
from edu_supply.problems import DataError
from edu_supply.resilience import Resilience, solve_resilient

SETTLE, SERVICE = 1, 0.7
KINDS = ("line", "lane", "product", "threat")


def some(quick: list[int], slow: range) -> list[object]:
    return [*quick, *(pytest.param(seed, marks=pytest.mark.slow) for seed in slow if seed not in quick)]


@pytest.mark.parametrize("seed", some([31], range(9, 30, 4)))
@pytest.mark.parametrize("start", [1, 2])
def test_the_cheapest_plan_that_survives(seed, start, tmp_path):
    for case in cases(range(seed, seed + 1), tmp_path, size="small"):
        dataset = case.dataset
        wanted = Resilience(SERVICE, KINDS, start=start, duration=1, settle=SETTLE, with_self=True)
        try:
            found = solve_resilient(dataset, wanted, gap=1e-7)
        except (NoYardstickError, DataError):
            return
        rows = list(assets(dataset, KINDS).itertuples())
        threats = [tuples(losses_of(dataset, row.kind, row.target, start, 1)) for row in rows]
        threats = [one for one in threats if min(loss[4] for loss in one) <= dataset.periods]
        said = found.manifest["resilience"]
        best = many_worlds.survive(case.tables, threats, said["undisturbed_short_units"], SERVICE, SETTLE)
        if found.status == "no plan":
            assert best is None
            assert said["best_service"] <= SERVICE + 1e-6  # where choices could be fractions
            continue
        assert best is not None
        assert found.manifest["objective_eur"] == pytest.approx(best[0], rel=1e-6, abs=1e-4)
        assert found.manifest["bound_eur"] <= best[0] * (1 + 1e-6) + 1e-4
        assert (found["worlds"]["survives"] == 1).all()
        assert edu_supply.verify(dataset, found.tables, found.manifest).ok
