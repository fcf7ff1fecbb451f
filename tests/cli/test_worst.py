"""The option --worst of spof: what it shows and writes, and with what it goes."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from edu_supply.run_reference import OUTAGE_MANIFEST
from edu_supply.worst_tables import WORST_MANIFEST, WORST_TABLES

from .command import MARKING, TUTORIAL, run

pytestmark = pytest.mark.usefixtures("elsewhere")


def worst(*words: object):
    return run("spof", TUTORIAL, "--plan", "plan", "--out", "worst", "--duration", 2, *words)


def test_the_worst_two_and_what_to_make_safe(plan):
    result = worst("--worst", 2, "--protect", 1)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(MARKING)
    assert result.stdout.rstrip().endswith(MARKING)
    for said in ("the 2 assets of tutorial", "No joint loss of so many costs more: proved.", "What would help",
                 "To make safe: site UA-drones", "No choice of as many leaves less: proved."):  # fmt: skip
        assert said in " ".join(result.stdout.split())
    for name, columns in WORST_TABLES.items():
        assert list(pd.read_csv(f"worst/{name}.csv")) == list(columns)
    manifest = json.loads(Path("worst/manifest.json").read_text("utf-8"))
    assert set(manifest) - set(OUTAGE_MANIFEST) <= set(WORST_MANIFEST)
    assert set(WORST_MANIFEST) <= set(manifest)
    assert (manifest["kind"], manifest["plan"], manifest["closed"]) == ("worst", "plan", True)


def test_where_the_time_is_over_it_says_what_none_costs_more_than(plan):
    result = worst("--worst", 2, "--time-limit", 0)
    assert result.exit_code == 0, result.stderr
    assert "None costs more than" in " ".join(result.stdout.split())


@pytest.mark.parametrize(("asked", "code"), [("shortage:100", 1), ("units:1e9", 0), ("gap", 2), ("structural", 2)])
def test_fail_on(plan, asked, code):
    assert worst("--worst", 1, "--fail-on", asked).exit_code == code


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--worst", 1, "--explain", "site:DE-charges"), "goes without --explain"),
        (("--protect", 1), "goes with --worst"), (("--with-self",), "goes with --worst"),
        (("--time-limit", 5), "goes with --worst"), (("--worst", 0), "greater than or equal to 1"),
    ],
)  # fmt: skip
def test_what_does_not_go_together(plan, words, said):
    result = worst(*words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
