"""The structure as it is said on a terminal."""

from __future__ import annotations

from network.small import CHAIN, chain, edited

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

  Raw materials with a single source: 2 of 2  demands  at penalties
  body: one site, PL-shells, 1 line                 -             -
  charge: one site, DE-charges, 1 line              -             -

  Two at once: 3          demands  at penalties  most of it
  DE-charges + UA-drones        1     EUR 3.6 m  round
  PL-shells + UA-drones         1     EUR 3.6 m  round
  PL-depot + UA-drones          1     EUR 3.6 m  round"""


def test_the_tutorial():
    # Charges, bodies and rounds are made at one site each; drones serve in place of rounds. Both come by road.
    assert structure_text(describe_structure(read("data/tutorial"))) == TUTORIAL


def single_sources(**tables) -> list[str]:
    """The lines on raw materials."""
    lines = [*structure_text(describe_structure(chain(**tables))).splitlines(), ""]
    begin = next(place for place, line in enumerate(lines) if "Raw materials" in line)
    return [" ".join(line.split()) for line in lines[begin : lines.index("", begin)]]


def test_raw_materials_of_one_site_and_of_one_country():
    """All that is asked for hangs on the steel: 10 shells in each of the 5 periods that a route reaches, at 10,000."""
    head = "Raw materials with a single source: 1 of 1 demands at penalties"
    assert single_sources() == [head, "steel: one site, mill, 1 line 1 EUR 500,000"]
    sites = [*CHAIN["sites"], {"site": "mill-2", "country": "DE", "kind": "supplier"}]
    lines = [*CHAIN["lines"], {**CHAIN["lines"][0], "line": "rolling-2", "site": "mill-2"}]
    assert single_sources(sites=sites, lines=lines) == [head, "steel: one country, DE, 2 sites, 2 lines 1 EUR 500,000"]


def test_what_may_be_built_is_no_source_yet():
    expansions = [{"line": "rolling", "adds": 1, "cost_eur": 1}]
    found = single_sources(lines=edited("lines", 0, existing=0), expansions=expansions)
    assert found[1] == "steel: no line stands, 1 to build - -"


def test_raw_material_of_two_countries_is_not_named():
    sites = [*CHAIN["sites"], {"site": "mill-2", "country": "FR", "kind": "supplier"}]
    lines = [*CHAIN["lines"], {**CHAIN["lines"][0], "line": "rolling-2", "site": "mill-2"}]
    assert single_sources(sites=sites, lines=lines) == ["Raw materials with a single source: 0 of 1"]


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
