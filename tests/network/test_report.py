"""The summary and its lines on a terminal."""

import pytest

from edu_supply.network import Network
from edu_supply.network.report import describe, text
from network.small import CHAIN, chain, edited

SPOKEN = """\
small: 10 months, 2026-07 to 2027-04

Sites: 3 in 3 countries
  kind      sites  to build  countries
  supplier      1         -  DE 1
  factory       1         -  PL 1
  front         1         -  UA 1

Lanes: 2
  mode  lanes  to build  licensed  months under way
  road      2         -         -                 1

Products: 2 (tier 0 is asked for, 1 its components, ...)
  tier  product  lines  sites  countries  stocks  asked at
  0     shell        1      1          1       -         1
  1     steel        1      1          1       -         -

Pruning: what can be of use
                     all  kept    share
  product at a site    6     4   66.7 %
    in each period    60    20   33.3 %
  product on a line    2     2  100.0 %
    in each period    20    10   50.0 %
  product on a lane    4     2   50.0 %
    in each period    40    10   25.0 %
  product at a site, left out:
    1  cannot come within the plan
       shell at mill
    1  of no use
       steel at front
  product on a lane, left out:
    1  cannot come within the plan
       shell on mill>plant:road
    1  of no use
       steel on plant>front:road

Demand out of reach: 1 of 1 place (site and product)
  demand.csv:2: shell comes to front earliest in 2026-12, asked for from 2026-07
    to 2026-11 (50 units): 1 month on line rolling, 1 month on lane
    mill>plant:road, 2 months on line filling, 1 month on lane plant>front:road.
    Ask for it later, allow late_periods, or lay in a stock."""


def test_the_whole_text():
    summary = describe(Network.of(chain(settings={"marking": "EXERCISE", "start": "2026-07-01"})))
    assert text(summary) == SPOKEN
    assert summary.marking == "EXERCISE"


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_asked_and_no_name_gets_out(width):
    """Long names, names that would repaint a terminal, numbers of many digits."""
    long = "round-" + "x" * 90
    products = [CHAIN["products"][0], {"product": long, "mass_kg": 1, "value_eur": 1}]
    rows = {"products": products, "bom": [{**CHAIN["bom"][0], "product": long}],
            "lines": edited("lines", 1, product=long), "demand": edited("demand", 0, product=long, quantity=1e9),
            "lanes": edited("lanes", 0, mode="a\u202eb" * 30)}  # fmt: skip
    shown = text(describe(Network.of(chain(**rows))), width)
    assert max(map(len, shown.splitlines())) <= width
    assert "\u202e" not in shown
    assert "5,000,000,000" in shown


def test_product_that_no_demand_needs_is_marked():
    products = [*CHAIN["products"], {"product": "brick", "mass_kg": 1}]
    shown = text(describe(Network.of(chain(products=products))))
    assert "; - is of no use)" in shown
    assert "\n  -     brick        -      -          -       -         -\n" in shown
