"""The tutorial, solved once."""

from __future__ import annotations

from pathlib import Path

import pytest

import edu_supply
from edu_supply.dataset import Dataset
from edu_supply.plan import Plan


@pytest.fixture(scope="session")
def tutorial() -> tuple[Plan, Dataset]:
    dataset = edu_supply.read(Path(__file__).parents[2] / "data" / "tutorial")
    return edu_supply.solve(dataset), dataset
