"""Model files applied to a dataset: horizon, pools, changes in order, and what is said of them together."""

from __future__ import annotations

import pytest

from edu_supply.problems import DataError, sentence
from edu_supply.whatif import apply, change, read_model


def cells(dataset, table, column):
    return dataset[table][column].tolist()


@pytest.fixture
def model(tmp_path):
    def written(text, name="a"):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return read_model(tmp_path / f"{name}.toml")

    return written


def test_a_model_file_changes_horizon_pools_and_rows_in_order(small, model):
    text = """
        periods = 12
        pools = [["EU", "UK"], ["UA"]]
        [[change]]
        table = "sites"
        add = [{ site = "dock", country = "UK", kind = "depot" }]
        [[change]]
        table = "lanes"
        add = [{ origin = "dock", destination = "front", mode = "sea", capacity_t = 5 }]
        [[change]]
        table = "lanes"
        where = { lane = "dock>front:sea" }
        multiply = { capacity_t = 3 }
        [[change]]
        table = "lanes"
        where = { capacity_t = 15 }
        set = { cost_eur_per_t = 70, lead_periods = 2 }
    """
    after = apply(small, model(text))
    assert after.periods == 12
    assert after.pools == (("EU", "GB"), ("UA",))
    lane = after["lanes"].iloc[-1]
    assert (lane["capacity_t"], lane["cost_eur_per_t"], lane["lead_periods"]) == (15, 70, 2)
    assert lane["where"] == "a.toml change 2"
    assert after["sites"]["where"].iloc[-1] == "a.toml change 1"
    assert set(after.hashes) == {*small.hashes, "a.toml"}
    assert after.warnings == ()


def test_the_changes_of_the_extended_file_come_first(small, model):
    model('[[change]]\ntable = "demand"\nset = { quantity = 3 }', "base")
    child = model('extends = "base.toml"\n[[change]]\ntable = "demand"\nmultiply = { quantity = 2 }', "child")
    assert cells(apply(small, child), "demand", "quantity") == [6]


def test_a_model_file_that_says_nothing_leaves_everything(small, model):
    after = apply(small, model(""))
    assert (after.periods, after.pools) == (24, (("*",),))
    assert all(after[table].equals(small[table]) for table in small.tables)


def test_no_pools_let_everybody_buy_alone(small, model):
    assert apply(small, model("pools = []")).pools == ()


def test_a_horizon_of_the_dataset_is_kept_where_the_model_file_has_none(small, model):
    shorter = apply(small, model("periods = 6"))
    assert change(shorter, "demand", multiply={"quantity": 2}).periods == 6
    assert apply(small, model("periods = 6\n[[change]]\ntable = 'settings'\nwhere = { key = 'periods' }\n"
                              "set = { value = 9 }")).periods == 9  # fmt: skip


def problems(dataset, model):
    with pytest.raises(DataError) as caught:
        apply(dataset, model)
    return [sentence(problem).split(" Allowed is")[0] for problem in caught.value.problems if problem.is_error]


def test_a_name_in_a_pool_is_a_group_or_a_country(small, model):
    assert problems(small, model('pools = [["EUU", "UA"], ["UAE"]]')) == [
        'a.toml pools "EUU": There is no such group or country. Did you mean "EU"?',
        'a.toml pools "UAE": There is no such group or country. Did you mean "UA"?',
    ]


def test_a_country_without_a_role_in_a_pool_is_a_warning(small, model):
    (warning,) = apply(small, model('pools = [["EU", "SE", "*"]]')).warnings
    assert sentence(warning) == 'a.toml pools "SE": The dataset does not know this country: it buys nothing.'


def test_a_pool_may_name_a_group_that_a_change_adds(small, model):
    text = 'pools = [["North"]]\n[[change]]\ntable = "groups"\nadd = [{ group = "North", country = "DE" }]'
    assert apply(small, model(text)).pools == (("North",),)


def test_all_changes_are_tried_but_none_on_a_table_where_one_failed(small, model):
    text = """
        [[change]]
        table = "lines"
        where = { line = "shel-1" }
        set = { line = "shell-9" }
        [[change]]
        table = "lines"
        where = { line = "shell-9" }
        set = { capacity = 3 }
        [[change]]
        table = "demand"
        set = { quantity = -1 }
    """
    assert problems(small, model(text)) == [
        'a.toml change 1 line "shel-1": No row of lines has this line. Did you mean "shell-1"?',
        'a.toml change 3 quantity "-1": This is out of range.',
    ]


def test_what_is_wrong_afterwards_names_the_change(small, model):
    text = """
        [[change]]
        table = "stocks"
        where = { country = "PL" }
        set = { minimum = 950 }
        [[change]]
        table = "lines"
        add = [{ line = "shell-2", site = "plant", product = "shell", capacity = 9 }]
    """
    assert problems(small, model(text)) == [
        (
            'a.toml change 2 product "shell": Another line offers this product (offers.csv:2), '
            "this one makes it without "
            "an offer. Add an offer for every line that makes it, or set this line's capacity to 0 for it."
        ),
        (
            'stocks.csv:2 after a.toml change 1 minimum "950": The minimum is above the maximum of its row, 900. '
            "Lower the minimum or raise the maximum."
        ),
    ]
