"""What must hold of joint procurement whatever the data: by random datasets and the public interface alone."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from pathlib import Path
from typing import Any

import pytest
from reference.random_datasets import make

import edu_supply

SMALLEST = 1e-6


def seeds(*quick: int, many: int) -> list[object]:
    """The first few are quick tests, the many slow ones."""
    return [*quick, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(many) if seed not in quick)]


def dataset_of(seed: int, folder: Path) -> edu_supply.Dataset:
    """A small one with offers, donations and budgets, without programmes and rules."""
    return edu_supply.read(make(seed, folder / "random", size="tiny", contracts=True))


def optimum(dataset: edu_supply.Dataset, net: bool = False) -> float:
    """The least objective; infinite where there is no plan."""
    plan = edu_supply.solve(dataset, gap=0, net=net)
    return inf if plan.status == "no plan" else plan.objective_eur


def with_rows(dataset: edu_supply.Dataset, table: str, *rows: Mapping[str, Any]) -> edu_supply.Dataset:
    return edu_supply.change(dataset, table, add=[dict(row) for row in rows])


def same(value: float) -> Any:
    return value if value == inf else pytest.approx(value, rel=SMALLEST, abs=1e-4)


def at_most(value: float, limit: float) -> bool:
    return value <= limit or value - limit <= max(1e-4, SMALLEST * abs(limit))


USELESS: dict[str, dict[str, Any]] = {
    "nobody may buy under it": {"buyers": "XZ"},
    "more must take part than there are": {"buyers": "*", "min_buyers": 9},
    "members must take part that buy nothing": {"buyers": "*", "members": "XZ", "min_members": 1},
    "each must pay more than a half, and two must": {"buyers": "*", "min_buyers": 2, "min_share": 0.6},
}


@pytest.mark.parametrize("seed", seeds(1, many=40))
def test_programmes_that_nobody_can_use_change_nothing(seed: int, tmp_path: Path) -> None:
    dataset = dataset_of(seed, tmp_path)
    rich = {"inside": "*", "support_rate": 1, "vat_exempt": "yes"}
    useless = [{"programme": why, **rich, **terms} for why, terms in USELESS.items()]
    assert optimum(with_rows(dataset, "programmes", *useless), net=True) == same(optimum(dataset, net=True))


@pytest.mark.parametrize("seed", seeds(1, many=30))
def test_a_programme_without_strings_never_costs(seed: int, tmp_path: Path) -> None:
    dataset = dataset_of(seed, tmp_path)
    free = {"programme": "P", "buyers": "*", "inside": "*", "support_rate": 0.5}
    for net in (False, True):
        assert at_most(optimum(with_rows(dataset, "programmes", free), net), optimum(dataset, net))


@pytest.mark.parametrize("seed", seeds(1, many=40))
def test_buying_together_never_costs_more(seed: int, tmp_path: Path) -> None:
    dataset = dataset_of(seed, tmp_path)
    alone, together = dataset.with_pools(()), dataset.with_pools((("*",),))
    assert at_most(optimum(together), optimum(alone))


TRIVIAL: dict[str, dict[str, Any]] = {
    "line_share_at_most": {"limit": 1},
    "site_share_at_most": {"limit": 1},
    "country_share_at_most": {"limit": 1},
    "group_share_at_most": {"limit": 1, "group": "HOME"},
    "makers_at_least": {"limit": 1},
    "made_inside_at_least": {"limit": 0, "group": "HOME"},
    "fill_rate_at_least": {"limit": 0},
    "fill_rate_gap_at_most": {"limit": 1},
    "work_share_at_least": {"limit": 0, "group": "HOME"},
    "outside_share_at_most": {"limit": 1, "group": "HOME"},
}
TIGHTER: dict[str, tuple[float, ...]] = {
    "line_share_at_most": (0.8, 0.5),
    "country_share_at_most": (0.8, 0.5),
    "makers_at_least": (2, 3),
    "made_inside_at_least": (0.3, 0.8),
    "fill_rate_at_least": (0.2, 0.9),
    "fill_rate_gap_at_most": (0.3, 0),
    "work_share_at_least": (0.3, 0.8),
    "outside_share_at_most": (0.4, 0),
}


def with_group(seed: int, folder: Path) -> edu_supply.Dataset:
    """A dataset in which the group HOME is the country of its first site."""
    dataset = dataset_of(seed, folder)
    return with_rows(dataset, "groups", {"group": "HOME", "country": dataset["sites"]["country"][0]})


@pytest.mark.parametrize("seed", seeds(1, many=12))
def test_rules_at_their_trivial_limits_change_nothing(seed: int, tmp_path: Path) -> None:
    dataset = with_group(seed, tmp_path)
    trivial = [{"rule": kind, "kind": kind, **limit} for kind, limit in TRIVIAL.items()]
    assert optimum(with_rows(dataset, "rules", *trivial)) == same(optimum(dataset))


@pytest.mark.parametrize("kind", TIGHTER)
@pytest.mark.parametrize("seed", seeds(many=6))
def test_a_tighter_rule_never_costs_less(seed: int, kind: str, tmp_path: Path) -> None:
    dataset = with_group(seed, tmp_path)
    ruled = [
        with_rows(dataset, "rules", {"rule": "R", "kind": kind, **TRIVIAL[kind], "limit": limit})
        for limit in (TRIVIAL[kind]["limit"], *TIGHTER[kind])
    ]
    loose, tight, tightest = map(optimum, ruled)
    assert at_most(loose, tight)
    assert at_most(tight, tightest)
