"""The constants that link a choice to a flow cut off no plan, and are no larger than what can be of use."""

import pandas as pd
import pytest

import edu_supply


def dataset(**tables: list[dict]) -> edu_supply.Dataset:
    return edu_supply.from_tables({name: pd.DataFrame(rows) for name, rows in tables.items()})


def test_goods_may_cross_a_lane_to_be_built_many_times() -> None:
    # Neither place can store, so what is made early waits under way, going to and fro: 10 a period are made in
    # periods 1, 3, 5, 7, 9 at F and cross F>D again and again; what crosses F>D is more than can ever be made.
    common = {
        "settings": [{"key": "periods", "value": "11"}],
        "sites": [{"site": "F", "country": "DE", "kind": "factory", "storage_t": 0},
                  {"site": "D", "country": "DE", "kind": "front", "storage_t": 0}],
        "products": [{"product": "p", "mass_kg": 1000, "value_eur": 1}],
        "lines": [{"line": "L", "site": "F", "product": "p", "capacity": 10, "unit_cost_eur": 1}],
        "demand": [{"site": "D", "product": "p", "period": 11, "quantity": 60, "penalty_eur": 1000}],
    }  # fmt: skip
    back = {"origin": "D", "destination": "F", "lead_periods": 1}
    out = {"origin": "F", "destination": "D", "lead_periods": 1, "capacity_t": 1000}
    stands = edu_supply.solve(dataset(**common, lanes=[out, back]), gap=0)
    built = edu_supply.solve(dataset(**common, lanes=[out | {"build_cost_eur": 1}, back]), gap=0)
    assert built.objective_eur == pytest.approx(stands.objective_eur + 1)


@pytest.mark.parametrize("capacity", [1e3, 1e7, 1e8, 1e9])
def test_a_placeholder_for_no_limit_makes_no_build_free(capacity: float) -> None:
    # 40 asked for at 100 EUR short: 1 EUR to make each and 2,000 EUR for the depot is 2,040 EUR, less than 4,000 EUR
    plan = edu_supply.solve(dataset(
        settings=[{"key": "periods", "value": "2"}],
        sites=[{"site": "F", "country": "DE", "kind": "factory"}, {"site": "N", "country": "DE", "kind": "depot"},
               {"site": "M", "country": "DE", "kind": "depot", "build_cost_eur": 2000, "throughput_t": 1e9},
               {"site": "D", "country": "DE", "kind": "front"}],
        products=[{"product": "p", "mass_kg": 1000, "value_eur": 1}],
        lines=[{"line": "L", "site": "F", "product": "p", "capacity": capacity, "unit_cost_eur": 1}],
        lanes=[{"origin": "F", "destination": "M"}, {"origin": "M", "destination": "N"},
               {"origin": "N", "destination": "D"}],
        demand=[{"site": "D", "product": "p", "period": 1, "quantity": 40, "penalty_eur": 100}],
    ), gap=0)  # fmt: skip
    assert (plan.status, plan.objective_eur) == ("optimal", pytest.approx(2040))


def test_the_objective_is_what_the_plan_costs() -> None:
    def cheaper(model) -> None:
        model.money.deactivate()
        model.other = type(model.money).__mro__[1](expr=sum(model.make.values()))

    with pytest.raises(ValueError, match="the objective is what the plan costs"):
        edu_supply.solve(edu_supply.read("data/tutorial"), adapt=cheaper)
