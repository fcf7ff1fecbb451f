"""Laws of stock: storage, explosives, minimums, the final stock, shelf life."""

from __future__ import annotations

import numpy as np

from edu_supply.model.choices import Choices
from edu_supply.model.columns import Law
from edu_supply.model.flow import span
from edu_supply.model.operations import Operations
from edu_supply.network.parts import Flags, Floats, Ints, codes
from edu_supply.network.windows import Windows


def storage(operations: Operations, choices: Choices) -> Law:
    """A site holds at most its storage.

    sum(mass_t * hold[site, product, t]) <= storage_t (* build_site[site])

    Domain: every site with storage_t, every period at whose end something may be held. Unit: t.
    """
    return _held(operations, choices, "storage", "storage_t", operations.parts.mass_t)


def explosives(operations: Operations, choices: Choices) -> Law:
    """A site holds at most its limit of net explosive quantity.

    sum(neq_kg * hold[site, product, t]) <= neq_limit_kg (* build_site[site])

    Domain: every site with neq_limit_kg, every period at whose end something explosive may be held. Unit: kg.
    """
    neq = operations.parts.dataset["products"]["neq_kg"].to_numpy(float)
    return _held(operations, choices, "explosives", "neq_limit_kg", neq)


def _held(operations: Operations, choices: Choices, name: str, limit_column: str, weight: Floats) -> Law:
    network, parts, holding = operations.network, operations.parts, operations.network.holding
    limit = parts.dataset["sites"][limit_column].to_numpy(float)
    weighs = weight[network.position_product] > 0
    heavy = Windows(holding.first, np.where(weighs, holding.last, 0))
    windows = span(len(parts.sites), network.position_site, heavy, ~np.isnan(limit))
    site, period = windows.item, windows.period
    built = choices.site_built(site)
    law = Law(name, len(windows), lambda: list(zip(parts.sites[site], period.tolist(), strict=True)),
              upper=np.where(built < 0, limit[site], 0))  # fmt: skip
    law.add(windows.at(network.position_site[holding.item], holding.period), operations.hold.columns,
            weight[network.position_product[holding.item]])  # fmt: skip
    law.add(np.arange(len(windows)), built, -limit[site])
    return law


def minimum_stock(operations: Operations, choices: Choices) -> Law:
    """At the end of every period a place holds its minimums; only what is priced may be left open.

    hold[site, product, t] + sum(below[site, product, country, t]) >= sum of minimums from from_period on (* build_site)
    (+ added[site, product], where stock may be added)

    Domain: every place with a minimum, periods from the first from_period on (and from the first period in which the
    site may be used), every place and period where stock may be added; in a world with losses reserves may be drawn
    and there is no such law. Unit: units.
    """
    network, parts = operations.network, operations.parts
    site, product, least, due = _kept(operations)
    place, number = np.nonzero(due) if operations.world.undisturbed else (np.array([], int), np.array([], int))
    period, amount = number + 1, least[place, number]
    built = choices.site_built(site[place])
    law = Law("minimum_stock", len(place), lambda: list(
        zip(parts.sites[site[place]], parts.products[product[place]], period.tolist(), strict=True)
    ), lower=np.where(built < 0, amount, 0))  # fmt: skip
    rows = np.arange(len(place))
    position = network.position(site[place], product[place])
    law.add(rows, operations.hold.column(network.holding.at(position, period)))
    row_of = {key: row for row, key in enumerate(zip(site[place], product[place], period, strict=True))}
    priced = operations.priced_minimums
    keys = zip(priced["site"], priced["product"], priced["period"], strict=True)
    law.add(np.array([row_of.get(key, -1) for key in keys], np.int64), operations.below.columns)
    law.add(rows, built, -amount)
    added = network.addable
    family_of = dict(zip(zip(added.site, added.product, strict=True), choices.added.columns, strict=True))
    here = zip(site[place], product[place], strict=True)
    law.add(rows, np.array([family_of.get(key, -1) for key in here], np.int64), -1)
    return law


def _kept(operations: Operations) -> tuple[Ints, Ints, Floats, Flags]:
    """Places with a minimum or where stock may be added; (places, periods) the minimums, and where any is kept."""
    site, product, least = minimums(operations)
    added = operations.network.addable
    if not len(added.site):
        return site, product, least, least > 0
    everywhere = np.stack([np.append(site, added.site), np.append(product, added.product)])
    places, of = np.unique(everywhere, axis=1, return_inverse=True)
    total = np.zeros((places.shape[1], operations.network.periods))
    total[of[: len(site)]] = least
    due = total > 0
    due[of[len(site) :]] = True
    return places[0], places[1], total, due


def minimums(operations: Operations) -> tuple[Ints, Ints, Floats]:
    """Places with a minimum: site and product codes, and (places, periods) the sum of the minimums that hold."""
    network, parts = operations.network, operations.parts
    stocks = parts.dataset["stocks"]
    rows = stocks[stocks["minimum"] > 0]
    site, product = codes(rows["site"], parts.sites), codes(rows["product"], parts.products)
    first = np.maximum(rows["from_period"].to_numpy(np.int64), parts.site_from[site])
    places, of = np.unique(np.stack([site, product]), axis=1, return_inverse=True)
    begins = np.zeros((places.shape[1], network.periods))
    counts = first <= network.periods
    np.add.at(begins, (of[counts], first[counts] - 1), rows["minimum"].to_numpy(float)[counts])
    return places[0], places[1], np.cumsum(begins, axis=1)


def final_stock(operations: Operations, choices: Choices) -> Law:
    """With final_stock = as_initial, what is missing of the initial stock at the end is counted.

    hold[site, product, periods] + missing[site, product] >= initial[site, product]

    Domain: every place with initial stock, where the setting asks for it; not in a world with losses. Unit: units.
    """
    network, parts, position = operations.network, operations.parts, operations.restored_positions
    if not operations.world.undisturbed:
        position = position[:0]
    site, product = network.position_site[position], network.position_product[position]
    law = Law("final_stock", len(position), lambda: list(zip(parts.sites[site], parts.products[product], strict=True)),
              lower=operations.initial[position])  # fmt: skip
    rows = np.arange(len(position))
    end = network.holding.at(position, np.full(len(position), network.periods))
    law.add(rows, operations.hold.column(end))
    law.add(rows, operations.missing.columns[: len(position)])
    return law


def shelf_life(operations: Operations, choices: Choices) -> Law:
    """What is held at a place came in there during its last shelf_life_periods periods; age starts anew at each place.

    hold[site, product, t] <= sum over the last shelf_life_periods periods of what came out, arrived by lane or by
    arrivals (+ initial while t < shelf_life_periods)

    Domain: every place and period with a product of limited shelf life. Unit: units of the product.
    """
    network, parts, holding = operations.network, operations.parts, operations.network.holding
    life = parts.shelf_life[network.position_product]
    windows = Windows(holding.first, np.where(life >= 0, holding.last, 0))
    item = windows.item
    law = Law("shelf_life", len(windows), lambda: list(
        zip(parts.sites[network.position_site[item]], parts.products[network.position_product[item]],
            windows.period.tolist(), strict=True)
    ), upper=0)  # fmt: skip
    law.add(windows.at(holding.item, holding.period), operations.hold.columns)
    making, shipping = network.making, network.shipping
    arrival_position, arrival_period, quantity = _arrivals(operations)
    out = making.period + parts.task_lead[making.item]
    arrives = shipping.period + network.haul_lead[shipping.item]
    places, added = np.arange(len(life)), operations.added_positions
    for age in range(int(life.max(initial=0))):

        def fresh(position: Ints, period: Ints, age: int = age) -> Ints:
            return np.where((position >= 0) & (life[position] > age), windows.at(position, period + age), -1)

        law.add(fresh(network.task_position[making.item], out), operations.make.columns, -1)
        law.add(fresh(network.haul_destination[shipping.item], arrives), operations.ship.columns, -1)
        law.constant(fresh(arrival_position, arrival_period), -quantity)
        law.constant(fresh(places, np.zeros(len(places), np.int64)), -operations.initial)
        law.add(fresh(added, np.zeros(len(added), np.int64)), choices.added.columns, -1)
    return law


def shelf_life_everywhere(operations: Operations, choices: Choices) -> Law:
    """Nothing grows young by travelling: all that is held or under way came out or arrived in the last periods.

    sum(hold[site, product, t]) + what is under way at the end of t <= sum over the last shelf_life_periods periods of
    what came out anywhere, or arrived by arrivals (+ initial while t < shelf_life_periods)

    Domain: every product of limited shelf life, every period. Unit: units of the product.
    """
    network, parts, holding = operations.network, operations.parts, operations.network.holding
    life = parts.shelf_life
    windows = Windows(np.ones(len(life), np.int64), np.where(life >= 0, network.periods, 0))
    law = Law("shelf_life_everywhere", len(windows), lambda: list(
        zip(parts.products[windows.item], windows.period.tolist(), strict=True)
    ), upper=0)  # fmt: skip
    law.add(windows.at(network.position_product[holding.item], holding.period), operations.hold.columns)
    making, shipping = network.making, network.shipping
    for under_way in range(int(network.haul_lead.max(initial=0))):
        still = network.haul_lead[shipping.item] > under_way
        row = windows.at(network.haul_product[shipping.item], shipping.period + under_way)
        law.add(np.where(still, row, -1), operations.ship.columns)
    arrival_position, arrival_period, quantity = _arrivals(operations)
    product, added = network.position_product, operations.network.addable.product
    out = making.period + parts.task_lead[making.item]
    for age in range(int(life.max(initial=0))):

        def fresh(products: Ints, period: Ints, age: int = age) -> Ints:
            return np.where(life[products] > age, windows.at(products, period + age), -1)

        law.add(fresh(parts.task_product[making.item], out), operations.make.columns, -1)
        law.constant(fresh(product[arrival_position], arrival_period), -quantity)
        law.constant(fresh(product, np.zeros(len(product), np.int64)), -operations.initial)
        law.add(fresh(added, np.zeros(len(added), np.int64)), choices.added.columns, -1)
    return law


def _arrivals(operations: Operations) -> tuple[Ints, Ints, Floats]:
    """Position, period and quantity of the arrivals within the horizon."""
    network, parts, arrivals = operations.network, operations.parts, operations.parts.dataset["arrivals"]
    rows = arrivals[(arrivals["period"] <= network.periods) & (arrivals["quantity"] > 0)]
    position = network.position(codes(rows["site"], parts.sites), codes(rows["product"], parts.products))
    return position, rows["period"].to_numpy(np.int64), rows["quantity"].to_numpy(float)
