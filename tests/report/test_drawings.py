"""The drawings: what flows adds up, names and marks keep apart, axes hold what they should."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.horizon import Horizon
from edu_supply.plan import Plan
from edu_supply.report.facts import facts
from edu_supply.report.labels import Labels
from edu_supply.report.map import _apart, flow_map
from edu_supply.report.markup import tag
from edu_supply.report.over_time import line_chart
from edu_supply.report.partners import partner_facts
from edu_supply.report.projection import middle, outlines, projected
from edu_supply.report.sankey import sankey
from edu_supply.report.scales import text_width

Solved = tuple[Plan, Dataset]


def boxes_of(texts: list[str], size: float) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of texts in a drawing."""
    found = []
    for one in texts:
        [(x, y, anchor, said)] = re.findall(r'x="([-\d.]+)" y="([-\d.]+)" text-anchor="(\w+)".*?>(.*)</text>', one)
        wide = text_width(said, size)
        left = float(x) - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        found.append((left, float(y) - 0.8 * size, left + wide, float(y) + 0.2 * size))
    return found


def test_what_goes_into_what_adds_up_with_the_recipes(tutorial: Solved) -> None:
    """A round takes one body and two charges."""
    plan, dataset = tutorial
    for told in (facts(plan, dataset), partner_facts(plan, dataset)):
        rounds = told.made["round"]
        uses = told.uses.set_index(["source", "target"])["units"]
        assert uses.to_dict() == {("body", "round"): rounds, ("charge", "round"): 2 * rounds}


def test_flows_carry_all_that_is_sent_from_place_to_place(tutorial: Solved) -> None:
    plan, dataset = tutorial
    sent = plan["shipments"]["mass_t"].sum()
    country = dict(zip(dataset["sites"]["site"], dataset["sites"]["country"], strict=True))
    abroad = [country[row.origin] != country[row.destination] for row in plan["shipments"].itertuples()]
    assert np.isclose(facts(plan, dataset).flows["mass_t"].sum(), sent)
    assert np.isclose(partner_facts(plan, dataset).flows["mass_t"].sum(), plan["shipments"]["mass_t"][abroad].sum())


def test_marks_keep_apart_and_move_little() -> None:
    random = np.random.default_rng(1)
    at = {str(number): tuple(point) for number, point in enumerate(random.integers(0, 12, (150, 2)) * 20.0)}
    moved = _apart(at, 8.0)
    assert all(np.hypot(*np.subtract(one, other)) >= 7.5 for one, other in combinations(moved.values(), 2))
    assert all(np.hypot(*np.subtract(moved[name], at[name])) < 30 for name in at)


def test_names_lie_upon_no_other_and_within_the_drawing() -> None:
    random = np.random.default_rng(2)
    points = [(float(x), float(y)) for x, y in random.uniform(0, 400, (120, 2))]
    labels = Labels(400, 400, 10.0, [(x, y, 4.0) for x, y in points])
    shown = [one for number, point in enumerate(points) if (one := labels.beside(f"UA-depot-{number}", point, 4.0))]
    boxes = boxes_of([str(one) for one in shown], 10.0)
    assert 20 < len(boxes) < 120
    for one, other in combinations(boxes, 2):
        beside = one[2] <= other[0] + 0.1 or other[2] <= one[0] + 0.1
        assert beside or one[3] <= other[1] + 0.6 or other[3] <= one[1] + 0.6
    assert all(box[0] >= 0 and box[2] <= 400 and box[1] >= 0 and box[3] <= 400.5 for box in boxes)


def test_a_place_far_away_stands_at_the_edge() -> None:
    at = {"PL": projected(52, 19), "UA": projected(49, 32), "US": projected(38, -98)}
    rows = [(place, "depot", *point, 1.0, "t") for place, point in at.items()]
    places = pd.DataFrame(rows, columns=["place", "kind", "x", "y", "weight", "title"])
    flows = pd.DataFrame({"origin": ["US"], "destination": ["UA"], "mode": [0], "mass_t": [5.0], "title": ["sea"]})
    drawn = str(flow_map(places, flows, 600, "map"))
    [(wide, high)] = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    x, y = map(float, re.findall(r'<path d="M([\d.]+) ([\d.]+)Q', drawn)[0])
    assert x == 8.0 or 0 < y < 10
    assert 0 < x < float(wide)
    assert 0 < y < float(high)


def test_the_middle_of_a_country_is_in_it() -> None:
    for country, (latitude, longitude) in {"PL": (52, 19), "UA": (49, 32), "DE": (51, 10), "FR": (46.5, 2.5)}.items():
        at = middle(country)
        assert at is not None
        assert np.hypot(*np.subtract(at, projected(latitude, longitude))) * 6371 < 150
    assert {"MT", "CY", "LU", "NO", "GB"} <= set(outlines())
    assert middle("XA") is None


def test_a_sankey_diagram_is_as_thick_as_what_flows() -> None:
    """Links into a node lie one upon the other: three of size 1, 2 and 3 have thicknesses in that proportion."""
    nodes = pd.DataFrame({"node": ["a", "b", "c", "p"], "tier": [1, 1, 1, 0], "size": [1.0, 2.0, 3.0, 6.0]})
    links = pd.DataFrame({"source": ["a", "b", "c"], "target": "p", "size": [1.0, 2.0, 3.0], "title": "t"})
    drawn = str(sankey(nodes.assign(title="t", tight=False), links, 960, "bill"))
    thick = [float(one) for one in re.findall(r'stroke-width="([\d.]+)"', drawn)]
    assert sorted(round(one / min(thick), 1) for one in thick) == [1.0, 2.0, 3.0]


def test_a_line_has_a_point_for_each_period_that_asks_for_anything() -> None:
    table = pd.DataFrame({"period": [1, 2, 3], "all": [0.5, np.nan, 1.0]})
    drawn = str(line_chart(table, Horizon(3), 400, "rates"))
    assert drawn.count("<circle") == 2
    assert "all, period 1: 50.0 %" in drawn
    assert "nan" not in drawn.lower()


def test_text_is_escaped_wherever_it_stands() -> None:
    assert str(tag("text", "<&>", aria_label='"><b>')) == '<text aria-label="&#34;&gt;&lt;b&gt;">&lt;&amp;&gt;</text>'
