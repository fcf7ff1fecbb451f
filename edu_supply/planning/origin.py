"""From a solution's values to the outside value of what is made, and on every flow that is followed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.model.content import Content, flagged
from edu_supply.model.origin import goers
from edu_supply.network.parts import Floats, Ints
from edu_supply.network.windows import Windows
from edu_supply.plan import PLAN_TABLES
from edu_supply.planning.limits import law_rows
from edu_supply.programmes import Programme

NOTHING_EUR = 1e-4
"""Smaller amounts of outside value are the solver's rounding and have no row."""

NOTHING_UNITS = 1e-6
"""Who buys less has no contract."""

Flow = tuple[str, list[tuple[object, ...]], Floats]
"""A kind, (target, product, component, period) of each flow, and its outside value in EUR."""


def content_flows(model: Model, values: Floats) -> pd.DataFrame:
    """The plan's table ``content_flows``: every flow of followed goods with the outside value it carries."""
    tables = [
        pd.DataFrame(labels, columns=["target", "product", "component", "period"]).assign(
            inside=content.perimeter.name, kind=kind, outside_eur=eur
        )
        for content in model.operations.contents.each for kind, labels, eur in _flows(model, values, content)
    ]  # fmt: skip
    columns = list(PLAN_TABLES["content_flows"])
    if not tables:
        return pd.DataFrame(columns=columns)
    table = pd.concat(tables, ignore_index=True)
    table = table[table["outside_eur"] > NOTHING_EUR]
    return table.sort_values(columns[:-1], kind="stable")[columns].reset_index(drop=True)


def _flows(model: Model, values: Floats, content: Content) -> Iterator[Flow]:
    network, operations, parts = model.network, model.operations, model.network.parts
    row, make = _uses(content)
    task, component, _ = content.use
    lines, products = parts.task_rows["line"].to_numpy(), parts.task_rows["product"].to_numpy()
    names = parts.products[parts.recipe[1]]
    period = network.making.period[make]
    eur = operations.make.of(values)[make] * content.worth[row] * content.full[component[row]]
    value = content.value[parts.recipe[1]]
    carried = _carried(model, values, content, "use") * value[content.uses[0]]
    eur[np.isin(_pair(row, make), _pair(*content.uses))] += carried
    yield "use", list(zip(lines[task[row]], products[task[row]], names[row], period.tolist(), strict=True)), eur

    shipping = network.shipping
    followed = content.followed[network.haul_origin] & content.followed[network.haul_destination]
    number = np.flatnonzero(followed[shipping.item])
    haul = shipping.item[number]
    value = content.value[network.haul_product[haul]]
    eur = operations.ship.of(values)[number] * value * content.full[network.haul_origin[haul]]
    mixed = np.isin(number, content.ships)
    eur[mixed] += _carried(model, values, content, "ship") * value[mixed]
    lanes = parts.lanes[network.haul_lane[haul]]
    yield "ship", _labels(lanes, parts.products[network.haul_product[haul]], shipping.period[number]), eur

    holding = network.holding
    number = np.flatnonzero(content.followed[holding.item])
    position = holding.item[number]
    value = content.value[network.position_product[position]]
    eur = operations.hold.of(values)[number] * value * content.full[position]
    mixed = np.isin(number, content.holds)
    eur[mixed] += _carried(model, values, content, "hold") * value[mixed]
    yield "hold", _at(model, position, holding.period[number]), eur

    presence = network.presence
    gone = np.zeros(len(presence))
    for position, period, columns, units in goers(operations, content):
        place = presence.at(position, period)
        full = (place >= 0) & flagged(content.full, position)
        np.add.at(gone, place[full], (values[columns] * units)[full])
    gone[content.places] = _carried(model, values, content, "gone")
    number = np.flatnonzero(content.followed[presence.item])
    position = presence.item[number]
    eur = gone[number] * content.value[network.position_product[position]]
    yield "gone", _at(model, position, presence.period[number]), eur


def _uses(content: Content) -> tuple[Ints, Ints]:
    """Every use that is followed, of mixed and of full positions: row of the recipe, number of the make."""
    rows = np.flatnonzero(content.onward & (content.use[1] >= 0))
    rows = rows[content.followed[content.use[1][rows]]]
    making, task = content.network.making, content.use[0][rows]
    windows = Windows(making.first[task], making.last[task])
    return rows[windows.item], making.at(task[windows.item], windows.period)


def _pair(row: Ints, make: Ints) -> Ints:
    return np.asarray(row * 1_000_000_000 + make, np.int64)


def _carried(model: Model, values: Floats, content: Content, kind: str) -> Floats:
    """Units outside on the flows that are variables."""
    carried: Floats = np.maximum(values[model.operations.contents.columns(kind, content)], 0.0)
    return carried


def _labels(target: pd.Index, product: pd.Index, period: Ints) -> list[tuple[object, ...]]:
    return list(zip(target, product, [""] * len(period), period.tolist(), strict=True))


def _at(model: Model, position: Ints, period: Ints) -> list[tuple[object, ...]]:
    network, parts = model.network, model.network.parts
    return _labels(parts.sites[network.position_site[position]], parts.products[network.position_product[position]],
                   period)  # fmt: skip


def content(model: Model, values: Floats, flows: pd.DataFrame, row_duals: Floats) -> pd.DataFrame:
    """The plan's table ``content``: the outside share of what each line makes, and of each product.

    ``flows`` is ``content_flows``; ``row_duals`` are those of the plan with its integers fixed.
    """
    tables = [_shares(model, values, one, flows) for one in model.operations.contents.each]
    tables = [table for table in tables if len(table)]
    if not tables:
        return pd.DataFrame(columns=list(PLAN_TABLES["content"]))
    table = pd.concat(tables, ignore_index=True)
    limits = _limits(model, values, row_duals)
    table = table.merge(limits, on=["inside", "line", "product"], how="left")
    table["autonomy_eur"] = table["worth"].fillna(0.0) * table["components_eur"] * 0.01
    return table[list(PLAN_TABLES["content"])]


def _shares(model: Model, values: Floats, one: Content, flows: pd.DataFrame) -> pd.DataFrame:
    parts, making = model.network.parts, model.network.making
    made = np.bincount(making.item, model.operations.make.of(values), minlength=len(parts.task_line))
    each = np.bincount(one.use[0], one.worth, minlength=len(parts.task_line)) * made
    tasks = np.array(one.perimeter.tasks, np.int64)
    used = flows[(flows["inside"] == one.perimeter.name) & (flows["kind"] == "use")]
    outside = used.groupby(["target", "product"])["outside_eur"].sum()
    rows = parts.task_rows.iloc[tasks]
    table = pd.DataFrame({
        "line": rows["line"].to_numpy(), "product": rows["product"].to_numpy(), "components_eur": each[tasks],
    })  # fmt: skip
    table["outside_eur"] = [float(outside.get((line, product), 0.0))
                            for line, product in zip(table["line"], table["product"], strict=True)]  # fmt: skip
    whole = table.groupby("product", sort=False)[["components_eur", "outside_eur"]].sum().reset_index()
    table = pd.concat([table, whole.assign(line="")], ignore_index=True)
    table = table[table["components_eur"] > NOTHING_EUR]
    return table.assign(inside=one.perimeter.name, outside_share=table["outside_eur"] / table["components_eur"])


def _limits(model: Model, values: Floats, row_duals: Floats) -> pd.DataFrame:
    """For lines (by their signed contracts) and products (by rules): the limit, and EUR that one euro more is worth."""
    contracts, policy, parts = model.choices.contracts, model.choices.policy, model.network.parts
    of_inside = {one.perimeter.inside: one for one in model.operations.contents.each}
    rows = law_rows(model, values, row_duals, "outside_share")
    bought = np.bincount(contracts.buy_contract, contracts.buy.of(values), minlength=len(contracts.contracts))
    signed = set(contracts.named(np.flatnonzero(bought > NOTHING_UNITS)))
    terms: dict[object, Programme] = {term.name: term for term in contracts.terms}
    tasks = zip(parts.task_rows["line"], parts.task_rows["product"], strict=True)
    number = {key: task for task, key in enumerate(tasks)}
    found = []
    for (pool, programme, line, product), dual in zip(rows.labels, rows.dual, strict=True):
        if (pool, programme, line, product) in signed:
            term = terms[programme]
            one = of_inside[term.inside]
            unit = one.task_worth[number[str(line), str(product)]]
            found.append((one.perimeter.name, line, product, term.max_outside_share, _per_euro(-dual, unit)))
    rules = law_rows(model, values, row_duals, "outside_rule")
    for clause, dual in zip(policy.regions("outside_share_at_most"), rules.dual, strict=True):
        one = of_inside[clause.rule.countries]
        unit = one.task_worth[policy.tasks_of(clause.product)].max(initial=0.0)
        product = parts.products[clause.product]
        found.append((one.perimeter.name, "", product, clause.rule.limit, _per_euro(-dual, unit)))
    table = pd.DataFrame(found, columns=["inside", "line", "product", "limit_share", "worth"])
    sums = table.groupby(["inside", "line", "product"], as_index=False)
    return sums.agg(limit_share=("limit_share", "min"), worth=("worth", "sum"))


def _per_euro(worth: float, unit_eur: float) -> float:
    """EUR that one euro more of outside value is worth, from what a row's unit is worth."""
    return float(worth / unit_eur) if unit_eur > 0 else 0.0
