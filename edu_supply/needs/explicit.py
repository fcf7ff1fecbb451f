"""The same dataset with the rows of its requirements spelt out, and no requirements."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.needs.placing import RESERVE


def explicit(dataset: Dataset) -> Dataset:
    """The dataset with what its requirements make as rows of its tables, as if somebody had typed them, without them.

    >>> import edu_supply
    >>> row = {"requirement": "R", "method": "target_oriented", "site": "UA-front", "product": "round",
    ...        "targets": 12, "per_target": 25}
    >>> dataset = explicit(edu_supply.change(edu_supply.read("data/tutorial"), "requirements", add=[row]))
    >>> dataset.given["stocks"][["initial", "minimum", "from_period"]].values.tolist(), len(dataset["requirements"])
    ([[150.0, 300.0, 1.0]], 0)
    """
    given = dict(dataset.given)
    for name in ("demand", "stocks"):
        rows = given[name].copy()
        taken, added = dataset[name].iloc[: len(rows)], dataset[name].iloc[len(rows) :]
        if name == "stocks":
            changed = taken["minimum"].to_numpy() != rows["minimum"].fillna(0).to_numpy()
            for column in RESERVE:
                rows.loc[changed, column] = taken.loc[changed, column].astype(rows[column].dtype)
        parts = [part.astype(rows.dtypes.to_dict()) for part in (rows, added) if len(part)]
        given[name] = pd.concat(parts, ignore_index=True) if parts else rows
    without = {"requirements": given["requirements"].head(0)}
    return replace(dataset, given={**given, **without}, tables={**dataset.tables, **without})
