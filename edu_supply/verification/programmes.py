"""Programmes, as the tables say them: who may buy what under which terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.schema import listed_names
from edu_supply.verification.arrays import texts
from edu_supply.verification.groups import countries_of, members_of


@dataclass(frozen=True)
class Programme:
    """One row of programmes, with its groups as countries; a limit that is absent is NaN.

    ``families`` is empty where any family is covered; ``allocations`` has the programme's rows of allocations.
    """

    name: str
    kind: str
    valid: bool
    families: frozenset[str]
    buyers: frozenset[str]
    members: frozenset[str]
    inside: tuple[str, ...]
    min_buyers: int
    min_members: int
    max_outside_share: float
    min_share: float
    support_rate: float
    fee_rate: float
    budget_eur: float
    vat_exempt: bool
    allocations: Mapping[str, float]

    def covers(self, family: str) -> bool:
        """Whether products of this family may be bought under it."""
        return not self.families or family in self.families

    def allocation_eur(self, buyer: str) -> float:
        """Most support that a buyer may have, infinite without a limit: a loan needs a row, a grant or an agency only
        where anybody has one."""
        unlisted = float("inf") if self.kind != "loan" and not self.allocations else 0.0
        return float(self.allocations.get(buyer, unlisted))


def programmes_of(dataset: Dataset) -> list[Programme]:
    """Every programme of the dataset, valid or not."""
    members = members_of(dataset)
    allocations = dataset["allocations"]
    amounts: dict[str, dict[str, float]] = {}
    for name, country, eur in zip(
        texts(allocations["programme"]), texts(allocations["country"]), allocations["amount_eur"], strict=True
    ):
        amounts.setdefault(name, {})[country] = float(eur)
    return [
        Programme(
            name=str(row["programme"]),
            kind=str(row["kind"]),
            valid=_valid(dataset, row),
            families=frozenset(listed_names(row["families"])),
            buyers=countries_of(members, listed_names(row["buyers"])),
            members=countries_of(members, listed_names(row["members"])),
            inside=tuple(listed_names(row["inside"])),
            min_buyers=int(row["min_buyers"]),
            min_members=int(row["min_members"]),
            max_outside_share=float(row["max_outside_share"]),
            min_share=float(row["min_share"]),
            support_rate=float(row["support_rate"]),
            fee_rate=float(row["fee_rate"]),
            budget_eur=float(row["budget_eur"]),
            vat_exempt=bool(row["vat_exempt"]),
            allocations=amounts.get(str(row["programme"]), {}),
        )
        for row in dataset["programmes"].to_dict("records")
    ]


def _valid(dataset: Dataset, row: Mapping[Any, Any]) -> bool:
    """valid_from <= settings.start <= valid_to; a blank is no limit."""
    first, last = (None if pd.isna(row[column]) else str(row[column]) for column in ("valid_from", "valid_to"))
    if first is None and last is None:
        return True
    if dataset.horizon.start is None:
        return False
    start = dataset.horizon.start.isoformat()
    return (first is None or first <= start) and (last is None or start <= last)
