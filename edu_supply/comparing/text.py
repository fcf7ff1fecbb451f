"""A comparison, for a terminal."""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply.network.wording import count, number
from edu_supply.plan import Run
from edu_supply.planning.layout import records, safe, table, wrapped
from edu_supply.planning.wording import eur

MOST_ROWS = 12
"""So many differences of a subject are shown, the largest first."""

SUBJECTS = {
    "cost": "Money and penalties", "fill_rate": "Served / asked for, each unit at its penalty", "short": "Units short",
    "spending": "Who pays for contracts", "choices": "What is opened and built (steps)",
    "contracts": "Contracts", "stock": "Stock (units)", "single_points": "Single points of failure",
}  # fmt: skip


def comparison_text(found: Run, width: int = 80) -> str:
    """Every other run against the base, for a terminal ``width`` columns wide, without the marking.

    >>> import edu_supply
    >>> data = edu_supply.read("data/tutorial")
    >>> plan = edu_supply.solve(data)
    >>> print(comparison_text(edu_supply.compare((plan, data), (plan, data), names=["one", "two"])))
    two against one
      The inputs are the same. So is every figure.
    """
    return "\n\n".join("\n".join(_against(found, other["name"], width)) for other in found.manifest["others"])


def _against(found: Run, name: str, width: int) -> list[str]:
    inputs, figures, why = (rows[rows["run"] == name] for rows in
                            (found["input_differences"], found["differences"], found["why"]))  # fmt: skip
    side = found.manifest["country"]
    lines = [safe(f"{name} against {found.manifest['base']['name']}{f', from the side of {side}' if side else ''}")]
    changed = changed_of(figures)
    if inputs.empty and changed.empty:
        return [*lines, "  The inputs are the same. So is every figure."]
    lines += ["", *_inputs(inputs, width)]
    lines += _why(why, found.manifest["why"][name], width)
    for subject, head in SUBJECTS.items():
        rows = changed[changed["subject"] == subject]
        if len(rows):
            lines += ["", head, *_figures(rows, width)]
    if (changed["within_gap"] == 1).any():
        lines += ["", *wrapped("~ no larger than what both plans may still save (their gaps), so it may be nothing",
                               width, first=0)]  # fmt: skip
    return lines


def changed_of(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures that differ by more than rounding."""
    least = figures["unit"].map({"EUR": 0.005, "share": 1e-9}).fillna(1e-6)
    return figures[(figures["difference"].abs() > least) | (figures["base"].isna() != figures["other"].isna())]


def _inputs(inputs: pd.DataFrame, width: int) -> list[str]:
    if inputs.empty:
        return ["The inputs are the same"]
    rows = [(f"{row.table}: {row.row}", row.column or row.how, row.base if row.column or not row.row else "",
             row.other if row.column or not row.row else "") for row in records(inputs.head(MOST_ROWS))]  # fmt: skip
    more = [f"  and {len(inputs) - MOST_ROWS:,} more: see input_differences.csv"] if len(inputs) > MOST_ROWS else []
    return ["Inputs that differ", *table(rows, width, head=("", "", "base", "other"), left=(0, 1)), *more]


def _why(why: pd.DataFrame, how: str, width: int) -> list[str]:
    if why.empty:
        asked = how in ("same inputs", "not asked for")
        return [] if asked else ["", *wrapped(f"The difference is not divided: {how}.", width, first=0)]
    rows = [(f"{'~ ' if row.within_gap else ''}{row.part}", eur(row.money_eur), eur(row.penalties_eur),
             number(round(row.short_units, 2))) for row in records(why)]  # fmt: skip
    sums = why[["money_eur", "penalties_eur", "short_units"]].sum()
    total = ("all", eur(sums.iloc[0]), eur(sums.iloc[1]), number(round(sums.iloc[2], 2)))
    return ["", f"Why: {count(len(why), 'change')} of the inputs {how_divided(how)}".rstrip(),
            *table([*rows, total], width, head=("", "money", "penalties", "units short"))]  # fmt: skip


def how_divided(how: str) -> str:
    """In words, how parts were found; nothing where there was only one."""
    return {"shapley": "(averaged over every order in which they could be made)",
            "both orders": "(averaged over two orders in which they could be made)"}.get(how, "")  # fmt: skip


def _figures(rows: pd.DataFrame, width: int) -> list[str]:
    size = rows["difference"].abs()
    shown = rows.loc[size.sort_values(ascending=False, kind="stable").index[:MOST_ROWS]].sort_index()
    cells = [(f"{'~ ' if row.within_gap else ''}{row.item}", said(row.base, row.unit), said(row.other, row.unit),
              said(row.difference, row.unit, signed=True),
              said_share(row))
             for row in records(shown)]  # fmt: skip
    more = [f"  and {len(rows) - MOST_ROWS:,} more: see differences.csv"] if len(rows) > MOST_ROWS else []
    return [*table(cells, width, head=("", "base", "other", "difference", "")), *more]


def said_share(row: Any) -> str:
    """A difference as a share of the base."""
    return "" if pd.isna(row.difference_share) or row.unit == "share" else f"{row.difference_share:+.1%}"


def said(amount: float, unit: str, *, signed: bool = False) -> str:
    """An amount in words: money, percentage points, or units."""
    if pd.isna(amount):
        return "-"
    plus = "+" if signed and amount > 0 else ""
    if unit == "EUR":
        return f"{plus}{eur(round(amount, 2))}"
    if unit == "share":
        return f"{100 * amount:+.1f} points" if signed else f"{100 * amount:.1f} %"
    return f"{plus}{number(round(amount, 2))}"
