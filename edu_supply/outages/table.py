"""The tables of a sweep: ``spof``, a row for each asset, and ``spof_products``, a row for each product that it hits."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from edu_supply.outages.result import Row
from edu_supply.outages.tasks import Task
from edu_supply.plan import OUTAGE_TABLES

HOW = ("unused", "bounded", "solved")
"""How a loss is known: undisturbed operations do not use the asset; proved by what was solved; solved."""


def spof_table(
    found: pd.DataFrame,
    tasks: list[Task],
    losses: Mapping[str, Row],
    times: Mapping[str, int],
    structure: pd.DataFrame,
    undisturbed_eur: float,
) -> pd.DataFrame:
    """The table ``spof``: the assets whose loss is known, the dearest first; those marked ``self`` last, unranked."""
    known = [place for place, task in enumerate(tasks) if task.name in losses]
    rows = found.iloc[known].reset_index(drop=True)
    about = [tasks[place] for place in known]
    told = pd.DataFrame([losses[task.name] for task in about], columns=_LOSS) if about else pd.DataFrame(columns=_LOSS)
    table = pd.concat([rows, told], axis=1).merge(structure[["kind", "target", "structural", "self"]],
                                                  on=["kind", "target"], how="left")  # fmt: skip
    table = table.assign(
        start=[task.start for task in about], duration=[task.duration for task in about],
        undisturbed_eur=undisturbed_eur, structural=table["structural"].astype(int),
        time_to_survive_periods=pd.array([times.get(task.name) for task in about], "Int64"),
        recovery_periods=table["recovery_periods"].astype("Int64"),
        first_dry_period=table["first_dry_period"].astype("Int64"),
    )  # fmt: skip
    table["self"] = table["self"].astype(int)
    recovery = table["recovery_periods"].fillna(table["duration"])
    table = table.assign(gap_periods=recovery - table["time_to_survive_periods"])
    table = table.sort_values(["self", "loss_eur"], ascending=[True, False], kind="stable").reset_index(drop=True)
    rank = pd.Series(np.arange(1, len(table) + 1)).where(table["self"] == 0).astype("Int64")
    return table.assign(rank=rank)[list(OUTAGE_TABLES["spof"])]


_LOSS = ["loss_eur", "short_eur", "money_eur", "short_units", "worst_product", "fill_rate", "how",
         "first_dry_product", "first_dry_site", "first_dry_period"]  # fmt: skip


def products_table(tasks: list[Task], losses: Mapping[str, Row]) -> pd.DataFrame:
    """The table ``spof_products``."""
    rows = [{"kind": task.kind, "target": task.target, **one}
            for task in tasks if task.name in losses for one in losses[task.name]["short"]]  # fmt: skip
    return pd.DataFrame(rows, columns=list(OUTAGE_TABLES["spof_products"]))
