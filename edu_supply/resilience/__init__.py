"""Plans that survive: stock, expansions, sites and contracts chosen together against the same worlds."""

from edu_supply.resilience.solve import solve_resilient
from edu_supply.wanted import MEANS, Resilience

__all__ = ["MEANS", "Resilience", "solve_resilient"]
