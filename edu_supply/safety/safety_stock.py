"""Safety stock of a dataset's supply chain, as a plan runs it, against ordinary variability of demand."""

from __future__ import annotations

import time
from statistics import NormalDist

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.outages.manifest import manifest_of
from edu_supply.plan import Plan, Run
from edu_supply.safety.guaranteed_service import GuaranteedService, guaranteed_service
from edu_supply.safety.places import FLOW, PLACE, Places, days_of_period, name_of, places_of
from edu_supply.safety_tables import SAFETY_TABLES


def safety_stock(
    dataset: Dataset, plan: Plan, *, variation: float = 0.3, service: float = 0.95, rate: float = 0.1,
    name: str = "safety",
) -> Run:  # fmt: skip
    """Where safety stock against ordinary variability is best kept, and how much: a cross-check of magnitude.

    The flows of ``plan`` are the network. Every demand varies from period to period with a standard deviation of
    ``variation`` times its mean, independently of the others; ``service`` is the share of periods in which a place
    keeps its promise; ``rate`` the yearly cost of capital on value_eur, beside holding_eur. Capacities, losses and
    shelf life play no part: what they ask for comes on top. The tables are those of ``safety_tables.SAFETY_TABLES``;
    the manifest says ``cost_eur`` (a period), ``bound_eur`` (no placement costs less; the same where the flows are a
    tree) and ``value_eur``. Raises ValueError for a plan that is none and shares that are none.

    Source: S. C. Graves and S. P. Willems, Manufacturing and Service Operations Management 2 (2000), 68-83.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> found = edu_supply.safety_stock(dataset, edu_supply.solve(dataset))
    >>> held = found["safety"].query("safety_units > 0")
    >>> found.manifest["tree"], held[["site", "product", "net_periods"]].values.tolist()
    (True, [['UA-front', 'round', 1.0]])
    """
    if plan.status == "no plan":
        raise ValueError("there is no plan to go by")
    if variation < 0 or rate < 0 or not 0.5 <= service < 1:
        raise ValueError("variation and rate are not below 0, service lies between 0.5 and 1")
    began = time.monotonic()
    places = places_of(plan.tables, dataset, variation, rate)
    found = guaranteed_service(places.stages.values(), places.links, z=NormalDist().inv_cdf(service))
    table = _table(plan, dataset, places, found)
    links = _links(places, found)
    return Run(name, {"safety": table, "safety_links": links}, {
        **manifest_of("safety", name, dataset, plan), "status": "done",
        "asked": {"variation": variation, "service": service, "rate": rate},
        "places": len(table), "flows": len(places.links), "tree": links.empty, "cost_eur": found.cost_eur,
        "bound_eur": found.bound_eur, "value_eur": float(table["value_eur"].sum()),
        "planned_value_eur": float((table["planned_units"] * _value(dataset, table)).sum()),
        "seconds": time.monotonic() - began,
    })  # fmt: skip


def _value(dataset: Dataset, table: pd.DataFrame) -> pd.Series[float]:
    return table["product"].map(dataset["products"].set_index("product")["value_eur"]).astype(float)


def _table(plan: Plan, dataset: Dataset, places: Places, found: GuaranteedService) -> pd.DataFrame:
    stages = found.stages.set_index("stage").loc[[name_of(*place) for place in places.stages]].reset_index(drop=True)
    at = pd.DataFrame(list(places.stages), columns=PLACE)
    held = plan["stocks"].groupby(PLACE)["hold_units"].sum() / dataset.periods
    stocks = dataset["stocks"]
    least = stocks[stocks["from_period"] <= dataset.periods].groupby(PLACE)["minimum"].sum()
    spot, per_day = pd.MultiIndex.from_frame(at), stages["demand_mean"] / days_of_period(dataset)
    country = at["site"].map(dataset["sites"].set_index("site")["country"])
    table = at.assign(
        country=country, demand_units=stages["demand_mean"], deviation_units=stages["demand_sd"],
        inbound_periods=stages["inbound"], lead_periods=stages["time"], outbound_periods=stages["outbound"],
        net_periods=stages["net"], safety_units=stages["safety_units"],
        days_of_supply=np.where(per_day > 0, stages["safety_units"] / per_day.where(per_day > 0, 1), 0.0),
        value_eur=stages["safety_units"] * _value(dataset, at), cost_eur=stages["cost_eur"],
        planned_units=held.reindex(spot, fill_value=0.0).to_numpy(float),
        minimum_units=least.reindex(spot, fill_value=0.0).to_numpy(float),
    )  # fmt: skip
    table = table.sort_values("value_eur", ascending=False, kind="stable")
    return table[list(SAFETY_TABLES["safety"])].reset_index(drop=True)


def _links(places: Places, found: GuaranteedService) -> pd.DataFrame:
    """The flows that make the network no tree."""
    flows = places.flows
    names = [(name_of(row.from_site, row.product), name_of(row.to_site, row.to_product)) for row in flows.itertuples()]
    ring = flows[[pair in set(found.left_out) for pair in names]].assign(why="ring")
    parts = [part for part in (places.back.assign(why="back"), ring) if len(part)]
    links = (pd.concat(parts) if parts else ring).rename(columns={"units": "flow_units"})
    assert set(FLOW) <= set(links.columns)
    return links[list(SAFETY_TABLES["safety_links"])].reset_index(drop=True)
