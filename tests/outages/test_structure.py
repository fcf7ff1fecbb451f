"""Which assets a demand has no route without: by hand, by plain search on random datasets, and by dominators."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from network.small import CHAIN, Rows, chain, dataset, edited
from reference import tables as files
from reference.random_datasets import make

from edu_supply.dataset import Dataset
from edu_supply.outages import ALL_KINDS, cut_sets, structure
from edu_supply.outages.chains import chains
from edu_supply.outages.cut_sets import TooManyCutSetsError
from edu_supply.reading import read

from .plain_routes import served

SMALL = range(3)
SLOW = range(1000, 1080)


def structural(data: Dataset, choices: pd.DataFrame | None = None, kinds: tuple[str, ...] = ALL_KINDS) -> set[str]:
    found = structure(data, choices, kinds)
    return set((found["kind"] + " " + found["target"])[found["structural"]])


def chosen(*pairs: tuple[str, str]) -> pd.DataFrame:
    """A plan's table of choices, as far as routes read it."""
    return pd.DataFrame([(*pair, 1) for pair in pairs], columns=["kind", "target", "quantity"])


# By hand. Steel from the mill, shells from the plant, both by road.

EVERYTHING = {
    "site mill", "site plant", "site front", "line rolling", "line filling", "lane mill>plant:road",
    "lane plant>front:road", "country DE", "country PL", "country UA", "product steel", "product shell", "mode road",
    "exports DE", "exports PL",
}  # fmt: skip


def test_everything_on_a_chain_is_structural():
    assert structural(chain()) == EVERYTHING


def test_the_place_its_country_and_the_product_asked_for_are_marked_and_not_ranked():
    found = structure(chain()).set_index(["kind", "target"])
    own = found.index[found["self"]].tolist()
    assert set(own) == {("site", "front"), ("country", "UA"), ("product", "shell")}
    assert found.loc[own, "rank"].isna().all()
    assert found.loc[own, "demands"].tolist() == [0, 0, 0]
    assert found.loc[("mode", "road"), "rank"] >= 1


def test_what_hangs_is_what_a_route_can_reach():
    # Shells come in 6 (see the network's chain): of ten periods five, at 10 shells and 10 times 1,000 euros.
    mill = structure(chain()).set_index("target").loc["mill"]
    assert mill[["demands", "hanging_eur", "worst_product", "hanging_units", "hangs"]].tolist() == [
        1, 500_000, "shell", 50, "shell at front",
    ]  # fmt: skip


def test_a_second_source_of_a_component_will_do():
    sites = [*CHAIN["sites"], {"site": "smelter", "country": "NO", "kind": "supplier"}]
    lines = [*CHAIN["lines"], {"line": "smelting", "site": "smelter", "product": "steel", "capacity": 1}]
    lanes = [*CHAIN["lanes"], {"origin": "smelter", "destination": "plant", "mode": "sea"}]
    data = chain(sites=sites, lines=lines, lanes=lanes)
    # All that is left of the way to the plant is what no steel can do without.
    assert structural(data) == EVERYTHING - {
        "site mill", "line rolling", "lane mill>plant:road", "country DE", "exports DE",
    }  # fmt: skip


NEW = {"line": "new", "site": "smelter", "product": "steel", "capacity": 1}
WAY = {"origin": "smelter", "destination": "plant"}
STEEL = {"site": "plant", "product": "steel"}
NO_SECOND_SOURCE: dict[str, dict[str, Rows]] = {
    "capacity": {"lines": [*CHAIN["lines"], {**NEW, "capacity": 0}]},
    "does not stand": {"lines": [*CHAIN["lines"], {**NEW, "existing": 0}]},
    "availability": {"availability": [{"kind": "line", "target": "new", "from_period": 1, "share": 0}]},
    "too slow": {"lanes": [*CHAIN["lanes"], {**WAY, "lead_periods": 7}]},
    "lane of nothing": {"lanes": [*CHAIN["lanes"], {**WAY, "capacity_t": 0}]},
    "unbuilt": {"lanes": [*CHAIN["lanes"], {**WAY, "capacity_t": 5, "build_cost_eur": 1}]},
    "licence": {"lane_products": [{"lane": "smelter>plant:road", "product": "shell"}]},
    "stock": {"stocks": [{**STEEL, "initial": 1e6}], "lines": CHAIN["lines"]},
    "arrivals": {"arrivals": [{**STEEL, "period": 1, "quantity": 1e6}], "lines": CHAIN["lines"]},
}


@pytest.mark.parametrize("why", NO_SECOND_SOURCE)
def test_what_is_no_second_source(why: str):
    second: dict[str, Rows] = {
        "sites": [*CHAIN["sites"], {"site": "smelter", "country": "NO", "kind": "supplier"}],
        "lines": [*CHAIN["lines"], NEW],
        "lanes": [*CHAIN["lanes"], WAY],
    }
    assert "site mill" not in structural(chain(**second))
    assert "site mill" in structural(chain(**second | NO_SECOND_SOURCE[why]))


def test_a_slow_second_route_counts_while_it_is_in_time():
    # Steel by sea arrives in 7, shells in 10: the last period asks for some.
    slow = [*CHAIN["lanes"], {"origin": "mill", "destination": "plant", "mode": "sea", "lead_periods": 5}]
    assert "lane mill>plant:road" not in structural(chain(lanes=slow))
    dated = [{"site": "front", "product": "shell", "quantity": 10, "period": 9}]
    assert "lane mill>plant:road" in structural(chain(lanes=slow, demand=dated))
    late = [{**dated[0], "late_periods": 1}]
    assert "lane mill>plant:road" not in structural(chain(lanes=slow, demand=late))


def test_a_line_that_opens_later_runs_later():
    # Filling may begin in 8 and no sooner, so shells come in 11: too late. From 7 on they come in 10.
    for since, reached in ((8, False), (7, True)):
        closed = [{"kind": "line", "target": "filling", "from_period": 1, "share": 0},
                  {"kind": "line", "target": "filling", "from_period": since, "share": 0.5}]  # fmt: skip
        assert bool(structural(chain(availability=closed))) is reached


def test_what_the_plan_opens_and_builds_can_be_used():
    unopened = chain(
        lines=[*edited("lines", 1, existing=0), {"line": "old", "site": "plant", "product": "shell", "capacity": 1}],
        expansions=[{"expansion": "more", "line": "filling", "adds": 1, "cost_eur": 1}],
    )
    assert "line old" in structural(unopened)
    assert "line old" not in structural(unopened, chosen(("expansion", "more")))
    bridge = {"lane": "bridge", "origin": "mill", "destination": "plant", "capacity_t": 1, "build_cost_eur": 1}
    unbuilt = chain(lanes=[*CHAIN["lanes"], bridge])
    assert "lane mill>plant:road" in structural(unbuilt)
    assert "lane mill>plant:road" not in structural(unbuilt, chosen(("lane", "bridge")))


def test_a_substitute_that_the_buyer_accepts_is_a_route():
    more: dict[str, Rows] = {
        "products": [*CHAIN["products"], {"product": "drone", "mass_kg": 1, "value_eur": 1}],
        "lines": [*CHAIN["lines"], {"line": "drones", "site": "front", "product": "drone", "capacity": 1}],
    }
    accepted = [{"product": "shell", "substitute": "drone", "ratio": 2, "country": "UA"}]
    assert structural(chain(**more, substitutes=accepted)) == {"site front", "country UA"}
    others = [{**accepted[0], "country": "DE"}]
    assert structural(chain(**more, substitutes=others)) >= {"site mill", "product shell"}


def test_a_demand_without_a_route_hangs_on_nothing():
    assert structural(chain(periods=5)) == set()


def test_of_a_threat_only_what_is_lost_in_full_counts():
    half = [{"threat": "storm", "kind": "lane", "target": "mill>plant:road", "duration_periods": 1, "share_lost": 0.5}]
    lanes = edited("lanes", 0, capacity_t=9)
    assert structural(chain(lanes=lanes, threats=half), kinds=("threat",)) == set()
    whole = [*half, {"threat": "storm", "kind": "line", "target": "filling", "duration_periods": 1}]
    assert structural(chain(lanes=lanes, threats=whole), kinds=("threat",)) == {"threat storm"}


# By plain search


@pytest.mark.parametrize("seed", SMALL)
def test_as_by_plain_search(seed: int, tmp_path: Path):
    compare(seed, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SLOW)
def test_as_by_plain_search_many(seed: int, tmp_path: Path):
    compare(seed, tmp_path)


def compare(seed: int, folder: Path) -> None:
    """Every asset of a random dataset, with nothing, something and everything opened and built."""
    data, plain = read(make(seed, folder / "data", size="small")), files.read(folder / "data")
    may = [("expansion", name) for name in plain.expansions]
    may += [(kind, name) for kind, rows in (("site", plain.sites), ("lane", plain.lanes))
            for name, row in rows.items() if row["build_cost_eur"] is not None]  # fmt: skip
    dice = random.Random(seed)
    for done in ([], [one for one in may if dice.random() < 0.5], may):
        with_all = served(plain, [], set(done))
        for row in structure(data, chosen(*done)).itertuples():
            if row.kind == "threat":
                losses = [(one["kind"], one["target"]) for one in plain.threats
                          if one["threat"] == row.target and one["share_lost"] == 1]  # fmt: skip
            else:
                losses = [(row.kind, row.target)]
            cut = with_all - served(plain, losses, set(done))
            assert row.structural == bool(cut), (row.kind, row.target, cut)
            if row.self:
                assert row.kind in ("site", "country", "product")
            elif row.kind in ("line", "lane", "mode"):
                assert row.demands == len(cut)


# Chains and cut sets


@pytest.mark.parametrize("seed", range(12))
def test_without_an_and_they_are_dominators(seed: int):
    """One product from one line through lanes: what every way passes, in order, by NetworkX."""
    dice = random.Random(seed)
    names = [f"place-{number}" for number in range(8)]
    lanes = [{"origin": one, "destination": other} for one, other in combinations(names, 2) if dice.random() < 0.3]
    lanes += [{"origin": other, "destination": one} for one, other in combinations(names[1:], 2) if dice.random() < 0.1]
    data = dataset({
        "sites": [{"site": name, "country": "DE", "kind": "depot"} for name in names],
        "products": [{"product": "shell", "mass_kg": 1, "value_eur": 5}],
        "lines": [{"line": "press", "site": names[0], "product": "shell", "capacity": 1}],
        "lanes": lanes or [{"origin": names[0], "destination": names[1]}],
        "demand": [{"site": name, "product": "shell", "quantity": 1} for name in names[1:]],
    }, periods=3)  # fmt: skip
    graph = nx.DiGraph([(names[0], "nowhere")])
    for lane in lanes:
        way = f"{lane['origin']}>{lane['destination']}:road"
        graph.add_edges_from([(lane["origin"], way), (way, lane["destination"])])
    above = nx.immediate_dominators(graph, names[0])
    found = chains(data)
    for name in names[1:]:
        steps = []
        if name in above:
            at = above[name]
            while at is not None and at != names[0]:
                steps.insert(0, at)
                at = above[at]
            steps = [names[0], "press", *steps]
        assert found.loc[found["site"] == name, "target"].tolist() == steps


def test_a_chain_leads_from_the_raw_material_to_the_front():
    found = chains(chain())
    assert (found["kind"] + " " + found["target"] + ": " + found["carries"]).tolist() == [
        "site mill: steel", "line rolling: steel", "lane mill>plant:road: steel", "site plant: shell",
        "line filling: shell", "lane plant>front:road: shell",
    ]  # fmt: skip
    assert found["step"].tolist() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("seed", range(6))
def test_cut_sets_are_all_smallest_ones(seed: int, tmp_path: Path):
    """Every set named cuts and no part of it does; every smallest joint loss that cuts is named, or its sites are."""
    data, plain = read(make(seed, tmp_path / "data", size="tiny")), files.read(tmp_path / "data")
    assets = [("site", name) for name in plain.sites]
    assets += [("line", name) for name in dict.fromkeys(row["line"] for row in plain.lines)]
    assets += [("lane", name) for name in plain.lanes]
    parents = {("line", row["line"]): {("site", row["site"])} for row in plain.lines}
    for name, row in plain.lanes.items():
        parents["lane", name] = {("site", row["origin"]), ("site", row["destination"])}
    table = cut_sets(data, size=2)
    sets = {frozenset(tuple(one.split(":", 1)) for one in said.split(", ")) for said in table["assets"]}
    with_all = served(plain, [], set())
    cut = {frozenset(some): with_all - served(plain, list(some), set())
           for size in (1, 2) for some in combinations(assets, size)}  # fmt: skip
    cut[frozenset()] = set()
    for said, count in zip(table["assets"], table["demands"], strict=True):
        some = frozenset(tuple(one.split(":", 1)) for one in said.split(", "))
        smallest = {one for one in cut[some] if all(one not in cut[some - {part}] for part in some)}
        assert count == len({one for one in smallest if ("site", one[0]) not in some})
    for some, lost in cut.items():
        for demand in lost:
            own = ("site", demand[0])
            if own in some or any(demand in cut[some - {part}] for part in some):
                continue
            named = [some]
            for part in some:
                named += [one - {part} | {parent} for one in named for parent in parents.get(part, set())]
            assert any(one in sets for one in named), some


def test_three_mills_are_a_cut_of_three():
    sites = CHAIN["sites"] + [{"site": f"mill-{n}", "country": "DE", "kind": "supplier"} for n in (2, 3)]
    lines = CHAIN["lines"] + [{**NEW, "line": f"rolling-{n}", "site": f"mill-{n}"} for n in (2, 3)]
    lanes = CHAIN["lanes"] + [{"origin": f"mill-{n}", "destination": "plant"} for n in (2, 3)]
    data = chain(sites=sites, lines=lines, lanes=lanes)
    assert cut_sets(data, size=2)["size"].tolist() == [1, 1, 1]
    three = cut_sets(data, size=3).iloc[-1]
    assert three["assets"] == "site:mill, site:mill-2, site:mill-3"
    # The other mills are nearer: shells come in 1 + 2 + 1 = 4, so seven of the ten periods hang.
    assert three["hanging_eur"] == 700_000
    with pytest.raises(TooManyCutSetsError, match="more than 1 joint losses: ask for sets of 2"):
        cut_sets(data, size=3, most_worlds=1)


def test_lines_are_named_where_their_site_cuts_alone():
    # Two lines fill shells at the only plant, two lanes lead from there to the front.
    lines = [*CHAIN["lines"], {"line": "filling-2", "site": "plant", "product": "shell", "capacity": 1}]
    lanes = [*CHAIN["lanes"], {"origin": "plant", "destination": "front", "mode": "rail"}]
    found = cut_sets(chain(lines=lines, lanes=lanes))
    assert found.loc[found["size"] == 2, "assets"].tolist() == [
        "line:filling, line:filling-2", "lane:plant>front:road, lane:plant>front:rail",
    ]  # fmt: skip


def test_only_one_to_three():
    with pytest.raises(ValueError, match="size is 4: cut sets of 1 to 3 assets can be found"):
        cut_sets(chain(), size=4)
