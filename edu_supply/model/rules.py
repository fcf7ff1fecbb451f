"""Laws of policy: who makes what, who is served how well, where the work and the content come from."""

from __future__ import annotations

import numpy as np

from edu_supply.model.choices import Choices
from edu_supply.model.columns import Law
from edu_supply.model.justified import most_made
from edu_supply.model.operations import Operations
from edu_supply.model.origin import add_outside
from edu_supply.model.policy import Clause, Policy
from edu_supply.network.parts import Floats


def share_made(operations: Operations, choices: Choices) -> Law:
    """Nobody makes more than its share of a product: no line, site, country or group.

    sum of make by the one concerned <= limit * sum of make by all

    Domain: every rule line_share_at_most, site_share_at_most, country_share_at_most, group_share_at_most, each of its
    products, each one concerned. Unit: units of the product.
    """
    policy = choices.policy
    shares = policy.shares()
    law = _law("share_made", policy, [clause for clause, _ in shares], upper=0)
    for row, (clause, tasks) in enumerate(shares):
        all_of_it = operations.parts.task_product == clause.product
        _add_make(law, operations, row, tasks - clause.rule.limit * all_of_it)
    return law


def counts_as_maker(operations: Operations, choices: Choices) -> Law:
    """A country makes a product from a stated share on.

    sum of make in the country - counts_from * sum of make by all >= -counts_from * most * (1 - makes)

    most: all that all lines can make of it over the horizon.

    Domain: every rule makers_at_least, each of its products, each country that can make it. Unit: units.
    """
    policy, parts = choices.policy, operations.parts
    most = most_made(operations, choices)
    country = np.array(policy.task_country, object)
    law = _law("counts_as_maker", policy, policy.makers)
    for row, clause in enumerate(policy.makers):
        of_it, least = parts.task_product == clause.product, clause.rule.counts_from
        _add_make(law, operations, row, (of_it & (country == clause.who)) - least * of_it)
        slack = least * float(most[of_it].sum())
        law.add(np.array([row]), policy.makes.columns[[row]], -slack)
        law.lower[row] = -slack
    return law


def enough_makers(operations: Operations, choices: Choices) -> Law:
    """Enough countries really make a product; where fewer can than must, none of it is made.

    sum over countries of makes[rule, product, country] >= limit; or sum of make <= 0

    Domain: every rule makers_at_least, each of its products. Unit: countries.
    """
    policy = choices.policy
    clauses = [Clause(rule, product, "") for rule, product in policy.of_kind("makers_at_least")]
    law = _law("enough_makers", policy, clauses)
    for row, clause in enumerate(clauses):
        able = [number for number, one in enumerate(policy.makers)
                if one.rule is clause.rule and one.product == clause.product]  # fmt: skip
        if len(able) >= clause.rule.limit:
            law.add(np.full(len(able), row), policy.makes.columns[able])
            law.lower[row] = clause.rule.limit
        else:
            _add_make(law, operations, row, (operations.parts.task_product == clause.product).astype(float))
            law.upper[row] = 0
    return law


def made_inside(operations: Operations, choices: Choices) -> Law:
    """At least a share of what a region's buyers ask for is made in the region.

    sum of make in the region >= limit * sum of quantity that its buyers ask for

    Domain: every rule made_inside_at_least, each of its products. Unit: units of the product.
    """
    policy, quantity = choices.policy, operations.network.demands["quantity"].to_numpy(float)
    clauses = policy.regions("made_inside_at_least")
    needs = [one.rule.limit * quantity[policy.asked(one.product, one.rule.buyers)].sum() for one in clauses]
    law = _law("made_inside", policy, clauses)
    law.lower[:] = needs
    for row, clause in enumerate(clauses):
        of_it = operations.parts.task_product == clause.product
        _add_make(law, operations, row, (of_it & policy.in_region(clause.rule)).astype(float))
    return law


def fill_rate(operations: Operations, choices: Choices) -> Law:
    """A buyer or a front is served at least its share of what it asks for, over the horizon.

    sum of short <= (1 - limit) * sum of quantity

    Domain: every rule fill_rate_at_least, each of its products, each buyer or front concerned. Unit: units.
    """
    policy, quantity = choices.policy, operations.network.demands["quantity"].to_numpy(float)
    fills = policy.fills("fill_rate_at_least")
    law = _law("fill_rate", policy, [clause for clause, _ in fills])
    for row, (clause, demands) in enumerate(fills):
        law.add(np.full(len(demands), row), operations.short.column(demands))
        law.upper[row] = (1 - clause.rule.limit) * quantity[demands].sum()
    return law


def fill_rate_gap(operations: Operations, choices: Choices) -> Law:
    """No two buyers' fill rates differ by more than the limit.

    highest_fill[rule, product] - lowest_fill[rule, product] <= limit

    Domain: every rule fill_rate_gap_at_most, each of its products. Unit: share.
    """
    policy = choices.policy
    law = _law("fill_rate_gap", policy, policy.gaps)
    law.upper[:] = [clause.rule.limit for clause in policy.gaps]
    law.add(np.arange(law.size), policy.highest_fill.columns)
    law.add(np.arange(law.size), policy.lowest_fill.columns, -1)
    return law


def highest_of_all(operations: Operations, choices: Choices) -> Law:
    """The highest fill rate is no buyer's less.

    highest_fill[rule, product] + sum of short / sum of quantity >= 1

    Domain: every rule fill_rate_gap_at_most, each of its products, each buyer that asks for it. Unit: share.
    """
    return _bounds_fill(operations, choices, "highest_of_all")


def lowest_of_all(operations: Operations, choices: Choices) -> Law:
    """The lowest fill rate is no buyer's more.

    lowest_fill[rule, product] + sum of short / sum of quantity <= 1

    Domain: every rule fill_rate_gap_at_most, each of its products, each buyer that asks for it. Unit: share.
    """
    return _bounds_fill(operations, choices, "lowest_of_all")


def _bounds_fill(operations: Operations, choices: Choices, name: str) -> Law:
    policy, quantity = choices.policy, operations.network.demands["quantity"].to_numpy(float)
    fills = policy.fills("fill_rate_gap_at_most")
    number = {(id(clause.rule), clause.product): row for row, clause in enumerate(policy.gaps)}
    law = _law(name, policy, [clause for clause, _ in fills])
    family = policy.highest_fill if name == "highest_of_all" else policy.lowest_fill
    for row, (clause, demands) in enumerate(fills):
        gap = number[id(clause.rule), clause.product]
        law.add(np.array([row]), family.columns[[gap]])
        law.add(np.full(len(demands), row), operations.short.column(demands), 1 / quantity[demands].sum())
    (law.lower if name == "highest_of_all" else law.upper)[:] = 1
    return law


def work_share(operations: Operations, choices: Choices) -> Law:
    """At least a share of the work is done in the region, by value.

    sum of work * make in the region >= limit * sum of work * make by all; work: content value of a unit less that of
    its components

    Domain: every rule work_share_at_least. Unit: EUR.
    """
    policy = choices.policy
    works = policy.works()
    law = _law("work_share", policy, [clause for clause, _ in works])
    law.lower[:] = 0
    for row, (clause, work) in enumerate(works):
        _add_make(law, operations, row, work * (policy.in_region(clause.rule) - clause.rule.limit))
    return law


def outside_rule(operations: Operations, choices: Choices) -> Law:
    """The outside share of the components that all lines use for a product keeps to the limit.

    (sum of outside value in components used - limit * sum of content value of components used) / worth <= 0

    worth: the most that the components in one unit are worth on any line.

    Domain: every rule outside_share_at_most, each of its products that is made from components. Unit: units.
    """
    policy = choices.policy
    clauses = policy.regions("outside_share_at_most")
    law = _law("outside_rule", policy, clauses)
    law.upper[:] = 0
    for row, clause in enumerate(clauses):
        for content in operations.contents.each:
            if content.perimeter.inside == clause.rule.countries:
                tasks = policy.tasks_of(clause.product)
                limit, worth = np.full(len(tasks), clause.rule.limit), content.task_worth[tasks]
                scale = np.full(len(tasks), worth.max(initial=0.0))
                add_outside(law, operations, content, np.full(len(tasks), row), tasks, limit, scale)
    return law


def _law(name: str, policy: Policy, clauses: list[Clause], upper: float = np.inf) -> Law:
    return Law(name, len(clauses), lambda: [policy.label(one) for one in clauses], upper=upper)


def _add_make(law: Law, operations: Operations, row: int, of_task: Floats) -> None:
    """Let all that tasks make enter a row, with a coefficient for each task."""
    making = operations.network.making
    law.add(np.full(len(making), row), operations.make.columns, np.asarray(of_task, float)[making.item])
