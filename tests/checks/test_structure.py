"""Circles, things that refer to themselves, rows of one thing that disagree."""

import pytest

from checks.small import add, edit, said

WRONG = {
    "lane to itself": (
        [add("lanes", origin="depot", destination="depot", cost_eur_per_t=50)],
        ['lanes.csv:5 destination "depot": The lane ends where it begins. Remove the row.'],
    ),
    "component of itself": (
        [add("bom", product="shell", component="shell", quantity=1)],
        ['bom.csv:3 component "shell": A product cannot be a component of itself. Remove the row.'],
    ),
    "substitute of itself": (
        [add("substitutes", product="shell", substitute="shell", ratio=1)],
        ['substitutes.csv:3 substitute "shell": A product cannot be a substitute of itself. Remove the row.'],
    ),
    "gift to itself": (
        [add("donations", from_country="DE", to_country="DE", product="shell")],
        ['donations.csv:3 to_country "DE": A country cannot give to itself. Remove the row.'],
    ),
    "circle of three, one of them a line's own recipe": (
        [
            add("bom", product="steel", component="old-shell", quantity=1),
            add("bom", product="old-shell", component="shell", quantity=1, line="shell-1"),
        ],
        [
            (
                'bom.csv:4 component "shell": The bill of materials goes round in a circle: '
                "old-shell > shell > steel > old-shell. Remove one of these rows: bom.csv:4, bom.csv:2, bom.csv:3."
            )
        ],
    ),
    "two circles": (
        [
            add("bom", product="steel", component="shell", quantity=1, line="steel-1"),
            add("products", product="a", mass_kg=1),
            add("products", product="b", mass_kg=1),
            add("bom", product="a", component="b", quantity=1),
            add("bom", product="b", component="a", quantity=1),
        ],
        [
            (
                'bom.csv:4 component "b": The bill of materials goes round in a circle: a > b > a. '
                "Remove one of these rows: bom.csv:4, bom.csv:5."
            ),
            (
                'bom.csv:2 component "steel": The bill of materials goes round in a circle: shell > steel > shell. '
                "Remove one of these rows: bom.csv:2, bom.csv:3."
            ),
        ],
    ),
    "recipe of a line that does not make it": (
        [add("bom", product="steel", component="old-shell", quantity=1, line="shell-1")],
        [
            (
                'bom.csv:3 line "shell-1": The line does not make "steel". '
                "Name a line that makes it, or leave the line blank for the general recipe."
            )
        ],
    ),
    "a line's rows": (
        [edit("lines", 1, recovery_periods=3), edit("lines", 2, site="mill", existing=2, minimum_use=0.1)],
        [
            (
                'lines.csv:4 site "mill": lines.csv:3 says "plant" for the same line. Write the '
                "same in all rows of the line."
            ),
            'lines.csv:4 existing "2": lines.csv:3 says "1" for the same line. Write the same in all rows of the line.',
            (
                'lines.csv:4 minimum_use "0.1": lines.csv:3 says "0" for the same line. '
                "Write the same in all rows of the line."
            ),
            (
                'lines.csv:4 recovery_periods: lines.csv:3 says "3" for the same line. '
                "Write the same in all rows of the line."
            ),
        ],
    ),
    "an offer's rows": (
        [edit("offers", 1, max_quantity=3000)],
        [
            (
                'offers.csv:3 max_quantity "3000": offers.csv:2 says "2000" for the same offer. '
                "Write the same in all rows of the offer."
            )
        ],
    ),
    "an offer's rows, one without a ceiling": (
        [edit("offers", 0, max_quantity=None)],
        [
            (
                'offers.csv:3 max_quantity "2000": offers.csv:2 says nothing for the same offer. '
                "Write the same in all rows of the offer."
            )
        ],
    ),
    "a threat's rows": (
        [add("threats", threat="storm", kind="site", target="mill", duration_periods=1, probability=0.2)],
        [
            (
                'threats.csv:6 probability "0.2": threats.csv:3 says "0.3" for the same threat. '
                "Write the same in all rows of the threat."
            )
        ],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(case):
    edits, sentences = WRONG[case]
    assert said(*edits) == sentences


FINE = {
    "a product used twice is no circle": [
        add("bom", product="old-shell", component="steel", quantity=1),
        add("bom", product="shell", component="old-shell", quantity=1),
    ],
    "a line's own recipe": [add("bom", product="shell", component="steel", quantity=9, line="shell-1")],
    "a road and a railway between the same sites": [
        add("lanes", origin="mill", destination="plant", cost_eur_per_t=40),
        add("lanes", origin="plant", destination="mill", cost_eur_per_t=40),
    ],
    "rows of a line that agree": [edit("lines", 1, recovery_periods=3), edit("lines", 2, recovery_periods=3)],
    "rows of a line that say the default and nothing": [edit("lines", 1, existing=1)],
    "rows of a threat that agree": [
        add("threats", threat="storm", kind="site", target="mill", duration_periods=1, probability=0.3)
    ],
    "an offer without a ceiling": [edit("offers", 0, max_quantity=None), edit("offers", 1, max_quantity=None)],
    "substitutes both ways": [add("substitutes", product="old-shell", substitute="shell", ratio=1)],
}


@pytest.mark.parametrize("case", FINE)
def test_fine(case):
    assert said(*FINE[case]) == []
