"""The price of autonomy: what a plan costs and serves, the less of its content may come from outside."""

from edu_supply.dependence.curve import SHARES, autonomy
from edu_supply.dependence.text import autonomy_text

__all__ = ["SHARES", "autonomy", "autonomy_text"]
