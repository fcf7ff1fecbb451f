"""What a planner reads first: a plan in words, for a terminal."""

from __future__ import annotations

import sys

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.wording import count
from edu_supply.plan import COST_PARTS, Plan
from edu_supply.planning import buying_sections, headline, sections
from edu_supply.planning.layout import clipped, records, safe, table, wrapped
from edu_supply.planning.oddities import oddities
from edu_supply.planning.requirements import requirements_section
from edu_supply.planning.survived import not_survived, survived
from edu_supply.planning.wording import eur

MOST_CHOICES = 15
LEAST_WIDTH = 40


def summary(plan: Plan, dataset: Dataset, width: int = 80, *, encoding: str | None = None) -> str:
    """The plan in words, at most ``width`` columns (40 at least), from its tables and manifest only.

    The dataset's marking stands in the first and the last line. ``encoding`` is what will be written (that of stdout
    unless given); where it has no block characters, plain ASCII stands for them.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> print(summary(edu_supply.solve(dataset), dataset).splitlines()[3])
    93.1 % of what is asked for is served, weighed by penalty; worst: round, 93.1 %.
    """
    width = max(width, LEAST_WIDTH)
    encoding = encoding or getattr(sys.stdout, "encoding", None) or "utf-8"
    if plan.status == "no plan":
        parts = [_no_plan(plan, dataset, width)]
    else:
        parts = [
            _headline(plan, dataset, width), _cost(plan, width), _choices(plan, dataset, width),
            survived(plan, dataset, width),
            buying_sections.contracts(plan, dataset, width), buying_sections.spending(plan, width),
            buying_sections.content(plan, width), buying_sections.rules(plan, dataset, width),
            sections.full_for_good(plan, dataset, width), requirements_section(plan, dataset, width),
            sections.reserves(plan, dataset, width), sections.fill_rates(plan, dataset, width),
            sections.shortages(plan, dataset, width), sections.bottlenecks(plan, dataset, width),
            sections.line_use(plan, dataset, width, encoding), _warnings(plan, dataset, width),
        ]  # fmt: skip
    marking = [clipped(safe(plan.manifest.get("marking") or dataset.settings.marking), width)]
    parts = [part for part in (marking, *parts, marking) if any(part)]
    lines = [clipped(line.replace("\u00a0", " ").rstrip(), width) for part in parts for line in (*part, "")]
    return "\n".join(lines[:-1])


def _headline(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    said = (headline.title(plan, dataset), headline.served(plan), headline.cost(plan))
    return [line for sentence in said for line in wrapped(sentence, width, 2, 0)]


def _cost(plan: Plan, width: int) -> list[str]:
    manifest, cost = plan.manifest, plan.manifest["cost"]
    parts = [(part, eur(cost[part])) for part in COST_PARTS[:7] if abs(cost.get(part, 0.0)) >= 0.005]
    rows = [("money", eur(manifest["money_eur"]), "")]
    rows += [(f"  {part}", "", amount) for part, amount in parts]
    rows += [("shortage", eur(manifest["shortage_eur"]), "units short at their penalties, and late service"),
             ("reserves", eur(manifest["reserves_eur"]), "reserves not kept, at their penalties")]  # fmt: skip
    rows += [(part, eur(cost[part]), word) for part, word in
             (("vat", "value-added tax"), ("support", "paid by programmes"), ("added", "value of the stock added"))
             if part in cost]  # fmt: skip
    year = safe(manifest.get("currency_year", ""))
    return [f"Cost (euros of {year})" if year else "Cost", *table(rows, width, left=(0, 2))]


def _choices(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """What to open and build, with the latest period in which it can be decided; the most urgent first."""
    choices = plan["choices"].sort_values(["latest_period", "cost_eur"], ascending=[True, False], kind="stable")
    if choices.empty:
        return ["Nothing to open or build"]
    label = dataset.horizon.label
    rows = []
    for row in records(choices.head(MOST_CHOICES)):
        kind = "open" if row.kind == "expansion" else f"build {row.kind}"
        steps = f"{row.quantity} x" if row.kind == "expansion" and int(row.quantity) > 1 else ""
        usable = label(int(row.usable_from_period)) if row.usable_from_period <= dataset.periods else "after the end"
        rows.append(
            (f"{kind} {safe(row.target)}", steps, eur(float(row.cost_eur)), usable, label(int(row.latest_period)))
        )
    more = choices.iloc[MOST_CHOICES:]
    last = [f"  and {len(more):,} more ({eur(more['cost_eur'].sum())}): see choices.csv"] if len(more) else []
    head = ("", "", "cost", "usable from", "decide by")
    return ["To open or build", *table(rows, width, head=head, left=(0,)), *last]


def _warnings(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    found = oddities(plan, dataset)
    return ["Take note", *(line for text in found for line in wrapped(safe(text), width, 4, 2))] if found else []


def _no_plan(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """That there is no plan, and the rows of the dataset that contradict one another."""
    lines = wrapped(
        f"{safe(plan.name)}: no plan ({safe(plan.manifest.get('ended', 'nothing was found'))})", width, 2, 0
    )
    conflict = plan.tables.get("conflict", pd.DataFrame())
    if conflict.empty:
        return lines + not_survived(plan, dataset, width)
    several = f"These {count(len(conflict), 'row')} contradict one another:"
    lines += ["", several if len(conflict) > 1 else "This row cannot be kept, whatever else is done:"]
    for row in records(conflict):
        cell = " ".join(safe(part) for part in (row.where, row.column, row.value) if str(part))
        lines += wrapped(f"{cell}: {safe(row.says)}", width, 4, 2)
    if "irreducible" in conflict and not conflict["irreducible"].all():
        lines += wrapped("The search ran out of time: some of these may have no part in it.", width, 2, 0)
    return lines
