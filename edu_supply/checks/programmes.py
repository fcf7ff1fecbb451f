"""Programmes that name nobody, contradict themselves, or that no buyer can use."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pandas as pd

from edu_supply.checks.findings import Tables, findings
from edu_supply.dataset import Settings
from edu_supply.problems import Problem, nearest
from edu_supply.schema import listed_names
from edu_supply.schema.countries import COUNTRIES, USER_ASSIGNED

EVERYBODY = "*"
"""Stands for every country in a list of groups and countries."""

PARTIES = ("buyers", "members", "inside")
"""The columns of programmes that list groups and countries."""

NAMING = (
    ("sites", "country"), ("groups", "country"), ("countries", "country"), ("demand", "buyer"),
    ("stocks", "country"), ("requirements", "country"), ("arrivals", "country"),
)  # fmt: skip
"""The columns in which a dataset names the countries that it knows: offered where a list holds an unknown name."""

USELESS = "It changes nothing."


def unknown_parties(tables: Tables) -> list[Problem]:
    """Whoever a programme lists is a group of the dataset, a country, or ``*``."""
    groups = set(tables["groups"]["group"].dropna())
    named = {country for table, column in NAMING for country in tables[table][column].dropna()}
    known = groups | COUNTRIES | USER_ASSIGNED | {EVERYBODY}
    found: list[Problem] = []
    for column in PARTIES:
        rows = _one_by_one(tables["programmes"], column)
        strangers = rows[~rows[column].isin(known)]
        message = "There is no such group or country."
        right = _nearest_of(column, groups | named)
        found += findings(strangers, "unknown party", "programmes", message, right, column)
    return found


def unknown_families(tables: Tables) -> list[Problem]:
    """A family that a programme covers is the family of some product."""
    families = set(tables["products"]["family"].dropna())
    rows = _one_by_one(tables["programmes"], "families")
    message = "No product is of this family."
    right = _nearest_of("families", families)
    return findings(rows[~rows["families"].isin(families)], "unknown family", "programmes", message, right, "families")


def _one_by_one(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """A row for each name that the cells of a column list."""
    return rows.assign(**{column: rows[column].map(listed_names).astype(object)}).explode(column).dropna(subset=column)


def _nearest_of(column: str, known: Collection[str]) -> Callable[[Any], str]:
    def right(row: Any) -> str:
        name = getattr(row, column)
        parts = name.replace(";", ",").split(",")
        if len(parts) > 1:
            return f'Separate names by "|": {"|".join(part.strip() for part in parts)}.'
        return nearest(name, known)

    return right


def dates_in_wrong_order(tables: Tables) -> list[Problem]:
    """A programme ends on the day on which it begins, or later."""
    rows = tables["programmes"]
    return findings(
        rows[rows["valid_from"].fillna("") > rows["valid_to"].fillna("9999-99-99")],
        "order of dates",
        "programmes",
        lambda row: f"The programme ends before it begins, on {row.valid_from}.",
        "Exchange the two dates, or correct one.",
        "valid_to",
    )


def dates_without_start(tables: Tables, settings: Settings) -> list[Problem]:
    """Whether a programme is valid on the plan's first day needs to know that day."""
    if settings.horizon.start is not None:
        return []
    rows = tables["programmes"]
    dated = {"valid_from": rows["valid_from"].notna(), "valid_to": rows["valid_from"].isna() & rows["valid_to"].notna()}
    message = "A date needs to know when period 1 begins."
    right = "Give start in the table settings."
    return [
        problem
        for column, here in dated.items()
        for problem in findings(rows[here], "no start", "programmes", message, right, column)
    ]


def programmes_not_valid(tables: Tables, settings: Settings) -> list[Problem]:
    """A programme counts if it is valid on the plan's first day."""
    if settings.horizon.start is None:
        return []
    rows, start = tables["programmes"], settings.horizon.start.isoformat()
    begins, ends = rows["valid_from"].fillna(""), rows["valid_to"].fillna("9999-99-99")
    late, over = (begins > start) & (begins <= ends), (ends < start) & (begins <= ends)
    message = f"The programme is not valid on the plan's first day, {start}."
    return [
        *findings(rows[late], "not valid", "programmes", message, USELESS, "valid_from", "warning"),
        *findings(rows[over], "not valid", "programmes", message, USELESS, "valid_to", "warning"),
    ]


def least_of_no_members(tables: Tables) -> list[Problem]:
    """A programme that asks for members says who they are."""
    rows = tables["programmes"]
    return findings(
        rows[(rows["min_members"] > 0) & rows["members"].isna()],
        "no members",
        "programmes",
        "Members must take part, and members names nobody.",
        "List them in members, or leave min_members blank.",
        "min_members",
    )


def programmes_for_too_few(tables: Tables, settings: Settings) -> list[Problem]:
    """A programme has as many buyers, and as many of its members among them, as must take part."""
    asking = buyers(tables, settings)
    rows = tables["programmes"].assign(
        may_buy=[len(asking & countries(tables, cell)) for cell in tables["programmes"]["buyers"]],
        are_members=[
            len(asking & countries(tables, buying) & countries(tables, members))
            for buying, members in zip(tables["programmes"]["buyers"], tables["programmes"]["members"], strict=True)
        ],
    )
    few = rows["may_buy"] < rows["min_buyers"].clip(lower=1)
    fewer = ~few & rows["members"].notna() & (rows["are_members"] < rows["min_members"])
    useless = "A contract takes {:g}: nobody can use the programme."
    return [
        *findings(rows[few], "too few", "programmes",
                  lambda row: f"Buyers among these, within the plan: {row.may_buy}.",
                  lambda row: useless.format(max(row.min_buyers, 1)), "buyers", "warning"),
        *findings(rows[fewer], "too few members", "programmes",
                  lambda row: f"Members among its buyers, within the plan: {row.are_members}.",
                  lambda row: useless.format(row.min_members), "members", "warning"),
    ]  # fmt: skip


def buyers(tables: Tables, settings: Settings) -> set[str]:
    """The countries that a demand within the horizon names."""
    demand = tables["demand"]
    counts = (demand["quantity"] > 0) & ~(demand["period"] > settings.horizon.periods)
    return set(demand.loc[counts, "buyer"].dropna())


def countries(tables: Tables, cell: object) -> set[str]:
    """The countries that a list of groups and countries means; every buyer is in ``*``.

    >>> countries(tables, "EU|NO")
    {'PL', 'DE', 'NO'}
    """
    names = listed_names(cell)
    if EVERYBODY in names:
        return {*tables["demand"]["buyer"].dropna(), *tables["sites"]["country"].dropna()}
    groups = tables["groups"]
    return {*names, *groups.loc[groups["group"].isin(names), "country"].dropna()}


def idle_allocations(tables: Tables, settings: Settings) -> list[Problem]:
    """An allocation is for a country that buys something, under a programme in which it may, with support to have."""
    programmes = tables["programmes"].drop_duplicates("programme").set_index("programme")
    rows = tables["allocations"]
    rows = rows[rows["programme"].isin(programmes.index) & rows["country"].notna()]
    asking = buyers(tables, settings)
    may = {name: countries(tables, cell) for name, cell in programmes["buyers"].items()}
    outside = pd.Series(
        [country not in may[name] for name, country in zip(rows["programme"], rows["country"], strict=True)],
        index=rows.index,
        dtype=bool,
    )
    idle = ~rows["country"].isin(asking)
    unsupported = rows["programme"].map(programmes["support_rate"]) == 0
    useless = "The allocation changes nothing."
    return [
        *findings(rows[idle], "idle country", "allocations", "No demand within the plan is of this buyer.",
                  useless, "country", "warning"),
        *findings(rows[outside & ~idle], "no buyer", "allocations", "The programme does not list this buyer.",
                  useless, "country", "warning"),
        *findings(rows[unsupported & ~idle & ~outside], "no support", "allocations",
                  "The programme gives no support: its support_rate is 0.", useless, "programme", "warning"),
    ]  # fmt: skip


def loans_without_allocations(tables: Tables) -> list[Problem]:
    """A loan is lent to countries that have an allocation."""
    rows = tables["programmes"]
    lends = (rows["kind"] == "loan") & ~(rows["support_rate"] == 0)
    message = "This loan has no row in allocations, so nothing is lent."
    right = "Add a row for each country that may borrow."
    empty = rows[lends & rows["programme"].notna() & ~rows["programme"].isin(tables["allocations"]["programme"])]
    return findings(empty, "nothing lent", "programmes", message, right, "programme", "warning")
