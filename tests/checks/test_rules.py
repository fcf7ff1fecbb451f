"""Rules of policy that say too little, too much, or nothing that could ever bind."""

import pytest

from checks.small import add, edit, said


def rule(kind, limit=0.5, **cells):
    return add("rules", **{"rule": "r", "kind": kind, "limit": limit, **cells})


FAMILY = edit("products", 0, family="155")
TWO = add("lines", line="shell-2", site="mill", product="shell", capacity=9)
OFFER = add("offers", line="shell-2", product="shell", from_quantity=0, unit_price_eur=2900)
NEVER = "The rule never binds."
NOTHING = "It holds only where nothing is made."
IDLE = "A rule of this kind does not look at this column. Leave it blank."

WRONG = {
    "a group that is missing": (
        [rule("group_share_at_most")],
        ['rules.csv:2 kind "group_share_at_most": A rule of this kind concerns a group. Give group.'],
    ),
    "a region that is missing": (
        [rule("made_inside_at_least"), rule("work_share_at_least", rule="s"), rule("outside_share_at_most", rule="t")],
        [
            f'rules.csv:{line} kind "{kind}": A rule of this kind concerns a country or group. Give country or group.'
            for line, kind in ((2, "made_inside_at_least"), (3, "work_share_at_least"), (4, "outside_share_at_most"))
        ],
    ),
    "two regions": (
        [rule("line_share_at_most", 1, group="EU", country="DE")],
        [
            'rules.csv:2 kind "line_share_at_most": Only one of country, group may be given. Leave the others blank.'
        ],
    ),
    "a front and its buyer": (
        [rule("fill_rate_at_least", site="front", country="UA")],
        [
            ('rules.csv:2 kind "fill_rate_at_least": Only one of site, country, group may be given. '
            "Leave the others blank.")
        ],
    ),
    "product and family": (
        [FAMILY, rule("fill_rate_at_least", product="shell", family="155")],
        ['rules.csv:2 family "155": Both product and family are given. Leave one blank.'],
    ),
    "names of nothing": (
        [FAMILY, rule("fill_rate_at_least", family="15", group="NATO"), rule("makers_at_least", 1, product="shel")],
        [
            'rules.csv:3 product "shel": There is no such product. Did you mean "shell"?',
            'rules.csv:2 family "15": No product is of this family. Did you mean "155"?',
            'rules.csv:2 group "NATO": There is no such group. Known: "EU".',
            ],
    ),
    "a share in per cent": (
        [rule("fill_rate_at_least", 40), rule("fill_rate_gap_at_most", 1.5)],
        [
            'rules.csv:2 limit "40": A share lies between 0 and 1. Did you mean 0.4?',
            'rules.csv:3 limit "1.5": A share lies between 0 and 1. Write a share, such as 0.4.',
        ],
    ),
    "makers that cannot be counted": (
        [rule("makers_at_least", 0), rule("makers_at_least", 1.5, product="shell")],
        [
            f'rules.csv:{line} limit "{limit}": This is a number of countries: whole, and at least 1. '
            "Write a whole number, such as 2."
            for line, limit in ((2, "0"), (3, "1.5"))
        ],
    ),
    "columns that a kind does not know": (
        [rule("fill_rate_gap_at_most", country="UA", counts_from=0.1)],
        [f'warning rules.csv:2 country "UA": {IDLE}', f'warning rules.csv:2 counts_from "0.1": {IDLE}'],
    ),
    "a product that nobody makes": (
        [edit("lines", 2, capacity=0), rule("line_share_at_most", 1, product="old-shell")],
        [f'warning rules.csv:2 product "old-shell": No line makes this product. {NEVER}'],
    ),
    "a product that nobody asks for": (
        [rule("fill_rate_at_least", product="old-shell"), rule("made_inside_at_least", product="steel", country="DE")],
        [
            f'warning rules.csv:{line} product "{product}": No demand within the plan asks for this product. {NEVER}'
            for line, product in ((2, "old-shell"), (3, "steel"))
        ],
    ),
    "a family that nobody asks for": (
        [edit("products", 1, family="155"), rule("fill_rate_gap_at_most", family="155")],
        [f'warning rules.csv:2 family "155": No demand within the plan asks for a product of this family. {NEVER}'],
    ),
    "a front that asks for nothing": (
        [rule("fill_rate_at_least", site="depot")],
        [f'warning rules.csv:2 site "depot": Nothing is asked for at this site. {NEVER}'],
    ),
    "shares that cannot add up": (
        [TWO, OFFER, rule("line_share_at_most", 0.4, product="shell"), rule("country_share_at_most", product="shell")],
        [
            ('warning rules.csv:2 limit "0.4": Too few lines make it, 2: their shares cannot add up to 1. '
            f"{NOTHING}"),
            ('warning rules.csv:3 limit "0.5": Too few countries make it, 1: their shares cannot add up to 1. '
            f"{NOTHING}"),
        ],
    ),
    "more makers than countries": (
        [rule("makers_at_least", 2, product="shell"), rule("makers_at_least", 1, product="steel", group="NATO"),
         add("groups", group="NATO", country="UA")],
        [
            f'warning rules.csv:{line} limit "{limit}": Countries that count and have a line that can make it: '
            f"{countries}. {NOTHING}"
            for line, limit, countries in ((2, 2, 1), (3, 1, 0))
        ],
    ),
    "more makers than there are shares": (
        [TWO, OFFER, edit("lines", 3, site="depot"), rule("makers_at_least", 2, product="shell", counts_from=0.6)],
        [f'warning rules.csv:2 limit "2": 2 shares of 0.6 are more than all that is made. {NOTHING}'],
    ),
    "the same twice": (
        [rule("fill_rate_at_least", product="shell"), rule("fill_rate_at_least", 0.6, rule="s", product="shell")],
        [
            ('warning rules.csv:3 kind "fill_rate_at_least": rules.csv:2 asks for the same, with its own limit. '
            "The tighter one holds; remove the other.")
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_wrong(case):
    edits, sentences = WRONG[case]
    assert said(*edits) == sentences


FINE = {
    "every kind at once": [
        FAMILY,
        TWO,
        OFFER,
        rule("line_share_at_most", product="shell"),
        rule("line_share_at_most", country="DE"),
        rule("site_share_at_most", 0.7, family="155"),
        rule("country_share_at_most", 0.1, country="DE"),
        rule("country_share_at_most", 0.1, group="EU"),
        rule("group_share_at_most", group="EU"),
        rule("makers_at_least", 1, product="shell", counts_from=0.3),
        rule("made_inside_at_least", country="DE"),
        rule("made_inside_at_least", group="EU", product="shell"),
        rule("fill_rate_at_least", 0.9),
        rule("fill_rate_at_least", 0.9, site="front"),
        rule("fill_rate_at_least", 0.9, country="UA"),
        rule("fill_rate_gap_at_most", 0),
        rule("work_share_at_least", group="EU"),
        rule("outside_share_at_most", country="DE"),
    ],
    "a line that does without a rule": [rule("line_share_at_most", product="steel", group="EU")],
}


@pytest.mark.parametrize("case", FINE)
def test_fine(case):
    assert said(*FINE[case]) == []
