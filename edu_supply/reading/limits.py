"""What is too large to be a table that people keep: refused before it fills the memory."""

from __future__ import annotations

MOST_BYTES = 200_000_000
"""A table file or workbook may not be larger (bytes)."""

MOST_ROWS = 2_000_000
"""A table may not have more rows."""

MOST_COLUMNS = 100
"""A table may not have more columns."""

LONGEST_NAME = 200
"""A name may not be longer (characters)."""

LONGEST_CELL = 10_000
"""No cell may be longer (characters)."""

MOST_UNPACKED_BYTES = 1_000_000_000
"""A workbook may not be larger once unpacked (bytes)."""

MOST_SHEET_CELLS = 20_000_000
"""A sheet's used area may not have more cells."""

MOST_PROBLEMS = 1_000
"""So many errors are kept; the others are counted."""

MOST_ALIKE = 200
"""So many problems of one kind, table and column are kept, so that they do not crowd out the others."""
