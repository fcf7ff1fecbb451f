"""Why a loss costs what it costs: what moved, what could not, how it reaches the front, and what would help."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.explain_tables import EXPLAIN_TABLES
from edu_supply.outages.assets import assets, losses_of, window_of
from edu_supply.outages.consequences import Consequences
from edu_supply.outages.manifest import check_stress, manifest_of
from edu_supply.outages.moved import moved
from edu_supply.outages.remedies import remedies
from edu_supply.outages.stopped import stopped
from edu_supply.outages.two_worlds import TwoWorlds
from edu_supply.outages.undisturbed import Stressed
from edu_supply.plan import Plan, Run
from edu_supply.solving import Stop


@dataclass(frozen=True)
class Explanation:
    """Why the loss of one asset costs what it costs. EUR and units of the products.

    ``tables`` are ``explain_flows``, ``explain_limits``, ``explain_chain`` and ``explain_remedies``; ``first_dry`` is
    the product, site and period that run dry first, and whether it is a stock or a demand (None: nothing does).
    """

    kind: str
    target: str
    start: int
    duration: int
    loss_eur: float
    money_eur: float
    short_eur: float
    first_dry: tuple[str, str, int, str] | None
    tables: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Explaining:
    """How far it is: seconds since it began, which asset, its number of how many, and what is being done."""

    seconds: float
    name: str
    number: int
    assets: int
    doing: str


Hear = Callable[[Explaining], None]


def explain(
    dataset: Dataset,
    plan: Plan,
    named: Iterable[tuple[str, str]],
    *,
    start: int = 1,
    duration: int = 6,
    progress: Hear | None = None,
    stop: Stop | None = None,
) -> list[Explanation]:
    """Why the loss of each of these assets, one at a time, costs what it costs, and what would help.

    ``named`` are kinds and targets, lost from ``start`` for ``duration`` periods (threats by their own rows); ``plan``
    is the plan that is stressed. ``progress`` hears how far it is; ``stop`` ends it early: what is explained by then is
    given, of the last one with the remedies that were tried.

    Before and after are the undisturbed world and the cheapest operations with the loss; what moved is told by those
    that move least for at most a hundredth of the loss more. Limits are the dual values of the cheapest. Every remedy
    is tried by solving the world with the loss again with it.

    Raises ValueError for an asset that there is not, a plan of status "no plan", and a start that is not in the
    horizon; ``solving.SolverError`` where the solver dies.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> plan = edu_supply.solve(dataset)
    >>> [told] = edu_supply.explain(dataset, plan, [("site", "DE-charges")], duration=2)
    >>> told.tables["explain_chain"][["what", "product", "change_units"]].values.tolist()
    [['made', 'charge', -600.0], ['made', 'round', -300.0], ['short', 'round', 280.0]]
    """
    named = list(named)
    check_stress(dataset, plan, start, duration)
    for kind, target in named:
        if target not in set(assets(dataset, [kind])["target"]):
            raise ValueError(f"there is no {kind} {target!r}")
    losses = [losses_of(dataset, kind, target, start, duration) for kind, target in named]
    windows = [window_of(one) for one in losses]
    stressed = Stressed.of(dataset, plan, stranded=any(begin > 1 for begin, _ in windows))
    undisturbed = None
    found, began, stop = [], time.perf_counter(), stop or Stop()
    for number, ((kind, target), one, (begin, many)) in enumerate(zip(named, losses, windows, strict=True), start=1):
        if begin > dataset.periods:
            raise ValueError(f"{kind} {target!r} is lost after the end of the plan")
        if stop.interrupted:
            break

        def tell(doing: str, name: str = f"{kind} {target}", number: int = number) -> None:
            if progress is not None:
                progress(Explaining(time.perf_counter() - began, name, number, len(named), doing))

        tell("both worlds")
        worlds = TwoWorlds.of(stressed, one, undisturbed)
        undisturbed = worlds.undisturbed
        found.append(_explained(worlds, kind, target, begin, many, tell, stop))
    return found


def _explained(
    worlds: TwoWorlds, kind: str, target: str, start: int, duration: int, tell: Callable[[str], None], stop: Stop
) -> Explanation:
    consequences = Consequences(worlds)
    after, before = worlds.after.cost, worlds.undisturbed.cost
    tell("what moves")
    tables = {"explain_flows": moved(worlds), "explain_limits": stopped(worlds), "explain_chain": consequences.table()}
    tables["explain_remedies"] = remedies(worlds, consequences.hit, tell, stop)
    lost = worlds.loss_eur > 0
    for name, table in tables.items():
        tables[name] = table.assign(kind=kind, target=target)[list(EXPLAIN_TABLES[name])]
    return Explanation(
        kind, target, start, duration, worlds.loss_eur, after.money_eur - before.money_eur if lost else 0.0,
        after.shortage_eur - before.shortage_eur if lost else 0.0, consequences.first_dry(), tables,
    )  # fmt: skip


def explained_run(
    told: list[Explanation], dataset: Dataset, plan: Plan, name: str, about: dict[str, Any], *, whole: bool = True
) -> Run:
    """Explanations as a run that can be written: their tables, one below the other, and a manifest.

    ``whole``: it was not cut off.
    """
    losses = [{"kind": one.kind, "target": one.target, "start": one.start, "duration_periods": one.duration,
               "loss_eur": one.loss_eur, "money_eur": one.money_eur, "short_eur": one.short_eur}
              for one in told]  # fmt: skip
    tables = {key: pd.concat([one.tables[key] for one in told], ignore_index=True) for key in EXPLAIN_TABLES}
    manifest = manifest_of("explain", name, dataset, plan) | {
        "status": "done" if whole else "interrupted", "losses": losses, **about,
    }  # fmt: skip
    return Run(name, tables, manifest)
