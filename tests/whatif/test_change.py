"""What-ifs: which rows they are about, what they do to them, and what is said where they cannot."""

from __future__ import annotations

import pandas as pd
import pytest

from edu_supply.problems import DataError, sentence
from edu_supply.reading import from_tables
from edu_supply.whatif import change


def said(dataset, table, **words):
    """What is said of a change: its errors, or the warnings of the changed dataset."""
    try:
        after = change(dataset, table, **words)
    except DataError as error:
        return [sentence(problem).split(" Allowed is")[0] for problem in error.problems if problem.is_error]
    return ["warning " + sentence(problem) for problem in after.warnings]


def cells(dataset, table, column):
    return dataset[table][column].tolist()


def test_set(small):
    after = change(small, "lines", where={"site": "plant"}, set={"capacity": 0, "note": "cut off"})
    assert cells(after, "lines", "capacity") == [9000, 0, 0]
    assert after["lines"]["note"].fillna("").tolist() == ["", "cut off", "cut off"]
    assert cells(small, "lines", "capacity") == [9000, 100, 50]
    assert cells(after, "lines", "where") == ["lines.csv:2", "lines.csv:3", "lines.csv:4"]


def test_everything_else_stays(small):
    after = change(small, "lines", where={"site": "plant"}, set={"capacity": 0})
    assert all(after[table].equals(small[table]) for table in small.tables if table != "lines")
    assert all(after[table].dtypes.equals(small[table].dtypes) for table in small.tables)
    assert (after.name, after.settings, after.pools, after.hashes) == (
        small.name, small.settings, small.pools, small.hashes,
    )  # fmt: skip


def test_a_blank_cell_is_set(small):
    after = change(small, "lanes", where={"lane": "depot>front:road"}, set={"capacity_t": 40})
    assert cells(after, "lanes", "capacity_t") == [80, 60, 40]


def test_blank_text_blanks_a_cell(small):
    after = change(small, "stocks", where={"country": "PL"}, set={"maximum": ""})
    assert after["stocks"]["maximum"].isna().all()
    again = change(after, "stocks", where={"maximum": ""}, set={"maximum": 500})
    assert cells(again, "stocks", "maximum") == [500, 500]
    none = change(small, "stocks", where={"country": "PL"}, set={"maximum": None})
    assert none["stocks"]["maximum"].isna().all()


def test_a_derived_cell_follows(small):
    assert cells(change(small, "products", set={"value_eur": 7}), "demand", "penalty_eur") == [210]
    moved = change(small, "lanes", where={"destination": "front"}, set={"mode": "rail"})
    assert cells(moved, "lanes", "lane")[-1] == "depot>front:rail"


def test_multiply(small):
    after = change(small, "demand", multiply={"quantity": 2})
    assert cells(after, "demand", "quantity") == [200]
    after = change(small, "expansions", multiply={"lead_periods": 0.5, "cost_eur": 1.25})
    assert cells(after, "expansions", "lead_periods") == [3]
    assert cells(after, "expansions", "cost_eur") == [1.25e6]
    assert after.warnings == ()


def test_remove(small):
    after = change(small, "threats", where={"kind": ["lane", "exports"]}, remove=True)
    assert cells(after, "threats", "threat") == ["strike", "raid"]
    assert len(change(small, "threats", remove=True)["threats"]) == 0


def test_add(small):
    rows = [{"site": "front", "product": "shell", "period": when, "quantity": 5} for when in ("2026-09", 4)]
    after = change(small, "demand", add=rows)
    assert cells(after, "demand", "period")[1:] == [3, 4]
    assert cells(after, "demand", "buyer") == ["UA", "UA", "UA"]
    assert cells(after, "demand", "where") == ["demand.csv:2", "change", "change"]
    assert cells(change(small, "countries", add=[{"country": "UK", "budget_eur": 5}]), "countries", "country") == ["GB"]


WHERE = {
    "a default name": ("lanes", {"lane": "depot>front:road"}, 1),
    "a default country": ("demand", {"buyer": "UA"}, 1),
    "a default constant": ("lines", {"existing": 1}, 3),
    "a number": ("lines", {"capacity": 100.0}, 1),
    "a number as text": ("lines", {"capacity": "100"}, 1),
    "any of several": ("products", {"product": ["shell", "steel"]}, 2),
    "several columns": ("lines", {"line": "shell-1", "product": "old-shell"}, 1),
    "a period": ("arrivals", {"period": 2}, 1),
    "a date": ("arrivals", {"period": "2026-08-31"}, 1),
    "a blank": ("demand", {"period": ""}, 1),
    "a blank or a value": ("stocks", {"maximum": ["", 900]}, 2),
    "everything": ("sites", {}, 4),
}


@pytest.mark.parametrize("case", WHERE)
def test_where(case, small):
    table, where, rows = WHERE[case]
    after = change(small, table, where=where, set={"note": "x"})
    assert (after[table]["note"] == "x").sum() == rows


ZERO = {"set": {"capacity": 0}}
BLANKED = "It is blank in"
SAME = "This changes nothing in"

SAID = {
    "no such value": (
        ("lines", {"where": {"line": "shel-1"}, **ZERO}),
        ['change line "shel-1": No row of lines has this line. Did you mean "shell-1"?'],
    ),
    "no such value among several": (
        ("lines", {"where": {"line": ["shell-1", "steel-2"]}, **ZERO}),
        ['change line "steel-2": No row of lines has this line. Did you mean "steel-1"?'],
    ),
    "no such number": (
        ("lines", {"where": {"capacity": 99}, **ZERO}),
        ['change capacity "99": No row of lines has this capacity. The nearest is 100.'],
    ),
    "no such number anywhere": (
        ("sites", {"where": {"build_cost_eur": 9}, "remove": True}),
        ['change build_cost_eur "9": No row of sites has this build_cost_eur. It is blank in all rows.'],
    ),
    "no such country": (
        ("demand", {"where": {"buyer": "UK"}, "remove": True}),
        ['change buyer "UK": No row of demand has this buyer. Known: "UA".'],
    ),
    "not all at once": (
        ("lines", {"where": {"line": "shell-1", "product": "steel"}, **ZERO}),
        [
            (
                'change: No row of lines has all of this at once: line "shell-1", product "steel". '
                'The rows that have the others have product "shell", "old-shell".'
            )
        ],
    ),
    "no blank": (
        ("lines", {"where": {"capacity": ""}, **ZERO}),
        ["change capacity: No row of lines is blank here."],
    ),
    "empty list": (
        ("lines", {"where": {"line": []}, **ZERO}),
        ["change line: This list is empty. Name a value."],
    ),
    "no rows": (("countries", {"remove": True}), ["change: The table countries has no rows. Use add."]),
    "unknown table": (
        ("line", {"remove": True}),
        ['change table "line": There is no such table. Did you mean "lines"?'],
    ),
    "unknown column": (
        ("lines", {"where": {"sit": "plant"}, **ZERO}),
        ['change sit: The table lines has no such column. Did you mean "site"?'],
    ),
    "nothing done": (
        ("lines", {}),
        [
            (
                "change: A change does one of set, multiply, remove, add; this one says none of them. "
                "Write one [[change]] for each."
            )
        ],
    ),
    "all blank": (
        ("lanes", {"where": {"lane": "depot>front:road"}, "multiply": {"capacity_t": 2}}),
        [f"change capacity_t: {BLANKED} the row: there is nothing to multiply. Blank means: no limit. Use set."],
    ),
    "a blank that means 1": (
        ("lines", {"multiply": {"existing": 2}}),
        [f"change existing: {BLANKED} all 3 rows: there is nothing to multiply. Blank means: 1. Use set."],
    ),
    "some blank": (
        ("lanes", {"multiply": {"capacity_t": 2}}),
        [f"warning change capacity_t: {BLANKED} 1 of 3 rows, and stays blank there. Blank means: no limit."],
    ),
    "the same value": (
        ("lines", {"where": {"capacity": 100}, "set": {"capacity": 100}}),
        [f"warning change: {SAME} lines: the rows have these values already."],
    ),
    "the default": (
        ("lines", {"set": {"existing": 1, "lead_periods": 0}}),
        [f"warning change: {SAME} lines: the rows have these values already."],
    ),
    "times 1": (
        ("demand", {"multiply": {"quantity": 1}}),
        [f"warning change: {SAME} demand: the rows have these values already."],
    ),
    "a name that is nowhere defined": (
        ("lines", {"where": {"line": "steel-1"}, "set": {"site": "mil"}}),
        ['lines.csv:2 after change site "mil": There is no such site. Did you mean "mill"?'],
    ),
    "what others refer to": (
        ("lines", {"where": {"line": "steel-1"}, "remove": True}),
        [],
    ),
    "a lane with a licence": (
        ("lanes", {"where": {"mode": "rail"}, "remove": True}),
        [
            (
                'lane_products.csv:2 after change lane "mill>plant:rail": There is no such lane. '
                'Known: "depot>front:road", "plant>depot:road".'
            ),
            (
                'availability.csv:3 after change target "mill>plant:rail": There is no such lane. '
                'Known: "depot>front:road", "plant>depot:road".'
            ),
        ],
    ),
    "a key that exists": (
        ("products", {"where": {"product": "steel"}, "set": {"product": "shell"}}),
        [
            (
                'products.csv:4 after change product "shell": This product is in products.csv:2 '
                "already. Keep one of the two rows."
            )
        ],
    ),
    "a row that exists": (
        ("groups", {"add": [{"group": "EU", "country": "PL"}]}),
        [
            (
                'change group, country "EU, PL": This combination of group, country is in groups.csv:2 already. '
                "The two rows are the same: remove one."
            )
        ],
    ),
    "the start": (
        ("settings", {"where": {"key": "start"}, "set": {"value": "2027-01-01"}}),
        [
            (
                'change start "2027-01-01": The dates of the dataset have been read by this setting. '
                "Change it in the dataset itself."
            )
        ],
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_said(case, small):
    (table, words), expected = SAID[case]
    assert said(small, table, **words) == expected


REFUSED = {
    "in where": ({"where": {"capacity": "many"}, **ZERO}, ['capacity "many"']),
    "in set": (
        {"set": {"capacity": -1, "minimum_use": 85, "site": ""}},
        ["site", 'capacity "-1"', 'minimum_use "85"'],
    ),
    "multiplied": ({"multiply": {"capacity": 1e10}}, ['capacity "90000000000000"']),
    "multiplied to a part": ({"set": {"lead_periods": 1.5}}, ['lead_periods "1.5"']),
    "in a row": (
        {"add": [{"line": "a", "site": "mill", "product": "steel", "capacity": "1,5"}, {"line": "b"}]},
        ["site", "product", "capacity", 'capacity "1,5"'],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_cells_are_read_by_the_rules_of_files(case, small):
    words, named = REFUSED[case]
    assert [one.split(":")[0] for one in said(small, "lines", **words)] == [f"change {cell}" for cell in named]


def test_a_product_is_a_whole_number_where_the_column_is(small):
    (one,) = said(small, "expansions", multiply={"lead_periods": 0.75})
    assert one.startswith('change lead_periods "4.5":')


def test_the_place_of_a_row_is_no_column(small):
    (sentence,) = said(small, "lines", where={"where": "lines.csv:2"}, set={"capacity": 0})
    assert sentence.startswith("change where: The table lines has no such column.")


def test_settings_can_be_changed(small):
    assert change(small, "settings", where={"key": "periods"}, set={"value": 12}).periods == 12
    stock = change(small, "settings", add=[{"key": "final_stock", "value": "as_initial"}])
    assert (stock.settings.final_stock, stock.periods) == ("as_initial", 24)


def test_a_column_of_pandas_says_any_of(small):
    names = pd.Series(["shell", "steel"])
    assert (
        change(small, "products", where={"product": names}, set={"note": "x"})["products"]["note"] == "x"
    ).sum() == 2


def test_the_changed_dataset_is_the_one_that_the_files_would_give(small):
    """Changing a row and reading the changed rows are the same."""
    after = change(small, "lines", where={"line": "shell-1"}, multiply={"capacity": 1.5})
    given = {table: rows.drop(columns="where") for table, rows in small.given.items()}
    given["lines"] = given["lines"].assign(capacity=[9000, 150, 75])
    again = from_tables(given)
    assert all(after[table].drop(columns="where").equals(again[table].drop(columns="where")) for table in small.tables)
