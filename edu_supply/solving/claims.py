"""What the tables claim that can stand in the way of a plan, and which rows of the model say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.model.columns import Law
from edu_supply.network.parts import Floats, Ints

NONE: Ints = np.array([], np.int64)


@dataclass(frozen=True)
class Claim:
    """One thing that a table row says: the rows of the model that say it, and how far they give way without it."""

    where: str
    column: str
    value: str
    says: str
    asks: bool
    rows: Ints
    lower: Floats
    upper: Floats
    columns: Ints


def claims(model: Model) -> Iterator[Claim]:
    """Every claim of the tables that can stand in the way of a plan."""
    offsets = np.cumsum([0] + [law.size for law in model.laws])
    first = {law.name: int(start) for law, start in zip(model.laws, offsets, strict=False)}
    laws = {law.name: law for law in model.laws}
    yield from _minimum_claims(model, first["minimum_stock"], laws["minimum_stock"])
    tables = model.network.parts.dataset
    for law, table, key, column, says in (
        ("minimum_use", "lines", "line", "minimum_use", "the line must run at this share of its time"),
        ("line_time", "lines", "line", "capacity", "the line has no more time than this"),
        ("lane_capacity", "lanes", "lane", "capacity_t", "the lane carries no more than this a period"),
        ("throughput", "sites", "site", "throughput_t", "the site sends out no more than this a period"),
        ("storage", "sites", "site", "storage_t", "the site stores no more than this"),
        ("explosives", "sites", "site", "neq_limit_kg", "the site may hold no more explosives than this"),
        ("shelf_life", "products", "product", "shelf_life_periods", "it keeps no longer than this"),
        ("shelf_life_everywhere", "products", "product", "shelf_life_periods", "it keeps no longer than this"),
        ("ceiling", "offers", "line", "max_quantity", "the offer ends there"),
        ("budget", "countries", "country", "budget_eur", "the buyer may pay no more than this"),
        ("step_reached", "offers", "line", "from_quantity", "the contract begins there"),
    ):  # fmt: skip
        yield from _law_claims(laws[law], first[law], tables[table], key, column, says)
    yield from _maximum_claims(model)


def _law_claims(law: Law, first: int, table: pd.DataFrame, key: str, column: str, says: str) -> Iterator[Claim]:
    """One claim for each owner of a law's rows: the table row that bears its name."""
    if not law.size:
        return
    place = 1 if law.name in ("shelf_life", "step_reached") else 0
    owners = pd.Series([label[place] for label in law.labels()])
    said = table.drop_duplicates(key).set_index(key)
    asks = law.name == "minimum_use"
    for owner, numbers in owners.groupby(owners).indices.items():
        rows = np.asarray(numbers, np.int64) + first
        free = np.full(len(rows), np.inf)
        row = said.loc[str(owner)]
        where, value = str(row["where"]), _text(row[column])
        yield Claim(where, column, value, f"{owner}: {says}", asks, rows, free, free, NONE)


def _minimum_claims(model: Model, first: int, law: Law) -> Iterator[Claim]:
    """Hard minimums, one for each row of stocks; without it its place may hold so much less."""
    stocks, parts = model.network.parts.dataset["stocks"], model.network.parts
    hard = stocks[(stocks["minimum"] > 0) & stocks["minimum_penalty_eur"].isna()]
    numbers: dict[tuple[object, object], list[tuple[int, int]]] = {}
    for number, (site, product, period) in enumerate(law.labels()):
        numbers.setdefault((site, product), []).append((number, int(str(period))))
    built = dict(zip(parts.sites, parts.site_is_candidate, strict=True))
    columns = ("site", "product", "from_period", "minimum", "where")
    for site, product, begins, minimum, where in zip(*(hard[column] for column in columns), strict=True):
        counts = [number for number, period in numbers.get((site, product), []) if period >= begins]
        if not counts or built[site]:
            continue
        less = np.full(len(counts), float(minimum))
        says = f"{site} must hold this much {product} at the end of every period"
        if begins > 1:
            says += f" from {parts.dataset.horizon.label(int(begins))} on"
        rows = np.array(counts, np.int64) + first
        yield Claim(where, "minimum", _text(minimum), says, True, rows, less, np.zeros(len(counts)), NONE)


def _maximum_claims(model: Model) -> Iterator[Claim]:
    """Maximums of stocks: upper bounds of what is held."""
    stocks, hold = model.network.parts.dataset["stocks"], model.operations.hold
    capped = stocks[stocks["maximum"].notna()]
    if not len(capped):
        return
    places: dict[tuple[object, object], list[int]] = {}
    for column, label in zip(hold.columns.tolist(), hold.labels(), strict=True):
        places.setdefault((label[0], label[1]), []).append(column)
    for site, product, maximum, where in zip(
        *(capped[column] for column in ("site", "product", "maximum", "where")), strict=True
    ):
        columns = np.array(places.get((site, product), []), np.int64)
        says = f"{site} may hold no more {product} than this"
        nothing = np.array([])
        yield Claim(where, "maximum", _text(maximum), says, False, NONE, nothing, nothing, columns)


def period_labels(model: Model) -> dict[int, str]:
    """The period of every row of the model that asks for something, in the calendar's words."""
    labels: dict[int, str] = {}
    first, horizon = 0, model.network.parts.dataset.horizon
    for law in model.laws:
        if law.name in ("minimum_stock", "minimum_use"):
            labels |= {first + row: horizon.label(int(str(label[-1]))) for row, label in enumerate(law.labels())}
        first += law.size
    return labels


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)
