"""The option --explain of spof: what it shows and writes, and what it says of assets that there are not."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from edu_supply.explain_tables import EXPLAIN_TABLES

from .command import MARKING, TUTORIAL, run

pytestmark = pytest.mark.usefixtures("elsewhere")


def explained(*words: object):
    return run("spof", TUTORIAL, "--plan", "plan", "--out", "why", "--duration", 2, *words)


def test_losses_are_explained_and_written(plan):
    result = explained("--explain", "site:DE-charges", "--explain", "lane:PL-depot>UA-front:rail")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(MARKING)
    assert result.stdout.rstrip().endswith(MARKING)
    for title in ("Loss of site DE-charges", "Loss of lane PL-depot>UA-front:rail", "What would help"):
        assert title in result.stdout
    manifest = json.loads(Path("why/manifest.json").read_text("utf-8"))
    assert (manifest["kind"], manifest["plan"]) == ("explain", "plan")
    assert [loss["target"] for loss in manifest["losses"]] == ["DE-charges", "PL-depot>UA-front:rail"]
    for name, columns in EXPLAIN_TABLES.items():
        table = pd.read_csv(f"why/{name}.csv")
        assert list(table) == list(columns)
        assert table["target"].iloc[0] == "DE-charges"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("site:DE-charge", "there is no site 'DE-charge'. Did you mean 'DE-charges'?"),
        ("plant:DE-charges", "write KIND:TARGET"),
        ("DE-charges", "write KIND:TARGET"),
    ],
)
def test_assets_that_there_are_not(plan, said, answer):
    result = explained("--explain", said)
    assert result.exit_code == 2
    assert answer in " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize(("asked", "code"), [("gap", 1), ("structural", 0), ("shortage:1e12", 0), ("units:10", 1)])
def test_findings_are_those_of_what_is_explained(plan, asked, code):
    """UA-drones has no demand that hangs on it alone."""
    result = explained("--explain", "site:DE-charges", "--explain", "site:UA-drones", "--fail-on", asked)
    assert result.exit_code == code, result.stderr
    assert Path("why/manifest.json").exists()
