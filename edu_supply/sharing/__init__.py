"""Cooperative games: fair shares of what players save, or spend, together. Nothing here knows what it is about."""

from edu_supply.sharing.core import CoreAnswer, has_core, in_core
from edu_supply.sharing.excesses import nucleolus
from edu_supply.sharing.game import Game, Shares
from edu_supply.sharing.marginals import sampled_shapley, shapley

__all__ = ["CoreAnswer", "Game", "Shares", "has_core", "in_core", "nucleolus", "sampled_shapley", "shapley"]
