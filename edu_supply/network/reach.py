"""Reach in space and time: from when on a product can be at a site, and until when it is of use there.

Both are fixed points over a matrix (sites, products): a task begins when the last of its components is there
(*and*), a product is there as soon as the first task, lane, stock or arrival brings it (*or*). The bounds are
valid whatever is decided, so a variable outside of them is zero in some optimal plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.network.demands import Options
from edu_supply.network.parts import Flags, Ints, Parts, codes
from edu_supply.network.spread import NEVER, Spread, Usable

__all__ = ["NEVER", "Reach", "earliest_presence", "reach"]

NOWHERE: tuple[Ints, Ints] = (np.array([], np.int64), np.array([], np.int64))
"""No sites and products."""


@dataclass(frozen=True)
class Reach:
    """(sites, products) matrices. ``earliest`` is NEVER where a product cannot come; ``latest`` is 0 where it is of
    no use. ``surplus``: more may lie there than is of use, so it may be scrapped and is held to the end.
    ``reserve``: a stock to be kept counts there. ``begin``: first period of each task.
    ``dumping``: tasks that may use up what is a burden."""

    earliest: Ints
    latest: Ints
    surplus: Flags
    reserve: Flags
    begin: Ints
    dumping: Flags


def reach(
    parts: Parts, options: Options, *, surplus_everywhere: bool = False, stranded: bool = False,
    added: tuple[Ints, Ints] = NOWHERE,
) -> Reach:  # fmt: skip
    """Earliest presence, latest use and possible surplus of every product at every site (see ``Network.of``).

    ``added`` are the sites and products where stock may be added.
    """
    earliest, begin = earliest_presence(parts, added)
    reserve, sources = _reserves(parts), _surplus_sources(parts)
    reserve[added] = sources[added] = True
    sources = (sources | stranded) & (earliest < NEVER)
    kept, dumping = _disposal(parts, earliest, begin, sources)
    kept |= _perishable(parts) & (earliest < NEVER)
    surplus = sources | kept
    if surplus_everywhere:
        surplus = earliest < NEVER
    # A unit bought under contract is of use to its buyer on paper, wherever it lies.
    always = dumping | ((parts.task_is_forced | parts.task_is_offered) & (begin < NEVER))
    latest = _latest(parts, options, earliest, begin, reserve | kept, always)
    return Reach(earliest, latest, surplus, reserve, begin, dumping)


def earliest_presence(parts: Parts, added: tuple[Ints, Ints] = NOWHERE) -> tuple[Ints, Ints]:
    """Earliest period of every (site, product), and first period of every task; NEVER where there is none.

    Stock, arrivals and all that may be opened or built count; limits play no part, but for lines of capacity 0.
    """
    stocks, arrivals = parts.dataset["stocks"], parts.dataset["arrivals"]
    there = [
        (codes(rows["site"], parts.sites), codes(rows["product"], parts.products), np.asarray(since, np.int64))
        for rows, since in (
            (stocks, pd.Series(1, stocks.index)[stocks["initial"] > 0]),
            (arrivals, arrivals["period"][arrivals["quantity"] > 0]),
        )
        for rows in [rows.loc[since.index]]
    ]
    there.append((*added, np.ones(len(added[0]), np.int64)))
    spread = Spread(parts, Usable(parts.line_from, parts.lane_from, parts.site_from))
    presence = spread.presence(there=there)
    earliest = np.column_stack([one[:, 0] for one in presence.earliest])
    return earliest.astype(np.int64), presence.begin[:, 0].astype(np.int64)


def _reserves(parts: Parts) -> Flags:
    """Where a minimum or the final stock asks for something to be kept."""
    stocks, reserve = parts.dataset["stocks"], np.zeros((len(parts.sites), len(parts.products)), bool)
    counts = (stocks["minimum"] > 0) & (stocks["from_period"] <= parts.periods)
    if parts.dataset.settings.final_stock == "as_initial":
        counts |= stocks["initial"] > 0
    rows = stocks[counts]
    reserve[codes(rows["site"], parts.sites), codes(rows["product"], parts.products)] = True
    return reserve


def _surplus_sources(parts: Parts) -> Flags:
    """Where goods appear whether they are of use or not: stock, arrivals, lines that must run, minimum orders."""
    sources = np.zeros((len(parts.sites), len(parts.products)), bool)
    for table, quantity in (("stocks", "initial"), ("arrivals", "quantity")):
        rows = parts.dataset[table]
        rows = rows[rows[quantity] > 0]
        sources[codes(rows["site"], parts.sites), codes(rows["product"], parts.products)] = True
    forced = parts.task_is_forced | parts.task_is_offered
    sources[parts.task_site[forced], parts.task_product[forced]] = True
    return sources


def _perishable(parts: Parts) -> Flags:
    """(products): those of limited shelf life. They are not pruned by use: what comes in fresh, and may even be thrown
    away at once, lets as much that is older stay, so it is of use wherever it can come."""
    return parts.shelf_life >= 0


def _disposal(parts: Parts, earliest: Ints, begin: Ints, sources: Flags) -> tuple[Flags, Flags]:
    """Where surplus may be moved to be kept, and the tasks that may use it up.

    What costs something to keep and something to throw away may be cheaper to move where there is room, or to turn
    into something cheaper to keep; a plan may do so, however odd, and pruning must not forbid it.
    """
    products, stocks = parts.dataset["products"], parts.dataset["stocks"]
    limited = np.zeros_like(sources)
    sites = parts.dataset["sites"]
    limited |= sites["storage_t"].notna().to_numpy()[:, None] & (parts.mass_t > 0)
    limited |= sites["neq_limit_kg"].notna().to_numpy()[:, None] & (products["neq_kg"] > 0).to_numpy()
    limited |= parts.shelf_life >= 0
    capped = stocks[stocks["maximum"].notna()]
    limited[codes(capped["site"], parts.sites), codes(capped["product"], parts.products)] = True
    costly = (products["scrap_eur"] > 0).to_numpy()
    burden = costly & (limited | (products["holding_eur"] > 0).to_numpy())

    task, component, _ = parts.recipe
    seen, kept = sources.copy(), np.zeros_like(sources)
    dumping = np.zeros(len(parts.task_line), bool)
    possible = begin < NEVER
    while True:
        before = seen.sum(), kept.sum(), dumping.sum()
        heavy = seen & burden
        dumping[task[heavy[parts.task_site[task], component]]] = True
        dumping &= possible
        made = parts.task_site[dumping], parts.task_product[dumping]
        seen[made] = kept[made] = True
        for marks, goes in ((seen, heavy), (kept, heavy & limited)):
            lane, product = np.nonzero(goes[parts.lane_origin] & parts.lane_carries)
            marks[parts.lane_destination[lane], product] = True
        seen &= earliest < NEVER
        kept &= earliest < NEVER
        if before == (seen.sum(), kept.sum(), dumping.sum()):
            return kept, dumping


def _latest(parts: Parts, options: Options, earliest: Ints, begin: Ints, kept: Flags, always: Flags) -> Ints:
    latest = np.zeros_like(earliest)
    np.maximum.at(latest, (options.site, options.product), options.last_period)
    latest[kept] = parts.periods
    latest[parts.task_site[always], parts.task_product[always]] = parts.periods
    latest[latest < earliest] = 0
    task, component, _ = parts.recipe
    order = np.argsort(parts.lane_origin, kind="stable")
    origins, starts = np.unique(parts.lane_origin[order], return_index=True)
    destination, lead, carries = parts.lane_destination[order], parts.lane_lead[order, None], parts.lane_carries[order]
    while True:
        before = latest.copy()
        last = latest[parts.task_site, parts.task_product] - parts.task_lead
        last[last < begin] = 0
        np.maximum.at(latest, (parts.task_site[task], component), last[task])
        if len(order):
            leaves = np.where(carries & (latest[destination] > 0), latest[destination] - lead, 0)
            latest[origins] = np.maximum(latest[origins], np.maximum.reduceat(leaves, starts, axis=0))
        latest[latest < earliest] = 0
        if np.array_equal(latest, before):
            return latest
