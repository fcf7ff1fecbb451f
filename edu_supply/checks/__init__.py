"""What is wrong with a dataset beyond its single cells: names, contradictions, limits, ranges, oddities."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from edu_supply.checks import contracts, horizon, limits, names, oddities, ranges, references, stock, structure, threats
from edu_supply.dataset import Settings
from edu_supply.problems import Problem

__all__ = ["check"]


def check(tables: Mapping[str, pd.DataFrame], settings: Settings) -> list[Problem]:
    """Everything that is wrong or strange in completed tables, errors first; an empty list if nothing is.

    ``tables`` are as :class:`edu_supply.dataset.Dataset` holds them. A check passes over rows whose names are
    unknown, so that one mistake makes one problem.

    >>> [problem.message for problem in check(dataset.tables, dataset.settings)]
    []
    """
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
        *threats.threats_of_nothing(tables),
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
    return sorted(found, key=lambda problem: not problem.is_error)
