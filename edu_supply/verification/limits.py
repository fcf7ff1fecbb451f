"""What may be done in each period of the undisturbed world: line time, tonnes, and what is built.

Another world is the same laws under other limits: whoever checks one makes another ``Limits``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import BoolArray, FloatArray, floats, texts, whole
from edu_supply.verification.names import Names, code


@dataclass(frozen=True)
class Limits:
    """Limits by (line, lane or site) and period; NaN where there is none, and no row to check."""

    line_time: FloatArray
    line_least: FloatArray
    lane_t: FloatArray
    throughput_t: FloatArray
    site_usable: BoolArray
    lane_usable: BoolArray


def limits_of(dataset: Dataset, names: Names, choices: pd.DataFrame) -> Limits:
    """The limits of the undisturbed world, with what the plan opens and builds."""
    lines = dataset["lines"].drop_duplicates("line")
    existing = floats(lines["existing"])[:, None]
    site_usable, lane_usable = usable(dataset, "site", choices), usable(dataset, "lane", choices)
    share = availability(dataset, "line", names)
    least = share * floats(lines["minimum_use"])[:, None] * existing
    binds = _begins_in_time(dataset, names) & site_usable[code(names.site, lines["site"])]
    return Limits(
        line_time=share * (existing + opened(dataset, names, choices)),
        line_least=np.where(binds & (least > 0), least, np.nan),
        lane_t=availability(dataset, "lane", names) * floats(dataset["lanes"]["capacity_t"])[:, None],
        throughput_t=availability(dataset, "site", names) * floats(dataset["sites"]["throughput_t"])[:, None],
        site_usable=site_usable,
        lane_usable=lane_usable,
    )


def availability(dataset: Dataset, kind: str, names: Names) -> FloatArray:
    """The share that exists: that of the latest row at or before the period; 1 before the first row."""
    index = {"line": names.line, "lane": names.lane, "site": names.site}[kind]
    share = np.ones((len(index), dataset.periods))
    rows = dataset["availability"]
    rows = rows[texts(rows["kind"]) == kind].sort_values("from_period")
    start = np.maximum(whole(rows["from_period"]), 1) - 1
    for target, first, value in zip(code(index, rows["target"]), start, rows["share"], strict=True):
        share[target, first:] = value
    return share


def opened(dataset: Dataset, names: Names, choices: pd.DataFrame) -> FloatArray:
    """Lines opened by expansions, by line and period."""
    lines = np.zeros((len(names.line), dataset.periods))
    rows = choices[choices["kind"] == "expansion"].merge(dataset["expansions"], left_on="target", right_on="expansion")
    for line, row in zip(code(names.line, rows["line"]), rows.to_dict("records"), strict=True):
        share = there(dataset.periods, row["period"], row["lead_periods"], row["ramp_periods"])
        lines[line] += row["quantity"] * row["adds"] * share
    return lines


def there(periods: int, decided: float, lead: float, ramp: float) -> FloatArray:
    """Of a step opened in ``decided``, the share min(1, (k + 1) / (ramp + 1)) is there k = t' - t - lead >= 0 periods
    later; by period t'."""
    k = np.arange(1, periods + 1) - decided - lead
    return np.where(k >= 0, np.minimum(1.0, (k + 1) / (ramp + 1)), 0.0)


def usable(dataset: Dataset, kind: str, choices: pd.DataFrame) -> BoolArray:
    """What exists is usable always; what may be built, if the plan builds it, from build_lead_periods + 1 on."""
    table = dataset[f"{kind}s"]
    exists = np.isnan(floats(table["build_cost_eur"]))
    bought = choices[(choices["kind"] == kind) & (choices["quantity"] > 0.5)]["target"]
    built = table[kind].astype("str").isin(bought).to_numpy()
    in_time = np.arange(1, dataset.periods + 1) > whole(table["build_lead_periods"])[:, None]
    return np.asarray(exists[:, None] | (built[:, None] & in_time), dtype=np.bool_)


def _begins_in_time(dataset: Dataset, names: Names) -> BoolArray:
    """By line and period: something with a positive capacity, begun then, comes out within the horizon."""
    rows = dataset["lines"]
    rows = rows[rows["capacity"] > 0]
    quickest = np.full(len(names.line), np.inf)
    np.minimum.at(quickest, code(names.line, rows["line"]), floats(rows["lead_periods"]))
    return np.asarray(np.arange(1, dataset.periods + 1) + quickest[:, None] <= dataset.periods, dtype=np.bool_)
