"""Threats that cut a limit that is not there, hit nothing, or are too likely."""

import pytest

from checks.small import add, edit, said

LANE = 'Absent: capacity_t of lane "depot>front:road".'
GIVE = "Give these limits, or lose all of it: share_lost 1."

PARTIAL = {
    ("lane", "depot>front:road"): LANE,
    ("site", "depot"): LANE,
    ("site", "front"): 'Absent: throughput_t of site "front", capacity_t of lane "depot>front:road".',
    ("country", "PL"): LANE,
    ("group", "EU"): LANE,
    ("mode", "road"): LANE,
    ("exports", "PL"): LANE,
}


@pytest.mark.parametrize(("kind", "target"), PARTIAL)
def test_a_part_of_a_limit_that_is_absent_cannot_be_lost(kind, target):
    one = edit("threats", 2, kind=kind, target=target, stock_lost=0, share_lost=0.5)
    only = f'A part of "{target}" can only be lost where there are limits.'
    assert said(one) == [f'threats.csv:4 share_lost "0.5": {only} {PARTIAL[kind, target]} {GIVE}']


@pytest.mark.parametrize(
    ("kind", "target"),
    [("lane", "plant>depot:road"), ("site", "mill"), ("site", "plant"), ("country", "DE"), ("company", "Acme"),
     ("mode", "rail"), ("exports", "DE"), ("line", "steel-1"), ("product", "shell")],
)  # fmt: skip
def test_a_part_of_what_has_limits_can_be_lost(kind, target):
    assert said(edit("threats", 2, kind=kind, target=target, stock_lost=0, share_lost=0.5)) == []


def test_all_of_what_has_no_limit_can_be_lost():
    assert said(edit("threats", 2, target="front", share_lost=1)) == []


def test_stock_alone_can_be_lost_where_there_is_no_limit():
    assert said(edit("threats", 2, target="front", share_lost=0)) == []


WRONG = {
    "exports of a country that no lane leaves": (
        [edit("threats", 3, target="UA")],
        ['warning threats.csv:5 target "UA": No lane leaves this country. It has no effect.'],
    ),
    "a group without sites": (
        [add("groups", group="Nordic", country="NO"), edit("threats", 2, kind="group", target="Nordic")],
        ['warning threats.csv:4 target "Nordic": No site is in a country of this group. It has no effect.'],
    ),
    "a product that nobody makes": (
        [add("products", product="nut", mass_kg=1), edit("threats", 0, kind="product", target="nut")],
        ['warning threats.csv:2 target "nut": No line makes this product. It has no effect.'],
    ),
    "nothing lost": (
        [edit("threats", 2, share_lost=0, stock_lost=0)],
        [
            (
                'warning threats.csv:4 share_lost "0": Nothing is lost: share_lost and stock_lost are both 0. '
                "It has no effect."
            )
        ],
    ),
    "stock of a lane": (
        [edit("threats", 1, stock_lost=0.5)],
        ['warning threats.csv:3 stock_lost "0.5": Only sites hold stock: this destroys none. It has no effect.'],
    ),
    "too likely": (
        [edit("threats", 1, probability=0.9)],
        [
            (
                'threats.csv:5 probability "0.2": The probabilities of the 2 threats add up to 1.1. '
                "They may add up to at most 1; the rest is that nothing is lost."
            )
        ],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(case):
    edits, sentences = WRONG[case]
    assert said(*edits) == sentences


def test_a_probability_counts_once_for_a_threat_of_several_rows():
    again = add("threats", threat="storm", kind="site", target="mill", duration_periods=1, probability=0.8)
    assert said(edit("threats", 1, probability=0.8), again) == []
