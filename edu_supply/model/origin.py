"""Laws of origin: outside value is neither lost nor made, and no more than a share of it is allowed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from edu_supply.model.choices import Choices
from edu_supply.model.columns import Law
from edu_supply.model.content import KINDS, Content, flagged
from edu_supply.model.justified import most_made
from edu_supply.model.operations import Operations
from edu_supply.network.parts import Floats, Ints, codes
from edu_supply.network.windows import Windows


def content_balance(operations: Operations, choices: Choices) -> Law:
    """At every followed place the outside value that comes in equals what leaves or stays.

    content_hold[inside, site, product, t-1] + made outside + sum(worth of component / worth of product * content_use of
    what comes out) + content that arrives = content_use + content_ship + content_gone
    + content_hold[inside, site, product, t]; worth is the content value of a unit

    What is made outside, and stock (also what is added) and arrivals at a site outside, carry their full content value.

    Domain: every perimeter in use, every followed place and period at which outside value may be mixed. Unit: units of
    the product that are outside.
    """
    contents = operations.contents
    law = Law("content_balance", contents.content_gone.size, contents.content_gone.labels, lower=0, upper=0)
    first = 0
    for content in contents.each:
        _balance(law, first, operations, choices, content)
        first += content.size("gone")
    return law


def _balance(law: Law, first: int, operations: Operations, choices: Choices, content: Content) -> None:
    network, parts, columns = operations.network, operations.parts, operations.contents.columns
    presence, making, shipping, holding = network.presence, network.making, network.shipping, network.holding
    row_of = np.full(len(presence), -1)
    row_of[content.places] = np.arange(len(content.places)) + first

    def at(position: Ints, period: Ints) -> Ints:
        number = presence.at(position, period)
        return np.where(number >= 0, np.append(row_of, -1)[number], -1)

    position, period = holding.item[content.holds], holding.period[content.holds]
    law.add(at(position, period + 1), columns("hold", content))
    law.add(at(position, period), columns("hold", content), -1)
    law.add(at(presence.item[content.places], presence.period[content.places]), columns("gone", content), -1)
    outside = content.site_outside[network.position_site].astype(float)
    every = np.arange(len(outside))
    law.constant(at(every, np.ones(len(every), np.int64)), operations.initial * outside)
    place = operations.added_positions
    law.add(at(place, np.ones(len(place), np.int64)), choices.added.columns, outside[place])
    arrivals = parts.dataset["arrivals"]
    place = network.position(codes(arrivals["site"], parts.sites), codes(arrivals["product"], parts.products))
    there = np.append(outside, 0.0)[place]
    law.constant(at(place, arrivals["period"].to_numpy(np.int64)), arrivals["quantity"].to_numpy(float) * there)

    task, component, _ = content.use
    share = _share_of_product(content)
    out = making.period + parts.task_lead[making.item]
    made = at(network.task_position[making.item], out)
    known = content.made_outside.astype(float)
    full = flagged(content.full, component) & ~content.made_outside[task]
    np.add.at(known, task[full], (share * content.use[2])[full])
    law.add(made, operations.make.columns, known[making.item])
    row, make = content.uses
    law.add(np.where(content.made_outside[task[row]], -1, made[make]), columns("use", content), share[row])
    law.add(at(component[row], making.period[make]), columns("use", content), -1)

    haul, leaves = shipping.item, shipping.period
    arrives = at(network.haul_destination[haul], leaves + network.haul_lead[haul])
    full_haul = content.full[network.haul_origin]
    law.add(np.where(full_haul[haul], arrives, -1), operations.ship.columns)
    law.add(arrives[content.ships], columns("ship", content))
    law.add(at(network.haul_origin[haul], leaves)[content.ships], columns("ship", content), -1)


def _share_of_product(content: Content) -> Floats:
    """For each row of the recipe, worth of a unit of the component in units of what is made (0: of no worth)."""
    task, component, _ = content.parts.recipe
    made = content.value[content.parts.task_product[task]]
    share: Floats = np.divide(content.value[component], made, out=np.zeros(len(task)), where=made > 0)
    return share


def content_carried(operations: Operations, choices: Choices) -> Law:
    """No flow carries more outside value than its units' content value.

    content_use <= quantity * make; content_ship <= ship; content_hold <= hold;
    content_gone <= served + scrapped + sent or used where it is not followed

    Domain: every variable of content. Unit: units of the product that carries it.
    """
    contents = operations.contents
    size = sum(family.size for family in contents.families)
    law = Law("content_carried", size, lambda: [
        (family.name, *label) for family in contents.families for label in family.labels()
    ], upper=0)  # fmt: skip
    first = 0
    for family in contents.families:
        law.add(np.arange(first, first + family.size), family.columns)
        first += family.size
    first = 0
    for kind in KINDS:
        for content in contents.each:
            for rows, columns, units in _carriers(operations, content, kind):
                law.add(np.where(rows >= 0, rows + first, -1), columns, -units)
            first += content.size(kind)
    return law


def _carriers(operations: Operations, content: Content, kind: str) -> Iterator[tuple[Ints, Ints, Floats]]:
    """What carries the flows of a kind: their numbers, the columns of goods, units that one of these carries."""
    if kind == "use":
        row, make = content.uses
        yield np.arange(len(row)), operations.make.column(make), content.use[2][row]
    elif kind == "ship":
        yield np.arange(len(content.ships)), operations.ship.column(content.ships), np.ones(len(content.ships))
    elif kind == "hold":
        yield np.arange(len(content.holds)), operations.hold.column(content.holds), np.ones(len(content.holds))
    else:
        presence = operations.network.presence
        number = np.full(len(presence) + 1, -1)
        number[content.places] = np.arange(len(content.places))
        for position, period, columns, units in goers(operations, content):
            yield number[presence.at(position, period)], columns, units


def goers(operations: Operations, content: Content) -> Iterator[tuple[Ints, Ints, Ints, Floats]]:
    """What takes goods away without being followed: served, scrapped, sent or used elsewhere.

    For each kind, parallel arrays: position that it leaves, period, column, units that leave for one of the column.
    """
    network = operations.network
    services, scrapping, shipping = operations.services, network.scrapping, network.shipping
    served, period = (services[column].to_numpy(np.int64) for column in ("position", "period"))
    yield served, period, operations.serve.columns, np.ones(len(served))
    yield scrapping.item, scrapping.period, operations.scrap.columns, np.ones(len(scrapping))
    haul = shipping.item
    leaves = np.where(content.followed[network.haul_destination], -1, network.haul_origin)[haul]
    yield leaves, shipping.period, operations.ship.columns, np.ones(len(shipping))
    task, component, quantity = content.use
    rows = np.flatnonzero(~content.onward & (component >= 0))
    windows = Windows(network.making.first[task[rows]], network.making.last[task[rows]])
    make = network.making.at(task[rows][windows.item], windows.period)
    yield component[rows][windows.item], windows.period, operations.make.column(make), quantity[rows][windows.item]


def outside_share(operations: Operations, choices: Choices) -> Law:
    """Under a programme, the outside share of the components that the line uses for the product keeps to its limit.

    (sum of outside value in components used - max_outside_share * sum of content value of components used) / worth
    <= (1 - max_outside_share) * most_made * (1 - signed); worth: content value of the components in one unit

    Domain: every contract under a programme with max_outside_share. Unit: units of the product.
    """
    contracts = choices.contracts
    rows = contracts.contracts
    bound = contracts.content_limited
    limit = np.array([contracts.terms[one].max_outside_share for one in rows["term"].iloc[bound]], float)
    task = contracts.offers["task"].to_numpy(np.int64)[rows["offer"].to_numpy(np.int64)[bound]]
    law = Law("outside_share", len(bound), lambda: contracts.named(bound))
    most = np.zeros(len(bound))
    for content in operations.contents.each:
        inside = [contracts.terms[one].inside == content.perimeter.inside for one in rows["term"].iloc[bound]]
        mine = np.flatnonzero(np.array(inside, bool))
        worth = content.task_worth[task[mine]]
        add_outside(law, operations, content, mine, task[mine], limit[mine], worth)
        most[mine] = (1 - limit[mine]) * (worth > 0) * most_made(operations, choices)[task[mine]]
    law.upper[:] = most
    row = np.full(len(rows), -1)
    row[bound] = np.arange(len(bound))
    signed = ~contracts.is_incremental[contracts.sign_contract] | contracts.is_first
    of_sign = np.where(signed, row[contracts.sign_contract], -1)
    law.add(of_sign, contracts.sign.columns, np.append(most, 0.0)[of_sign])
    return law


def add_outside(
    law: Law, operations: Operations, content: Content, rows: Ints, tasks: Ints, limits: Floats, scale: Floats
) -> None:
    """Add to rows: outside value in the components that tasks use, less the allowed share of their content value.

    ``scale`` is the EUR that count as 1 in each row; nothing is added where it is 0.
    """
    making = operations.network.making
    task, component, _ = content.use
    use_row, _ = content.uses
    worth, value = content.worth, content.value[operations.parts.recipe[1]]
    columns = operations.contents.columns("use", content)
    for row, one, limit, unit in zip(rows.tolist(), tasks.tolist(), limits.tolist(), scale.tolist(), strict=True):
        if not unit > 0:
            continue
        mine = task == one
        full = mine & flagged(content.full, component)
        known = worth[full].sum() - limit * worth[mine].sum()
        begun = np.flatnonzero(making.item == one)
        law.add(np.full(len(begun), row), operations.make.column(begun), known / unit)
        used = np.flatnonzero(task[use_row] == one)
        law.add(np.full(len(used), row), columns[used], value[use_row[used]] / unit)
