"""What each limit is in each period of a plan, how much of it is used, and what one more unit of it is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edu_supply.model import Model
from edu_supply.model.columns import Law
from edu_supply.network.parts import Flags, Floats, Ints

Label = tuple[object, ...]


@dataclass(frozen=True)
class LawRows:
    """The rows of a law in a plan, one entry each: labels, use (its unit) and dual (EUR per unit of the right side)."""

    law: Law
    labels: list[Label]
    used: Floats
    dual: Floats

    @property
    def period(self) -> Ints:
        """The period of each row, where the law's last index is one."""
        return np.array([label[-1] for label in self.labels], np.int64)


def law_rows(model: Model, values: Floats, row_duals: Floats, name: str) -> LawRows:
    """A law's rows with what is used of them (integer choices, which make the limits, apart) and their duals."""
    first = 0
    for law in model.laws:
        if law.name == name:
            break
        first += law.size
    else:
        raise KeyError(name)
    used = law.matrix(model.size) @ np.where(whole(model), 0.0, values)
    return LawRows(law, law.labels(), used, row_duals[first : first + law.size])


def whole(model: Model) -> Flags:
    """The variables that are integer: what is opened, built, signed."""
    return np.concatenate([np.full(family.size, family.integer) for family in model.families])


def sites_stand(model: Model, values: Floats) -> Floats:
    """(sites, periods): 1 where a site exists, or is built and usable."""
    parts, choices = model.network.parts, model.choices
    stands = np.where(parts.site_is_candidate, 0.0, 1.0)
    stands[choices.built_sites] = np.round(choices.build_site.of(values))
    return stands[:, None] * (np.arange(1, parts.periods + 1) >= parts.site_from[:, None])


def lanes_stand(model: Model, values: Floats) -> Floats:
    """(lanes, periods): 1 where a lane exists, or is built and usable."""
    parts, choices = model.network.parts, model.choices
    stands = np.where(parts.lane_is_candidate, 0.0, 1.0)
    stands[choices.built_lanes] = np.round(choices.build_lane.of(values))
    return stands[:, None] * (np.arange(1, parts.periods + 1) >= parts.lane_from[:, None])


def line_limits(model: Model, values: Floats) -> Floats:
    """(lines, periods): what exists of each line and what was opened, times its availability. Unit: lines."""
    parts, choices = model.network.parts, model.choices
    lines = np.repeat(parts.line_existing[:, None], parts.periods, axis=1)
    expansion, period, adds = choices.growth
    opened = np.round(choices.open.of(values))
    np.add.at(lines, (parts.expansion_line[expansion], period - 1), adds * opened[expansion])
    left = parts.availability("line", parts.lines) * model.operations.world.line
    return lines * left * sites_stand(model, values)[parts.line_site]


def lane_limits(model: Model, values: Floats) -> Floats:
    """(lanes, periods): what each lane can carry; NaN where nothing limits it. Unit: t."""
    parts = model.network.parts
    capacity = parts.dataset["lanes"]["capacity_t"].to_numpy(float)
    left = parts.availability("lane", parts.lanes) * model.operations.world.lane
    return capacity[:, None] * left * lanes_stand(model, values)


def throughput_limits(model: Model, values: Floats) -> Floats:
    """(sites, periods): what each site can send; NaN where nothing limits it. Unit: t."""
    parts = model.network.parts
    capacity = parts.dataset["sites"]["throughput_t"].to_numpy(float)
    left = parts.availability("site", parts.sites) * model.operations.world.site
    return capacity[:, None] * left * sites_stand(model, values)


def held_limits(model: Model, values: Floats, column: str) -> Floats:
    """(sites, periods): what each site can hold (``storage_t`` or ``neq_limit_kg``); NaN where nothing limits it."""
    capacity = model.network.parts.dataset["sites"][column].to_numpy(float)
    return capacity[:, None] * sites_stand(model, values)


def reduced_costs(model: Model, row_duals: Floats) -> Floats:
    """What one more unit of each variable would add to the objective, EUR per unit: cost - A^T dual."""
    return np.asarray(model.cost - model.matrix.T @ row_duals, float)
