"""What another command than solve found, as a page: in words, as tables, and how to reproduce it."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from edu_supply.dataset import Dataset
from edu_supply.meanings import MEANINGS
from edu_supply.network.wording import count, number
from edu_supply.plan import Outages, Run
from edu_supply.planning.headline import percent
from edu_supply.planning.wording import eur
from edu_supply.report import losses, reproduce
from edu_supply.report.frontier import price_of_safety
from edu_supply.report.markup import joined, tag
from edu_supply.report.page import page
from edu_supply.report.section import Section, section
from edu_supply.report.table import table
from edu_supply.report.words import glossary

TITLES = {
    "spof": "What the loss of each asset costs",
    "explain": "Why a loss costs what it costs",
    "worst": "The worst that can be lost together",
    "stockpile": "What to hold so that every loss is survived",
    "risk": "What to hold against what may come",
    "autonomy": "What content from inside costs",
    "safety": "Safety stock against ordinary variability",
    "share": "Fair shares of what buying together saves",
    "coalitions": "What each partner adds",
}

MOST_ROWS = 50
"""So many rows of a table are on the page; all are in the run folder."""

MANY = 8
"""A table of more columns is in small print."""

OF_LOSSES = ("spof", "explain", "worst", "stockpile")


def analysis_page(run: Run, dataset: Dataset, said: str) -> str:
    """One HTML page of what a command other than ``solve`` found, with the words that it said.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> found = edu_supply.spof(dataset, edu_supply.solve(dataset), kinds=["mode"], survival=False)
    >>> analysis_page(found, dataset, "Two modes.")[:15]
    '<!doctype html>'
    """
    kind = str(run.manifest.get("kind", ""))
    horizon = dataset.horizon
    when = f"{horizon.label(1)} to {horizon.label(dataset.periods)}"
    lines = [joined([line]) for line in said.splitlines()]
    sections = [section("said", "In words", "", tag("pre", Markup("\n").join(lines)), wide=True)]
    if kind == "spof":
        sections.append(losses.ranking(Outages(run.name, run.tables, run.manifest), horizon))
    if "frontier" in run.tables:
        sections += price_of_safety(run["frontier"])
    told = ("spof", "frontier")
    sections += [_listed(name, rows) for name, rows in run.tables.items() if len(rows) and name not in told]
    sections += [_made(run), section("words", "The words", "", glossary(kind in OF_LOSSES), wide=True)]
    marking = run.manifest.get("marking") or dataset.settings.marking
    return page(f"{run.name}: {dataset.name}, {when}", marking, (f"{TITLES.get(kind, kind)}.",), [], sections)


def _listed(name: str, rows: pd.DataFrame) -> Section:
    """The first rows of a table, and what its columns mean."""
    shown = rows.head(MOST_ROWS)
    columns = [str(column) for column in rows.columns if rows[column].notna().any()]
    words = [place for place, column in enumerate(columns) if not pd.api.types.is_numeric_dtype(rows[column])]
    cells = [tuple(_cell(column, value) for column, value in zip(columns, row, strict=True))
             for row in shown[columns].itertuples(index=False, name=None)]  # fmt: skip
    more = f"and {count(len(rows) - MOST_ROWS, 'more row')}: see {name}.csv" if len(rows) > MOST_ROWS else ""
    meanings = [tag("li", tag("code", column), f": {MEANINGS[name][column]}") for column in columns
                if column in MEANINGS.get(name, {})]  # fmt: skip
    told = tag("details", tag("summary", "What the columns mean"), tag("ul", joined(meanings)))
    listed = table(columns, cells, words=words, many=True, more=more, class_="dense" if len(columns) > MANY else None)
    return section(f"table-{name}", f"{name}.csv", "", listed, told, wide=True)


def _cell(column: str, value: Any) -> str:
    """A cell as people read it, by the unit in its column's name."""
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return ""
    if column.endswith("_eur"):
        return eur(float(value))
    return percent(float(value)) if column.endswith(("_share", "_rate")) else number(float(value))


def _made(run: Run) -> Section:
    """What it was made from and with."""
    plan = run.manifest.get("plan")
    stressed = f" The plan is that of {plan}, its manifest {run.manifest.get('plan_sha256')}." if plan else ""
    lead = f"The run folder's inputs are the tables as they were used, what-ifs applied.{stressed}"
    return section("reproduce", "How to reproduce it", lead, *reproduce.made_of(run.manifest), wide=True)
