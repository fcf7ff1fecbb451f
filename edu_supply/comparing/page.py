"""A comparison as one HTML page, like the report of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from edu_supply.comparing.text import SUBJECTS, changed_of, how_divided, said, said_share
from edu_supply.plan import Run
from edu_supply.planning.layout import records
from edu_supply.planning.wording import eur
from edu_supply.report.markup import tag
from edu_supply.report.page import page
from edu_supply.report.reproduce import Figure
from edu_supply.report.section import Section, section
from edu_supply.report.table import bar, table
from edu_supply.report.words import glossary

MOST_ROWS = 40
"""So many differences of a subject are on the page, the largest first; all are in the tables."""


def comparison_page(found: Run) -> str:
    """A comparison as one HTML page that asks for no other file, readable on screen and on paper.

    >>> import edu_supply
    >>> data = edu_supply.read("data/tutorial")
    >>> plan = edu_supply.solve(data)
    >>> comparison_page(edu_supply.compare((plan, data), (plan, data), names=["one", "two"]))[:15]
    '<!doctype html>'
    """
    about = found.manifest
    base, others = about["base"], about["others"]
    names = ", ".join(other["name"] for other in others)
    side = f", from the side of {about['country']}" if about["country"] else ""
    headline = [_headline(found, other) for other in others]
    sections = [one for other in others for one in _sections(found, other["name"], many=len(others) > 1)]
    sections.append(section("words", "The words", "", glossary(False), wide=True))
    return page(f"{names} against {base['name']}{side}", about["marking"], headline, _figures(found), sections)


def _headline(found: Run, other: dict[str, object]) -> str:
    figures = _of(found, "differences", str(other["name"]))
    cost = figures[figures["subject"] == "cost"].set_index("item")
    money, objective = (float(cost["difference"].loc[item]) for item in ("money", "objective"))
    served = figures[(figures["subject"] == "fill_rate") & (figures["item"] == "all")]
    words = f"{other['name']}: {said(objective, 'EUR', signed=True)} in all"
    words += f", {said(money, 'EUR', signed=True)} of money"
    if len(served):
        words += f"; {said(served['difference'].iloc[0], 'share', signed=True)} served"
    return f"{words}{' (within the gap)' if cost['within_gap'].loc['objective'] else ''}."


def _figures(found: Run) -> list[Figure]:
    about = found.manifest
    return [(str(run["name"]), eur(float(run["objective_eur"])), _quality(run))
            for run in (about["base"], *about["others"])]  # fmt: skip


def _quality(run: Mapping[str, Any]) -> str:
    gap = f"at most {eur(float(run['gap_eur']))} ({100 * float(run['gap']):.2g} %) above the cheapest possible plan"
    return f"{run['status']}: {gap}; data {run['data']}"


def _sections(found: Run, name: str, *, many: bool) -> list[Section]:
    of = f" ({name})" if many else ""
    inputs, why = _of(found, "input_differences", name), _of(found, "why", name)
    key = f"run-{[other['name'] for other in found.manifest['others']].index(name)}"
    made = [_why(why, found.manifest["why"][name], key, of), _inputs(inputs, key, of)]
    changed = changed_of(_of(found, "differences", name))
    for subject, title in SUBJECTS.items():
        rows = changed[changed["subject"] == subject]
        if len(rows):
            made.append(_subject(rows, f"{key}-{subject}", f"{title}{of}"))
    return made


def _of(found: Run, table_name: str, name: str) -> pd.DataFrame:
    rows = found[table_name]
    return rows[rows["run"] == name]


def _why(why: pd.DataFrame, how: str, key: str, of: str) -> Section:
    if why.empty:
        return section(f"{key}-why", f"Why{of}", f"Not divided: {how}.", wide=True)
    most = max(float((why["money_eur"].abs() + why["penalties_eur"].abs()).max()), 1e-9)
    rows: list[list[str | float | Markup]] = [
        [f"{'~ ' if row.within_gap else ''}{row.part}", bar(abs(row.money_eur + row.penalties_eur) / most),
         eur(round(row.money_eur, 2)), eur(round(row.penalties_eur, 2)), said(row.short_units, "units", signed=True)]
        for row in records(why)
    ]  # fmt: skip
    sums = why[["money_eur", "penalties_eur", "short_units"]].sum()
    rows.append(["all", "", eur(round(sums.iloc[0], 2)), eur(round(sums.iloc[1], 2)),
                 said(sums.iloc[2], "units", signed=True)])  # fmt: skip
    lead = f"Each change of the inputs has its part of the difference {how_divided(how)}".strip()
    note = tag("p", "~: no larger than what the plans behind it may still save, so it may be nothing", class_="more")
    shown = table(("change", "", "money", "penalties", "units short"), rows, many=True)
    return section(f"{key}-why", f"Why{of}", f"{lead}.", shown, note, wide=True)


def _inputs(inputs: pd.DataFrame, key: str, of: str) -> Section:
    if inputs.empty:
        return section(f"{key}-inputs", f"Inputs{of}", "The inputs are the same.", wide=True)
    rows = [(row.table, row.row, row.column or row.how, row.base, row.other, row.part)
            for row in records(inputs.head(MOST_ROWS))]  # fmt: skip
    more = f"and {len(inputs) - MOST_ROWS:,} more in input_differences.csv" if len(inputs) > MOST_ROWS else ""
    head = ("table", "row", "column", "base", "other", "part of")
    return section(f"{key}-inputs", f"Inputs that differ{of}", "",
                   table(head, rows, words=(0, 1, 2, 3, 4, 5), more=more, many=True), wide=True)  # fmt: skip


def _subject(rows: pd.DataFrame, key: str, title: str) -> Section:
    order = rows["difference"].abs().sort_values(ascending=False, kind="stable").index[:MOST_ROWS]
    cells = [(f"{'~ ' if row.within_gap else ''}{row.item}", said(row.base, row.unit), said(row.other, row.unit),
              said(row.difference, row.unit, signed=True), said_share(row))
             for row in records(rows.loc[order].sort_index())]  # fmt: skip
    more = f"and {len(rows) - MOST_ROWS:,} more in differences.csv" if len(rows) > MOST_ROWS else ""
    return section(key, title, "", table(("", "base", "other", "difference", "per cent"), cells, more=more, many=True))
