"""What every law looks at: the dataset, the plan's sound rows, and what follows from the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification import references, worth
from edu_supply.verification.arrays import FloatArray, IntArray
from edu_supply.verification.demands import Demands, demands_of
from edu_supply.verification.findings import Rows
from edu_supply.verification.flows import Flows, flows_of
from edu_supply.verification.limits import Limits, limits_of
from edu_supply.verification.names import Names, at, names_of
from edu_supply.verification.options import options_of
from edu_supply.verification.programmes import Programme, programmes_of
from edu_supply.verification.purchases import Purchases, purchases_of
from edu_supply.verification.sheets import Sheets, describe


@dataclass(frozen=True)
class Audit:
    """A dataset, a plan (its sound rows, coded), and what the laws add up. Laws are functions of this."""

    dataset: Dataset
    plan: Mapping[str, pd.DataFrame]
    names: Names
    demands: Demands
    limits: Limits
    flows: Flows

    @cached_property
    def programmes(self) -> list[Programme]:
        """All programmes, valid or not."""
        return programmes_of(self.dataset)

    @cached_property
    def purchases(self) -> Purchases:
        """The plan's contracts against the offers."""
        return purchases_of(self.dataset, self.names, self.programmes, self.plan["contracts"])

    @cached_property
    def options(self) -> tuple[pd.DataFrame, IntArray]:
        """What may be chosen, and the place in it of each row of choices."""
        return options_of(self.dataset, self.plan["choices"])

    @cached_property
    def value_eur(self) -> FloatArray:
        """The content value of a unit of each product."""
        return worth.content_eur(self.dataset, self.names)

    @cached_property
    def components(self) -> pd.DataFrame:
        """What each row of production uses, and what that is worth (see ``worth.components_of``)."""
        return worth.components_of(self.dataset, self.names, self.plan["production"], self.value_eur)

    @property
    def periods(self) -> int:
        return self.dataset.periods

    def label(self, period: int) -> str:
        """What people call the period."""
        return self.dataset.horizon.label(int(period))

    def words(self, table: str, row: int) -> str:
        """A row of the plan in words."""
        return describe(table, self.plan[table].iloc[row], self.dataset.horizon)

    def site(self, position: int) -> str:
        return at(self.names.site, position)

    def product(self, position: int) -> str:
        return at(self.names.product, position)


def audit_of(dataset: Dataset, sheets: Sheets) -> tuple[Audit, list[Rows]]:
    """The audit of a plan in the undisturbed world, and which rows of the plan had to be left out of it, and why."""
    names = names_of(dataset)
    demands = demands_of(dataset, names)
    plan, findings = dict(sheets), []
    for table, code_rows in (
        ("production", references.production),
        ("shipments", references.shipments),
        ("stocks", references.stocks),
    ):
        plan[table], found = code_rows(sheets[table], dataset, names)
        findings += found
    for table, code_demands in (("service", references.service), ("demand", references.demand)):
        plan[table], found = code_demands(sheets[table], dataset, names, demands)
        findings += found
    limits = limits_of(dataset, names, sheets["choices"])
    audit = Audit(dataset, plan, names, demands, limits, flows_of(dataset, names, plan))
    return audit, findings
