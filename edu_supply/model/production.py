"""Laws of production: line time, minimum use, partly lost products."""

from __future__ import annotations

import numpy as np

from edu_supply.model.choices import Choices
from edu_supply.model.columns import Law
from edu_supply.model.flow import span
from edu_supply.model.operations import Operations
from edu_supply.network.parts import Floats, Ints
from edu_supply.network.windows import Windows


def line_time(operations: Operations, choices: Choices) -> Law:
    """What a line makes takes no more time than there is of it.

    sum(make[line, product, t] / capacity) <= availability * (existing + sum(adds * ramp share * open[expansion, 1]))

    Domain: every line, every period in which something may begin on it. Unit: lines.
    """
    parts = operations.parts
    windows = _running(operations)
    line, period = windows.item, windows.period
    left = parts.availability("line", parts.lines) * operations.world.line
    standing = left[line, period - 1] * parts.line_existing[line]
    law = Law("line_time", len(windows), lambda: _labels(operations, windows), upper=standing)
    _add_make(law, operations, windows)
    expansion, grown, adds = choices.growth
    grows = parts.expansion_line[expansion]
    law.add(windows.at(grows, grown), choices.open.column(expansion), -adds * left[grows, grown - 1])
    return law


def line_built(operations: Operations, choices: Choices) -> Law:
    """A line at a site that may be built makes nothing unless the site is built.

    sum(make[line, product, t] / capacity) <= availability * (existing + all that may be opened) * build_site[site]

    Domain: every line at a site that may be built, every period in which something may begin on it. Unit: lines.
    """
    parts = operations.parts
    windows = _running(operations, parts.site_is_candidate[parts.line_site])
    line, period = windows.item, windows.period
    most = (parts.availability("line", parts.lines) * choices.most_lines)[line, period - 1]
    law = Law("line_built", len(windows), lambda: _labels(operations, windows), upper=0)
    _add_make(law, operations, windows)
    law.add(np.arange(len(windows)), choices.site_built(parts.line_site[line]), -most)
    return law


def minimum_use(operations: Operations, choices: Choices) -> Law:
    """A line that stands runs at least at its minimum share, while what it begins still comes out within the horizon.

    sum(make[line, product, t] / capacity) >= availability * minimum_use * existing (* build_site[site])

    Domain: every line with minimum_use and some capacity, every period t with t + lead_periods <= periods for one of
    its products (from the first period in which its site may be used); only where it binds (the plan). Unit: lines.
    """
    parts, network = operations.parts, operations.network
    lead = np.full(len(parts.lines), network.periods + 1, np.int64)
    np.minimum.at(lead, parts.task_line, parts.task_lead)
    share = parts.line_rows["minimum_use"].to_numpy(float) * parts.line_existing
    must = (share > 0) & operations.world.binding
    windows = Windows(parts.site_from[parts.line_site], np.where(must, network.periods - lead, 0))
    line, period = windows.item, windows.period
    least = parts.availability("line", parts.lines)[line, period - 1] * share[line]
    built = choices.site_built(parts.line_site[line])
    law = Law("minimum_use", len(windows), lambda: _labels(operations, windows), lower=np.where(built < 0, least, 0))
    _add_make(law, operations, windows)
    law.add(np.arange(len(windows)), built, -least)
    return law


def product_time(operations: Operations, choices: Choices) -> Law:
    """Of a product that is partly lost, each line makes no more than the share that is left.

    make[line, product, t] / capacity
    <= (1 - share lost) * availability * (existing + sum(adds * ramp share * open[expansion, 1]))

    Domain: lines that make a product of which a part is lost, the periods of the loss. Unit: lines.
    """
    parts, making = operations.parts, operations.network.making
    left = operations.world.product[parts.task_product[making.item], making.period - 1]
    bound = np.flatnonzero((left < 1) & (left > 0))
    task, period = making.item[bound], making.period[bound]
    line = parts.task_line[task]
    share = left[bound] * parts.availability("line", parts.lines)[line, period - 1]
    names = parts.task_rows
    law = Law("product_time", len(bound), lambda: list(
        zip(names["line"].iloc[task], names["product"].iloc[task], period.tolist(), strict=True)
    ), upper=share * parts.line_existing[line])  # fmt: skip
    law.add(np.arange(len(bound)), operations.make.columns[bound], 1 / parts.task_capacity[task])
    for expansion, grown, adds in zip(*choices.growth, strict=True):
        rows = np.flatnonzero((line == parts.expansion_line[expansion]) & (period == grown))
        law.add(rows, choices.open.column(np.full(len(rows), expansion)), -adds * share[rows])
    return law


def _running(operations: Operations, which: np.ndarray | bool = True) -> Windows:
    """For each line, the periods from the first to the last in which something may begin on it."""
    parts = operations.parts
    chosen = np.broadcast_to(np.asarray(which, bool), len(parts.lines))
    return span(len(parts.lines), parts.task_line, operations.network.making, chosen)


def _add_make(law: Law, operations: Operations, windows: Windows) -> None:
    parts, making = operations.parts, operations.network.making
    time: Floats = 1 / parts.task_capacity[making.item]
    row: Ints = windows.at(parts.task_line[making.item], making.period)
    law.add(row, operations.make.columns, time)


def _labels(operations: Operations, windows: Windows) -> list[tuple[object, ...]]:
    return list(zip(operations.parts.lines[windows.item], windows.period.tolist(), strict=True))
