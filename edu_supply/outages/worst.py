"""The worst at once: which few assets cost most to lose together, what proves it, and what would protect against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Ints
from edu_supply.outages.assets import assets
from edu_supply.outages.attacks import Attack, Attacks, Found, dearest, largest, protection
from edu_supply.outages.consequences import Consequences
from edu_supply.outages.manifest import check_stress, manifest_of
from edu_supply.outages.remedies import remedies
from edu_supply.outages.result import Measure
from edu_supply.outages.stage import Stages
from edu_supply.outages.structure import structure
from edu_supply.outages.tasks import Task, lost_in_the_window, tasks_of
from edu_supply.outages.two_worlds import TwoWorlds
from edu_supply.outages.undisturbed import Stressed, solve_undisturbed
from edu_supply.plan import Plan, Run
from edu_supply.planning.clock import Clock
from edu_supply.solving import Stop, Within
from edu_supply.worst_tables import WORST_TABLES

AT_ONCE = ("site", "line", "lane")
"""The kinds of assets that are lost together, unless others are asked for."""

CLOSED = 1e-7
"""Of what the undisturbed world costs: a gap of so little is none, for no solver is more exact."""


@dataclass(frozen=True)
class Searched:
    """How far a search is: what it does, seconds since it began, worlds solved, EUR of the dearest loss and at most."""

    phase: str
    seconds: float
    worlds: int
    loss_eur: float
    bound_eur: float


Hear = Callable[[Searched], None]


def worst(
    dataset: Dataset,
    plan: Plan,
    many: int,
    *,
    protect: int = 0,
    kinds: Iterable[str] = AT_ONCE,
    own: bool = False,
    start: int = 1,
    duration: int = 6,
    name: str = "worst",
    about: dict[str, Any] | None = None,
    progress: Hear | None = None,
    stop: Stop | None = None,
) -> Run:
    """Which ``many`` assets of these kinds cost most to lose together, proved, and what would protect against it.

    ``plan`` is the plan that is stressed, as in ``spof``; all are lost from ``start`` on for ``duration`` periods. What
    is marked ``self`` there (places of demand, and so on) is not lost unless ``own``. ``protect``: also the so many
    assets that are best made safe, so that the dearest loss of as many others costs least; with an asset whatever is
    lost with it is safe. ``progress`` hears how far it is; ``stop`` ends it early, and then a gap may be left.

    The search is exact: an attack that touches nothing that the best operations of some world use costs no more than
    these, and one that touches some of it no more than that and what stops with it (Israeli and Wood 2002, Networks 40,
    with the shares that stop in place of a penalty). The tables are ``worst`` (a row for each asset that is lost),
    ``worst_products``, ``worst_remedies`` (each one tried) and ``worst_protected``; the manifest has ``loss_eur``,
    ``bound_eur``, ``gap``. Raises ValueError as ``spof`` does, and for a number of assets below 1; ``SolverError``
    where the solver dies.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> found = edu_supply.worst(dataset, edu_supply.solve(dataset), 2, duration=1)
    >>> found["worst"]["target"].tolist(), found.manifest["closed"]
    ([...], True)
    """
    check_stress(dataset, plan, start, duration)
    if many < 1 or protect < 0:
        raise ValueError("at least one asset is lost, and no less than none is made safe")
    kinds = list(dict.fromkeys(kinds))
    said = {"at_once": many, "protect": protect, "kinds": kinds, "own": own, "start": start,
            "duration_periods": duration}  # fmt: skip
    search = _Search(dataset, plan, start, _Clock(progress, stop or Stop()))
    search.choose(kinds, own, duration)
    tables, found = search.run(many, protect)
    manifest = manifest_of("worst", name, dataset, plan) | {"status": "done", "outage": said} | found | (about or {})
    return Run(name, tables, manifest)


class _Clock(Clock):
    """Whoever listens, whether it was told to stop, and seconds by phase."""

    def __init__(self, hear: Hear | None, stop: Stop):
        super().__init__()
        self.hear, self.stop = hear, stop

    def tell(self, phase: str, worlds: int, loss_eur: float, bound_eur: float) -> None:
        if self.hear is not None:
            self.hear(Searched(phase, self.passed, worlds, loss_eur, bound_eur))

    @property
    def ended(self) -> str:
        return "interruption" if self.stop.interrupted else "time limit" if self.stop.left_s <= 0 else "done"


class _Search:
    """The worlds of a plan under stress, the assets that may be lost in them, and what is found."""

    def __init__(self, dataset: Dataset, plan: Plan, start: int, clock: _Clock):
        self.dataset, self.plan, self.start, self.clock = dataset, plan, start, clock
        self.stressed = Stressed.of(dataset, plan, stranded=start > 1)
        self.undisturbed = solve_undisturbed(self.stressed)
        self.measure = Measure(self.undisturbed)
        self.stages = Stages(self.stressed, self.undisturbed, (start,))

    def choose(self, kinds: list[str], own: bool, duration: int) -> None:
        """The assets that may be lost: whole, from the start on, and not with another that takes more."""
        tasks = tasks_of(self.dataset, assets(self.dataset, kinds), self.start, duration)
        self.left_out = [task.name for task in tasks if task.start != self.start or not task.whole]
        tasks = [task for task in tasks if task.start == self.start and task.whole]
        if not own:
            marked = structure(self.dataset, self.plan["choices"], kinds)
            mine = set((marked["kind"] + ":" + marked["target"])[marked["self"]])
            tasks = [task for task in tasks if task.name not in mine]
        lost: list[Ints] = [columns for task in tasks if (columns := lost_in_the_window(self.stages, task)) is not None]
        kept = np.flatnonzero(largest(lost, self.undisturbed.model.size)).tolist()
        self.tasks: list[Task] = [tasks[one] for one in kept]
        nothing_eur = CLOSED * max(1.0, abs(self.undisturbed.cost.total_eur))
        self.attacks = Attacks(self.stages, self.start, [lost[one] for one in kept], nothing_eur)
        self.clock.lap("build")

    def run(self, many: int, protect: int) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
        clock, attacks = self.clock, self.attacks
        half = Within(clock.stop, clock.stop.left_s / 2) if protect else clock.stop
        found = dearest(attacks, many, (), half, self._tell("search"))
        clock.lap("search")
        protected, rows = self._protected(many, protect)
        clock.lap("protect")
        ended = clock.ended
        tables = {"worst": self._members(found.attack), "worst_products": self._products(found.attack),
                  "worst_remedies": self._remedies(found), "worst_protected": rows}  # fmt: skip
        clock.lap("remedies")
        cost = attacks.cost(found.attack)
        row = self.measure.row(cost)
        return {name: table[list(WORST_TABLES[name])] for name, table in tables.items()}, {
            "ended": ended,
            **{key: row[key] for key in ("loss_eur", "money_eur", "short_eur", "short_units", "worst_product")},
            "fill_rate": row["fill_rate"], **self._gap(found.cost_eur, found.bound_eur),
            "assets": len(self.tasks), "worlds": len(attacks.known), "left_out": self.left_out,
            "protected": protected, "undisturbed_eur": self.undisturbed.cost.total_eur, "seconds": clock.seconds,
        }  # fmt: skip

    def _tell(self, phase: str) -> Callable[[Found], None]:
        def tell(found: Found) -> None:
            known = len(self.attacks.known)
            self.clock.tell(phase, known, self._loss(found.cost_eur), self._loss(found.bound_eur))

        return tell

    def _loss(self, cost_eur: float) -> float:
        """What a world costs more than the undisturbed one."""
        return 0.0 if self.measure.is_free(cost_eur) else cost_eur - self.undisturbed.cost.total_eur

    def _gap(self, cost_eur: float, bound_eur: float) -> dict[str, Any]:
        loss, bound = self._loss(cost_eur), max(self._loss(bound_eur), self._loss(cost_eur))
        return {"bound_eur": bound, "gap_eur": bound - loss, "gap": (bound - loss) / bound if bound > 0 else 0.0,
                "closed": bool(bound_eur <= cost_eur + self.attacks.nothing_eur)}  # fmt: skip

    def _protected(self, many: int, protect: int) -> tuple[dict[str, Any] | None, pd.DataFrame]:
        if not protect:
            return None, self._named((), "safe")
        safe, after, least_eur = protection(self.attacks, many, protect, self.clock.stop, self._tell("protect"))
        gap = self._gap(least_eur, after.bound_eur)
        said = {"loss_eur": self._loss(after.cost_eur), "bound_eur": gap["bound_eur"],
                "least_eur": self._loss(least_eur), "gap_eur": gap["gap_eur"], "closed": gap["closed"]}  # fmt: skip
        return said, pd.concat([self._named(safe, "safe"), self._named(after.attack, "lost")], ignore_index=True)

    def _named(self, attack: Attack, state: str) -> pd.DataFrame:
        return self._assets(attack).assign(state=state)

    def _assets(self, attack: Attack) -> pd.DataFrame:
        """Kind, target and country of these assets, in their order."""
        found = assets(self.dataset, dict.fromkeys(task.kind for task in self.tasks))
        country = dict(zip(zip(found["kind"], found["target"], strict=True), found["country"], strict=True))
        tasks = [self.tasks[one] for one in attack]
        rows = [(task.kind, task.target, country[task.kind, task.target]) for task in tasks]
        return pd.DataFrame(rows, columns=["kind", "target", "country"])

    def _members(self, attack: Attack) -> pd.DataFrame:
        """What each costs alone, and what the others cost where it is made safe."""
        loss = self._loss(self.attacks.cost(attack).total_eur)
        alone = [self._loss(self.attacks.cost((one,)).total_eur) for one in attack]
        others = [self._loss(self.attacks.cost(set(attack) - {one}).total_eur) for one in attack]
        rows = self._assets(attack).assign(alone_eur=alone, others_eur=others, saves_eur=[loss - one for one in others])
        rows = rows.sort_values("saves_eur", ascending=False, kind="stable", ignore_index=True)
        return rows.assign(rank=np.arange(1, len(rows) + 1))

    def _products(self, attack: Attack) -> pd.DataFrame:
        rows = self.measure.short_by_product(self.attacks.cost(attack))
        return pd.DataFrame(rows, columns=list(WORST_TABLES["worst_products"]))

    def _remedies(self, found: Found) -> pd.DataFrame:
        """What would help where all of these are lost, each remedy tried; none once it is interrupted."""
        if not found.attack or self.clock.stop.interrupted:
            return pd.DataFrame(columns=list(WORST_TABLES["worst_remedies"]))
        losses = pd.concat([self.tasks[one].losses for one in found.attack], ignore_index=True)
        worlds = TwoWorlds.of(self.stressed, losses, self.undisturbed)
        return remedies(worlds, Consequences(worlds).hit, lambda tried: self._tell(tried)(found), self.clock.stop)

