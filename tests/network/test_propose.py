"""Lanes from coordinates: how far, who to whom, what is there already; and the command."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from cli.command import run

import edu_supply

ONE_DEGREE_KM = 111.195  # 2 pi * 6371.0088 / 360


def dataset(**more: list[dict[str, object]]) -> edu_supply.Dataset:
    """Along the equator: a press for cases at 0 degrees, a filling works at 1, a depot at 2, a front at 3 and one
    that is nowhere."""
    places = [("press", "factory", 0), ("works", "factory", 1), ("depot", "depot", 2), ("front", "front", 3)]
    tables: dict[str, list[dict[str, object]]] = {
        "settings": [{"key": "period", "value": "month"}, {"key": "periods", "value": 3}],
        "countries": [{"country": "DE"}],
        "sites": [{"site": name, "country": "DE", "kind": kind, "latitude": 0, "longitude": east}
                  for name, kind, east in places] + [{"site": "nowhere", "country": "DE", "kind": "front"}],
        "products": [{"product": name, "mass_kg": 1, "value_eur": 1} for name in ("case", "shell", "drone")],
        "bom": [{"product": "shell", "component": "case", "quantity": 1}],
        "lines": [{"line": "pressing", "site": "press", "product": "case", "capacity": 5},
                  {"line": "filling", "site": "works", "product": "shell", "capacity": 5}],
        "lanes": [{"origin": "press", "destination": "works", "mode": "rail"}],
        "demand": [{"site": site, "product": "shell", "quantity": 1} for site in ("front", "nowhere")],
        **more,
    }  # fmt: skip
    return edu_supply.from_tables({name: pd.DataFrame(rows) for name, rows in tables.items()}, "equator")


def pairs(data: edu_supply.Dataset, **asked: object) -> list[str]:
    return edu_supply.propose_lanes(data, **{"max_km": 1e4, "eur_per_t_km": 0.1, **asked})["lane"].tolist()  # type: ignore[arg-type]


def test_who_has_what_others_need_and_how_far_it_is() -> None:
    found = edu_supply.propose_lanes(dataset(), max_km=230, eur_per_t_km=0.2, km_per_period=100)
    assert found["lane"].tolist() == ["press>works:road", "works>depot:road", "depot>works:road", "depot>front:road",
                                      "press>depot:road", "works>front:road"]  # fmt: skip
    assert found["cost_eur_per_t"].tolist() == [22.24, 22.24, 22.24, 22.24, 44.48, 44.48]
    assert found["lead_periods"].tolist() == [1, 1, 1, 1, 2, 2]
    assert found["note"].tolist()[0] == "proposed: 111 km"


def test_what_is_there_by_this_mode_is_not_proposed() -> None:
    assert "press>works:rail" not in pairs(dataset(), mode="rail")
    assert "press>works:road" in pairs(dataset())


def test_a_detour_makes_lanes_longer() -> None:
    near, far = ONE_DEGREE_KM - 0.01, ONE_DEGREE_KM + 0.01
    assert not pairs(dataset(), max_km=near)
    assert pairs(dataset(), max_km=far)
    assert not pairs(dataset(), max_km=far, detour=1.01)


def test_a_substitute_is_needed_too() -> None:
    drones = [{"line": "winding", "site": "press", "product": "drone", "capacity": 1}]
    lines = dataset().given["lines"].drop(columns="where").to_dict("records")
    accepted = [{"product": "shell", "substitute": "drone", "ratio": 1}]
    assert "press>front:road" not in pairs(dataset(lines=lines + drones))
    assert "press>front:road" in pairs(dataset(lines=lines + drones, substitutes=accepted))


def test_the_command_writes_a_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    edu_supply.write_dataset(dataset(), "data")
    result = run("lanes", "data", "--max-km", "230", "--eur-per-t-km", "0.2", "--write", "wider")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[1].startswith("press>works:road,press,works,road,22.24,0,")
    assert "without coordinates, so without lanes: nowhere" in result.stderr
    assert len(edu_supply.read("wider")["lanes"]) == 1 + len(result.stdout.splitlines()) - 1
    assert run("lanes", "data", "--max-km", "0", "--eur-per-t-km", "0.2").exit_code == 2
