"""Risk in euros: the stock that is cheapest over all worlds, by how likely they are and how much the worst count."""

from edu_supply.risk.least import Risking, risk
from edu_supply.risk.text import risk_text

__all__ = ["Risking", "risk", "risk_text"]
