"""What a planner should not overlook in a plan: stock that runs out at the end, and goods thrown away while short."""

from __future__ import annotations

from edu_supply.dataset import Dataset
from edu_supply.network.wording import count, named, number
from edu_supply.plan import Plan
from edu_supply.planning.wording import product_units, spans

LAST = 2
BEFORE = 6
"""Stock is said to run out in the last ``LAST`` periods where the ``BEFORE`` before them all had some."""


def oddities(plan: Plan, dataset: Dataset) -> list[str]:
    """Warnings, each a sentence or two."""
    return [*_running_out(plan, dataset), *_thrown_away(plan, dataset)]


def _running_out(plan: Plan, dataset: Dataset) -> list[str]:
    """Places that keep stock of what is asked for until shortly before the end, where it runs out: an end effect."""
    first = dataset.periods - LAST - BEFORE + 1
    if first < 1:
        return []
    held = plan["stocks"].pivot_table(
        index=["site", "product"], columns="period", values="hold_units", aggfunc="sum", fill_value=0.0
    )
    held = held.reindex(columns=range(first, dataset.periods + 1), fill_value=0.0)
    held = held[held.index.get_level_values("product").isin(plan["demand"]["product"].unique())]
    before, at_end = held.iloc[:, :BEFORE], held.iloc[:, -1]
    gone = (before.min(axis=1) > 1e-6) & (at_end <= 0.02 * before.mean(axis=1))
    places = [f"{product} at {site}" for site, product in held.index[gone]]
    if not places:
        return []
    last, before_it = count(LAST, dataset.horizon.length), count(BEFORE, dataset.horizon.length)
    where = f"at {count(len(places), 'place')} that held some all through the {before_it} before: {named(places)}"
    if dataset.settings.final_stock == "as_initial":
        why = "Only what lay there at the start is worth anything after the end of the plan."
        return [f"Stock runs out in the last {last} {where}. {why} Plan more periods than you act on."]
    why = "Nothing is worth anything after the end of the plan."
    return [f"Stock runs out in the last {last} {where}. {why} Plan more periods than you act on, or set final_stock."]


def _thrown_away(plan: Plan, dataset: Dataset) -> list[str]:
    """Usable stock of products that were asked for which is thrown away."""
    stocks, units = plan["stocks"], product_units(dataset)
    asked = plan["demand"].groupby("product", sort=False)["short_units"].sum()
    thrown = stocks[(stocks["scrap_units"] > 1e-6) & stocks["product"].isin(asked.index)]
    said = []
    for product, rows in thrown.groupby("product", sort=False):
        name, amount = str(product), float(rows["scrap_units"].sum())
        short = float(asked[name])
        when = spans(rows["period"].tolist(), dataset.horizon)
        where = named(rows.groupby("site")["scrap_units"].sum().sort_values(ascending=False).index.tolist())
        also = f"while {number(round(short))} fall short" if short > 0.5 else "none of it falls short"
        said.append(f"{number(round(amount))} {units[name]} of {name} are thrown away at {where} ({when}); {also}.")
    return said
