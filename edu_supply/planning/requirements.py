"""How far a plan meets each requirement, and from when on; from the plan's tables only."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.needs import asked_rows, held_rows
from edu_supply.network.parts import Floats
from edu_supply.network.wording import count, number
from edu_supply.plan import TOLERANCE, Plan
from edu_supply.planning.layout import records, safe, table, wrapped
from edu_supply.planning.wording import eur, product_units
from edu_supply.side_tables import SIDE_TABLES

MOST_ROWS = 12

_PLACE = ["site", "product"]
_DEMAND = ["site", "product", "period", "buyer"]


def requirements_met(tables: Mapping[str, pd.DataFrame], dataset: Dataset) -> pd.DataFrame:
    """The plan's table ``requirements``: of each, what it comes to, what is missing, and from when on nothing is.

    Of several minimums at one place the cheapest is left open first, as everywhere.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> len(requirements_met(edu_supply.solve(dataset).tables, dataset))
    0
    """
    rows, missing = _missing(tables, dataset)
    due = rows["from_period"] <= dataset.periods
    in_all = np.where(rows["kind"] == "stock", missing[:, -1], missing.sum(axis=1))
    rows = rows.assign(
        missing_units=np.where(due, in_all, np.nan), most_missing_units=np.where(due, missing.max(axis=1), np.nan),
        full_from_period=[_full_from(*one) for one in zip(missing, rows["from_period"], strict=True)],
    )  # fmt: skip
    order = {name: place for place, name in enumerate(dataset["requirements"]["requirement"])}
    rows = rows.sort_values("requirement", key=lambda names: names.map(order), kind="stable")
    return rows[list(SIDE_TABLES["requirements"])].reset_index(drop=True)


def _missing(tables: Mapping[str, pd.DataFrame], dataset: Dataset) -> tuple[pd.DataFrame, Floats]:
    """The requirements, and (requirements, periods) the units of each that are missing in each period."""
    held, asked = held_rows(dataset.tables, dataset.horizon), asked_rows(dataset.tables, dataset.horizon)
    stock = held.rename(columns={"minimum": "required_units"}).assign(kind="stock")
    in_all = asked.groupby("requirement", sort=False)["quantity"].sum().rename("required_units")
    demand = asked.drop_duplicates("requirement").merge(in_all, on="requirement")
    demand = demand.rename(columns={"buyer": "country", "period": "from_period"}).assign(kind="demand")
    rows = pd.concat([stock, demand], ignore_index=True).astype({"from_period": np.int64})
    missing = np.concatenate([_below(tables, dataset, held), _short(tables, dataset, asked, demand["requirement"])])
    nothing = missing <= TOLERANCE * rows["required_units"].to_numpy()[:, None]
    return rows, np.where(nothing, 0.0, missing)


def _below(tables: Mapping[str, pd.DataFrame], dataset: Dataset, held: pd.DataFrame) -> Floats:
    """(requirements, periods): units below each minimum that a requirement made."""
    periods = np.arange(1, dataset.periods + 1)
    stocks, plan = dataset["stocks"], tables["stocks"]
    dearest_first = stocks.sort_values("minimum_penalty_eur", ascending=False, na_position="first", kind="stable")
    kept = dict(iter(dearest_first[dearest_first["minimum"] > 0].groupby(_PLACE)))
    there = {place: rows.groupby("period")["hold_units"].sum().reindex(periods, fill_value=0.0).to_numpy()
             for place, rows in plan.groupby(_PLACE)}  # fmt: skip
    below = np.zeros((len(held), len(periods)))
    for at, row in enumerate(records(held)):
        left = there.get((row.site, row.product), np.zeros(len(periods)))
        for mate in records(kept.get((row.site, row.product), stocks.head(0))):
            asked = np.where(periods >= mate.from_period, mate.minimum, 0.0)
            if mate.country == row.country:
                below[at] = np.maximum(asked - left, 0.0)
                break
            left = np.maximum(left - asked, 0.0)
    return below


def _short(tables: Mapping[str, pd.DataFrame], dataset: Dataset, asked: pd.DataFrame, names: pd.Series[str]) -> Floats:
    """(requirements, periods): units short of the demand that each requirement made."""
    dated = tables["demand"][tables["demand"]["every_period"] == 0]
    found = asked.merge(dated[[*_DEMAND, "short_units"]], on=_DEMAND)
    short = found.set_index(["requirement", "period"])["short_units"].unstack(fill_value=0)
    return short.reindex(index=names, columns=range(1, dataset.periods + 1), fill_value=0.0).to_numpy(float)


def _full_from(missing: Floats, first: int) -> float:
    """The first period, not before ``first``, from which on nothing is missing; NaN where there is none."""
    last = int(np.flatnonzero(missing)[-1]) + 1 if missing.any() else 0
    period = max(last + 1, first)
    return float(period) if period <= len(missing) else np.nan


def requirements_section(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """What is missing of the requirements by country and product, and from when on nothing is; most missing first."""
    rows, missing = _missing(plan.tables, dataset)
    if rows.empty:
        return []
    full = np.array([_full_from(*one) for one in zip(missing, rows["from_period"], strict=True)])
    units, said = product_units(dataset), []
    for key, these in rows.groupby(["country", "product", "kind"], sort=False):
        country, product, kind = (str(part) for part in key)
        by_period, required = missing[these.index].sum(axis=0), float(these["required_units"].sum())
        now = float(by_period[-1] if kind == "stock" else by_period.sum())
        amounts = (f"{number(round(float(amount), 1))}" for amount in (required, now, by_period.max()))
        when = _when(full[these.index], these["from_period"], dataset)
        said.append((now / required if required else 0.0, (country, product, kind, *amounts, units[product], when)))
    said.sort(key=lambda one: -one[0])
    head = ("", "", "", "required", "missing", "at worst", "", "full")
    title = wrapped(f"Requirements: {int((~np.isnan(full)).sum()):,} of {len(full):,} are full by the end", width, 2, 0)
    lines = table([cells for _, cells in said[:MOST_ROWS]], width, head=head, left=(0, 1, 2, 6, 7))
    more = len(said) - MOST_ROWS
    last = [f"  and {count(more, 'more product')} of countries; all are in requirements.csv"] if more > 0 else []
    return [*title, *lines, *last]


def _when(full: Floats, due: pd.Series[int], dataset: Dataset) -> str:
    """From when on all of several requirements are full."""
    if (due > dataset.periods).all():
        return "due after the end"
    if np.isnan(full).any():
        return "not by the end"
    return "from the start" if full.max() <= 1 else f"from {dataset.horizon.label(int(full.max()))}"


def rows_text(made: pd.DataFrame, dataset: Dataset, width: int) -> str:
    """The rows that requirements make (:func:`edu_supply.requirements`), for a terminal.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> rows_text(edu_supply.requirements(dataset), dataset, 80)
    'tutorial has no requirements'
    """
    if made.empty:
        return f"{safe(dataset.name)} has no requirements"
    units, label = product_units(dataset), dataset.horizon.label
    lines = [
        (str(row.requirement), str(row.table), str(row.country), str(row.product), str(row.site),
         f"from {label(row.period)}" if row.table == "stocks" else f"in {label(row.period)}",
         number(round(float(row.units), 1)), units[str(row.product)], eur(float(row.penalty_eur)))
        for row in records(made)
    ]  # fmt: skip
    head = ("", "", "", "", "", "", "", "", "penalty")
    title = f"{safe(dataset.name)}: {count(made['requirement'].nunique(), 'requirement')}, {count(len(made), 'row')}"
    return "\n".join([title, *table(lines, width, head=head, left=(0, 1, 2, 3, 4, 5, 7))])
