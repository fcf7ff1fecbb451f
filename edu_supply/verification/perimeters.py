"""Perimeters: whose content counts as inside, and whose outside share is followed by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.schema import listed_names
from edu_supply.verification.arrays import BoolArray, IntArray, both, floats, texts
from edu_supply.verification.audit import Audit
from edu_supply.verification.groups import countries_of, members_of
from edu_supply.verification.names import code
from edu_supply.verification.programmes import Programme
from edu_supply.verification.upstream import task_components

Rule = Mapping[Any, Any]

OUTSIDE_RULE = "outside_share_at_most"


@dataclass(frozen=True)
class Followed:
    """What must be followed by one perimeter: ``inside`` says by site whether it lies inside; ``tasks`` are rows of
    lines (a line making a product, with capacity for it) whose outside share is followed; ``limits`` the tasks and the
    products (row -1) that have a limit in this plan: (row of lines, product, share, who sets it)."""

    inside: BoolArray
    tasks: IntArray
    limits: tuple[tuple[int, int, float, str], ...]


def inside_of(audit: Audit, names: tuple[str, ...]) -> BoolArray:
    """Which sites lie inside a perimeter of groups and countries."""
    countries = countries_of(members_of(audit.dataset), names)
    return np.isin(texts(audit.dataset["sites"]["country"]), list(countries))


def rule_products(audit: Audit, rule: Rule) -> IntArray:
    """The products that a rule names: its product, those of its family, or all."""
    products = audit.dataset["products"]
    if not pd.isna(rule["product"]):
        return np.flatnonzero(texts(products["product"]) == rule["product"])
    if not pd.isna(rule["family"]):
        return np.flatnonzero(texts(products["family"]) == rule["family"])
    return np.arange(len(products))


def outside_products(audit: Audit, rule: Rule) -> IntArray:
    """The products whose outside share a rule limits: those it names; if none, all that are asked for and made from
    components."""
    products = rule_products(audit, rule)
    if not (pd.isna(rule["product"]) and pd.isna(rule["family"])):
        return products
    lines, every = audit.dataset["lines"], np.arange(len(audit.dataset["lines"]))
    composed = code(audit.names.product, lines["product"])[np.unique(task_components(audit, every)[0])]
    return products[np.isin(products, composed) & np.isin(products, audit.demands.product)]


def rule_perimeter(rule: Rule) -> tuple[str, ...]:
    """The perimeter of a rule on the outside share: its group or country."""
    return tuple(str(rule[column]) for column in ("group", "country") if not pd.isna(rule[column]))


def followed_of(audit: Audit) -> list[tuple[tuple[str, ...], IntArray, tuple[tuple[int, int, float, str], ...]]]:
    """Every perimeter in use: of each valid programme with max_outside_share, and of each rule on the outside share,
    with the tasks that it follows and the limits that bind this plan."""
    lines = audit.dataset["lines"]
    product = code(audit.names.product, lines["product"])
    found = []
    for number, programme in enumerate(audit.programmes):
        if programme.valid and not np.isnan(programme.max_outside_share):
            tasks = _covered(audit, programme)
            found.append((programme.inside, tasks, _signed(audit, number, programme)))
    for rule in audit.dataset["rules"].to_dict("records"):
        if rule["kind"] == OUTSIDE_RULE:
            products = outside_products(audit, rule)
            limits = tuple((-1, int(one), float(rule["limit"]), f"rule {rule['rule']}") for one in products)
            found.append((rule_perimeter(rule), np.flatnonzero(np.isin(product, products)), limits))
    makes = floats(lines["capacity"]) > 0
    return [(names, tasks[makes[tasks]], limits) for names, tasks, limits in found]


def _covered(audit: Audit, programme: Programme) -> IntArray:
    """The rows of lines with an offer whose product the programme covers."""
    lines, products = audit.dataset["lines"], audit.dataset["products"]
    covered = np.array([programme.covers(family) for family in texts(products["family"])], dtype=np.bool_)
    product = code(audit.names.product, lines["product"])
    offers = audit.purchases.offers
    offered = both(code(audit.names.line, offers["line"]), code(audit.names.product, offers["product"]), len(products))
    task = both(code(audit.names.line, lines["line"]), product, len(products))
    return np.flatnonzero(np.isin(task, offered) & covered[product])


def _signed(audit: Audit, number: int, programme: Programme) -> tuple[tuple[int, int, float, str], ...]:
    """The limit on every task for which a contract is signed under the programme."""
    bought = audit.purchases
    mine = bought.known & (bought.programme == number) & (bought.units > 0)
    rows = bought.rows[mine].drop_duplicates(["line", "product"])
    line, product = code(audit.names.line, rows["line"]), code(audit.names.product, rows["product"])
    tasks = audit.names.line_row(line, product)
    return tuple((int(task), int(one), programme.max_outside_share, f"programme {programme.name}")
                 for task, one in zip(tasks, product, strict=True) if task >= 0)  # fmt: skip


def perimeters(audit: Audit) -> list[tuple[str, Followed]]:
    """Every perimeter that the plan has rows for, by the words the plan uses; and every one that it must have rows for,
    because a contract or a rule binds by it, by the words of the programme or rule (joined by ``|``)."""
    labels: dict[str, None] = {}
    for table in ("content", "content_flows"):
        labels |= dict.fromkeys(texts(audit.plan[table]["inside"]))
    found = followed_of(audit)
    areas = [inside_of(audit, names) for names, _, _ in found]
    stated = {label: inside_of(audit, tuple(listed_names(label))) for label in labels}
    for (names, _, limits), area in zip(found, areas, strict=True):
        if limits and not any(np.array_equal(area, one) for one in stated.values()):
            stated["|".join(names)] = area
    result = []
    for label, area in stated.items():
        same = [one for one, other in zip(found, areas, strict=True) if np.array_equal(area, other)]
        tasks = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(tasks for _, tasks, _ in same)]))
        limits = tuple(limit for _, _, those in same for limit in those)
        result.append((label, Followed(area, tasks.astype(np.int64), limits)))
    return result
