"""Why demand falls short: the exact sentence for each kind of reason, on datasets small enough to see it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from edu_supply.model import build_model, world_with_losses
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network import Network
from edu_supply.planning.why import reasons
from edu_supply.problems import DataError
from edu_supply.reading import read
from edu_supply.solving import Limits, optimise, standard_form
from tests.reference.random_datasets import make

from .solved import Solved, dataset, rows, solved

SITES = rows("site country kind", "PL-plant PL factory", "PL-depot PL depot", "UA-front UA front")
LANES = rows("origin destination cost_eur_per_t", "PL-plant PL-depot 10", "PL-depot UA-front 20")
SHELL = rows("product mass_kg value_eur", "shell 100 500")


def reason(tables: dict[str, pd.DataFrame], demand: int = 0) -> str:
    """The reason of one row of the demand table, in its first period."""
    plan = solved(dataset(**tables))
    return reasons(plan.model, plan.values, plan.duals)[demand]


def chain(**changes: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """A plant makes 10 shells a month at EUR 100; they go by a depot to a front that asks for 20 in February."""
    tables = {
        "sites": SITES, "lanes": LANES, "products": SHELL,
        "lines": rows("line site product capacity unit_cost_eur", "press PL-plant shell 10 100"),
        "demand": rows("site product period quantity penalty_eur", "UA-front shell 2 50 4000"),
    }  # fmt: skip
    return tables | changes


def test_a_full_line() -> None:
    """20 shells can be made by February; 30 of 50 are short, whatever they are worth."""
    assert reason(chain()) == "cannot: line press full 2027-01..2027-02, no other route"


def test_a_full_line_that_could_be_expanded() -> None:
    """An expansion for EUR 900,000 is not worth 10 shells of EUR 4,000."""
    expansions = rows("expansion line adds cost_eur", "second press 1 900000")
    assert reason(chain(expansions=expansions)) == (
        "cannot: line press full 2027-01..2027-02 (could be opened: second, EUR 900,000 a step), no other route"
    )


def test_all_lines_of_a_product() -> None:
    lines = rows("line site product capacity unit_cost_eur", "press PL-plant shell 10 100", "old PL-plant shell 2 300")
    assert reason(chain(lines=lines)) == "cannot: lines press and old full 2027-01..2027-02, no other route is free"


def test_a_component_two_steps_up() -> None:
    """A shell takes 2 kg of powder, that takes 3 kg of nitrocellulose, of which 60 kg are made a month: 10 shells."""
    products = rows("product name unit mass_kg value_eur", "shell - each 100 500", "powder Propellant kg 1 20",
                    "nitrocellulose - kg 1 5")  # fmt: skip
    bom = rows("product component quantity", "shell powder 2", "powder nitrocellulose 3")
    lines = rows("line site product capacity unit_cost_eur", "press PL-plant shell 1000 100",
                 "mill PL-plant powder 1000 2", "pulp PL-plant nitrocellulose 60 1")  # fmt: skip
    assert reason(chain(products=products, bom=bom, lines=lines)) == (
        "cannot: Propellant short: nitrocellulose short: line pulp full 2027-01..2027-02, no other route"
    )


def test_a_full_lane() -> None:
    """The last lane carries 1.5 t, 15 shells, a month."""
    lanes = rows("origin destination cost_eur_per_t capacity_t", "PL-plant PL-depot 10 -", "PL-depot UA-front 20 1.5")
    lines = rows("line site product capacity unit_cost_eur", "press PL-plant shell 1000 100")
    assert reason(chain(lanes=lanes, lines=lines)) == (
        "cannot: lane PL-depot>UA-front:road full 2027-01..2027-02, no other route"
    )


def test_full_throughput() -> None:
    sites = SITES.assign(throughput_t=[None, "1.5", None])
    lines = rows("line site product capacity unit_cost_eur", "press PL-plant shell 1000 100")
    assert reason(chain(sites=sites, lines=lines)) == (
        "cannot: throughput of PL-depot full 2027-01..2027-02, no other route"
    )


def test_a_full_store() -> None:
    """30 shells a month come out, nothing can be stored but 5 at the front: in February 35 can be served."""
    sites = SITES.assign(storage_t=["0", "0", "0.5"])
    lines = rows("line site product capacity unit_cost_eur", "press PL-plant shell 30 100")
    said = reason(chain(sites=sites, lines=lines))
    assert said == "cannot: store of UA-front full 2027-01, no other route is free"


def test_a_lead_time() -> None:
    """Nothing can be at the front before March."""
    lanes = rows("origin destination cost_eur_per_t lead_periods", "PL-plant PL-depot 10 0", "PL-depot UA-front 20 2")
    assert reason(chain(lanes=lanes)) == "cannot: arrives earliest 2027-03 (2 months on lane PL-depot>UA-front:road)"


def test_no_line_at_all() -> None:
    """The demand is for what nobody makes; the stock of 5 is gone."""
    lines = rows("line site product capacity unit_cost_eur", "press PL-plant shell 0 100")
    stocks = rows("site product initial", "UA-front shell 5")
    assert reason(chain(lines=lines, stocks=stocks)) == "cannot: stock at UA-front used up, nothing brings more in time"


def test_stock_gone_until_the_first_delivery() -> None:
    lanes = rows("origin destination cost_eur_per_t lead_periods", "PL-plant PL-depot 10 0", "PL-depot UA-front 20 2")
    stocks = rows("site product initial", "UA-front shell 5")
    demand = rows("site product quantity penalty_eur", "UA-front shell 50 4000")
    assert reason(chain(lanes=lanes, stocks=stocks, demand=demand)) == (
        "cannot: stock at UA-front used up, more comes earliest 2027-03"
    )


def test_a_lane_that_is_not_built() -> None:
    """Building the only lane for EUR 10 m is not worth 50 shells."""
    lanes = rows("origin destination cost_eur_per_t capacity_t build_cost_eur", "PL-plant PL-depot 10 - -",
                 "PL-depot UA-front 20 9 10000000")  # fmt: skip
    assert reason(chain(lanes=lanes)) == "cannot: lane PL-depot>UA-front:road not built (EUR 10.0 m), no other route"


def test_a_line_at_a_site_that_is_not_built() -> None:
    sites = rows("site country kind throughput_t build_cost_eur", "PL-plant PL factory 99 10000000",
                 "PL-depot PL depot - -", "UA-front UA front - -")  # fmt: skip
    assert reason(chain(sites=sites)) == "cannot: site PL-plant not built, no other route"


def test_somebody_pays_more() -> None:
    """Two fronts share 20 shells; the other one loses more for want of them."""
    sites = pd.concat([SITES, rows("site country kind", "PL-front PL front")])
    lanes = pd.concat([LANES, rows("origin destination cost_eur_per_t", "PL-depot PL-front 20")])
    demand = rows("site product period quantity penalty_eur", "UA-front shell 2 10 4000", "PL-front shell 2 50 9000")
    tables = chain(sites=sites, lanes=lanes, demand=demand)
    assert reason(tables) == (
        "cannot: line press full 2027-01..2027-02, serving demand with a higher penalty (EUR 9,000), no other route"
    )
    assert reason(tables, 1) == "cannot: line press full 2027-01..2027-02, no other route"


def test_something_else_is_made_instead() -> None:
    products = rows("product mass_kg value_eur", "shell 100 500", "mine 100 500")
    lines = rows(
        "line site product capacity unit_cost_eur", "press PL-plant shell 10 100", "press PL-plant mine 10 100"
    )
    demand = rows("site product period quantity penalty_eur", "UA-front shell 2 10 4000", "UA-front mine 2 50 9000")
    assert reason(chain(products=products, lines=lines, demand=demand)) == (
        "cannot: line press full 2027-01..2027-02, serving mine instead, no other route"
    )


def expensive() -> dict[str, pd.DataFrame]:
    """A shell costs EUR 5,200 to make and 0.1 t * EUR 100 to fly in: EUR 5,210, and its penalty is EUR 4,000."""
    lanes = rows("origin destination cost_eur_per_t", "PL-plant PL-depot 80", "PL-depot UA-front 20")
    lines = rows("line site product capacity unit_cost_eur", "press PL-plant shell 100 5200")
    return chain(lanes=lanes, lines=lines)


def test_not_worth_it() -> None:
    said = "not worth it: cheapest delivery costs EUR 5,210 a unit, its penalty is EUR 4,000"
    assert reason(expensive()) == said


@pytest.mark.parametrize(("penalty", "short"), [(5209.0, 50.0), (5211.0, 0.0)])
def test_not_worth_it_is_where_the_plan_turns(penalty: float, short: float) -> None:
    tables = expensive()
    plan = solved(dataset(**tables | {"demand": tables["demand"].assign(penalty_eur=str(penalty))}))
    assert plan.model.operations.short.of(plan.values) == pytest.approx([short])


def test_reserves_that_are_dearer_than_the_demand() -> None:
    """20 shells are kept in a reserve; each that is missing from March on costs 3 * 900 in the two months left."""
    lines = rows("line site product capacity unit_cost_eur", "press PL-plant shell 0 100")
    stocks = rows("site product initial minimum minimum_penalty_eur", "UA-front shell 20 20 900")
    demand = rows("site product period quantity penalty_eur", "UA-front shell 2 5 1000")
    assert reason(chain(lines=lines, stocks=stocks, demand=demand)) == (
        "not worth it: cheapest delivery, which leaves the reserve of shell at UA-front short, costs EUR 2,700 a unit, "
        "its penalty is EUR 1,000"
    )


def test_late_service_and_substitutes() -> None:
    """Late by a month: EUR 100 for the shell, 3 on the way, 500 for being late; or two mines of EUR 400 and 3 each."""
    products = rows("product mass_kg value_eur", "shell 100 500", "mine 100 500")
    lines = rows("line site product capacity unit_cost_eur lead_periods", "press PL-plant shell 99 100 2",
                 "shop PL-plant mine 99 400 0")  # fmt: skip
    substitutes = rows("product substitute ratio", "shell mine 2")
    demand = rows("site product period quantity penalty_eur late_periods late_eur", "UA-front shell 2 5 90 1 500")
    assert reason(chain(products=products, lines=lines, demand=demand)) == (
        "not worth it: cheapest delivery costs EUR 603 a unit, its penalty is EUR 90"
    )
    never_late = demand.assign(late_periods="0")
    assert reason(chain(products=products, lines=lines, demand=never_late, substitutes=substitutes)) == (
        "not worth it: cheapest delivery costs EUR 806 a unit, its penalty is EUR 90"
    )


def test_a_budget() -> None:
    """UA has EUR 500 for shells at EUR 100 each."""
    countries = rows("country budget_eur", "PL -", "UA 500")
    offers = rows("line product from_quantity unit_price_eur", "press shell 1 100")
    lines = rows("line site product capacity unit_cost_eur", "press PL-plant shell 1000 100")
    assert reason(chain(countries=countries, offers=offers, lines=lines)) == "cannot: budget of UA spent"


def test_no_contract() -> None:
    """The minimum order of 500 shells at EUR 1,000 is not worth it for 50 short at EUR 4,000."""
    offers = rows("line product from_quantity unit_price_eur", "press shell 500 1000")
    lines = rows("line site product capacity unit_cost_eur", "press PL-plant shell 1000 100")
    said = reason(chain(offers=offers, lines=lines))
    assert said == "cannot: UA has no contract for shell"


def test_nothing_short_has_no_reason() -> None:
    plan = solved(dataset(**chain(demand=rows("site product period quantity penalty_eur", "UA-front shell 2 5 4000"))))
    assert reasons(plan.model, plan.values, plan.duals) == [""]


def cheaper(folder: Path, seed: int) -> None:
    """Penalties from EUR 3 to 600, so that some demand is not worth it."""
    demand = pd.read_csv(folder / "demand.csv", dtype=str, keep_default_na=False)
    penalties = 10 ** np.random.default_rng(seed).uniform(0.5, 2.8, len(demand))
    demand.assign(penalty_eur=[f"{one:.2f}" for one in penalties]).to_csv(folder / "demand.csv", index=False)


def random_plan(seed: int, folder: Path) -> Solved | None:
    make(seed, folder, contracts=seed % 3 == 0)
    cheaper(folder, seed)
    try:
        return solved(read(folder))
    except (DataError, AssertionError):  # contradictory data
        return None


@pytest.mark.parametrize("seed", range(7))
def test_random_plans_explain_every_shortage(seed: int, tmp_path: Path) -> None:
    plan = random_plan(seed, tmp_path / "data")
    if plan is None:
        return
    told = reasons(plan.model, plan.values, plan.duals)
    short = plan.model.operations.short.of(plan.values)
    asked = plan.model.network.demands["quantity"].to_numpy(float)
    assert [bool(text) for text in told] == (short > 1e-7 * np.maximum(1, asked)).tolist()
    assert all(text == "" or text.startswith(("cannot: ", "not worth it: ")) for text in told)
    for number in [at for at, text in enumerate(told) if text.startswith("not worth it: cheapest delivery costs EUR")][
        :1
    ]:
        cost = float(told[number].split("EUR ")[1].split(" a unit")[0].replace(",", ""))
        assert served_at(plan, number, 1.02 * cost + 0.05) < short[number]


def served_at(plan: Solved, demand: int, penalty: float) -> float:
    """Units short of a demand at another penalty, with everything else and the integers of the plan as they are."""
    cost = plan.form.cost.copy()
    number = plan.model.operations.short.first + demand
    cost[number] = penalty
    outcome = optimise(replace(plan.fixed(), cost=cost), Limits(gap=0))
    assert outcome.values is not None
    return float(outcome.values[number])


def test_a_world_that_has_lost_a_line() -> None:
    """The press is lost in January and February: nothing is made before March."""
    data = dataset(**chain())
    network = Network.of(data, surplus_everywhere=True)
    losses = rows("kind target share_lost stock_lost start duration_periods", "line press 1 0 1 2")
    losses = losses.astype({"share_lost": float, "stock_lost": float, "start": int, "duration_periods": int})
    model = build_model(network, world_with_losses(network.parts, losses))
    outcome = optimise(standard_form(pyomo_model(model)), Limits(gap=0))
    assert outcome.values is not None
    assert outcome.row_duals is not None
    assert reasons(model, outcome.values, outcome.row_duals) == ["cannot: line press lost, no other route"]
