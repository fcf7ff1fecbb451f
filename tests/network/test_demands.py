"""Demand period by period, and what may serve it."""

from edu_supply.network.demands import demand_by_period, serving_options
from edu_supply.network.parts import Parts
from network.small import CHAIN, Rows, chain

DRONE = {"product": "drone", "mass_kg": 2, "value_eur": 300}


def test_blank_period_counts_in_every_period_beside_dated_rows():
    rows = demand_by_period(chain(3, demand=[
        {"site": "front", "product": "shell", "quantity": 10},
        {"site": "front", "product": "shell", "quantity": 4, "period": 2},
    ]))  # fmt: skip
    found = list(zip(rows["row"], rows["period"], rows["quantity"], strict=True))
    assert found == [(0, 1, 10), (0, 2, 10), (0, 3, 10), (1, 2, 4)]


def test_nothing_asked_for_and_periods_beyond_the_horizon_have_no_row():
    rows = demand_by_period(chain(3, demand=[
        {"site": "front", "product": "shell", "quantity": 0},
        {"site": "front", "product": "shell", "quantity": 4, "period": 4},
        {"site": "front", "product": "steel", "quantity": 5, "period": 3},
    ]))  # fmt: skip
    assert list(zip(rows["row"], rows["period"], strict=True)) == [(2, 3)]


def options(demand: Rows, substitutes: Rows) -> list[tuple[int, str, float, int]]:
    """Row, product, ratio and last period of each option."""
    data = chain(10, products=[*CHAIN["products"], DRONE], demand=demand, substitutes=substitutes)
    parts = Parts(data)
    found = serving_options(parts)
    return list(zip(found.row.tolist(), parts.products[found.product], found.ratio.tolist(),
                    found.last_period.tolist(), strict=True))  # fmt: skip


def test_general_and_own_substitute_rows_are_both_options():
    demand = [{"site": "front", "product": "shell", "quantity": 1}]
    general = {"product": "shell", "substitute": "drone", "ratio": 3}
    own = {**general, "ratio": 2, "country": "UA"}
    assert options(demand, [general, own]) == [(0, "shell", 1, 10), (0, "drone", 3, 10), (0, "drone", 2, 10)]


def test_same_substitute_at_the_same_ratio_is_one_option():
    demand = [{"site": "front", "product": "shell", "quantity": 1}]
    general = {"product": "shell", "substitute": "drone", "ratio": 3}
    assert options(demand, [general, {**general, "country": "UA"}]) == [(0, "shell", 1, 10), (0, "drone", 3, 10)]


def test_a_substitute_is_accepted_by_its_buyer_and_not_by_the_site():
    """Poland pays at the Ukrainian front; what Ukraine accepts does not count, what Poland accepts does."""
    demand = [{"site": "front", "product": "shell", "quantity": 1, "buyer": "PL"}]
    accepts = {"product": "shell", "substitute": "drone", "ratio": 2}
    assert options(demand, [{**accepts, "country": "UA"}]) == [(0, "shell", 1, 10)]
    assert options(demand, [{**accepts, "country": "PL"}])[1] == (0, "drone", 2, 10)


def test_substitutes_go_one_way_and_one_step():
    demand = [{"site": "front", "product": "drone", "quantity": 1}]
    assert options(demand, [{"product": "shell", "substitute": "drone", "ratio": 2}]) == [(0, "drone", 1, 10)]


def test_last_period_of_use():
    demand = [
        {"site": "front", "product": "shell", "quantity": 1, "period": 3, "late_periods": 2},
        {"site": "front", "product": "shell", "quantity": 1, "period": 9, "late_periods": 2},
        {"site": "front", "product": "shell", "quantity": 1, "period": 11, "late_periods": 2},
        {"site": "front", "product": "steel", "quantity": 0},
    ]
    assert options(demand, []) == [(0, "shell", 1, 5), (1, "shell", 1, 10)]
