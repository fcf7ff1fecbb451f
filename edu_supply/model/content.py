"""Origin of content: for each perimeter, the outside value that flows beside the goods (mass balance)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from edu_supply.model.columns import Family
from edu_supply.network import Network
from edu_supply.network.parts import Flags, Floats, Ints, Parts, codes
from edu_supply.network.windows import Windows


def content_value(parts: Parts) -> Floats:
    """EUR per unit of each product that it can carry: its value_eur, or its dearest recipe's worth where that is more.

    Components count at their own content value; the recipes are all of the table's, the general one and those of lines.
    """
    value = parts.dataset["products"]["value_eur"].to_numpy(float).copy()
    bom = parts.dataset["bom"]
    recipe = bom.assign(line=bom["line"].fillna("")).groupby(["product", "line"], sort=False).ngroup().to_numpy()
    product, component = codes(bom["product"], parts.products), codes(bom["component"], parts.products)
    for _ in range(len(value)):
        worth = np.bincount(recipe, bom["quantity"].to_numpy(float) * value[component], minlength=1)
        more = value.copy()
        np.maximum.at(more, product, worth[recipe])
        if np.array_equal(more, value):
            break
        value = more
    return value


def flagged(flags: Flags, position: Ints) -> Flags:
    """The flag of each position; False for one that was pruned (-1)."""
    return np.append(flags, False)[position]


@dataclass(frozen=True)
class Perimeter:
    """Whose content counts as inside, by name, and the tasks whose outside share is followed (numbers)."""

    name: str
    inside: frozenset[str]
    tasks: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Content:
    """The outside value on every flow that can reach a followed task, for one perimeter.

    It is counted in units of the product that carries it, as if some were wholly outside and the others wholly inside:
    EUR divided by the product's content value.

    A position is *full* where whatever lies there carries its full content value, *mixed* where it may carry less or
    nothing; only mixed positions have variables, full ones are known. A position is *followed* where what lies there
    can still come to a followed task.
    """

    network: Network
    perimeter: Perimeter

    @property
    def parts(self) -> Parts:
        return self.network.parts

    @cached_property
    def value(self) -> Floats:
        """EUR per unit of each product."""
        return content_value(self.parts)

    @cached_property
    def task_worth(self) -> Floats:
        """Content value of all components in one unit of what each task makes, EUR."""
        worth = np.zeros(len(self.parts.task_line))
        np.add.at(worth, self.parts.recipe[0], self.worth)
        return worth

    @cached_property
    def made_outside(self) -> Flags:
        """Whether each task stands outside the perimeter."""
        country = self.parts.dataset["sites"]["country"]
        return ~country.isin(self.perimeter.inside).to_numpy()[self.parts.task_site]

    @cached_property
    def site_outside(self) -> Flags:
        """Whether each site lies outside the perimeter."""
        return ~self.parts.dataset["sites"]["country"].isin(self.perimeter.inside).to_numpy()

    @cached_property
    def use(self) -> tuple[Ints, Ints, Floats]:
        """The recipe as positions: task, position of the component, quantity of it in one unit."""
        task, component, quantity = self.parts.recipe
        return task, self.network.position(self.parts.task_site[task], component), quantity

    @cached_property
    def worth(self) -> Floats:
        """Content value of each component in one unit of what is made, EUR: a number for each row of the recipe."""
        _, component, quantity = self.parts.recipe
        return quantity * self.value[component]

    @cached_property
    def followed(self) -> Flags:
        """Positions from which something can come to a followed task, by lanes and recipes alone."""
        parts = self.parts
        flags = np.zeros((len(parts.sites), len(parts.products)), bool)
        task, component, _ = parts.recipe
        here = np.isin(task, self.perimeter.tasks)
        flags[parts.task_site[task[here]], component[here]] = True
        while True:
            before = flags.sum()
            lane, product = np.nonzero(parts.lane_carries & flags[parts.lane_destination])
            flags[parts.lane_origin[lane], product] = True
            reaches = flags[parts.task_site, parts.task_product] & ~self.made_outside
            flags[parts.task_site[task[reaches[task]]], component[reaches[task]]] = True
            if flags.sum() == before:
                return flags[self.network.position_site, self.network.position_product]

    @cached_property
    def _kinds(self) -> tuple[Flags, Flags]:
        """(positions): whether what lies there may carry something, and whether it may carry less than all."""
        network, parts = self.network, self.parts
        some, less = np.zeros((2, len(network.position_site)), bool)
        where = network.addable
        added, abroad = network.position(where.site, where.product), self.site_outside[where.site]
        some[added[abroad]] = True
        less[added[~abroad]] = True
        for table, column in (("stocks", "initial"), ("arrivals", "quantity")):
            rows = parts.dataset[table]
            rows = rows[rows[column] > 0]
            site = codes(rows["site"], parts.sites)
            place = network.position(site, codes(rows["product"], parts.products))
            some[place[(place >= 0) & self.site_outside[site]]] = True
            less[place[(place >= 0) & ~self.site_outside[site]]] = True
        runs = (network.making.lengths > 0) & (network.task_position >= 0)
        made, outside = network.task_position, self.made_outside
        some[made[runs & outside]] = True
        less[made[runs & ~outside]] = True
        task, position, _ = self.use
        inner = runs[task] & ~outside[task] & (position >= 0) & (self.worth > 0)
        moves = network.shipping.lengths > 0
        origin, destination = network.haul_origin[moves], network.haul_destination[moves]
        while True:
            before = some.sum(), less.sum()
            some[made[task[inner & flagged(some, position)]]] = True
            for flags in (some, less):
                flags[destination[flags[origin]]] = True
            if before == (some.sum(), less.sum()):
                return some, less

    @cached_property
    def full(self) -> Flags:
        """Followed positions at which everything carries its full content value."""
        some, less = self._kinds
        return self.followed & some & ~less

    @cached_property
    def mixed(self) -> Flags:
        """Followed positions at which the outside value is a variable."""
        some, less = self._kinds
        return self.followed & some & less & (self.value[self.network.position_product] > 0)

    # What mixed positions give: the flows that carry a variable outside value

    @cached_property
    def onward(self) -> Flags:
        """Rows of the recipe whose use is followed: by a task whose share counts, or that makes a followed product."""
        task = self.parts.recipe[0]
        made = self.network.task_position[task]
        leads_on = flagged(self.followed, made) & ~self.made_outside[task]
        return np.asarray(leads_on | np.isin(task, self.perimeter.tasks), bool)

    @cached_property
    def uses(self) -> tuple[Ints, Ints]:
        """Parallel arrays: row of the recipe, number of the ``make``; only uses whose content is followed further."""
        task, position, _ = self.use
        making = self.network.making
        from_mixed = flagged(self.mixed, position)
        wanted = np.flatnonzero(self.onward & from_mixed)
        windows = Windows(making.first[task[wanted]], making.last[task[wanted]])
        return wanted[windows.item], making.at(task[wanted][windows.item], windows.period)

    @cached_property
    def ships(self) -> Ints:
        """The numbers of ``ship`` from mixed positions to followed ones."""
        network = self.network
        carries = self.mixed[network.haul_origin] & self.followed[network.haul_destination]
        return np.flatnonzero(carries[network.shipping.item])

    @cached_property
    def holds(self) -> Ints:
        """The numbers of ``hold`` at mixed positions."""
        return np.flatnonzero(self.mixed[self.network.holding.item])

    @cached_property
    def places(self) -> Ints:
        """The numbers in ``presence`` at mixed positions: where something may go, and where the balance is kept."""
        return np.flatnonzero(self.mixed[self.network.presence.item])

    def labels(self, kind: str) -> list[tuple[object, ...]]:
        """The flows of a kind in words, the perimeter first."""
        network, parts = self.network, self.parts
        if kind == "use":
            row, make = self.uses
            task, component, _ = parts.recipe
            names = parts.task_rows
            words = [names["line"].iloc[task[row]], names["product"].iloc[task[row]], parts.products[component[row]],
                     network.making.period[make].tolist()]  # fmt: skip
        elif kind == "ship":
            haul = network.shipping.item[self.ships]
            words = [parts.lanes[network.haul_lane[haul]], parts.products[network.haul_product[haul]],
                     network.shipping.period[self.ships].tolist()]  # fmt: skip
        else:
            windows, number = (network.holding, self.holds) if kind == "hold" else (network.presence, self.places)
            position = windows.item[number]
            words = [parts.sites[network.position_site[position]], parts.products[network.position_product[position]],
                     windows.period[number].tolist()]  # fmt: skip
        return [(self.perimeter.name, *rest) for rest in zip(*words, strict=True)]

    def size(self, kind: str) -> int:
        """How many flows of a kind there are."""
        numbers = {"use": self.uses[0], "ship": self.ships, "hold": self.holds, "gone": self.places}
        return len(numbers[kind])


KINDS = ("use", "ship", "hold", "gone")


@dataclass(frozen=True)
class Contents:
    """The variables of content: one ``Content`` for each perimeter in use."""

    each: tuple[Content, ...]

    @property
    def families(self) -> tuple[Family, ...]:
        return (self.content_use, self.content_ship, self.content_hold, self.content_gone)

    @cached_property
    def content_use(self) -> Family:
        """content_use[inside, line, product, component, period]: units of components used that are outside."""
        return self._family("use")

    @cached_property
    def content_ship(self) -> Family:
        """content_ship[inside, lane, product, period]: units of what leaves that are outside."""
        return self._family("ship")

    @cached_property
    def content_hold(self) -> Family:
        """content_hold[inside, site, product, period]: units of what is held that are outside."""
        return self._family("hold")

    @cached_property
    def content_gone(self) -> Family:
        """content_gone[inside, site, product, period]: units outside that go where they are not followed."""
        return self._family("gone")

    def _family(self, kind: str) -> Family:
        return Family(f"content_{kind}", sum(one.size(kind) for one in self.each),
                      lambda: [label for one in self.each for label in one.labels(kind)])  # fmt: skip

    def columns(self, kind: str, content: Content) -> Ints:
        """The columns of one perimeter's flows of a kind."""
        family = dict(zip(KINDS, self.families, strict=True))[kind]
        before = sum(one.size(kind) for one in self.each[: self.each.index(content)])
        return np.arange(content.size(kind), dtype=np.int64) + family.first + before
