"""What-ifs by form: what somebody fills in becomes changes of a model file, in the words of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.pools import buyers, countries_in
from edu_supply.problems import DataError, Problem, nearest
from edu_supply.whatif import Change, ModelFile, with_changes

LOST = ("site", "line", "lane", "country", "company", "product", "mode")
"""The kinds of assets that can be lost by form."""

Said = Mapping[str, Any]
"""A change as a model file says it."""


@dataclass(frozen=True)
class WhatIf:
    """What a model file is to say beside its name: changes, and who buys together where that changes."""

    changes: list[Said]
    pools: list[list[str]] | None


def targets(dataset: Dataset) -> dict[str, list[str]]:
    """What can be lost, by kind.

    >>> import edu_supply
    >>> targets(edu_supply.read("data/tutorial"))["mode"]
    ['rail', 'road']
    """
    sites, lines, lanes = dataset["sites"], dataset["lines"], dataset["lanes"]
    found = (sites["site"], lines["line"], lanes["lane"], sites["country"], sites["company"], lines["product"],
             lanes["mode"])  # fmt: skip
    return {kind: sorted(set(column.dropna())) for kind, column in zip(LOST, found, strict=True)}


def lose(dataset: Dataset, kind: str, target: str) -> list[Said]:
    """An asset is lost for good: no line of it makes anything, no lane of it carries what has a mass.

    >>> import edu_supply
    >>> lose(edu_supply.read("data/tutorial"), "mode", "rail")
    [{'table': 'lanes', 'where': {'mode': 'rail'}, 'set': {'capacity_t': 0}}]
    """
    known = targets(dataset)
    if kind not in known:
        raise _wrong("lose", f"{kind}:{target}", "This is no kind of asset.", f"Write one of {', '.join(LOST)}.")
    if target not in known[kind]:
        raise _wrong("lose", target, f"There is no such {kind}.", nearest(target, known[kind]))
    if kind in ("line", "product"):
        return [_set("lines", {kind: target}, "capacity", 0)]
    if kind in ("lane", "mode"):
        return [_set("lanes", {kind: target}, "capacity_t", 0)]
    sites = dataset["sites"]
    lost = list(sites.loc[sites[kind] == target, "site"])
    found = []
    for table, column, limit in (("lines", "site", "capacity"), ("lanes", "origin", "capacity_t"),
                                 ("lanes", "destination", "capacity_t")):  # fmt: skip
        there = set(dataset[table][column])
        concerned = [site for site in lost if site in there]
        if concerned:
            found.append(_set(table, {column: concerned}, limit, 0))
    return found


def pools_after(dataset: Dataset, how: str, who: str) -> list[list[str]]:
    """Who buys together once a country or group has joined the first pool, or left all and buys alone.

    >>> import edu_supply
    >>> pools_after(edu_supply.read("data/tutorial"), "leave", "UA")
    []
    """
    everybody = buyers(dataset)
    moving = countries_in(dataset, [who], everybody) if who != "*" else frozenset()
    if not moving:
        raise _wrong("pool", who, "No buyer is called so.", nearest(who, {*everybody, *dataset["groups"]["group"]}))
    if how == "join":
        if not dataset.pools:
            raise _wrong("pool", who, "Nobody buys jointly: there is no pool to join.")
        first, *others = dataset.pools
        if moving <= countries_in(dataset, first, everybody):
            raise _wrong("pool", who, f"It is in the pool already: {', '.join(first)}.")
        return [[*first, who], *map(list, others)]
    taken: set[str] = set(moving)
    left = []
    for pool in dataset.pools:
        members = [one for one in everybody if one in countries_in(dataset, pool, everybody) and one not in taken]
        taken.update(members)
        if members:
            left.append(members)
    return left


def tempo(dataset: Dataset, factor: float, product: str, site: str) -> Said:
    """Demand becomes so many times as large: of a product, at a front, or all.

    Raises DataError where some of it follows from requirements, which a factor on demand would leave as it is.
    """
    where = {column: value for column, value in (("product", product), ("site", site)) if value}
    _check_all_in_demand(dataset, where)
    return {"table": "demand", **({"where": where} if where else {}), "multiply": {"quantity": factor}}


def budget(dataset: Dataset, country: str, amount: float) -> Said:
    """What a buyer may pay for contracts."""
    if country in set(dataset["countries"]["country"]):
        return _set("countries", {"country": country}, "budget_eur", amount)
    return {"table": "countries", "add": [{"country": country, "budget_eur": amount}]}


def served_at_least(dataset: Dataset, share: float, product: str, country: str) -> Said:
    """A rule: so much of what is asked for is served, over the horizon."""
    taken, number = set(dataset["rules"]["rule"]), 1
    while f"served at least {number}" in taken:
        number += 1
    said = {"rule": f"served at least {number}", "kind": "fill_rate_at_least", "limit": share}
    said |= {column: value for column, value in (("product", product), ("country", country)) if value}
    return {"table": "rules", "add": [said]}


def penalties(dataset: Dataset, factor: float) -> list[Said]:
    """Every unit short costs so many times as much, also where that is blank and follows from the product's value.

    Raises DataError as ``tempo`` does.

    >>> import edu_supply
    >>> penalties(edu_supply.read("data/tutorial"), 2.0)[0]["set"]
    {'penalty_eur': 10000.0}
    """
    _check_all_in_demand(dataset, {})
    amounts = sorted({float(one) for one in dataset["demand"]["penalty_eur"]}, reverse=factor > 1)
    return [_set("demand", {"penalty_eur": one}, "penalty_eur", one * factor) for one in amounts if one]


def typed(text: str) -> Iterator[Said]:
    """Changes as they are typed on the command line, one to a line. Raises DataError."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for change in with_changes(ModelFile(name="typed"), lines).change:
        yield _of(change)


def _check_all_in_demand(dataset: Dataset, where: Mapping[str, str]) -> None:
    """Raises DataError where some of the demand is made of requirements, and so is in no row that would change."""
    required = dataset["requirements"]
    required = required[required["kind"] == "demand"]
    for column, value in where.items():
        required = required[required[column] == value]
    if len(required):
        message, right = "Some of this demand follows from the table requirements.", "Change it there."
        raise _wrong("demand", str(required["requirement"].iloc[0]), message, right)


def _of(change: Change) -> Said:
    words = ("table", "where", "set", "multiply")
    return {word: value for word in words if (value := getattr(change, word))}


def _set(table: str, where: dict[str, Any], column: str, value: float) -> Said:
    return {"table": table, "where": where, "set": {column: value}}


def _wrong(where: str, value: str, message: str, right: str = "") -> DataError:
    return DataError([Problem("what-if", "", where, message, right, value=value)])


def choices(dataset: Dataset) -> dict[str, list[str]]:
    """What the fields of the form offer."""
    demand: pd.DataFrame = dataset["demand"]
    return {
        "lost": [f"{kind}:{one}" for kind, several in targets(dataset).items() for one in several],
        "products": sorted(set(demand["product"])),
        "fronts": sorted(set(demand["site"])),
        "buyers": buyers(dataset),
        "partners": sorted({*buyers(dataset), *dataset["groups"]["group"].dropna()}),
    }
