"""The sections of a plan's summary on service and limits: lists of lines, from the plan's tables only."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.wording import count, number
from edu_supply.plan import Plan
from edu_supply.planning.headline import percent
from edu_supply.planning.layout import clipped, heat, records, safe, table, wrapped
from edu_supply.planning.wording import eur, product_units

MOST_FRONTS = 12
MOST_REASONS = 8
MOST_LIMITS = 10
MOST_LINES = 8

_RIVALS = re.compile(r", serving demand with a higher penalty \(.*?\)")


def full_for_good(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """From when on each front gets all it asks for, by its worst product; the fronts that ask for most."""
    demand = plan["demand"]
    if demand.empty:
        return []
    weight = (demand["quantity_units"] * demand["penalty_eur"]).groupby(demand["site"]).sum()
    short = demand[demand["short_units"] > 0]
    last = short.groupby(["site", "product"])["period"].max()
    rows = []
    for site in weight.sort_values(ascending=False, kind="stable").index[:MOST_FRONTS]:
        if site not in last.index.get_level_values("site"):
            rows.append((str(site), "from the start", ""))
            continue
        worst = last[site].sort_values(ascending=False, kind="stable")
        others = f" and {count(len(worst) - 1, 'other')}" if len(worst) > 1 else ""
        rows.append((str(site), _from(int(worst.iloc[0]) + 1, dataset), f"{worst.index[0]}{others}"))
    hidden = len(weight) - len(rows)
    more = [f"  and {count(hidden, 'more front')}; all are in demand.csv"] if hidden > 0 else []
    head = ("", "", "last short")
    return ["All that a front asks for is served for good", *table(rows, width, head=head, left=(0, 1, 2)), *more]


def _from(period: int, dataset: Dataset) -> str:
    return f"from {dataset.horizon.label(period)}" if period <= dataset.periods else "not by the end"


def reserves(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """When each reserve is full; those whose gaps cost most."""
    stocks = plan["stocks"]
    kept = stocks[stocks["minimum_units"] > 0]
    if kept.empty:
        return []
    units = product_units(dataset)
    below = kept[kept["below_units"] > 1e-6 * kept["minimum_units"]]
    places_below = below.groupby(["site", "product"], sort=False)
    dearest = places_below["reserves_eur"].sum().sort_values(ascending=False, kind="stable")
    missing = places_below["below_units"].max()
    full = kept.drop(below.index).groupby(["site", "product"])["period"].agg(_longest)
    of = pd.DataFrame({"missing": missing, "eur": dearest, "full": full}).reindex(dearest.index)
    for_good = of["full"].map(lambda spell: isinstance(spell, tuple) and spell[1] == dataset.periods)
    never = of["full"].isna()
    places = kept.groupby(["site", "product"]).ngroups
    counts = {"always full": places - len(of), "full from some time on": int(for_good.sum()),
              "full for a time only": int((~for_good & ~never).sum()), "never full": int(never.sum())}  # fmt: skip
    said = ", ".join(f"{how_many:,} {what}" for what, how_many in counts.items() if how_many)
    rows = [
        (str(row.site), str(row.product), _spell(row.full, dataset),
         f"{number(round(float(row.missing), 1))} {units[str(row.product)]}", eur(float(row.eur)))
        for row in records(of.head(MOST_FRONTS).reset_index())
    ]  # fmt: skip
    hidden = len(of) - len(rows)
    more = [f"  and {count(hidden, 'more reserve')}; all are in stocks.csv"] if hidden > 0 else []
    head = ("", "", "full", "most missing", "it costs") if rows else ()
    title = wrapped(f"Reserves: of {places:,}, {said}", width, 2, 0)
    return [*title, *table(rows, width, head=head, left=(0, 1, 2)), *more]


def _longest(periods: pd.Series[int]) -> tuple[int, int]:
    """First and last of the longest run of periods, the latest of equals."""
    numbers = np.sort(periods.to_numpy())
    runs = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    longest = max(reversed(runs), key=len)
    return int(longest[0]), int(longest[-1])


def _spell(full: object, dataset: Dataset) -> str:
    """When a reserve is full: ``from 2028-03``, ``2028-03..2029-05``, ``never``."""
    if not isinstance(full, tuple):
        return "never"
    first, last = full
    if last == dataset.periods:
        return _from(first, dataset)
    begin, end = dataset.horizon.label(first), dataset.horizon.label(last)
    return f"in {begin}" if first == last else f"{begin}..{end}"


def fill_rates(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """Asked for, served and short by product; fill rates by front and buyer."""
    demand, units = plan["demand"], product_units(dataset)
    if demand.empty:
        return ["Nothing is asked for within the plan"]
    sums = demand.groupby("product", sort=False)[["quantity_units", "served_units", "short_units"]].sum()
    rates = plan.manifest["fill_rate"]
    rows = [
        (str(product), *(f"{number(round(value))}" for value in one), units[str(product)],
         percent(rates["by_product"].get(product, 1.0)))
        for product, one in zip(sums.index, sums.to_numpy(), strict=True)
    ]  # fmt: skip
    head = ("product", "asked for", "served", "short", "", "served")
    lines = ["Served, by product", *table(rows, width, head=head, left=(0, 4))]
    for by, word in (("by_front", "front"), ("by_buyer", "buyer")):
        lines += ["", f"Served, by {word} (units weighed by penalty)", *_rates(rates[by], width)]
    return lines


def _rates(rates: dict[str, float], width: int) -> list[str]:
    """Names and their rates, the lowest first, as many to a line as fit; those that are full are counted."""
    low = [(safe(name), percent(rate)) for name, rate in sorted(rates.items(), key=lambda item: item[1]) if rate < 1]
    full = len(rates) - len(low)
    shown = low[: 2 * MOST_FRONTS]
    cells = [f"{clipped(name, 24)} {rate}" for name, rate in shown]
    more = [f"{len(low) - len(shown):,} more above {shown[-1][1]}"] if len(low) > len(shown) else []
    last = [f"{full:,} full"] if full else []
    return wrapped(",  ".join(cell.replace(" ", "\u00a0") for cell in [*cells, *more, *last]), width)


def shortages(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """What falls short, grouped by product and first cause, the dearest first."""
    found = causes(plan["demand"])
    if found.empty:
        return ["Nothing falls short"]
    units = product_units(dataset)
    lines = ["What falls short, and why"]
    for row in records(found.head(MOST_REASONS)):
        amount = f"{number(round(row.short_units))} {units[row.product]}, {eur(row.shortage_eur)}"
        lines += wrapped(f"{safe(row.product)}: {amount}", width)
        lines += wrapped(row.told, width, indent=6, first=4)
    hidden = found.iloc[MOST_REASONS:]
    if len(hidden):
        lines.append(f"  and {count(len(hidden), 'more reason')} ({eur(hidden['shortage_eur'].sum())}): see demand.csv")
    return [clipped(line, width) for line in lines]


def causes(demand: pd.DataFrame) -> pd.DataFrame:
    """What falls short by product and first cause, the dearest first: product, short_units, shortage_eur, told."""
    short = demand[demand["short_units"] > 0]
    groups = short.assign(cause=short["why"].map(_cause)).groupby(["product", "cause"], sort=False)
    sums = groups[["short_units", "shortage_eur"]].sum().sort_values("shortage_eur", ascending=False, kind="stable")
    told = [_told(groups.get_group(key)) for key in sums.index]
    return sums.reset_index()[["product", "short_units", "shortage_eur"]].assign(told=told)


def _cause(why: str) -> str:
    """What reasons are grouped by: the kind and the first cause."""
    return "not worth it" if why.startswith("not worth it") else _RIVALS.sub("", why.split(";")[0])


def _told(rows: pd.DataFrame) -> str:
    """The reason of the dearest row of a group, its first cause only."""
    reasons = rows.groupby("why", sort=False)["shortage_eur"].sum().sort_values(ascending=False, kind="stable")
    first, *others = str(reasons.index[0]).split("; ")
    if first.startswith("not worth it") and len(reasons) > 1:
        return f"{safe(first)} (and {count(len(reasons) - 1, 'more such price')})"
    return safe(first or "no reason was looked for") + ("; more limits are full, see demand.csv" if others else "")


def bottlenecks(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """The ten tightest limits and what one more unit of each is worth."""
    found = plan["bottlenecks"].sort_values("rank")
    if found.empty:
        return ["No limit is worth raising"]
    shown = list(records(found.head(MOST_LIMITS)))
    rows = [(f"{row.rank}.", owner(row), eur(float(row.worth_eur))) for row in shown]
    lines = ["Tightest limits, and what one more unit of each would save at most"]
    for row, line in zip(shown, table(rows, width, left=(1,)), strict=True):
        lines.append(line)
        used = "" if "less of it" in str(row.limit) else f"; {percent(float(row.use_share))} used"
        lines += wrapped(f"{one_more(row)}, {row.periods}{used}", width, 8, 6)
    more = len(found) - MOST_LIMITS
    return lines + ([f"  and {count(more, 'more limit')}; all are in bottlenecks.csv"] if more > 0 else [])


def owner(row: Any) -> str:
    """A limit's owner: ``line charges``, ``minimum of round at PL-depot``."""
    if row.kind == "stock":
        return f"{str(row.limit).split(' ')[0]} of {safe(row.product)} at {safe(row.target)}"
    return f"{row.kind} {safe(row.target)}"


def one_more(row: Any) -> str:
    """What is had more of: ``one more unit of charge per period``, ``one t less``."""
    limit = str(row.limit)
    unit = limit[limit.rfind("(") + 1 :].rstrip(")")
    less, unit = unit.startswith("less of it; "), unit.removeprefix("less of it; ")
    first, _, rest = unit.partition(" ")
    first = first.removesuffix("s") if len(first) > 2 else first
    product = f" of {safe(row.product)}" if row.product and row.kind in ("line", "offer") else ""
    what = limit.split(" ")[0]
    said = {"minimum_use": "of minimum use", "minimum": "", "budget_eur": "of budget"}.get(what, "")
    words = ["one", "less" if less else "more", f"{first}{product}", safe(rest), said]
    return " ".join(word for word in words if word)


def line_use(plan: Plan, dataset: Dataset, width: int, encoding: str) -> list[str]:
    """Use of the tightest lines over time, one character for a period."""
    use = plan.tables.get("line_use")
    if use is None or use.empty:
        return []
    sums = use.groupby("line", sort=False)[["used_lines", "available_lines"]].sum()
    mean = sums["used_lines"] / sums["available_lines"]
    tight = [one for one in plan["bottlenecks"].sort_values("rank")["target"].tolist() if one in mean.index]
    order = list(dict.fromkeys([*tight, *mean.sort_values(ascending=False, kind="stable").index]))[:MOST_LINES]
    name = max(10, min(max(len(safe(line)) for line in order), width - dataset.periods - 14, width // 2))
    room = max(4, width - name - 14)
    shares = use.pivot_table(index="line", columns="period", values="use_share", aggfunc="sum", fill_value=0.0)
    shares = shares.reindex(columns=range(1, dataset.periods + 1), fill_value=0.0)
    rows = [
        (clipped(safe(line), name), f"|{heat(shares.loc[line].tolist(), room, encoding)}|", percent(float(mean[line])))
        for line in order
    ]  # fmt: skip
    ends = f"{dataset.horizon.label(1)} to {dataset.horizon.label(dataset.periods)}"
    title = f"Use of the tightest lines, {ends} ({heat([1.0], 1, encoding)} is full)"
    return [clipped(title, width), *table(rows, width, left=(0, 1))]
