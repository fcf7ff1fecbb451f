"""Rules of policy that say too little, too much, or nothing that could ever bind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from edu_supply.checks.findings import Tables, findings, text
from edu_supply.dataset import Settings
from edu_supply.problems import Problem, nearest

WHO: dict[str, tuple[str, ...]] = {
    "line_share_at_most": ("country", "group"),
    "site_share_at_most": ("country", "group"),
    "country_share_at_most": ("country", "group"),
    "group_share_at_most": ("group",),
    "makers_at_least": ("group",),
    "made_inside_at_least": ("country", "group"),
    "fill_rate_at_least": ("site", "country", "group"),
    "fill_rate_gap_at_most": ("group",),
    "work_share_at_least": ("country", "group"),
    "outside_share_at_most": ("country", "group"),
}
"""The columns that may say whom a rule of each kind concerns; at most one of them is given."""

NEEDED = ("group_share_at_most", "made_inside_at_least", "work_share_at_least", "outside_share_at_most")
"""The kinds of rules that concern nobody unless one of these columns is given."""

SERVED = ("made_inside_at_least", "fill_rate_at_least", "fill_rate_gap_at_most")
"""The kinds of rules on what is asked for; the others are on what is made."""

PARTS: dict[str, tuple[str, str]] = {
    "line_share_at_most": ("line", "lines"),
    "site_share_at_most": ("site", "sites"),
    "country_share_at_most": ("country", "countries"),
}
"""The kinds of rules that limit each part of what is made, and what these parts are: one and several."""

SLACK = 1 - 1e-9
"""Sums of floating-point numbers may fall short of a whole by this factor."""

NEVER_BINDS = "The rule never binds."
NOTHING = "It holds only where nothing is made."


def rules_about_nobody(tables: Tables) -> list[Problem]:
    """A rule names whom it concerns where its kind needs that, once, and in a column that its kind knows."""
    rules, found = tables["rules"], []
    for kind, columns in WHO.items():
        rows = rules[rules["kind"] == kind]
        given = rows[list(columns)].notna().sum(axis=1)
        alternatives = " or ".join(columns)
        if kind in NEEDED:
            message, right = f"A rule of this kind concerns a {alternatives}.", f"Give {alternatives}."
            found += findings(rows[given == 0], "nobody", "rules", message, right, "kind")
        message, right = f"Only one of {', '.join(columns)} may be given.", "Leave the others blank."
        found += findings(rows[given > 1], "too many", "rules", message, right, "kind")
        for column in {"site", "country", "group"} - set(columns):
            found += _idle(rows[rows[column].notna()], column)
    others = rules[(rules["kind"] != "makers_at_least") & (rules["counts_from"] != 0.05)]
    return found + _idle(others, "counts_from")


def _idle(rows: pd.DataFrame, column: str) -> list[Problem]:
    message = "A rule of this kind does not look at this column."
    return findings(rows, "idle column", "rules", message, "Leave it blank.", column, "warning")


def product_and_family(tables: Tables) -> list[Problem]:
    """A rule names a product or a family, not both."""
    rows = tables["rules"]
    both = rows[rows["product"].notna() & rows["family"].notna()]
    return findings(
        both, "product and family", "rules", "Both product and family are given.", "Leave one blank.", "family"
    )


def unknown_words(tables: Tables) -> list[Problem]:
    """A rule's family is one of some product, its group one of the dataset's."""
    found: list[Problem] = []
    for column, table, message in (
        ("family", "products", "No product is of this family."),
        ("group", "groups", "There is no such group."),
    ):
        known = set(tables[table][column].dropna())
        rows = tables["rules"]
        strangers = rows[rows[column].notna() & ~rows[column].isin(known)]
        found += findings(strangers, f"unknown {column}", "rules", message, _nearest_of(column, known), column)
    return found


def _nearest_of(column: str, known: Iterable[str]) -> Callable[[Any], str]:
    return lambda row: nearest(getattr(row, column), known)


def limits_out_of_range(tables: Tables) -> list[Problem]:
    """A limit is a share, except for the number of makers, which is whole and positive."""
    rules = tables["rules"]
    makers = rules["kind"] == "makers_at_least"
    some = rules["limit"].notna() & rules["kind"].notna()
    shares = rules[some & ~makers & (rules["limit"] > 1)]
    counts = rules[some & makers & ((rules["limit"] < 1) | (rules["limit"] % 1 != 0))]

    def meant(row: Any) -> str:
        return f"Did you mean {row.limit / 100:.10g}?" if 2 <= row.limit <= 100 else "Write a share, such as 0.4."

    return [
        *findings(shares, "limit", "rules", "A share lies between 0 and 1.", meant, "limit"),
        *findings(counts, "limit", "rules", "This is a number of countries: whole, and at least 1.",
                  "Write a whole number, such as 2.", "limit"),
    ]  # fmt: skip


def rules_that_never_bind(tables: Tables, settings: Settings) -> list[Problem]:
    """What a rule is about is made by some line, or asked for within the plan."""
    lines, demand = tables["lines"], tables["demand"]
    made = set(lines.loc[lines["capacity"] > 0, "product"].dropna())
    within = (demand["quantity"] > 0) & ~(demand["period"] > settings.horizon.periods)
    asked = set(demand.loc[within, "product"].dropna())
    rules = tables["rules"]
    rules = rules[rules["product"].isna() | rules["product"].isin(tables["products"]["product"])]
    rules = rules[rules["family"].isna() | rules["family"].isin(tables["products"]["family"])]
    about = pd.Series([_products(tables, rule) for rule in rules.itertuples()], index=rules.index, dtype=object)
    served = rules["kind"].isin(SERVED)
    unmade = ~served & pd.Series([not made & names for names in about], index=rules.index, dtype=bool)
    unasked = served & pd.Series([not asked & names for names in about], index=rules.index, dtype=bool)
    found: list[Problem] = []
    for column in ("product", "family"):
        here = rules[column].notna() & (rules["family"].isna() if column == "product" else rules["product"].isna())
        noun = "this product" if column == "product" else "a product of this family"
        for rows, message in ((rules[here & unmade], f"No line makes {noun}."),
                              (rules[here & unasked], f"No demand within the plan asks for {noun}.")):  # fmt: skip
            found += findings(rows, f"idle {column}", "rules", message, NEVER_BINDS, column, "warning")
    return found


def _products(tables: Tables, rule: Any) -> set[str]:
    """The products that a rule is about, as far as the dataset knows them."""
    products = tables["products"]
    if isinstance(rule.product, str):
        return {rule.product}
    mine = products["family"] == rule.family if isinstance(rule.family, str) else products["product"].notna()
    return set(products.loc[mine, "product"].dropna())


def fronts_that_ask_for_nothing(tables: Tables) -> list[Problem]:
    """The site of a rule on fill rates is the place of some demand."""
    rows = tables["rules"]
    named = rows[(rows["kind"] == "fill_rate_at_least") & rows["site"].isin(tables["sites"]["site"])]
    idle = named[~named["site"].isin(tables["demand"]["site"])]
    message = "Nothing is asked for at this site."
    return findings(idle, "idle front", "rules", message, NEVER_BINDS, "site", "warning")


def rules_that_forbid(tables: Tables) -> list[Problem]:
    """The parts of what is made can be as large, or as many, as they must be."""
    rules, makers = tables["rules"], _makers(tables)
    each = rules[rules["kind"].isin(PARTS) & rules["country"].isna() & rules["group"].isna() & (rules["limit"] <= 1)]
    parts = [
        makers.loc[makers["product"] == product, PARTS[str(kind)][0]].nunique()
        for product, kind in zip(each["product"], each["kind"], strict=True)
    ]
    each = each.assign(parts=pd.Series(parts, index=each.index, dtype="int64"))
    each = each[(each["parts"] > 0) & (each["parts"] * each["limit"] < SLACK)]
    least = rules[(rules["kind"] == "makers_at_least") & (rules["limit"] >= 1) & (rules["limit"] % 1 == 0)]
    most = [len(_countries_making(tables, makers, rule)) for rule in least.itertuples()]
    least = least.assign(makers=pd.Series(most, index=least.index, dtype="int64"))
    few = least[least["product"].isin(makers["product"]) & (least["makers"] < least["limit"])]
    much = least[least["limit"] * least["counts_from"] > 1 / SLACK].drop(few.index, errors="ignore")
    return [
        *findings(each, "too tight", "rules",
                  lambda row: f"Too few {PARTS[row.kind][1]} make it, {row.parts}: their shares cannot add up to 1.",
                  NOTHING, "limit", "warning"),
        *findings(few, "too few makers", "rules",
                  lambda row: f"Countries that count and have a line that can make it: {row.makers}.",
                  NOTHING, "limit", "warning"),
        *findings(much, "too many makers", "rules",
                  lambda row: f"{text(row.limit)} shares of {text(row.counts_from)} are more than all that is made.",
                  NOTHING, "limit", "warning"),
    ]  # fmt: skip


def _makers(tables: Tables) -> pd.DataFrame:
    """Lines that can make something, with the countries in which they stand."""
    lines, sites = tables["lines"], tables["sites"].dropna(subset=["site"]).drop_duplicates("site")
    lines = lines[lines["capacity"] > 0]
    return lines.assign(country=lines["site"].map(sites.set_index("site")["country"]))


def _countries_making(tables: Tables, makers: pd.DataFrame, rule: Any) -> set[str]:
    groups = tables["groups"]
    making = set(makers.loc[makers["product"] == rule.product, "country"].dropna())
    if isinstance(rule.group, str):
        making &= set(groups.loc[groups["group"] == rule.group, "country"])
    return making


def rules_said_twice(tables: Tables) -> list[Problem]:
    """Of two rules that differ in their limit alone only the tighter one counts."""
    columns = ["kind", "product", "family", "group", "country", "site"]
    rules = tables["rules"].dropna(subset=["kind"])
    alike = rules[columns].fillna("")
    again = alike.duplicated() & ((rules["kind"] != "makers_at_least") | rules["counts_from"].eq(0.05))
    first = dict(reversed([(tuple(key), where) for key, where in zip(alike.values, rules["where"], strict=True)]))
    rows = rules.assign(first=[first[tuple(key)] for key in alike.values])[again]
    message = "{} asks for the same, with its own limit."
    return findings(rows, "said twice", "rules", lambda row: message.format(row.first),
                    "The tighter one holds; remove the other.", "kind", "warning")  # fmt: skip
