"""What is wrong with a dataset beyond its single cells: names, contradictions, limits, ranges, oddities."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from edu_supply.checks import (
    content,
    contracts,
    horizon,
    limits,
    names,
    oddities,
    programmes,
    ranges,
    references,
    requirements,
    rules,
    stock,
    structure,
    threats,
)
from edu_supply.checks.findings import Tables
from edu_supply.checks.trust import Sound, trusted
from edu_supply.dataset import Settings
from edu_supply.problems import Problem

__all__ = ["check"]

OF_TABLES: tuple[Callable[[Tables], list[Problem]], ...] = (
    references.dangling_names,
    references.dangling_targets,
    structure.references_to_itself,
    structure.circular_recipes,
    structure.recipes_of_other_lines,
    structure.disagreeing_rows,
    limits.candidates_without_limit,
    limits.availability_of_no_limit,
    stock.minimum_above_own_maximum,
    stock.initial_above_maximum,
    requirements.numbers_that_are_missing,
    requirements.numbers_of_no_use,
    requirements.supply_that_is_used,
    requirements.unknown_fronts,
    requirements.supply_of_nothing,
    contracts.offers_of_other_lines,
    contracts.lines_that_do_not_offer,
    contracts.offers_nobody_wants,
    contracts.steps_above_ceiling,
    contracts.prices_that_rise,
    programmes.unknown_parties,
    programmes.unknown_families,
    programmes.dates_in_wrong_order,
    programmes.least_of_no_members,
    programmes.loans_without_allocations,
    content.components_without_weight,
    content.products_worth_less_than_components,
    rules.rules_about_nobody,
    rules.product_and_family,
    rules.unknown_words,
    rules.limits_out_of_range,
    rules.fronts_that_ask_for_nothing,
    rules.rules_that_forbid,
    rules.rules_said_twice,
    threats.partial_losses_of_no_limit,
    threats.threats_that_hit_nothing,
    threats.threats_that_take_nothing,
    threats.probabilities_above_one,
    ranges.penalties_and_costs,
    ranges.capacities_of_a_line,
    ranges.masses_that_share_a_limit,
    ranges.quantities_of_a_component,
    names.converted_names,
    names.names_of_nothing,
    names.garbled_texts,
    oddities.outliers,
    oddities.shares_in_per_cent,
    oddities.isolated_sites,
)
"""The checks that need the tables alone."""

OF_THE_PLAN: tuple[Callable[[Tables, Settings], list[Problem]], ...] = (
    limits.goods_at_candidates,
    stock.minimums_above_maximum,
    stock.overfull_sites,
    horizon.leads_past_horizon,
    horizon.rows_past_horizon,
    programmes.dates_without_start,
    programmes.programmes_not_valid,
    programmes.programmes_for_too_few,
    programmes.idle_allocations,
    rules.rules_that_never_bind,
)
"""The checks that depend on how long the plan is."""


def check(
    tables: Mapping[str, pd.DataFrame], settings: Settings, sound: Sound = lambda table, column: True
) -> list[Problem]:
    """Everything that is wrong or strange in completed tables, errors first; an empty list if nothing is.

    ``tables`` are as :class:`edu_supply.dataset.Dataset` holds them. A check passes over rows whose names are
    unknown, so that one mistake makes one problem. Where some cells could not be read (and are blank here),
    ``sound`` says of a table's column whether all of its cells could, and nothing is said that may be due to them.

    >>> [problem.message for problem in check(dataset.tables, dataset.settings)]
    []
    """
    tables = {name: rows.reset_index(drop=True) for name, rows in tables.items()}
    found = [problem for one in OF_TABLES for problem in one(tables)]
    found += [problem for one in OF_THE_PLAN for problem in one(tables, settings)]
    return sorted(trusted(found, sound), key=lambda problem: not problem.is_error)
