"""The reference solver on programmes, incremental offers, origin of content and rules: plans worked out by hand."""

import csv

import pytest

from .content import content_value
from .random_datasets import make
from .solver import solve
from .tables import read
from .world import World

# A plant in France makes shells for FR (3) and DE (4), who pay 10 EUR each or are short at 100. Nothing else costs.
BASE = {
    "settings": "key,value\nperiods,1",
    "countries": "country,budget_eur,vat_rate\nFR,,0.2\nDE,,0.1",
    "sites": "site,country,kind\nplant,FR,factory\nfront,FR,front",
    "products": "product,mass_kg,family\nshell,1000,155\ncase,1,",
    "lines": "line,site,product,capacity,unit_cost_eur\nL,plant,shell,10,10",
    "lanes": "origin,destination\nplant,front",
    "demand": "site,product,quantity,penalty_eur,buyer\nfront,shell,3,100,FR\nfront,shell,4,100,DE",
    "offers": "line,product,from_quantity,unit_price_eur\nL,shell,0,10",
}
POOR = {"countries": "country,budget_eur,vat_rate\nFR,0,0.2\nDE,,0.1"}
HEAD = "programme,kind,buyers,inside,support_rate,fee_rate,min_buyers,min_share"


@pytest.fixture
def dataset(tmp_path):
    """Writes the base with some tables replaced or added, and reads it."""

    def write(**tables: str):
        for name, text in (BASE | tables).items():
            (tmp_path / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
        return read(tmp_path)

    return write


def programme(row: str, head: str = HEAD) -> dict:
    return {"programmes": f"{head}\nP,{row}"}


def test_incremental_steps_are_filled_one_after_the_other(dataset):
    # Together 7: the first 6 at 10, the seventh at 8. Alone 3 and 4 at 10, none reaches 6.
    head = "line,product,from_quantity,unit_price_eur,discount"
    data = dataset(offers=f"{head}\nL,shell,0,10,incremental\nL,shell,6,8,incremental\nL,shell,9,1,incremental")
    assert solve(data).objective == pytest.approx(68)
    assert solve(data, pools=[]).objective == pytest.approx(70)
    # The first from_quantity is a minimum order: 8 for 7. Alone DE orders 8 for its 4, and FR's 3 are short.
    data = dataset(offers=f"{head}\nL,shell,8,10,incremental\nL,shell,9,1,incremental")
    assert solve(data, bought_exactly_made=True).objective == pytest.approx(80)
    assert solve(data, pools=[["FR"], ["DE"]], bought_exactly_made=True).objective == pytest.approx(380)


def test_support_relieves_a_budget(dataset):
    # FR has nothing: its 3 are short. All paid by a grant: none. Half of it, with 10 of its own: 2 of 3.
    assert solve(dataset(**POOR)).objective == pytest.approx(40 + 300)
    data = dataset(**POOR, **programme("grant,*,*,1,,,"))
    assert solve(data).objective == pytest.approx(70)
    assert solve(data, net=True).objective == pytest.approx(70 - 70 + 0.2 * 30 + 0.1 * 40)
    some = {"countries": "country,budget_eur\nFR,10\nDE,"}
    assert solve(dataset(**some, **programme("grant,FR,*,0.5,,,"))).objective == pytest.approx(60 + 100)
    # A fee of 1 on each unit is of the budget too, and of the money: 2 under the programme, DE outside it.
    some = {"countries": "country,budget_eur\nFR,2\nDE,"}
    assert solve(dataset(**some, **programme("grant,FR,*,1,0.1,,"))).objective == pytest.approx(62 + 100)


def test_a_programme_has_a_budget_and_allocations(dataset):
    head = "kind,buyers,inside,support_rate,budget_eur"
    data = dataset(**POOR, **programme("grant,FR,*,1,20", f"programme,{head}"))
    assert solve(data).objective == pytest.approx(60 + 100)
    allocations = {"allocations": "programme,country,amount_eur\nP,FR,10"}
    data = dataset(**POOR, **allocations, **programme("grant,FR,*,1,20", f"programme,{head}"))
    assert solve(data).objective == pytest.approx(50 + 200)
    other = {"allocations": "programme,country,amount_eur\nP,DE,10"}
    data = dataset(**POOR, **other, **programme("grant,*,*,1,20", f"programme,{head}"))
    assert solve(data).objective == pytest.approx(40 + 300)


def test_a_loan_needs_an_allocation_and_is_no_saving(dataset):
    data = dataset(**POOR, **programme("loan,*,*,,,,"))
    assert solve(data).objective == pytest.approx(40 + 300)
    allocations = {"allocations": "programme,country,amount_eur\nP,FR,20"}
    data = dataset(**POOR, **allocations, **programme("loan,*,*,,,,"))
    assert solve(data).objective == pytest.approx(60 + 100)
    assert solve(data, net=True).objective == pytest.approx(60 + 100 + 0.2 * 20 + 0.1 * 40)


def test_purchases_may_be_free_of_tax(dataset):
    head = "programme,kind,buyers,inside,vat_exempt"
    assert solve(dataset(), net=True).objective == pytest.approx(70 + 6 + 4)
    data = dataset(**programme("agency,FR,*,yes", head))
    assert solve(data, net=True).objective == pytest.approx(70 + 4)
    assert solve(data).objective == pytest.approx(70)


def test_taking_part_is_paying_a_share(dataset):
    # Supported in full, but two must take part with 60 % each: impossible. With 50 %: DE buys 3 under it, 1 outside.
    assert solve(dataset(**POOR, **programme("grant,*,*,1,,2,0.6"))).objective == pytest.approx(40 + 300)
    assert solve(dataset(**POOR, **programme("grant,*,*,1,,2,0.5"))).objective == pytest.approx(70)
    # A pool of one cannot be two.
    assert solve(dataset(**POOR, **programme("grant,*,*,1,,2,0.5")), pools=[]).objective == pytest.approx(340)
    # Only DE is a member, and DE is broke too, beyond what supports half of it: FR may not go alone.
    head = f"{HEAD},members,min_members"
    broke = {"countries": "country,budget_eur\nFR,0\nDE,0"}
    allocations = {"allocations": "programme,country,amount_eur\nP,FR,99"}
    data = dataset(**broke, **allocations, **programme("grant,*,*,1,,,,DE,1", head))
    assert solve(data).objective == pytest.approx(700)
    data = dataset(**broke, **allocations, **programme("grant,*,*,1,,,,DE,0", head))
    assert solve(data).objective == pytest.approx(30 + 400)


def test_a_programme_covers_families_and_has_its_time(dataset):
    head = "programme,buyers,inside,support_rate,families,valid_from,valid_to"
    start = {"settings": "key,value\nperiods,1\nstart,2026-07-01"}
    for terms, objective in (
        ("155|other,2026-07-01,2026-07-01", 70), (",,", 70), ("other,,", 340),
        (",2026-07-02,", 340), (",,2026-06-30", 340),
    ):  # fmt: skip
        data = dataset(**POOR, **start, **programme(f"*,*,1,{terms}", head))
        assert solve(data).objective == pytest.approx(objective)


# Each shell takes a case of 6 EUR; 2 lie at the plant, 9 in XA, from where they are sent for nothing.
CASES = {
    "sites": "site,country,kind\nplant,FR,factory\nfront,FR,front\nport,XA,depot",
    "products": "product,mass_kg,value_eur,scrap_eur\nshell,1000,20,0\ncase,1,6,0",
    "bom": "product,component,quantity\nshell,case,1",
    "lanes": "origin,destination\nplant,front\nport,plant",
    "stocks": "site,product,initial\nplant,case,2\nport,case,9",
    "countries": "country,budget_eur\nFR,0\nDE,0",
}


def test_the_outside_share_of_what_is_bought(dataset):
    # All is supported, under a programme that allows half from outside: 2 + 2 cases, 4 shells, 3 short.
    head = "programme,buyers,inside,support_rate,max_outside_share"
    assert solve(dataset(**CASES, **programme("*,FR,1,0.5", head))).objective == pytest.approx(40 + 300)
    assert solve(dataset(**CASES, **programme("*,FR,1,0.9", head))).objective == pytest.approx(70)
    assert solve(dataset(**CASES, **programme("*,FR,1,0", head))).objective == pytest.approx(20 + 500)
    assert solve(dataset(**CASES, **programme("*,FR|XA,1,0", head))).objective == pytest.approx(70)
    assert solve(dataset(**CASES, **programme("*,DE,1,0.9", head))).objective == pytest.approx(700)
    # All the line's shells count, whoever buys them: DE, which can pay, buys 4 outside the programme, FR 3 under it.
    rich = CASES | {"countries": "country,budget_eur\nFR,0\nDE,"}
    assert solve(dataset(**rich, **programme("*,FR,1,0.5", head))).objective == pytest.approx(40 + 300)


def test_content_keeps_its_origin_through_a_line_inside(dataset):
    # The cases are made at the plant from steel: 2 kg of 3 EUR, 4 of them at the plant, 18 in XA. The same shares.
    steel = CASES | {
        "products": "product,mass_kg,value_eur,scrap_eur\nshell,1000,20,0\ncase,1,1,0\nsteel,1,3,0",
        "bom": "product,component,quantity\nshell,case,1\ncase,steel,2",
        "lines": "line,site,product,capacity,unit_cost_eur\nL,plant,shell,10,10\nM,plant,case,10,0",
        "stocks": "site,product,initial\nplant,steel,4\nport,steel,18",
    }
    head = "programme,buyers,inside,support_rate,max_outside_share"
    data = dataset(**steel, **programme("*,FR,1,0.5", head))
    assert content_value(World(data, 1), "case") == pytest.approx(6)
    assert solve(data).objective == pytest.approx(40 + 300)
    # Made in XA, a case is of XA, wherever its steel comes from.
    steel["sites"] = "site,country,kind\nplant,FR,factory\nfront,FR,front\nport,XA,factory"
    steel["lines"] = "line,site,product,capacity,unit_cost_eur\nL,plant,shell,10,10\nM,port,case,10,0"
    assert solve(dataset(**steel, **programme("*,FR,1,0.5", head))).objective == pytest.approx(700)


def test_a_rule_on_the_outside_share_holds_for_all_lines_together(dataset):
    rich = CASES | {"countries": "country\nFR\nDE", "groups": "group,country\nEU,FR\nEU,DE"}
    head = "rule,kind,product,family,group,country,limit"
    for row, objective in (("shell,,EU,,0.5", 340), (",,,FR,0.5", 340), (",,,XA,0", 70), ("case,,EU,,0", 70)):
        data = dataset(**rich, rules=f"{head}\nR,outside_share_at_most,{row}")
        assert solve(data).objective == pytest.approx(objective), row


# One plant in FR makes shells at 10, one in DE at 12; FR and DE ask for 4 each, or are short at 5 and 100.
TWO = {
    "groups": "group,country\nEU,FR\nEU,DE\nNORTH,DE",
    "sites": "site,country,kind\nplant,FR,factory\nworks,DE,factory\nfront,UA,front",
    "products": "product,mass_kg,value_eur,family\nshell,1000,20,155",
    "lines": "line,site,product,capacity,unit_cost_eur\nL,plant,shell,10,10\nM,works,shell,10,12",
    "lanes": "origin,destination\nplant,front\nworks,front",
    "demand": "site,product,quantity,penalty_eur,buyer\nfront,shell,4,100,FR\nfront,shell,4,100,DE",
    "offers": "line,product,from_quantity,unit_price_eur",
}
CHEAP = {"demand": "site,product,quantity,penalty_eur,buyer\nfront,shell,4,5,FR\nfront,shell,4,100,DE"}
RULES = {
    "line_share_at_most,shell,,,,,0.75": (80, 84),
    "line_share_at_most,,155,NORTH,,,0.75": (80, 80),
    "site_share_at_most,,,,FR,,0.5": (80, 88),
    "country_share_at_most,,,,,,0.75": (80, 84),
    "country_share_at_most,,,EU,,,0.5": (80, 88),
    "country_share_at_most,,,,,,0.4": (80, 800),
    "group_share_at_most,,,EU,,,1": (80, 80),
    "group_share_at_most,,,EU,,,0.5": (80, 800),
    "makers_at_least,shell,,,,,2": (80, 0.95 * 80 + 0.05 * 96),
    "makers_at_least,shell,,NORTH,,,1": (80, 0.95 * 80 + 0.05 * 96),
    "makers_at_least,shell,,,,,3": (80, 800),
    "made_inside_at_least,,,NORTH,,,0.5": (80, 84),
    "made_inside_at_least,,,,UA,,1": (80, 80),
    "work_share_at_least,,,,DE,,0.25": (80, 84),
}
SERVED = {
    "fill_rate_at_least,,,,,,0.5": (40 + 20, 60 + 10),
    "fill_rate_at_least,,,,FR,,0.25": (60, 50 + 15),
    "fill_rate_at_least,,,NORTH,,,1": (60, 60),
    "fill_rate_at_least,shell,,,,front,0.75": (60, 60 + 10),
    "fill_rate_gap_at_most,,,,,,0.5": (60, 60 + 10),
    "fill_rate_gap_at_most,,,NORTH,,,0": (60, 60),
}


@pytest.mark.parametrize("row", [*RULES, *SERVED])
def test_rules(dataset, row):
    head = "rule,kind,product,family,group,country,site,limit"
    tables = TWO | (CHEAP if row in SERVED else {})
    free, ruled = (RULES | SERVED)[row]
    assert solve(dataset(**tables)).objective == pytest.approx(free)
    assert solve(dataset(**tables, rules=f"{head}\nR,{row}")).objective == pytest.approx(ruled)


def test_rules_that_cannot_be_met_have_no_plan(dataset):
    rules = "rule,kind,group,limit\nR,made_inside_at_least,NORTH,1"
    lines = "line,site,product,capacity,unit_cost_eur\nL,plant,shell,10,10"
    assert solve(dataset(**TWO | {"lines": lines}, rules=rules)).status == "no plan"


def test_work_is_content_less_that_of_components(dataset):
    # A case of 15 of the 20 is made in DE: of a shell, 5 is work in FR. Cases for 8 shells: DE does 75 % of the work.
    tables = TWO | {
        "products": "product,mass_kg,value_eur,scrap_eur\nshell,1000,20,0\ncase,1,15,0",
        "bom": "product,component,quantity\nshell,case,1",
        "lines": "line,site,product,capacity,unit_cost_eur\nL,plant,shell,10,10\nM,works,case,10,0\nN,plant,case,10,1",
        "lanes": "origin,destination\nplant,front\nworks,plant",
    }
    head = "rule,kind,country,limit"
    assert solve(dataset(**tables, rules=f"{head}\nR,work_share_at_least,DE,0.75")).objective == pytest.approx(80)
    # A third of all work in FR at least: 40 + 15 * n >= 160 / 3, so n = 8 / 9 cases are made there.
    data = dataset(**tables, rules=f"{head}\nR,work_share_at_least,FR,{1 / 3}")
    assert solve(data).objective == pytest.approx(80 + 8 / 9)


def test_random_policies_use_every_column_and_kind(tmp_path):
    used, kinds, solved = set(), set(), 0
    for seed in range(80):
        folder = make(seed, tmp_path / str(seed), policies=True)
        for table in ("programmes", "allocations", "rules", "offers", "products", "countries"):
            path = folder / f"{table}.csv"
            rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []
            used |= {f"{table}.{column}" for row in rows for column, cell in row.items() if cell}
            kinds |= {row["kind"] for row in rows if table == "rules"}
        if seed < 20:
            solved += solve(folder, bought_exactly_made=True).status == "optimal"
    asked = """programmes.kind programmes.families programmes.members programmes.min_buyers programmes.min_members
    programmes.max_outside_share programmes.min_share programmes.support_rate programmes.fee_rate programmes.budget_eur
    programmes.vat_exempt programmes.valid_from programmes.valid_to allocations.amount_eur rules.product rules.family
    rules.group rules.country rules.site rules.counts_from offers.discount products.family countries.vat_rate"""
    assert set(asked.split()) <= used
    assert len(kinds) == 10
    assert solved >= 12
