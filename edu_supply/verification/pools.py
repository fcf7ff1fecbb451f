"""Who buys together."""

from __future__ import annotations

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import texts


def pool_of(dataset: Dataset, buyers: list[str]) -> dict[str, int]:
    """The number of each buyer's pool: the first list that names it, or a group that it is in, or ``*`` (everybody).

    A buyer in no list buys alone, in a pool of its own.
    """
    members: dict[str, set[str]] = {}
    groups = dataset["groups"]
    for group, country in zip(texts(groups["group"]), texts(groups["country"]), strict=True):
        members.setdefault(group, set()).add(country)
    pools = {}
    for place, buyer in enumerate(buyers):
        named = (
            number
            for number, pool in enumerate(dataset.pools)
            if any(entry in ("*", buyer) or buyer in members.get(entry, ()) for entry in pool)
        )
        pools[buyer] = next(named, len(dataset.pools) + place)
    return pools
