"""Why a product cannot come to a site: the first links that are missing, or the waits that make it late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Parts, codes
from edu_supply.network.reach import NEVER, earliest_presence
from edu_supply.network.wording import count, named, when

MOST_CAUSES = 20
Place = tuple[int, int]
"""A site and a product, as codes."""


@dataclass(frozen=True)
class Cause:
    """A missing link: ``chain`` leads from a product to the component that is missing, ``why`` says what is missing,
    ``right`` what would be right."""

    chain: tuple[str, ...]
    why: str
    right: str

    def above(self, product: str) -> Cause:
        """The same cause, seen from a product that needs it."""
        return replace(self, chain=(product, *self.chain))

    def __str__(self) -> str:
        return f"{' <- '.join(self.chain)}: {self.why}" if len(self.chain) > 1 else self.why


class MissingLinks:
    """Looks for what is missing in a dataset's network as if its horizon had no end.

    ``earliest[site, product]`` is the first period in which the product can be there, NEVER where a link is missing.
    Limits (capacities of lanes, storage, availability) play no part, but for lines of capacity 0. Without ``stocks``
    nothing lies anywhere at the start, and nothing is under way.
    """

    def __init__(self, dataset: Dataset, stocks: bool = True):
        self._stocks = stocks
        if not stocks:
            bare = {"stocks": dataset["stocks"].assign(initial=0.0), "arrivals": dataset["arrivals"].head(0)}
            dataset = replace(dataset, tables={**dataset.tables, **bare})
        horizon = replace(dataset.horizon, periods=int(NEVER) - 1)
        self.parts = Parts(replace(dataset, settings=replace(dataset.settings, horizon=horizon)))
        self.earliest, self.begin = earliest_presence(self.parts)
        self._known: dict[Place, tuple[Cause, ...]] = {}

    def causes(self, site: int, product: int) -> tuple[Cause, ...]:
        """What is missing for a product that can never come to a site, the shortest chains first; none twice."""
        place = (site, product)
        if place not in self._known:
            found: dict[tuple[str, str], Cause] = {}
            for cause in sorted(self._causes(site, product), key=lambda cause: len(cause.chain)):
                found.setdefault((cause.chain[-1], cause.why), cause)
            self._known[place] = tuple(found.values())[:MOST_CAUSES]
        return self._known[place]

    def _causes(self, site: int, product: int) -> Iterator[Cause]:
        parts = self.parts
        tasks = np.flatnonzero(parts.task_product == product)
        if (self.earliest[:, product] < NEVER).any():
            yield self._no_lane(site, product)
        elif not len(tasks):
            yield self._no_line(product)
        for task in tasks if (self.earliest[:, product] >= NEVER).all() else ():
            yield from self._no_begin(int(task))

    def _no_lane(self, site: int, product: int) -> Cause:
        parts, name = self.parts, self.parts.products[product]
        had = self.earliest[:, product] < NEVER
        there = named(self._sources(product))
        reached = had.copy()
        while not reached[site]:
            more = reached.copy()
            more[parts.lane_destination[reached[parts.lane_origin]]] = True
            if (more == reached).all():
                why = f"can be had at {there}, but no lane leads from there to {parts.sites[site]}"
                return Cause((name,), why, f"Add a lane that closes the way to {parts.sites[site]}.")
            reached = more
        why = f"can be had at {there}, but no lane licensed for it leads from there to {parts.sites[site]}"
        return Cause((name,), why, f"Add {name} to lane_products on the way to {parts.sites[site]}.")

    def _sources(self, product: int) -> list[str]:
        """Where a product is made, lies at the start or arrives, in the order of the sites."""
        parts, name = self.parts, self.parts.products[product]
        made = (parts.task_product == product) & (self.begin < NEVER)
        sites = set(parts.sites[parts.task_site[made]])
        for table, quantity in (("stocks", "initial"), ("arrivals", "quantity")):
            rows = parts.dataset[table]
            sites |= set(rows.loc[(rows["product"] == name) & (rows[quantity] > 0), "site"])
        return [site for site in parts.sites if site in sites]

    def _no_line(self, product: int) -> Cause:
        name = self.parts.products[product]
        lines = self.parts.dataset["lines"]
        idle = sorted(set(lines.loc[lines["product"] == name, "line"]))
        if not idle:
            right = f"Add a line or a stock of {name}." if self._stocks else f"Add a line of {name}."
            return Cause((name,), f"no line makes it{self._nor_stock}", right)
        why = f"its only line {idle[0]} has" if len(idle) == 1 else f"its lines {named(idle)} have"
        return Cause((name,), f"{why} capacity 0{self._nor_stock}", f"Give a line of {name} a capacity.")

    @property
    def _nor_stock(self) -> str:
        return " and no stock holds it" if self._stocks else ""

    def _no_begin(self, task: int) -> Iterator[Cause]:
        """Why a line never makes a product."""
        parts = self.parts
        line, site, name = int(parts.task_line[task]), int(parts.task_site[task]), self._product_of(task)
        if parts.line_from[line] > parts.periods:
            why = f"line {parts.lines[line]} does not stand and no expansion builds it"
            yield Cause((name,), why, f"Add an expansion of line {parts.lines[line]}.")
            return
        of, components, _ = parts.recipe
        missing = [one for one in components[of == task] if self.earliest[site, one] >= NEVER]
        for component in missing:
            for cause in self.causes(site, int(component)):
                yield cause.above(name)
        if not missing:
            yield Cause((name,), "its lead times exceed any plan", "Correct the lead times.")

    def _product_of(self, task: int) -> str:
        return str(self.parts.products[int(self.parts.task_product[task])])

    def waits(self, site: int, product: int) -> list[str]:
        """What a product waits for until it first comes to a site, from the first wait to the last.

        The waits are those of one quickest way; together they are all periods before it comes.
        """
        start = (site, product)
        seen = {start}
        ways: list[tuple[Place, tuple[str, ...]]] = [(start, ())]
        while ways:
            place, waits = ways.pop()
            for before, more in self._last_steps(*place):
                if before is None:
                    return [wait for wait in (*more, *waits) if wait]
                if before not in seen:
                    seen.add(before)
                    ways.append((before, (*more, *waits)))
        return []

    def _last_steps(self, site: int, product: int) -> Iterator[tuple[Place | None, tuple[str, ...]]]:
        """Each last step of a quickest way: where it comes from (None: from nowhere) and what it waits for."""
        parts, comes = self.parts, self.earliest[site, product]
        stocks, arrivals = parts.dataset["stocks"], parts.dataset["arrivals"]
        for rows, first, quantity in ((stocks, 1, "initial"), (arrivals, arrivals["period"], "quantity")):
            here = (codes(rows["site"], parts.sites) == site) & (codes(rows["product"], parts.products) == product)
            if (here & (rows[quantity] > 0) & (comes == first)).any():
                arrives = f"arrives at {parts.sites[site]} in {when(parts.dataset.horizon, int(comes))}"
                yield None, (arrives if rows is arrivals and comes > 1 else "",)
        made = (parts.task_site == site) & (parts.task_product == product)
        for task in np.flatnonzero(made & (self.begin + parts.task_lead == comes)).tolist():
            yield from self._steps_of_task(task)
        leads = (parts.lane_destination == site) & parts.lane_carries[:, product]
        leaves = np.maximum(self.earliest[parts.lane_origin, product], parts.lane_from)
        built = parts.site_from[site]
        for lane in np.flatnonzero(leads & (np.maximum(leaves + parts.lane_lead, built) == comes)).tolist():
            way = self._periods(int(parts.lane_lead[lane]), f"on lane {parts.lanes[lane]}")
            if leaves[lane] + parts.lane_lead[lane] < built:
                yield None, (self._periods(int(built) - 1, f"to build site {parts.sites[site]}"),)
            elif leaves[lane] == self.earliest[parts.lane_origin[lane], product]:
                yield (int(parts.lane_origin[lane]), product), (way,)
            else:
                yield None, (self._periods(int(leaves[lane]) - 1, f"to build lane {parts.lanes[lane]}"), way)

    def _steps_of_task(self, task: int) -> Iterator[tuple[Place | None, tuple[str, ...]]]:
        parts, begin = self.parts, self.begin[task]
        line, site = int(parts.task_line[task]), int(parts.task_site[task])
        works = self._periods(int(parts.task_lead[task]), f"on line {parts.lines[line]}")
        if begin == parts.line_from[line]:
            grown = begin > parts.site_from[site]
            for_what = f"to expand line {parts.lines[line]}" if grown else f"to build site {parts.sites[site]}"
            yield None, (self._periods(int(begin) - 1, for_what), works)
            return
        of, components, _ = parts.recipe
        for component in components[of == task]:
            if self.earliest[site, component] == begin:
                yield (site, int(component)), (works,)

    def _periods(self, how_many: int, for_what: str) -> str:
        return f"{count(how_many, self.parts.dataset.horizon.length)} {for_what}" if how_many else ""
