"""Other names, and rows in another order, change nothing but names and order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from edu_supply.network import Network, bill_of_materials, site_graph
from edu_supply.network.graphs import tiers
from network.small import CHAIN, Rows, dataset, making, presence, shipping

TABLES: dict[str, Rows] = CHAIN | {
    "sites": [
        *CHAIN["sites"], {"site": "depot", "country": "PL", "kind": "depot", "storage_t": 5},
        {"site": "yard", "country": "PL", "kind": "depot", "build_cost_eur": 5, "build_lead_periods": 2,
         "throughput_t": 4},
    ],
    "products": [{**CHAIN["products"][0], "scrap_eur": 5}, CHAIN["products"][1]],
    "lanes": [
        *CHAIN["lanes"], {"origin": "mill", "destination": "depot"}, {"origin": "depot", "destination": "plant"},
        {"origin": "depot", "destination": "yard"}, {"origin": "yard", "destination": "front", "lead_periods": 2},
        {"origin": "plant", "destination": "yard"},
    ],
    "stocks": [
        {"site": "depot", "product": "steel", "initial": 3, "maximum": 9},
        {"site": "mill", "product": "steel", "minimum": 2, "from_period": 3},
    ],
}  # fmt: skip


def renamed(new: dict[str, str], order: int) -> dict[str, Rows]:
    """The tables with other names for the sites, and rows in another order."""
    dice = np.random.default_rng(order)
    columns = ("site", "origin", "destination")
    tables = {}
    for name, rows in TABLES.items():
        other = [{key: new[cell] if key in columns else cell for key, cell in row.items()} for row in rows]
        tables[name] = [other[place] for place in dice.permutation(len(other))]
    return tables


def windows(network: Network) -> dict[str, tuple[int, int]]:
    return presence(network) | making(network) | shipping(network)


NAMES = ["mill", "plant", "front", "depot", "yard"]


@settings(max_examples=12, deadline=None)
@given(st.permutations([f"{letter}-site" for letter in "BDACE"]), st.integers(0, 1000))
def test_renaming_sites_changes_nothing(fresh, order):
    new = dict(zip(NAMES, fresh, strict=True))
    expected = {}
    for name, window in windows(Network.of(dataset(TABLES, 10))).items():
        thing, _, place = name.rpartition(" ")
        for old, other in new.items():
            place = other if place == old else place.replace(f"{old}>", f"{other}>").replace(f">{old}:", f">{other}:")
        expected[f"{thing} {place}"] = window
    assert windows(Network.of(dataset(renamed(new, order), 10))) == expected


def test_graphs():
    data = dataset(TABLES, 10)
    sites = site_graph(data)
    assert sites.nodes["yard"] == {"country": "PL", "kind": "depot"}
    assert sites.edges["yard", "front", "yard>front:road"] == {"mode": "road", "lead_periods": 2}
    assert list(bill_of_materials(data).edges(keys=True, data=True)) == [("steel", "shell", "", {"quantity": 2.0})]


def test_tiers_go_by_the_longest_way():
    # Steel goes into shells directly and by way of bodies; bodies that nobody asks for go into nothing else.
    products = [*CHAIN["products"], {"product": "body", "mass_kg": 1}, {"product": "brick", "mass_kg": 1},
                {"product": "drone", "mass_kg": 1}]  # fmt: skip
    bom = [*CHAIN["bom"], {"product": "shell", "component": "body", "quantity": 1},
           {"product": "body", "component": "steel", "quantity": 1}]  # fmt: skip
    accepted = [{"product": "shell", "substitute": "drone", "ratio": 2}]
    found = tiers(dataset(CHAIN | {"products": products, "bom": bom, "substitutes": accepted}, 3))
    assert found == {"steel": 2, "shell": 0, "body": 1, "brick": -1, "drone": 0}
