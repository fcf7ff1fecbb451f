"""From when on goods can be somewhere and until when they are of use, worked out by hand."""

import networkx as nx
import numpy as np
import pytest

from edu_supply.network import Network
from edu_supply.network.reach import NEVER
from network.small import CHAIN, chain, dataset, edited, making, position_names, presence, shipping, spans


def test_chain():
    # Earliest. Steel: begun in 1, out in 2 at the mill, in 3 at the plant. Shells: begun in 3, out in 5, in 6 at the
    # front. Latest. Shells at the front: 10; they leave the plant by 9, are begun by 7. Steel at the plant: 7; it
    # leaves the mill by 6, is begun by 5. Steel could reach the front, in 4, but is of no use there.
    network = Network.of(chain())
    assert presence(network) == {
        "steel at mill": (2, 6), "steel at plant": (3, 7), "shell at plant": (5, 9), "shell at front": (6, 10),
    }  # fmt: skip
    assert making(network) == {"steel on rolling": (1, 5), "shell on filling": (3, 7)}
    assert shipping(network) == {"steel on mill>plant:road": (2, 6), "shell on plant>front:road": (5, 9)}


def test_nothing_is_held_beyond_its_use_or_thrown_away_without_surplus():
    network = Network.of(chain())
    # What lies at a period's end must be of use in the next.
    assert spans(position_names(network), network.holding)["steel at plant"] == (3, 6)
    assert len(network.scrapping) == 0


def test_stock_and_arrivals_are_there_before_anything_is_made():
    # Shells from stocked steel: begun in 1, out in 3, at the front in 4.
    stocked = Network.of(chain(stocks=[{"site": "plant", "product": "steel", "initial": 5}]))
    assert presence(stocked)["shell at front"] == (4, 10)
    # From steel that arrives in 2: a period later.
    arriving = Network.of(chain(arrivals=[{"site": "plant", "product": "steel", "period": 2, "quantity": 5}]))
    assert presence(arriving)["shell at front"] == (5, 10)


def test_what_arrives_after_the_horizon_does_not_come():
    lines = CHAIN["lines"][1:]
    late = chain(lines=lines, arrivals=[{"site": "plant", "product": "steel", "period": 11, "quantity": 5}])
    assert presence(Network.of(late)) == {}


def test_stock_may_be_left_over_and_is_tracked_to_the_end():
    network = Network.of(chain(stocks=[{"site": "plant", "product": "steel", "initial": 5}]))
    assert presence(network)["steel at plant"] == (1, 10)
    assert spans(position_names(network), network.holding)["steel at plant"] == (1, 10)
    assert spans(position_names(network), network.scrapping) == {"steel at plant": (1, 10)}


def test_line_that_does_not_stand_runs_after_its_expansion():
    # The faster of two expansions is ready in 3 + 1 = 4, a period later than steel: all shells come a period later.
    expansions = [
        {"expansion": name, "line": "filling", "adds": 1, "cost_eur": 1, "lead_periods": lead}
        for name, lead in (("slow", 5), ("fast", 3))
    ]
    network = Network.of(chain(lines=edited("lines", 1, existing=0), expansions=expansions))
    assert making(network)["shell on filling"] == (4, 7)
    assert presence(network)["shell at front"] == (7, 10)


def test_line_that_does_not_stand_and_cannot_be_opened_never_runs():
    assert presence(Network.of(chain(lines=edited("lines", 1, existing=0)))) == {}


def test_site_that_may_be_built_receives_nothing_before_it_is_usable():
    # Usable from 4 + 1 = 5 on: steel leaves the mill in 4 at the earliest, shells are begun in 5, come out in 7.
    plant = edited("sites", 1, build_cost_eur=1, build_lead_periods=4, throughput_t=100)
    network = Network.of(chain(sites=plant))
    assert presence(network)["steel at plant"] == (5, 7)
    assert shipping(network)["steel on mill>plant:road"] == (4, 6)
    assert presence(network)["shell at front"] == (8, 10)


def test_lane_that_may_be_built_carries_nothing_before_it_is_usable():
    # Usable from 6 + 1 = 7 on, a period under way.
    lanes = edited("lanes", 1, build_cost_eur=1, build_lead_periods=6, capacity_t=9)
    network = Network.of(chain(lanes=lanes))
    assert shipping(network)["shell on plant>front:road"] == (7, 9)
    assert presence(network)["shell at front"] == (8, 10)


def test_late_service_extends_use_up_to_the_horizon():
    dated = [{"site": "front", "product": "shell", "quantity": 10, "period": 7}]
    assert presence(Network.of(chain(demand=dated)))["shell at front"] == (6, 7)
    late = [{**dated[0], "late_periods": 2}]
    assert presence(Network.of(chain(demand=late)))["shell at front"] == (6, 9)
    latest = [{**dated[0], "late_periods": 9}]
    assert presence(Network.of(chain(demand=latest)))["shell at front"] == (6, 10)


def test_horizon_shorter_than_the_way_keeps_nothing():
    network = Network.of(chain(periods=5))
    assert (presence(network), making(network), shipping(network)) == ({}, {}, {})


def test_licences():
    # The lane to the plant may carry shells only: no steel there, so no shells.
    licences = [{"lane": "mill>plant:road", "product": "shell"}]
    assert presence(Network.of(chain(lane_products=licences))) == {}


def test_capacity_0_is_no_task():
    network = Network.of(chain(lines=edited("lines", 0, capacity=0)))
    assert len(network.parts.task_line) == 1
    assert presence(network) == {}


def test_surplus_everywhere_holds_whatever_can_come():
    network = Network.of(chain(), surplus_everywhere=True)
    # Steel can come to the front in 4, through the plant; there it may lie to the end, as everywhere.
    assert presence(network)["steel at front"] == (4, 10)
    assert presence(network)["steel at mill"] == (2, 10)


def test_reach_of_no_lanes_is_what_is_made_on_the_spot():
    here = [{"site": "plant", "product": "shell", "quantity": 1}]
    tables = CHAIN | {"bom": [], "demand": here, "lanes": CHAIN["lanes"][:1]}
    assert presence(Network.of(dataset(tables, 4))) == {"shell at plant": (3, 4)}


@pytest.mark.parametrize("seed", range(6))
def test_earliest_is_a_shortest_way(seed):
    """A second road to the same number: one product, stocks and lanes with leads, by Dijkstra."""
    dice = np.random.default_rng(seed)
    names = [f"site-{place}" for place in range(9)]
    lanes = [
        {"origin": one, "destination": other, "lead_periods": int(dice.integers(0, 4))}
        for one in names for other in names if one != other and dice.random() < 0.2
    ]  # fmt: skip
    network = Network.of(dataset({
        "sites": [{"site": name, "country": "DE", "kind": "depot"} for name in names],
        "products": [{"product": "shell", "mass_kg": 1, "value_eur": 5}],
        "lines": [{"line": "nowhere", "site": names[0], "product": "shell", "capacity": 0}],
        "lanes": lanes or [{"origin": names[0], "destination": names[1]}],
        "stocks": [{"site": name, "product": "shell", "initial": 1} for name in names[:2]],
        "demand": [{"site": names[-1], "product": "shell", "quantity": 1}],
    }, periods=6))  # fmt: skip
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_weighted_edges_from((lane["origin"], lane["destination"], lane["lead_periods"]) for lane in lanes)
    way = nx.multi_source_dijkstra_path_length(graph, set(names[:2]))
    expected = [way[name] + 1 if name in way and way[name] + 1 <= 6 else int(NEVER) for name in names]
    assert network.reach.earliest[:, 0].tolist() == expected
