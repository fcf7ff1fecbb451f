"""From a plan to a chain: every place through which a product flows is a stage, every flow a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Parts
from edu_supply.plan import TOLERANCE
from edu_supply.problems import DataError, Problem
from edu_supply.safety.stages import Link, Stage

PLACE = ["site", "product"]
FLOW = ["from_site", "product", "to_site", "to_product"]

DAYS_A_YEAR = 365.2425

ByPlace = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Places:
    """Stages by the place (site, product) that they stand for, the links, and the flows against the stream."""

    stages: dict[tuple[str, str], Stage]
    links: list[Link]
    flows: pd.DataFrame
    """from_site, product, to_site, to_product, units over the plan; those that are links."""

    back: pd.DataFrame


def places_of(tables: Mapping[str, pd.DataFrame], dataset: Dataset, variation: float, rate: float) -> Places:
    """The chain of a plan. Each place waits for the slowest line or lane that fills it; a unit that it passes on takes
    of each supplier what it takes in the plan, on average. What is handed over there is its own demand, with a standard
    deviation of ``variation`` times the mean; it may be as late as the demand allows. A unit costs holding_eur, and
    ``rate`` of its value a year. What lies there at the start, or arrives by arrivals, has no supplier."""
    flows, inflow, lead = _flows(tables, dataset)
    flows, back = _downstream(flows)
    served, late = _served(tables, dataset)
    names = sorted({*inflow, *served, *flows[FLOW[:2]].itertuples(index=False, name=None)})
    costs = _holding(dataset, rate)
    stages = {
        place: Stage(
            name_of(*place), lead.get(place, 0.0), costs[place[1]], demand_mean=served.get(place, 0.0),
            demand_sd=variation * served.get(place, 0.0), service=late.get(place),
        )
        for place in names
    }  # fmt: skip
    links: list[Link] = [
        (name_of(*place), name_of(*to), units / inflow[to]) for place, to, units in _as_pairs(flows)
    ]
    return Places(stages, links, flows, back)


def _as_pairs(flows: pd.DataFrame) -> Iterator[tuple[tuple[str, str], tuple[str, str], float]]:
    for *places, units in flows[[*FLOW, "units"]].itertuples(index=False, name=None):
        yield (str(places[0]), str(places[1])), (str(places[2]), str(places[3])), float(units)


def name_of(site: object, product: object) -> str:
    """The name of the stage that stands for a place."""
    return f"{site}\t{product}"


def _flows(tables: Mapping[str, pd.DataFrame], dataset: Dataset) -> tuple[pd.DataFrame, ByPlace, ByPlace]:
    """Flows between places, units over the plan; and by place what comes in, and the longest lead time of that."""
    sent = tables["shipments"].rename(columns={"origin": "from_site", "destination": "to_site"})
    under_way = sent["arrival_period"] - sent["period"]
    sent = sent.assign(to_product=sent["product"], units=sent["ship_units"], lead=under_way)
    made = tables["production"]
    made = made.assign(to_site=made["site"], to_product=made["product"], units=made["make_units"],
                       lead=made["out_period"] - made["period"])  # fmt: skip
    into = pd.concat([sent[[*FLOW[2:], "units", "lead"]], made[[*FLOW[2:], "units", "lead"]]])
    by_place = into.rename(columns={"to_site": "site", "to_product": "product"}).groupby(PLACE)
    flows = pd.concat([sent[[*FLOW, "units"]], _used(made, dataset)]).groupby(FLOW, as_index=False)["units"].sum()
    inflow, lead = _by_place(by_place["units"].sum()), _by_place(by_place["lead"].max())
    whole = [inflow[place] for place in flows[FLOW[2:]].itertuples(index=False, name=None)]
    return flows[flows["units"] > TOLERANCE * np.array(whole)], inflow, lead


def _used(made: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """The components that production takes where it stands, as flows from component to product."""
    parts = Parts(dataset)
    tasks = pd.MultiIndex.from_frame(parts.task_rows[["line", "product"]])
    of = tasks.get_indexer(pd.MultiIndex.from_frame(made[["line", "product"]]))
    if (of < 0).any():
        line, product = made[["line", "product"]].to_numpy()[of < 0][0]
        message = f'This plan is not one for these data: it makes "{product}" on "{line}", which the data do not.'
        raise DataError([Problem("run", "", "plan", message, "Give the data that it was made from.")])
    units = np.bincount(of, made["make_units"].to_numpy(float), minlength=len(tasks))
    task, component, quantity = parts.recipe
    site = parts.sites[parts.task_site[task]]
    used = pd.DataFrame({
        "from_site": site, "product": parts.products[component], "to_site": site,
        "to_product": parts.products[parts.task_product[task]], "units": units[task] * quantity,
    })  # fmt: skip
    return used[used["units"] > 0]


def _downstream(flows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Flows without circles, and those that closed one: of each circle the smallest is taken out."""
    graph = nx.DiGraph()
    for row in flows.itertuples():
        graph.add_edge((row.from_site, row.product), (row.to_site, row.to_product), units=row.units, row=row.Index)
    taken = []
    while True:
        try:
            circle = [graph.edges[edge[:2]] | {"edge": edge[:2]} for edge in nx.find_cycle(graph)]
        except nx.NetworkXNoCycle:
            break
        least = min(circle, key=lambda edge: edge["units"])
        taken.append(least["row"])
        graph.remove_edge(*least["edge"])
    return flows.drop(index=taken), flows.loc[taken]


def _served(tables: Mapping[str, pd.DataFrame], dataset: Dataset) -> tuple[ByPlace, ByPlace]:
    """By place: the mean units handed over in a period, and how late the least patient demand there may be served."""
    handed, demand = tables["service"], dataset["demand"]
    mean = handed.groupby(["site", "served_product"])["serve_units"].sum() / dataset.periods
    patient = demand.groupby(PLACE)["late_periods"].min().rename("late")
    of = handed[["site", "product", "served_product"]].drop_duplicates().join(patient, on=PLACE)
    late = of.groupby(["site", "served_product"])["late"].min()
    return _by_place(mean), _by_place(late)


def _by_place(values: pd.Series) -> ByPlace:
    places = values.index.to_list()
    return {(str(place[0]), str(place[1])): float(value) for place, value in zip(places, values, strict=True)}


def _holding(dataset: Dataset, rate: float) -> dict[str, float]:
    """By product: EUR for keeping a unit for a period."""
    products, years = dataset["products"], days_of_period(dataset) / DAYS_A_YEAR
    cost = products["holding_eur"] + rate * products["value_eur"] * years
    return dict(zip(products["product"], cost.astype(float), strict=True))


def days_of_period(dataset: Dataset) -> float:
    """Calendar days in a period, on average over the plan."""
    return sum(dataset.horizon.days(period) for period in range(1, dataset.periods + 1)) / dataset.periods
