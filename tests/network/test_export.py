"""GraphML and GeoJSON: what is written can be read again, by nobody else, and never over something."""

import json
import stat
from dataclasses import replace

import networkx as nx
import pytest

from edu_supply.network.export import write_geojson, write_graphml
from network.small import CHAIN, chain, edited

PLACED = edited("sites", 0, latitude=51.5, longitude=7, company='Acme & <Sons> "GmbH"')
PLACED = [PLACED[0], {**PLACED[1], "latitude": 50, "longitude": 19.9, "storage_t": 60}, PLACED[2]]
MARKED = {"marking": "EXERCISE ONLY - żółw"}


def test_graphml_round_trip(tmp_path):
    licences = [{"lane": "plant>front:road", "product": product} for product in ("steel", "shell")]
    network, recipes = write_graphml(
        chain(sites=PLACED, lane_products=licences, settings=MARKED), tmp_path / "a.graphml"
    )
    graph = nx.read_graphml(network, force_multigraph=True)
    assert (graph.graph["marking"], graph.graph["dataset"]) == ("EXERCISE ONLY - żółw", "small")
    assert graph.nodes["mill"] == {
        "site": "mill", "country": "DE", "kind": "supplier", "company": 'Acme & <Sons> "GmbH"', "latitude": 51.5,
        "longitude": 7.0, "build_lead_periods": 0, "makes": "steel",
    }  # fmt: skip
    assert list(graph.edges(keys=True)) == [
        ("mill", "plant", "mill>plant:road"),
        ("plant", "front", "plant>front:road"),
    ]
    lane = graph.edges["plant", "front", "plant>front:road"]
    assert (lane["lead_periods"], lane["licensed_products"]) == (1, "shell; steel")
    assert "capacity_t" not in lane

    assert recipes.name == "a-bom.graphml"
    materials = nx.read_graphml(recipes, force_multigraph=True)
    assert materials.graph["marking"] == "EXERCISE ONLY - żółw"
    assert materials.nodes["steel"]["tier"] == 1
    assert materials.edges["steel", "shell", "recipe-1"] == {"product": "shell", "component": "steel", "quantity": 2.0}


def test_parallel_lanes_stay_apart(tmp_path):
    lanes = [*CHAIN["lanes"], {**CHAIN["lanes"][0], "mode": "rail"}]
    network, _ = write_graphml(chain(lanes=lanes), tmp_path / "a.graphml")
    assert nx.read_graphml(network).number_of_edges("mill", "plant") == 2


def test_hostile_text_does_not_break_xml(tmp_path):
    """Control characters, which the reader refuses, in a dataset that was made in another way."""
    data = chain(settings=MARKED)
    sites = data["sites"].assign(name=["a\x00b\x1b[31m", "]]><script>", "\ufffe\ud800\u202e"])
    lanes = data["lanes"].assign(mode=["x\x01", "x<U+0001>"], lane=["x\x01", "x<U+0001>"])
    network, _ = write_graphml(
        replace(data, tables={**data.tables, "sites": sites, "lanes": lanes}), tmp_path / "a.xml"
    )
    graph = nx.read_graphml(network, force_multigraph=True)
    names = [graph.nodes[site]["name"] for site in ("mill", "plant", "front")]
    assert names == ["a<U+0000>b<U+001B>[31m", "]]><script>", "<U+FFFE><U+D800><U+202E>"]
    assert [key for _, _, key in graph.edges(keys=True)] == ["x<U+0001>", "x<U+0001>'"]


def test_geojson(tmp_path):
    path = write_geojson(chain(sites=PLACED, settings=MARKED), tmp_path / "a.geojson")
    found = json.loads(path.read_bytes().decode("ascii"), parse_constant=pytest.fail)
    assert (found["type"], found["marking"]) == ("FeatureCollection", "EXERCISE ONLY - żółw")
    assert found["sites_without_coordinates"] == ["front"]
    assert found["lanes_without_coordinates"] == ["plant>front:road"]
    mill, plant, lane = found["features"]
    assert mill["geometry"] == {"type": "Point", "coordinates": [7, 51.5]}
    assert lane["geometry"] == {"type": "LineString", "coordinates": [[7, 51.5], [19.9, 50]]}
    assert plant["properties"] == {
        "feature": "site", "site": "plant", "country": "PL", "kind": "factory", "storage_t": 60,
        "build_lead_periods": 0, "makes": ["shell"],
    }  # fmt: skip
    assert lane["properties"] == {
        "feature": "lane", "lane": "mill>plant:road", "origin": "mill", "destination": "plant", "mode": "road",
        "cost_eur_per_t": 0, "lead_periods": 1, "build_lead_periods": 0,
    }  # fmt: skip


def test_geojson_of_hostile_text_is_valid(tmp_path):
    data = chain(sites=PLACED)
    sites = data["sites"].assign(name=["\x00", '"', "\ud800"])
    path = write_geojson(replace(data, tables={**data.tables, "sites": sites}), tmp_path / "a.json")
    assert json.loads(path.read_text("ascii"))["features"][0]["properties"]["name"] == "\x00"


def test_files_are_their_owners_alone(tmp_path):
    paths = [*write_graphml(chain(), tmp_path / "a.graphml"), write_geojson(chain(), tmp_path / "a.geojson")]
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600] * 3


@pytest.mark.parametrize("name", ["a.graphml", "a-bom.graphml"])
def test_graphml_is_never_written_over(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(FileExistsError):
        write_graphml(chain(), tmp_path / "a.graphml")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "mine")]


def test_geojson_is_never_written_over_not_even_through_a_link(tmp_path):
    (tmp_path / "link.geojson").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        write_geojson(chain(), tmp_path / "link.geojson")
    assert not (tmp_path / "elsewhere").exists()
