"""Random datasets under stress, by the program and by the reference solver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from reference import solver as reference
from reference.random_datasets import make
from reference.tables import Tables
from reference.tables import read as read_reference

from edu_supply.dataset import Dataset
from edu_supply.model import Model
from edu_supply.network.parts import Floats
from edu_supply.plan import Plan
from edu_supply.reading import read


@dataclass(frozen=True)
class Case:
    """A random dataset with the reference solver's plan, told to the program as a plan of its own."""

    dataset: Dataset
    tables: Tables
    found: reference.Result

    @property
    def plan(self) -> Plan:
        return Plan("reference", {"choices": self._choices(), "contracts": self._contracts()}, {"status": "optimal"})

    def _choices(self) -> pd.DataFrame:
        rows = []
        opened: dict[str, float] = {}
        for (name, _), steps in self.found.of("open").items():
            opened[name] = opened.get(name, 0.0) + steps
        rows += [("expansion", name, round(steps)) for name, steps in opened.items()]
        rows += [(kind, name, round(built)) for (kind, name), built in self.found.of("build").items()]
        rows = [row for row in rows if row[2]]
        return pd.DataFrame(rows, columns=["kind", "target", "quantity"])

    def _contracts(self) -> pd.DataFrame:
        rows = [(*task, price) for task, price in self.found.prices.items()]
        return pd.DataFrame(rows, columns=["line", "product", "unit_price_eur"])


def cases(seeds: range, folder: Path, *, size: str = "tiny", contracts: bool = True) -> Iterator[Case]:
    """The random datasets of these seeds that have a plan in which nothing is opened after period 1."""
    for seed in seeds:
        place = make(seed, folder / str(seed), size=size, contracts=contracts)
        tables = read_reference(place)
        found = reference.solve(tables)
        later = any(steps > 0.5 and period > 1 for (_, period), steps in found.of("open").items())
        if found.status == "optimal" and not later:
            yield Case(read(place), tables, found)


def told(yardstick: reference.Result, model: Model, values: Floats, tables: Tables) -> reference.Result:
    """The reference's yardstick with the operations of ours: of several that tie, both then go on from the same."""
    operations = model.operations
    units = {name: 0.0 if name[0] in reference.OPERATIONS else amount for name, amount in yardstick.values.items()}
    for family in (operations.make, operations.ship, operations.scrap):
        for label, amount in zip(family.labels(), family.of(values), strict=True):
            units[family.name, *label] = float(amount)
    for label, amount in zip(operations.serve.labels(), operations.serve.of(values), strict=True):
        site, buyer, product, row, due, handed, period, ratio = label
        rows = [
            place
            for place, other in enumerate(tables.substitutes)
            if (other["product"], other["substitute"], other["ratio"]) == (product, handed, ratio)
            and other["country"] in (None, buyer)
        ]
        way = rows[0] if (handed, ratio) != (product, 1.0) else None
        units["serve", (row, site, product, due, buyer), handed, way, period] = float(amount)
    return replace(yardstick, values=units)
