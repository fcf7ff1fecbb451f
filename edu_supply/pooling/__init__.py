"""Buying together as a game: who saves what, fair shares of it, what members and partners add."""

from edu_supply.pooling.coalitions import coalitions
from edu_supply.pooling.share import share

__all__ = ["coalitions", "share"]
