"""What pruning left out, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from edu_supply.network.network import Network
from edu_supply.network.parts import Flags
from edu_supply.network.reach import NEVER

EXAMPLES = 3


@dataclass(frozen=True)
class Reason:
    """Why some were left out, how many, and the names of the first few."""

    why: str
    how_many: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Pruned:
    """One sort of index: how many there are in all, how many remain, in how many periods, why the others do not.

    ``all_periods`` and ``kept_periods`` count every index once for each period.
    """

    what: str
    all: int
    kept: int
    all_periods: int
    kept_periods: int
    reasons: tuple[Reason, ...]


def pruned(network: Network) -> tuple[Pruned, ...]:
    """Positions, tasks and hauls that were left out.

    >>> from edu_supply.reading import read
    >>> [(one.what, one.kept, one.all) for one in pruned(Network.of(read("data/tutorial")))]
    [('product at a site', 8, 20), ('product on a line', 4, 4), ('product on a lane', 4, 16)]
    """
    return _positions(network), _tasks(network), _hauls(network)


def _reason(why: str, flags: Flags, name: Callable[[int], str]) -> Reason:
    where = np.flatnonzero(flags)
    return Reason(why, len(where), tuple(name(int(one)) for one in where[:EXAMPLES]))


def _positions(network: Network) -> Pruned:
    parts, never = network.parts, network.reach.earliest.ravel() >= NEVER
    kept = np.zeros_like(never)
    kept[network.position_site * len(parts.products) + network.position_product] = True

    def name(position: int) -> str:
        site, product = divmod(position, len(parts.products))
        return f"{parts.products[product]} at {parts.sites[site]}"

    reasons = (_reason("cannot come within the plan", never, name), _reason("of no use", ~never & ~kept, name))
    every = len(kept) * network.periods
    return Pruned("product at a site", len(kept), int(kept.sum()), every, len(network.presence), _real(reasons))


def _tasks(network: Network) -> Pruned:
    lines, parts = network.parts.dataset["lines"], network.parts
    never, kept = network.reach.begin >= NEVER, network.making.lengths > 0

    def named(line: str, product: str) -> str:
        return f"{product} on {line}"

    def name(task: int) -> str:
        return named(parts.lines[int(parts.task_line[task])], parts.products[int(parts.task_product[task])])

    def row_name(row: int) -> str:
        return named(lines["line"].iloc[row], lines["product"].iloc[row])

    reasons = (
        _reason("capacity 0", ~(lines["capacity"] > 0).to_numpy(), row_name),
        _reason("cannot come out within the plan", never, name),
        _reason("of no use", ~never & ~kept, name),
    )
    every = len(lines) * network.periods
    return Pruned("product on a line", len(lines), int(kept.sum()), every, len(network.making), _real(reasons))


def _hauls(network: Network) -> Pruned:
    parts, products = network.parts, len(network.parts.products)
    carries = parts.lane_carries.ravel()
    leaves = np.maximum(network.reach.earliest[parts.lane_origin], parts.lane_from[:, None])
    arrives = np.maximum(leaves + parts.lane_lead[:, None], parts.site_from[parts.lane_destination, None]).ravel()
    never = carries & (arrives > network.periods)
    kept = np.zeros_like(carries)
    kept[network.haul_lane * products + network.haul_product] = True

    def name(haul: int) -> str:
        lane, product = divmod(haul, products)
        return f"{parts.products[product]} on {parts.lanes[lane]}"

    reasons = (
        _reason("not licensed", ~carries, name),
        _reason("cannot come within the plan", never, name),
        _reason("of no use", carries & ~never & ~kept, name),
    )
    every = len(carries) * network.periods
    return Pruned("product on a lane", len(carries), int(kept.sum()), every, len(network.shipping), _real(reasons))


def _real(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if reason.how_many)
