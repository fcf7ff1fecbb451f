"""What a plan means for each player: what it pays, what falls short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edu_supply.plan import Plan
from edu_supply.pooling.players import Player

SLIGHT = 1e-6
"""Fewer units short, as a share of what is asked for, are none."""


@dataclass(frozen=True)
class Bill:
    """A player's part of a plan: paid for contracts, fees included (EUR), penalties of what falls short or comes late
    (EUR), units short by product."""

    paid_eur: float
    short_eur: float
    short_units: dict[str, float]

    @property
    def cost_eur(self) -> float:
        return self.paid_eur + self.short_eur


def bill(plan: Plan, player: Player) -> Bill:
    """A player's part of a plan."""
    spending, demand, service = plan["spending"], plan["demand"], plan["service"]
    mine = spending[spending["buyer"].isin(player.buyers) & spending["period"].isna()]
    asked = demand[demand["buyer"].isin(player.buyers)]
    short = asked.groupby("product")["short_units"].sum()
    total = asked.groupby("product")["quantity_units"].sum()
    late = service.loc[service["buyer"].isin(player.buyers), "late_eur"].sum()
    return Bill(
        float(mine["paid_eur"].sum() + mine["fee_eur"].sum()), float(asked["shortage_eur"].sum() + late),
        {str(product): float(units) for product, units in short[short > SLIGHT * total].items()},
    )  # fmt: skip


def left_over(plan: Plan, bills: Sequence[Bill]) -> float:
    """The part of a plan's cost that is no player's, EUR: works, transport, stock, reserves, other buyers' bills."""
    return float(plan.manifest["objective_eur"]) - sum(one.cost_eur for one in bills)
