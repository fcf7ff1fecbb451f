"""NetworkX views of a dataset: sites and lanes, and the bill of materials. Topology only; the tables hold the data."""

from __future__ import annotations

import networkx as nx

from edu_supply.dataset import Dataset


def site_graph(dataset: Dataset) -> nx.MultiDiGraph:
    """Sites as nodes (country, kind), lanes as edges (mode, lead_periods) keyed by lane; parallel lanes stay apart.

    >>> from edu_supply.reading import read
    >>> graph = site_graph(read("data/tutorial"))
    >>> graph.is_multigraph(), graph.is_directed()
    (True, True)
    """
    graph = nx.MultiDiGraph()
    sites, lanes = dataset["sites"], dataset["lanes"]
    for site, country, kind in zip(sites["site"], sites["country"], sites["kind"], strict=True):
        graph.add_node(site, country=country, kind=kind)
    ends = zip(lanes["lane"], lanes["origin"], lanes["destination"], lanes["mode"], lanes["lead_periods"], strict=True)
    for lane, origin, destination, mode, lead_periods in ends:
        graph.add_edge(origin, destination, key=lane, mode=mode, lead_periods=int(lead_periods))
    return graph


def bill_of_materials(dataset: Dataset) -> nx.MultiDiGraph:
    """Products as nodes; an edge from component to product for every recipe, keyed by its line ("": the general one).

    The edge's ``quantity`` is units of the component in one unit of the product.

    >>> from edu_supply.reading import read
    >>> bill_of_materials(read("data/tutorial")).edges["charge", "round", ""]
    {'quantity': 2.0}
    """
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(dataset["products"]["product"])
    bom = dataset["bom"]
    recipes = zip(bom["component"], bom["product"], bom["line"].fillna(""), bom["quantity"], strict=True)
    for component, product, line, quantity in recipes:
        graph.add_edge(component, product, key=line, quantity=float(quantity))
    return graph


def tiers(dataset: Dataset) -> dict[str, int]:
    """Each product's tier: 0 for what is asked for, 1 for its components, and so on (the longest way counts).

    A product in no demand's bill of materials, and no demand's own, has tier -1.

    >>> from edu_supply.reading import read
    >>> tiers(read("data/tutorial"))
    {'round': 0, 'body': 1, 'charge': 1, 'drone': 0}
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
