"""Which perimeters a plan follows, and for which tasks: by its programmes and its rules."""

from __future__ import annotations

import numpy as np

from edu_supply.model.choices import Choices
from edu_supply.model.content import Content, Contents, Perimeter


def contents_of(choices: Choices) -> Contents:
    """The outside value to be followed, a perimeter for each distinct set of countries that count as inside.

    Followed are the tasks of all offers that a programme with max_outside_share covers, and all that make a product of
    a rule outside_share_at_most.
    """
    contracts, policy, parts = choices.contracts, choices.policy, choices.parts
    named: dict[frozenset[str], str] = {}
    tasks: dict[frozenset[str], set[int]] = {}
    families = parts.dataset["products"].set_index("product")["family"]
    for programme in contracts.terms:
        if programme.max_outside_share is None:
            continue
        for task, product in zip(contracts.offers["task"], contracts.offers["product"], strict=True):
            if programme.covers(families[product]):
                named.setdefault(programme.inside, programme.perimeter)
                tasks.setdefault(programme.inside, set()).add(int(task))
    for rule, product in policy.of_kind("outside_share_at_most"):
        named.setdefault(rule.countries, rule.region)
        tasks.setdefault(rule.countries, set()).update(np.flatnonzero(parts.task_product == product).tolist())
    return Contents(tuple(
        Content(choices.network, Perimeter(named[inside], inside, tuple(sorted(tasks[inside])))) for inside in named
    ))  # fmt: skip
