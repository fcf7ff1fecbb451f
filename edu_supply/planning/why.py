"""Why what is asked for falls short: it cannot be delivered, or it is not worth it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.network.missing_links import MissingLinks
from edu_supply.network.parts import Flags, Floats
from edu_supply.network.reach import NEVER
from edu_supply.network.wording import count, when
from edu_supply.planning.blocked import MOST_SHOWN, Words
from edu_supply.planning.buying import Buying
from edu_supply.planning.instead import Instead
from edu_supply.planning.routes import NO_WAY, Routes
from edu_supply.planning.spare import Spare
from edu_supply.planning.ways import STOCK_GONE, Ways
from edu_supply.planning.wording import eur, spans

NOTHING = 1e-7


def reasons(model: Model, values: Floats, row_duals: Floats) -> list[str]:
    """One text for each row of the plan's ``demand`` table; blank where nothing is short.

    Two kinds: ``cannot`` names the full limits on the route that has the fewest, the one that is worth most first
    (``row_duals``, EUR per unit of each row's right-hand side); ``not worth it`` sets what one more unit would cost by
    the cheapest route that is free against its penalty.
    """
    short, quantity = model.operations.short.of(values), model.network.demands["quantity"].to_numpy(float)
    missing = np.flatnonzero(short > NOTHING * np.maximum(1.0, quantity))
    texts = [""] * len(short)
    if len(missing):
        why = _Why(model, values, row_duals)
        for demand in missing.tolist():
            texts[demand] = why.of(demand)
    return texts


@dataclass(frozen=True)
class _Option:
    """One way to serve a demand: the ``number`` of its serve variable, the node it is served from, what is handed over,
    full limits and EUR of one more unit asked for, and the make variable by which its buyer would buy it (-1: none)."""

    number: int
    node: int
    product: int
    limits: int
    cost: float
    making: int


class _Why:
    def __init__(self, model: Model, values: Floats, row_duals: Floats):
        spare = Spare(model, values)
        self.model, self.network, self.buying = model, model.network, Buying(spare)
        self.ways = Ways(spare, self.buying)
        self.routes, self.instead = Routes(self.ways), Instead(model, values)
        self.words = Words(self.ways, self.routes.limits, row_duals)
        services = self.services = model.operations.services
        self.demands, self.horizon = model.network.demands, model.network.parts.dataset.horizon
        self.option_node = self.ways.node(services["position"].to_numpy(), services["period"].to_numpy())
        self.first = np.searchsorted(services["demand"].to_numpy(), np.arange(len(self.demands) + 1))
        self._texts: dict[tuple[object, ...], str] = {}
        self._purchases: dict[tuple[str, str], tuple[int, int, float]] = {}

    def of(self, demand: int) -> str:
        """The reason of one row of ``network.demands``."""
        row = self.demands.iloc[demand]
        numbers = range(self.first[demand], self.first[demand + 1])
        options = [self._option(number, str(row["buyer"])) for number in numbers]
        best = min(options, key=lambda option: (option.limits, option.cost), default=None)
        if best is None or best.limits >= NO_WAY:
            return f"cannot: {self._too_early(str(row['site']), str(row['product']))}"
        penalty = float(row["penalty_eur"])
        if best.limits > 0:
            return self._cannot(best, row)
        if best.cost >= penalty - 1e-6 * max(1.0, abs(penalty)):
            costs = "costs at least" if self._ageing[best.product] else "costs"
            source = self._from_reserves(best.node)
            priced = f"{costs} {eur(best.cost)} a unit, its penalty is {eur(penalty)}"
            return f"not worth it: cheapest delivery{source} {priced}"
        if self._ageing[best.product]:
            return f"cannot: {self._too_old(best.product)}"
        return f"within the gap of the plan: one more unit would cost {eur(best.cost)}, its penalty is {eur(penalty)}"

    def _from_reserves(self, node: int) -> str:
        """Whose priced reserves the cheapest delivery draws on; blank where it draws on none."""
        drawn = self.routes.reserves_drawn(node)
        if not drawn:
            return ""
        site, product = self.network.position_site[drawn[0]], int(self.network.position_product[drawn[0]])
        more = " and others" if len(drawn) > 1 else ""
        reserve = f"reserve of {self.words.product(product)} at {self.network.parts.sites[int(site)]}"
        return f", which leaves the {reserve}{more} short,"

    def _option(self, option: int, buyer: str) -> _Option:
        """Full limits and EUR in the way of one more unit asked for by an option; what its buyer may own among them."""
        services, serve, node = self.services, self.model.operations.serve, int(self.option_node[option])
        assert serve.upper is not None
        product, ratio = int(services["product"].iloc[option]), float(services["ratio"].iloc[option])
        limits, cost = int(self.routes.limits[node]) + int(serve.upper[option] <= 0), float(self.routes.cost[node])
        making = -1
        name = str(self.network.parts.products[product])
        if not self.buying.owns_more(buyer, name):
            making, more, price = self._made_for(buyer, name)
            made = self.routes.made_by(node)
            bought = made >= 0 and self.network.making.item[made] in self.buying.tasks_to_buy_from(buyer, name)
            limits, cost = limits + more, cost + (0.0 if bought else price)
        cost = ratio * (cost + float(serve.cost[option]))
        return _Option(option, node, product, min(limits, int(NO_WAY)), cost, making)

    def _made_for(self, buyer: str, product: str) -> tuple[int, int, float]:
        """How a buyer that owns no more of a product could buy it: the make variable (-1: by none), limits, EUR."""
        key = (buyer, product)
        if key not in self._purchases:
            tasks = self.buying.tasks_to_buy_from(buyer, product)
            number = np.flatnonzero(np.isin(self.network.making.item, tasks))
            limits, cost = self.routes.of_making()
            if len(number):
                best = int(number[np.lexsort((cost[number], limits[number]))[0]])
                self._purchases[key] = best, int(limits[best]), float(cost[best])
            else:
                self._purchases[key] = -1, 1, 0.0
        return self._purchases[key]

    def _cannot(self, option: _Option, row: pd.Series) -> str:
        """``cannot`` with all that blocks an option; worked out once for all demands that have the same."""
        key = (option.node, option.making, str(row["buyer"]), str(row["product"]), float(row["penalty_eur"]))
        if key not in self._texts:
            self._texts[key] = self._all_that_blocks(option, row)
        return self._texts[key]

    def _all_that_blocks(self, option: _Option, row: pd.Series) -> str:
        said, end, buyer = [], "", str(row["buyer"])
        product, serve = str(self.network.parts.products[option.product]), self.model.operations.serve
        assert serve.upper is not None
        blocks = self.routes.blocks(option.node)
        if not self.buying.owns_more(buyer, product):
            if option.making < 0:
                said.append(self.buying.why_not(buyer, product))
                blocks = [block for block in blocks if not self.words.is_offer(block)]
            blocks += self.routes.blocks_of_making(option.making, option.product) if option.making >= 0 else []
        if serve.upper[option.number] <= 0:
            said.append(f"{row['site']} is lost then")
        blocks = self.words.weighed(blocks)
        if blocks and option.limits < STOCK_GONE:
            end = ", " + self.words.other_routes(blocks[0])
        if blocks:
            first, *others = self.words.said(blocks)
            said += [f"{first}{self.instead.told(blocks[0], row)}", *others]
        more = len(said) - MOST_SHOWN
        shown = "; ".join(said[:MOST_SHOWN]) + (f"; and {count(more, 'more full limit')}" if more > 0 else "")
        return f"cannot: {shown}{end}"

    # Shelf life over the whole network counts how old goods are, which routes do not: their cost leaves it out

    @cached_property
    def _all_old(self) -> dict[str, list[int]]:
        """For each product, the periods in which all there is of it is as old as it may be."""
        law, full = self.ways.spare.law("shelf_life_everywhere")
        old: dict[str, list[int]] = {}
        for label, yes in zip(law.labels(), full, strict=True):
            if yes:
                old.setdefault(str(label[0]), []).append(int(str(label[1])))
        return old

    @cached_property
    def _ageing(self) -> Flags:
        """Products that are as old as they may be, or made of such."""
        parts = self.network.parts
        task, component, _ = parts.recipe
        ageing = np.asarray(parts.products.isin(list(self._all_old)))
        while not ageing[parts.task_product[task]][ageing[component]].all():
            ageing[parts.task_product[task[ageing[component]]]] = True
        return ageing

    def _too_old(self, product: int) -> str:
        name = str(self.network.parts.products[product])
        if name not in self._all_old:
            return "what it is made of is as old as it may be"
        return f"all there is of it is as old as it may be {spans(self._all_old[name], self.horizon)}"

    # What comes too late, or never

    @cached_property
    def _links(self) -> MissingLinks:
        return MissingLinks(self.network.parts.dataset)

    def _too_early(self, site: str, product: str) -> str:
        """Why nothing that could serve a demand can be there in time."""
        key = ("early", site, product)
        if key not in self._texts:
            self._texts[key] = self._lead_times(site, product)
        return self._texts[key]

    def _lead_times(self, site: str, product: str) -> str:
        parts = self.network.parts
        place = parts.sites.tolist().index(site), parts.products.tolist().index(product)
        comes = int(self._links.earliest[place])
        if comes >= NEVER:
            causes = self._links.causes(*place)
            return str(causes[0]) if causes else "no line, lane or stock brings it there"
        waits = self._links.waits(*place)
        told = f"arrives earliest {when(parts.dataset.horizon, comes)}"
        told += f" ({', '.join(waits[:MOST_SHOWN])})" if waits else ""
        return told if comes <= parts.periods else f"{told}, after the end of the plan"
