"""What the places that are full serve instead, followed along what the plan makes, sends and hands over."""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.network.parts import Floats, Ints
from edu_supply.planning.routes import Block
from edu_supply.planning.wording import eur, product_names

NOTHING = 1e-6


class Instead:
    """Who is served through each position of a plan, the time at which it happens left aside."""

    def __init__(self, model: Model, values: Floats):
        self.model, self.values, self.network = model, values, model.network
        self.names = product_names(model.network.parts.dataset)
        self._product = model.network.demands["product"].to_numpy()
        self._penalty = model.network.demands["penalty_eur"].to_numpy(float)

    @cached_property
    def _onward(self) -> dict[int, set[int]]:
        """For each position, those that the plan's hauls and tasks go on to from there."""
        network, parts, operations = self.network, self.network.parts, self.model.operations
        sent = np.unique(network.shipping.item[operations.ship.of(self.values) > NOTHING])
        made = np.unique(network.making.item[operations.make.of(self.values) > NOTHING])
        task, component, _ = parts.recipe
        used = np.flatnonzero(np.isin(task, made))
        into = network.position(parts.task_site[task[used]], component[used])
        tails = np.concatenate([network.haul_origin[sent], into])
        heads = np.concatenate([network.haul_destination[sent], network.task_position[task[used]]])
        onward: dict[int, set[int]] = {}
        for tail, head in zip(tails.tolist(), heads.tolist(), strict=True):
            onward.setdefault(tail, set()).add(head)
        return onward

    @cached_property
    def _served(self) -> dict[int, Ints]:
        """For each position, the demands that are served from it."""
        services = self.model.operations.services
        rows = services[self.model.operations.serve.of(self.values) > NOTHING]
        return {
            int(str(position)): demands.to_numpy(np.int64) for position, demands in rows.groupby("position")["demand"]
        }

    @cache  # noqa: B019
    def served_through(self, position: int) -> Ints:
        """The demands that a position serves, itself or through others."""
        seen, ahead = {position}, [position]
        while ahead:
            for onward in self._onward.get(ahead.pop(), ()):
                if onward not in seen:
                    seen.add(onward)
                    ahead.append(onward)
        found = [self._served[one] for one in sorted(seen) if one in self._served]
        return np.unique(np.concatenate(found)) if found else np.array([], np.int64)

    def told(self, block: Block, row: pd.Series) -> str:
        """What the blocked step serves instead of a demand: the same product at a higher penalty, or other products;
        the end of a sentence, blank where it is neither."""
        through = [self.served_through(position) for position in self._after(block.kind, block.column)]
        rivals = np.unique(np.concatenate(through)) if through else np.array([], np.int64)
        if not len(rivals):
            return ""
        same = self._product[rivals] == row["product"]
        penalties = self._penalty[rivals[same]]
        higher = penalties[penalties > float(row["penalty_eur"]) * (1 + 1e-9)]
        if len(higher):
            return f", serving demand with a higher penalty ({eur(float(higher.min()))})"
        if not same.any():
            return f", serving {self.names[str(self._product[rivals[np.argmax(self._penalty[rivals])]])]} instead"
        return ""

    @cache  # noqa: B019
    def _after(self, kind: str, column: int) -> list[int]:
        """The positions that are reached over the line or lane of a variable, whatever it makes or carries."""
        network, operations = self.network, self.model.operations
        if kind == "make":
            of, item, head = network.parts.task_line, network.making.item, network.task_position
            family = operations.make
        elif kind == "ship":
            of, item, head = network.haul_lane, network.shipping.item, network.haul_destination
            family = operations.ship
        else:
            return []
        same = of[item] == of[item[column - family.first]]
        busy = same & (family.of(self.values) > NOTHING)
        return [int(position) for position in np.unique(head[item[busy]])]
