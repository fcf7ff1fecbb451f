"""Stockpiles: how much of which product to add where, so that every threat is survived, at the least cost."""

from edu_supply.stockpiles.frontier import LEVELS
from edu_supply.stockpiles.sizing import Sizing, stockpile
from edu_supply.stockpiles.targets import with_targets
from edu_supply.stockpiles.text import stockpile_text

__all__ = ["LEVELS", "Sizing", "stockpile", "stockpile_text", "with_targets"]
