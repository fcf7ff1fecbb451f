"""Offers that nobody can take up, or that leave somebody out."""

import pytest

from checks.small import add, edit, said

UNWANTED = (
    "No demand asks for this product or accepts it as a substitute. "
    "Offers are for what buyers ask for; what goes into it is paid at unit_cost_eur."
)
OLD = add("offers", line="shell-1", product="old-shell", from_quantity=0, unit_price_eur=2000)

WRONG = {
    "of a product that the line has no row for": (
        [add("offers", line="steel-1", product="shell", from_quantity=0, unit_price_eur=2000)],
        [
            (
                'offers.csv:4 line "steel-1": The line has no row for "shell" in lines. '
                "Offer what the line makes, or add the row to lines."
            )
        ],
    ),
    "of a component": (
        [add("offers", line="steel-1", product="steel", from_quantity=0, unit_price_eur=2000)],
        [f'offers.csv:4 product "steel": {UNWANTED}'],
    ),
    "of a substitute that only another buyer accepts": (
        [edit("substitutes", 0, country="PL"), OLD],
        [f'offers.csv:4 product "old-shell": {UNWANTED}'],
    ),
    "by one of two makers": (
        [add("lines", line="shell-2", site="plant", product="shell", capacity=1)],
        [
            (
                'lines.csv:5 product "shell": Another line offers this product (offers.csv:2), '
                "this one makes it without "
                "an offer. Add an offer for every line that makes it, or set this line's capacity to 0 for it."
            )
        ],
    ),
    "of a step that costs more": (
        [edit("offers", 1, unit_price_eur=2900)],
        [
            (
                'warning offers.csv:3 unit_price_eur "2900": The step before costs less, EUR 2800 (offers.csv:2). '
                "Prices usually fall with quantity."
            )
        ],
    ),
    "of two kinds of discount": (
        [edit("offers", 1, discount="incremental")],
        [
            (
                'offers.csv:3 discount "incremental": offers.csv:2 says "all_units" for the same offer. '
                "Write the same in all rows of the offer."
            )
        ],
    ),
    "of a step beyond the ceiling": (
        [edit("offers", 0, max_quantity=400), edit("offers", 1, max_quantity=400)],
        [
            (
                'warning offers.csv:3 from_quantity "500": The offer ends at its max_quantity, 400, before this step '
                "begins. The step is never used."
            )
        ],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(case):
    edits, sentences = WRONG[case]
    assert said(*edits) == sentences


FINE = {
    "of a substitute that every buyer accepts": [OLD],
    "of a substitute that the buyer accepts": [edit("substitutes", 0, country="UA"), OLD],
    "by one of two lines, the other cannot make it": [
        add("lines", line="shell-2", site="plant", product="shell", capacity=0)
    ],
    "by a line that cannot make it": [edit("lines", 1, capacity=0)],
    "of what is asked for after the plan or in quantity 0": [edit("demand", 0, quantity=0)],
}


@pytest.mark.parametrize("case", FINE)
def test_fine(case):
    assert said(*FINE[case]) == []


def test_a_misspelt_product_is_one_problem():
    unknown = 'product "shel": There is no such product. Did you mean "shell"?'
    assert said(edit("demand", 0, product="shel")) == [f"demand.csv:2 {unknown}"]
    two = add("lines", line="shell-2", site="plant", product="shell", capacity=1)
    offer = add("offers", line="shell-2", product="shel", from_quantity=0, unit_price_eur=2800)
    assert said(two, offer) == [f"offers.csv:4 {unknown}"]
    recipe = add("bom", product="shell", component="steel", quantity=9, line="shell-1")
    assert said(recipe, edit("lines", 1, product="shel")) == [f"lines.csv:3 {unknown}"]
