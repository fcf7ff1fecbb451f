"""The Pyomo view: arrays until somebody looks, complete Pyomo components from then on, one optimum by every road."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest
from pyomo.contrib.solver.solvers.highs import Highs
from pyomo.core.expr.visitor import identify_variables
from reference.random_datasets import make

import edu_supply
from edu_supply.dataset import Dataset
from edu_supply.model import LAWS, build_model
from edu_supply.model.pyomo_view import FamilyVar, LawConstraint, pyomo_model
from edu_supply.network import Network
from edu_supply.solving import StandardForm, standard_form

from .tiny import BASE, best, edited, model_of, row, tiny, view

MAKE = ("L", "shell", 1)


def rich() -> Dataset:
    """Something of everything: an expansion, a lane to build, contracts, stocks of all kinds, a shelf life, a programme
    that supports and asks for members, fuzes from outside, rules of all kinds."""
    return tiny(
        3,
        "as_initial",
        products=[*edited("products", value_eur=20, holding_eur=1, neq_kg=2, shelf_life_periods=2),
                  {"product": "fuze", "mass_kg": 1, "value_eur": 5}],
        bom=[{"product": "shell", "component": "fuze", "quantity": 1}],
        sites=[*edited("sites", storage_t=9, neq_limit_kg=30, throughput_t=14),
               {"site": "works", "country": "US", "kind": "supplier"},
               {"site": "depot", "country": "FR", "kind": "depot"}],
        lanes=[*edited("lanes", capacity_t=12, build_cost_eur=30),
               {"lane": "sea", "origin": "works", "destination": "depot"},
               {"lane": "rail", "origin": "depot", "destination": "plant"}],
        lines=[*edited("lines", minimum_use=0.1), {"line": "F", "site": "works", "product": "fuze", "capacity": 20}],
        expansions=[{"line": "L", "adds": 0.5, "cost_eur": 50, "max_steps": 2}],
        demand=edited("demand", quantity=14, late_periods=1, late_eur=5),
        stocks=[
            {"site": "front", "product": "shell", "initial": 2, "minimum": 1},
            {"site": "plant", "product": "shell", "minimum": 1, "minimum_penalty_eur": 3},
            {"site": "depot", "product": "fuze", "initial": 2},
        ],
        offers=[
            {"line": "L", "product": "shell", "from_quantity": begins, "unit_price_eur": price, "max_quantity": 40}
            for begins, price in ((2, 10), (20, 9))
        ],
        countries=[{"country": "FR", "budget_eur": 350, "vat_rate": 0.2}],
        donations=[{"from_country": "NO", "to_country": "FR", "product": "shell"}],
        programmes=[
            {"programme": "fund", "buyers": "FR", "members": "FR", "min_members": 1, "inside": "FR", "min_share": 0.1,
             "max_outside_share": 0.9, "support_rate": 0.2, "fee_rate": 0.01, "budget_eur": 90}
        ],
        allocations=[{"programme": "fund", "country": "FR", "amount_eur": 80}],
        rules=[
            {"rule": "line", "kind": "line_share_at_most", "product": "shell", "limit": 1},
            {"rule": "makers", "kind": "makers_at_least", "product": "shell", "limit": 1},
            {"rule": "made", "kind": "made_inside_at_least", "product": "shell", "country": "FR", "limit": 0.5},
            {"rule": "served", "kind": "fill_rate_at_least", "product": "shell", "limit": 0.1},
            {"rule": "fair", "kind": "fill_rate_gap_at_most", "product": "shell", "limit": 0.5},
            {"rule": "work", "kind": "work_share_at_least", "country": "FR", "limit": 0.1},
            {"rule": "origin", "kind": "outside_share_at_most", "product": "shell", "country": "FR", "limit": 0.95},
        ],
    )  # fmt: skip


def touched(built: pyo.ConcreteModel) -> set[str]:
    return {component.name for component in built.component_objects()
            if isinstance(component, FamilyVar | LawConstraint) and component.touched}  # fmt: skip


def touch_all(built: pyo.ConcreteModel) -> None:
    for component in built.component_objects((pyo.Var, pyo.Constraint)):
        len(component)
    _ = built.money.expr


def same_form(one: StandardForm, other: StandardForm) -> None:
    for name in ("cost", "row_lower", "row_upper", "lower", "upper", "integer"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name
    assert one.offset == other.offset
    assert one.shape == other.shape
    assert abs(one.matrix - other.matrix).max() == 0
    assert one.matrix.nnz == other.matrix.nnz


def test_every_family_and_law_is_there_under_its_own_name() -> None:
    m = view(rich())
    laws = {component.name for component in m.component_objects(pyo.Constraint)}
    assert laws == {law.__name__ for law in LAWS}
    model = model_of(rich())
    assert {component.name for component in m.component_objects(pyo.Var)} == {family.name for family in model.families}
    assert sum(len(m.component(law)) for law in laws) == model.matrix.shape[0]
    assert sum(len(m.component(family.name)) for family in model.families) == model.size


def test_untouched_it_is_the_arrays() -> None:
    model = model_of(rich())
    built = pyomo_model(model)
    form = standard_form(built)
    assert touched(built) == set()
    assert form.cost is model.cost
    assert abs(form.matrix - model.matrix).max() == 0
    assert form.row_lower.tolist() == np.concatenate([law.lower for law in model.laws]).tolist()


def test_looking_at_one_law_makes_only_what_it_needs() -> None:
    built = view(rich())
    assert built.make[MAKE].ub is None
    assert touched(built) == {"make"}
    built = view(rich())
    assert len(built.demand) == 3
    families = {family.name for family in model_of(rich()).families}
    assert touched(built) == families | {"demand"}


def test_touching_everything_changes_nothing() -> None:
    built = view(rich())
    touch_all(built)
    assert not any(law.touched is False for law in built.component_objects(pyo.Constraint))
    same_form(standard_form(built), standard_form(view(rich())))


@pytest.mark.parametrize("seed", range(3))
def test_touching_everything_changes_nothing_in_random_datasets(seed: int, tmp_path: Path) -> None:
    network = Network.of(edu_supply.read(make(seed, tmp_path / "random", contracts=True)))
    built = pyomo_model(build_model(network))
    touch_all(built)
    same_form(standard_form(built), standard_form(pyomo_model(build_model(network))))


def test_a_row_that_nothing_can_meet_is_kept() -> None:
    # No case is ever made: the row asks 3 <= 0, which Pyomo's own compiler refuses.
    products = [*BASE["products"], {"product": "case", "mass_kg": 1}]
    dataset = tiny(products=products, stocks=[{"site": "plant", "product": "case", "minimum": 3}])
    built = view(dataset)
    touch_all(built)
    same_form(standard_form(built), standard_form(view(dataset)))
    assert best(built).ending == "infeasible"
    built.minimum_stock["plant", "case", 1].deactivate()
    assert best(built).objective == pytest.approx(88)


def test_a_rule_of_ones_own_does_not_make_the_other_laws_objects() -> None:
    built = view(rich())
    built.rule = pyo.Constraint(expr=built.make[MAKE] <= 3)
    standard_form(built)
    assert not any(
        component.touched for component in built.component_objects(pyo.Constraint) if component.name != "rule"
    )


# 2 periods of the base: 16 * 11. What is changed is written beside the euros that it costs.


def fix(m: Any) -> None:
    m.make[MAKE].fix(3)  # 5 short


def upper(m: Any) -> None:
    m.make[MAKE].setub(3)  # 5 short


def lower(m: Any) -> None:
    m.make[MAKE].setlb(9)  # one more made and moved before it is asked for: the same


def whole(m: Any) -> None:
    m.make[MAKE].domain = pyo.Integers  # 5 short: 3.5 is rounded inwards
    m.make[MAKE].setub(3.5)


def rule(m: Any) -> None:
    m.rule = pyo.Constraint(expr=m.make[MAKE] + m.make["L", "shell", 2] <= 11)  # 5 short


def range_rule(m: Any) -> None:
    m.rule = pyo.Constraint(expr=(10, m.make[MAKE] + m.make["L", "shell", 2], 11))  # 5 short


def indexed_rule(m: Any) -> None:
    m.rules = pyo.Constraint([1, 2], rule=lambda m, period: m.ship["road", "shell", period] <= 6 - period)  # 3 and 4


def rule_list(m: Any) -> None:
    m.rules = pyo.ConstraintList()
    m.rules.add(m.make[MAKE] <= 3)


def block(m: Any) -> None:
    m.block = pyo.Block()
    m.block.rule = pyo.Constraint(expr=m.make[MAKE] <= 3)


def variable(m: Any) -> None:
    m.bought = pyo.Var(bounds=(0, 4))  # no more than 3 made in 1; each shell over that is bought at 20: 4, and 1 short
    m.rule = pyo.Constraint(expr=m.make[MAKE] <= 3 + m.bought)
    m.price = pyo.Objective(expr=m.money.expr + 20 * m.bought)
    m.money.deactivate()


def whole_variable(m: Any) -> None:
    m.crates = pyo.Var(domain=pyo.NonNegativeIntegers, bounds=(0, 1.9))  # crates of 2: one of them, 1.9 is rounded
    m.rule = pyo.Constraint(expr=m.make[MAKE] <= 3 + 2 * m.crates)


def without_law(m: Any) -> None:
    m.balance.deactivate()  # served out of nothing


def without_row(m: Any) -> None:
    m.demand["front", "FR", "shell", 0, 1].deactivate()  # nothing asked for in period 1


def other_row(m: Any) -> None:
    m.line_time["L", 1].set_value(m.make[MAKE] / 10 <= 0.3)  # 5 short


def row_with_two_sides(m: Any) -> None:
    m.line_time["L", 1].set_value((0.2, m.make[MAKE] / 10, 0.3))  # 5 short


def other_objective(m: Any) -> None:
    m.money.deactivate()
    m.shells = pyo.Objective(expr=sum(m.short.values()) * 7 + 5)  # none short


def changed_objective(m: Any) -> None:
    m.money.expr = m.money.expr * 2 + 1


CHANGES: dict[Callable[[Any], None], float] = {
    fix: 176 + 5 * 89, upper: 176 + 5 * 89, lower: 176, whole: 176 + 5 * 89, rule: 176 + 5 * 89,
    range_rule: 176 + 5 * 89, indexed_rule: 176 + 7 * 89, rule_list: 176 + 5 * 89, block: 176 + 5 * 89,
    variable: 176 + 80 + 89, whole_variable: 176 + 3 * 89, without_law: 0, without_row: 88, other_row: 176 + 5 * 89,
    row_with_two_sides: 176 + 5 * 89, other_objective: 5, changed_objective: 353,
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("look", [False, True], ids=["untouched", "touched"])
def test_a_change_of_the_pyomo_model_is_solved(change: Callable[[Any], None], look: bool) -> None:
    built = view(tiny(2))
    if look:
        touch_all(built)
    change(built)
    assert best(built).objective == pytest.approx(CHANGES[change])


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_rows_of_the_laws_keep_their_places(change: Callable[[Any], None]) -> None:
    model = model_of(tiny(2))
    built = pyomo_model(model)
    change(built)
    form = standard_form(built)
    before = model.matrix.toarray()
    after = form.matrix.toarray()[: before.shape[0], : before.shape[1]]
    changed = {"without_law", "without_row", "other_row", "row_with_two_sides"}
    kept = np.isfinite(form.row_upper[: before.shape[0]]) | np.isfinite(form.row_lower[: before.shape[0]])
    if change.__name__ not in changed:
        assert kept.all()
    assert (after[kept] == before[kept]).all()


def test_a_fixed_variable_stays_fixed() -> None:
    built = view(tiny(2))
    built.make[MAKE].fix(3)
    for _ in range(2):
        assert best(built).objective == pytest.approx(CHANGES[fix])
    assert built.make[MAKE].fixed
    built.make[MAKE].unfix()
    assert best(built).objective == pytest.approx(176)


def test_a_clone_is_a_model_of_its_own() -> None:
    built = view(rich())
    least = best(built).objective
    clone = built.clone()
    assert best(clone).objective == pytest.approx(least)
    terms = row(clone.line_time["L", 1])
    assert terms == row(built.line_time["L", 1])
    variables = {id(one) for var in clone.component_objects(pyo.Var) for one in var.values()}
    assert all(id(one) in variables for one in identify_variables(clone.line_time["L", 1].body))
    clone.make[MAKE].fix(0)
    clone.line_time.deactivate()
    assert best(clone).objective != pytest.approx(least)
    assert best(built).objective == pytest.approx(least)
    assert clone.make[MAKE] is not built.make[MAKE]


def test_other_roads_have_the_same_optimum(tmp_path: Path) -> None:
    least = best(view(rich())).objective
    built = view(rich())
    results = Highs().solve(built)
    assert results.incumbent_objective == pytest.approx(least)
    # A file, and a solver that has never heard of Pyomo.
    path = tmp_path / "model.lp"
    view(rich()).write(str(path), io_options={"symbolic_solver_labels": True})
    import highspy

    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    assert highs.getInfo().objective_function_value == pytest.approx(least)


def test_values_can_be_put_into_it() -> None:
    built = view(tiny(2))
    outcome = best(built)
    variables = [one for var in built.component_objects(pyo.Var) for one in var.values()]
    for one, value in zip(variables, outcome.values, strict=True):
        one.set_value(value)
    assert pyo.value(built.money) == pytest.approx(176)
    assert all(abs(pyo.value(one.body) - pyo.value(one.upper)) < 1e-6 for one in built.balance.values())


def test_it_prints(capsys: pytest.CaptureFixture[str]) -> None:
    built = view(tiny())
    built.demand.pprint()
    built.make.pprint()
    built.money.pprint()
    assert "serve[front,FR,shell,0,1,shell,1,1.0]" in capsys.readouterr().out


def test_what_it_cannot_solve_is_refused() -> None:
    built = view(tiny())
    built.also = pyo.Objective(expr=0)
    with pytest.raises(ValueError, match="exactly one active objective"):
        standard_form(built)
    built = view(tiny())
    built.money.deactivate()
    built.most = pyo.Objective(expr=built.make[MAKE], sense=pyo.maximize)
    with pytest.raises(ValueError, match="to be minimised"):
        standard_form(built)
    built = view(tiny())
    built.square = pyo.Constraint(expr=built.make[MAKE] ** 2 <= 9)
    with pytest.raises(Exception, match="nonlinear"):
        standard_form(built)


def test_a_component_that_is_not_compiled_is_refused_and_not_passed_over() -> None:
    from pyomo.gdp import Disjunction

    built = view(tiny())
    built.either = Disjunction(expr=[[built.make[MAKE] <= 3], [built.make[MAKE] >= 9]])
    with pytest.raises(ValueError, match="does not know how to process"):
        standard_form(built)


def test_a_variable_that_is_not_there_is_not_made_by_asking_for_it() -> None:
    built = view(tiny())
    with pytest.raises(KeyError, match=r"make has no variable \('L', 'shell', 2\)"):
        _ = built.make["L", "shell", 2]
    assert len(built.make) == 1
    assert ("L", "shell", 2) not in built.make
    assert best(built).objective == pytest.approx(88)


def test_two_variables_or_rows_of_one_name_are_an_error() -> None:
    model = model_of(tiny())
    make = next(family for family in model.families if family.name == "make")
    make.size = 2
    make.lower, make.upper = np.zeros(2), np.full(2, np.inf)
    make.labels = lambda: [MAKE, MAKE]
    with pytest.raises(ValueError, match="two variables of make"):
        len(pyomo_model(model).make)
    model = model_of(tiny())
    law = next(law for law in model.laws if law.name == "balance")
    law.labels = lambda: [("plant", "shell", 1)] * law.size
    with pytest.raises(ValueError, match="two rows of balance"):
        len(pyomo_model(model).balance)
