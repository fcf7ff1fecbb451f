"""What a planner reads first: a plan in words, for a terminal."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.wording import count
from edu_supply.plan import COST_PARTS, Plan
from edu_supply.planning import buying_sections, sections
from edu_supply.planning.layout import clipped, records, safe, table, wrapped
from edu_supply.planning.oddities import oddities
from edu_supply.planning.requirements import requirements_section
from edu_supply.planning.sections import percent
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
    manifest, rates = plan.manifest, plan.manifest["fill_rate"]
    worst = rates["worst_product"]
    served = f"{percent(rates['weighted'])} of what is asked for is served, weighed by penalty"
    if worst is not None:
        served += f"; worst: {safe(worst)}, {percent(rates['worst_product_fill_rate'])}"
    horizon = dataset.horizon
    when = f"{horizon.label(1)} to {horizon.label(dataset.periods)}"
    sentences = [f"{served}.", f"{_sum(plan)}, {_gap(plan)}."]
    lines = wrapped(f"{safe(plan.name)}: plan for {safe(manifest.get('data') or dataset.name)}, {when}", width, 2, 0)
    return [*lines, *(line for sentence in sentences for line in wrapped(sentence, width, 2, 0))]


def _sum(plan: Plan) -> str:
    """The objective, with what would really be paid and what are penalties apart."""
    manifest = plan.manifest
    penalties = float(manifest["shortage_eur"]) + float(manifest["reserves_eur"])
    parts = f" ({eur(manifest['money_eur'])} of money, {eur(penalties)} of penalties)" if penalties >= 0.005 else ""
    return f"{eur(manifest['objective_eur'])} in all{parts}"


def _gap(plan: Plan) -> str:
    """How far the plan may be from the cheapest one, in per cent and in euros."""
    gap, bound = plan.manifest.get("gap"), plan.manifest.get("bound_eur")
    if gap is None or bound is None:
        return "feasible; how much cheaper a plan could be is not known"
    euros = max(0.0, plan.objective_eur - float(bound))
    more = euros / float(bound) if float(bound) > 0 else np.inf
    share = "0 %" if gap <= 5e-7 else f"{more * 100:.2g} %" if more < 1 else f"{more * 100:,.0f} %"
    most = eur(euros) if not np.isfinite(more) else f"{share} ({eur(euros)})"
    above = f"at most {most} above the cheapest possible plan"
    asked = plan.manifest.get("solver", {}).get("gap")
    ended = f"; the {safe(plan.manifest.get('ended', 'limit'))} came before the gap of {asked * 100:g} % was reached"
    return above + (ended if plan.status == "feasible" and asked is not None else "")


def _cost(plan: Plan, width: int) -> list[str]:
    manifest, cost = plan.manifest, plan.manifest["cost"]
    parts = [(part, eur(cost[part])) for part in COST_PARTS[:7] if abs(cost.get(part, 0.0)) >= 0.005]
    rows = [("money", eur(manifest["money_eur"]), "")]
    rows += [(f"  {part}", "", amount) for part, amount in parts]
    rows += [("shortage", eur(manifest["shortage_eur"]), "units short at their penalties, and late service"),
             ("reserves", eur(manifest["reserves_eur"]), "reserves not kept, at their penalties")]  # fmt: skip
    rows += [(part, eur(cost[part]), word) for part, word in
             (("vat", "value-added tax"), ("support", "paid by programmes")) if part in cost]  # fmt: skip
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
        return lines
    several = f"These {count(len(conflict), 'row')} contradict one another:"
    lines += ["", several if len(conflict) > 1 else "This row cannot be kept, whatever else is done:"]
    for row in records(conflict):
        cell = " ".join(safe(part) for part in (row.where, row.column, row.value) if str(part))
        lines += wrapped(f"{cell}: {safe(row.says)}", width, 4, 2)
    if "irreducible" in conflict and not conflict["irreducible"].all():
        lines += wrapped("The search ran out of time: some of these may have no part in it.", width, 2, 0)
    return lines
