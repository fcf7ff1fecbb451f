"""Cells that a change gives, read by the reader's own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from edu_supply.horizon import Horizon
from edu_supply.problems import Problem
from edu_supply.reading.findings import Findings
from edu_supply.reading.frames import cell_text
from edu_supply.reading.text_table import TextTable
from edu_supply.reading.typed import typed


def read_cells(
    table: str, columns: Mapping[str, Sequence[object]], horizon: Horizon, label: str
) -> tuple[pd.DataFrame, list[Problem]]:
    """Rows of a table as the reader would read them from a file, blank where a cell is refused, and what is wrong.

    >>> read_cells("demand", {"buyer": ["UK"], "period": ["2026-09"]}, horizon, "a.toml change 1")[0]["buyer"]
    0    GB
    """
    rows = max(map(len, columns.values()), default=0)
    findings = Findings()
    text = TextTable(
        table, {name: [cell_text(cell) for cell in cells] for name, cells in columns.items()}, [label] * rows, label
    )
    frame = typed(text, horizon, findings)
    return frame, [problem for problem in findings.problems if problem.is_error]
