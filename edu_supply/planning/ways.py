"""Every way in which a place could have one more unit in a period, and the full limits that stand in it.

A *node* is a product at a site in a period. It gets one more unit by holding one more before, holding one less after,
a haul, a task (which needs one more of each component), or from what is thrown away.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from edu_supply.network.parts import Flags, Floats, Ints, codes
from edu_supply.planning.buying import Buying
from edu_supply.planning.spare import Spare

STOCK_GONE = 1_000
"""Stock that is used up counts as so many limits: it explains a shortage only where nothing can be made or sent."""

Kind = Literal["hold", "come in", "keep fresh", "draw", "ship", "scrap", "stock"]


@dataclass(frozen=True)
class Way:
    """Ways of one kind from a node to a node, in parallel arrays; a ``tail`` of -1 is nowhere.

    EUR of one more unit at ``head`` = ``cost`` + ``factor`` * EUR of one more at ``tail``; ``limits`` full limits are
    in the way; ``column`` is the variable that would grow (shrink, where stock is drawn), -1 for none.
    """

    kind: Kind
    tail: Ints
    head: Ints
    cost: Floats
    limits: Ints
    factor: Floats
    column: Ints

    @classmethod
    def of(cls, kind: Kind, tail: Ints, head: Ints, cost: Floats, limits: Ints | int = 0, factor: Floats | float = 1.0,
           column: Ints | int = -1) -> Way:  # fmt: skip
        """Ways from arrays or one number for all of them; those that lead to no node are left out."""
        tail, head, cost, limits, factor, column = np.broadcast_arrays(tail, head, cost, limits, factor, column)
        there = head >= 0
        return cls(kind, tail[there], head[there], cost[there].astype(float), limits[there].astype(np.int64),
                   factor[there].astype(float), column[there])  # fmt: skip

    def only(self, which: Flags) -> Way:
        """Some of the ways."""
        return Way.of(self.kind, self.tail[which], self.head[which], self.cost[which], self.limits[which],
                      self.factor[which], self.column[which])  # fmt: skip


class Ways:
    """All ways in a plan. Nodes are numbered position * periods + period - 1; what has just come in of a perishable
    product has a node of its own, ``size`` further on."""

    def __init__(self, spare: Spare, buying: Buying):
        self.spare, self.buying = spare, buying
        self.network = spare.model.network
        self.size = len(self.network.position_site) * self.network.periods

    def node(self, position: Ints, period: Ints) -> Ints:
        """The node of each position and period; -1 where the product cannot be there then."""
        there = self.network.presence.at(position, period) >= 0
        return np.where(there, position * self.network.periods + period - 1, -1)

    def position_of(self, node: int) -> tuple[int, int]:
        """The position and the period of a node."""
        return (node % self.size) // self.network.periods, node % self.network.periods + 1

    @cached_property
    def life(self) -> Ints:
        """Shelf life at each position in periods, 0 where the product keeps for ever."""
        products = self.network.parts.dataset["products"]["shelf_life_periods"].fillna(0).to_numpy(np.int64)
        return products[self.network.position_product]

    def comes_in(self, position: Ints, period: Ints) -> Ints:
        """The node at which something comes in: fresh, where it may perish."""
        node = self.node(position, period)
        return np.where((node >= 0) & (self.life[position] > 0), node + self.size, node)

    @cached_property
    def single(self) -> list[Way]:
        """All ways but tasks."""
        ways = [self._hold(), self._come_in(), self._keep_fresh(), self._draw(), self._ship(), self._scrap()]
        return [*ways, self._stock()]

    def _hold(self) -> Way:
        """Hold one more at the end of the period before."""
        hold, holding, kept = self.spare.model.operations.hold, self.network.holding, self._kept
        after = self.node(holding.item, holding.period + 1)
        rate = np.where(kept > 0, kept, 1.0)
        return Way.of(
            "hold", self.node(holding.item, holding.period), np.where(kept > 0, after, -1), hold.cost / rate,
            self.spare.rows_against_each(hold), 1 / rate, hold.columns,
        )  # fmt: skip

    @cached_property
    def _kept(self) -> Floats:
        """Share of what is held that is still there in the next period."""
        holding, world = self.network.holding, self.spare.model.operations.world
        later = np.minimum(holding.period, self.network.periods - 1)
        return world.kept[self.network.position_site[holding.item], later]

    def _come_in(self) -> Way:
        """Perishables: what has just come in can be used at once."""
        position, number = np.nonzero((self.life > 0)[:, None] & np.ones(self.network.periods, bool))
        node = self.node(position, number + 1)
        return Way.of("come in", node + self.size, node, np.zeros(len(node)))

    def _keep_fresh(self) -> Way:
        """Perishables: what has come in may be held while it is fresh, even where older stock fills that limit."""
        hold, holding = self.spare.model.operations.hold, self.network.holding
        cost, limits = np.zeros(self.size), np.zeros(self.size, np.int64)
        node = self.node(holding.item, holding.period)
        cost[node] = hold.cost
        limits[node] = self.spare.rows_against_each(hold) - self.spare.rows_against_each(hold, "shelf_life")
        fresh = np.flatnonzero(self.life[holding.item] > 0)
        tail, price, against = node[fresh], np.zeros(len(fresh)), np.zeros(len(fresh), np.int64)
        ages = [(tail[:0], tail[:0], price[:0], against[:0])]
        for age in range(1, int(self.life.max(initial=0)) + 1):
            head = self.node(holding.item[fresh], holding.period[fresh] + age)
            still = (head >= 0) & (self.life[holding.item[fresh]] >= age)
            fresh, tail, price, against = fresh[still], tail[still], price[still], against[still]
            price, against = price + cost[tail + age - 1], against + limits[tail + age - 1]
            ages.append((tail, head[still], price, against))
        tails, heads, prices, counts = zip(*ages, strict=True)
        return Way.of("keep fresh", np.concatenate(tails) + self.size, np.concatenate(heads), np.concatenate(prices),
                      np.concatenate(counts))  # fmt: skip

    def _draw(self) -> Way:
        """Hold one less at the end of the period, and have one less in the next; not below a hard minimum."""
        hold, holding, price = self.spare.model.operations.hold, self.network.holding, self.spare.price_of_drawing
        tail = np.where(self._kept > 0, self.node(holding.item, holding.period + 1), -1)
        may = self.spare.has(hold) & np.isfinite(price)
        head = np.where(may, self.node(holding.item, holding.period), -1)
        return Way.of("draw", tail, head, price - hold.cost, 0, self._kept, hold.columns)

    def _ship(self) -> Way:
        """Send one more."""
        ship, shipping, network = self.spare.model.operations.ship, self.network.shipping, self.network
        tail = self.node(network.haul_origin[shipping.item], shipping.period)
        head = self.comes_in(
            network.haul_destination[shipping.item], shipping.period + network.haul_lead[shipping.item]
        )
        return Way.of("ship", tail, np.where(tail >= 0, head, -1), ship.cost, self.spare.rows_against_each(ship), 1.0,
                      ship.columns)  # fmt: skip

    def _scrap(self) -> Way:
        """Use what is thrown away."""
        scrap, scrapping = self.spare.model.operations.scrap, self.network.scrapping
        thrown = np.flatnonzero(self.spare.has(scrap))
        node = self.node(scrapping.item[thrown], scrapping.period[thrown])
        return Way.of("scrap", np.full(len(thrown), -1), node, -scrap.cost[thrown], 0, 0.0, scrap.columns[thrown])

    def _stock(self) -> Way:
        """Stock and arrivals that are used up could have been more."""
        parts, initial = self.network.parts, self.spare.model.operations.initial
        arrivals = parts.dataset["arrivals"]
        arrivals = arrivals[(arrivals["period"] <= self.network.periods) & (arrivals["quantity"] > 0)]
        brought = self.network.position(
            codes(arrivals["site"], parts.sites), codes(arrivals["product"], parts.products)
        )
        stocked = np.flatnonzero(initial > 0)
        position = np.concatenate([stocked, brought])
        period = np.concatenate([np.ones(len(stocked), np.int64), arrivals["period"].to_numpy(np.int64)])
        nothing = np.zeros(len(position))
        return Way.of("stock", np.full(len(position), -1), self.node(position, period), nothing, STOCK_GONE, 0.0)

    # Tasks

    @cached_property
    def make_head(self) -> Ints:
        """The node at which each make variable comes out."""
        making, parts = self.network.making, self.network.parts
        return self.comes_in(self.network.task_position[making.item], making.period + parts.task_lead[making.item])

    @cached_property
    def make_limits(self) -> Ints:
        """Full limits in the way of each make variable: of its line, and of contracts."""
        offered = np.isinf(self.buying.price)[self.network.making.item]
        return self.spare.rows_against_each(self.spare.model.operations.make) + offered

    @cached_property
    def make_cost(self) -> Floats:
        """EUR per unit of each make variable, components apart."""
        price = np.where(np.isfinite(self.buying.price), self.buying.price, 0.0)
        return self.spare.model.operations.make.cost + price[self.network.making.item]

    @cached_property
    def components(self) -> tuple[Ints, Ints, Floats]:
        """Parallel arrays: make variable, node of a component that it uses, units of it per unit."""
        making, parts = self.network.making, self.network.parts
        task, component, quantity = parts.recipe
        many = np.bincount(task, minlength=len(parts.task_line))
        begins = np.cumsum(many) - many
        uses = many[making.item]
        number = np.repeat(np.arange(len(making)), uses)
        row = begins[making.item[number]] + np.arange(len(number)) - np.repeat(np.cumsum(uses) - uses, uses)
        position = self.network.position(parts.task_site[task[row]], component[row])
        return number, self.node(position, making.period[number]), quantity[row]
