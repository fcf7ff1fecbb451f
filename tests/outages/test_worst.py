"""The worst joint loss: by hand, published, against every joint loss one by one; bounds; what to make safe."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from benchmarks import brigade
from test_cases import CASES

import edu_supply
from edu_supply.dataset import Dataset
from edu_supply.outages.assets import assets
from edu_supply.outages.attacks import largest
from edu_supply.outages.stage import Stages
from edu_supply.outages.standstill import Standstill
from edu_supply.outages.tasks import lost_in_the_window, tasks_of
from edu_supply.outages.undisturbed import Stressed, solve_undisturbed
from edu_supply.plan import Plan
from edu_supply.solving import Stop

from .stressing import cases

TUTORIAL = Path(__file__).parents[2] / "data" / "tutorial"
KINDS = ["site", "line", "lane"]


@pytest.fixture(scope="module")
def dataset():
    return edu_supply.read(TUTORIAL)


@pytest.fixture(scope="module")
def plan(dataset):
    return edu_supply.solve(dataset)


def some(quick: range, slow: range) -> list[object]:
    return [*quick, *(pytest.param(seed, marks=pytest.mark.slow) for seed in slow)]


@dataclass
class Worlds:
    """Every asset of a dataset, and what a world costs that loses some of them."""

    dataset: Dataset
    plan: Plan
    start: int = 1
    duration: int = 2

    def __post_init__(self) -> None:
        stressed = Stressed.of(self.dataset, self.plan, stranded=self.start > 1)
        self.undisturbed = solve_undisturbed(stressed)
        self.stages = Stages(stressed, self.undisturbed, (self.start,))
        self.tasks = tasks_of(self.dataset, assets(self.dataset, KINDS), self.start, self.duration)
        self.lost = [lost_in_the_window(self.stages, task) for task in self.tasks]
        self.known: dict[frozenset[int], float] = {}

    def answer(self, attack: frozenset[int]):
        lost = np.unique(np.concatenate([np.array([], np.int64), *(self.lost[one] for one in attack)]))
        return self.stages.without(lost, self.start)[0]

    def loss(self, attack) -> float:
        attack = frozenset(attack)
        if attack not in self.known:
            more = self.answer(attack).cost.total_eur - self.undisturbed.cost.total_eur
            self.known[attack] = max(0.0, more)
        return self.known[attack]

    @property
    def slack(self) -> float:
        return 1e-6 * max(1.0, abs(self.undisturbed.cost.total_eur))

    @property
    def all_that_matter(self) -> list[int]:
        """Of few assets all; of many those that are lost with no other."""
        kept = np.flatnonzero(largest(self.lost, self.undisturbed.model.size)).tolist()
        return kept if len(self.tasks) > 40 else list(range(len(self.tasks)))

    def dearest(self, many: int, among) -> float:
        among = list(among)
        return max((self.loss(one) for one in combinations(among, min(many, len(among)))), default=0.0)

    def worst(self, many: int, **more):
        window = {"start": self.start, "duration": self.duration}
        return edu_supply.worst(self.dataset, self.plan, many, own=True, **window, **more)


def networks(seed: int, folder: Path) -> list[Worlds]:
    """A random dataset with its plan; and every fourth a small network of raw materials, components and products."""
    found = [Worlds(case.dataset, case.plan, min(1 + seed % 3, case.dataset.periods))
             for case in cases(range(seed, seed + 1), folder)]  # fmt: skip
    if seed % 4 == 0:
        with pytest.MonkeyPatch.context() as patch:
            for name, size in (("RAWS", 8), ("COMPONENTS", 8), ("PRODUCTS", 4), ("LINKS", 24)):
                patch.setattr(brigade, name, size)
            rows = brigade.tables(3, seed)
        data = edu_supply.from_tables({name: pd.DataFrame(table) for name, table in rows.items() if table}, "small")
        found.append(Worlds(data, edu_supply.solve(data)))
    return found


@pytest.mark.parametrize("seed", some(range(400, 402), range(402, 420)))
def test_against_every_joint_loss(seed, tmp_path):
    for worlds in networks(seed, tmp_path):
        for many in (1, 2):
            found = worlds.worst(many)
            dearest = worlds.dearest(many, worlds.all_that_matter)
            assert found.manifest["loss_eur"] == pytest.approx(dearest, abs=worlds.slack)
            assert found.manifest["bound_eur"] == pytest.approx(dearest, abs=worlds.slack)
            assert found.manifest["closed"]
            assert len(found["worst"]) <= many
            named = [task.name for task in worlds.tasks]
            members = [named.index(f"{row.kind}:{row.target}") for row in found["worst"].itertuples()]
            assert worlds.loss(members) == pytest.approx(dearest, abs=worlds.slack)
            for one, row in zip(members, found["worst"].itertuples(), strict=True):
                assert row.alone_eur == pytest.approx(worlds.loss([one]), abs=worlds.slack)
                assert row.others_eur == pytest.approx(worlds.loss(set(members) - {one}), abs=worlds.slack)


@pytest.mark.parametrize("seed", some(range(440, 442), range(442, 454)))
def test_what_stops_bounds_every_joint_loss(seed, tmp_path):
    """Operations of a world cost more by at most what the assets stop in them, for one, two and three assets."""
    for worlds in networks(seed, tmp_path):
        places = [one for one, columns in enumerate(worlds.lost) if len(columns)][::2]
        standstill = Standstill(worlds.undisturbed.model, worlds.start, [worlds.lost[one] for one in places])
        known = [worlds.answer(frozenset(some)) for some in ([], places[:1], places[1:3])]
        bounds = [(one.cost.total_eur, standstill.of(one.values)) for one in known]
        for many in (1, 2, 3):
            for attack in list(combinations(range(len(places)), many))[:60]:
                loss = worlds.loss(places[one] for one in attack)
                for cost, stops in bounds:
                    most = cost + stops[list(attack)].sum() - worlds.undisturbed.cost.total_eur
                    assert loss <= max(most, 0.0) + worlds.slack


@pytest.mark.parametrize("seed", some(range(480, 481), range(481, 489)))
def test_what_to_make_safe_against_every_choice(seed, tmp_path):
    for worlds in networks(seed, tmp_path):
        kept = np.flatnonzero(largest(worlds.lost, worlds.undisturbed.model.size)).tolist()
        for many, protect in ((1, 1), (2, 1), (2, 2)):
            found = worlds.worst(many, protect=protect)
            least = min(
                worlds.dearest(many, set(kept) - set(safe)) for safe in combinations(kept, min(protect, len(kept)))
            )
            said = found.manifest["protected"]
            assert said["closed"]
            for key in ("loss_eur", "bound_eur", "least_eur"):
                assert said[key] == pytest.approx(least, abs=worlds.slack), key
            rows = found["worst_protected"]
            names = {worlds.tasks[one].name: one for one in kept}
            safe = {names[f"{row.kind}:{row.target}"] for row in rows[rows["state"] == "safe"].itertuples()}
            assert len(safe) <= protect
            assert worlds.dearest(many, set(kept) - safe) == pytest.approx(least, abs=worlds.slack)


@pytest.mark.parametrize("name", ["interdiction-path", "interdiction-path-2", "interdiction-maxflow",
                                  "interdiction-maxflow-2"])  # fmt: skip
def test_published_interdiction(name):
    """The lanes that are lost in the published problems are the worst there are."""
    case = json.loads((CASES / name / "case.json").read_text("utf-8"))
    data = edu_supply.read(CASES / name, periods=case["periods"])
    found = edu_supply.worst(data, edu_supply.solve(data, gap=0), len(case["lose"]), kinds=["lane"])
    assert found.manifest["closed"]
    assert found.manifest["loss_eur"] == pytest.approx(case["loss_eur"], rel=1e-6)


def test_one_at_once_is_the_first_of_the_sweep(dataset, plan):
    swept = edu_supply.spof(dataset, plan, kinds=KINDS, duration=2, survival=False)["spof"]
    found = edu_supply.worst(dataset, plan, 1, duration=2)
    assert found.manifest["loss_eur"] == pytest.approx(swept["loss_eur"].iloc[0])
    own = edu_supply.worst(dataset, plan, 1, duration=2, own=True)
    assert own.manifest["loss_eur"] == pytest.approx(swept["loss_eur"].max())
    assert own["worst"]["target"].tolist() == ["UA-front"]


def test_more_at_once_than_there_are(dataset, plan):
    found = edu_supply.worst(dataset, plan, 50, duration=2, protect=20)
    assert found.manifest["closed"]
    two = edu_supply.worst(dataset, plan, 2, duration=2)
    assert found.manifest["loss_eur"] == pytest.approx(two.manifest["loss_eur"])
    assert found.manifest["protected"]["loss_eur"] == 0


def test_a_threat_that_takes_less_than_all_is_left_out_and_named(dataset, plan):
    found = edu_supply.worst(dataset, plan, 2, kinds=["threat", "mode"], duration=2)
    assert found.manifest["left_out"] == ["threat:charges-lost"]
    assert found.manifest["assets"] == 2


def test_cut_off_it_has_a_gap_that_holds(dataset, plan):
    stop, heard = Stop(), []

    def hear(searched):
        heard.append(searched)
        stop.interrupted = len(heard) > 1

    found = edu_supply.worst(dataset, plan, 2, duration=2, protect=1, progress=hear, stop=stop)
    whole = edu_supply.worst(dataset, plan, 2, duration=2, protect=1)
    assert found.manifest["ended"] == "interruption"
    assert not found.manifest["closed"]
    assert found.manifest["loss_eur"] < whole.manifest["loss_eur"] <= found.manifest["bound_eur"]
    assert found.manifest["gap"] > 0
    said, known = found.manifest["protected"], whole.manifest["protected"]
    assert said["least_eur"] <= known["loss_eur"] <= said["bound_eur"]
    assert found["worst_remedies"].empty


def test_what_cannot_be_asked(dataset, plan):
    for many, more, said in (
        (0, {}, "at least one asset"), (1, {"protect": -1}, "no less than none"),
        (1, {"start": 9}, "start lies in periods"), (1, {"kinds": ["x"]}, "no kind of asset"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=said):
            edu_supply.worst(dataset, plan, many, **more)
