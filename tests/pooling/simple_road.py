"""The second road: every coalition solved from scratch, with its pools in the dataset."""

from __future__ import annotations

from collections.abc import Sequence

from edu_supply import Dataset
from edu_supply.model import build_model
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network import Network
from edu_supply.pooling.players import Player, pools_when
from edu_supply.solving import Limits, Outcome, optimise, standard_form


def cold(dataset: Dataset, players: Sequence[Player], coalition: int, gap: float = 1e-4) -> Outcome:
    """The cost of a coalition (a number of bits) by a solve of its own."""
    together = [player for place, player in enumerate(players) if coalition >> place & 1]
    pooled = dataset.with_pools(pools_when(dataset, players, together))
    return optimise(standard_form(pyomo_model(build_model(Network.of(pooled)))), Limits(gap, 60, 1))
