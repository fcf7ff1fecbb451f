"""The structure as it is said on a terminal."""

from __future__ import annotations

from network.small import CHAIN, chain

from edu_supply.outages.structure_text import describe_structure, structure_text
from edu_supply.reading import read

TUTORIAL = """\
No way round: without these some demand has no supply route at all
  A demand is what a buyer asks for of a product at a front: 1 of 1 have a route
  from the raw materials over what stands. Stocks are no source, and how much a
  route can carry plays no part. What hangs on each is valued at its penalties.

Sites, lines and lanes: none

  Common causes: 1  demands  at penalties  most of it
  mode road               1     EUR 3.6 m  round

  Two at once: 3          demands  at penalties  most of it
  DE-charges + UA-drones        1     EUR 3.6 m  round
  PL-shells + UA-drones         1     EUR 3.6 m  round
  PL-depot + UA-drones          1     EUR 3.6 m  round"""


def test_the_tutorial():
    # Charges, bodies and rounds are made at one site each; drones serve in place of rounds. Both come by road.
    assert structure_text(describe_structure(read("data/tutorial"))) == TUTORIAL


def test_a_chain_of_single_sites():
    said = structure_text(describe_structure(chain())).splitlines()
    assert said[-4:] == [
        "Two at once: no two sites, lines or lanes more",
        "",
        "Chains of single sites, from the raw material to the front",
        "  shell at front: mill (steel) > plant",
    ]


def test_what_the_plan_opens_is_said():
    dataset = chain(expansions=[{"expansion": "more", "line": "filling", "adds": 1, "cost_eur": 1}])
    choices = dataset["expansions"].assign(kind="expansion", target="more", quantity=1.0)
    said = structure_text(describe_structure(dataset, choices))
    assert "over what stands or the plan opens" in said.replace("\n ", "")


def test_long_and_wide_names_fit():
    longest = "a-very-long-name-for-a-mill-that-somebody-has-given-it-for-no-good-reason-at-all"
    sites = [{**CHAIN["sites"][0], "site": longest}, *CHAIN["sites"][1:]]
    lines = [{**CHAIN["lines"][0], "site": longest}, CHAIN["lines"][1]]
    lanes = [{**CHAIN["lanes"][0], "origin": longest}, CHAIN["lanes"][1]]
    said = structure_text(describe_structure(chain(sites=sites, lines=lines, lanes=lanes)))
    assert max(map(len, said.splitlines())) <= 80
