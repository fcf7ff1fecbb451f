"""The page of a plan: what it tells, that hostile names stay names, that it asks for nothing, what partners see."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import edu_supply
from edu_supply.dataset import Dataset
from edu_supply.plan import Outages, Plan
from edu_supply.report import analysis_page
from edu_supply.report.words import GLOSSARY

from .reading import Page, style_of

ROOT = Path(__file__).parents[2]
HOSTILE = "<script>alert(1)</script>"
EVIL = {"DE-charges": HOSTILE, "PL-shells": "=cmd|' /C calc'!A0", "PL-depot": 'a"onload="x',
        "UA-front": "UA\u202egnp.exe",
        "UA-drones": "&lt;b&gt; </svg><img src=x>"}  # fmt: skip
LINES = {"charges": "</title><script>x", "forging": "{% raw %}", "filling": "'\"><a href=http://x>", "drones": "@X(1)"}
PRODUCTS = {"round": "<i>round", "body": "{{ 7 * 7 }}", "charge": "charge&amp;", "drone": "</style>drone"}


def renamed(dataset: Dataset) -> Dataset:
    """The tutorial with hostile names for sites, lines and products."""
    names = EVIL | LINES | PRODUCTS | {"second-press": '<b title="x">', "road": "<road>"}
    tables = {name: table.replace(names) for name, table in dataset.given.items() if len(table)}
    tables = {name: table.drop(columns=[c for c in ("where", "lane") if c in table]) for name, table in tables.items()}
    settings = tables["settings"]
    settings.loc[settings["key"] == "marking", "value"] = "SECRET </title><script>y</script>"
    return edu_supply.from_tables(tables)


@pytest.fixture(scope="module")
def evil(tutorial: tuple[Plan, Dataset]) -> tuple[Plan, Dataset]:
    dataset = renamed(tutorial[1])
    return edu_supply.solve(dataset, name="<plan>"), dataset


def test_the_first_words_are_marking_headline_gap_and_verification(tutorial: tuple[Plan, Dataset]) -> None:
    text = Page(edu_supply.report_page(*tutorial)).text
    first = text[: text.index("Where it comes from")]
    for said in ("NOTIONAL - no real plant, depot or plan", "93.1 % of what is asked for is served", "EUR 830,320",
                 "at most 0 % (EUR 0) above the cheapest possible plan", "verified", "811 rows"):  # fmt: skip
        assert said in first, said
    assert text.endswith("NOTIONAL - no real plant, depot or plan")


def test_it_asks_for_nothing_and_runs_nothing(evil: tuple[Plan, Dataset]) -> None:
    for partners in (False, True):
        html = edu_supply.report_page(*evil, partners=partners)
        page = Page(html)
        assert page.asks_for() == []
        assert not page.names & {"script", "img", "iframe", "object", "embed", "link", "form", "base", "b", "i", "road"}
        assert not [key for _, attributes in page.elements for key in attributes if key.startswith("on")]
        assert not re.search(r"url\(|@import|@font-face|https?:", style_of(html))
        assert "default-src 'none'; style-src 'unsafe-inline'" in html


def test_hostile_names_are_shown_as_they_are(evil: tuple[Plan, Dataset]) -> None:
    page = Page(edu_supply.report_page(*evil))
    for name in ("SECRET </title><script>y</script>", "<plan>", "{{ 7 * 7 }}", "<i>round", "charge&amp;"):
        assert name in page.text, name
    assert "49" not in [text.strip() for text in page.texts]
    assert not set("\u202e\u2067") & set(page.text)


def test_it_is_small(tutorial: tuple[Plan, Dataset]) -> None:
    assert len(edu_supply.report_page(*tutorial).encode()) < 250_000


def test_every_drawing_is_named_and_every_use_has_what_it_uses(tutorial: tuple[Plan, Dataset]) -> None:
    page = Page(edu_supply.report_page(*tutorial, partners=True))
    drawings = [attributes for name, attributes in page.elements if name == "svg"]
    assert all(one.get("aria-label") or one.get("aria-hidden") for one in drawings)
    known = {attributes.get("id") for _, attributes in page.elements}
    assert {str(attributes["href"])[1:] for _, attributes in page.elements if "href" in attributes} <= known


def test_partners_see_countries_only(evil: tuple[Plan, Dataset]) -> None:
    plan, dataset = evil
    told = Page(edu_supply.report_page(plan, dataset, partners=True))
    seen = told.text + " ".join(str(value) for _, attributes in told.elements for value in attributes.values())
    names = [*EVIL.values(), *LINES.values(), '<b title="x">']
    assert not [name for name in names if name in seen or name.replace("\u202e", "") in seen]
    assert "<i>round" in seen
    assert "UA" in seen


def test_partners_see_no_what_ifs_losses_or_reasons(tutorial: tuple[Plan, Dataset]) -> None:
    plan, dataset = tutorial
    what_if = {**plan.manifest["inputs"], "--set lines[site=DE-charges].capacity=0": "f00"}
    plan = Plan(plan.name, plan.tables, {**plan.manifest, "inputs": what_if})
    sweep = edu_supply.spof(dataset, plan, kinds=["site"], survival=False)
    full = Page(edu_supply.report_page(plan, dataset, outages=sweep)).text
    assert "lines[site=DE-charges].capacity=0" in full
    assert "Single points of failure" in full
    told = Page(edu_supply.report_page(plan, dataset, outages=sweep, partners=True)).text
    for word in ("DE-charges", "UA-front", "PL-depot", "--set", "f00", "Single points of failure", "cannot:"):
        assert word not in told, word


def test_an_analysis_is_told_in_words_and_tables(evil: tuple[Plan, Dataset]) -> None:
    plan, dataset = evil
    found = edu_supply.spof(dataset, plan, kinds=["site", "line"], survival=False)
    html = analysis_page(found, dataset, f"What costs most\n  to lose: {HOSTILE}")
    page = Page(html)
    assert f"What costs most to lose: {HOSTILE}" in page.text
    assert "What costs most\n  to lose" in html
    assert page.asks_for() == []
    assert not page.names & {"script", "img", "b", "i"}
    assert {"losses", "table-spof_products", "reproduce"} <= {one.get("id") for _, one in page.elements}


def test_losses_are_ranked_with_time_to_survive(tutorial: tuple[Plan, Dataset]) -> None:
    """The charge works are back after 3 periods; stock and what is under way last for as long as the table says."""
    plan, dataset = tutorial
    spof = edu_supply.spof(dataset, plan, kinds=["site"])
    worst = spof["spof"].iloc[0]
    text = Page(edu_supply.report_page(plan, dataset, outages=spof)).text
    assert f"site {worst['target']}" in text
    assert f"{worst['time_to_survive_periods']} of {worst['recovery_periods']}" in text


def test_without_a_plan_the_rows_that_contradict_are_told(tutorial: tuple[Plan, Dataset]) -> None:
    dataset = edu_supply.change(tutorial[1], "stocks", where={"site": "UA-front"}, set={"minimum": 400})
    plan = edu_supply.solve(dataset)
    text = Page(edu_supply.report_page(plan, dataset)).text
    assert "There is no plan" in text
    assert "400" in text
    assert "UA-front" not in Page(edu_supply.report_page(plan, dataset, partners=True)).text


def test_requirements_are_told_by_place_and_to_partners_by_country(tutorial: tuple[Plan, Dataset]) -> None:
    """15 days at 100 rounds at the front, and 5 at 10: 1,550 in all, which no plan of the tutorial can hold."""
    ways = {"method": "level_of_effort", "product": "round"}
    dataset = edu_supply.change(tutorial[1], "requirements", add=[
        {"requirement": "R", "site": "UA-front", "days": 15, "daily_units": 100, **ways},
        {"requirement": "S", "site": "UA-drones", "days": 5, "daily_units": 10, "country": "UA", **ways},
    ])  # fmt: skip
    plan = edu_supply.solve(dataset)
    told = Page(edu_supply.report_page(plan, dataset)).text
    assert "R at UA-front stock of round 1,500" in told
    assert "S at UA-drones stock of round 50" in told
    partners = Page(edu_supply.report_page(plan, dataset, partners=True)).text
    assert "UA stock of round 1,550" in partners
    assert "UA-front" not in partners


def test_the_words_are_those_of_the_glossary() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.MULTILINE)
    said = dict(rows)
    assert {word: said.get(word) for word in GLOSSARY} == GLOSSARY


def test_nothing_is_asked_for_and_nothing_is_sent() -> None:
    """A plan in which nothing happens is told all the same."""
    dataset = edu_supply.from_tables({
        "settings": pd.DataFrame({"key": ["periods"], "value": ["1"]}), "countries": pd.DataFrame({"country": ["PL"]}),
        "sites": pd.DataFrame({"site": ["a", "b"], "country": ["PL", "PL"], "kind": ["factory", "front"]}),
        "products": pd.DataFrame({"product": ["p"], "mass_kg": [1]}),
        "lines": pd.DataFrame({"line": ["l"], "site": ["a"], "product": ["p"], "capacity": [1]}),
        "lanes": pd.DataFrame({"origin": ["a"], "destination": ["b"]}),
        "demand": pd.DataFrame({"site": ["b"], "product": ["p"], "quantity": [0], "penalty_eur": [1]}),
    })  # fmt: skip
    plan = edu_supply.solve(dataset)
    for partners in (False, True):
        assert "100 % of what is asked for" in Page(edu_supply.report_page(plan, dataset, partners=partners)).text


def test_outages_are_of_a_run(tutorial: tuple[Plan, Dataset]) -> None:
    none = Outages("none", {"spof": edu_supply.spof(tutorial[1], tutorial[0], kinds=["site"])["spof"].iloc[:0]},
                   {"outage": {"start": 1, "duration_periods": 6, "survival": True}})  # fmt: skip
    assert "Each of 0 assets" in Page(edu_supply.report_page(*tutorial, outages=none)).text
