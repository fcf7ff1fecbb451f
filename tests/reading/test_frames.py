"""Datasets made from DataFrames, and made again after changes."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from edu_supply.problems import DataError, sentence
from edu_supply.reading import from_tables, read, rebuild
from reading.folders import SOUND, folder


def frames() -> dict[str, pd.DataFrame]:
    return {file[:-4]: pd.read_csv(io.StringIO(content)) for file, content in SOUND.items()}


def errors(tables: dict[str, pd.DataFrame]) -> list[str]:
    with pytest.raises(DataError) as caught:
        from_tables(tables)
    return [sentence(problem) for problem in caught.value.problems if problem.is_error]


def test_frames_make_the_same_dataset_as_files(tmp_path: Path) -> None:
    dataset = from_tables(frames(), name="mine", periods=6)
    files = read(folder(tmp_path / "d", {}), periods=6)
    assert (dataset.name, dataset.periods, dict(dataset.hashes)) == ("mine", 6, {})
    for name, frame in files.tables.items():
        assert frame.drop(columns="where").equals(dataset[name].drop(columns="where")), name
    assert dataset["lines"]["where"].tolist() == ["lines[0]", "lines[1]"]


def test_a_dataset_can_be_made_from_its_own_tables(tmp_path: Path) -> None:
    dataset = read(folder(tmp_path / "d", {}))
    again = from_tables(dataset.tables)
    assert all(frame.equals(again[name]) for name, frame in dataset.tables.items())


def test_values_of_many_types_are_read_exactly() -> None:
    tables = frames()
    tables["demand"] = pd.DataFrame(
        {
            "site": pd.Categorical(["F"] * 5),
            "product": ["P"] * 5,
            "period": [pd.Timestamp(2026, 7, 1), date(2026, 8, 1), pd.Period("2026-09"), np.int64(4), "5"],
            "quantity": [1, 0.1, np.float64(1 / 3), "2.5", np.int32(7)],
            "late_periods": pd.array([1, None, 2, 3, 4], dtype="Int64"),
            "note": [None, pd.NA, np.nan, pd.NaT, "text"],
        }
    )
    tables["settings"] = pd.DataFrame({"key": ["start", "periods"], "value": [date(2026, 7, 1), 12]})
    demand = from_tables(tables)["demand"]
    assert demand["period"].tolist() == [1, 2, 3, 4, 5]
    assert demand["quantity"].tolist() == [1, 0.1, 1 / 3, 2.5, 7]
    assert demand["late_periods"].tolist() == [1, 0, 2, 3, 4]
    assert demand["note"].isna().tolist() == [True, True, True, True, False]


def test_rows_are_called_by_table_and_label() -> None:
    tables = frames()
    tables["lines"].index = pd.Index(["one", "two"])
    tables["lines"]["capacity"] = [np.inf, True]
    tables["lanes"]["capacity_t"] = [-1.0]
    tables["sites"]["site"] = ["A\ud800", "F"]
    assert errors(tables) == [
        'sites[0] site "A<U+D800>": There is a control character (U+D800) here. Remove it.',
        'lines[one] capacity "inf": A number must be finite. Write a number; capacity may not be blank.',
        'lines[two] capacity "TRUE": This is not a number. Write digits, such as 1234.5.',
        'lanes[0] capacity_t "-1": This is out of range. Allowed is 0 to 1e12 t per period.',
    ]


def test_labels_that_are_there_twice_do_not_name_rows() -> None:
    tables = frames()
    tables["lines"].index = pd.Index([7, 7])
    tables["lines"]["capacity"] = ["x", 1]
    assert errors(tables)[0].startswith('lines[0] capacity "x": ')


def test_tables_and_columns_that_are_not_known() -> None:
    tables = frames()
    tables["lane"] = tables.pop("lanes")
    tables["sites"] = tables["sites"].rename(columns={"kind": "Kind"})
    tables["lines"] = pd.concat([tables["lines"], tables["lines"][["site"]]], axis=1)
    assert errors(tables) == [
        'sites "Kind": There is no such column. Did you mean "kind"?',
        'lines "site": This column is there twice. Columns 2 and 5: delete one.',
        "lanes: This table is missing.",
        'lane: There is no such table. Did you mean "lanes"?',
    ]


def test_changes_are_completed_and_checked_again(tmp_path: Path) -> None:
    dataset = read(folder(tmp_path / "d", {}))
    lines = dataset.given["lines"].assign(capacity=lambda rows: rows["capacity"] * 0.1)
    added = {"product": "R", "mass_kg": 3, "value_eur": 7, "where": "joins.toml, change 2"}
    products = pd.concat([dataset.given["products"], pd.DataFrame([added])], ignore_index=True)
    settings = pd.DataFrame({"key": ["final_stock"], "value": ["as_initial"]})
    given = {**dataset.given, "lines": lines, "products": products, "settings": settings}
    again = rebuild(given, name="joins", periods=9, hashes={"lines": "0"}, pools=(("EU",),))
    assert again["lines"]["capacity"].tolist() == [1, 1]
    assert again["lines"]["where"].tolist() == ["lines.csv:2", "lines.csv:3"]
    assert again["products"]["where"].tolist() == ["products.csv:2", "products.csv:3", "joins.toml, change 2"]
    assert again["products"]["scrap_eur"].tolist() == [100, 10, 7]
    assert (again.name, again.periods, again.settings.final_stock) == ("joins", 9, "as_initial")
    assert (again.pools, dict(again.hashes)) == ((("EU",),), {"lines": "0"})


def test_changes_may_be_wrong(tmp_path: Path) -> None:
    dataset = read(folder(tmp_path / "d", {}))
    lines = dataset.given["lines"].assign(capacity=lambda rows: rows["capacity"] * -1)
    with pytest.raises(DataError) as caught:
        rebuild({**dataset.given, "lines": lines}, name="x")
    assert sentence(caught.value.problems[0]) == (
        'lines.csv:2 capacity "-10": This is out of range. Allowed is 0 to 1e12 units per period.'
    )


def test_rebuilding_without_a_change_changes_nothing(tmp_path: Path) -> None:
    dataset = read(folder(tmp_path / "d", {"demand.csv": "site,product,quantity\nF,P,0.30000000000000004\n"}))
    again = rebuild(dataset.given, name=dataset.name)
    assert all(frame.equals(again[name]) for name, frame in dataset.tables.items())
    assert all(frame.equals(again.given[name]) for name, frame in dataset.given.items())
