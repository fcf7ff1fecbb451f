"""Fair shares of what buying together saves."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.joint import SHARE_TABLES, Sharing
from edu_supply.plan import Plan
from edu_supply.planning.solve import solve
from edu_supply.pooling.members import Bill, bill, left_over
from edu_supply.pooling.players import MOST_EXACT, Player, players_of, pools_when
from edu_supply.pooling.subgames import Subgames
from edu_supply.problems import DataError, Problem
from edu_supply.sharing import Game, Shares, has_core, in_core, nucleolus, sampled_shapley, shapley
from edu_supply.solving import Limits, Progress, Stop

SOLVES = 25.0
"""All coalitions together may take as long as so many solves of everybody together; their gaps say what that leaves."""

ORDERS = 40
"""So many orders are drawn where there are too many players for all coalitions."""

Hear = Callable[[Progress], None]


def share(
    dataset: Dataset, players: Sequence[str] | None = None, *, name: str = "share", gap: float = 1e-4,
    time_limit_s: float = 600.0, threads: int = 0, orders: int = ORDERS, seed: int = 0,
    progress: Hear | None = None, stop: Stop | None = None,
) -> Sharing:  # fmt: skip
    """Who should get what of the saving, if these players buy as one pool.

    ``players`` are countries or groups (the buyers of a group buy as one pool, also where the group buys alone); the
    buyers of the dataset's first pool unless given. All demand, lines and stocks are there in every coalition: S buys
    as one pool, everybody else alone, and value(S) = cost with all alone - cost with S as one pool, EUR. So the value
    of a single player is 0.

    The plans of nobody and of everybody together are solved and verified as ``solve`` does, those of the other
    coalitions by one model in memory, to the same ``gap``; what they leave open is carried through to the shares.
    ``time_limit_s`` holds for each. Up to ten players have all their coalitions solved; of more, ``orders`` are drawn
    (``seed``). ``progress`` hears how far it is; ``stop`` ends it early.

    Raises DataError for players that are none, and what ``solve`` raises.

    >>> import edu_supply
    >>> result = edu_supply.share(edu_supply.read("data/tutorial"))
    >>> result["coalitions"]["saving_eur"].tolist()
    [0.0, 0.0]
    """
    began = time.perf_counter()
    found, stop = players_of(dataset, players), stop or Stop()
    if not found:
        raise DataError([Problem("nobody", "", "--players", "There is nobody to buy together.",
                                 "A player is a country or group that a demand names.")])  # fmt: skip
    options: dict[str, Any] = {"gap": gap, "time_limit_s": time_limit_s, "threads": threads, "progress": progress}
    plans = [solve(dataset.with_pools(pools_when(dataset, found, together)), name=name,
                   stop=_within(stop, time_limit_s), **options) for together in ((), found)]  # fmt: skip
    if any(plan.status == "no plan" for plan in plans):
        return _nothing(name, next(plan for plan in plans if plan.status == "no plan"))
    games = Subgames(dataset, found, Limits(gap, time_limit_s, threads), stop)
    patience_s = SOLVES * min(sum(plan.manifest["seconds"].values()) for plan in plans)
    games.variants.patience_s = patience_s / 2 ** len(found)
    for coalition, plan in zip((0, 2 ** len(found) - 1), plans, strict=True):
        games.learn(coalition, plan.objective_eur, plan.manifest["bound_eur"])
    divided = _divided(games, patience_s, orders, seed, progress)
    if divided is None:
        return _nothing(name, plans[1], ended="interruption")
    bills = [[bill(plan, player) for player in found] for plan in plans]
    tables = {"shares": _shares(found, bills, divided), "coalitions": _coalitions(games)}
    manifest = _manifest(plans, found, bills, divided, games) | {"seconds": {"all": time.perf_counter() - began}}
    return Sharing(name, tables, manifest)


@dataclass(frozen=True)
class _Divided:
    """The shares, and whether they lie in the core; no nucleolus and no core where orders were drawn."""

    shapley: Shares
    nucleolus: Shares | None
    game: Game | None


def _within(stop: Stop, seconds: float) -> Stop:
    """A part of a longer run: it ends with it, and after so many seconds."""
    return _Part(stop, min(stop.deadline, time.monotonic() + seconds))


class _Part(Stop):
    def __init__(self, whole: Stop, deadline: float):
        super().__init__(deadline)
        self.whole = whole

    @property
    def left_s(self) -> float:
        return 0.0 if self.whole.interrupted or self.interrupted else max(0.0, self.deadline - time.monotonic())


def _divided(games: Subgames, patience_s: float, orders: int, seed: int, progress: Hear | None) -> _Divided | None:
    """The shares of the game; None where it was stopped before its coalitions were solved."""
    count, began = len(games.players), time.monotonic()

    def tell(done: int, of: int) -> None:
        if progress:
            progress(Progress(time.monotonic() - began, None, None, f"coalition {done:,} of {of:,}"))

    names = tuple(player.name for player in games.players)
    if count > MOST_EXACT:
        sampled = sampled_shapley(names, games.saving, orders=orders, seed=seed)
        return None if games.stop.left_s <= 0 else _Divided(sampled, None, None)
    games.all_costs(tell, patience_s)
    game = games.game()
    return None if game is None else _Divided(shapley(game), nucleolus(game), game)


def _shares(players: Sequence[Player], bills: list[list[Bill]], divided: _Divided) -> pd.DataFrame:
    alone, together = bills
    blank = np.full(len(players), np.nan)
    fair = divided.nucleolus or Shares(divided.shapley.players, blank, blank, blank)
    return pd.DataFrame({
        "member": [player.name for player in players],
        "paid_alone_eur": [one.paid_eur for one in alone], "paid_together_eur": [one.paid_eur for one in together],
        "shapley_eur": divided.shapley.share, "shapley_least_eur": divided.shapley.least,
        "shapley_most_eur": divided.shapley.most, "nucleolus_eur": fair.share, "nucleolus_least_eur": fair.least,
        "nucleolus_most_eur": fair.most,
        "saved_eur": [before.paid_eur - after.paid_eur for before, after in zip(alone, together, strict=True)],
        "short_alone_eur": [one.short_eur for one in alone], "short_together_eur": [one.short_eur for one in together],
    })  # fmt: skip


def _coalitions(games: Subgames) -> pd.DataFrame:
    count = len(games.players)
    singles = [1 << player for player in range(count)]
    numbers = sorted({*games.known, *singles}, key=lambda one: (one.bit_count(), one))
    names = ["|".join(player.name for place, player in enumerate(games.players) if one >> place & 1) for one in numbers]
    costs = [games.cost(one) for one in numbers]
    return pd.DataFrame({
        "members": names, "cost_eur": [one.objective for one in costs], "bound_eur": [one.bound for one in costs],
        "saving_eur": [games.saving(one) for one in numbers],
    })  # fmt: skip


def _manifest(
    plans: Sequence[Plan], players: Sequence[Player], bills: list[list[Bill]], divided: _Divided, games: Subgames
) -> dict[str, Any]:  # fmt: skip
    copied = ("data", "marking", "currency_year", "periods", "period", "start", "pools", "solver", "versions", "inputs")
    game = divided.game
    everybody = 2 ** len(players) - 1
    core = {} if game is None else {"any": has_core(game)} | {
        rule: _core(game, shares) for rule, shares in (("shapley", divided.shapley), ("nucleolus", divided.nucleolus))
        if shares is not None
    }  # fmt: skip
    least, most = games.interval(everybody)
    return {
        "kind": "share", "status": "done", **{key: plans[1].manifest[key] for key in copied},
        "players": {player.name: list(player.buyers) for player in players},
        "cost_alone_eur": games.cost(0).objective, "cost_together_eur": games.cost(everybody).objective,
        "saving_eur": games.saving(everybody), "saving_least_eur": least, "saving_most_eur": most, "core": core,
        "notes": {"shapley": divided.shapley.note, "nucleolus": "" if divided.nucleolus is None
                  else divided.nucleolus.note},
        "left_over_alone_eur": left_over(plans[0], bills[0]), "left_over_together_eur": left_over(plans[1], bills[1]),
        "short_units": {
            player.name: {"alone": before.short_units, "together": after.short_units}
            for player, before, after in zip(players, *bills, strict=True)
        },
        "coalitions_searched": games.variants.searched,
    }  # fmt: skip


def _core(game: Game, shares: Shares) -> dict[str, Any]:
    found = in_core(game, shares.share)
    return {"answer": found.answer, "coalition": list(found.coalition), "gains_eur": found.gains_eur,
            "surely_eur": found.surely_eur, "at_most_eur": found.at_most_eur}  # fmt: skip


def _nothing(name: str, plan: Plan, ended: str = "") -> Sharing:
    tables = {table: pd.DataFrame(columns=list(columns)) for table, columns in SHARE_TABLES.items()}
    if "conflict" in plan.tables:
        tables["conflict"] = plan["conflict"]
    manifest = {key: value for key, value in plan.manifest.items() if value is None or not _open(value)}
    return Sharing(name, tables, manifest | {"kind": "share", "status": "no plan",
                                             "ended": ended or plan.manifest["ended"]})  # fmt: skip


def _open(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)
