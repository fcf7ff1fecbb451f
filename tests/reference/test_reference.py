"""The reference solver against plans worked out by hand, and against published optima."""

import csv
import json
from pathlib import Path

import pytest

from .random_datasets import make
from .solver import Result, solve, solve_world, undisturbed
from .tables import period_of, read

CASES = Path(__file__).parents[1] / "cases"
QUICK = """ampl-multi ampl-net3 ampl-net3-lead ampl-netmax3 ampl-netshort ampl-steelT ampl-transp ampl-transp-lead
fcnet-l61x114 fcnet-sp50x100 fcnet-sp90x180 fcnet-sp150x300 gams-clsp gams-trnsport interdiction-maxflow
interdiction-maxflow-2 interdiction-path interdiction-path-2 interdiction-path-window mitctl-blinky1 mitctl-blinky3-loss
mitctl-blinky5 mitctl-ecopants1 mitctl-ecopants1-offers mitctl-ecopants2-loss mitctl-fow1 orlib-cap41 orlib-cap61
stockpyl-example_3_9 williams-covid williams-distribution1 williams-distribution2 williams-facility williams-factory1
xpress-c1bike xpress-c3toy xpress-c5fiber xpress-e2minflow xpress-purchase xpress-purchase-offers
xpress-purchase-pool"""

# A plant and a front in France; shells of 1 t at 10 EUR to make and 1 EUR to move, 100 EUR if short.
BASE = {
    "settings": "key,value\nperiods,1",
    "sites": "site,country,kind\nplant,FR,factory\nfront,FR,front",
    "products": "product,mass_kg\nshell,1000",
    "lines": "line,site,product,capacity,unit_cost_eur\nL,plant,shell,10,10",
    "lanes": "origin,destination,cost_eur_per_t\nplant,front,1",
    "demand": "site,product,period,quantity,penalty_eur\nfront,shell,,8,100",
}


@pytest.fixture
def dataset(tmp_path):
    """Writes the base with some tables replaced or added, and reads it."""

    def write(periods: int = 1, **tables: str):
        settings = {"settings": f"key,value\nperiods,{periods}"}
        for name, text in (BASE | settings | tables).items():
            (tmp_path / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
        return read(tmp_path)

    return write


def test_makes_moves_and_falls_short(dataset):
    # 12 asked for, 10 can be made: 10 * (10 + 1) = 110 and 2 short at 100.
    result = solve(dataset(demand="site,product,quantity,penalty_eur\nfront,shell,12,100"))
    assert (result.money, result.shortage, result.reserves) == pytest.approx((110, 200, 0))


def test_leads_end_at_the_horizon(dataset):
    # Begun in 1, out in 2, there in 3: of three periods only the last is served. 8 * 11 + 16 * 100.
    lines = "line,site,product,capacity,unit_cost_eur,lead_periods\nL,plant,shell,10,10,1"
    lanes = "origin,destination,cost_eur_per_t,lead_periods\nplant,front,1,1"
    assert solve(dataset(3, lines=lines, lanes=lanes)).objective == pytest.approx(88 + 1600)


def test_late_service(dataset):
    # Asked 12 in period 1, capacity 10: 2 are made in 2 and served late at 5 each. 12 * 11 + 2 * 5.
    demand = "site,product,period,quantity,penalty_eur,late_periods,late_eur\nfront,shell,1,12,100,1,5"
    result = solve(dataset(2, demand=demand))
    assert (result.money, result.shortage) == pytest.approx((132, 10))


def test_either_substitute_row_may_be_used(dataset):
    # Nobody makes new. Old serves it at 2 for 1 in general and at 1.5 for 1 for FR: 10 old serve 6.67, 1.33 are short.
    tables = {
        "products": "product,mass_kg\nshell,1000\nnew,1000",
        "demand": "site,product,quantity,penalty_eur\nfront,new,8,100",
        "substitutes": "product,substitute,ratio,country\nnew,shell,2,\nnew,shell,1.5,FR",
    }
    assert solve(dataset(**tables)).objective == pytest.approx(10 * 11 + (8 - 10 / 1.5) * 100)


def test_a_lines_own_recipe_replaces_the_general_one(dataset):
    # L needs 2 cases for a shell by its own recipe, not the general 5; 6 cases make 3. 3 * 11 + 5 * 100.
    tables = {
        "products": "product,mass_kg\nshell,1000\ncase,1",
        "bom": "product,component,quantity,line\nshell,case,5,\nshell,case,2,L",
        "stocks": "site,product,initial\nplant,case,6",
    }
    assert solve(dataset(**tables)).objective == pytest.approx(33 + 500)


def test_minimum_use_makes_what_nobody_wants(dataset):
    # Asked 2, the line must run half: 5 made, 2 moved, 3 scrapped at 4. 50 + 2 + 12.
    tables = {
        "products": "product,mass_kg,scrap_eur,holding_eur\nshell,1000,4,7",
        "lines": "line,site,product,capacity,unit_cost_eur,minimum_use\nL,plant,shell,10,10,0.5",
        "demand": "site,product,quantity,penalty_eur\nfront,shell,2,100",
    }
    assert solve(dataset(**tables)).objective == pytest.approx(64)


def test_expansion_ramps_up(dataset):
    # One step of 1 line at 50, ramp 1: half of it (5) in period 1, all of it (10) in period 2. 8 asked in each: 3 short
    # in period 1, so 13 made and moved: 50 + 143 + 300. A second step, opened in 1 too, makes those 3: 100 + 176.
    lines = "line,site,product,capacity,unit_cost_eur,existing\nL,plant,shell,10,10,0"
    expansions = "line,adds,cost_eur,ramp_periods,max_steps\nL,1,50,1,1"
    assert solve(dataset(2, lines=lines, expansions=expansions)).objective == pytest.approx(50 + 143 + 300)
    expansions = "line,adds,cost_eur,ramp_periods,max_steps\nL,1,50,1,2"
    assert solve(dataset(2, lines=lines, expansions=expansions)).objective == pytest.approx(100 + 176)


def test_candidate_depot_is_usable_after_its_lead(dataset):
    # Only by the depot (build 30, lead 1): period 1 is short, 2 and 3 served. 30 + 16 * 10 + 800. At 1,600: not built.
    sites = "site,country,kind,throughput_t,build_cost_eur,build_lead_periods\nplant,FR,factory,,,\nfront,FR,front,,,\n"
    lanes = "origin,destination\nplant,depot\ndepot,front"
    data = dataset(3, sites=sites + "depot,FR,depot,20,30,1", lanes=lanes)
    assert solve(data).objective == pytest.approx(30 + 160 + 800)
    data = dataset(3, sites=sites + "depot,FR,depot,20,1600,1", lanes=lanes)
    assert solve(data).objective == pytest.approx(2400)


def test_shelf_life_cannot_be_prolonged_by_travelling(dataset):
    # Made in period 1 alone, asked for in 3; with a shelf life of 1 none of it is left at the end of 2, wherever it is.
    tables = {
        "availability": "kind,target,from_period,share\nline,L,2,0",
        "demand": "site,product,period,quantity,penalty_eur\nfront,shell,3,8,100",
        "lanes": "origin,destination,lead_periods\nplant,front,1\nfront,plant,1",
    }
    short_lived = "product,mass_kg,shelf_life_periods\nshell,1000,"
    assert solve(dataset(3, products=short_lived + "1", **tables)).objective == pytest.approx(800)
    assert solve(dataset(3, products=short_lived + "2", **tables)).objective == pytest.approx(80)


def test_priced_minimums_open_the_cheapest_first(dataset):
    # 10 in stock, 8 asked, nothing made; the minimum is 3 hard + 4 at 5 + 2 at 1. The hard one binds: 7 served, 1 short
    # (100), 3 held. The priced ones are open: 4 * 5 + 2 * 1.
    tables = {
        "lines": "line,site,product,capacity\nL,plant,shell,0",
        "lanes": "origin,destination\nfront,plant",
        "stocks": "site,product,country,initial,minimum,minimum_penalty_eur\n"
        "front,shell,FR,10,3,\nfront,shell,DE,,4,5\nfront,shell,PL,,2,1",
    }
    result = solve(dataset(**tables))
    assert (result.shortage, result.reserves) == pytest.approx((100, 22))


def test_arrivals_beyond_storage_are_scrapped_and_final_stock_is_priced(dataset):
    # 5 t of room. 4 in stock and 6 come, 3 are asked: 7 remain, 2 are scrapped at 9; 5 held at 1 each; 4 are kept of 4.
    tables = {
        "settings": "key,value\nperiods,1\nfinal_stock,as_initial",
        "sites": "site,country,kind,storage_t\nplant,FR,factory,\nfront,FR,front,5",
        "products": "product,mass_kg,value_eur,holding_eur\nshell,1000,9,1",
        "demand": "site,product,quantity,penalty_eur\nfront,shell,3,100",
        "stocks": "site,product,initial\nfront,shell,4",
        "arrivals": "site,product,period,quantity\nfront,shell,1,6",
    }
    result = solve(dataset(**tables))
    assert (result.cost["scrap"], result.cost["holding"], result.reserves) == pytest.approx((18, 5, 0))
    # Without the arrivals: 3 served from stock, 1 held (1), 3 missing at 9: cheaper than 3 new ones at 11 and 4 held.
    tables["arrivals"] = "site,product,period,quantity\nfront,shell,2,6"
    result = solve(dataset(**tables))
    assert (result.objective, result.reserves) == pytest.approx((1 + 27, 27))


OFFERS = {
    "countries": "country,budget_eur\nFR,\nDE,",
    "sites": "site,country,kind\nplant,FR,factory\nfront,FR,front",
    "lanes": "origin,destination\nplant,front",
    "demand": "site,product,quantity,penalty_eur,buyer\nfront,shell,3,100,FR\nfront,shell,4,100,DE",
    "offers": "line,product,from_quantity,unit_price_eur\nL,shell,0,10\nL,shell,6,8\nL,shell,8,7",
}


def test_a_pool_reaches_a_better_step_than_its_members_alone(dataset):
    # Together 7 at 8 or, overbought, 8 at 7: both 56. Alone 3 * 10 + 4 * 10.
    data = dataset(**OFFERS)
    assert solve(data).objective == pytest.approx(56)
    assert solve(data, pools=[]).objective == pytest.approx(70)
    assert solve(data, pools=[["FR", "NO"]]).objective == pytest.approx(70)
    assert solve(data, pools=[["FR"], ["FR", "DE"]]).objective == pytest.approx(70)


def test_budget_ceiling_and_minimum_order_bind(dataset):
    # FR may pay 16: two of its three at 8, one short, but then the pool stands at 6, the second step: 48 + 100.
    offers = "line,product,from_quantity,unit_price_eur,max_quantity\nL,shell,6,8,6"
    data = dataset(**OFFERS | {"countries": "country,budget_eur\nFR,16\nDE,", "offers": offers})
    assert solve(data).objective == pytest.approx(148)
    # Alone neither needs the minimum order of 6: FR cannot pay it, DE overbuys, 48 for its 4.
    assert solve(data, pools=[]).objective == pytest.approx(48 + 300)
    # Were nothing bought that is not made, 6 would be made and two scrapped, for nothing: the same.
    assert solve(data, pools=[], bought_exactly_made=True).objective == pytest.approx(48 + 300)


def test_only_its_owner_serves_from_a_stock_unless_it_gives(dataset):
    # 7 at the front belong to NO, which asks for nothing; 2 may be given to FR. The other 1 + 4 are bought at 10.
    tables = OFFERS | {
        "countries": "country\nFR\nDE\nNO",
        "offers": "line,product,from_quantity,unit_price_eur\nL,shell,0,10",
        "stocks": "site,product,country,initial\nfront,shell,NO,7",
        "donations": "from_country,to_country,product,quantity\nNO,FR,shell,2",
    }
    assert solve(dataset(**tables)).objective == pytest.approx(50)


def test_worlds_keep_what_was_done_before_the_start(dataset):
    # 8 asked in each of 3 periods, 10 per period made. The front is lost in 2: none served then, 8 short. The plant is
    # lost in 2 and 3 with nothing stored: 16 short.
    data = dataset(3)
    plan = solve(data)
    assert plan.objective == undisturbed(data, plan).cost_of_world == pytest.approx(24 * 11)
    assert solve_world(data, plan, [("site", "front", 1, 0, 2, 1)]).cost_of_world == pytest.approx(16 * 11 + 800)
    assert solve_world(data, plan, [("site", "plant", 1, 0, 2, 2)]).cost_of_world == pytest.approx(8 * 11 + 1600)
    # Known from the start, 2 more are made in period 1.
    assert solve_world(data, plan, [("site", "plant", 1, 0, 2, 2), ("mode", "sea", 1, 0, 1, 1)]).cost_of_world == (
        pytest.approx(10 * 11 + 1400)
    )
    # Half of the product lost: 5 of 8 in each of the first two periods.
    assert solve_world(data, plan, [("product", "shell", 0.5, 0, 1, 2)]).cost_of_world == pytest.approx(18 * 11 + 600)


def test_stock_is_destroyed_and_reserves_are_drawn(dataset):
    # 8 held hard at the front and unused; the plant is lost: they serve. With half of them destroyed, 4 are short.
    stocks = "site,product,initial,minimum\nfront,shell,8,8"
    data = dataset(stocks=stocks)
    plan = solve(data)
    assert plan.money == pytest.approx(88)
    assert solve_world(data, plan, [("site", "plant", 1, 0, 1, 1)]).cost_of_world == pytest.approx(0)
    losses = [("site", "plant", 1, 0, 1, 1), ("site", "front", 0, 0.5, 1, 1)]
    assert solve_world(data, plan, losses).cost_of_world == pytest.approx(400)


def test_no_plan_keeps_a_minimum_that_is_not_there(dataset):
    stocks = "site,product,initial,minimum\nfront,shell,0,20"
    assert solve(dataset(stocks=stocks)) == Result("no plan", 1)


@pytest.mark.parametrize("cell", ["3", "2026-09", "2026-09-30"])
def test_a_date_means_the_period_that_contains_it(cell):
    assert period_of(cell, "2026-07-01") == 3


@pytest.mark.parametrize("name", QUICK.split())
def test_published_optimum(name):
    case = json.loads((CASES / name / "case.json").read_text(encoding="utf-8"))
    data = read(CASES / name)
    plan = solve(data, case["periods"], case["pools"])
    assert plan.objective == pytest.approx(case["objective_eur"], rel=case["tolerance"])
    if "lose" in case:
        losses = [(lost["kind"], lost["target"], 1.0, 0.0, lost["start"], lost["duration"]) for lost in case["lose"]]
        after = solve_world(data, plan, losses).cost_of_world
        assert after == pytest.approx(case["objective_after"], rel=case["tolerance"])
        assert after - undisturbed(data, plan).cost_of_world == pytest.approx(case["loss_eur"], rel=case["tolerance"])


def test_random_datasets_use_every_column_and_mostly_have_a_plan(tmp_path):
    used, solved = set(), 0
    for seed in range(60):
        folder = make(seed, tmp_path / str(seed), contracts=True)
        for path in folder.glob("*.csv"):
            rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
            used |= {f"{path.stem}.{column}" for row in rows for column, cell in row.items() if cell}
        if seed < 20:
            solved += solve(folder).status == "optimal"
    asked = """countries.budget_eur countries.vat_rate sites.storage_t sites.neq_limit_kg sites.throughput_t
    sites.build_cost_eur sites.build_lead_periods products.scrap_eur products.shelf_life_periods bom.line lines.existing
    lines.minimum_use lines.lead_periods expansions.expansion expansions.ramp_periods lanes.lane lanes.build_cost_eur
    lane_products.lane availability.share demand.buyer demand.late_eur substitutes.country stocks.minimum_penalty_eur
    stocks.maximum stocks.from_period stocks.country arrivals.country donations.quantity offers.max_quantity
    threats.stock_lost groups.group settings.key"""
    assert set(asked.split()) <= used
    assert 14 <= solved <= 20
