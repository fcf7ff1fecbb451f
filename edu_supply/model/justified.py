"""The largest amounts that the data allow: the only constants that ever link a choice to a flow (no invented big-M)."""

from __future__ import annotations

import numpy as np

from edu_supply.model.choices import Choices
from edu_supply.model.operations import Operations
from edu_supply.network.parts import Floats, codes


def most_made(operations: Operations, choices: Choices) -> Floats:
    """Most units that each task can make over the horizon, its line at full capacity with all expansions."""
    parts = operations.parts
    time = (choices.most_lines * parts.availability("line", parts.lines)).sum(axis=1)
    return np.asarray(parts.task_capacity * time[parts.task_line], float)


def most_supply(operations: Operations, choices: Choices) -> Floats:
    """Most units of each product that can ever exist: initial stock, arrivals, all lines at full capacity."""
    parts = operations.parts
    total = np.zeros(len(parts.products))
    for table, column in (("stocks", "initial"), ("arrivals", "quantity")):
        rows = parts.dataset[table]
        np.add.at(total, codes(rows["product"], parts.products), rows[column].to_numpy(float))
    np.add.at(total, parts.task_product, most_made(operations, choices))
    return total


def most_use(operations: Operations) -> Floats:
    """Most units that can be of use at each position over the horizon; infinite where they can go on from there.

    Only where a product can do nothing but serve demand (no lane or line takes it on, no stock is kept, no surplus
    can lie there) is that finite: the demand it may serve, in units handed over.
    """
    network, parts = operations.network, operations.parts
    task, component, _ = parts.recipe
    reach, site, product = network.reach, network.position_site, network.position_product
    onward = (reach.surplus | reach.reserve)[site, product]
    onward[network.haul_origin] = True
    used = network.position(parts.task_site[task], component)
    onward[used[used >= 0]] = True
    services = operations.services
    asked = network.demands["quantity"].to_numpy(float)[services["demand"]] * services["ratio"].to_numpy(float)
    once = services["late"].to_numpy() == services.groupby(["demand", "product", "ratio"])["late"].transform("min")
    total = np.zeros(len(site))
    np.add.at(total, services["position"].to_numpy()[once], asked[once])
    return np.where(onward, np.inf, total)


def most_carried(operations: Operations, choices: Choices) -> Floats:
    """Most units that each haul can usefully carry over the horizon."""
    network, parts = operations.network, operations.parts
    lane, product, mass = network.haul_lane, network.haul_product, network.haul_mass_t
    lanes = parts.dataset["lanes"]["capacity_t"].to_numpy(float) * parts.availability("lane", parts.lanes).sum(axis=1)
    sites = parts.dataset["sites"]["throughput_t"].to_numpy(float) * parts.availability("site", parts.sites).sum(axis=1)
    most = np.minimum(most_supply(operations, choices)[product], most_use(operations)[network.haul_destination])
    with np.errstate(divide="ignore", invalid="ignore"):
        for tonnes in (lanes[lane], sites[parts.lane_origin[lane]]):
            most = np.fmin(most, np.where(mass > 0, tonnes / mass, np.nan))
    return most
