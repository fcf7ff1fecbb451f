"""The tables of a dataset between one change and the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from edu_supply.horizon import Horizon
from edu_supply.reading.completing import completed
from edu_supply.reading.findings import Findings
from edu_supply.reading.text_table import TextTable


@dataclass(frozen=True)
class State:
    """Tables as given, after some changes, and the calendar by which dates are read."""

    given: Mapping[str, pd.DataFrame]
    horizon: Horizon
    _completed: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    def completed(self, table: str) -> pd.DataFrame:
        """The rows of a table with their blank cells filled, as a change's ``where`` sees them.

        >>> State(dataset.given, dataset.horizon).completed("demand")["buyer"].notna().all()
        True
        """
        if not self._completed:
            where = {"demand": TextTable("demand", {}, list(self.given["demand"]["where"]), "demand")}
            self._completed.update(completed(self.given, where, Findings()))
        return self._completed[table]

    def with_rows(self, table: str, rows: pd.DataFrame) -> State:
        """The same tables but for one."""
        return State({**self.given, table: rows}, self.horizon)

    def setting(self, key: str) -> str:
        """The value that the settings table gives for a key; nothing where it gives none.

        >>> State(dataset.given, dataset.horizon).setting("periods")
        '24'
        """
        rows = self.given["settings"]
        values = rows.loc[rows["key"] == key, "value"].dropna()
        return "" if values.empty else str(values.iloc[-1])
