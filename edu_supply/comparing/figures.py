"""The figures of two plans side by side: money and shortage, fill rates, spending, choices, contracts, stock."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from edu_supply.comparison_tables import COMPARISON_TABLES
from edu_supply.dataset import Dataset
from edu_supply.plan import Plan, Run
from edu_supply.planning.layout import records

Figure = tuple[str, str, str, float]
"""Subject, item, unit, amount."""

SURVIVED, LOSS = "periods", "EUR"

def differences(
    base: Plan, other: Plan, datasets: tuple[Dataset, Dataset], country: str = "",
    sweeps: tuple[Run | None, Run | None] = (None, None),
) -> pd.DataFrame:  # fmt: skip
    """The columns of ``differences`` but the first, for two plans; of one country's where one is named."""
    sides = [pd.Series({row[:3]: row[3] for row in [*_figures(plan, dataset, country), *_losses(sweep)]}, dtype=float)
             for plan, dataset, sweep in zip((base, other), datasets, _both(sweeps), strict=True)]  # fmt: skip
    names = [*sides[0].index, *(name for name in sides[1].index if name not in sides[0].index)]
    names.sort(key=_order)
    table = pd.DataFrame(names, columns=["subject", "item", "unit"])
    rate = table["unit"].isin(["share", SURVIVED])
    for column, side in zip(("base", "other"), sides, strict=True):
        amounts = np.array([side.get(name, np.nan) for name in names])
        table[column] = np.where(np.isnan(amounts) & ~rate, 0.0, amounts)
    table["difference"] = table["other"] - table["base"]
    table["difference_share"] = np.where(table["base"] != 0, table["difference"] / table["base"].abs(), np.nan)
    gap = sum(float(plan.manifest["gap_eur"]) for plan in (base, other))
    within = (table["unit"] == "EUR") & (table["difference"].abs() <= gap) & (table["subject"] != "single_points")
    table["within_gap"] = within.astype(int)
    return table[list(COMPARISON_TABLES["differences"])[1:]]


SUBJECTS = ("cost", "fill_rate", "short", "spending", "choices", "contracts", "stock", "single_points")


def _order(name: tuple[str, str, str]) -> int:
    return SUBJECTS.index(name[0])


def _both(sweeps: tuple[Run | None, Run | None]) -> tuple[Run | None, Run | None]:
    return sweeps if all(sweep is not None for sweep in sweeps) else (None, None)


def _figures(plan: Plan, dataset: Dataset, country: str) -> Iterator[Figure]:
    manifest = plan.manifest
    for key in ("objective_eur", "money_eur", "shortage_eur", "reserves_eur"):
        yield "cost", key.removesuffix("_eur"), "EUR", float(manifest[key])
    yield from (("cost", part, "EUR", float(amount)) for part, amount in manifest["cost"].items()
                if part not in ("shortage", "reserves"))  # fmt: skip
    demand = plan["demand"]
    mine = demand[demand["buyer"] == country] if country else demand
    yield from _rates(mine)
    for product, units in mine.groupby("product")["short_units"].sum().items():
        yield "short", str(product), "units", float(units)
    yield from _spending(plan, country)
    sites = dataset["sites"].set_index("site")["country"]
    yield from _choices(plan, dataset, country, sites)
    contracts = plan["contracts"]
    contracts = contracts[contracts["buyer"] == country] if country else contracts
    for (line, product), rows in contracts.groupby(["line", "product"], sort=False):
        yield "contracts", f"{product} of {line}", "units", float(rows["quantity_units"].sum())
        yield "contracts", f"{product} of {line}", "EUR", float(rows["paid_eur"].sum())
    stocks = plan["stocks"]
    stocks = stocks[stocks["country"] == country] if country else stocks
    for product, rows in stocks.groupby(stocks["product"].astype(str), sort=False):
        yield "stock", f"{product}, on average", "units", float(rows["hold_units"].sum()) / dataset.periods
        below = rows.groupby("period")["below_units"].sum()
        yield "stock", f"{product}, below minimum at most", "units", float(below.max())


def _rates(demand: pd.DataFrame) -> Iterator[Figure]:
    asked, served = (demand[column] * demand["penalty_eur"] for column in ("quantity_units", "served_units"))
    if asked.sum() > 0:
        yield "fill_rate", "all", "share", float(served.sum() / asked.sum())
    for what in ("product", "buyer"):
        sums = pd.DataFrame({"asked": asked, "served": served}).groupby(demand[what]).sum()
        for name, row in sums[sums["asked"] > 0].iterrows():
            yield "fill_rate", f"{what} {name}", "share", float(row["served"] / row["asked"])


def _spending(plan: Plan, country: str) -> Iterator[Figure]:
    spending = plan["spending"]
    rows = spending[spending["period"].isna() & spending["buyer"].notna() & (spending["buyer"] != "")]
    rows = rows[rows["buyer"] == country] if country else rows
    for buyer, sums in rows.groupby("buyer")[["paid_eur", "saved_eur"]].sum().iterrows():
        yield "spending", f"{buyer} pays", "EUR", float(sums["paid_eur"])
        yield "spending", f"{buyer} saves by signing together", "EUR", float(sums["saved_eur"])


def _choices(plan: Plan, dataset: Dataset, country: str, sites: pd.Series) -> Iterator[Figure]:
    lines = dataset["lines"].drop_duplicates("line").set_index("line")["site"]
    lines_of = dataset["expansions"].set_index("expansion")["line"]
    ends = dataset["lanes"].set_index("lane")["origin"]
    for row in records(plan["choices"]):
        at = {"expansion": lines.get(lines_of.get(row.target)), "lane": ends.get(row.target)}.get(row.kind, row.target)
        if not country or sites.get(at) == country:
            yield "choices", f"{row.kind} {row.target}", "steps", float(row.quantity)


def _losses(sweep: Run | None) -> Iterator[Figure]:
    if sweep is None:
        return
    for row in records(sweep["spof"]):
        yield "single_points", f"{row.kind} {row.target}", LOSS, float(row.loss_eur)
        if pd.notna(row.time_to_survive_periods):
            yield "single_points", f"{row.kind} {row.target}", SURVIVED, float(row.time_to_survive_periods)
