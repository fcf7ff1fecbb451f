"""The page of a report: sections in the order in which they are read, in one file that asks for no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files

import pandas as pd
from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from edu_supply.dataset import Dataset
from edu_supply.plan import Outages, Plan
from edu_supply.planning import headline
from edu_supply.planning.layout import records, safe
from edu_supply.report import decisions, losses, reproduce, service, supply
from edu_supply.report.facts import Facts, facts
from edu_supply.report.frontier import price_of_safety
from edu_supply.report.partners import partner_facts
from edu_supply.report.section import Section, section
from edu_supply.report.table import table
from edu_supply.report.words import glossary

SECTIONS: tuple[Callable[[Facts], Section | None], ...] = (
    service.over_time,
    service.stock,
    supply.where,
    service.by_product,
    decisions.cost,
    service.by_place,
    service.requirements,
    supply.bill,
    supply.limits,
    service.causes,
    losses.losses,
    decisions.survived,
    decisions.choices,
    decisions.content,
    decisions.contracts,
    decisions.spending,
    decisions.rules,
)


def report_page(
    plan: Plan, dataset: Dataset, *, outages: Outages | None = None, frontier: pd.DataFrame | None = None,
    partners: bool = False,
) -> str:  # fmt: skip
    """A plan as one HTML page that asks for no other file, readable on screen and on paper.

    ``outages`` are a sweep's of this plan: then the ranking of single points of failure is in it; ``frontier`` is the
    table of that name of a run of ``stockpile`` on this plan: then the price of safety is. For ``partners`` it
    is told at country level: no names of sites and lines, no coordinates, no stocks by site, no weak points.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> edu_supply.report_page(edu_supply.solve(dataset), dataset)[:15]
    '<!doctype html>'
    """
    title, marking = headline.title(plan, dataset), plan.manifest.get("marking") or dataset.settings.marking
    if plan.status == "no plan":
        said = f"There is no plan: {plan.manifest.get('ended', 'nothing was found')}."
        return page(title, marking, (said,), [], [] if partners else [_conflict(plan)], partners=partners)
    told = partner_facts(plan, dataset) if partners else facts(plan, dataset, outages, frontier)
    found = [made for make in SECTIONS if (made := make(told)) is not None]
    if told.frontier is not None:
        found += price_of_safety(told.frontier)
    found += _notes(told)
    found += [
        reproduce.reproduce(told),
        section("words", "The words", "", glossary(told.outages is not None), wide=True),
    ]
    return page(title, marking, told.headline, reproduce.figures(told), found, partners=partners)


def page(
    title: str,
    marking: str,
    said: Iterable[str],
    figures: Sequence[reproduce.Figure],
    sections: Sequence[Section],
    *,
    partners: bool = False,
) -> str:
    """One HTML page: its headline (what is ``said`` first), figures in boxes, then sections."""
    return _template().render(
        title=safe(title),
        marking=safe(marking),
        headline=[safe(sentence) for sentence in said],
        figures=[tuple(map(safe, figure)) for figure in figures],
        sections=sections,
        partners=partners,
        css=Markup(_text("report.css")),  # noqa: S704 - our own file
    )


def _notes(told: Facts) -> list[Section]:
    return [section("notes", "Take note", "", supply.lines_of(told.warnings), wide=True)] if told.warnings else []


def _conflict(plan: Plan) -> Section:
    """The rows that contradict one another."""
    conflict = plan.tables.get("conflict", pd.DataFrame())
    if conflict.empty:
        return section("conflict", "Why", "No reason was found.")
    rows = [(str(row.where), str(row.column), str(row.value), str(row.says)) for row in records(conflict)]
    head = ("where", "column", "value", "what that asks for or allows")
    return section(
        "conflict", "These rows contradict one another", "", table(head, rows, words=(0, 1, 2, 3)), wide=True
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(_text), trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")


def _text(name: str) -> str:
    return (files("edu_supply.report") / name).read_text("utf-8")
