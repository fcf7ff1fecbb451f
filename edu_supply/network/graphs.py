"""NetworkX views of a dataset: sites and lanes, and the bill of materials. Topology only; the tables hold the data."""

from __future__ import annotations

import networkx as nx

from edu_supply.dataset import Dataset


def site_graph(dataset: Dataset) -> nx.MultiDiGraph:
    """Sites as nodes (country, kind), lanes as edges keyed by lane name (mode, lead_periods); parallel lanes stay apart.

    >>> import edu_supply
    >>> graph = site_graph(edu_supply.read("data/tutorial"))
    >>> graph.is_multigraph(), graph.is_directed()
    (True, True)
    """
    graph = nx.MultiDiGraph()
    sites, lanes = dataset["sites"], dataset["lanes"]
    for site, country, kind in zip(sites["site"], sites["country"], sites["kind"], strict=True):
        graph.add_node(site, country=country, kind=kind)
    for lane in lanes.itertuples():
        graph.add_edge(lane.origin, lane.destination, key=lane.lane, mode=lane.mode, lead_periods=int(lane.lead_periods))
    return graph


def bill_of_materials(dataset: Dataset) -> nx.MultiDiGraph:
    """Products as nodes; an edge from component to product for every recipe, keyed by its line ("" for the general one).

    The edge's ``quantity`` is units of the component in one unit of the product.
    """
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(dataset["products"]["product"])
    for row in dataset["bom"].fillna({"line": ""}).itertuples():
        graph.add_edge(row.component, row.product, key=row.line, quantity=float(row.quantity))
    return graph


def tiers(dataset: Dataset) -> dict[str, int]:
    """Each product's tier: 0 for what is asked for, 1 for its components, and so on (the longest way counts).

    A product in no demand's bill of materials, and no demand's own, has tier -1.
    """
    graph = nx.DiGraph(bill_of_materials(dataset))
    asked = set(dataset["demand"]["product"])
    accepted = dataset["substitutes"]
    asked |= set(accepted.loc[accepted["product"].isin(asked), "substitute"])
    tier = dict.fromkeys(graph, -1)
    for product in reversed(list(nx.topological_sort(graph))):
        users = [tier[user] + 1 for user in graph.successors(product) if tier[user] >= 0]
        tier[product] = max([*users, 0 if product in asked else -1])
    return tier
