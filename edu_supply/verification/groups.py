"""Names that stand for countries: groups, and countries themselves."""

from __future__ import annotations

from collections.abc import Iterable

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import texts

EVERYBODY = "*"
"""Stands for every country."""


def members_of(dataset: Dataset) -> dict[str, set[str]]:
    """The countries of each group, and of ``*``: every country where a site stands or that asks for something."""
    members = {EVERYBODY: {*texts(dataset["sites"]["country"]), *texts(dataset["demand"]["buyer"])}}
    groups = dataset["groups"]
    for group, country in zip(texts(groups["group"]), texts(groups["country"]), strict=True):
        members.setdefault(group, set()).add(country)
    return members


def countries_of(members: dict[str, set[str]], names: Iterable[str]) -> frozenset[str]:
    """All countries that the names, groups or countries, stand for.

    >>> sorted(countries_of({"EU": {"DE", "PL"}}, ["EU", "NO"]) & {"DE", "PL", "NO"})
    ['DE', 'NO', 'PL']
    """
    return frozenset(country for name in names for country in {name, *members.get(name, ())})
