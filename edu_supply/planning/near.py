"""Plans near another one: of all that cost the same, the one that moves least, so that nothing differs by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.model.columns import Family
from edu_supply.network.parts import Floats, Ints
from edu_supply.plan import Plan
from edu_supply.solving import StandardForm, Stop
from edu_supply.solving.nearest import nearest_of_the_best
from edu_supply.solving.restricted import restricted

DIGITS = 9
"""Ratios that agree to so many digits are one: tables are written with twelve."""


@dataclass(frozen=True)
class Near:
    """Values as near to another plan as they can be at no higher cost, and how far they are off before and after: units
    made, sent, held, served and thrown away otherwise, at what they count for (``worth_of``), EUR."""

    values: Floats
    before_eur: float
    after_eur: float


def choices_of(model: Model, plan: Plan, columns: int) -> Floats:
    """What another plan opens, builds and signs, as values of a model's columns (so many); 0 where it has others."""
    start = np.zeros(columns)
    chosen, choices = plan["choices"], model.choices
    for kind, family in (("expansion", choices.open), ("site", choices.build_site), ("lane", choices.build_lane)):
        rows = chosen[chosen["kind"] == kind]
        quantity = rows.groupby("target")["quantity"].sum()
        family.of(start)[:] = quantity.reindex([label[0] for label in family.labels()]).fillna(0.0).to_numpy(float)
    signed = plan["contracts"].fillna({"programme": ""})
    keys = ["pool", "programme", "line", "product", "from_quantity"]
    sign = choices.contracts.sign
    if sign.size and len(signed):
        known = set(signed[keys].itertuples(index=False, name=None))
        sign.of(start)[:] = [float(label in known) for label in sign.labels()]
    return start


def nearer(model: Model, form: StandardForm, values: Floats, plan: Plan, stop: Stop) -> Near:
    """Values that cost what the given ones do, with the same choices, as near to another plan as they can be."""
    goods = _goods(model, plan)
    wanted, worth = np.zeros(len(form.cost)), np.zeros(len(form.cost))
    worth[: model.size] = worth_of(model)
    for family, units in goods:
        family.of(wanted)[:] = units
    known = np.where(form.integer, np.round(values), np.nan)
    small = restricted(form, known)
    columns = small.columns
    found = nearest_of_the_best(small.form, values[columns], wanted[columns], worth[columns], stop)
    nearer = np.clip(small.whole(found), form.lower, form.upper)
    off = [float(worth @ np.abs(one - wanted)) for one in (values, nearer)]
    return Near(nearer, off[0], off[1]) if off[1] < off[0] else Near(values, off[0], off[0])


def _goods(model: Model, plan: Plan) -> list[tuple[Family, Floats]]:
    """Families of goods, and what another plan has of each."""
    operations, demand = model.operations, model.network.parts.dataset["demand"]
    every = demand["period"].isna().to_numpy().astype(np.int64)
    served = plan["service"].assign(ratio=plan["service"]["ratio"].astype(float).round(DIGITS))
    asked = [_as_served(label, every) for label in operations.serve.labels()]
    key = ["site", "buyer", "product", "every_period", "demand_period", "served_product", "period", "ratio"]
    made, sent, held = plan["production"], plan["shipments"], plan["stocks"]
    place = ["site", "product", "period"]
    return [
        (operations.make, _units(made, ["line", "product", "period"], "make_units", operations.make.labels())),
        (operations.ship, _units(sent, ["lane", "product", "period"], "ship_units", operations.ship.labels())),
        (operations.hold, _units(held, place, "hold_units", operations.hold.labels())),
        (operations.scrap, _units(held, place, "scrap_units", operations.scrap.labels())),
        (operations.serve, _units(served, key, "serve_units", asked)),
    ]  # fmt: skip


def _as_served(label: tuple[Any, ...], every: Ints) -> tuple[Any, ...]:
    """The label of a ``serve`` as the columns of the table ``service`` have it."""
    site, buyer, product, row, due, handed, period, ratio = label
    return site, buyer, product, int(every[row]), due, handed, period, round(ratio, DIGITS)


def _units(table: pd.DataFrame, keys: list[str], units: str, labels: Sequence[tuple[Any, ...]]) -> Floats:
    """What a table has under each label; 0 where it has no such row."""
    if not len(labels) or table.empty:
        return np.zeros(len(labels))
    sums = table.groupby(keys)[units].sum()
    return sums.reindex(pd.MultiIndex.from_tuples(labels)).fillna(0.0).to_numpy(float)


def worth_of(model: Model) -> Floats:
    """EUR that one unit of a column counts for: the value of the goods, less for what is only sent or held."""
    network, parts, operations = model.network, model.network.parts, model.operations
    value = np.maximum(parts.dataset["products"]["value_eur"].to_numpy(float), 1.0)
    worth = np.zeros(model.size)
    for family, product, share in (
        (operations.make, parts.task_product[network.making.item], 1.0),
        (operations.serve, network.services["product"].to_numpy(), 1.0),
        (operations.ship, network.haul_product[network.shipping.item], 0.1),
        (operations.hold, network.position_product[network.holding.item], 0.01),
    ):
        worth[family.columns] = share * value[product]
    return worth
