"""The summary: its words, its width, and that nothing unsafe gets through."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import edu_supply
from edu_supply.dataset import Dataset
from edu_supply.plan import Plan
from edu_supply.planning.headline import percent
from edu_supply.planning.layout import clipped, columns_of, heat, safe, table
from edu_supply.planning.oddities import oddities
from edu_supply.planning.sections import reserves
from edu_supply.planning.summary import summary
from edu_supply.planning.wording import eur, spans
from tests.reference.random_datasets import make

from .solved import dataset, rows
from .test_why import chain


@pytest.fixture(scope="module")
def tutorial() -> tuple[Plan, Dataset]:
    data = edu_supply.read("data/tutorial")
    return edu_supply.solve(data, name="tutorial"), data


def test_the_tutorial_in_words(tutorial: tuple[Plan, Dataset]) -> None:
    text = summary(*tutorial, encoding="utf-8")
    for sentence in (
        "93.1 % of what is asked for is served, weighed by penalty; worst: round, 93.1 %.",
        "EUR 830,320 in all (EUR 580,320 of money, EUR 250,000 of penalties), at most 0 %",
        "  open second-press    EUR 200,000      2027-02    2027-01",
        "  UA-front  from 2027-03  round",
        "  round          720     670     50  units  93.1 %",
        "  round: 40 units, EUR 200,000",
        "    cannot: Propelling charge short: line charges full 2027-01..2027-03, no",
        "      one more unit of charge per period, 2027-01..2027-03; 72.7 % used",
        "  charges  |███ |  72.7 %",
    ):
        assert sentence in text.splitlines(), sentence


def test_the_marking_is_first_and_last(tutorial: tuple[Plan, Dataset]) -> None:
    lines = summary(*tutorial).splitlines()
    assert lines[0] == lines[-1] == "NOTIONAL - no real plant, depot or plan"
    plan, data = tutorial
    unmarked = Plan(plan.name, plan.tables, {**plan.manifest, "marking": ""})
    plain = replace(data, settings=replace(data.settings, marking=""))
    assert summary(unmarked, plain).startswith("tutorial: plan for tutorial")


@pytest.mark.parametrize("width", [40, 57, 80, 132])
def test_no_line_is_wider(tutorial: tuple[Plan, Dataset], width: int) -> None:
    assert max(columns_of(line) for line in summary(*tutorial, width, encoding="utf-8").splitlines()) <= width


def test_plain_ascii_where_the_stream_can_do_no_more(tutorial: tuple[Plan, Dataset]) -> None:
    text = summary(*tutorial, encoding="ascii")
    assert text.isascii()
    assert "  charges  |### |  72.7 %" in text


def test_feasible_is_said_with_its_gap(tutorial: tuple[Plan, Dataset]) -> None:
    plan, data = tutorial
    figures = {"status": "feasible", "bound_eur": 747288.0, "gap": 0.1, "gap_eur": 83032.0, "ended": "time limit"}
    text = " ".join(summary(Plan("x", plan.tables, {**plan.manifest, **figures}), data).split())
    assert "at most 11 % (EUR 83,032) above the cheapest possible plan;" in text
    assert "plan; the time limit came before the gap of 0.01 % was reached." in text
    unknown = {"status": "feasible", "bound_eur": None, "gap": None, "gap_eur": None}
    said = " ".join(summary(Plan("x", plan.tables, {**plan.manifest, **unknown}), data).split())
    assert "how much cheaper a plan could be is not known" in said


def test_no_plan() -> None:
    conflict = pd.DataFrame({
        "where": ["lines.csv:3"], "column": ["minimum_use"], "value": ["0.5"], "says": ["line press runs at half"],
        "role": ["asks"], "irreducible": [0], "enough": [1],
    })  # fmt: skip
    plan = Plan("x", {"conflict": conflict}, {"status": "no plan", "ended": "contradictory data", "marking": "SECRET"})
    assert summary(plan, dataset(**chain()), 50).splitlines() == [
        "SECRET", "",
        "x: no plan (contradictory data)", "",
        "This row cannot be kept, whatever else is done:",
        "  lines.csv:3 minimum_use 0.5: line press runs at",
        "    half",
        "The search ran out of time: some of these may have",
        "  no part in it.", "", "SECRET",
    ]  # fmt: skip


def test_names_cannot_speak_to_the_terminal(tutorial: tuple[Plan, Dataset]) -> None:
    plan, data = tutorial
    evil = "UA\x1b[31m\u202efront\r\n\x07"
    tables = {name: frame.replace("UA-front", evil) for name, frame in plan.tables.items()}
    text = summary(Plan(evil, tables, plan.manifest), data, encoding="utf-8")
    assert text.replace("\n", "").isprintable()
    assert "\n  UAfront  from 2027-03  round\n" in text


def test_wide_names_take_their_columns() -> None:
    assert columns_of("前線") == 4
    assert [columns_of(line) for line in table([("前線" * 20, "1"), ("a", "2")], 30)] == [30, 30]
    assert clipped("前線前線", 6) == "前線.."
    assert safe("a\u200bb\x00c") == "abc"


def test_stock_that_runs_out_at_the_end(tutorial: tuple[Plan, Dataset]) -> None:
    """A front holds 30 to 80 shells for eight months of ten and none at the end."""
    data = dataset(**chain(settings=rows("key value", "periods 10", "start 2027-01-01", "period month")))
    held = [30.0, 40, 50, 60, 70, 80, 70, 60, 10]
    stocks = pd.DataFrame({"site": "UA-front", "product": "shell", "period": range(1, 10), "hold_units": held,
                           "scrap_units": 0.0})  # fmt: skip
    asked = pd.DataFrame({"site": ["UA-front"], "product": ["shell"], "short_units": [0.0]})
    [warning] = oddities(Plan("x", {"stocks": stocks, "demand": asked}, {}), data)
    assert warning == (
        "Stock runs out in the last 2 months at 1 place that held some all through the 6 months before: shell at "
        "UA-front. Nothing is worth anything after the end of the plan. Plan more periods than you act on, or set "
        "final_stock."
    )
    kept = pd.concat([stocks, stocks.iloc[:1].assign(period=10)])
    assert oddities(Plan("x", {"stocks": kept, "demand": asked}, {}), data) == []


def test_goods_thrown_away_while_short() -> None:
    data = dataset(**chain())
    stocks = pd.DataFrame({"site": ["PL-depot"], "product": ["shell"], "period": [3], "hold_units": [0.0],
                           "scrap_units": [1200.0]})  # fmt: skip
    asked = pd.DataFrame({"site": ["UA-front"], "product": ["shell"], "short_units": [5.0]})
    plan = Plan("x", {"stocks": stocks, "demand": asked}, {})
    assert oddities(plan, data) == ["1,200 units of shell are thrown away at PL-depot (2027-03); while 5 fall short."]


@pytest.mark.parametrize("seed", [1, 6])
def test_random_plans_fit_and_are_safe(seed: int, tmp_path: Path) -> None:
    make(seed, tmp_path / "data", contracts=seed % 3 == 0)
    try:
        data = edu_supply.read(tmp_path / "data")
    except edu_supply.DataError:
        return
    text = summary(edu_supply.solve(data), data, 60, encoding="ascii")
    assert max(map(len, text.splitlines())) <= 60
    assert text.replace("\n", "").isprintable()


def test_contracts_are_what_to_sign() -> None:
    offers = rows("line product from_quantity unit_price_eur", "press shell 10 100")
    data = dataset(
        **chain(offers=offers, demand=rows("site product period quantity penalty_eur", "UA-front shell 2 15 4000"))
    )
    text = summary(edu_supply.solve(data), data)
    assert "  *  press  15 units  shell  at EUR 100  EUR 1,500" in text.splitlines()


@pytest.mark.parametrize(("amount", "said"), [
    (0, "EUR 0"), (0.125, "EUR 0.12"), (99.5, "EUR 99.5"), (1234.4, "EUR 1,234"), (999_999.9, "EUR 1.0 m"),
    (1.23e6, "EUR 1.2 m"), (999_949_999, "EUR 999.9 m"), (3.45e9, "EUR 3.45 bn"), (-5000, "-EUR 5,000"),
])  # fmt: skip
def test_money(amount: float, said: str) -> None:
    assert eur(amount) == said


def test_periods_and_shares() -> None:
    horizon = dataset(**chain()).horizon
    assert spans([4, 1, 2, 2], horizon) == "2027-01..2027-02, 2027-04"
    assert spans([], horizon) == ""
    assert percent(0.9999) == "99.9 %"
    assert heat([1.0, 0.9], 5, "utf-8") == "\u2588\u2587"
    assert columns_of(heat([0.5] * 60, 25, "ascii")) <= 25


def test_when_a_reserve_is_full() -> None:
    """One of five is always full, one from month 2 on, one in months 1 and 3 to 4, one in month 2, one never."""
    data = dataset(**chain(settings=rows("key value", "periods 5", "start 2027-01-01", "period month")))
    below = {"a": [0, 0, 0, 0, 0], "b": [9, 0, 0, 0, 0], "c": [0, 5, 0, 0, 1], "d": [2, 0, 2, 2, 2], "e": [2] * 5}
    stocks = pd.DataFrame([
        {"site": site, "product": "shell", "period": period, "minimum_units": 10.0, "below_units": float(units),
         "reserves_eur": 10.0 * units}
        for site, missing in below.items() for period, units in enumerate(missing, 1)
    ])  # fmt: skip
    assert reserves(Plan("x", {"stocks": stocks}, {}), data, 80) == [
        "Reserves: of 5, 1 always full, 1 full from some time on, 2 full for a time only,",
        "  1 never full",
        "            full              most missing  it costs",
        "  e  shell  never                  2 units   EUR 100",
        "  b  shell  from 2027-02           9 units    EUR 90",
        "  d  shell  in 2027-02             2 units    EUR 80",
        "  c  shell  2027-03..2027-04       5 units    EUR 60",
    ]
