"""What members and partners add, in words, for a terminal."""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.joint import Coalitions
from edu_supply.planning.layout import clipped, records, safe, table, wrapped
from edu_supply.planning.wording import eur

HEAD = ("", "saves", "adds", "money", "fill rate", "outside share")


def coalitions_text(found: Coalitions, dataset: Dataset, width: int = 80) -> str:
    """The partners, the members, the best small pools; the dataset's marking stands in the first and the last line."""
    marking = [clipped(safe(dataset.settings.marking), width)] if dataset.settings.marking else []
    if found.status == "no plan":
        return "\n".join([*marking, *wrapped(f"There is no answer: {found.manifest['ended']}.", width, 0), *marking])
    rows, base = found["coalitions"], safe(found.manifest["base"])
    of = {kind: rows[rows["kind"] == kind] for kind in ("partners", "member", "group")}
    parts = [
        ["What partners add to the pool", *_lines(_named_partners(of["partners"], base), width)],
        ["What members add to it by taking part", *_lines(_named_members(of["member"], of["partners"]), width)]
        if len(of["member"]) else [],
        _groups(of["group"], found.manifest.get("groups", {}), width),
        wrapped("Who is outside the pool keeps its sites and demand, and buys alone. Each amount is known to within "
                f"the gaps of its plans: {eur(_widest(rows))} at most.", width, 0),
    ]  # fmt: skip
    lines = [line for part in parts if part for line in (*part, "")]
    return "\n".join([*marking, *([""] if marking else []), *lines[: None if marking else -1], *marking])


def _widest(rows: pd.DataFrame) -> float:
    return 2 * float((rows["cost_eur"] - rows["bound_eur"]).max())


def _lines(named: list[tuple[str, Any]], width: int) -> list[str]:
    cells = [(name, eur(row.saving_eur), eur(row.adds_eur), eur(row.adds_money_eur), _points(row.adds_fill_rate),
              _points(row.adds_outside_share)) for name, row in named]  # fmt: skip
    return table(cells, width, head=HEAD)


def _named_partners(rows: pd.DataFrame, base: str) -> list[tuple[str, Any]]:
    """The base itself, then ``+ NO + GB``."""
    core = set(rows["members"].iloc[0].split("|")) if len(rows) else set()
    named = []
    for row in records(rows):
        joined = [one for one in row.members.split("|") if one not in core]
        named.append((" ".join(f"+ {one}" for one in joined) or base, row))
    return named


def _named_members(rows: pd.DataFrame, partners: pd.DataFrame) -> list[tuple[str, Any]]:
    core = partners["members"].iloc[0].split("|")
    found = [(next(one for one in core if one not in row.members.split("|")), row) for row in records(rows)]
    return sorted(found, key=lambda pair: -pair[1].adds_eur)


def _points(change: float) -> str:
    """A change of a share in percentage points."""
    return "-" if change != change else f"{100 * change:+.2f} pp"


def _groups(rows: pd.DataFrame, about: dict[str, Any], width: int) -> list[str]:
    if not about:
        return []
    what = safe(about["product"]) or "everything"
    head = f"The best pools of at most {about['at_most']} for {what}"
    lines = [head, *_lines([(row.members.replace("|", ", "), row) for row in records(rows)], width)]
    if about["exact"]:
        said = f"All {about['possible']:,} such pools were solved."
    else:
        said = f"{about['tried']:,} of {about['possible']:,} such pools were solved: built up one buyer at a time."
    if about["at_most_eur"] is not None:
        said += f" None of them all can save more than {eur(about['at_most_eur'])}."
    return lines + wrapped(said, width)
