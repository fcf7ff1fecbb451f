"""The differences of two datasets as parts that can be made one without another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.comparing.inputs import Edit, edits, rows_of
from edu_supply.dataset import Dataset
from edu_supply.problems import DataError
from edu_supply.reading.public import rebuild
from edu_supply.schema import TABLES
from edu_supply.wanted import Terms

PLAIN = Terms()

MOST_GROUPS = 3
"""A column whose cells changed in more ways than these is one part."""

INERT_TABLES = ("threats",)
INERT_COLUMNS = ("name", "company", "latitude", "longitude", "recovery_periods", "legal_ref")
INERT_SETTINGS = ("marking", "currency_year")
"""What no plan depends on: it is shown among the differences, and is no part of why plans differ."""

POOLS, NET, RESILIENCE = "pools", "net", "resilience"


@dataclass(frozen=True)
class Part:
    """Differences that are made together: edits of tables, who buys together, whether tax and support count, what is to
    be survived."""

    name: str
    edits: tuple[Edit, ...]
    pools: bool = False
    net: bool = False
    resilience: bool = False

    @property
    def rows(self) -> int:
        """How many rows of tables it changes."""
        return len({(one.table, one.key) for one in self.edits}) + self.pools + self.net + self.resilience


@dataclass(frozen=True)
class Sides:
    """Two datasets, the terms on which a plan is sought for each, and all differences of their tables."""

    base: Dataset
    other: Dataset
    base_terms: Terms
    other_terms: Terms
    edits: tuple[Edit, ...]

    @classmethod
    def of(cls, base: Dataset, other: Dataset, base_terms: Terms = PLAIN, other_terms: Terms = PLAIN) -> Sides:
        return cls(base, other, base_terms, other_terms, tuple(edits(base, other)))

    def parts(self) -> list[Part]:
        """The differences as parts each of which can be made alone; those that cannot stand alone are one part."""
        counts = [one for one in self.edits if not self._inert(one)]
        found = [Part(_name(group), tuple(group)) for group in _groups(counts)]
        if _known(self.base.pools) != _known(self.other.pools):
            found.append(Part(POOLS, (), pools=True))
        if self.base_terms.net != self.other_terms.net:
            found.append(Part(NET, (), net=True))
        if self.base_terms.resilience != self.other_terms.resilience:
            found.append(Part(RESILIENCE, (), resilience=True))
        return _standing(self, found)

    def _inert(self, edit: Edit) -> bool:
        """Whether no plan on these terms depends on a difference."""
        setting = edit.table == "settings" and edit.key[0] in INERT_SETTINGS
        resilient = self.base_terms.resilience or self.other_terms.resilience
        return setting or (edit.table in INERT_TABLES and not resilient) or edit.column in INERT_COLUMNS

    def with_parts(self, parts: Iterable[Part]) -> tuple[Dataset, Terms]:
        """The base with some parts of the difference, and its terms. Raises DataError."""
        made = list(parts)
        given = dict(self.base.given)
        for table in TABLES:
            ours = [one for part in made for one in part.edits if one.table == table]
            if ours:
                given[table] = _edited(self, table, ours)
        pools = self.other.pools if any(part.pools for part in made) else self.base.pools
        terms = self.base_terms
        if any(part.net for part in made):
            terms = replace(terms, net=self.other_terms.net)
        if any(part.resilience for part in made):
            terms = replace(terms, resilience=self.other_terms.resilience)
        return rebuild(given, name=self.base.name, pools=pools, hashes=self.base.hashes), terms


def _known(pools: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
    return {tuple(pool) for pool in pools}


def _groups(differences: Iterable[Edit]) -> list[list[Edit]]:
    """Cells of one column that changed alike (to one value, or by one factor) together, and rows of one table."""
    found: dict[tuple[str, str, str], list[Edit]] = {}
    for one in differences:
        setting = str(one.key[0]) if one.table == "settings" else one.column
        found.setdefault((one.table, one.how, setting), []).append(one)
    groups: list[list[Edit]] = []
    for same in found.values():
        alike: dict[Any, list[Edit]] = {}
        if len({repr(one.other) for one in same}) == 1 or same[0].how != "changed":
            alike["all"] = same
        else:
            for one in same:
                alike.setdefault(_factor(one), []).append(one)
        groups += list(alike.values()) if len(alike) <= MOST_GROUPS else [same]
    return groups


def _factor(edit: Edit) -> object:
    if isinstance(edit.base, (int, float)) and isinstance(edit.other, (int, float)) and edit.base:
        return float(np.round(edit.other / edit.base, 9))
    return f"to {edit.other}"


def _name(group: Sequence[Edit]) -> str:
    """A part in the words of --set, as far as they reach."""
    first, rows = group[0], len({one.key for one in group})
    where = f"[{first.row}]" if rows == 1 else f" in {rows:,} rows"
    if first.table == "settings":
        return f"settings.{first.row}={first.other}"
    if first.how != "changed":
        return f"{first.table}: {first.row} {first.how}" if rows == 1 else f"{first.table}: {rows:,} rows {first.how}"
    said = {repr(one.other) for one in group}
    factors = {_factor(one) for one in group}
    if len(said) == 1:
        how = f"={_cell(first.other)}"
    else:
        [factor] = factors if len(factors) == 1 else ["changed"]
        how = f"*={factor:g}" if isinstance(factor, float) else " changed"
    return f"{first.table}{where}.{first.column}{how}" if rows == 1 else f"{first.table}.{first.column}{how}{where}"


def _cell(cell: Any) -> str:
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)


def _standing(sides: Sides, parts: list[Part]) -> list[Part]:
    """Join the parts that cannot be made without others: those that fail alone, and those that fail when left out."""
    while len(parts) > 1:
        others = [[one for one in parts if one is not part] for part in parts]
        bound = [part for part, rest in zip(parts, others, strict=True)
                 if not _works(sides, [part]) or (len(parts) > 2 and not _works(sides, rest))]  # fmt: skip
        if len(bound) < 2:
            return parts
        joined = _pair(sides, bound) or bound
        parts = [part for part in parts if part not in joined] + [_joined(joined)]
    return parts


def _pair(sides: Sides, bound: Sequence[Part]) -> list[Part] | None:
    """Two of them that stand together where one of them does not alone."""
    for place, one in enumerate(bound):
        for two in bound[place + 1 :]:
            if _works(sides, [one, two]) and not (_works(sides, [one]) and _works(sides, [two])):
                return [one, two]
    return None


def _works(sides: Sides, parts: Sequence[Part]) -> bool:
    try:
        sides.with_parts(parts)
    except DataError:
        return False
    return True


def _joined(parts: Sequence[Part]) -> Part:
    return Part(" with ".join(part.name for part in parts), tuple(one for part in parts for one in part.edits),
                any(part.pools for part in parts), any(part.net for part in parts),
                any(part.resilience for part in parts))  # fmt: skip


def _edited(sides: Sides, table: str, ours: Sequence[Edit]) -> pd.DataFrame:
    """The base's table with some edits: rows taken out, cells changed, rows of the other put at the end."""
    before, after = sides.base.given[table], sides.other.given[table]
    place = {key: row for row, key in enumerate(rows_of(sides.base, table))}
    there = {key: row for row, key in enumerate(rows_of(sides.other, table))}
    rows = before.copy()
    for one in ours:
        if one.how == "changed":
            if one.column not in rows:
                rows[one.column] = after[one.column].iloc[:0].reindex(rows.index)
            if isinstance(one.other, str) and rows[one.column].dtype != object:
                rows[one.column] = rows[one.column].astype(object)
            rows.iloc[place[one.key], rows.columns.get_loc(one.column)] = one.other  # type: ignore[index]
    gone = [place[one.key] for one in ours if one.how == "removed"]
    new = after.iloc[[there[one.key] for one in ours if one.how == "added"]]
    kept = rows.drop(index=rows.index[gone])
    return pd.concat([part for part in (kept, new) if len(part)] or [kept], ignore_index=True)


