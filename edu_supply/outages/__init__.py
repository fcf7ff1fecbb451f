"""Outages: what the loss of an asset costs, how long it can be survived, and why."""

from edu_supply.outages.assets import ALL_KINDS, KINDS, assets, losses_of

__all__ = ["ALL_KINDS", "KINDS", "assets", "losses_of"]
