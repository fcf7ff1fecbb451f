"""Why a loss costs what it costs: by hand, and every remedy by another road: the data changed and the world rebuilt."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from network.small import CHAIN, Rows, chain, edited

from edu_supply.dataset import Dataset
from edu_supply.explain_tables import EXPLAIN_TABLES
from edu_supply.outages import explain
from edu_supply.outages.assets import losses_of
from edu_supply.outages.explain import Explanation
from edu_supply.outages.explain_text import explain_text
from edu_supply.outages.stage import Stages
from edu_supply.outages.two_worlds import SLACK, TwoWorlds
from edu_supply.outages.undisturbed import Stressed, cost_of, solve_undisturbed
from edu_supply.plan import Plan
from edu_supply.planning.solve import solve
from edu_supply.reading import read
from edu_supply.solving import Stop

from .stressing import cases

TUTORIAL = Path(__file__).parents[2] / "data" / "tutorial"


def told(data: Dataset, kind: str, target: str, start: int = 1, duration: int = 2) -> Explanation:
    [found] = explain(data, solve(data), [(kind, target)], start=start, duration=duration)
    return found


def rows(found: Explanation, table: str, *columns: str) -> list[list[object]]:
    return found.tables[f"explain_{table}"][list(columns)].values.tolist()


# By hand. Undisturbed, steel is rolled from 1 on and shells are at the front from 6 on: five periods of ten are served,
# 10 shells each. Where rolling is lost in 1 and 2, they are there from 8 on: 20 shells short, at 10,000 euros each.


def test_what_is_lost_and_how_it_reaches_the_front():
    found = told(chain(), "line", "rolling")
    assert (found.loss_eur, found.money_eur, found.short_eur) == pytest.approx((200_000, 0, 200_000))
    assert rows(found, "chain", "chain", "step", "what", "place", "product", "first_period")[1:] == [
        [1, 2, "made", "", "shell", 3], [1, 3, "short", "front", "shell", 6],
    ]  # fmt: skip
    [change, short] = found.tables["explain_chain"]["change_units"].tolist()[1:]
    assert (change, short) == pytest.approx((-20, 20))
    assert found.first_dry is not None
    assert found.first_dry[:3] == ("shell", "front", 6)


def test_what_moves():
    flows = told(chain(), "line", "rolling").tables["explain_flows"].set_index(["flow", "place"])
    made = flows.loc[("made", "filling")]
    assert (made["before_units"], made["after_units"], made["change_units"]) == pytest.approx((50, 30, -20))
    handed = flows.loc[("handed over", "front")]
    assert (handed["change_units"], handed["first_period"], handed["last_period"]) == (pytest.approx(-20), 6, 7)


def test_stock_is_enough_and_no_more():
    # 20 shells are short, of two steel each: 40 steel, at 10 euros, or 20 shells, at 1,000.
    found = told(chain(), "line", "rolling").tables["explain_remedies"]
    stock = found[found["remedy"] == "stock"].set_index("product")
    columns = ["quantity_units", "cost_eur", "saves_eur", "left_eur"]
    assert stock.loc["steel", columns].tolist() == [40, 400, 200_000, 0]
    assert stock.loc["shell", columns].tolist() == [20, 20_000, 200_000, 0]
    assert found["rank"].tolist() == list(range(1, len(found) + 1))
    assert found.iloc[0]["product"] == "steel"


def test_a_second_source_is_as_good_as_what_was_lost():
    found = told(chain(), "line", "rolling").tables["explain_remedies"]
    second = found[found["remedy"] == "second source"].iloc[0]
    assert (second["product"], second["left_eur"]) == ("steel", pytest.approx(0))
    assert pd.isna(second["cost_eur"])


def test_a_way_round_a_lost_depot():
    # Shells go by a depot, a period each way; it is lost in 5: what comes out in 5 is not sent and 10 are short.
    sites = [*CHAIN["sites"], {"site": "depot", "country": "PL", "kind": "depot"}]
    lanes = [CHAIN["lanes"][0], {"origin": "plant", "destination": "depot"},
             {"origin": "depot", "destination": "front", "lead_periods": 1}]  # fmt: skip
    found = told(chain(sites=sites, lanes=lanes), "site", "depot", start=5, duration=1)
    assert found.loss_eur == pytest.approx(100_000)
    table = found.tables["explain_remedies"].set_index("remedy")
    assert table.loc["way round", ["at", "left_eur"]].tolist() == ["plant>front", 0]


def test_what_could_be_opened_is_tried():
    # A second line, at 30,000 euros, as slow as the first, so that it serves no more undisturbed.
    spare = {"line": "spare", "site": "plant", "product": "shell", "capacity": 20, "existing": 0, "lead_periods": 2}
    more: dict[str, Rows] = {
        "lines": [*CHAIN["lines"], spare],
        "expansions": [{"expansion": "spare+", "line": "spare", "adds": 1, "cost_eur": 30_000}],
    }
    found = told(chain(**more), "line", "filling", start=3, duration=2).tables["explain_remedies"]
    opened = found[found["remedy"] == "open"].iloc[0]
    assert opened[["at", "product", "cost_eur", "left_eur"]].tolist() == ["spare+", "shell", 30_000, 0]


def test_a_limit_that_binds_harder():
    # Two lines fill shells; without the first, the second is full and each shell more would save a penalty of 10,000.
    lines = [*edited("lines", 1, capacity=8), {"line": "small", "site": "plant", "product": "shell", "capacity": 4,
                                               "lead_periods": 2}]  # fmt: skip
    limits = told(chain(lines=lines), "line", "filling", start=3, duration=2).tables["explain_limits"]
    assert "small" in limits["limited"].tolist()
    assert (limits["worth_eur"] > limits["before_eur"]).all()


def test_a_loss_of_nothing():
    spare = [*CHAIN["lines"], {"line": "dear", "site": "mill", "product": "steel", "capacity": 1, "unit_cost_eur": 5}]
    data = chain(lines=spare)
    found = told(data, "line", "dear", start=9)
    assert found.loss_eur == 0
    assert explain_text(found, data).splitlines() == [
        "Loss of line dear, periods 9..10: EUR 0",
        "  Nothing is lost: whatever passes there undisturbed goes another way at no cost.",
    ]
    assert all(list(table) == list(EXPLAIN_TABLES[name]) for name, table in found.tables.items())


def test_what_cannot_be_explained():
    data = chain()
    plan = solve(data)
    with pytest.raises(ValueError, match="there is no site 'nowhere'"):
        explain(data, plan, [("site", "nowhere")])
    with pytest.raises(ValueError, match="start lies in periods 1 to 10"):
        explain(data, plan, [("site", "mill")], start=11)
    with pytest.raises(ValueError, match="there is no plan to stress"):
        explain(data, Plan("none", {}, {"status": "no plan"}), [("site", "mill")])


# By another road


def cost_with(data: Dataset, plan: Plan, choices: pd.DataFrame, losses: pd.DataFrame) -> float:
    """What the world with the loss costs, built anew."""
    stressed = Stressed.of(data, Plan("other", {**plan.tables, "choices": choices}, plan.manifest), stranded=False)
    return Stages(stressed, solve_undisturbed(stressed)).solve(losses).cost.total_eur


@pytest.mark.parametrize("seed", [5, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(5))])
def test_remedies_save_what_they_say(seed: int, tmp_path: Path):
    """Stock that is put into the data, expansions that are put among the choices: as much is saved."""
    for case in cases(range(seed, seed + 1), tmp_path):
        data, plan = case.dataset, case.plan
        assets = [("site", data["sites"]["site"].iloc[0]), ("line", data["lines"]["line"].iloc[0])]
        for found in explain(data, plan, assets, duration=2):
            losses = losses_of(data, found.kind, found.target, 1, 2)
            without = cost_with(data, plan, plan["choices"], losses)
            for row in found.tables["explain_remedies"].itertuples():
                changed, choices, spent = data, plan["choices"], 0.0
                if row.remedy == "stock":
                    more = pd.DataFrame([{"site": row.at, "product": row.product, "initial": row.quantity_units,
                                          "country": "XA", "minimum": 0.0, "from_period": 1}])  # fmt: skip
                    stocks = pd.concat([data["stocks"], more], ignore_index=True)
                    changed = Dataset(data.name, {**data.tables, "stocks": stocks}, data.given, data.settings)
                elif row.remedy == "open":
                    steps = pd.DataFrame([("expansion", row.at, 1.0)], columns=["kind", "target", "quantity"])
                    choices = pd.concat([choices, steps]).groupby(["kind", "target"])["quantity"].sum().reset_index()
                    spent = row.cost_eur
                else:
                    continue
                saved = without - cost_with(changed, plan, choices, losses) + spent
                if row.remedy == "open":
                    assert saved == pytest.approx(row.saves_eur, rel=1e-5, abs=1e-3), row.said
                # Stock in the data may be used before the product can be there undisturbed, and then saves more.
                assert saved >= row.saves_eur - 1e-5 * abs(saved) - 1e-3, row.said


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_what_is_shown_costs_little_more_than_the_cheapest(seed: int, tmp_path: Path):
    for case in cases(range(seed, seed + 1), tmp_path):
        stressed = Stressed.of(case.dataset, case.plan, stranded=True)
        for site in case.dataset["sites"]["site"]:
            worlds = TwoWorlds.of(stressed, losses_of(case.dataset, "site", site, 1, 2))
            shown = cost_of(worlds.after.model, worlds.shown).total_eur
            best = worlds.after.cost.total_eur
            assert best - 1e-6 * abs(best) <= shown <= best + SLACK * worlds.loss_eur + 1e-6 * abs(best) + 1e-3


def test_the_text_fits_eighty_columns():
    data = read("data/tutorial")
    plan = solve(data)
    for found in explain(data, plan, [("site", "DE-charges"), ("mode", "road"), ("threat", "charges-lost")]):
        said = explain_text(found, data).splitlines()
        assert max(map(len, said)) <= 80
        assert said[0].startswith(f"Loss of {found.kind} {found.target}")


def test_it_says_how_far_it_is_and_keeps_what_is_explained():
    """Told to stop while a remedy of the second is tried: the first is whole, the second has what was tried, the third
    is not there. Told before, there is nothing."""
    dataset = read(TUTORIAL)
    plan, stop, heard = solve(dataset), Stop(), []

    def hear(so_far):
        heard.append(so_far)
        stop.interrupted = so_far.number == 2 and so_far.doing.startswith("tried")

    named = [("site", "DE-charges"), ("site", "PL-depot"), ("line", "drones")]
    told = explain(dataset, plan, named, duration=2, progress=hear, stop=stop)
    whole = explain(dataset, plan, named[:2], duration=2)
    assert [one.target for one in told] == ["DE-charges", "PL-depot"]
    remedies = [[len(one.tables["explain_remedies"]) for one in some] for some in (told, whole)]
    assert remedies[0][0] == remedies[1][0]
    assert remedies[0][1] < remedies[1][1]
    assert {so_far.number for so_far in heard} == {1, 2}
    assert all(so_far.assets == 3 for so_far in heard)
    stop.interrupted = True
    assert explain(dataset, plan, named, stop=stop) == []
