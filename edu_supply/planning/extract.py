"""From a solution's values to the plan's tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.model.columns import Family
from edu_supply.model.stock import minimums
from edu_supply.network.parts import Floats, Ints
from edu_supply.plan import PLAN_TABLES
from edu_supply.planning.origin import content, content_flows
from edu_supply.planning.rules import rules
from edu_supply.planning.spending import NOTHING, contract_tables


def plan_tables(model: Model, values: Floats, row_duals: Floats | None = None) -> dict[str, pd.DataFrame]:
    """The plan's tables of operations, choices, contracts and rules for the values of all variables.

    ``row_duals`` are the dual values of the laws' rows; without them nothing is known of what content is worth.
    """
    row_duals = np.zeros(sum(law.size for law in model.laws)) if row_duals is None else row_duals
    flows = content_flows(model, values)
    shares = content(model, values, flows, row_duals)
    tables = {
        "production": _production(model, values),
        "shipments": _shipments(model, values),
        "stocks": _stocks(model, values),
        "service": _service(model, values),
        "demand": _demand(model, values),
        "choices": _choices(model, values),
        **contract_tables(model, values, shares),
        "content": shares,
        "content_flows": flows,
        "rules": rules(model, values, shares),
    }
    for name, table in tables.items():
        tables[name] = table[list(PLAN_TABLES[name])].reset_index(drop=True)
    return tables


def _amounts(family: Family, values: Floats) -> tuple[Ints, Floats]:
    """The numbers of a family's variables that are not nothing, and their values."""
    amounts = family.of(values)
    number = np.flatnonzero(amounts > NOTHING)
    return number, amounts[number]


def _production(model: Model, values: Floats) -> pd.DataFrame:
    network, make = model.network, model.operations.make
    parts, making = network.parts, network.making
    number, units = _amounts(make, values)
    task, period = making.item[number], making.period[number]
    rows = parts.task_rows.iloc[task]
    return pd.DataFrame({
        "line": rows["line"].to_numpy(), "site": rows["site"].to_numpy(),
        "country": parts.dataset["sites"]["country"].to_numpy()[parts.task_site[task]],
        "product": rows["product"].to_numpy(), "period": period, "out_period": period + parts.task_lead[task],
        "make_units": units, "cost_eur": units * make.costs["production"][number],
    })  # fmt: skip


def _shipments(model: Model, values: Floats) -> pd.DataFrame:
    network, ship = model.network, model.operations.ship
    parts, shipping = network.parts, network.shipping
    number, units = _amounts(ship, values)
    haul, period = shipping.item[number], shipping.period[number]
    lanes = parts.dataset["lanes"].iloc[network.haul_lane[haul]]
    return pd.DataFrame({
        "lane": lanes["lane"].to_numpy(), "origin": lanes["origin"].to_numpy(),
        "destination": lanes["destination"].to_numpy(), "mode": lanes["mode"].to_numpy(),
        "product": parts.products[network.haul_product[haul]], "period": period,
        "arrival_period": period + network.haul_lead[haul], "ship_units": units,
        "mass_t": units * network.haul_mass_t[haul], "cost_eur": units * ship.costs["transport"][number],
    })  # fmt: skip


def _stocks(model: Model, values: Floats) -> pd.DataFrame:
    network, operations = model.network, model.operations
    parts = network.parts
    key = ["site", "product", "period"]

    def held(name: str) -> pd.DataFrame:
        family = operations.hold if name == "hold" else operations.scrap
        windows = network.holding if name == "hold" else network.scrapping
        number, units = _amounts(family, values)
        position = windows.item[number]
        return pd.DataFrame({
            "site": network.position_site[position], "product": network.position_product[position],
            "period": windows.period[number], f"{name}_units": units,
        })  # fmt: skip

    due = _due(model, values).groupby(key, as_index=False).sum()
    priced = operations.priced_minimums[key].copy()
    priced["below_units"] = operations.below.of(values)
    priced["reserves_eur"] = priced["below_units"] * operations.below.costs["reserves"]
    priced = priced[priced["below_units"] > NOTHING].groupby(key, as_index=False).sum()
    table = held("hold")
    for other in (held("scrap"), due, priced):
        table = table.merge(other, on=key, how="outer")
    table = table.fillna(0.0).sort_values(key, kind="stable")
    prices = parts.dataset["products"][["holding_eur", "scrap_eur"]].to_numpy(float)[table["product"]]
    return pd.DataFrame({
        "site": parts.sites[table["site"]], "country": parts.dataset["sites"]["country"].to_numpy()[table["site"]],
        "product": parts.products[table["product"]], "period": table["period"].to_numpy(),
        **{f"{word}_units": table[f"{word}_units"].to_numpy() for word in ("hold", "scrap", "minimum", "below")},
        "holding_eur": table["hold_units"].to_numpy() * prices[:, 0],
        "scrap_eur": table["scrap_units"].to_numpy() * prices[:, 1],
        "reserves_eur": table["reserves_eur"].to_numpy(),
    })  # fmt: skip


def _due(model: Model, values: Floats) -> pd.DataFrame:
    """What should be held at the end of each period: minimums, and what is added."""
    site, product, least = minimums(model.operations)
    where, units = model.network.addable, model.choices.added.of(values)
    added = np.repeat(np.where(units > NOTHING, units, 0.0)[:, None], model.network.periods, axis=1)
    site, product = np.append(site, where.site), np.append(product, where.product)
    least = np.concatenate([least, added]) * _stands(model, values)[site][:, None]
    place, number = np.nonzero(least)
    return pd.DataFrame({"site": site[place], "product": product[place], "period": number + 1,
                         "minimum_units": least[place, number]})  # fmt: skip


def _stands(model: Model, values: Floats) -> Floats:
    """1 for each site that exists or is built."""
    stands = 1.0 - model.network.parts.site_is_candidate
    stands[model.choices.built_sites] = np.round(model.choices.build_site.of(values))
    return np.asarray(stands, float)


def _service(model: Model, values: Floats) -> pd.DataFrame:
    network, operations = model.network, model.operations
    number, units = _amounts(operations.serve, values)
    services = operations.services.iloc[number]
    asked = network.demands.iloc[services["demand"]]
    every = network.parts.dataset["demand"]["period"].isna().to_numpy()[asked["row"]]
    ratio = services["ratio"].to_numpy(float)
    return pd.DataFrame({
        "site": asked["site"].to_numpy(), "buyer": asked["buyer"].to_numpy(), "product": asked["product"].to_numpy(),
        "demand_period": asked["period"].to_numpy(), "every_period": every.astype(np.int64),
        "served_product": network.parts.products[services["product"]], "ratio": ratio,
        "period": services["period"].to_numpy(), "serve_units": units, "asked_units": units / ratio,
        "late_periods": services["late"].to_numpy(), "late_eur": units * operations.serve.costs["shortage"][number],
    })  # fmt: skip


def _demand(model: Model, values: Floats) -> pd.DataFrame:
    network, short = model.network, model.operations.short
    demands = network.demands
    missing = short.of(values)
    missing = np.where(missing > NOTHING * np.maximum(1, demands["quantity"]), missing, 0.0)
    country = dict(zip(network.parts.sites, network.parts.dataset["sites"]["country"], strict=True))
    every = network.parts.dataset["demand"]["period"].isna().to_numpy()[demands["row"]]
    return pd.DataFrame({
        "site": demands["site"], "country": demands["site"].map(country), "buyer": demands["buyer"],
        "product": demands["product"], "period": demands["period"], "every_period": every.astype(np.int64),
        "priority": demands["priority"], "quantity_units": demands["quantity"],
        "served_units": demands["quantity"] - missing, "short_units": missing, "penalty_eur": demands["penalty_eur"],
        "shortage_eur": missing * demands["penalty_eur"], "why": "",
    })  # fmt: skip


def _choices(model: Model, values: Floats) -> pd.DataFrame:
    parts, choices = model.network.parts, model.choices
    opened = np.round(choices.open.of(values))
    rows = parts.dataset["expansions"].assign(quantity=opened, latest_period=_latest_openings(model, values, opened))
    expansions = pd.DataFrame({
        "kind": "expansion", "target": rows["expansion"], "period": 1, "quantity": rows["quantity"].astype(np.int64),
        "usable_from_period": rows["lead_periods"] + 1, "latest_period": rows["latest_period"],
        "cost_eur": rows["cost_eur"] * rows["quantity"],
    })  # fmt: skip
    tables = [expansions]
    first_use = {"site": _first_use_of_sites(model, values), "lane": _first_use_of_lanes(model, values)}
    for kind, family, items in (
        ("site", choices.build_site, choices.built_sites), ("lane", choices.build_lane, choices.built_lanes),
    ):  # fmt: skip
        rows = parts.dataset[f"{kind}s"].iloc[items]
        lead = rows["build_lead_periods"].to_numpy(np.int64)
        tables.append(pd.DataFrame({
            "kind": kind, "target": rows[kind], "period": 1, "quantity": np.round(family.of(values)).astype(np.int64),
            "usable_from_period": lead + 1, "latest_period": np.maximum(first_use[kind][items] - lead, 1),
            "cost_eur": rows["build_cost_eur"],
        }))  # fmt: skip
    table = pd.concat([one for one in tables if len(one)] or [expansions])
    return table[table["quantity"] > 0]


def _latest_openings(model: Model, values: Floats, opened: Floats) -> Ints:
    """For each expansion, the latest period in which it could be opened with every line still running as planned."""
    parts, periods = model.network.parts, model.network.periods
    making = model.network.making
    time = np.zeros((len(parts.lines), periods))
    line = parts.task_line[making.item]
    np.add.at(time, (line, making.period - 1), model.operations.make.of(values) / parts.task_capacity[making.item])
    there = parts.availability("line", parts.lines)
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = np.where(time > 0, time / there, 0.0) - parts.line_existing[:, None]
    expansion, period, adds = model.choices.growth
    steps = np.zeros((len(opened), periods))
    steps[expansion, period - 1] = adds
    latest = np.ones(len(opened), np.int64)
    delay = np.zeros(len(opened), np.int64)
    for one in np.flatnonzero(opened > 0):
        mates = np.flatnonzero((parts.expansion_line == parts.expansion_line[one]) & (opened > 0))
        for later in range(1, periods):
            delay[one] = later
            total = sum(opened[mate] * _delayed(steps[mate], delay[mate]) for mate in mates)
            if (needed[parts.expansion_line[one]] > total + 1e-6).any():
                delay[one] = later - 1
                break
        latest[one] = 1 + delay[one]
    return latest


def _delayed(steps: Floats, periods: int) -> Floats:
    return np.concatenate([np.zeros(periods), steps[: len(steps) - periods]])


def _first_use_of_sites(model: Model, values: Floats) -> Ints:
    """The first period in which something comes in, is made, held or leaves at each site."""
    network, parts = model.network, model.network.parts
    first = np.full(len(parts.sites), network.periods, np.int64)
    making, shipping = network.making, network.shipping
    made = model.operations.make.of(values) > NOTHING
    np.minimum.at(first, parts.task_site[making.item[made]], making.period[made])
    sent = model.operations.ship.of(values) > NOTHING
    lane, period = network.haul_lane[shipping.item[sent]], shipping.period[sent]
    np.minimum.at(first, parts.lane_origin[lane], period)
    np.minimum.at(first, parts.lane_destination[lane], period + parts.lane_lead[lane])
    return first


def _first_use_of_lanes(model: Model, values: Floats) -> Ints:
    network, shipping = model.network, model.network.shipping
    first = np.full(len(network.parts.lanes), network.periods, np.int64)
    sent = model.operations.ship.of(values) > NOTHING
    np.minimum.at(first, network.haul_lane[shipping.item[sent]], shipping.period[sent])
    return first
