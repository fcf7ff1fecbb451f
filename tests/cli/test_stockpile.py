"""The command stockpile: what it shows and writes, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import edu_supply
from edu_supply.run_reference import OUTAGE_MANIFEST
from edu_supply.stockpile_tables import STOCKPILE_MANIFEST, STOCKPILE_TABLES

from .command import MARKING, TUTORIAL, run

pytestmark = pytest.mark.usefixtures("elsewhere")


def stockpile(*words: object):
    return run("stockpile", TUTORIAL, "--plan", "plan", "--out", "stock", "--duration", 2, *words)


def test_what_to_add_where_and_as_rows_of_stocks(plan):
    result = stockpile("--kinds", "site", "--service", 0.9, "--frontier", "0,1", "--write", "filled")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(MARKING)
    for name, columns in STOCKPILE_TABLES.items():
        assert list(pd.read_csv(f"stock/{name}.csv")) == list(columns)
    row = pd.read_csv("stock/stockpile.csv").iloc[0]
    assert (row["site"], row["product"], row["added"], row["target"]) == ("UA-front", "round", 208, 358)
    manifest = json.loads(Path("stock/manifest.json").read_text("utf-8"))
    assert set(manifest) - set(OUTAGE_MANIFEST) <= set(STOCKPILE_MANIFEST)
    assert set(STOCKPILE_MANIFEST) <= set(manifest)
    assert manifest["objective_eur"] == pytest.approx(manifest["added_cost_eur"] + manifest["undisturbed_eur"])
    assert manifest["left_out"] == ["site:UA-front"]
    stocks = edu_supply.read("filled")["stocks"].set_index("site")
    assert stocks.loc["UA-front", "minimum"] == 358


def test_where_no_stock_can_do_it(plan):
    result = stockpile("--kinds", "site", "--with-self")
    assert result.exit_code == 3
    assert "The best service that all threats can reach together is 56.94%" in " ".join(result.stdout.split())
    manifest = json.loads(Path("stock/manifest.json").read_text("utf-8"))
    assert manifest["status"] == "no plan"
    assert [one["threat"] for one in manifest["cannot"]] == ["site:UA-front"]
    assert manifest["cannot"][0]["products"] == ["round"]


@pytest.mark.parametrize("words", [("--kinds", "sites"), ("--service", 2), ("--start", 99)])
def test_what_cannot_be_asked(plan, words):
    assert stockpile(*words).exit_code == 2
