"""A dataset: validated tables, a calendar, and who buys together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import pandas as pd

from edu_supply.horizon import Horizon
from edu_supply.problems import Problem


@dataclass(frozen=True)
class Settings:
    """The settings table, typed. ``final_stock`` is ``free`` or ``as_initial``."""

    horizon: Horizon
    final_stock: Literal["free", "as_initial"] = "free"
    currency_year: str = ""
    marking: str = ""


@dataclass(frozen=True)
class Dataset:
    """Everything a plan is made from. Make one with :func:`edu_supply.read` or ``edu_supply.from_tables``.

    ``tables`` holds a DataFrame for *every* table of the schema (no rows where the dataset has none), with every
    column of the schema, then ``where`` (file and line, or sheet and row, of each row). Blank cells hold what they
    mean (``schema.Column.when_blank``); what is absent stays missing (NaN), never infinite. Text is ``str``, numbers
    and shares are ``float64``, whole numbers and periods ``int64``, or ``float64`` with NaN where they may be absent.
    Rows for periods beyond the horizon are kept; whoever uses them passes over them.
    ``given`` holds the same tables before blank cells were filled; changes are made there.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> dataset.periods, dataset["lines"]["capacity"].tolist()
    (4, [240.0, 300.0, 200.0, 40.0])
    """

    name: str
    tables: Mapping[str, pd.DataFrame]
    given: Mapping[str, pd.DataFrame]
    settings: Settings
    pools: tuple[tuple[str, ...], ...] = (("*",),)
    hashes: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    @property
    def horizon(self) -> Horizon:
        return self.settings.horizon

    @property
    def periods(self) -> int:
        return self.settings.horizon.periods

    def with_pools(self, pools: tuple[tuple[str, ...], ...]) -> Dataset:
        """The same dataset with other buyers' pools; ``()`` lets everybody buy alone."""
        return replace(self, pools=pools)
