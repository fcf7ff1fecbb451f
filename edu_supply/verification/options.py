"""What may be chosen."""

from __future__ import annotations

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import IntArray, place


def options(dataset: Dataset) -> pd.DataFrame:
    """Everything that may be chosen: kind, target, cost_eur, lead_periods, most (steps)."""
    tables = [
        pd.DataFrame({"kind": "expansion", "target": table["expansion"], "cost_eur": table["cost_eur"],
                      "lead": table["lead_periods"], "most": table["max_steps"]})
        for table in (dataset["expansions"],)
    ]  # fmt: skip
    for kind in ("site", "lane"):
        table = dataset[f"{kind}s"]
        table = table[table["build_cost_eur"].notna()]
        tables.append(pd.DataFrame({"kind": kind, "target": table[kind], "cost_eur": table["build_cost_eur"],
                                    "lead": table["build_lead_periods"], "most": 1}))  # fmt: skip
    return pd.concat(tables, ignore_index=True)


def options_of(dataset: Dataset, rows: pd.DataFrame) -> tuple[pd.DataFrame, IntArray]:
    """The options, and for each row of choices the position of its own (-1: there is none)."""
    all_options = options(dataset)
    keys = ["kind", "target"]
    return all_options, place(all_options, keys, rows, keys)
