"""Programmes that name nobody, contradict themselves, or that no buyer can use."""

from copy import deepcopy
from datetime import date

import pytest

from checks.completed import completed
from checks.small import SMALL, add, edit, said
from edu_supply.checks import check
from edu_supply.dataset import Settings
from edu_supply.horizon import Horizon
from edu_supply.problems import sentence


def programme(**cells):
    """A grant for Ukraine and the EU; the only buyer of the small dataset is Ukraine."""
    return add("programmes", **{"programme": "act", "buyers": "UA|EU", "inside": "EU", **cells})


def allocation(country, amount_eur=1e6):
    return add("allocations", programme="act", country=country, amount_eur=amount_eur)


FAMILY = edit("products", 0, family="155")
NORWAY = add("demand", site="front", product="shell", quantity=1, buyer="NO")
NOBODY = "There is no such group or country."
USELESS = "nobody can use the programme."

WRONG = {
    "a group that is not there": (
        [programme(buyers="UA|EUU")],
        [f'programmes.csv:2 buyers "EUU": {NOBODY} Did you mean "EU"?'],
    ),
    "a country that is not there": (
        [programme(members="UX", inside="EU|DEE")],
        [
            f'programmes.csv:2 members "UX": {NOBODY} Known: "DE", "EU", "PL", ....',
            f'programmes.csv:2 inside "DEE": {NOBODY} Did you mean "DE"?',
        ],
    ),
    "names separated otherwise": (
        [programme(buyers="UA, EU", inside="EU;NO")],
        [
            f'programmes.csv:2 buyers "UA, EU": {NOBODY} Separate names by "|": UA|EU.',
            f'programmes.csv:2 inside "EU;NO": {NOBODY} Separate names by "|": EU|NO.',
            ('warning programmes.csv:2 buyers "UA, EU": Buyers among these, within the plan: 0. '
            f"A contract takes 1: {USELESS}"),
        ],
    ),
    "a family that is not there": (
        [FAMILY, programme(families="155|15")],
        ['programmes.csv:2 families "15": No product is of this family. Did you mean "155"?'],
    ),
    "dates in the wrong order": (
        [programme(valid_from="2027-01-01", valid_to="2026-12-31")],
        [
            ('programmes.csv:2 valid_to "2026-12-31": The programme ends before it begins, on 2027-01-01. '
            "Exchange the two dates, or correct one."),
        ],
    ),
    "members that are nobody": (
        [programme(min_members=1)],
        [
            ('programmes.csv:2 min_members "1": Members must take part, and members names nobody. '
            "List them in members, or leave min_members blank.")
        ],
    ),
    "buyers that ask for nothing": (
        [programme(buyers="EU")],
        [
            (
                'warning programmes.csv:2 buyers "EU": Buyers among these, within the plan: 0. '
                f"A contract takes 1: {USELESS}"
            )
        ],
    ),
    "fewer buyers than must take part": (
        [programme(min_buyers=2)],
        [
            ('warning programmes.csv:2 buyers "UA|EU": Buyers among these, within the plan: 1. '
            f"A contract takes 2: {USELESS}")
        ],
    ),
    "fewer members than must take part": (
        [programme(members="EU", min_members=1)],
        [
            ('warning programmes.csv:2 members "EU": Members among its buyers, within the plan: 0. '
            f"A contract takes 1: {USELESS}")
        ],
    ),
    "an allocation of a programme that is not there": (
        [programme(), add("allocations", programme="Act", country="UA", amount_eur=1)],
        ['allocations.csv:2 programme "Act": There is no such programme. Did you mean "act"?'],
    ),
    "an allocation of a country that buys nothing": (
        [programme(support_rate=0.2), allocation("PL")],
        [
            ('warning allocations.csv:2 country "PL": No demand within the plan is of this buyer. '
            "The allocation changes nothing.")
        ],
    ),
    "an allocation of a country that may not buy": (
        [NORWAY, programme(support_rate=1), allocation("NO")],
        [
            ('warning allocations.csv:2 country "NO": The programme does not list this buyer. '
            "The allocation changes nothing.")
        ],
    ),
    "an allocation of no support": (
        [programme(kind="agency"), allocation("UA")],
        [
            ('warning allocations.csv:2 programme "act": The programme gives no support: its support_rate is 0. '
            "The allocation changes nothing.")
        ],
    ),
    "a loan to nobody": (
        [programme(kind="loan")],
        [
            ('warning programmes.csv:2 programme "act": This loan has no row in allocations, so nothing is lent. '
            "Add a row for each country that may borrow.")
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_wrong(case):
    edits, sentences = WRONG[case]
    assert on_2026_07_01(*edits) == sentences


FINE = {
    "a programme": [programme()],
    "everything that a list may hold": [
        FAMILY,
        programme(buyers="*", members="UA|EU", inside="EU | NO | XA", families=" 155 ", min_members=1),
    ],
    "more members than buyers must take part": [programme(members="UA|NO", min_members=1, min_buyers=1)],
    "a loan with an allocation": [programme(kind="loan"), allocation("UA")],
    "a loan that lends nothing by its rate": [programme(kind="loan", support_rate=0)],
    "a grant with an allocation": [programme(support_rate=0.15), allocation("UA", 0)],
    "a programme of one day": [programme(valid_from="2026-07-01", valid_to="2026-07-01")],
    "an open end": [programme(valid_from="2025-01-01")],
}


@pytest.mark.parametrize("case", FINE)
def test_fine(case):
    assert on_2026_07_01(*FINE[case]) == []


def on_2026_07_01(*edits, start=date(2026, 7, 1)):
    """Everything the checks say of the small dataset after these edits, where the plan starts on 1 July 2026."""
    tables = deepcopy(SMALL)
    for one in edits:
        one(tables)
    problems = check(completed(tables), Settings(Horizon(24, "month", start)))
    return [("" if problem.is_error else "warning ") + sentence(problem) for problem in problems]


def test_a_programme_that_is_not_valid_changes_nothing():
    over, early = programme(valid_to="2026-06-30"), programme(programme="next", valid_from="2026-07-02")
    message = "The programme is not valid on the plan's first day, 2026-07-01. It changes nothing."
    assert on_2026_07_01(over, early) == [
        f'warning programmes.csv:3 valid_from "2026-07-02": {message}',
        f'warning programmes.csv:2 valid_to "2026-06-30": {message}',
    ]


def test_dates_need_a_start():
    message = "A date needs to know when period 1 begins. Give start in the table settings."
    assert said(programme(valid_from="2026-01-01", valid_to="2027-01-01")) == [
        f'programmes.csv:2 valid_from "2026-01-01": {message}'
    ]
    assert said(programme(valid_to="2027-01-01")) == [f'programmes.csv:2 valid_to "2027-01-01": {message}']
    assert said(programme()) == []


def test_buyers_of_another_time_do_not_count():
    later = edit("demand", 0, period=25)
    assert any("within the plan: 0" in one for one in on_2026_07_01(later, programme()))
    assert not any("within the plan" in one for one in on_2026_07_01(edit("demand", 0, period=24), programme()))


WEIGHT = 'This component of "shell" has no value, so it has no weight in an outside share.'
CONTENT = {
    "a component without weight": (
        [edit("products", 2, value_eur=0), programme(max_outside_share=0.35)],
        [f'warning products.csv:4 value_eur "0": {WEIGHT} Give value_eur, if where it comes from matters.'],
    ),
    "a component without weight in a rule": (
        [edit("products", 2, value_eur=0),
         add("rules", rule="own", kind="outside_share_at_most", product="shell", group="EU", limit=0.35)],
        [f'warning products.csv:4 value_eur "0": {WEIGHT} Give value_eur, if where it comes from matters.'],
    ),
    "a component whose weight is that of its own": (
        [add("products", product="ore", mass_kg=1, value_eur=1), edit("products", 2, value_eur=0),
         add("bom", product="steel", component="ore", quantity=2.5), programme(max_outside_share=0.35)],
        [('warning products.csv:4 value_eur "0": Its components are worth more, EUR 2.5. '
         "Where content is followed, that is its value.")],
    ),
    "a product worth less than its components": (
        [edit("bom", 0, quantity=2000), programme(max_outside_share=0.35)],
        [('warning products.csv:2 value_eur "3000": Its components are worth more, EUR 4000. '
         "Where content is followed, that is its value.")],
    ),
    "a product worth less than the components of a line": (
        [add("bom", product="shell", component="steel", quantity=2000, line="shell-1"),
         add("rules", rule="work", kind="work_share_at_least", country="DE", limit=0.5)],
        [('warning products.csv:2 value_eur "3000": Its components are worth more, EUR 4000. '
         "Where content is followed, that is its value.")],
    ),
    "a product that nobody follows": ([edit("bom", 0, quantity=2000), programme()], []),
    "another family": (
        [edit("products", 2, value_eur=0), edit("products", 1, family="old"),
         programme(max_outside_share=0.35, families="old")],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CONTENT)
def test_content(case):
    edits, sentences = CONTENT[case]
    assert on_2026_07_01(*edits) == sentences


def test_what_an_unreadable_cell_may_have_caused_is_not_said():
    tables = deepcopy(SMALL)
    programme(kind="loan", buyers="UA|TH", min_members=2)(tables)
    unsound = {("groups", "group"), ("programmes", "members"), ("allocations", "programme"), ("demand", "buyer")}
    ready = completed(tables)
    ready["programmes"]["buyers"] = "EU|GRP"
    settings = Settings(Horizon(24))
    assert {problem.kind for problem in check(ready, settings)} == {
        "unknown party", "no members", "nothing lent", "too few",
    }  # fmt: skip
    assert check(ready, settings, lambda table, column: (table, column) not in unsound) == []
