"""Who buys together."""

from __future__ import annotations

from edu_supply.dataset import Dataset
from edu_supply.verification.groups import countries_of, members_of


def pool_of(dataset: Dataset, buyers: list[str]) -> dict[str, int]:
    """The number of each buyer's pool: the first list that names it, or a group that it is in, or ``*`` (everybody).

    A buyer in no list buys alone, in a pool of its own.
    """
    members = members_of(dataset)
    pools = {}
    for place, buyer in enumerate(buyers):
        named = (
            number
            for number, pool in enumerate(dataset.pools)
            if "*" in pool or buyer in countries_of(members, pool)
        )
        pools[buyer] = next(named, len(dataset.pools) + place)
    return pools
