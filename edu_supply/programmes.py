"""Programmes of joint procurement, as a plan may use them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from edu_supply.dataset import Dataset
from edu_supply.pools import buyers, countries_in
from edu_supply.schema import listed_names


@dataclass(frozen=True)
class Programme:
    """The terms of a contract under a programme. ``families`` None: all; absent limits are None; shares are 0 to 1.

    ``buyers`` and ``members`` are those of the plan's buyers who may buy, and who count as members; ``inside`` are the
    countries whose content counts as inside; ``allocations`` are EUR by country.
    """

    name: str
    kind: str = ""
    families: frozenset[str] | None = None
    buyers: frozenset[str] | None = None
    members: frozenset[str] = frozenset()
    min_buyers: int = 1
    min_members: int = 0
    perimeter: str = ""
    inside: frozenset[str] = frozenset()
    max_outside_share: float | None = None
    min_share: float = 0.0
    support_rate: float = 0.0
    fee_rate: float = 0.0
    budget_eur: float | None = None
    vat_exempt: bool = False
    allocations: Mapping[str, float] = field(default_factory=dict)

    def admits(self, buyer: str) -> bool:
        """Whether a buyer may buy under it."""
        return self.buyers is None or buyer in self.buyers

    def covers(self, family: object) -> bool:
        """Whether products of a family may be bought under it."""
        return self.families is None or family in self.families

    def most_support(self, buyer: str) -> float | None:
        """Most support that a buyer may have under it, EUR; None: no limit of its own."""
        if self.kind == "loan" or self.allocations:
            return self.allocations.get(buyer, 0.0)
        return None


NO_PROGRAMME = Programme("")
"""The terms of a contract outside any programme."""


def programmes_of(dataset: Dataset) -> list[Programme]:
    """The programmes that are valid on the plan's first day, in the order of the table."""
    start = dataset.horizon.start
    today = start.isoformat() if start else ""
    everybody = buyers(dataset)
    return [_programme(dataset, row, everybody) for row in dataset["programmes"].to_dict("records")
            if _valid(row, today)]  # fmt: skip


def perimeter_countries(dataset: Dataset, names: list[str]) -> frozenset[str]:
    """The countries that count as inside a perimeter, of those where a site stands."""
    return countries_in(dataset, names, dict.fromkeys(dataset["sites"]["country"]))


def _valid(row: Mapping[Any, Any], today: str) -> bool:
    begins, ends = (row[column] if isinstance(row[column], str) else "" for column in ("valid_from", "valid_to"))
    return (not begins or begins <= today) and (not ends or today <= ends)


def _programme(dataset: Dataset, row: Mapping[Any, Any], everybody: list[str]) -> Programme:
    allocations = dataset["allocations"]
    allocations = allocations[allocations["programme"] == row["programme"]]
    inside = listed_names(row["inside"])
    return Programme(
        row["programme"], row["kind"],
        frozenset(listed_names(row["families"])) or None,
        countries_in(dataset, listed_names(row["buyers"]), everybody),
        countries_in(dataset, listed_names(row["members"]), everybody),
        int(row["min_buyers"]), int(row["min_members"]), "|".join(inside), perimeter_countries(dataset, inside),
        _limit(row["max_outside_share"]), float(row["min_share"]), float(row["support_rate"]), float(row["fee_rate"]),
        _limit(row["budget_eur"]), bool(row["vat_exempt"]),
        dict(zip(allocations["country"], allocations["amount_eur"].astype(float), strict=True)),
    )  # fmt: skip


def _limit(value: float) -> float | None:
    return None if value != value else float(value)
