"""What the data do not hold and would help: a second source of what was lost, and a way round what was lost.

Both are as large and as dear as what they stand in for, and are there while it is lost; what they save is the most
that they may cost.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from edu_supply.network.parts import Floats, Ints
from edu_supply.network.wording import number
from edu_supply.outages.openings import Tried
from edu_supply.outages.trial import More, Together, Trial

MOST_SOURCES = 3
MOST_ROUNDS = 3


def second_sources(trial: Trial) -> Iterator[Tried]:
    """For the products that the lost lines made: another source, by the lanes as they are, to where it was brought."""
    worlds, network, model = trial.worlds, trial.network, trial.after.model
    parts, operations = network.parts, model.operations
    making = network.making
    make = operations.make.of(worlds.undisturbed.values)
    lost = (operations.left_to_make <= 0) & (make > 0)
    value = parts.dataset["products"]["value_eur"].to_numpy(float)
    made = np.bincount(parts.task_product[making.item[lost]], make[lost], len(parts.products))
    totals = made * np.maximum(value, 1e-9)
    for product in np.argsort(-totals, kind="stable")[:MOST_SOURCES].tolist():
        if totals[product] <= 0:
            continue
        tasks = lost & (parts.task_product[making.item] == product)
        per_period = np.bincount(making.period[tasks], make[tasks])
        size = float(per_period.max())
        price = float(operations.make.cost[np.flatnonzero(tasks)[0]])
        makers = np.unique(parts.task_site[making.item[tasks]])
        more, together = _supply(trial, product, makers, price, size)
        if not more:
            continue
        name = str(parts.products[product])
        said = f"second source: {name}, {number(round(size))} a {parts.dataset.horizon.length}"
        yield "second source", name, name, size, np.nan, trial.saves_by(more, together), said


def _supply(trial: Trial, product: int, makers: Ints, price: float, size: float) -> tuple[list[More], list[Together]]:
    """Columns that bring a product to every place that had it from the lost makers, while they are lost."""
    network, parts, worlds = trial.network, trial.network.parts, trial.worlds
    shipping = network.shipping
    ship = trial.after.model.operations.ship.of(worlds.undisturbed.values)
    from_makers = np.isin(parts.lane_origin[network.haul_lane], makers) & (network.haul_product == product)
    hauls = np.unique(shipping.item[(ship > 0) & from_makers[shipping.item]])
    lost = trial.lost_sites
    places = [(int(network.haul_destination[haul]), float(network.haul_lead[haul]), _per_unit(trial, haul))
              for haul in hauls if not lost[parts.lane_destination[network.haul_lane[haul]]]]  # fmt: skip
    places += [(int(network.position(np.array([site]), np.array([product]))[0]), 0.0, 0.0)
               for site in makers if not lost[site]]  # fmt: skip
    more: list[More] = []
    together: list[Together] = []
    for period in trial.window:
        first = len(more)
        for position, lead, cost in places:
            row = trial.balance_row(position, period + int(lead)) if position >= 0 else -1
            if row >= 0:
                more.append(More([row], [1.0], price + cost, size))
        if len(more) > first:
            together.append(Together(range(first, len(more)), size))
    return more, together


def _per_unit(trial: Trial, haul: int) -> float:
    """EUR of sending one unit."""
    network = trial.network
    lane = network.haul_lane[haul]
    return float(network.haul_mass_t[haul] * network.parts.dataset["lanes"]["cost_eur_per_t"].iloc[int(lane)])


def ways_round(trial: Trial) -> Iterator[Tried]:
    """Where goods passed through a lost site: a lane from the place before to the place after, as slow and as dear."""
    pairs = _passing(trial)
    for (origin, destination), rows in list(pairs.items())[:MOST_ROUNDS]:
        more = []
        for product, lead, cost in rows:
            more += _direct(trial, origin, destination, product, lead, cost)
        if more:
            sites = trial.network.parts.sites
            name = f"{sites[origin]}>{sites[destination]}"
            said = f"way round: lane {name}"
            yield "way round", name, "", np.nan, np.nan, trial.saves_by(more, []), said


def _passing(trial: Trial) -> dict[tuple[int, int], list[tuple[int, int, float]]]:
    """Places before and after a lost site, those that most goods may pass between first; product, lead, EUR a unit."""
    network, parts = trial.network, trial.network.parts
    shipping = network.shipping
    ship = trial.after.model.operations.ship.of(trial.worlds.undisturbed.values)
    flow = np.bincount(shipping.item, ship, len(network.haul_lane))
    value = parts.dataset["products"]["value_eur"].to_numpy(float)[network.haul_product]
    lost = trial.lost_sites
    used = pd.DataFrame({
        "haul": np.arange(len(flow)), "product": network.haul_product, "worth": flow * value,
        "origin": parts.lane_origin[network.haul_lane], "destination": parts.lane_destination[network.haul_lane],
    })[flow > 0]  # fmt: skip
    comes = used[lost[used["destination"]] & ~lost[used["origin"]]]
    goes = used[lost[used["origin"]] & ~lost[used["destination"]]]
    both = comes.merge(goes, left_on=["destination", "product"], right_on=["origin", "product"], suffixes=("", "_on"))
    both = both.assign(much=both[["worth", "worth_on"]].min(axis=1))
    order = both.groupby(["origin", "destination_on"])["much"].sum().sort_values(ascending=False, kind="stable").index
    pairs: dict[tuple[int, int], list[tuple[int, int, float]]] = {key: [] for key in order}
    columns = (both[name].tolist() for name in ("origin", "destination_on", "product", "haul", "haul_on"))
    for origin, destination, product, haul, haul_on in zip(*columns, strict=True):
        lead = int(network.haul_lead[haul] + network.haul_lead[haul_on])
        pairs[origin, destination].append((product, lead, _per_unit(trial, haul) + _per_unit(trial, haul_on)))
    return pairs


def _direct(trial: Trial, origin: int, destination: int, product: int, lead: int, cost: float) -> list[More]:
    """Columns that take one unit at the place before and bring it to the place after, during the loss."""
    network, parts = trial.network, trial.network.parts
    ends = network.position(np.array([origin, destination]), np.array([product, product])).tolist()
    holding: Floats = parts.dataset["products"]["holding_eur"].to_numpy(float)
    found = []
    for period in trial.window:
        rows = [trial.balance_row(ends[0], period), trial.balance_row(ends[1], period + lead)]
        if min(rows) >= 0 and min(ends) >= 0:
            found.append(More(rows, [-1.0, 1.0], cost + lead * float(holding[product]), np.inf))
    return found

