"""The network for other tools: GraphML (Gephi, yEd, igraph, NetworkX) and GeoJSON (QGIS, kepler.gl).

Both name sites that may be sensitive: files are readable by their owner only, and never written over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.graphs import tiers
from edu_supply.owner_only import create
from edu_supply.problems import printable
from edu_supply.schema import NOTES, TABLES, Column

_NOT_IN_XML = re.compile("[\ufffe\uffff]")
Cells = dict[str, Any]
"""A row: what is there of its columns, by name."""


def write_graphml(dataset: Dataset, path: str | Path) -> tuple[Path, Path]:
    """Write sites and lanes to ``path``, and the bill of materials beside it (``NAME-bom.graphml``): both are returned.

    Nodes and edges bear the columns of their tables (what is absent is left out); edge ids are the lanes' names. The
    graphs bear ``dataset`` and ``marking``. Characters that XML cannot hold are named (``<U+0001>``).
    Raises FileExistsError, and writes nothing, where one of the two files exists.
    Read them with ``networkx.read_graphml(path, force_multigraph=True)``.
    """
    network = Path(path)
    recipes = network.with_name(f"{network.stem}-bom{network.suffix}")
    create({network: _xml(_lane_graph(dataset)), recipes: _xml(_recipe_graph(dataset))})
    return network, recipes


def write_geojson(dataset: Dataset, path: str | Path) -> Path:
    """Write sites as points and lanes as lines (RFC 7946: longitude before latitude, WGS 84); returns the path.

    Features bear the columns of their tables, and ``feature``: ``site`` or ``lane``. Sites without coordinates, and
    lanes that begin or end at one, are named at the top level, as is ``marking``. The file is plain ASCII.
    Raises FileExistsError where the file exists.
    """
    target = Path(path)
    text = json.dumps(geojson(dataset), allow_nan=False, indent=1)
    create({target: (text + "\n").encode("ascii")})
    return target


def geojson(dataset: Dataset) -> dict[str, Any]:
    """What :func:`write_geojson` writes.

    >>> from edu_supply.reading import read
    >>> geojson(read("data/tutorial"))["sites_without_coordinates"]
    ['DE-charges', 'PL-shells', 'PL-depot', 'UA-drones', 'UA-front']
    """
    sites, lanes = _rows(dataset, "sites"), _rows(dataset, "lanes")
    point = {
        site["site"]: [site["longitude"], site["latitude"]] for site in sites if {"longitude", "latitude"} <= set(site)
    }
    features = [_feature("site", site, "Point", point[site["site"]]) for site in sites if site["site"] in point]
    apart = []
    for lane in lanes:
        if lane["origin"] in point and lane["destination"] in point:
            features.append(_feature("lane", lane, "LineString", [point[lane["origin"]], point[lane["destination"]]]))
        else:
            apart.append(lane["lane"])
    return {
        "type": "FeatureCollection",
        "name": dataset.name,
        "marking": dataset.settings.marking,
        "sites_without_coordinates": [site["site"] for site in sites if site["site"] not in point],
        "lanes_without_coordinates": apart,
        "features": features,
    }


def _feature(what: str, row: Cells, shape: str, coordinates: list[Any]) -> dict[str, Any]:
    properties = {name: cell for name, cell in row.items() if name not in ("longitude", "latitude")}
    return {
        "type": "Feature",
        "id": f"{what} {row[what]}",
        "geometry": {"type": shape, "coordinates": coordinates},
        "properties": {"feature": what, **properties},
    }


def _rows(dataset: Dataset, table: str) -> list[Cells]:
    """Each row of a table, absent cells left out; what a site makes, and what a lane is licensed for, beside."""
    columns = [column for column in TABLES[table] if column not in NOTES]
    values = dataset[table][[column.name for column in columns]].to_numpy(object)
    cells: list[Cells] = [
        {column.name: _cell(column, value) for column, value in zip(columns, row, strict=True) if not pd.isna(value)}
        for row in values
    ]
    lines = dataset["lines"]
    for owner, listed, pairs in (
        ("site", "makes", lines[lines["capacity"] > 0]),
        ("lane", "licensed_products", dataset["lane_products"]),
    ):
        if table == f"{owner}s":
            products = {name: sorted(set(group)) for name, group in pairs.groupby(owner)["product"]}
            for row in cells:
                row.update({listed: products[row[owner]]} if row[owner] in products else {})
    return cells


def _cell(column: Column, value: Any) -> str | int | float:
    """A cell of the type that its column has in all rows."""
    if not column.is_number:
        return str(value)
    return int(value) if column.kind in ("whole", "period") else float(value)


def _lane_graph(dataset: Dataset) -> nx.MultiDiGraph:
    graph = _graph(dataset)
    site_names, lane_names = _names(dataset["sites"]["site"]), _names(dataset["lanes"]["lane"])
    for site in _rows(dataset, "sites"):
        graph.add_node(site_names[site["site"]], **_attributes(site))
    for lane in _rows(dataset, "lanes"):
        ends = site_names[lane["origin"]], site_names[lane["destination"]]
        graph.add_edge(*ends, key=lane_names[lane["lane"]], **_attributes(lane))
    return graph


def _recipe_graph(dataset: Dataset) -> nx.MultiDiGraph:
    graph = _graph(dataset)
    names, tier = _names(dataset["products"]["product"]), tiers(dataset)
    for row in _rows(dataset, "products"):
        graph.add_node(names[row["product"]], tier=tier[row["product"]], **_attributes(row))
    for number, row in enumerate(_rows(dataset, "bom"), 1):
        ends = names[row["component"]], names[row["product"]]
        graph.add_edge(*ends, key=f"recipe-{number}", **_attributes(row))
    return graph


def _graph(dataset: Dataset) -> nx.MultiDiGraph:
    head = {"dataset": dataset.name, "marking": dataset.settings.marking}
    return nx.MultiDiGraph(**{key: _in_xml(text) for key, text in head.items() if text})


def _attributes(row: Cells) -> Cells:
    """A row's cells as GraphML can hold them: lists become text."""
    texts = {name: "; ".join(cell) if isinstance(cell, list) else cell for name, cell in row.items()}
    return {name: _in_xml(cell) if isinstance(cell, str) else cell for name, cell in texts.items()}


def _names(names: Iterable[str]) -> dict[str, str]:
    """Each name as XML can hold it; no two become the same."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        safe = _in_xml(name)
        while safe in taken:
            safe += "'"
        taken.add(safe)
        found[name] = safe
    return found


def _in_xml(text: str) -> str:
    return _NOT_IN_XML.sub(lambda match: f"<U+{ord(match[0]):04X}>", printable(text))


def _xml(graph: nx.MultiDiGraph) -> bytes:
    buffer = BytesIO()
    nx.write_graphml_xml(graph, buffer)
    return buffer.getvalue()
