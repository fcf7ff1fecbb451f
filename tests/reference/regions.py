"""Whom groups and countries mean, and which programme admits whom."""

from .cells import canonical
from .world import World


def countries(world: World, names: list) -> set:
    """The countries of groups and countries; `*` is everybody."""
    if "*" in names:
        rows = [*world.tables.sites.values()]
        known = {row["country"] for row in rows} | {row["buyer"] for row in world.tables.demand}
        return known | {country for members in world.tables.groups.values() for country in members}
    return {country for name in names for country in world.tables.groups.get(name, [canonical(name)])}


def is_valid(world: World, programme: str) -> bool:
    """valid_from <= settings.start <= valid_to (a blank is no limit)."""
    row, start = world.tables.programmes[programme], world.tables.settings["start"]
    return not ((row["valid_from"] and row["valid_from"] > start) or (row["valid_to"] and row["valid_to"] < start))


def covers(world: World, programme: str, product: str) -> bool:
    """The product's family is one of `families` (blank: any)."""
    families = world.tables.programmes[programme]["families"]
    return not families or world.tables.products[product]["family"] in families


def admits(world: World, programme: str, product: str, buyer: str) -> bool:
    """Whether a buyer may buy the product under the programme at all."""
    row = world.tables.programmes[programme]
    may_buy = buyer in countries(world, row["buyers"])
    return is_valid(world, programme) and covers(world, programme, product) and may_buy
