"""Who buys together: pools of groups and countries that the dataset knows."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from edu_supply.problems import Problem, nearest
from edu_supply.schema.countries import COUNTRIES, USER_ASSIGNED, standard

Pools = tuple[tuple[str, ...], ...]

EVERYBODY = "*"
"""A pool of this is a pool of all buyers that no earlier pool has."""

NAMED_IN = (
    ("sites", "country"), ("groups", "country"), ("countries", "country"), ("demand", "buyer"),
    ("stocks", "country"), ("requirements", "country"), ("arrivals", "country"),
)  # fmt: skip
"""The columns in which a dataset names the countries that it knows."""


def standard_pools(pools: Pools, tables: Mapping[str, pd.DataFrame]) -> Pools:
    """The pools with their countries as the tables write them: EL and UK are GR and GB, unless a group has that name.

    >>> standard_pools((("UK", "EU"),), dataset.tables)
    (('GB', 'EU'),)
    """
    groups = set(tables["groups"]["group"])
    return tuple(tuple(name if name in groups else standard(name) for name in pool) for pool in pools)


def pool_problems(pools: Pools, tables: Mapping[str, pd.DataFrame], where: str) -> list[Problem]:
    """An error for every name in a pool that is no group and no country, a warning for a country without a role.

    >>> [problem.right for problem in pool_problems((("EUU",),), dataset.tables, "a.toml")]
    ['Did you mean "EU"?']
    """
    groups = set(tables["groups"]["group"].dropna())
    countries = {country for table, column in NAMED_IN for country in tables[table][column].dropna().unique()}
    found: list[Problem] = []
    for name in dict.fromkeys(name for pool in pools for name in pool):
        if name in groups or name in countries or name == EVERYBODY:
            continue
        if name in COUNTRIES | USER_ASSIGNED:
            message = "The dataset does not know this country: it buys nothing."
            found.append(Problem("idle country", "", where, message, "", "pools", name, "warning"))
        else:
            right = nearest(name, groups | countries)
            message = "There is no such group or country."
            found.append(Problem("unknown name", "", where, message, right, "pools", name))
    return found
