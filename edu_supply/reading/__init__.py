"""From files, workbooks and DataFrames to validated datasets; every error of a dataset at once, in the user's words."""

from edu_supply.reading.public import from_tables, read, rebuild

__all__ = ["from_tables", "read", "rebuild"]
