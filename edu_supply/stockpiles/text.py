"""A stockpile for a terminal."""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.wording import count, named, number
from edu_supply.plan import Run
from edu_supply.planning.layout import records, safe, table, wrapped
from edu_supply.planning.wording import eur, product_names

MOST = 20

BAR = 12
"""Characters of the longest bar."""


def stockpile_text(found: Run, dataset: Dataset, width: int = 80) -> str:
    """What to add where, for a terminal ``width`` columns wide. Whoever shows it puts the marking at its head and foot.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> found = edu_supply.stockpile(dataset, edu_supply.solve(dataset), kinds=["line"], duration=1)
    >>> print(stockpile_text(found, dataset, width=110).splitlines()[0])
    stockpile: what to add in tutorial so that each of 4 threats is survived at a service of 95 %
    """
    said = found.manifest
    service = f"{said['outage']['service']:.4g}"
    percent = f"{100 * float(service):.4g} %"
    threats = count(said["threats"], "threat")
    survived = f"each of {threats} is survived at a service of {percent}"
    head = f"{found.name}: what to add in {dataset.name} so that {survived}"
    lines = [*wrapped(safe(head), width, first=0), ""]
    if said["objective_eur"] is None:
        lines += _none(said, dataset, width)
    else:
        lines += [*wrapped(_cost(said), width, first=0), *_rows(found["stockpile"], dataset, width)]
    if "frontier" in found.tables:
        lines += ["", *frontier_text(found["frontier"], width)]
    if said["left_out"]:
        out = f"Left out, for no stock stands in for a place of demand: {count(len(said['left_out']), 'asset')}"
        lines += ["", *wrapped(f"{out} (--with-self takes them in).", width, first=0)]
    return "\n".join(lines)


def _cost(said: Any) -> str:
    if said["added_cost_eur"] <= 0:
        what = "Nothing need be added"
    else:
        dearer = said["undisturbed_eur"] - said["without_eur"]
        what = f"Stock worth {eur(said['added_cost_eur'])} is added; keeping it costs {eur(dearer)} undisturbed"
    gap = f"{eur(said['gap_eur'])} ({said['gap']:.4%}) of {eur(said['objective_eur'])} in all"
    return f"{what}: at most {gap} above the cheapest."


def _rows(rows: pd.DataFrame, dataset: Dataset, width: int) -> list[str]:
    names = product_names(dataset)
    cells = [
        (f"{row.site} {names.get(row.product, row.product)}", number(round(row.added, 1)),
         "" if pd.isna(row.days_of_supply) else f"{row.days_of_supply:,.0f}", eur(row.cost_eur),
         "-" if pd.isna(row.ready_period) else dataset.horizon.label(int(row.ready_period)),
         row.needed_for.split(", ")[0])
        for row in records(rows.head(MOST))
    ]  # fmt: skip
    head = ("To add", "units", "days in all", "cost", "could be made by", "needed for")
    end = [f"  and {len(rows) - MOST:,} more, in stockpile.csv"] if len(rows) > MOST else []
    return ["", *table([tuple(map(safe, one)) for one in cells], width, head=head, left=(0, 5)), *end] if cells else []


def frontier_text(rows: pd.DataFrame, width: int) -> list[str]:
    """The price of safety as a table, with a bar for the cost of each service level."""
    if rows.empty:
        return wrapped("No point of the frontier was found in time.", width, first=0)
    least, most = float(rows["objective_eur"].min()), float(rows["objective_eur"].max())
    cells = [
        (f"{100 * row.service:.4g} %", eur(row.added_cost_eur), eur(row.objective_eur - least),
         f"{row.days_of_supply:,.1f}", "" if pd.isna(row.next_point_eur) else eur(row.next_point_eur),
         "#" * round(BAR * (row.objective_eur - least) / max(most - least, 1e-9)))
        for row in records(rows)
    ]  # fmt: skip
    head = ("Service", "stock added", "costs more", "days of supply", "next point", "")
    best = rows[rows["last"] == 1]["service"]
    end = [f"No stock reaches more than {100 * float(best.iloc[0]):.4g} %."] if len(best) else []
    return [*table(cells, width, head=head, left=(5,)), *end]


def _none(said: Any, dataset: Dataset, width: int) -> list[str]:
    if said["best_service"] is None:
        return wrapped("None was found in time.", width, first=0)
    names = product_names(dataset)
    best = f"No stock can do it. The best service that all threats can reach together is {said['best_service']:.2%}."
    if said["best_service"] <= 0:
        best = "No stock can do it, at any service level."
    lines = wrapped(best, width, first=0)
    cells = [(one["threat"], f"{one['best_service']:.2%}", named([names.get(each, each) for each in one["products"]]))
             for one in said["cannot"][:MOST]]  # fmt: skip
    head = ("Not survived", "best service", "falls short")
    lines += ["", *table([tuple(map(safe, one)) for one in cells], width, head=head, left=(0, 2))] if cells else []
    if said["would_help"]:
        lines += ["", *wrapped(safe(f"What would help against {said['cannot'][0]['threat']}:"), width, first=0)]
        lines += [line for one in said["would_help"] for line in wrapped(safe(one), width, indent=4, first=2)]
    return lines
