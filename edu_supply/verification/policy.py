"""What a plan has of what rules ask for: each kind of rule read from what is made, asked for and served."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil

import numpy as np
import pandas as pd

from edu_supply.verification.arrays import floats, texts, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.groups import members_of
from edu_supply.verification.names import code
from edu_supply.verification.perimeters import Rule, rule_products
from edu_supply.verification.service import served
from edu_supply.verification.worth import work_eur


@dataclass(frozen=True)
class Reading:
    """One rule for one product (``""``: all together): what the plan has (``reached``), and whose it is (``who``).

    ``excess`` says by how much the rule is broken and ``base`` on what scale, both in ``unit``; ``limit`` is what
    ``reached`` is at when the rule binds. Where ``base`` is 0 the rule holds, whatever is reached.
    """

    rule: str
    kind: str
    products: frozenset[str]
    who: frozenset[str]
    limit: float
    reached: float
    excess: float
    base: float
    unit: str = "units"


@dataclass(frozen=True)
class Figures:
    """What lines can make (line, site, country, product), what they made over the horizon (and units, work_eur), and
    what was asked for and served (site, buyer, product, asked, served), in units asked for."""

    able: pd.DataFrame
    made: pd.DataFrame
    asked: pd.DataFrame
    members: Mapping[str, set[str]] = field(default_factory=dict)

    def region(self, rule: Rule, *columns: str) -> frozenset[str] | None:
        """The countries of a rule's group or country; None where both are blank: all."""
        names = [str(rule[column]) for column in columns or ("country", "group") if not pd.isna(rule[column])]
        return frozenset(one for name in names for one in self.members.get(name, {name})) if names else None


def figures_of(audit: Audit) -> Figures:
    """The figures that rules are about."""
    made, demands = audit.plan["production"], audit.demands
    country, able = texts(audit.dataset["sites"]["country"]), audit.dataset["lines"]
    able = able[able["capacity"] > 0][["line", "site", "product"]]
    able = able.assign(country=country[code(audit.names.site, able["site"])])
    lines = pd.DataFrame({
        "line": texts(made["line"]), "site": audit.names.site[whole(made["site_code"])],
        "country": country[whole(made["site_code"])], "product": texts(made["product"]),
        "units": floats(made["make_units"]), "work_eur": work_eur(audit.value_eur, audit.components, made),
    })  # fmt: skip
    asked = pd.DataFrame({
        "site": audit.names.site[demands.site], "buyer": audit.names.buyer[demands.buyer],
        "product": audit.names.product[demands.product], "asked": demands.quantity, "served": served(audit),
    })  # fmt: skip
    return Figures(able, lines, asked, members_of(audit.dataset))


def readings(audit: Audit, figures: Figures, rule: Rule) -> list[Reading]:
    """A rule for every product that it concerns; those on the outside share stand in ``rules``."""
    read = KINDS[str(rule["kind"])]
    products = texts(audit.dataset["products"]["product"])[rule_products(audit, rule)]
    if rule["kind"] == "work_share_at_least":
        return [read(figures, rule, products)]
    return [read(figures, rule, [product]) for product in products]


def _reading(
    rule: Rule, products: Iterable[str], values: Mapping[str, float], base: float, unit: str = "units"
) -> Reading:
    """The reading of a share that is at most (highest value) or at least (lowest value) the limit."""
    most, limit = str(rule["kind"]).endswith("at_most"), float(rule["limit"])
    if not values or base <= 0:
        reached, near, excess, base = np.nan, frozenset(values), 0.0, 0.0
        return Reading(str(rule["rule"]), str(rule["kind"]), frozenset(products), near, limit, reached, excess, base)
    reached = max(values.values()) if most else min(values.values())
    near = frozenset(who for who, value in values.items() if abs(value - reached) <= 1e-6)
    excess = (reached - limit if most else limit - reached) * base
    return Reading(str(rule["rule"]), str(rule["kind"]), frozenset(products), near, limit, reached, excess, base, unit)


def _made(figures: Figures, products: Iterable[str]) -> pd.DataFrame:
    return figures.made[figures.made["product"].isin(list(products))]


def made_by_one(owner: str) -> Callable[[Figures, Rule, Iterable[str]], Reading]:
    """Made by any one line, at any one site or in any one country, as a share of what is made by all; where nobody whom
    the rule concerns can make it, there is nothing to read."""

    def read(figures: Figures, rule: Rule, products: Iterable[str]) -> Reading:
        made, region = _made(figures, products), figures.region(rule)
        able = figures.able[figures.able["product"].isin(list(products))]
        mine = able if region is None else able[able["country"].isin(region)]
        total, by = float(made["units"].sum()), made.groupby(owner)["units"].sum()
        values = {str(name): float(by.get(name, 0.0)) / total for name in mine[owner].unique()} if total > 0 else {}
        return _reading(rule, products, values, total)

    return read


def made_in_group(figures: Figures, rule: Rule, products: Iterable[str]) -> Reading:
    """Made in the group together, as a share of what is made by all; nothing to read where nobody in it can make it."""
    made, region = _made(figures, products), figures.region(rule, "group") or frozenset()
    able = figures.able[figures.able["product"].isin(list(products))]["country"].isin(region).any()
    total = float(made["units"].sum())
    mine = float(made["units"][made["country"].isin(region)].sum())
    return _reading(rule, products, {_name(rule): mine / total} if total > 0 and able else {}, total)


def makers(figures: Figures, rule: Rule, products: Iterable[str]) -> Reading:
    """How many countries of the group make it, each at least counts_from of all that is made; a country that makes
    nothing makes nothing, whatever counts_from says. ``who`` names all that count."""
    made, region = _made(figures, products), figures.region(rule, "group")
    total, least, limit = float(made["units"].sum()), float(rule["counts_from"]), float(rule["limit"])
    by = made.groupby("country")["units"].sum()
    by = by[(by > 0) & ((by.index.isin(region)) if region is not None else True)].sort_values(ascending=False)
    counted = by[by >= least * total - 1e-6 * max(1.0, total)]
    needed = ceil(limit - 1e-9)
    last = float(by.iloc[needed - 1]) if 0 < needed <= len(by) else 0.0 if needed <= 0 else -1.0 - total
    excess = (least * total if needed > 0 else 0.0) - last
    who = frozenset(["|".join(sorted(str(name) for name in counted.index))])
    return Reading(str(rule["rule"]), str(rule["kind"]), frozenset(products), who, float(max(needed, 0)),
                   float(len(counted)), excess if total > 0 else 0.0, total)  # fmt: skip


def made_inside(figures: Figures, rule: Rule, products: Iterable[str]) -> Reading:
    """Made in the region, as a share of what its buyers ask for."""
    made, region = _made(figures, products), figures.region(rule) or frozenset()
    asked = figures.asked[figures.asked["product"].isin(list(products)) & figures.asked["buyer"].isin(region)]
    need = float(asked["asked"].sum())
    mine = float(made["units"][made["country"].isin(region)].sum())
    return _reading(rule, products, {_name(rule): mine / need} if need > 0 else {}, need)


def _fill(figures: Figures, products: Iterable[str], owner: str) -> pd.DataFrame:
    asked = figures.asked[figures.asked["product"].isin(list(products))]
    total = asked.groupby(owner)[["asked", "served"]].sum()
    return total[total["asked"] > 0]


def fill_rate(figures: Figures, rule: Rule, products: Iterable[str]) -> Reading:
    """Served as a share of what is asked for: at the site, else by each buyer."""
    at_site = not pd.isna(rule["site"])
    total = _fill(figures, products, "site" if at_site else "buyer")
    region = frozenset([str(rule["site"])]) if at_site else figures.region(rule)
    total = total if region is None else total[total.index.isin(region)]
    rates = {str(name): float(row["served"] / row["asked"]) for name, row in total.iterrows()}
    lowest = min(rates, key=lambda name: rates[name]) if rates else ""
    return _reading(rule, products, rates, float(total["asked"].get(lowest, 0.0)))


def fill_gap(figures: Figures, rule: Rule, products: Iterable[str]) -> Reading:
    """Highest less lowest fill rate of the buyers that ask for it."""
    total, region = _fill(figures, products, "buyer"), figures.region(rule, "group")
    total = total if region is None else total[total.index.isin(region)]
    rates = total["served"] / total["asked"]
    if rates.empty:
        return _reading(rule, products, {}, 0.0)
    gap, ends = float(rates.max() - rates.min()), rates[(rates > rates.max() - 1e-6) | (rates < rates.min() + 1e-6)]
    return _reading(rule, products, dict.fromkeys(map(str, ends.index), gap), float(total["asked"].min()))


def work_share(figures: Figures, rule: Rule, products: Iterable[str]) -> Reading:
    """Value of the work done in the region, as a share of that of all the work; all products are one sum."""
    made, region = _made(figures, products), figures.region(rule) or frozenset()
    total = float(made["work_eur"].sum())
    mine = float(made["work_eur"][made["country"].isin(region)].sum())
    named = frozenset(["", *([str(rule["product"])] if not pd.isna(rule["product"]) else [])])
    return _reading(rule, named, {_name(rule): mine / total} if total > 0 else {}, total, "EUR")


def _name(rule: Rule) -> str:
    """What a rule's region is called."""
    return next((str(rule[column]) for column in ("group", "country") if not pd.isna(rule[column])), "")


KINDS: dict[str, Callable[[Figures, Rule, Iterable[str]], Reading]] = {
    "line_share_at_most": made_by_one("line"),
    "site_share_at_most": made_by_one("site"),
    "country_share_at_most": made_by_one("country"),
    "group_share_at_most": made_in_group,
    "makers_at_least": makers,
    "made_inside_at_least": made_inside,
    "fill_rate_at_least": fill_rate,
    "fill_rate_gap_at_most": fill_gap,
    "work_share_at_least": work_share,
}
