"""Runs side by side: inputs, figures, and why they differ."""

from edu_supply.comparing.compare import compare
from edu_supply.comparing.page import comparison_page
from edu_supply.comparing.text import comparison_text

__all__ = ["compare", "comparison_page", "comparison_text"]
