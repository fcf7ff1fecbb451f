"""Outages: what the loss of an asset costs, how long it can be survived, and why."""

from edu_supply.outages.assets import ALL_KINDS, KINDS, assets, losses_of
from edu_supply.outages.chains import chains
from edu_supply.outages.cut_sets import cut_sets
from edu_supply.outages.explain import explain
from edu_supply.outages.structure import structure
from edu_supply.outages.sweep import spof
from edu_supply.outages.worst import worst

__all__ = [
    "ALL_KINDS", "KINDS", "assets", "chains", "cut_sets", "explain", "losses_of", "spof", "structure", "worst",
]  # fmt: skip
