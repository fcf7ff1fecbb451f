"""Runs side by side: nothing against itself, signs turned round the other way, parts that add up, in any order."""

from __future__ import annotations

from itertools import combinations, permutations
from math import factorial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cli.command import MARKING, TUTORIAL, run
from reference.random_datasets import make

import edu_supply
from edu_supply.comparing.parts import Sides

Known = tuple[edu_supply.Plan, edu_supply.Dataset]
Change = dict[str, object]


@pytest.fixture(scope="module")
def tutorial() -> edu_supply.Dataset:
    return edu_supply.read(TUTORIAL)


def solved(dataset: edu_supply.Dataset, name: str = "plan") -> Known:
    return edu_supply.solve(dataset, name=name, gap=0.0), dataset


def changed(dataset: edu_supply.Dataset, *changes: tuple[str, Change]) -> edu_supply.Dataset:
    for table, how in changes:
        dataset = edu_supply.change(dataset, table, **how)  # type: ignore[arg-type]
    return dataset


MORE = ("lines", {"where": {"line": "charges"}, "set": {"capacity": 360}})
FASTER = ("demand", {"multiply": {"quantity": 1.5}})
DRONES = ("lines", {"where": {"line": "drones"}, "set": {"capacity": 55}})


def amounts(plan: edu_supply.Plan) -> list[float]:
    penalties = plan.manifest["shortage_eur"] + plan.manifest["reserves_eur"]
    return [plan.objective_eur, plan.manifest["money_eur"], penalties, plan["demand"]["short_units"].sum()]


def test_a_run_against_itself_shows_nothing(tutorial: edu_supply.Dataset) -> None:
    one = solved(tutorial)
    found = edu_supply.compare(one, one, names=["one", "again"])
    assert found.manifest["why"] == {"again": "same inputs"}
    assert found["input_differences"].empty
    assert found["why"].empty
    assert not found["differences"]["difference"].any()


def test_what_differs_and_by_how_much(tutorial: edu_supply.Dataset) -> None:
    """The tutorial's README has the figures: with the press 50 rounds short, with 360 charges from the start 10."""
    found = edu_supply.compare(solved(tutorial), solved(changed(tutorial, MORE), "more"))
    rows = found["differences"].set_index(["subject", "item"])
    assert rows.loc[("cost", "objective"), ["base", "other", "difference"]].tolist() == [830320, 452860, -377460]
    assert rows.loc[("cost", "expansion"), "difference"] == -200000
    assert rows.loc[("short", "round"), "difference"] == -40
    assert rows.loc[("fill_rate", "product round"), "difference"] == pytest.approx(40 / 720)
    assert rows.loc[("choices", "expansion second-press"), ["base", "other"]].tolist() == [1, 0]
    assert found["why"][["objective_eur", "money_eur", "penalties_eur", "short_units"]].to_numpy().tolist() == [
        [-377460, -177460, -200000, -40]
    ]


def test_the_parts_are_means_over_all_orders(tutorial: edu_supply.Dataset) -> None:
    """By solving every combination and walking through every order, without the package's own sums."""
    changes = [MORE, FASTER, DRONES]
    found = edu_supply.compare(solved(tutorial), solved(changed(tutorial, *changes), "other"))["why"]
    assert len(found) == len(changes)
    worth = {frozenset(some): np.array(amounts(solved(changed(tutorial, *[changes[one] for one in some]))[0]))
             for size in range(4) for some in combinations(range(3), size)}  # fmt: skip
    mean = np.zeros((3, 4))
    for order in permutations(range(3)):
        for place, one in enumerate(order):
            mean[one] += worth[frozenset(order[: place + 1])] - worth[frozenset(order[:place])]
    expected = {tuple(np.round(row / factorial(3), 2)) for row in mean}
    columns = ["objective_eur", "money_eur", "penalties_eur", "short_units"]
    assert {tuple(row) for row in found[columns].round(2).to_numpy()} == expected


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 20, 21, 24])
def test_the_other_way_round_all_signs_are_turned(seed: int, tmp_path: Path) -> None:
    """And the parts add up to the difference. (Plans that cost the same may differ, so only euros are compared.)"""
    base = edu_supply.read(make(seed, tmp_path / "data", size="tiny", contracts=seed % 2 == 0))
    other = changed(base, ("lines", {"multiply": {"capacity": 0.7}}), ("demand", {"multiply": {"quantity": 1.4}}),
                    ("lanes", {"multiply": {"cost_eur_per_t": 2}})).with_pools(())  # fmt: skip
    one, two = solved(base), solved(other, "other")
    if "no plan" in (one[0].status, two[0].status):
        pytest.skip("there is nothing to compare")
    there, back = edu_supply.compare(one, two), edu_supply.compare(two, one)
    figures = [found["differences"].query("unit == 'EUR' and subject == 'cost'").set_index("item")["difference"]
               for found in (there, back)]  # fmt: skip
    pd.testing.assert_series_equal(figures[0], -figures[1].reindex(figures[0].index), atol=1e-4)
    if not len(there["why"]):
        assert "there is no plan" in there.manifest["why"]["other"]
        return
    assert there["why"]["objective_eur"].sum() == pytest.approx(two[0].objective_eur - one[0].objective_eur)
    assert there["why"]["objective_eur"].to_numpy() == pytest.approx(-back["why"]["objective_eur"].to_numpy(), rel=1e-5,
                                                                    abs=1e-2)  # fmt: skip


@pytest.mark.slow
def test_many_changes_are_averaged_over_two_orders(tutorial: edu_supply.Dataset) -> None:
    several = [(table, {"multiply": {column: factor}}) for table, column, factor in (
        ("lines", "capacity", 1.1), ("lines", "unit_cost_eur", 0.9), ("demand", "quantity", 1.2),
        ("expansions", "cost_eur", 0.5), ("products", "mass_kg", 2.0), ("products", "value_eur", 1.5),
        ("lanes", "cost_eur_per_t", 3.0),
    )]  # fmt: skip
    one, two = solved(tutorial), solved(changed(tutorial, *several), "other")
    there, back = edu_supply.compare(one, two), edu_supply.compare(two, one)
    assert there.manifest["why"] == {"other": "both orders"}
    assert len(there["why"]) == 7
    assert there["why"]["objective_eur"].sum() == pytest.approx(two[0].objective_eur - one[0].objective_eur)
    assert there["why"]["objective_eur"].to_numpy() == pytest.approx(-back["why"]["objective_eur"].to_numpy(), abs=0.01)


def test_what_cannot_stand_alone_is_one_part(tutorial: edu_supply.Dataset) -> None:
    new = changed(
        tutorial, MORE,
        ("sites", {"add": [{"site": "FR-shells", "country": "DE", "kind": "factory"}]}),
        ("lines", {"add": [{"line": "second-filling", "site": "FR-shells", "product": "round", "capacity": 50}]}),
        ("lanes", {"add": [{"origin": "FR-shells", "destination": "UA-front"}]}),
    )  # fmt: skip
    parts = Sides.of(tutorial, new).parts()
    assert [part.rows for part in parts] == [1, 3]
    assert "FR-shells added with" in parts[1].name
    back = Sides.of(new, tutorial).parts()
    assert sorted(part.rows for part in back) == [1, 3]
    again, _ = Sides.of(tutorial, new).with_parts(parts)
    assert edu_supply.solve(again).objective_eur == edu_supply.solve(new).objective_eur
    alone, _ = Sides.of(tutorial, new).with_parts(parts[:1])
    assert edu_supply.solve(alone).objective_eur == 452860


def test_cells_that_change_alike_are_one_part(tutorial: edu_supply.Dataset) -> None:
    twice = changed(tutorial, ("lines", {"multiply": {"capacity": 2}}))
    assert [(part.name, part.rows) for part in Sides.of(tutorial, twice).parts()] == [
        ("lines.capacity*=2 in 4 rows", 4)
    ]
    alone = tutorial.with_pools(())
    assert [part.name for part in Sides.of(tutorial, alone).parts()] == ["pools"]


def test_what_no_plan_depends_on_is_shown_and_no_part(tutorial: edu_supply.Dataset) -> None:
    other = changed(tutorial, ("threats", {"remove": True}), ("sites", {"set": {"recovery_periods": 2}}))
    found = edu_supply.compare(solved(tutorial), solved(other, "other"))
    assert len(found["input_differences"]) == 6
    assert (found["input_differences"]["part"] == "").all()
    assert found.manifest["why"] == {"other": "same inputs"}


def test_from_one_countrys_side(tutorial: edu_supply.Dataset) -> None:
    one, two = solved(tutorial), solved(changed(tutorial, MORE), "more")
    mine = edu_supply.compare(one, two, country="DE", why=False)["differences"]
    assert set(mine["subject"]) == {"cost", "choices"}
    assert "choices" not in set(edu_supply.compare(one, two, country="UA", why=False)["differences"]["subject"])
    with pytest.raises(edu_supply.DataError, match="no such country"):
        edu_supply.compare(one, two, country="XX")


def test_a_run_without_a_plan_is_refused(tutorial: edu_supply.Dataset) -> None:
    none = changed(tutorial, ("stocks", {"where": {"site": "UA-front"}, "set": {"minimum": 400}}))
    with pytest.raises(edu_supply.DataError):
        edu_supply.compare(solved(tutorial), solved(none))


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("solve", TUTORIAL, "--out", "runs/a").exit_code == 0
    assert run("solve", TUTORIAL, "--set", "lines[line=charges].capacity=360", "--out", "runs/b").exit_code == 0
    for name in ("a", "b"):
        words = ("--kinds", "mode", "--no-survival", "--out", f"runs/{name}-spof")
        assert run("spof", TUTORIAL, "--plan", f"runs/{name}", *words).exit_code == 0
    result = run("compare", "runs/a", "runs/b", "--excel")
    assert result.exit_code == 0, result.stderr
    assert "b against a" in result.stdout
    assert "Single points of failure" in result.stdout
    assert "-EUR 377,460" in result.stdout
    assert Path("runs/a-and-b/comparison.xlsx").exists()
    page = Path("runs/a-and-b/report.html").read_text(encoding="utf-8")
    assert MARKING in page
    assert "lines[charges, charge].capacity=360" in page
    assert "http" not in page.replace("http-equiv", "")
    assert run("compare", "runs/a").exit_code == 2
    assert run("compare", "runs/a", "runs/a").exit_code == 2
    assert run("compare", "runs/a", "runs/a-spof").exit_code == 2
    assert run("export", "runs/a-and-b").exit_code == 0
