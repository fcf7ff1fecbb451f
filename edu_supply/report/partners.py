"""The facts of a plan at country level: for partners who may not see sites, coordinates, stocks by site or weak points.

What is left out here is nowhere in the report: its sections know nothing but these facts.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.plan import Plan
from edu_supply.planning import headline
from edu_supply.planning.layout import records
from edu_supply.planning.over_time import fill_over_time, stock_over_time
from edu_supply.report.facts import Facts, products, requirements_of, sent, used
from edu_supply.report.places import country_places

TOLD = (
    "name",
    "data",
    "currency_year",
    "periods",
    "period",
    "start",
    "pools",
    "solver",
    "versions",
    "net",
    "adapted",
    "status",
    "ended",
    "objective_eur",
    "money_eur",
    "shortage_eur",
    "reserves_eur",
    "bound_eur",
    "gap",
    "gap_eur",
    "cost",
    "support_eur",
    "debt_eur",
    "vat_eur",
    "vat_saved_eur",
    "verification",
    "fill_rate",
)
"""What partners are told of a run's manifest. Its inputs are not among it: the words of ``--set`` name sites."""


def partner_facts(plan: Plan, dataset: Dataset) -> Facts:
    """What partners are told: countries in place of sites and lines; no limits, no reasons, no losses."""
    country = dict(zip(dataset["sites"]["site"], dataset["sites"]["country"], strict=True))
    manifest = {key: plan.manifest[key] for key in TOLD if key in plan.manifest}
    rates = manifest["fill_rate"] = {key: value for key, value in manifest["fill_rate"].items() if key != "by_front"}
    flows, modes = _flows(plan, country)
    ends = {*flows["origin"], *flows["destination"]}
    places, nowhere = country_places(flows, {*ends, *plan["production"]["country"], *plan["demand"]["buyer"]})
    uses, made = used(plan["production"], dataset)
    demand = plan["demand"].drop(columns=["site", "why"])
    short = demand[demand["short_units"] > 0].groupby("product", sort=False)[["short_units", "shortage_eur"]].sum()
    short = short.sort_values("shortage_eur", ascending=False, kind="stable").reset_index()
    return Facts(
        headline=(headline.served(plan), headline.cost(plan)),
        marking=dataset.settings.marking,
        manifest=manifest,
        horizon=dataset.horizon,
        products=products(dataset),
        places=places,
        guessed=(),
        nowhere=nowhere,
        flows=flows,
        modes=modes,
        fill=fill_over_time(demand),
        stock=stock_over_time(plan["stocks"], dataset),
        demand=demand,
        uses=uses,
        made=made,
        limits=_tight_products(plan),
        causes=short.assign(told=""),
        choices=_choices(plan, dataset, country),
        contracts=_contracts(plan, dataset, country),
        spending=plan["spending"],
        rules=plan["rules"].assign(who=""),
        content=plan["content"][plan["content"]["line"].fillna("") == ""].assign(line=""),
        requirements=_requirements(plan),
        partners=True,
        shades=rates["by_buyer"],
    )


def _flows(plan: Plan, country: dict[str, str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """What goes from one country to another, by mode."""
    ships = plan["shipments"].drop(columns="lane")
    ships = ships.assign(origin=ships["origin"].map(country), destination=ships["destination"].map(country))
    flows, modes = sent(ships[ships["origin"] != ships["destination"]], ["origin", "destination", "mode"])
    titles = [f"{row.origin} to {row.destination} by {modes[row.mode]}" for row in records(flows)]
    return flows.assign(title=titles), modes


def _tight_products(plan: Plan) -> pd.DataFrame:
    """Which products a full limit holds up, without whose it is and what it is worth."""
    tight = plan["bottlenecks"]["product"].replace("", None).dropna().unique()
    return pd.DataFrame({"product": tight}).assign(rank=0, owner="", more="", periods="", worth_eur=0.0, use_share=0.0)


def _choices(plan: Plan, dataset: Dataset, country: dict[str, str]) -> pd.DataFrame:
    """What is opened and built in each country, of each kind."""
    lines, expansions, lanes = dataset["lines"], dataset["expansions"], dataset["lanes"]
    place = dict(zip(lines["line"], lines["site"].map(country), strict=True))
    makes = lines.groupby("line", sort=False)["product"].agg(lambda all_of: ", ".join(dict.fromkeys(all_of)))
    line = dict(zip(expansions["expansion"], expansions["line"], strict=True))
    kind = dict(zip(dataset["sites"]["site"], dataset["sites"]["kind"], strict=True))
    ends = {row.lane: f"{country[row.origin]} to {country[row.destination]}, {row.mode}" for row in records(lanes)}

    def said(row: Any) -> str:
        if row.kind == "expansion":
            return f"more lines for {makes[line[row.target]]} in {place[line[row.target]]}"
        return f"a {kind[row.target]} in {country[row.target]}" if row.kind == "site" else f"a lane, {ends[row.target]}"

    named = plan["choices"].assign(what=[said(row) for row in records(plan["choices"])])
    sums = named.groupby("what", sort=False).agg(
        {"quantity": "sum", "cost_eur": "sum", "usable_from_period": "min", "latest_period": "min"}
    )
    return sums.reset_index().sort_values("latest_period", kind="stable")


def _requirements(plan: Plan) -> pd.DataFrame:
    """The requirements of each country together; full when the last of them is."""
    groups = requirements_of(plan).rename(columns={"country": "what"}).groupby(["what", "kind", "product"], sort=False)
    sums = groups[["required_units", "missing_units"]].sum()
    full = groups["full_from_period"].agg(lambda periods: periods.max(skipna=False))
    return sums.assign(full_from_period=full).reset_index()


def _contracts(plan: Plan, dataset: Dataset, country: dict[str, str]) -> pd.DataFrame:
    """What each pool buys from the makers of a country, at their mean price."""
    lines = dataset["lines"]
    place = dict(zip(lines["line"], lines["site"].map(country), strict=True))
    bought = plan["contracts"].fillna({"programme": ""})
    bought = bought.assign(maker=bought["line"].map(place))
    sums = bought.groupby(["pool", "programme", "maker", "product"], sort=False)[["quantity_units", "paid_eur"]].sum()
    sums = sums.reset_index().sort_values("paid_eur", ascending=False, kind="stable")
    return sums.assign(unit_price_eur=sums["paid_eur"] / sums["quantity_units"])
