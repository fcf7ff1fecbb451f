"""Guaranteed service: published chains, every choice of times on small random ones, and what is no chain."""

from __future__ import annotations

import itertools
import math
import random

import pytest

from edu_supply import Stage, guaranteed_service

Z95 = 1.6448536269514722


def test_two_products_from_one_component() -> None:
    # Snyder and Shen, Fundamentals of Supply Chain Theory (2019), example 6.5.
    stages = [Stage("1", 2, 1, inbound=1), Stage("3", 1, 2), Stage("2", 1, 3, demand_sd=1),
              Stage("4", 1, 3, demand_sd=1, service=1)]  # fmt: skip
    found = guaranteed_service(stages, [("1", "3"), ("3", "2"), ("3", "4")], z=1)
    assert found.cost_eur == pytest.approx(8.277916867529369)
    assert found.stages.set_index("stage")["outbound"].to_dict() == {"1": 0, "3": 0, "2": 0, "4": 1}


def test_a_digital_camera() -> None:
    # Graves and Willems's camera as in Snyder and Shen, figure 6.14: an assembly of ten stages; 18.824 there.
    added = {1: (2, 0.01), 2: (3, 0.03), 3: (2, 0.04), 4: (4, 0.06), 5: (2, 0.12), 6: (3, 0.13), 7: (6, 0.2),
             8: (4, 0.08), 9: (3, 0.04)}  # fmt: skip
    stages = [Stage(str(name), time, holding) for name, (time, holding) in added.items()]
    stages.append(Stage("10", 2, 0.5, demand_sd=10, service=2))
    links = [("1", "2"), ("2", "3"), ("3", "5"), ("4", "5"), ("5", "6"), *((part, "10") for part in "6789")]
    found = guaranteed_service(stages, links, z=Z95)
    assert found.cost_eur == pytest.approx(18.824004472592172)
    assert found.exact


def test_a_row_of_three() -> None:
    # Snyder and Shen, problem 6.7: forming, firing, glazing; 40 * 4 * sqrt(5).
    stages = [Stage("forming", 1, 2, inbound=1), Stage("firing", 1, 3), Stage("glazing", 2, 4, demand_sd=10)]
    found = guaranteed_service(stages, [("forming", "firing"), ("firing", "glazing")], z=4)
    assert found.cost_eur == pytest.approx(160 * math.sqrt(5))


def test_two_fronts_and_their_suppliers() -> None:
    # Snyder and Shen, problem 6.9; 15.6495 EUR a day.
    stages = [Stage("1", 7, 44 / 365, demand_sd=4.1, service=3), Stage("2", 7, 28 / 365, demand_sd=6.2, service=3),
              Stage("3", 21, 18 / 365), Stage("4", 3, 1 / 365), Stage("5", 8, 4 / 365),
              Stage("6", 2, 1.5 / 365)]  # fmt: skip
    found = guaranteed_service(stages, [("3", "1"), ("3", "2"), ("4", "3"), ("5", "3"), ("6", "5")], z=4)
    assert found.cost_eur == pytest.approx(15.649530249501026)


def test_costs_add_up_on_the_way_and_units_multiply() -> None:
    # Two charges, 10 each, in a round that adds 5: 25. The front's 3 periods of 8 a period, sd 2: charges' sd is 4.
    stages = [Stage("charge", 4, added_eur=10), Stage("round", 3, added_eur=5, demand_mean=8, demand_sd=2)]
    found = guaranteed_service(stages, [("charge", "round", 2)], z=2, rate=0.1).stages.set_index("stage")
    assert found["holding_eur"].to_dict() == pytest.approx({"charge": 1, "round": 2.5})
    assert found["demand_sd"].to_dict() == {"charge": 4, "round": 2}
    # Kept apart: 1 * 2 * 4 * 2 + 2.5 * 4 * sqrt(3) = 33.3; all at the round: 2.5 * 4 * sqrt(7) = 26.5.
    assert found["outbound"].to_dict() == {"charge": 4, "round": 0}
    assert found.loc["round", "safety_units"] == pytest.approx(4 * math.sqrt(7))
    assert found.loc["round", "base_stock_units"] == pytest.approx(4 * math.sqrt(7) + 8 * 7)


def test_pooling_and_fractions_of_a_period() -> None:
    stages = [Stage("depot", 0.5, 1), Stage("A", 1.5, 100, demand_sd=3), Stage("B", 1.5, 100, demand_sd=4)]
    links = [("depot", "A"), ("depot", "B")]
    apart = guaranteed_service(stages, links, z=1).stages.set_index("stage")
    assert apart.loc["depot", "safety_units"] == pytest.approx(5 * math.sqrt(0.5))
    together = guaranteed_service(stages, links, z=1, pooling=1).stages.set_index("stage")
    assert together.loc["depot", "safety_units"] == pytest.approx(7 * math.sqrt(0.5))


def drawn(seed: int, *, tree: bool) -> tuple[list[Stage], list[tuple[str, str, float]]]:
    """A random chain of up to five stages; links go from lower to higher numbers or, on a tree, either way."""
    draw = random.Random(seed)
    size = draw.randint(2, 5)
    pairs = {(draw.randrange(number), number) for number in range(1, size)}
    if not tree:
        pairs |= {tuple(sorted(draw.sample(range(size), 2))) for _ in range(3)}  # type: ignore[misc]
    if tree:
        pairs = {pair if draw.random() < 0.5 else pair[::-1] for pair in pairs}
    links = [(str(up), str(down), draw.choice([0.5, 1, 1, 2])) for up, down in sorted(pairs)]
    sells = {str(number) for number in range(size)} - {up for up, _, _ in links}
    sells |= {str(number) for number in range(size) if draw.random() < 0.2}
    stages = [
        Stage(str(number), draw.randint(0, 2), draw.choice([0, 1, 2, 5]), inbound=draw.choice([0, 0, 1]),
              demand_sd=draw.choice([1, 2, 3]) if str(number) in sells else 0,
              service=draw.choice([None, 0, 1]) if str(number) in sells else draw.choice([None, None, 1]))
        for number in range(size)
    ]  # fmt: skip
    return stages, links


def cheapest(stages: list[Stage], links: list[tuple[str, str, float]], z: float) -> float:
    """The least cost over all whole service times, in plain arithmetic."""
    index = {stage.name: place for place, stage in enumerate(stages)}
    variance: dict[str, float] = {}

    def variance_of(name: str) -> float:
        if name not in variance:
            below = sum(units**2 * variance_of(down) for up, down, units in links if up == name)
            variance[name] = stages[index[name]].demand_sd ** 2 + below
        return variance[name]

    most = int(sum(stage.time + stage.inbound for stage in stages))
    best = math.inf
    for times in itertools.product(range(most + 1), repeat=len(stages)):
        cost = 0.0
        for stage, out in zip(stages, times, strict=True):
            sells = stage.demand_sd > 0 or not any(up == stage.name for up, _, _ in links)
            limit = stage.service if stage.service is not None else 0 if sells else math.inf
            inbound = max([stage.inbound, *(times[index[up]] for up, down, _ in links if down == stage.name)])
            if out > limit or (net := inbound + stage.time - out) < 0:
                cost = math.inf
                break
            cost += (stage.holding_eur or 0) * z * math.sqrt(variance_of(stage.name) * net)
        best = min(best, cost)
    return best


@pytest.mark.parametrize("seed", range(25))
def test_on_trees_no_choice_of_times_is_cheaper(seed: int) -> None:
    stages, links = drawn(seed, tree=True)
    found = guaranteed_service(stages, links, z=1.5)
    assert found.exact
    assert not found.left_out
    assert found.cost_eur == pytest.approx(cheapest(stages, links, 1.5), abs=1e-9)


@pytest.mark.parametrize("seed", range(15))
def test_elsewhere_the_cheapest_lies_between_the_bounds(seed: int) -> None:
    stages, links = drawn(seed, tree=False)
    found, least = guaranteed_service(stages, links, z=1.5), cheapest(stages, links, 1.5)
    assert found.bound_eur - 1e-9 <= least <= found.cost_eur + 1e-9


WRONG = {
    "a stage twice": ([Stage("a", 1), Stage("a", 1)], [], "several stages are called a"),
    "an unknown stage": ([Stage("a", 1)], [("a", "b")], "a link names b, which is no stage"),
    "a circle": ([Stage("a", 1), Stage("b", 1)], [("a", "b"), ("b", "a")], "round in a circle: a > b"),
    "a link twice": ([Stage("a", 1), Stage("b", 1)], [("a", "b"), ("a", "b", 2)], "two links join the same"),
    "no time": ([Stage("a", math.nan)], [], "the stage a has a number that is not finite"),
    "no units": ([Stage("a", 1), Stage("b", 1)], [("a", "b", 0)], "it must be above 0"),
    "times too fine": ([Stage("a", 100), Stage("b", 1 / 997)], [("a", "b")], "round them"),
}  # fmt: skip


@pytest.mark.parametrize(("stages", "links", "said"), WRONG.values(), ids=WRONG)
def test_what_is_no_chain(stages: list[Stage], links: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        guaranteed_service(stages, links)
