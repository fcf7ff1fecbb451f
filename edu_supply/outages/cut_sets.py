"""Cut sets: the smallest sets of sites, lines and lanes whose joint loss leaves a demand without a supply route."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Flags
from edu_supply.outages.quickest import Quickest, Step
from edu_supply.outages.routes import Hit, Routes
from edu_supply.outages.structure import what_hangs

MOST_AT_ONCE = 3
MOST_WORLDS = 100_000
"""Joint losses that are looked at before the search is given up."""

Asset = tuple[str, int]
"""A site, line or lane: its kind and code."""
Together = frozenset[Asset]


class TooManyCutSetsError(RuntimeError):
    """There are more joint losses to look at than were allowed."""


def cut_sets(
    dataset: Dataset, choices: pd.DataFrame | None = None, *, size: int = 2, most_worlds: int = MOST_WORLDS
) -> pd.DataFrame:
    """Every smallest set of up to ``size`` (1 to 3) sites, lines and lanes without which some demand has no route.

    Smallest: what is left of the set cuts that demand no more. A lost site takes its lines and lanes along, so a set of
    sites stands for those of their lines and lanes; a line or lane is named by itself only where its site (of a lane,
    each of its ends) cuts the demand alone. So every smallest cut there is, up to that size, is named here or becomes
    one that is when lines and lanes are put down to their sites. The place of a demand itself is not named.
    ``choices`` as in :func:`structure`.

    A row for each set: ``size``, ``assets`` (kind:target, with a comma between), then ``demands``, ``hanging_eur``,
    ``worst_product``, ``hanging_units`` and ``hangs`` as in :func:`structure`, the most euros first among the
    smallest sets, then the larger ones.

    Raises ValueError for another size, TooManyCutSetsError where more than ``most_worlds`` joint losses would have to
    be looked at: ask for a smaller size then.

    >>> import edu_supply
    >>> found = edu_supply.cut_sets(edu_supply.read("data/tutorial"))
    >>> found[["size", "assets"]].values.tolist()[0]
    [2, 'site:DE-charges, site:UA-drones']
    """
    if not 1 <= size <= MOST_AT_ONCE:
        raise ValueError(f"size is {size}: cut sets of 1 to {MOST_AT_ONCE} assets can be found")
    return cut_sets_of(Routes(dataset, choices), size, most_worlds)


def cut_sets_of(routes: Routes, size: int, most_worlds: int = MOST_WORLDS) -> pd.DataFrame:
    """The rows of :func:`cut_sets`."""
    return _Search(routes, most_worlds).table(size)


@dataclass
class _Search:
    routes: Routes
    most_worlds: int

    def table(self, size: int) -> pd.DataFrame:
        found = self._found(size)
        order = sorted(found, key=lambda one: (len(one), sorted(map(self._place, one))))
        cut = np.zeros((len(self.routes.demands), len(order)), bool)
        for number, together in enumerate(order):
            cut[sorted(found[together]), number] = True
        rows = pd.DataFrame({"size": [len(one) for one in order], "assets": [self._said(one) for one in order]})
        table = pd.concat([rows, what_hangs(self.routes, cut)], axis=1)
        return table.sort_values(["size", "hanging_eur"], ascending=[True, False], kind="stable", ignore_index=True)

    def _said(self, together: Together) -> str:
        parts = self.routes.parts
        names = {"site": parts.sites, "line": parts.lines, "lane": parts.lanes}
        return ", ".join(f"{kind}:{names[kind][item]}" for kind, item in sorted(together, key=self._place))

    @staticmethod
    def _place(asset: Asset) -> tuple[int, int]:
        """Sites before lines before lanes, each in the order of its table."""
        return ("site", "line", "lane").index(asset[0]), asset[1]

    # The search: a cut set hits every route, so it holds some step of the quickest route, and what is left of it hits
    # every route that avoids that step.

    def _found(self, size: int) -> dict[Together, set[int]]:
        """Each set with the demands that it cuts."""
        found: dict[Together, set[int]] = {}
        for asset, flags in zip(self._assets, self.alone.T, strict=True):
            places = [demand for demand in np.flatnonzero(flags).tolist() if not self._is_place(asset, demand)]
            if places:
                found[frozenset([asset])] = set(places)
        pending: dict[Together, set[int]] = {frozenset(): set(np.flatnonzero(self.routes.has_route).tolist())}
        looked_at = 0
        for many in range(1, size + 1):
            grown = self._grown(pending)
            if many > 1:
                looked_at += len(grown)
                if looked_at > self.most_worlds:
                    many_worlds = f"more than {self.most_worlds:,} joint losses"
                    raise TooManyCutSetsError(f"{many_worlds}: ask for sets of {many - 1}")
                grown = self._cut_now(grown, found)
            pending = grown
        return found

    def _cut_now(self, grown: dict[Together, set[int]], found: dict[Together, set[int]]) -> dict[Together, set[int]]:
        """Put the sets that cut a demand into ``found``; what remains cuts it not yet."""
        sets = list(grown)
        cut = self.routes.cut([[self._hit(asset) for asset in together] for together in sets])
        left: dict[Together, set[int]] = {}
        for number, together in enumerate(sets):
            smaller = [found.get(together - {asset}, set()) for asset in together]
            for demand in grown[together]:
                if any(demand in some for some in smaller):
                    continue
                (found if cut[demand, number] else left).setdefault(together, set()).add(demand)
        return left

    def _grown(self, pending: dict[Together, set[int]]) -> dict[Together, set[int]]:
        """Every set with one more asset, a step of the quickest route that is left, and the demands it may cut."""
        grown: dict[Together, set[int]] = {}
        for together, demands in pending.items():
            lost = self.routes.lost([[self._hit(asset) for asset in together]])
            presence = self.routes.spread.presence(lost)
            quickest = Quickest(self.routes.spread, presence)
            for demand in demands:
                place = self.routes.reached_at(demand, presence)
                for asset in {self._named(step, demand) for step in quickest.route(*place)} - {None}:
                    grown.setdefault(together | {asset}, set()).add(demand)  # type: ignore[arg-type]
        return grown

    # Assets and what they cut alone

    @cached_property
    def _assets(self) -> list[Asset]:
        parts = self.routes.parts
        kinds = (("site", parts.sites), ("line", parts.lines), ("lane", parts.lanes))
        return [(kind, item) for kind, names in kinds for item in range(len(names))]

    @cached_property
    def _hits(self) -> dict[Asset, Hit]:
        parts = self.routes.parts
        names = {"site": parts.sites, "line": parts.lines, "lane": parts.lanes}
        return {(kind, item): self.routes.hit(((kind, names[kind][item]),)) for kind, item in self._assets}

    def _hit(self, asset: Asset) -> Hit:
        return self._hits[asset]

    @cached_property
    def alone(self) -> Flags:
        """(demands, assets): what each asset cuts alone."""
        return self.routes.cut([[self._hit(asset)] for asset in self._assets])

    @cached_property
    def _number(self) -> dict[Asset, int]:
        return {asset: number for number, asset in enumerate(self._assets)}

    def _cuts_alone(self, asset: Asset, demand: int) -> bool:
        return bool(self.alone[demand, self._number[asset]])

    def _is_place(self, asset: Asset, demand: int) -> bool:
        return asset[0] == "site" and self.routes.parts.sites[asset[1]] == self.routes.demands["site"].iloc[demand]

    def _named(self, step: Step, demand: int) -> Asset | None:
        """The asset by which a step of a route is named; None where all that could name it cuts the demand alone."""
        asset = (step.kind, step.item)
        ends = self._ends(asset)
        for one in (*ends, asset):
            if not self._cuts_alone(one, demand):
                return one
        return None

    def _ends(self, asset: Asset) -> list[Asset]:
        kind, item = asset
        parts = self.routes.parts
        if kind == "line":
            return [("site", int(parts.line_site[item]))]
        if kind == "lane":
            return [("site", int(parts.lane_origin[item])), ("site", int(parts.lane_destination[item]))]
        return []
