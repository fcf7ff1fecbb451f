"""What can be lost as one, and what is lost with it."""

from __future__ import annotations

import pandas as pd
import pytest

from edu_supply.outages import ALL_KINDS, KINDS, assets, losses_of
from edu_supply.outages.assets import lost_from_the_start, window_of
from edu_supply.reading import from_tables

TABLES = {
    "settings": [{"key": "periods", "value": "4"}],
    "sites": [
        {"site": "plant", "country": "FR", "kind": "factory", "company": "Alfa", "recovery_periods": 3},
        {"site": "mill", "country": "DE", "kind": "supplier", "company": "Alfa"},
        {"site": "front", "country": "UA", "kind": "front"},
    ],
    "groups": [{"group": "EU", "country": "FR"}, {"group": "EU", "country": "DE"}, {"group": "far", "country": "NO"}],
    "products": [{"product": "shell", "mass_kg": 1, "value_eur": 1}, {"product": "case", "mass_kg": 1}],
    "bom": [{"product": "shell", "component": "case", "quantity": 1}],
    "lines": [
        {"line": "L", "site": "plant", "product": "shell", "capacity": 9, "recovery_periods": 2},
        {"line": "L", "site": "plant", "product": "case", "capacity": 9, "recovery_periods": 2},
        {"line": "M", "site": "mill", "product": "case", "capacity": 9},
    ],
    "lanes": [
        {"lane": "in", "origin": "mill", "destination": "plant", "mode": "rail", "recovery_periods": 1},
        {"lane": "out", "origin": "plant", "destination": "front"},
    ],
    "demand": [{"site": "front", "product": "shell", "quantity": 5}],
    "threats": [
        {"threat": "storm", "kind": "lane", "target": "out", "start": 2, "duration_periods": 2},
        {"threat": "storm", "kind": "site", "target": "mill", "start": 3, "duration_periods": 4, "stock_lost": 0.5},
        {"threat": "strike", "kind": "line", "target": "L", "share_lost": 0.5, "duration_periods": 1},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def dataset():
    return from_tables({name: pd.DataFrame(rows) for name, rows in TABLES.items()}, "assets")


def test_every_kind(dataset):
    found = assets(dataset, ALL_KINDS)
    listed = {kind: rows["target"].tolist() for kind, rows in found.groupby("kind", sort=False)}
    assert listed == {
        "site": ["plant", "mill", "front"], "line": ["L", "M"], "lane": ["in", "out"], "country": ["FR", "DE", "UA"],
        "company": ["Alfa"], "product": ["shell", "case"], "mode": ["rail", "road"], "threat": ["storm", "strike"],
        "group": ["EU"], "exports": ["DE", "FR"],
    }  # fmt: skip
    assert list(listed) == [*KINDS, "group", "exports"]


def test_where_they_stand_and_how_long_they_take_to_recover(dataset):
    found = assets(dataset, ALL_KINDS).set_index(["kind", "target"])
    where = found["country"].to_dict()
    assert [where[one] for one in [("line", "M"), ("lane", "in"), ("mode", "road"), ("exports", "FR")]] == (
        ["DE", "DE", "FR", "FR"]
    )
    assert [where[one] for one in [("company", "Alfa"), ("product", "case"), ("group", "EU"), ("threat", "storm")]] == (
        [""] * 4
    )
    recovery = found["recovery_periods"].dropna().to_dict()
    assert recovery == {("site", "plant"): 3, ("line", "L"): 2, ("lane", "in"): 1}


def test_only_the_kinds_that_are_asked_for(dataset):
    assert assets(dataset, ["mode"])["kind"].unique().tolist() == ["mode"]
    assert list(assets(dataset, []).columns) == ["kind", "target", "country", "recovery_periods"]
    with pytest.raises(ValueError, match="'weather' is no kind of asset"):
        assets(dataset, ["weather"])


def test_an_asset_is_lost_whole_and_a_threat_by_its_rows(dataset):
    assert losses_of(dataset, "mode", "rail", 2, 3).values.tolist() == [["mode", "rail", 1.0, 0.0, 2, 3]]
    storm = losses_of(dataset, "threat", "storm", 1, 6)
    assert storm.values.tolist() == [["lane", "out", 1.0, 0.0, 2, 2], ["site", "mill", 1.0, 0.5, 3, 4]]
    assert window_of(storm) == (2, 5)
    assert lost_from_the_start(storm, 2)[["start", "duration_periods"]].values.tolist() == [[1, 2], [1, 2]]
