"""Names that are nowhere defined."""

import pytest

from checks.small import add, edit, said

DANGLING = {
    "line's site": (
        [edit("lines", 0, site="mil")],
        ['lines.csv:2 site "mil": There is no such site. Did you mean "mill"?'],
    ),
    "two in a row": (
        [add("demand", site="frnt", product="shel", quantity=1, buyer="UA")],
        [
            'demand.csv:3 site "frnt": There is no such site. Did you mean "front"?',
            'demand.csv:3 product "shel": There is no such product. Did you mean "shell"?',
        ],
    ),
    "line and lane": (
        [edit("expansions", 0, line="x9"), edit("lane_products", 0, lane="mill>plant:road")],
        [
            'expansions.csv:2 line "x9": There is no such line. Known: "shell-1", "steel-1".',
            'lane_products.csv:2 lane "mill>plant:road": There is no such lane. Did you mean "mill>plant:rail"?',
        ],
    ),
    "recipe": (
        [add("bom", product="shell", component="steele", quantity=1)],
        ['bom.csv:3 component "steele": There is no such product. Did you mean "steel"?'],
    ),
    "stock": (
        [add("stocks", site="depots", product="shell", country="DE", initial=1)],
        ['stocks.csv:4 site "depots": There is no such site. Did you mean "depot"?'],
    ),
    "availability": (
        [edit("availability", 0, target="shel-1"), edit("availability", 1, kind="site", target="depots")],
        [
            'availability.csv:3 target "depots": There is no such site. Did you mean "depot"?',
            'availability.csv:2 target "shel-1": There is no such line. Did you mean "shell-1"?',
        ],
    ),
}


@pytest.mark.parametrize("case", DANGLING)
def test_a_name_that_is_nowhere_defined_is_one_error(case):
    edits, sentences = DANGLING[case]
    assert said(*edits) == sentences


TARGETS = {
    ("site", "depots"): 'There is no such site. Did you mean "depot"?',
    ("lane", "x"): 'There is no such lane. Known: "depot>front:road", "mill>plant:rail", "plant>depot:road".',
    ("line", "x"): 'There is no such line. Known: "shell-1", "steel-1".',
    ("country", "FR"): 'There is no site in this country. Known: "DE", "PL", "UA".',
    ("company", "Acne"): 'There is no such company. Did you mean "Acme"?',
    ("product", "shel"): 'There is no such product. Did you mean "shell"?',
    ("mode", "raill"): 'There is no such mode. Did you mean "rail"?',
    ("group", "NATO"): 'There is no such group. Known: "EU".',
    ("exports", "FR"): 'There is no site in this country. Known: "DE", "PL", "UA".',
}


@pytest.mark.parametrize(("kind", "target"), TARGETS)
def test_a_threat_has_a_target_of_its_kind(kind, target):
    sentences = said(edit("threats", 2, kind=kind, target=target, stock_lost=0))
    assert sentences == [f'threats.csv:4 target "{target}": {TARGETS[kind, target]}']


@pytest.mark.parametrize(
    ("kind", "target"),
    [("site", "front"), ("lane", "depot>front:road"), ("line", "steel-1"), ("country", "UA"), ("company", "Acme"),
     ("product", "steel"), ("mode", "rail"), ("group", "EU"), ("exports", "PL")],
)  # fmt: skip
def test_a_threat_of_what_is_there_is_fine(kind, target):
    assert said(edit("threats", 2, kind=kind, target=target, stock_lost=0)) == []


def test_countries_need_no_row_in_countries():
    assert said(add("groups", group="EU", country="FR"), add("countries", country="DE")) == []
