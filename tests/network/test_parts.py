"""The dataset's parts as arrays."""

import numpy as np
import pandas as pd

from edu_supply.network.parts import Parts, codes
from edu_supply.network.windows import Windows
from edu_supply.reading import from_tables
from network.small import CHAIN, chain, edited


def test_the_chain_is_what_the_reader_makes_of_it():
    read = from_tables({name: pd.DataFrame(rows) for name, rows in CHAIN.items()}, "small", 10)
    made = chain(10)
    assert (made.name, made.settings) == (read.name, read.settings)
    for name, frame in read.tables.items():
        pd.testing.assert_frame_equal(made[name].drop(columns="where"), frame.drop(columns="where"))


def test_codes_are_rows_of_the_table_and_minus_1_for_a_missing_name():
    parts = Parts(chain(bom=[*CHAIN["bom"], {**CHAIN["bom"][0], "line": "filling", "quantity": 3}]))
    assert codes(parts.dataset["bom"]["line"], parts.lines).tolist() == [-1, 1]
    assert parts.lane_origin.tolist() == [0, 1]
    assert parts.lane_destination.tolist() == [1, 2]


def recipe(parts: Parts) -> list[tuple[str, str, float]]:
    task, component, quantity = parts.recipe
    lines = parts.lines[parts.task_line[task]]
    return list(zip(lines, parts.products[component], quantity.tolist(), strict=True))


def test_a_lines_own_recipe_replaces_the_general_one():
    second = {"line": "casting", "site": "plant", "product": "shell", "capacity": 5}
    third = {"product": "scrap-iron", "mass_kg": 1, "value_eur": 1}
    parts = Parts(chain(
        products=[*CHAIN["products"], third], lines=[*CHAIN["lines"], second],
        bom=[*CHAIN["bom"], {"product": "shell", "component": "scrap-iron", "quantity": 7, "line": "casting"}],
    ))  # fmt: skip
    assert recipe(parts) == [("filling", "steel", 2), ("casting", "scrap-iron", 7)]


def test_rows_of_one_line_are_one_line_with_two_tasks():
    parts = Parts(chain(lines=[*CHAIN["lines"], {**CHAIN["lines"][1], "product": "steel", "capacity": 9}]))
    assert parts.lines.tolist() == ["rolling", "filling"]
    assert parts.task_line.tolist() == [0, 1, 1]
    assert parts.task_capacity.tolist() == [100, 50, 9]


def test_availability_holds_from_a_period_on_until_a_later_row():
    rows = [("filling", 4, 0.5), ("filling", 2, 0), ("rolling", 5, 2), ("filling", 9, 0.1)]
    parts = Parts(chain(5, availability=[
        {"kind": "line", "target": target, "from_period": first, "share": share} for target, first, share in rows
    ]))  # fmt: skip
    assert parts.availability("line", parts.lines).tolist() == [[1, 1, 1, 1, 2], [1, 0, 0, 0.5, 0.5]]
    assert parts.availability("site", parts.sites).tolist() == [[1] * 5] * 3


def test_candidates_are_usable_after_their_lead_and_what_exists_at_once():
    # A lead of what exists counts for nothing.
    sites = edited("sites", 1, build_cost_eur=0, build_lead_periods=4, throughput_t=9)
    lanes = edited("lanes", 0, build_lead_periods=3)
    parts = Parts(chain(sites=sites, lanes=lanes))
    assert parts.site_is_candidate.tolist() == [False, True, False]
    assert parts.site_from.tolist() == [1, 5, 1]
    assert parts.lane_is_candidate.tolist() == [False, False]
    assert parts.lane_from.tolist() == [1, 1]
    assert parts.line_from.tolist() == [1, 5]


def test_forced_and_offered_tasks():
    offers = [{"line": "filling", "product": "shell", "from_quantity": 0, "unit_price_eur": 5}]
    parts = Parts(chain(lines=edited("lines", 0, minimum_use=0.1), offers=offers))
    assert parts.task_is_forced.tolist() == [True, False]
    assert parts.task_is_offered.tolist() == [False, True]


def test_windows_number_items_and_periods_one_after_the_other():
    first, last = np.array([2, 5, 1, 4]), np.array([4, 4, 1, 9])
    windows = Windows(first, last)
    every = [(item, period) for item in range(4) for period in range(first[item], last[item] + 1)]
    assert list(zip(windows.item.tolist(), windows.period.tolist(), strict=True)) == every
    assert len(windows) == len(every) == 10
    for item in range(4):
        for period in range(12):
            number = every.index((item, period)) if (item, period) in every else -1
            assert windows.at(np.array([item]), np.array([period])).tolist() == [number]


def test_windows_of_nothing():
    nothing = Windows(np.array([], np.int64), np.array([], np.int64))
    assert len(nothing) == 0
    assert nothing.at(np.array([-1, -1]), np.array([1, 2])).tolist() == [-1, -1]
    assert Windows(np.array([1]), np.array([3])).at(np.array([-1]), np.array([1])).tolist() == [-1]
