"""Good datasets are read without a word, and large ones quickly."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from edu_supply.reading import read
from reading.folders import folder

CASES = sorted(path.parent for path in (Path(__file__).parents[1] / "cases").glob("*/case.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_is_read(case: Path) -> None:
    dataset = read(case)
    assert len(dataset["demand"]) > 0
    assert dataset.warnings == ()


def test_a_hundred_thousand_lanes_are_read_in_seconds(tmp_path: Path) -> None:
    sites = "site,country,kind\n" + "".join(
        f"S{site},PL,{'factory' if site == 0 else 'front'}\n" for site in range(400)
    )
    lanes = "origin,destination,capacity_t,cost_eur_per_t,lead_periods\n" + "".join(
        f"S{row // 400},S{row % 400},{row / 7:.3f},{row % 97}.5,1\n" for row in range(100_000)
    )
    files = {
        "sites.csv": sites,
        "lanes.csv": lanes,
        "lines.csv": "line,site,product,capacity\nL,S0,P,10\n",
        "demand.csv": "site,product,quantity\nS1,P,3\n",
    }
    data = folder(tmp_path / "d", files)
    start = time.process_time()
    dataset = read(data)
    assert time.process_time() - start < 3  # about 0.7 s on an idle machine
    assert len(dataset["lanes"]) == 100_000
