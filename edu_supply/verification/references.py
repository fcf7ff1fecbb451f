"""The operations of the plan speak of things that exist, in periods that exist, and say each thing once.

Each function codes one table of the plan (adding columns that end in ``_code`` or ``_row``), says what is wrong with
its rows, and passes on the rows that the other laws can use.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.horizon import Horizon
from edu_supply.verification import arrays
from edu_supply.verification.arrays import BoolArray, FloatArray, IntArray, TextArray, both, floats, texts, whole
from edu_supply.verification.demands import Demands
from edu_supply.verification.findings import Rows, amount, refuse
from edu_supply.verification.names import Names, code
from edu_supply.verification.sheets import describe

Coded = tuple[pd.DataFrame, list[Rows]]


def production(sheet: pd.DataFrame, dataset: Dataset, names: Names) -> Coded:
    """A line makes a product that the table lines gives it a capacity for; it comes out lead_periods later."""
    lines, horizon = dataset["lines"], dataset.horizon
    line, product = code(names.line, sheet["line"]), code(names.product, sheet["product"])
    row = names.line_row(line, product)
    site = np.where(row >= 0, code(names.site, lines["site"])[row], -1) if len(lines) else row
    lead = arrays.look_up(floats(lines["lead_periods"]), row)
    sheet = sheet.assign(line_code=line, product_code=product, line_row=row, site_code=site, lead_periods=lead)
    idle = (row >= 0) & (arrays.look_up(floats(lines["capacity"]), row) <= 0) & (sheet["make_units"].to_numpy() > 0)
    findings = [
        _refer("production", sheet, row < 0, horizon, "no row of lines says that this line makes it"),
        _refer("production", sheet, idle, horizon, "the line's capacity for it is 0"),
        *_moments("production", sheet, "out_period", lead, horizon),
        _once("production", sheet, both(row, whole(sheet["period"]), horizon.periods + 1), horizon),
        *_as_in("production", sheet, {"site": (dataset["sites"], "site", site)}, horizon),
        *_as_in("production", sheet, {"country": (dataset["sites"], "country", site)}, horizon),
    ]
    return _sound(sheet, row >= 0, horizon), findings


def shipments(sheet: pd.DataFrame, dataset: Dataset, names: Names) -> Coded:
    """A lane carries what it is licensed for (everything, without rows in lane_products), for lead_periods."""
    lanes, licences, horizon = dataset["lanes"], dataset["lane_products"], dataset.horizon
    lane, product = code(names.lane, sheet["lane"]), code(names.product, sheet["product"])
    licensed_lane = code(names.lane, licences["lane"])
    licensed = both(licensed_lane, code(names.product, licences["product"]), len(names.product))
    free = ~np.isin(lane, licensed_lane)
    barred = ~free & ~np.isin(both(lane, product, len(names.product)), licensed)
    ends = {end: np.where(lane >= 0, code(names.site, lanes[end])[lane], -1) if len(lanes) else lane
            for end in ("origin", "destination")}  # fmt: skip
    lead = arrays.look_up(floats(lanes["lead_periods"]), lane)
    sheet = sheet.assign(lane_code=lane, product_code=product, origin_code=ends["origin"],
                         destination_code=ends["destination"], lead_periods=lead)  # fmt: skip
    known = (lane >= 0) & (product >= 0)
    pair = both(lane, product, len(names.product))
    findings = [
        _refer("shipments", sheet, ~known, horizon, "there is no such lane or product"),
        _refer("shipments", sheet, known & barred, horizon, "lane_products has no licence for it on this lane"),
        *_moments("shipments", sheet, "arrival_period", lead, horizon),
        _once("shipments", sheet, both(pair, whole(sheet["period"]), horizon.periods + 1), horizon),
        *_as_in("shipments", sheet, {name: (lanes, name, lane) for name in ("origin", "destination", "mode")}, horizon),
    ]
    return _sound(sheet, known, horizon), findings


def stocks(sheet: pd.DataFrame, dataset: Dataset, names: Names) -> Coded:
    """What is held or thrown away is a product of the dataset at a site of the dataset."""
    horizon = dataset.horizon
    site, product = code(names.site, sheet["site"]), code(names.product, sheet["product"])
    sheet = sheet.assign(site_code=site, product_code=product)
    pair = both(site, product, len(names.product))
    findings = [
        _refer("stocks", sheet, pair < 0, horizon, "there is no such site or product"),
        _inside("stocks", sheet, horizon),
        _once("stocks", sheet, both(pair, whole(sheet["period"]), horizon.periods + 1), horizon),
        *_as_in("stocks", sheet, {"country": (dataset["sites"], "country", site)}, horizon),
    ]
    return _sound(sheet, pair >= 0, horizon), findings


def service(sheet: pd.DataFrame, dataset: Dataset, names: Names, demands: Demands) -> Coded:
    """What is served answers a demand, and is what was asked for (ratio 1), or a substitute at its buyer's ratio."""
    horizon = dataset.horizon
    served = code(names.product, sheet["served_product"])
    demand = demands.find(names, sheet, "demand_period")
    sheet = sheet.assign(site_code=code(names.site, sheet["site"]), demand_row=demand, served_code=served)
    known, ways = (demand >= 0) & (served >= 0), accepted(sheet, dataset)
    _, ratio = np.unique(floats(sheet["ratio"]), return_inverse=True)
    parts = both(both(demand, served, len(names.product)), whole(sheet["period"]), horizon.periods + 1)
    parts = both(parts, ratio.astype(np.int64), int(ratio.max(initial=0)) + 1)
    findings = [
        _refer("service", sheet, ~known, horizon, "nobody asked for this"),
        _refer("service", sheet, known & (ways == 0), horizon,
               "substitutes has no row by which this buyer accepts it at this ratio"),
        _inside("service", sheet, horizon),
        _once("service", sheet, parts, horizon, np.maximum(ways, 1)),
    ]  # fmt: skip
    return _sound(sheet, known, horizon), findings


def accepted(sheet: pd.DataFrame, dataset: Dataset) -> IntArray:
    """By how many ways each row of the service may be: as asked for at ratio 1, by a general row of substitutes, by the
    buyer's own row."""
    rows, ratio = dataset["substitutes"], floats(sheet["ratio"])
    same = texts(sheet["product"]) == texts(sheet["served_product"])
    ways = (same & (np.abs(ratio - 1) <= 1e-9)).astype(np.int64)
    general = texts(rows["country"]) == ""
    for own in (False, True):
        chosen = rows[general != own]
        keys = ["product", "substitute", *(["country"] if own else [])]
        wanted = ["product", "served_product", *(["buyer"] if own else [])]
        right = arrays.look_up(floats(chosen["ratio"]), arrays.place(chosen, keys, sheet, wanted))
        ways += np.abs(ratio - right) <= 1e-9 * np.abs(right)
    return np.asarray(ways, dtype=np.int64)


def demand(sheet: pd.DataFrame, dataset: Dataset, names: Names, demands: Demands) -> Coded:
    """The rows of the table demand are the dataset's demands, and say of them what the dataset says."""
    horizon = dataset.horizon
    row = demands.find(names, sheet, "period")
    sheet = sheet.assign(demand_row=row)
    findings = [
        _refer("demand", sheet, row < 0, horizon, "no demand of the dataset says so"),
        _once("demand", sheet, row, horizon),
        *_as_in("demand", sheet, {"country": (dataset["sites"], "country", code(names.site, sheet["site"]))}, horizon),
    ]
    for column, right in (("priority", demands.priority), ("quantity_units", demands.quantity),
                          ("penalty_eur", demands.penalty_eur)):  # fmt: skip
        true, stated = arrays.look_up(right, row), floats(sheet[column])
        wrong = np.abs(stated - true) > 1e-9 * np.abs(true)
        unit = " EUR" if column.endswith("_eur") else ""
        said = _said("demand", sheet, column, stated, true, horizon, unit)
        findings.append(refuse(f"demand.{column}", wrong & (row >= 0), said))
    return sheet[row >= 0].reset_index(drop=True), findings


def _refer(table: str, sheet: pd.DataFrame, bad: BoolArray, horizon: Horizon, why: str) -> Rows:
    return refuse("references", bad, lambda row: f"{_words(table, sheet, row, horizon)}, but {why}.")


def _words(table: str, sheet: pd.DataFrame, row: int, horizon: Horizon) -> str:
    return describe(table, sheet.iloc[row], horizon)


def _within(sheet: pd.DataFrame, horizon: Horizon) -> BoolArray:
    period = floats(sheet["period"])
    return np.asarray((period >= 1) & (period <= horizon.periods) & (period == np.rint(period)), dtype=np.bool_)


def _inside(table: str, sheet: pd.DataFrame, horizon: Horizon) -> Rows:
    """Every period is a whole number from 1 to the horizon's end."""
    period = floats(sheet["period"])

    def say(row: int) -> str:
        return (
            f"{_words(table, sheet, row, horizon)}: period {amount(period[row])} is not one of 1 to {horizon.periods}."
        )

    return refuse("periods", ~_within(sheet, horizon), say)


def _moments(table: str, sheet: pd.DataFrame, column: str, lead: FloatArray, horizon: Horizon) -> list[Rows]:
    """Nothing is begun or leaves that would come out or arrive after the horizon, and the plan says when it does."""
    right = floats(sheet["period"]) + np.nan_to_num(lead)
    stated = floats(sheet[column])

    def say(row: int) -> str:
        words = _words(table, sheet, row, horizon)
        if right[row] > horizon.periods:
            return f"{words} needs until period {amount(right[row])}, but the plan ends with {horizon.periods}."
        return f"{words}: the plan says {column} {amount(stated[row])}, but it is {amount(right[row])}."

    wrong = ((stated != right) | (right > horizon.periods)) & ~np.isnan(lead)
    return [_inside(table, sheet, horizon), refuse("periods", wrong, say)]


def _once(table: str, sheet: pd.DataFrame, key: IntArray, horizon: Horizon, most: IntArray | int = 1) -> Rows:
    """No key has two rows (nor more than ``most``)."""
    several = whole(pd.Series(key).groupby(key).cumcount()) if not pd.Index(key).is_unique else np.zeros_like(key)
    return refuse(
        "duplicates",
        (several >= most) & (key >= 0),
        lambda row: f"{_words(table, sheet, row, horizon)} stands in the plan more than once.",
    )


def _as_in(
    table: str, sheet: pd.DataFrame, right: dict[str, tuple[pd.DataFrame, str, IntArray]], horizon: Horizon
) -> list[Rows]:
    """What the plan repeats from the dataset (a site, a country, a mode) it repeats rightly."""
    findings = []
    for column, (source, name, position) in right.items():
        stated, values = texts(sheet[column]), texts(source[name])
        true = np.where(position >= 0, values[position], stated) if len(values) else stated
        findings.append(refuse("references", stated != true, _said(table, sheet, column, stated, true, horizon)))
    return findings


def _said(
    table: str,
    sheet: pd.DataFrame,
    column: str,
    stated: TextArray | FloatArray,
    true: TextArray | FloatArray,
    horizon: Horizon,
    unit: str = "",
) -> Callable[[int], str]:
    def say(row: int) -> str:
        said, right = (amount(one) if isinstance(one, float) else one for one in (stated[row], true[row]))
        return f"{_words(table, sheet, row, horizon)}: the plan says {column} {said}{unit}, but it is {right}{unit}."

    return say


def _sound(sheet: pd.DataFrame, known: BoolArray, horizon: Horizon) -> pd.DataFrame:
    """The rows that the other laws can use."""
    return sheet[known & _within(sheet, horizon)].reset_index(drop=True)
