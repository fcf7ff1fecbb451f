"""What a loss moves: how much of each product every line makes, every lane carries, every front hands over, every site
holds, without the loss and with it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.model.columns import Family
from edu_supply.network.parts import Floats, Ints
from edu_supply.outages.two_worlds import TwoWorlds

SLIGHT = 1e-6
"""A change of less than this share of what there was, or of one unit, is none."""

COLUMNS = ("flow", "place", "product", "before_units", "after_units", "change_units", "first_period", "last_period")


def moved(worlds: TwoWorlds) -> pd.DataFrame:
    """The flows that differ, a row for each line, lane, front or site and product; those of most value first.

    ``flow`` is made, sent, handed over or held. ``before_units`` is undisturbed, ``after_units`` with the loss: summed
    over the horizon, but for what is held, where it is at the end of the period in which the two differ most.
    ``first_period`` and ``last_period``: in which they differ.
    """
    model, parts = worlds.undisturbed.model, worlds.stressed.network.parts
    network, operations = model.network, model.operations
    lines, lanes = parts.lines.to_numpy(), parts.lanes.to_numpy()
    sites, products = parts.sites.to_numpy(), parts.products.to_numpy()
    services = network.services
    task, haul = network.making.item, network.shipping.item
    position = network.holding.item
    tables = [
        _summed("made", operations.make, lines[parts.task_line[task]], products[parts.task_product[task]],
                network.making.period, worlds),
        _summed("sent", operations.ship, lanes[network.haul_lane[haul]], products[network.haul_product[haul]],
                network.shipping.period, worlds),
        _summed("handed over", operations.serve, sites[services["site"]], products[services["product"]],
                services["period"].to_numpy(), worlds),
        _held(model, sites[network.position_site[position]], products[network.position_product[position]], worlds),
    ]  # fmt: skip
    table = pd.concat(tables, ignore_index=True)
    table = table.assign(change_units=table["after_units"] - table["before_units"])
    slight = SLIGHT * np.maximum(1.0, np.maximum(table["before_units"], table["after_units"]))
    table = table[table["change_units"].abs() > slight]
    value = worlds.stressed.network.parts.dataset["products"].set_index("product")["value_eur"]
    much = table["change_units"].abs() * table["product"].map(value)
    order = table.assign(much=much).sort_values("much", ascending=False, kind="stable")
    return order[list(COLUMNS)].reset_index(drop=True)


def _amounts(family: Family, worlds: TwoWorlds) -> tuple[Floats, Floats]:
    return family.of(worlds.undisturbed.values), family.of(worlds.shown)


def _summed(
    flow: str, family: Family, place: np.ndarray, product: np.ndarray, period: Ints, worlds: TwoWorlds
) -> pd.DataFrame:
    undisturbed, lost = _amounts(family, worlds)
    rows = pd.DataFrame({"place": place, "product": product, "period": period, "before_units": undisturbed,
                         "after_units": lost})  # fmt: skip
    rows = rows.groupby(["place", "product", "period"], sort=False).sum().reset_index()
    keys = ["place", "product"]
    table = rows.groupby(keys, sort=False)[["before_units", "after_units"]].sum()
    return table.join(_when(rows, keys)).reset_index().assign(flow=flow)


def _when(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The first and last period in which each differs."""
    differ = (rows["after_units"] - rows["before_units"]).abs()
    rows = rows[differ > SLIGHT * np.maximum(1.0, rows["before_units"])]
    periods = rows.groupby(keys, sort=False)["period"]
    return pd.DataFrame({"first_period": periods.min(), "last_period": periods.max()}).astype("Int64")


def _held(model: Model, place: np.ndarray, product: np.ndarray, worlds: TwoWorlds) -> pd.DataFrame:
    undisturbed, lost = _amounts(model.operations.hold, worlds)
    rows = pd.DataFrame({"place": place, "product": product, "period": model.network.holding.period,
                         "before_units": undisturbed, "after_units": lost})  # fmt: skip
    keys = ["place", "product"]
    most = (rows["after_units"] - rows["before_units"]).abs()
    greatest = rows.loc[most.groupby([rows["place"], rows["product"]], sort=False).idxmax()]
    table = greatest.set_index(keys)[["before_units", "after_units"]]
    return table.join(_when(rows, keys)).reset_index().assign(flow="held")
