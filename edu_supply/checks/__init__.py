"""What is wrong with a dataset beyond its single cells: names, contradictions, limits, ranges, oddities."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from edu_supply.checks import contracts, horizon, limits, names, oddities, ranges, references, stock, structure, threats
from edu_supply.checks.trust import Sound, trusted
from edu_supply.dataset import Settings
from edu_supply.problems import Problem

__all__ = ["check"]


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
    found = [
        *references.dangling_names(tables),
        *references.dangling_targets(tables),
        *structure.references_to_itself(tables),
        *structure.circular_recipes(tables),
        *structure.recipes_of_other_lines(tables),
        *structure.disagreeing_rows(tables),
        *limits.candidates_without_limit(tables),
        *limits.goods_at_candidates(tables, settings),
        *limits.availability_of_no_limit(tables),
        *stock.minimum_above_own_maximum(tables),
        *stock.minimums_above_maximum(tables, settings),
        *stock.initial_above_maximum(tables),
        *stock.overfull_sites(tables, settings),
        *contracts.offers_of_other_lines(tables),
        *contracts.lines_that_do_not_offer(tables),
        *contracts.offers_nobody_wants(tables),
        *contracts.steps_above_ceiling(tables),
        *threats.partial_losses_of_no_limit(tables),
        *threats.threats_that_hit_nothing(tables),
        *threats.threats_that_take_nothing(tables),
        *threats.probabilities_above_one(tables),
        *ranges.penalties_and_costs(tables),
        *ranges.capacities_of_a_line(tables),
        *ranges.masses_that_share_a_limit(tables),
        *ranges.quantities_of_a_component(tables),
        *horizon.leads_past_horizon(tables, settings),
        *horizon.rows_past_horizon(tables, settings),
        *names.converted_names(tables),
        *names.names_of_nothing(tables),
        *names.garbled_texts(tables),
        *oddities.outliers(tables),
        *oddities.isolated_sites(tables),
    ]
    return sorted(trusted(found, sound), key=lambda problem: not problem.is_error)
