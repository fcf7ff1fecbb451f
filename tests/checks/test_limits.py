"""Limits that are missing, contradict one another, or cannot take what lies there."""

import pytest

from checks.small import add, edit, said

CANNOT = "Name a site that exists, or leave the site's build_cost_eur blank."
LOWER = "Lower the minimums or raise the maximum."

WRONG = {
    "site to be built without throughput": (
        [edit("sites", 0, build_cost_eur=5, throughput_t=None)],
        [
            (
                'sites.csv:2 build_cost_eur "5": A site that may be built needs throughput_t. '
                "Give throughput_t, or leave build_cost_eur blank if the site exists."
            )
        ],
    ),
    "lane to be built for nothing, without capacity": (
        [edit("lanes", 2, build_cost_eur=0)],
        [
            (
                'lanes.csv:4 build_cost_eur "0": A lane that may be built needs capacity_t. '
                "Give capacity_t, or leave build_cost_eur blank if the lane exists."
            )
        ],
    ),
    "stock and arrivals at a site to be built": (
        [edit("sites", 2, build_cost_eur=5)],
        [
            f'stocks.csv:2 site "depot": A site that may be built cannot have initial stock. {CANNOT}',
            f'stocks.csv:3 site "depot": A site that may be built cannot have initial stock. {CANNOT}',
            f'arrivals.csv:2 site "depot": A site that may be built cannot have arrivals. {CANNOT}',
        ],
    ),
    "demand at a site to be built": (
        [edit("sites", 3, build_cost_eur=5, throughput_t=3)],
        [f'demand.csv:2 site "front": A site that may be built cannot have demand. {CANNOT}'],
    ),
    "a share of no limit": (
        [edit("availability", 1, target="depot>front:road"), edit("availability", 2, target="front")],
        [
            (
                'availability.csv:4 target "front": The site has no throughput_t, so there is '
                "nothing to take a share of. "
                "Give the site a throughput_t in sites, or remove this row."
            ),
            (
                'availability.csv:3 target "depot>front:road": The lane has no capacity_t, so there is nothing to take '
                "a share of. Give the lane a capacity_t in lanes, or remove this row."
            ),
        ],
    ),
    "a row's minimum above its maximum": (
        [edit("stocks", 0, minimum=901)],
        [
            (
                'stocks.csv:2 minimum "901": The minimum is above the maximum of its row, 900. '
                "Lower the minimum or raise the maximum."
            )
        ],
    ),
    "minimums of two countries above the maximum": (
        [edit("stocks", 0, minimum=860)],
        [
            (
                'stocks.csv:2 minimum "860": The hard minimums here add up to 910 (stocks.csv:2, stocks.csv:3), '
                f"above the maximum of 900 (stocks.csv:2). {LOWER}"
            )
        ],
    ),
    "minimums of two countries above the maximum, one of them priced": (
        [edit("stocks", 0, minimum=860, minimum_penalty_eur=2)],
        [
            (
                'warning stocks.csv:2 minimum "860": The minimums here add up to 910 (stocks.csv:2, stocks.csv:3), '
                f"above the maximum of 900 (stocks.csv:2). {LOWER}"
            )
        ],
    ),
    "initial stock above the maximum": (
        [edit("stocks", 0, initial=850)],
        [
            (
                'warning stocks.csv:2 initial "850": The initial stock here adds up to 950 '
                "(stocks.csv:2, stocks.csv:3), "
                "above the maximum of 900 (stocks.csv:2). What is too much must leave or be thrown away in period 1."
            )
        ],
    ),
    "too heavy": (
        [edit("sites", 2, storage_t=5)],
        [
            (
                'sites.csv:4 storage_t "5": The initial stock here is 16 t (stocks.csv:2, stocks.csv:3), '
                "more than storage_t. Raise storage_t or lower the initial stock."
            ),
            (
                'sites.csv:4 storage_t "5": The hard minimums here come to 6 t (stocks.csv:2, stocks.csv:3), '
                "more than storage_t. Raise storage_t or lower the minimum stock."
            ),
        ],
    ),
    "too heavy together with another product": (
        [edit("sites", 2, storage_t=16), add("stocks", site="depot", product="steel", initial=1)],
        [
            (
                'sites.csv:4 storage_t "16": The initial stock here is 16.001 t (stocks.csv:2, '
                "stocks.csv:3, stocks.csv:4), "
                "more than storage_t. Raise storage_t or lower the initial stock."
            )
        ],
    ),
    "too explosive": (
        [edit("sites", 2, neq_limit_kg=1049)],
        [
            (
                'sites.csv:4 neq_limit_kg "1049": The initial stock here is 2800 kg net explosive quantity '
                "(stocks.csv:2, stocks.csv:3), more than neq_limit_kg. Raise neq_limit_kg or lower the initial stock."
            ),
            (
                'sites.csv:4 neq_limit_kg "1049": The hard minimums here come to 1050 kg net explosive quantity '
                "(stocks.csv:2, stocks.csv:3), more than neq_limit_kg. Raise neq_limit_kg or lower the minimum stock."
            ),
        ],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(case):
    edits, sentences = WRONG[case]
    assert said(*edits) == sentences


FINE = {
    "a site to be built": [edit("sites", 0, build_cost_eur=5, build_lead_periods=3)],
    "a lane to be built": [edit("lanes", 1, build_cost_eur=5)],
    "a site to be built with a maximum and a minimum": [
        edit("sites", 1, build_cost_eur=5),
        add("stocks", site="plant", product="steel", minimum=5, maximum=9),
    ],
    "demand for nothing at a site to be built": [
        edit("sites", 1, build_cost_eur=5),
        add("demand", site="plant", product="shell", quantity=0),
    ],
    "minimums that just fit": [edit("stocks", 0, minimum=850)],
    "a priced minimum that does not fit into the storage": [
        edit("sites", 2, storage_t=16),
        edit("stocks", 0, minimum=850, minimum_penalty_eur=1),
    ],
    "what just fits into the storage": [edit("sites", 2, storage_t=16, neq_limit_kg=2800)],
    "arrivals that do not fit into the storage": [edit("sites", 2, storage_t=16), edit("arrivals", 0, quantity=900)],
    "nothing may be stored": [edit("sites", 3, storage_t=0)],
    "a product without mass in a full store": [
        edit("sites", 2, storage_t=16),
        edit("products", 2, mass_kg=0),
        add("stocks", site="depot", product="steel", initial=1e6),
    ],
    "an availability above 1 and one of 0": [edit("availability", 1, share=7), edit("availability", 2, share=0)],
}


@pytest.mark.parametrize("case", FINE)
def test_fine(case):
    assert said(*FINE[case]) == []


def test_a_minimum_that_begins_after_the_plan_does_not_count():
    edits = [edit("stocks", 0, minimum=860, from_period=13), edit("sites", 2, storage_t=30)]
    late = 'stocks.csv:2 from_period "13": 1 row of minimums is beyond the 12 periods of the plan. It does not count.'
    assert said(*edits, periods=12) == [f"warning {late}"]
    assert [sentence.split(":")[0] for sentence in said(*edits, periods=13)] == ["stocks.csv", "sites.csv"]
