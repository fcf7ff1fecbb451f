"""What a plan does with the rules of policy: how near it comes to each, and what each costs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.model.policy import Clause
from edu_supply.network.parts import Floats
from edu_supply.plan import PLAN_TABLES, TOLERANCE
from edu_supply.solving import Outcome, Solver, StandardForm, Stop


@dataclass(frozen=True)
class Reached:
    """What a plan has of one clause; NaN is a share of nothing."""

    clause: Clause
    who: str
    reached: float

    @property
    def slack(self) -> float:
        """How far the plan is from the limit; less than 0 where it is beyond; 0 of nothing, for nothing is all that it
        may be."""
        if np.isnan(self.reached):
            return 0.0
        limit = self.clause.rule.limit
        return limit - self.reached if self.clause.rule.kind.endswith("at_most") else self.reached - limit


def rules(model: Model, values: Floats, content: pd.DataFrame) -> pd.DataFrame:
    """The table ``rules``: for each rule and product who comes nearest to the limit, and how near.

    ``content`` is the plan's table. What a rule costs and leaves unserved is filled in by ``rule_costs``.
    """
    nearest: dict[tuple[str, int], Reached] = {}
    for one in _reached(model, values, content):
        key = one.clause.rule.name, one.clause.product
        if key not in nearest or one.slack < nearest[key].slack:
            nearest[key] = one
    names = model.network.parts.products
    rows = [
        (one.clause.rule.name, one.clause.rule.kind, "" if product < 0 else names[product], one.who,
         one.clause.rule.limit, one.reached, int(one.slack <= TOLERANCE * max(1.0, one.clause.rule.limit)), 0.0, 0.0)
        for (_, product), one in nearest.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(PLAN_TABLES["rules"]))


def _reached(model: Model, values: Floats, content: pd.DataFrame) -> list[Reached]:
    policy, parts, making = model.choices.policy, model.network.parts, model.network.making
    made = np.zeros(len(parts.task_line))
    np.add.at(made, making.item, np.maximum(model.operations.make.of(values), 0.0))
    quantity = model.network.demands["quantity"].to_numpy(float)
    served = quantity - model.operations.short.of(values)

    def all_made(product: int) -> float:
        return float(made[parts.task_product == product].sum())

    found = []
    for clause, tasks in policy.shares():
        found.append(Reached(clause, clause.who, _share(made[tasks].sum(), all_made(clause.product))))
    found += _makers(model, made)
    for clause in policy.regions("made_inside_at_least"):
        of_it = (parts.task_product == clause.product) & policy.in_region(clause.rule)
        asked = quantity[policy.asked(clause.product, clause.rule.buyers)].sum()
        found.append(Reached(clause, clause.who, _share(made[of_it].sum(), asked)))
    for clause, demands in policy.fills("fill_rate_at_least"):
        found.append(Reached(clause, clause.who, _share(served[demands].sum(), quantity[demands].sum())))
    found += _gaps(model, served, quantity)
    for clause, work in policy.works():
        share = _share((work * made)[policy.in_region(clause.rule)].sum(), (work * made).sum())
        found.append(Reached(clause, clause.who, share))
    inside = {one.perimeter.inside: one.perimeter.name for one in model.operations.contents.each}
    for clause in policy.regions("outside_share_at_most"):
        mine = content[(content["inside"] == inside.get(clause.rule.countries)) & (content["line"] == "")]
        share = mine.loc[mine["product"] == parts.products[clause.product], "outside_share"]
        found.append(Reached(clause, clause.who, float(share.iloc[0]) if len(share) else np.nan))
    return found


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole > 0 else np.nan


def _makers(model: Model, made: Floats) -> list[Reached]:
    """How many countries count as makers, and who they are."""
    policy, parts = model.choices.policy, model.network.parts
    country = np.array(policy.task_country, object)
    found = []
    for rule, product in policy.of_kind("makers_at_least"):
        of_it = parts.task_product == product
        total = float(made[of_it].sum())
        real = [one for one in sorted(set(country[of_it]) & rule.countries)
                if made[of_it & (country == one)].sum() >= rule.counts_from * total * (1 - TOLERANCE)]  # fmt: skip
        who, reached = ("|".join(real), float(len(real))) if total > 0 else ("", np.nan)
        found.append(Reached(Clause(rule, product, ""), who, reached))
    return found


def _gaps(model: Model, served: Floats, quantity: Floats) -> list[Reached]:
    policy = model.choices.policy
    fills: dict[tuple[str, int], dict[str, float]] = {}
    for clause, demands in policy.fills("fill_rate_gap_at_most"):
        of_rule = fills.setdefault((clause.rule.name, clause.product), {})
        of_rule[clause.who] = _share(served[demands].sum(), quantity[demands].sum())
    found = []
    for gap in policy.gaps:
        rates = fills.get((gap.rule.name, gap.product), {})
        if rates:
            worst = min(rates.items(), key=lambda one: one[1])
            found.append(Reached(gap, worst[0], max(rates.values()) - worst[1]))
    return found


def rule_costs(model: Model, form: StandardForm, outcome: Outcome, table: pd.DataFrame, stop: Stop) -> pd.DataFrame:
    """The table ``rules`` with what each rule costs (EUR) and leaves unserved (units of the product).

    Each rule at whose limit the plan is has its rows set free, and the plan is solved again with its choices kept, from
    the last basis. A rule at whose limit it is not costs nothing. NaN where the time did not suffice.
    """
    assert outcome.values is not None
    table = table.copy()
    binding = list(dict.fromkeys(table.loc[table["binding"] == 1, "rule"]))
    if not binding:
        return table
    free = form.integer
    fixed = np.round(outcome.values[free])
    lower, upper = form.lower.copy(), form.upper.copy()
    lower[free], upper[free] = fixed, fixed
    solver = Solver(replace(form, lower=lower, upper=upper, integer=np.zeros(len(free), bool)), threads=1)
    solver.set(solver="simplex")
    if outcome.basis is not None:
        solver.go_on_from(outcome.basis)
    short = _short(model, outcome.values)
    for rule in binding:
        rows = model.rows_of_rule(rule)
        solver.free_rows(rows)
        answer = solver.run(stop)
        solver.bind_rows(rows)
        mine = table["rule"] == rule
        if answer.ending != "optimal" or answer.values is None:
            table.loc[mine, ["cost_eur", "unserved_units"]] = np.nan
            continue
        table.loc[mine, "cost_eur"] = max(0.0, outcome.objective - answer.objective)
        less = (short - _short(model, answer.values)).clip(lower=0.0)
        table.loc[mine, "unserved_units"] = table.loc[mine, "product"].map(less).fillna(0.0)
    return table


def _short(model: Model, values: Floats) -> pd.Series[float]:
    """Units short by product."""
    short = model.operations.short.of(values)
    return pd.Series(short).groupby(model.network.demands["product"].to_numpy()).sum()
