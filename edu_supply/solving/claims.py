"""What the tables claim that can stand in the way of a plan, and which rows of the model say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.model.columns import Law
from edu_supply.network.parts import Floats, Ints

NONE: Ints = np.array([], np.int64)
Label = tuple[object, ...]


@dataclass(frozen=True)
class Claim:
    """One thing that a table row says: the rows of the model that say it, and how far they give way without it.

    A maximum is said by bounds instead: ``columns`` are at most ``most``.
    """

    where: str
    column: str
    value: str
    says: str
    asks: bool
    rows: Ints
    lower: Floats
    upper: Floats
    columns: Ints
    most: float = np.inf


@dataclass(frozen=True)
class _Limit:
    """A column of a table, and the laws whose rows give way without it: for each, whose cell a row's label stands for.

    The first law is the limit itself; in the others it is one of the constants that link a choice to a flow.
    """

    table: str
    key: tuple[str, ...]
    column: str
    says: str
    laws: Mapping[str, Callable[[Label], Iterable[Label]]]


def claims(model: Model) -> Iterator[Claim]:
    """Every claim of the tables that can stand in the way of a plan."""
    offsets = np.cumsum([0] + [law.size for law in model.laws])
    first = {law.name: int(start) for law, start in zip(model.laws, offsets, strict=False)}
    laws = {law.name: law for law in model.laws}
    yield from _minimum_claims(model, first["minimum_stock"], laws["minimum_stock"])
    for limit in _limits(model):
        yield from _limit_claims(limit, laws, first, model.network.parts.dataset[limit.table])
    yield from _maximum_claims(model)
    yield from _rule_claims(model)


def _rule_claims(model: Model) -> Iterator[Claim]:
    """Rules of policy; without one its rows give way altogether."""
    table = model.network.parts.dataset["rules"]
    for rule, kind, limit, where in zip(*(table[column] for column in ("rule", "kind", "limit", "where")), strict=True):
        rows = model.rows_of_rule(rule)
        if len(rows):
            free = np.full(len(rows), np.inf)
            says = f"the rule {rule} asks for it ({kind})"
            yield Claim(where, "limit", _text(limit), says, True, rows, free, free, NONE)


def _limits(model: Model) -> tuple[_Limit, ...]:
    tables = model.network.parts.dataset
    origin = dict(zip(tables["lanes"]["lane"], tables["lanes"]["origin"], strict=True))
    makers = tables["lines"].groupby("product")["line"].unique().to_dict()

    def at(*places: int) -> Callable[[Label], Iterable[Label]]:
        return lambda label: [tuple(label[place] for place in places)]

    return (
        _Limit("lines", ("line",), "minimum_use", "the line must run at this share of its time", {
            "minimum_use": at(0),
        }),
        _Limit("lines", ("line",), "capacity", "the line has no more time than this", {
            "line_time": at(0), "line_built": at(0), "only_if_signed": at(2),
            "built_to_carry": lambda label: [(line,) for line in makers.get(label[1], ())],
        }),
        _Limit("lanes", ("lane",), "capacity_t", "the lane carries no more than this a period", {
            "lane_capacity": at(0), "built_to_carry": at(0),
        }),
        _Limit("sites", ("site",), "throughput_t", "the site sends out no more than this a period", {
            "throughput": at(0), "built_to_carry": lambda label: [(origin[label[0]],)],
        }),
        _Limit("sites", ("site",), "storage_t", "the site stores no more than this", {"storage": at(0)}),
        _Limit("sites", ("site",), "neq_limit_kg", "the site may hold no more explosives than this", {
            "explosives": at(0),
        }),
        _Limit("products", ("product",), "shelf_life_periods", "it keeps no longer than this", {
            "shelf_life": at(1), "shelf_life_everywhere": at(0),
        }),
        _Limit("offers", ("line", "product"), "max_quantity", "the offer ends there", {
            "ceiling": at(0, 1), "only_if_signed": at(2, 3),
        }),
        _Limit("countries", ("country",), "budget_eur", "the buyer may pay no more than this", {"budget": at(0)}),
        _Limit("offers", ("line", "product", "from_quantity"), "from_quantity", "the contract begins there", {
            "step_reached": at(2, 3, 4),
        }),
    )  # fmt: skip


def _limit_claims(
    limit: _Limit, laws: Mapping[str, Law], first: Mapping[str, int], table: pd.DataFrame
) -> Iterator[Claim]:
    """One claim for each table row that some row of the limit's own law stands for."""
    numbers: dict[Label, list[int]] = {}
    for place, (name, owners) in enumerate(limit.laws.items()):
        for number, label in enumerate(laws[name].labels() if laws[name].size else ()):
            for owner in owners(label):
                if place == 0:
                    numbers.setdefault(owner, []).append(first[name] + number)
                elif owner in numbers:
                    numbers[owner].append(first[name] + number)
    said = table.drop_duplicates(list(limit.key))
    keys = zip(*(said[column] for column in limit.key), strict=True)
    for owner, where, value in zip(keys, said["where"], said[limit.column], strict=True):
        if owner in numbers:
            rows = np.array(numbers[owner], np.int64)
            free = np.full(len(rows), np.inf)
            says = f"{', '.join(str(one) for one in owner[:2])}: {limit.says}"
            yield Claim(where, limit.column, _text(value), says, limit.column == "minimum_use", rows, free, free, NONE)


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
        yield Claim(where, "maximum", _text(maximum), says, False, NONE, nothing, nothing, columns, float(maximum))


NEEDS = {
    "share_made": "units less", "counts_as_maker": "units more", "enough_makers": "more makers",
    "made_inside": "units more made inside", "fill_rate": "units more served", "fill_rate_gap": "more difference",
    "highest_of_all": "more difference", "lowest_of_all": "more difference", "work_share": "EUR more work inside",
    "outside_rule": "units less from outside",
}  # fmt: skip
"""What a rule's row lacks, in words."""


def need_words(model: Model) -> dict[int, str]:
    """What a row of a rule lacks, in words, for every such row of the model."""
    words: dict[int, str] = {}
    first = 0
    for law in model.laws:
        if law.name in NEEDS:
            words |= {first + row: NEEDS[law.name] for row in range(law.size)}
        first += law.size
    return words


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
