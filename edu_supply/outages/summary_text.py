"""What a sweep found, for a terminal."""

from __future__ import annotations

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.wording import number
from edu_supply.plan import Outages
from edu_supply.planning.layout import table, wrapped
from edu_supply.planning.wording import eur


def spof_text(found: Outages, dataset: Dataset, *, top: int = 20, width: int = 80) -> str:
    """The dearest losses, for a terminal ``width`` columns wide. Whoever shows it puts the marking at head and foot."""
    rows, outage = found["spof"], found.manifest["outage"]
    ranked = rows[rows["self"] == 0]
    how = found.manifest["how"]
    first, last = outage["start"], min(outage["start"] + outage["duration_periods"] - 1, dataset.periods)
    horizon = f"{dataset.horizon.label(first)}..{dataset.horizon.label(last)}"
    lost = f"{found.name}: {len(rows):,} assets of {dataset.name}, each lost in {horizon} (a threat when its rows say)"
    cost = f"operations cost {eur(found.manifest['undisturbed_eur'])} (money and shortage)"
    plan = f"Plan {found.manifest['plan']}, undisturbed: {cost} and serve {found.manifest['fill_rate']:.1%}."
    known = f"{how['unused']:,} assets are not used, {how['bounded']:,} losses are proved by others, {how['solved']:,} "
    said = [lost, f"{plan} {known}are solved."]
    lines = [line for one in said for line in wrapped(one, width, indent=2, first=0)]
    costly = ranked[ranked["loss_eur"] > 0]
    lines += ["", f"What costs most to lose ({len(costly):,} of {len(ranked):,} cost anything)"]
    lines += _losses(costly.head(top), width) or ["  nothing costs anything to lose"]
    gaps = ranked[ranked["gap_periods"] > 0] if outage["survival"] else ranked.iloc[:0]
    if outage["survival"]:
        lines += ["", f"{len(gaps):,} {_are(len(gaps))} back later than the loss is survived"]
    structural = int(ranked["structural"].sum())
    lines += [f"* {structural:,} {_are(structural)} structural: without it some demand has no route at all"]
    mine = rows[(rows["self"] == 1) & (rows["loss_eur"] > 0)]
    if len(mine):
        lines += wrapped(f"Not ranked, for they are what is supplied: {len(mine):,} places of demand, their countries, "
                         f"and products asked for; the dearest is {_name(mine.iloc[0])}, "
                         f"{eur(mine['loss_eur'].iloc[0])}", width, first=0)  # fmt: skip
    return "\n".join(lines)


def _are(how_many: int) -> str:
    return "is" if how_many == 1 else "are"


def _name(row: pd.Series) -> str:
    return f"{row['kind']} {row['target']}"


def _losses(rows: pd.DataFrame, width: int) -> list[str]:
    """A line for each: what it is, what its loss costs, what falls short, for how many periods it is survived of those
    until it is back."""
    if rows.empty:
        return []
    cells = []
    for _, row in rows.iterrows():
        worst = f"{number(round(row['short_units']))} {row['worst_product']}" if row["worst_product"] else "-"
        back = row["recovery_periods"] if pd.notna(row["recovery_periods"]) else row["duration"]
        survived = "" if pd.isna(row["time_to_survive_periods"]) else f"{row['time_to_survive_periods']}/{int(back)}"
        name = f"{_name(row)}{' *' if row['structural'] else ''}"
        cells.append([str(row["rank"]), name, eur(row["loss_eur"]), worst, survived])
    return table(cells, width, head=("", "", "loss", "worst shortage", "survived/back"), left=(1, 3))
