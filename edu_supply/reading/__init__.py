"""From files, workbooks and DataFrames to validated datasets; every error of a dataset at once, in the user's words."""

from edu_supply.reading.public import Looked, from_tables, look, read, rebuild
from edu_supply.reading.text_table import TextTable

__all__ = ["Looked", "TextTable", "from_tables", "look", "read", "rebuild"]
