"""Safety stock of a plan: by hand where the flows are a tree; what is said where they are none."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import edu_supply
from edu_supply.safety import safety_text

Z95 = 1.6448536269514722


def dataset(lanes: list[dict[str, object]], **more: list[dict[str, object]]) -> edu_supply.Dataset:
    """Powder becomes charges, two of it in one, at a works; two fronts ask for 60 and 80 charges a period."""
    tables: dict[str, list[dict[str, object]]] = {
        "settings": [{"key": "periods", "value": "8"}],
        "sites": [{"site": "works", "country": "PL", "kind": "factory"},
                  {"site": "depot", "country": "PL", "kind": "depot"},
                  {"site": "A", "country": "UA", "kind": "front"}, {"site": "B", "country": "UA", "kind": "front"}],
        "products": [{"product": "charge", "mass_kg": 1, "value_eur": 120},
                     {"product": "powder", "mass_kg": 1, "value_eur": 12}],
        "bom": [{"product": "charge", "component": "powder", "quantity": 2}],
        "lines": [{"line": "P", "site": "works", "product": "powder", "capacity": 500, "lead_periods": 3},
                  {"line": "C", "site": "works", "product": "charge", "capacity": 500, "lead_periods": 1}],
        "lanes": lanes,
        "demand": [{"site": "A", "product": "charge", "quantity": 60},
                   {"site": "B", "product": "charge", "quantity": 80}],
        "stocks": [{"site": "A", "product": "charge", "initial": 360},
                   {"site": "B", "product": "charge", "initial": 480}],
    }  # fmt: skip
    return edu_supply.from_tables({name: pd.DataFrame(rows) for name, rows in (tables | more).items()}, "charges")


ROUTE: list[dict[str, object]] = [
    {"origin": "works", "destination": "depot", "lead_periods": 1},
    {"origin": "depot", "destination": "A", "lead_periods": 1},
    {"origin": "depot", "destination": "B", "lead_periods": 0},
]  # fmt: skip


def test_a_tree_by_hand() -> None:
    data = dataset(ROUTE)
    found = edu_supply.safety_stock(data, edu_supply.solve(data), variation=0.5)
    assert found.manifest["tree"]
    assert found.manifest["cost_eur"] == pytest.approx(found.manifest["bound_eur"])
    table = found["safety"].set_index(["site", "product"])
    # Independent of each other: sqrt(30 ** 2 + 40 ** 2) = 50 charges, 100 of powder.
    assert table["deviation_units"].to_dict() == pytest.approx({
        ("A", "charge"): 30, ("B", "charge"): 40, ("depot", "charge"): 50, ("works", "charge"): 50,
        ("works", "powder"): 100,
    })  # fmt: skip
    # Powder, worth a fifth for what is in a charge, decouples: it keeps 3 periods. Then what is cheaper, in charges:
    # all at the depot and A, 50 * sqrt(2) + 30 * 1, or at the fronts alone, 30 * sqrt(3) + 40 * sqrt(2).
    safety = {place: units for place, units in table["safety_units"].items() if units}
    assert safety == pytest.approx({
        ("works", "powder"): Z95 * 100 * math.sqrt(3), ("depot", "charge"): Z95 * 50 * math.sqrt(2),
        ("A", "charge"): Z95 * 30,
    })  # fmt: skip
    assert table.loc[("A", "charge"), "days_of_supply"] == pytest.approx(Z95 * 30 / 60 * 365.2425 / 12)
    assert found.manifest["cost_eur"] == pytest.approx(0.1 / 12 * found.manifest["value_eur"])


def test_goods_that_may_be_late_need_no_stock() -> None:
    demand: list[dict[str, object]] = [
        {"site": site, "product": "charge", "quantity": 60, "late_periods": 8, "late_eur": 1} for site in "AB"
    ]
    data = dataset(ROUTE, demand=demand)
    assert edu_supply.safety_stock(data, edu_supply.solve(data)).manifest["value_eur"] == 0


def test_a_ring_is_named_and_bounded() -> None:
    # Half the charges must go straight to A: works, depot and A are a ring.
    straight = [{"origin": "works", "destination": "A", "capacity_t": 0.03}]
    data = dataset([*ROUTE, *straight])
    found = edu_supply.safety_stock(data, edu_supply.solve(data))
    said = found.manifest
    assert not said["tree"]
    assert 0 < said["bound_eur"] <= said["cost_eur"]
    assert len(found["safety_links"]) == 1
    assert found["safety_links"]["why"].tolist() == ["ring"]
    assert "The flows are no tree: 1 of 5 close a ring" in " ".join(safety_text(found, data).split())


def test_what_is_refused() -> None:
    data = dataset(ROUTE)
    plan = edu_supply.solve(data)
    with pytest.raises(ValueError, match="service lies between"):
        edu_supply.safety_stock(data, plan, service=1)
    other = edu_supply.change(data, "lines", where={"line": "C"}, set={"line": "other"})
    with pytest.raises(edu_supply.DataError, match='it makes "charge" on "C"'):
        edu_supply.safety_stock(other, plan)
