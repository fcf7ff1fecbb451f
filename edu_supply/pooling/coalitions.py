"""What each member and each partner adds to a pool, and the best small pools."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.joint import COALITION_TABLES, Coalitions
from edu_supply.pooling.figures import Figures, figures
from edu_supply.pooling.players import Player, players_of
from edu_supply.pooling.subgames import Subgames
from edu_supply.pools import buyers
from edu_supply.problems import DataError, Problem, nearest
from edu_supply.solving import Limits, Progress, Stop
from edu_supply.version import versions

MOST_PARTNERS = 6
"""Of so many partners every subset is solved."""

MOST_GROUPS = 200
"""So many small pools are all solved; of more, the best is built up one buyer at a time."""

SHOWN = 10
"""So many of the best small pools have a row."""


def coalitions(
    dataset: Dataset, *, base: str = "EU", partners: Sequence[str] = ("NO", "GB", "UA"), at_most: int | None = None,
    product: str | None = None, name: str = "coalitions", gap: float = 1e-4, time_limit_s: float = 600.0,
    threads: int = 0, progress: Callable[[Progress], None] | None = None, stop: Stop | None = None,
) -> Coalitions:  # fmt: skip
    """What each partner adds to the base's pool, each subset of them, and what each member of the base adds.

    ``base`` and ``partners`` are countries or groups. Whoever is outside the pool keeps its sites and demand, and buys
    alone. With ``at_most`` also the best pools of two to so many buyers among base and partners: for ``product`` where
    one is given (everything else is bought alone), else for everything. Where there are too many of them, the best is
    built up one buyer at a time, and the manifest says what no small pool can exceed, where that is known.

    Every plan is within ``gap`` or as near as the search comes; its bound stands beside it. Raises DataError for who or
    what is not in the data.

    >>> import edu_supply
    >>> result = edu_supply.coalitions(edu_supply.read("data/tutorial"), base="UA", partners=[])
    >>> result["coalitions"]["saving_eur"].tolist()
    [0.0]
    """
    began = time.perf_counter()
    study = _Study(dataset, _checked(dataset, base, partners, product), len(partners), product,
                   Limits(gap, time_limit_s, threads), stop or Stop(), progress)  # fmt: skip
    rows: list[dict[str, Any]] = []
    about = _about(name, dataset, base, partners, Limits(gap, time_limit_s, threads))
    for part in (study.partner_rows, study.member_rows, lambda: study.group_rows(at_most)):
        for row in part():
            if row is None or study.stop.left_s <= 0:
                table = pd.DataFrame(columns=list(COALITION_TABLES["coalitions"]))
                ended = "interruption" if study.stop.interrupted else "no plan of a coalition was found"
                return Coalitions(name, {"coalitions": table}, about | {"status": "no plan", "ended": ended})
            rows.append(row)
    table = pd.DataFrame(rows, columns=list(COALITION_TABLES["coalitions"]))
    about |= {"status": "done", "groups": study.groups, "seconds": {"all": time.perf_counter() - began}}
    return Coalitions(name, {"coalitions": table}, about)


def _checked(dataset: Dataset, base: str, partners: Sequence[str], product: str | None) -> tuple[Player, ...]:
    """The players: each buyer of the base, then each partner. Raises DataError."""
    players = players_of(dataset, [base, *partners], "--base, --partners")
    products = list(dict.fromkeys(dataset["offers"]["product"]))
    if product is not None and product not in products:
        raise DataError([Problem("no such product", "", "--product", "Nobody offers this product.",
                                 nearest(product, products), value=product)])  # fmt: skip
    if len(partners) > MOST_PARTNERS:
        raise DataError([Problem("partners", "", "--partners", f"There are {len(partners)} partners.",
                                 f"Give {MOST_PARTNERS} at most, or groups of them.")])  # fmt: skip
    return (*(Player(buyer, (buyer,)) for buyer in players[0].buyers), *players[1:])


@dataclass
class _Study:
    dataset: Dataset
    players: tuple[Player, ...]
    partners: int
    product: str | None
    limits: Limits
    stop: Stop
    progress: Callable[[Progress], None] | None

    def __post_init__(self) -> None:
        self.groups: dict[str, Any] = {}
        self._began, self._done = time.monotonic(), 0
        self._figures: dict[int, Figures | None] = {}

    @cached_property
    def _all(self) -> Subgames:
        return Subgames(self.dataset, self.players, self.limits, self.stop)

    @cached_property
    def _small(self) -> Subgames:
        """Pools of single buyers, for one product where one is given."""
        singles = {buyer: Player(buyer, (buyer,)) for player in self.players for buyer in player.buyers}
        asked = buyers(self.dataset) if self.product is None else self._asking(self.product)
        return Subgames(self.dataset, tuple(one for buyer, one in singles.items() if buyer in asked), self.limits,
                        self.stop, self.product)  # fmt: skip

    def _asking(self, product: str) -> set[str]:
        """Buyers that ask for a product, or may be served with it."""
        asked, substitutes = self.dataset["demand"], self.dataset["substitutes"]
        served = {product, *substitutes.loc[substitutes["substitute"] == product, "product"]}
        return set(asked.loc[asked["product"].isin(served), "buyer"])

    @property
    def _base(self) -> int:
        return (1 << len(self.players) - self.partners) - 1

    def partner_rows(self) -> Iterator[dict[str, Any] | None]:
        """The base alone, then with every subset of the partners."""
        count = len(self.players) - self.partners
        for size in range(self.partners + 1):
            for joined in combinations(range(count, len(self.players)), size):
                yield self._row("partners", self._base | sum(1 << one for one in joined), self._base)

    def member_rows(self) -> Iterator[dict[str, Any] | None]:
        """The base without each of its members, and what the member adds by taking part."""
        members = len(self.players) - self.partners
        for member in range(members if members > 1 else 0):
            yield self._row("member", self._base & ~(1 << member), self._base, turned=True)

    def _row(self, kind: str, coalition: int, base: int, *, turned: bool = False) -> dict[str, Any] | None:
        """A row, with what the coalition adds to the base; turned: what the base adds to the coalition."""
        mine, before, nobody = (self._of(one) for one in (coalition, base, 0))
        if mine is None or before is None or nobody is None:
            return None
        sign = -1.0 if turned else 1.0
        return {
            "kind": kind, "members": "|".join(self._all_members(coalition)), "product": "",
            "cost_eur": mine.cost_eur, "bound_eur": mine.bound_eur, "saving_eur": nobody.cost_eur - mine.cost_eur,
            "money_eur": mine.money_eur, "fill_rate": mine.fill_rate, "outside_share": mine.outside_share,
            "adds_eur": sign * (before.cost_eur - mine.cost_eur),
            "adds_money_eur": sign * (mine.money_eur - before.money_eur),
            "adds_fill_rate": sign * (mine.fill_rate - before.fill_rate),
            "adds_outside_share": sign * (mine.outside_share - before.outside_share),
        }  # fmt: skip

    def _all_members(self, coalition: int) -> list[str]:
        return [player.name for place, player in enumerate(self.players) if coalition >> place & 1]

    def _of(self, coalition: int) -> Figures | None:
        """The figures of a coalition's plan; None where there is none."""
        if coalition not in self._figures:
            found = self._all.cost(coalition)
            self._tell()
            self._figures[coalition] = None if found.values is None else figures(self._all.model, found)
        return self._figures[coalition]

    def group_rows(self, at_most: int | None) -> Iterator[dict[str, Any] | None]:
        """The best small pools, the best first."""
        if at_most is None:
            return
        small, count = self._small, len(self._small.players)
        number = sum(math.comb(count, size) for size in range(2, at_most + 1))
        exact = number <= MOST_GROUPS
        tried = self._every(count, at_most) if exact else self._grown(count, at_most)
        best = sorted(tried, key=lambda one: (-small.saving(one), one.bit_count(), one))[:SHOWN]
        everybody = 2**count - 1
        proven = max((small.interval(one)[1] for one in tried), default=0.0) if exact else (
            small.interval(everybody)[1] if small.monotone else None)  # fmt: skip
        self.groups = {"at_most": at_most, "product": self.product or "", "exact": exact, "tried": len(tried),
                       "possible": number, "at_most_eur": proven}  # fmt: skip
        nobody = small.cost(0)
        for coalition in best:
            found = small.cost(coalition)
            if found.values is None or nobody.values is None:
                yield None
                return
            yield self._group_row(coalition)

    def _group_row(self, coalition: int) -> dict[str, Any]:
        small = self._small
        mine, before = (figures(small.model, small.cost(one)) for one in (coalition, 0))
        members = "|".join(one.name for place, one in enumerate(small.players) if coalition >> place & 1)
        return {
            "kind": "group", "members": members, "product": self.product or "", "cost_eur": mine.cost_eur,
            "bound_eur": mine.bound_eur, "saving_eur": small.saving(coalition), "money_eur": mine.money_eur,
            "fill_rate": mine.fill_rate, "outside_share": mine.outside_share, "adds_eur": small.saving(coalition),
            "adds_money_eur": mine.money_eur - before.money_eur, "adds_fill_rate": mine.fill_rate - before.fill_rate,
            "adds_outside_share": mine.outside_share - before.outside_share,
        }  # fmt: skip

    def _every(self, count: int, at_most: int) -> list[int]:
        tried = [sum(1 << one for one in group) for size in range(2, at_most + 1)
                 for group in combinations(range(count), size)]  # fmt: skip
        for coalition in tried:
            self._solve_small(coalition)
        return tried

    def _grown(self, count: int, at_most: int) -> list[int]:
        """The best pair of those that ask for most, then whoever adds most, one by one."""
        few = sorted(range(count), key=lambda one: -self._asked(one))[: max(3, math.isqrt(2 * MOST_GROUPS))]
        tried = [1 << one | 1 << other for one, other in combinations(few, 2)]
        for coalition in tried:
            self._solve_small(coalition)
        best = max(tried, key=self._small.saving)
        for _ in range(at_most - 2):
            larger = [best | 1 << one for one in range(count) if not best >> one & 1]
            for coalition in larger:
                self._solve_small(coalition)
            tried += larger
            best = max(larger, key=self._small.saving, default=best)
        return tried

    def _asked(self, player: int) -> float:
        demand = self.dataset["demand"]
        mine = demand[demand["buyer"] == self._small.players[player].name]
        return float((mine["quantity"] * mine["penalty_eur"]).sum())

    def _solve_small(self, coalition: int) -> None:
        self._small.cost(coalition)
        self._tell()

    def _tell(self) -> None:
        self._done += 1
        if self.progress:
            self.progress(Progress(time.monotonic() - self._began, None, None, f"coalition {self._done:,}"))


def _about(name: str, dataset: Dataset, base: str, partners: Sequence[str], limits: Limits) -> dict[str, Any]:
    horizon = dataset.horizon
    return {
        "kind": "coalitions", "name": name, "data": dataset.name, "marking": dataset.settings.marking,
        "currency_year": dataset.settings.currency_year, "periods": horizon.periods, "period": horizon.length,
        "start": horizon.start.isoformat() if horizon.start else None, "pools": [list(pool) for pool in dataset.pools],
        "solver": {"gap": limits.gap, "time_limit_s": limits.time_limit_s, "threads": limits.threads},
        "base": base, "partners": list(partners), "versions": versions(), "inputs": dict(dataset.hashes),
    }  # fmt: skip
