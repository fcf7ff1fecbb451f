"""The largest amounts that the data allow: the only constants that ever link a choice to a flow (no invented big-M)."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from edu_supply.model.choices import Choices
from edu_supply.model.operations import Operations
from edu_supply.network.parts import Floats, codes


def most_made(operations: Operations, choices: Choices) -> Floats:
    """Most units that each task can make over the horizon, its line at full capacity with all expansions."""
    parts = operations.parts
    time = (choices.most_lines * parts.availability("line", parts.lines)).sum(axis=1)
    return np.asarray(parts.task_capacity * time[parts.task_line], float)


def most_supply(operations: Operations, choices: Choices) -> Floats:
    """Most units of each product that a plan can have reason to bring into the world over the horizon.

    What is there (initial stock, arrivals) and what is made: at most what the lines can make at full capacity and, of a
    product that is made for its use only, what can be used: demand it may serve, stocks to keep, components of what is
    itself of use. A product that may be made without being used (it perishes, its line must run, it is bought to reach
    a price step, it disposes of something, or a loss strands it) has only the first limit.
    """
    parts, reach, services = operations.parts, operations.network.reach, operations.services
    endowed, kept = np.zeros(len(parts.products)), np.zeros(len(parts.products))
    for table, column, total in (
        ("stocks", "initial", endowed), ("arrivals", "quantity", endowed), ("stocks", "minimum", kept),
    ):  # fmt: skip
        rows = parts.dataset[table]
        np.add.at(total, codes(rows["product"], parts.products), rows[column].to_numpy(float))
    capacity = np.zeros(len(parts.products))
    np.add.at(capacity, parts.task_product, most_made(operations, choices))
    wasted = (parts.shelf_life >= 0) | (not operations.world.undisturbed)
    wasted[parts.task_product[parts.task_is_forced | parts.task_is_offered | reach.dumping]] = True
    used = kept + endowed
    asked = operations.network.demands["quantity"].to_numpy(float)[services["demand"]]
    once = ~services.duplicated(["demand", "product", "ratio"]).to_numpy()
    np.add.at(used, services["product"].to_numpy()[once], (asked * services["ratio"].to_numpy(float))[once])
    task, component, quantity = parts.recipe
    made = np.where(wasted, capacity, np.minimum(capacity, used))
    for _ in range(len(parts.products)):
        need = used.copy()
        for product in np.unique(parts.task_product[task]):
            of = parts.task_product[task] == product
            most = np.zeros(len(parts.products))
            np.maximum.at(most, component[of], quantity[of])
            need += most * made[product]
        now = np.where(wasted, capacity, np.minimum(capacity, need))
        if np.array_equal(now, made):
            break
        made = now
    return made + endowed


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
    supply = most_supply(operations, choices)[product] * _crossings(operations)
    most = np.minimum(supply, most_use(operations)[network.haul_destination])
    with np.errstate(divide="ignore", invalid="ignore"):
        for tonnes in (lanes[lane], sites[parts.lane_origin[lane]]):
            most = np.fmin(most, np.where(mass > 0, tonnes / mass, np.nan))
    return most


def _crossings(operations: Operations) -> Floats:
    """How often a unit can cross each haul: once, but in every period where lanes lead back to where it came from."""
    network, parts = operations.network, operations.parts
    sites, lanes = len(parts.sites), (parts.lane_origin, parts.lane_destination)
    links = sp.csr_array((np.ones(len(parts.lanes)), lanes), shape=(sites, sites))
    _, ring = connected_components(links, directed=True, connection="strong")
    returns = ring[lanes[0]] == ring[lanes[1]]
    return np.where(returns[network.haul_lane], network.shipping.lengths, 1).astype(float)
