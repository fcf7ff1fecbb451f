"""What was found, as tables: what to add where and what for, and what falls short in every world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Floats, Ints
from edu_supply.outages.tasks import Task
from edu_supply.plan import Plan
from edu_supply.planning.fill import days_of_supply
from edu_supply.planning.limits import line_limits
from edu_supply.planning.line_use import lines_used
from edu_supply.stockpile_tables import STOCKPILE_TABLES
from edu_supply.stockpiles.check import Point
from edu_supply.stockpiles.yardstick import Yardstick

LITTLE = 1e-6
"""Units added below this are none."""


@dataclass(frozen=True)
class Stocked:
    """What all tables are made from."""

    dataset: Dataset
    plan: Plan
    yardstick: Yardstick
    tasks: list[Task]


def called(task: Task) -> str:
    """What a threat is called: its name, or kind:target of an asset."""
    return task.target if task.kind == "threat" else task.name


def stockpile_table(stocked: Stocked, point: Point | None, needs: list[list[int]]) -> pd.DataFrame:
    """A row for each place where stock is added; ``needs`` are the threats (their numbers) that need each."""
    columns = list(STOCKPILE_TABLES["stockpile"])
    if point is None:
        return pd.DataFrame(columns=columns)
    model, dataset = stocked.yardstick.model, stocked.dataset
    parts, where, operations = model.network.parts, model.network.addable, model.operations
    added = model.choices.added.of(point.values)
    rows = np.flatnonzero(added > LITTLE)
    product = where.product[rows]
    initial = operations.initial[operations.added_positions[rows]]
    site, name = parts.sites[where.site[rows]], parts.products[product]
    names = [called(task) for task in stocked.tasks]
    table = pd.DataFrame({
        "site": site, "country": owners(dataset, list(zip(site, name, strict=True))), "product": name,
        "initial": initial, "added": added[rows], "target": initial + added[rows],
        "cost_eur": model.choices.added.costs["added"][rows] * added[rows],
        "needed_for": [", ".join(names[threat] for threat in needs[row]) for row in rows],
        "ready_period": pd.array(_ready(stocked, point, product, added[rows]), dtype="Int64"),
    })  # fmt: skip
    held = table.assign(period=1, hold_units=table["target"])
    lasts = days_of_supply({**stocked.plan.tables, "stocks": held}, dataset)["days_of_supply"]
    table = table.assign(days_of_supply=lasts.to_numpy(float))
    return table.sort_values("cost_eur", ascending=False, kind="stable")[columns].reset_index(drop=True)


def owners(dataset: Dataset, places: list[tuple[str, str]]) -> list[str]:
    """Whose reserve stock at each place is: the site's country where it has a row there, else the first that has."""
    home = dict(zip(dataset["sites"]["site"], dataset["sites"]["country"], strict=True))
    found = []
    for site, product in places:
        stocks = dataset["stocks"]
        countries = stocks.loc[(stocks["site"] == site) & (stocks["product"] == product), "country"].tolist()
        found.append(str(home[site] if home[site] in countries else countries[0]))
    return found


def _ready(stocked: Stocked, point: Point, product: np.ndarray, added: Floats) -> list[int | None]:
    """For each product the period by whose end spare line time could have made all that is added of it."""
    model = stocked.yardstick.model
    parts = model.network.parts
    spare = np.maximum(line_limits(model, point.values) - lines_used(model, point.values), 0.0)
    found = []
    for one in product:
        made = np.zeros(parts.periods + 1)
        for task in np.flatnonzero(parts.task_product == one):
            lead = int(parts.task_lead[task])
            units = spare[parts.task_line[task]] * parts.task_capacity[task]
            made[1 + lead :] += units[: max(parts.periods - lead, 0)]
        full = np.flatnonzero(np.cumsum(made) >= added[product == one].sum() * (1 - LITTLE))
        found.append(int(full[0]) if len(full) else None)
    return found


def worlds_table(stocked: Stocked, service: float, before: dict[int, Floats], after: dict[int, Floats]) -> pd.DataFrame:
    """A row for each threat and product asked for."""
    columns, tables = list(STOCKPILE_TABLES["worlds"]), []
    yardstick = stocked.yardstick
    names = yardstick.model.network.parts.products[yardstick.asked_for]
    lowest = [_Lowest.of(yardstick, what) for what in ("period", "front")]
    for threat, task in enumerate(stocked.tasks if after else []):
        allowed = yardstick.allowed(task, service)
        earlier, later = yardstick.by_product(before[threat]), yardstick.by_product(after[threat])
        worst = {name: cells for one in lowest for name, cells in one.fill_rates(after[threat]).items()}
        tables.append(pd.DataFrame({
            "threat": called(task), "product": names, "short_before_units": earlier,
            "short_after_units": np.where(later <= yardstick.slight, 0.0, later), "allowed_units": allowed, **worst,
            "survives": (later <= allowed + 2 * yardstick.slight).astype(int),
        }))  # fmt: skip
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


@dataclass(frozen=True)
class _Lowest:
    """Where the fill rate of each product is lowest, by period or by front: groups of demands of one product and one of
    these, ordered by both."""

    what: str
    group: Ints
    asked: Floats
    product: Ints
    named: list[Any]
    products: int

    @classmethod
    def of(cls, yardstick: Yardstick, what: str) -> _Lowest:
        demands = yardstick.model.network.demands
        product = np.searchsorted(yardstick.asked_for, yardstick.product)
        name, names = pd.factorize(demands["site" if what == "front" else what], sort=True)
        groups, group = np.unique(product * len(names) + name, return_inverse=True)
        asked = np.bincount(group, yardstick.quantity, len(groups)).astype(float)
        return cls(what, group, asked, groups // len(names), list(names[groups % len(names)]), len(yardstick.asked_for))

    def fill_rates(self, short: Floats) -> dict[str, list[Any]]:
        """Of each product the period or front with the lowest fill rate (None: nothing is asked for), and that rate."""
        missing = np.bincount(self.group, short, len(self.asked))
        some = self.asked > 0
        rate = np.ones(len(self.asked))
        rate[some] = (1.0 - missing[some] / self.asked[some]).clip(0.0, 1.0).round(9)
        order = [group for group in np.lexsort((rate, self.product)) if some[group]]
        first = {int(self.product[group]): group for group in reversed(order)}
        worst = [first.get(product) for product in range(self.products)]
        rates = [1.0 if group is None else float(rate[group]) for group in worst]
        names = [None if group is None else self.named[group] for group in worst]
        return {f"worst_{self.what}": names, f"worst_{self.what}_fill_rate": rates}
