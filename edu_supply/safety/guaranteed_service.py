"""Safety stock by the guaranteed-service model: exact on trees, between two bounds on other chains."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from edu_supply.safety.stages import Chain, Link, Stage
from edu_supply.safety.tree import service_times

MOST_ROUNDS = 50
"""So often the times of all stages are tried, one at a time, where the chain is no tree."""


@dataclass(frozen=True)
class GuaranteedService:
    """Where safety stock is best kept. ``cost_eur`` is its holding cost for a period; no choice of service times costs
    less than ``bound_eur``. ``left_out`` are the links (upstream, downstream) that the bound passes over, for with them
    the chain is no tree.

    ``stages`` has a row for each: stage, inbound (periods that it waits for its suppliers), time, outbound (periods
    that it lets its customers wait), net (inbound + time - outbound: what its stock covers), demand_mean and demand_sd
    (units a period, its own customers and all below), safety_units, base_stock_units (safety_units + demand_mean *
    net), holding_eur (of a unit for a period), cost_eur (of its safety stock for a period).
    """

    stages: pd.DataFrame
    cost_eur: float
    bound_eur: float
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def exact(self) -> bool:
        """Whether this is proved to be the best: always so on a tree."""
        return self.cost_eur <= self.bound_eur * (1 + 1e-9) + 1e-9


def guaranteed_service(
    stages: Iterable[Stage], links: Iterable[Link], *, z: float = 1.645, rate: float = 1.0, pooling: float = 2.0
) -> GuaranteedService:
    """The cheapest safety stock of a chain whose stages promise each other service times.

    Every stage promises to deliver within its service time (periods), whatever its customers ask for up to the bound
    mean * t + z * sd * sqrt(t) over t periods. ``links`` say who supplies whom, with the units of the upstream stage in
    one unit of the downstream one (1 where they do not say). ``rate`` is the holding cost of a period per euro of
    added_eur, for stages that give no holding_eur. Demands are pooled as
    (sum of (units * sd) ** pooling) ** (1 / pooling): 2 where they are independent of each other, 1 where they rise and
    fall together. On a tree (seen without the links' directions) the answer is exact; elsewhere it lies between
    ``bound_eur`` and ``cost_eur``. Raises ValueError for a chain that is none.

    Sources: S. C. Graves and S. P. Willems, Manufacturing and Service Operations Management 2 (2000), 68-83; K.
    Inderfurth, International Journal of Production Economics 24 (1991), 103-113, for the recursion.

    >>> import edu_supply
    >>> stages = [edu_supply.Stage("steel", 2, holding_eur=1, inbound=1), edu_supply.Stage("body", 1, holding_eur=2),
    ...           edu_supply.Stage("shell", 1, holding_eur=3, demand_sd=1),
    ...           edu_supply.Stage("mine", 1, holding_eur=3, demand_sd=1, service=1)]
    >>> links = [("steel", "body"), ("body", "shell"), ("body", "mine")]
    >>> found = edu_supply.guaranteed_service(stages, links, z=1)
    >>> round(found.cost_eur, 4), found.exact, found.stages["outbound"].tolist()
    (8.2779, True, [0.0, 0.0, 1.0, 0.0])
    """
    if z < 0 or rate < 0 or pooling < 1:
        raise ValueError("z and rate are not below 0, pooling is not below 1")
    chain = Chain(stages, links, z, rate, pooling)
    kept = _forest(chain)
    bound, outbound = service_times(chain, kept)
    left_out = [(up, down) for up, down, _ in chain.links if (up, down) not in kept]
    if left_out:
        starts = (outbound, [0] * len(outbound))
        outbound = min((_improved(chain, start) for start in starts), key=lambda times: _total(chain, times))
    table = _table(chain, outbound)
    cost = float(table["cost_eur"].sum())
    names = tuple((chain.stages[up].name, chain.stages[down].name) for up, down in left_out)
    return GuaranteedService(table, cost, min(bound, cost), names)


def _forest(chain: Chain) -> set[tuple[int, int]]:
    """Links without which the stages stay connected as they are, but no ring is left; those that matter most stay."""
    graph = nx.Graph()
    for up, down, _ in chain.links:
        graph.add_edge(up, down, weight=chain.holding_eur[down] * chain.bound[down], link=(up, down))
    return {data["link"] for _, _, data in nx.maximum_spanning_edges(graph)}


def _inbound(chain: Chain, stage: int, outbound: list[int]) -> int:
    """How long a stage waits for its suppliers."""
    return max(chain.inbound[stage], *(outbound[up] for up, _ in chain.above[stage]), 0)


def _cost(chain: Chain, stage: int, outbound: list[int]) -> float:
    """EUR per period for the safety stock of a stage; infinite where it promises what it cannot keep."""
    net = _inbound(chain, stage, outbound) + chain.time[stage] - outbound[stage]
    return math.inf if net < 0 else chain.holding_eur[stage] * chain.bound[stage] * math.sqrt(net * chain.step)


def _improved(chain: Chain, start: list[int]) -> list[int]:
    """Times at which no stage alone can be given another one to save anything."""
    outbound = list(start)
    for _ in range(MOST_ROUNDS):
        changed = False
        for stage in range(len(outbound)):
            now = outbound[stage]
            costs = {time: _cost_around(chain, stage, time, outbound) for time in _turns(chain, stage, outbound)}
            best = min(costs, key=lambda time: costs[time])
            better = costs[best] < _cost_around(chain, stage, now, outbound) - 1e-9
            outbound[stage], changed = (best if better else now), changed or better
        if not changed:
            break
    return outbound


def _turns(chain: Chain, stage: int, outbound: list[int]) -> set[int]:
    """The outbound times of a stage one of which is the cheapest, all others standing: between them cost is concave."""
    most = min(chain.most_outbound[stage], _inbound(chain, stage, outbound) + chain.time[stage])
    turns = {0, most}
    for down, _ in chain.below[stage]:
        others = (outbound[up] for up, _ in chain.above[down] if up != stage)
        turns |= {max(chain.inbound[down], *others, 0), outbound[down] - chain.time[down]}
    return {time for time in turns if 0 <= time <= most}


def _cost_around(chain: Chain, stage: int, time: int, outbound: list[int]) -> float:
    """What a stage and those that it supplies cost where its outbound time is another one; ``outbound`` gets it."""
    outbound[stage] = time
    return sum(_cost(chain, one, outbound) for one in (stage, *(down for down, _ in chain.below[stage])))


def _total(chain: Chain, outbound: list[int]) -> float:
    return sum(_cost(chain, stage, outbound) for stage in range(len(outbound)))


def _table(chain: Chain, outbound: list[int]) -> pd.DataFrame:
    step = float(chain.step)
    waits = [_inbound(chain, stage, outbound) for stage in range(len(outbound))]
    inbound, time, out = (np.array(steps) * step for steps in (waits, chain.time, outbound))
    net, mean = inbound + time - out, np.array(chain.demand_mean)
    costs = [_cost(chain, stage, outbound) for stage in range(len(outbound))]
    safety = np.array(chain.bound) * np.sqrt(net)
    return pd.DataFrame({
        "stage": [stage.name for stage in chain.stages], "inbound": inbound, "time": time, "outbound": out, "net": net,
        "demand_mean": mean, "demand_sd": chain.demand_sd, "safety_units": safety,
        "base_stock_units": safety + mean * net, "holding_eur": chain.holding_eur, "cost_eur": costs,
    })  # fmt: skip
