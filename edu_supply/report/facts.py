"""What a report tells, as tables and words: for those who may see everything, from a plan and what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.horizon import Horizon
from edu_supply.network.graphs import tiers
from edu_supply.network.parts import Parts
from edu_supply.plan import Outages, Plan
from edu_supply.planning import headline
from edu_supply.planning.buying_sections import signed
from edu_supply.planning.layout import records
from edu_supply.planning.oddities import oddities
from edu_supply.planning.over_time import fill_over_time, stock_over_time
from edu_supply.planning.sections import causes, one_more, owner
from edu_supply.planning.survived import in_words
from edu_supply.planning.wording import product_names, product_units
from edu_supply.report.places import site_places
from edu_supply.side_tables import SIDE_TABLES

MOST_NEEDS = 4
"""So many threats are named that need what is chosen."""


@dataclass(frozen=True)
class Facts:
    """All that the sections of a report know. What is not for its readers is not in here.

    Tables and their columns: ``products``: product, name, units, tier, value_eur, mass_kg; ``places``: place, kind, x,
    y, weight, title; ``flows``: origin and destination (places, or missing), mode (a number in ``modes``), mass_t,
    title; ``uses``: source, target, units; ``made``: units by product; ``limits``: rank, owner, product, more, periods,
    worth_eur, use_share; ``causes``: product, short_units, shortage_eur, told; ``choices``: what, quantity, cost_eur,
    usable_from_period, latest_period; ``contracts``: pool, programme, maker, product, quantity_units, unit_price_eur,
    paid_eur; ``requirements``: what, kind, product, required_units, missing_units, full_from_period; ``means`` (None
    for a plan that need not survive anything): what, quantity, more_eur, needed_for; the others as in the plan.
    ``guessed`` are the places without coordinates, ``nowhere`` those of them that are not on the map at all.
    """

    headline: tuple[str, ...]
    marking: str
    manifest: Mapping[str, Any]
    horizon: Horizon
    products: pd.DataFrame
    places: pd.DataFrame
    guessed: tuple[str, ...]
    nowhere: tuple[str, ...]
    flows: pd.DataFrame
    modes: tuple[str, ...]
    fill: pd.DataFrame
    stock: pd.DataFrame
    demand: pd.DataFrame
    uses: pd.DataFrame
    made: pd.Series[float]
    limits: pd.DataFrame
    causes: pd.DataFrame
    choices: pd.DataFrame
    contracts: pd.DataFrame
    spending: pd.DataFrame
    rules: pd.DataFrame
    content: pd.DataFrame
    requirements: pd.DataFrame
    partners: bool = False
    shades: Mapping[str, float] | None = None
    fronts: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    outages: Outages | None = None
    means: pd.DataFrame | None = None
    frontier: pd.DataFrame | None = None

    @property
    def units(self) -> dict[str, str]:
        return dict(zip(self.products["product"], self.products["units"], strict=True))


def facts(
    plan: Plan, dataset: Dataset, outages: Outages | None = None, frontier: pd.DataFrame | None = None
) -> Facts:
    """All facts of a plan, sites and limits by their names. ``outages`` are those of this plan, ``frontier`` is what a
    run of ``stockpile`` found for it, if they are known."""
    places, stands_for, guessed, nowhere = site_places(plan, dataset)
    flows, modes = sent(plan["shipments"], ["origin", "destination", "mode", "lane"])
    flows = flows.assign(**{end: flows[end].map(stands_for) for end in ("origin", "destination")}, title=flows["lane"])
    uses, made = used(plan["production"], dataset)
    return Facts(
        headline=(headline.served(plan), headline.cost(plan)),
        marking=dataset.settings.marking,
        manifest=plan.manifest,
        horizon=dataset.horizon,
        products=products(dataset),
        places=places,
        nowhere=nowhere,
        guessed=guessed,
        flows=flows,
        modes=modes,
        fill=fill_over_time(plan["demand"]),
        stock=stock_over_time(plan["stocks"], dataset),
        demand=plan["demand"],
        uses=uses,
        made=made,
        limits=_limits(plan),
        causes=causes(plan["demand"]),
        choices=_choices(plan),
        contracts=signed(plan["contracts"]).rename(columns={"line": "maker"}),
        spending=plan["spending"],
        rules=plan["rules"],
        content=plan["content"].fillna({"line": ""}),
        requirements=_requirements(plan),
        fronts=plan.manifest["fill_rate"]["by_front"],
        warnings=tuple(oddities(plan, dataset)),
        outages=outages,
        means=_means(plan, dataset),
        frontier=frontier,
    )


def products(dataset: Dataset) -> pd.DataFrame:
    """product, name, units (as of many), tier, value_eur, mass_kg."""
    table, tier = dataset["products"], tiers(dataset)
    return table[["product", "name", "value_eur", "mass_kg"]].assign(
        units=table["product"].map(product_units(dataset)), tier=table["product"].map(tier)
    )


def sent(shipments: pd.DataFrame, by: list[str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """What flows over the horizon, by these columns, with mass_t; and the modes, the one that carries most first.

    ``mode`` becomes the number of the mode.
    """
    masses = shipments.groupby("mode")["mass_t"].sum().sort_values(ascending=False, kind="stable")
    flows = shipments.groupby(by, sort=False)["mass_t"].sum().reset_index()
    return flows.assign(mode=flows["mode"].map({mode: number for number, mode in enumerate(masses.index)})), tuple(
        map(str, masses.index)
    )


def used(production: pd.DataFrame, dataset: Dataset) -> tuple[pd.DataFrame, pd.Series[float]]:
    """How much of each component goes into each product over the horizon (source, target, units), and what is made."""
    parts = Parts(dataset)
    task, component, quantity = parts.recipe
    names = pd.MultiIndex.from_frame(parts.task_rows[["line", "product"]])
    task_of = names.get_indexer(pd.MultiIndex.from_frame(production[["line", "product"]]))
    units = np.bincount(task_of, production["make_units"].to_numpy(float), minlength=len(names))
    found = pd.DataFrame(
        {
            "source": parts.products[component],
            "target": parts.task_rows["product"].to_numpy()[task],
            "units": units[task] * quantity,
        }
    )
    found = found[found["units"] > 0].groupby(["source", "target"], sort=False)["units"].sum().reset_index()
    return found, production.groupby("product")["make_units"].sum()


def requirements_of(plan: Plan) -> pd.DataFrame:
    """The plan's table ``requirements``; one without rows, where there is none (in run folders of before there was)."""
    return plan.tables.get("requirements", pd.DataFrame(columns=list(SIDE_TABLES["requirements"])))


def _requirements(plan: Plan) -> pd.DataFrame:
    rows = requirements_of(plan)
    return rows.assign(what=rows["requirement"] + " at " + rows["site"])


def _means(plan: Plan, dataset: Dataset) -> pd.DataFrame | None:
    if "means" not in plan.tables or "resilience" not in plan.manifest:
        return None
    names, rows = product_names(dataset), plan["means"].fillna({"product": "", "needed_for": ""})
    needed = [", ".join(threats.split(", ")[:MOST_NEEDS]) + (", ..." if threats.count(", ") >= MOST_NEEDS else "")
              for threats in rows["needed_for"]]  # fmt: skip
    return rows.assign(what=[in_words(row, names) for row in records(rows)], needed_for=needed)


def _limits(plan: Plan) -> pd.DataFrame:
    rows = [
        (row.rank, owner(row), _text(row.product), one_more(row), row.periods, row.worth_eur, row.use_share)
        for row in records(plan["bottlenecks"].sort_values("rank").fillna({"product": ""}))
    ]
    return pd.DataFrame(rows, columns=["rank", "owner", "product", "more", "periods", "worth_eur", "use_share"])


def _choices(plan: Plan) -> pd.DataFrame:
    rows = plan["choices"].sort_values(["latest_period", "cost_eur"], ascending=[True, False], kind="stable")
    verb = rows["kind"].map(lambda kind: "open" if kind == "expansion" else f"build {kind}")
    return rows.assign(what=verb + " " + rows["target"])


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
