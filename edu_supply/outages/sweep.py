"""Single points of failure: what every asset's loss costs, how long it is survived, and what runs dry."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.outages.assets import KINDS, assets
from edu_supply.outages.crew import Alone, Crew, Workers
from edu_supply.outages.jobs import Done, Job, JobSolver, Setting
from edu_supply.outages.journal import Journal
from edu_supply.outages.losses import Losses
from edu_supply.outages.manifest import check_stress, manifest_of
from edu_supply.outages.result import Measure
from edu_supply.outages.stage import Stages
from edu_supply.outages.structure import structure
from edu_supply.outages.survivals import Survivals
from edu_supply.outages.table import HOW, products_table, spof_table
from edu_supply.outages.tasks import Task, shared_starts, tasks_of
from edu_supply.outages.undisturbed import Stressed, Undisturbed, solve_undisturbed
from edu_supply.plan import Outages, Plan
from edu_supply.solving import Stop
from edu_supply.version import __version__


@dataclass(frozen=True)
class Swept:
    """How far a sweep is: seconds since it began, assets done and all of them, seconds left (None: unknown)."""

    phase: str
    seconds: float
    done: int
    assets: int
    left_s: float | None


Hear = Callable[[Swept], None]


class _Sweep(Protocol):
    rows: dict[str, Any]
    fresh: list[str]

    def jobs(self) -> Iterator[Job]: ...
    def absorb(self, done: Done) -> None: ...


def spof(
    dataset: Dataset,
    plan: Plan,
    *,
    name: str = "spof",
    kinds: Iterable[str] = KINDS,
    only: Iterable[tuple[str, str]] | None = None,
    start: int = 1,
    duration: int = 6,
    survival: bool = True,
    workers: int = 1,
    journal: Path | None = None,
    about: dict[str, Any] | None = None,
    progress: Hear | None = None,
    stop: Stop | None = None,
) -> Outages:
    """What the loss of every asset of these kinds costs, one at a time, and for how long it is survived.

    ``plan`` is the plan that is stressed: its choices stand, everything else is decided anew in every world with a
    loss, from ``start`` on, for ``duration`` periods (threats by their own). ``only``: no more than these of them, as
    kinds and targets. ``survival``: also the time to survive (periods). ``workers``: processes. What is done is kept in
    the file ``journal``, and a second call with the same arguments goes on from there; ``about`` goes into its first
    line and into the manifest. ``progress`` hears how far it is; ``stop`` ends it early, and then the status is
    "interrupted" and the tables hold what is done.

    The tables are ``spof`` (a row for each asset, the dearest loss first, EUR) and ``spof_products`` (units short of
    each product, where they are not those of the undisturbed world). Raises ValueError for a plan of status "no plan",
    a start or duration that is not in the horizon, and an unknown kind; ``solving.SolverError`` where the solver dies.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> found = edu_supply.spof(dataset, edu_supply.solve(dataset), kinds=["line"], duration=1)
    >>> found["spof"][["rank", "target", "worst_product", "time_to_survive_periods"]].values.tolist()
    [[1, 'charges', 'round', 0], [2, 'forging', 'round', 0], [3, 'filling', 'round', 0], [4, 'drones', 'round', 0]]
    """
    kinds = list(dict.fromkeys(kinds))
    said: dict[str, Any] = {"kinds": kinds, "start": start, "duration_periods": duration, "survival": survival}
    check_stress(dataset, plan, start, duration)
    run = _Run(progress, stop or Stop())
    found = assets(dataset, kinds)
    if only is not None:
        said["only"] = [f"{kind}:{target}" for kind, target in only]
        found = found[(found["kind"] + ":" + found["target"]).isin(said["only"])]
    tasks = tasks_of(dataset, found, start, duration)
    setting, stages = _put_under_stress(dataset, plan, tasks, run)
    undisturbed = stages.undisturbed
    kept = Journal(journal, {"about": about or {}, "outage": said, "undisturbed_eur": undisturbed.cost.total_eur,
                             "version": __version__})  # fmt: skip
    losses, survivals = _swept(run, setting, stages, tasks, kept, workers, survival)
    table = spof_table(found, tasks, losses.rows, survivals.rows if survivals else {},
                       structure(dataset, plan["choices"], kinds), undisturbed.cost.total_eur)  # fmt: skip
    manifest = _manifest(dataset, plan, name, undisturbed, said, run) | {
        "status": "done" if run.finished else "interrupted", **(about or {}), **_counts(table, losses, survivals),
    }  # fmt: skip
    return Outages(name, {"spof": table, "spof_products": products_table(tasks, losses.rows)}, manifest)


def _swept(
    run: _Run, setting: Setting, stages: Stages, tasks: list[Task], kept: Journal, workers: int, survival: bool
) -> tuple[Losses, Survivals | None]:
    """Both parts of a sweep, by whoever solves, and kept as they are found."""
    losses = Losses(stages, tasks, kept.known["losses"])
    survivals: Survivals | None = None
    try:
        with _crew(setting, stages, workers) as crew:
            run.sweep("losses", losses, crew, kept, len(tasks))
            if survival and not run.stop.interrupted:
                survivals = Survivals(stages, tasks, kept.known["survival"], losses.harmless)
                run.sweep("survival", survivals, crew, kept, len(tasks))
    finally:
        kept.close()
    return losses, survivals


def _put_under_stress(dataset: Dataset, plan: Plan, tasks: list[Task], run: _Run) -> tuple[Setting, Stages]:
    """The undisturbed world solved: what a worker has to know, and the worlds that are solved in this process."""
    stranded, shared = any(task.start > 1 for task in tasks), shared_starts(tasks)
    stressed = Stressed.of(dataset, plan, stranded=stranded)
    run.lap("build")
    undisturbed = solve_undisturbed(stressed)
    run.lap("undisturbed")
    return Setting(dataset, plan, stranded, shared, undisturbed.values), Stages(stressed, undisturbed, shared)


@contextmanager
def _crew(setting: Setting, stages: Stages, workers: int) -> Iterator[Crew[Job, Done]]:
    crew: Crew[Job, Done] = Alone(JobSolver(stages)) if workers <= 1 else Workers(setting, workers)
    try:
        yield crew
    finally:
        crew.close()


class _Run:
    """One call: its clock, whoever listens, and whether it was told to stop."""

    def __init__(self, hear: Hear | None, stop: Stop):
        self.hear = hear
        self.stop = stop
        self.began = self._last = time.perf_counter()
        self.seconds: dict[str, float] = {}
        self.finished = True

    def lap(self, phase: str) -> None:
        now = time.perf_counter()
        self.seconds[phase] = self.seconds.get(phase, 0.0) + now - self._last
        self._last = now

    def sweep(self, phase: str, sweep: _Sweep, crew: Crew[Job, Done], kept: Journal, assets: int) -> None:
        """Give out jobs and take in what is done, until nothing is left or it is told to stop."""
        jobs, began = sweep.jobs(), time.perf_counter()
        known = len(sweep.rows)
        while True:
            _keep(kept, phase, sweep)
            self._tell(phase, len(sweep.rows), assets, began, known)
            if self.stop.left_s <= 0:
                self.finished = False
                break
            while crew.room > 0 and (job := next(jobs, None)) is not None:
                crew.give(job)
            if not crew.busy:
                break
            sweep.absorb(crew.take())
        _keep(kept, phase, sweep)
        self.lap(phase)

    def _tell(self, phase: str, done: int, assets: int, began: float, known: int) -> None:
        if self.hear is not None:
            now = time.perf_counter()
            left = (now - began) / (done - known) * (assets - done) if done > known else None
            self.hear(Swept(phase, now - self.began, done, assets, left))


def _keep(kept: Journal, phase: str, sweep: _Sweep) -> None:
    for name in sweep.fresh:
        kept.keep(phase, name, sweep.rows[name])
    if sweep.fresh:
        kept.flush()
    sweep.fresh.clear()


def _manifest(
    dataset: Dataset, plan: Plan, name: str, undisturbed: Undisturbed, said: dict[str, Any], run: _Run
) -> dict[str, Any]:
    cost = undisturbed.cost
    return manifest_of("spof", name, dataset, plan) | {
        "outage": said, "undisturbed_eur": cost.total_eur, "money_eur": cost.money_eur,
        "shortage_eur": cost.shortage_eur, "reserves_eur": undisturbed.reserves_eur,
        "fill_rate": Measure(undisturbed).fill_rate(cost), "seconds": run.seconds,
    }  # fmt: skip


def _counts(table: pd.DataFrame, losses: Losses, survivals: Survivals | None) -> dict[str, Any]:
    """How the losses are known, in all and by kind, with the seconds that were spent on each kind."""
    times = survivals.seconds if survivals else {}
    by_kind = {
        str(kind): {
            **{how: int((rows["how"] == how).sum()) for how in HOW},
            "loss_cpu_s": losses.seconds.get(str(kind), 0.0), "survival_cpu_s": times.get(str(kind), 0.0),
        }
        for kind, rows in table.groupby("kind", sort=False)
    }  # fmt: skip
    return {"how": {how: int((table["how"] == how).sum()) for how in HOW}, "by_kind": by_kind}
