"""Laws of flow: what is there equals what goes; lanes and sites carry what they can."""

from __future__ import annotations

import numpy as np

from edu_supply.model.choices import Choices
from edu_supply.model.columns import Law
from edu_supply.model.justified import most_carried
from edu_supply.model.operations import Operations
from edu_supply.network.parts import codes
from edu_supply.network.windows import Windows


def balance(operations: Operations, choices: Choices) -> Law:
    """At every place, what was held, comes out and arrives equals what is used, sent, served, scrapped and held.

    hold[site, product, t-1] + sum(make[line, product, t - lead_periods]) + sum(ship[lane, product, t - lead_periods])
    + arrivals[site, product, t] = sum(quantity * make[line, user, t]) + sum(ship[lane, product, t])
    + sum(serve[demand, product, t]) + scrap[site, product, t] + hold[site, product, t]; hold at t = 0 is initial
    (+ added[site, product], where stock may be added).

    Where a world destroys stock, what was held counts with the share that is left.

    Domain: every site, product and period in which the product can be there. Unit: units of the product.
    """
    network, parts = operations.network, operations.parts
    presence, making, shipping, holding = network.presence, network.making, network.shipping, network.holding
    law = Law("balance", len(presence), lambda: _places(operations, presence), lower=0, upper=0)
    kept = operations.world.kept[network.position_site]

    later = np.minimum(holding.period, network.periods - 1)
    law.add(presence.at(holding.item, holding.period + 1), operations.hold.columns, kept[holding.item, later])
    start = presence.at(np.arange(len(network.position_site)), np.ones(len(network.position_site), np.int64))
    law.constant(start, operations.initial * kept[:, 0])
    added = operations.added_positions
    law.add(start[added], choices.added.columns, kept[added, 0])
    arrivals = parts.dataset["arrivals"]
    position = network.position(codes(arrivals["site"], parts.sites), codes(arrivals["product"], parts.products))
    law.constant(presence.at(position, arrivals["period"].to_numpy(np.int64)), arrivals["quantity"])
    out = making.period + parts.task_lead[making.item]
    law.add(presence.at(network.task_position[making.item], out), operations.make.columns)
    arrives = shipping.period + network.haul_lead[shipping.item]
    law.add(presence.at(network.haul_destination[shipping.item], arrives), operations.ship.columns)

    task, component, quantity = parts.recipe
    used = network.position(parts.task_site[task], component)
    for number in range(int(np.bincount(task).max(initial=0))):
        nth = _nth_component(task, number, len(parts.task_line))
        use = np.where(nth[making.item] >= 0, used[nth[making.item]], -1)
        law.add(presence.at(use, making.period), operations.make.columns, -quantity[nth[making.item]])
    law.add(presence.at(network.haul_origin[shipping.item], shipping.period), operations.ship.columns, -1)
    services = operations.services
    law.add(presence.at(services["position"].to_numpy(), services["period"].to_numpy()), operations.serve.columns, -1)
    law.add(presence.at(network.scrapping.item, network.scrapping.period), operations.scrap.columns, -1)
    law.add(presence.at(holding.item, holding.period), operations.hold.columns, -1)
    return law


def _nth_component(task: np.ndarray, number: int, tasks: int) -> np.ndarray:
    """For each task, where its component with this number stands in the recipe; -1 where it has fewer."""
    begins = np.searchsorted(task, np.arange(tasks))
    ends = np.searchsorted(task, np.arange(tasks), side="right")
    return np.where(begins + number < ends, begins + number, -1)


def _places(operations: Operations, windows: Windows) -> list[tuple[object, ...]]:
    network, parts = operations.network, operations.parts
    site, product = network.position_site[windows.item], network.position_product[windows.item]
    return list(zip(parts.sites[site], parts.products[product], windows.period.tolist(), strict=True))


def lane_capacity(operations: Operations, choices: Choices) -> Law:
    """A lane carries at most what it can; a lane that may be built carries nothing unless it is built.

    sum(mass_t * ship[lane, product, t]) <= availability * capacity_t (* build_lane[lane])

    Domain: every lane with capacity_t, every period in which something may leave. Unit: t.
    """
    network, parts, shipping = operations.network, operations.parts, operations.network.shipping
    limit = parts.dataset["lanes"]["capacity_t"].to_numpy(float)
    windows = span(len(parts.lanes), network.haul_lane, network.shipping, ~np.isnan(limit))
    lane, period = windows.item, windows.period
    capacity = (limit[:, None] * parts.availability("lane", parts.lanes) * operations.world.lane)[lane, period - 1]
    built = choices.lane_built(lane)
    law = Law("lane_capacity", len(windows), lambda: list(zip(parts.lanes[lane], period.tolist(), strict=True)),
              upper=np.where(built < 0, capacity, 0))  # fmt: skip
    law.add(windows.at(network.haul_lane[shipping.item], shipping.period), operations.ship.columns,
            network.haul_mass_t[shipping.item])  # fmt: skip
    law.add(np.arange(len(windows)), built, -capacity)
    return law


def throughput(operations: Operations, choices: Choices) -> Law:
    """A site sends out at most its throughput; a site that may be built sends nothing unless it is built.

    sum(mass_t * ship[lane, product, t]) <= availability * throughput_t (* build_site[site])

    Domain: every site with throughput_t, every period in which something may leave it. Unit: t.
    """
    network, parts, shipping = operations.network, operations.parts, operations.network.shipping
    limit = parts.dataset["sites"]["throughput_t"].to_numpy(float)
    origin = parts.lane_origin[network.haul_lane]
    windows = span(len(parts.sites), origin, shipping, ~np.isnan(limit))
    site, period = windows.item, windows.period
    capacity = (limit[:, None] * parts.availability("site", parts.sites) * operations.world.site)[site, period - 1]
    built = choices.site_built(site)
    law = Law("throughput", len(windows), lambda: list(zip(parts.sites[site], period.tolist(), strict=True)),
              upper=np.where(built < 0, capacity, 0))  # fmt: skip
    law.add(windows.at(origin[shipping.item], shipping.period), operations.ship.columns,
            network.haul_mass_t[shipping.item])  # fmt: skip
    law.add(np.arange(len(windows)), built, -capacity)
    return law


def built_to_carry(operations: Operations, choices: Choices) -> Law:
    """A lane or site that is not built carries, sends and receives nothing, whatever its mass.

    sum over t of ship[lane, product, t] <= most_carried[lane, product] * build_site[site] or build_lane[lane]

    most_carried is the least that the data allow: what the lane and its origin can send, what can exist of the product,
    and, where it can only be served, what is asked for.

    Domain: every lane that may be built or touches a site that may be built, every product that it may carry; one row
    for each of the (up to three) choices. Unit: units of the product.
    """
    network, parts, shipping = operations.network, operations.parts, operations.network.shipping
    lane, product = network.haul_lane, network.haul_product
    ends = np.stack([choices.lane_built(lane), choices.site_built(parts.lane_origin[lane]),
                     choices.site_built(parts.lane_destination[lane])])  # fmt: skip
    which, haul = np.nonzero(ends >= 0)
    most = most_carried(operations, choices)[haul]
    of = ("lane", "origin", "destination")
    law = Law("built_to_carry", len(haul), lambda: [
        (parts.lanes[lane[one]], parts.products[product[one]], of[end]) for end, one in zip(which, haul, strict=True)
    ], upper=0)  # fmt: skip
    for end in range(3):
        row_of = np.full(len(lane), -1)
        row_of[haul[which == end]] = np.flatnonzero(which == end)
        law.add(row_of[shipping.item], operations.ship.columns)
    law.add(np.arange(len(haul)), ends[which, haul], -most)
    return law


def span(items: int, item_of: np.ndarray, windows: Windows, limited: np.ndarray) -> Windows:
    """For each limited item, the periods from the first to the last in which something of it may happen."""
    first, last = np.full(items, 1_000_000), np.zeros(items, np.int64)
    used = windows.lengths > 0
    np.minimum.at(first, item_of[used], windows.first[used])
    np.maximum.at(last, item_of[used], windows.last[used])
    return Windows(first, np.where(limited, last, 0))
