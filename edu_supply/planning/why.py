"""Why what is asked for falls short: it cannot be delivered, or it is not worth it."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from edu_supply.model import Model
from edu_supply.network.missing_links import MissingLinks
from edu_supply.network.parts import Floats, Ints
from edu_supply.network.reach import NEVER
from edu_supply.network.wording import when
from edu_supply.planning.blocked import MOST_SHOWN, Words
from edu_supply.planning.instead import Instead
from edu_supply.planning.routes import NO_WAY, Routes
from edu_supply.planning.spare import Buying, Spare
from edu_supply.planning.ways import STOCK_GONE, Ways
from edu_supply.planning.wording import eur

NOTHING = 1e-7


def reasons(model: Model, values: Floats, row_duals: Floats) -> list[str]:
    """One text for each row of the plan's ``demand`` table; blank where nothing is short.

    Two kinds: ``cannot`` names the full limits on the way that has the fewest, from the demand upstream; ``not worth
    it`` sets what one more unit would cost by the cheapest way that is free against its penalty. ``row_duals`` (EUR per
    unit of each row's right-hand side) are what is told where the way that is found does not explain it.
    """
    short, quantity = model.operations.short.of(values), model.network.demands["quantity"].to_numpy(float)
    missing = np.flatnonzero(short > NOTHING * np.maximum(1.0, quantity))
    texts = [""] * len(short)
    if len(missing):
        why = _Why(model, values)
        for demand in missing.tolist():
            texts[demand] = why.of(demand)
    return texts


class _Why:
    def __init__(self, model: Model, values: Floats):
        spare = Spare(model, values)
        self.model, self.network, self.buying = model, model.network, Buying(spare)
        self.ways = Ways(spare, self.buying)
        self.routes, self.words, self.instead = Routes(self.ways), Words(self.ways), Instead(model, values)
        services = model.operations.services
        self.demands = model.network.demands
        self.option_node = self.ways.node(services["position"].to_numpy(), services["period"].to_numpy())
        self.first = np.searchsorted(services["demand"].to_numpy(), np.arange(len(self.demands) + 1))
        self._texts: dict[tuple[object, ...], str] = {}

    def of(self, demand: int) -> str:
        """The reason of one row of ``network.demands``; worked out once for all that have the same."""
        row = self.demands.iloc[demand]
        options = np.arange(self.first[demand], self.first[demand + 1])
        limits, cost = self._limits(options, str(row["buyer"])), self._cost(options)
        if not len(options) or limits.min() >= NO_WAY:
            return f"cannot: {self._too_early(str(row['site']), str(row['product']))}"
        best = options[np.lexsort((cost, limits))[0]]
        least, penalty = float(cost[best - options[0]]), float(row["penalty_eur"])
        if limits[best - options[0]] > 0:
            return self._cannot(int(best), demand)
        if least >= penalty - 1e-6 * max(1.0, abs(penalty)):
            return f"not worth it: cheapest delivery costs {eur(least)} a unit, its penalty is {eur(penalty)}"
        return f"within the gap of the plan: one more unit would cost {eur(least)}, its penalty is {eur(penalty)}"

    def _limits(self, options: Ints, buyer: str) -> Ints:
        """Full limits in the way of each option, what its buyer may own among them."""
        services, serve = self.model.operations.services, self.model.operations.serve
        assert serve.upper is not None
        products = self.network.parts.products[services["product"].to_numpy()[options]]
        owns = np.array([self.buying.may_own(buyer, str(product)) for product in products], bool)
        lost = serve.upper[options] <= 0
        return np.minimum(self.routes.limits[self.option_node[options]] + ~owns + lost, NO_WAY)

    def _cost(self, options: Ints) -> Floats:
        """EUR of one more unit of what is asked for by each option: its units, and being late."""
        ratio = self.model.operations.services["ratio"].to_numpy(float)[options]
        return ratio * (self.routes.cost[self.option_node[options]] + self.model.operations.serve.cost[options])

    def _cannot(self, option: int, demand: int) -> str:
        node, row, services = int(self.option_node[option]), self.demands.iloc[demand], self.model.operations.services
        product = str(self.network.parts.products[int(services["product"].iloc[option])])
        key = (node, str(row["buyer"]), str(row["product"]), float(row["penalty_eur"]))
        if key not in self._texts:
            said, ends = [], []
            blocks = self.routes.blocks(node)
            if not self.buying.may_own(str(row["buyer"]), product):
                said.append(self.buying.why_not(str(row["buyer"]), product))
            if self.model.operations.serve.upper is not None and self.model.operations.serve.upper[option] <= 0:
                said.append(f"{row['site']} is lost then")
            said += self.words.said(blocks)
            more = len(said) - MOST_SHOWN
            if blocks and self.routes.limits[node] < STOCK_GONE:
                ends = [self.instead.told(blocks[0], row), self.words.other_routes(blocks[-1])]
            shown = "; ".join(said[:MOST_SHOWN]) + (f"; and {more} more full limits" if more > 0 else "")
            self._texts[key] = ", ".join(["cannot: " + shown, *[end for end in ends if end]])
        return self._texts[key]

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
        place = int(parts.sites.get_indexer([site])[0]), int(parts.products.get_indexer([product])[0])
        comes = int(self._links.earliest[place])
        if comes >= NEVER:
            causes = self._links.causes(*place)
            return str(causes[0]) if causes else "no line, lane or stock brings it there"
        waits = self._links.waits(*place)
        told = f"arrives earliest {when(parts.dataset.horizon, comes)}"
        told += f" ({', '.join(waits[:MOST_SHOWN])})" if waits else ""
        return told if comes <= parts.periods else f"{told}, after the end of the plan"
