"""Rules of policy: the plan keeps them, and its table rules says what it has of each."""

from __future__ import annotations

import numpy as np

from edu_supply.verification.arrays import floats, texts
from edu_supply.verification.audit import Audit
from edu_supply.verification.carried import Carried
from edu_supply.verification.findings import Rows, amount, refuse, scale_of
from edu_supply.verification.perimeters import (
    OUTSIDE_RULE,
    Rule,
    inside_of,
    outside_products,
    rule_perimeter,
)
from edu_supply.verification.policy import Reading, figures_of, readings
from edu_supply.verification.shares import shares_of

AT_THE_LIMIT = (1e-7, 1e-5)
"""A plan within the first of a limit is at it, and one beyond the second is not; between them either may be said."""


def all_readings(audit: Audit, all_carried: list[Carried]) -> list[Reading]:
    """Every rule for every product that it concerns."""
    if audit.dataset["rules"].empty:
        return []
    figures = figures_of(audit)
    found: list[Reading] = []
    for rule in audit.dataset["rules"].to_dict("records"):
        outside = rule["kind"] == OUTSIDE_RULE
        found += _outside(audit, rule, all_carried) if outside else readings(audit, figures, rule)
    return found


def _outside(audit: Audit, rule: Rule, all_carried: list[Carried]) -> list[Reading]:
    """The outside share of each product by the rule's perimeter."""
    names = rule_perimeter(rule)
    area, limit = inside_of(audit, names), float(rule["limit"])
    same = [carried for carried in all_carried if np.array_equal(carried.followed.inside, area)]
    found = []
    for product in outside_products(audit, rule):
        outside, components = shares_of(audit, same[0]).of(-1, int(product)) if same else (0.0, 0.0)
        reached = outside / components if components > 0 else float("nan")
        found.append(Reading(str(rule["rule"]), OUTSIDE_RULE, frozenset([audit.product(product)]), frozenset(names),
                             limit, reached, outside - limit * components, components, "EUR"))  # fmt: skip
    return found


def kept(found: list[Reading]) -> Rows:
    """Every rule holds for every product that it concerns; in units, or in EUR of work or content."""
    base = np.array([one.base for one in found], dtype=np.float64)
    excess = np.array([one.excess if one.base > 0 else 0.0 for one in found], dtype=np.float64)

    def say(row: int) -> str:
        one = found[row]
        who = f" ({', '.join(sorted(one.who))})" if len(one.who) <= 3 and any(one.who) else ""
        product = ", ".join(sorted(name for name in one.products if name)) if len(one.products) <= 2 else "all products"
        return (
            f"{one.rule} asks for {one.kind} {amount(one.limit)}, but the plan has {one.reached:.6g} "
            f"for {product or 'all products'}{who}."
        )

    return Rows("rules", excess, scale_of(base), say)


def table(audit: Audit, found: list[Reading]) -> list[Rows]:
    """The table rules: a row for each rule and product that it concerns, with its kind, its limit, what is reached, who
    is nearest to the limit, and whether the plan is at it."""
    rows = audit.plan["rules"]
    of = [_reading_of(found, rule, product)
          for rule, product in zip(texts(rows["rule"]), texts(rows["product"]), strict=True)]  # fmt: skip
    rules = {str(rule["rule"]): rule for rule in audit.dataset["rules"].to_dict("records")}
    findings = [
        refuse("references", np.array([one is None for one in of], dtype=np.bool_), lambda row: (
            f"{audit.words('rules', row)}: there is no such rule, or it does not concern this product.")),
        refuse("duplicates", rows.duplicated(["rule", "product"]).to_numpy(), lambda row: (
            f"{audit.words('rules', row)} stands in the plan more than once.")),
        _missing(found, of),
    ]  # fmt: skip
    kind, who = texts(rows["kind"]), texts(rows["who"])
    limit, reached, binding = (floats(rows[name]) for name in ("limit", "reached", "binding"))
    off = {name: np.zeros(len(rows)) for name in ("kind", "who", "limit", "reached", "binding")}
    right = {name: [""] * len(rows) for name in off}
    for row, one in enumerate(of):
        if one is None:
            continue
        true_limit = float(rules[one.rule]["limit"])
        off["kind"][row], right["kind"][row] = kind[row] != one.kind, one.kind
        off["limit"][row], right["limit"][row] = abs(limit[row] - true_limit), amount(true_limit)
        off["reached"][row], right["reached"][row] = _off(one, reached[row]), amount(one.reached)
        right_binding = _binding(one)
        off["binding"][row] = 0.0 if binding[row] in right_binding else 1.0
        right["binding"][row] = " or ".join(str(value) for value in right_binding)
        if one.base > 0:
            said = "|".join(sorted(who[row].split("|")))  # several countries may stand in any order
            off["who"][row], right["who"][row] = said not in one.who, " or ".join(sorted(one.who))
    stated = {"kind": kind, "who": who, "limit": limit, "reached": reached, "binding": binding}
    return [*findings, *(_said(audit, name, off[name], stated[name], right[name]) for name in off)]


def _said(audit: Audit, name: str, off: np.ndarray, stated: np.ndarray, right: list[str]) -> Rows:
    def say(row: int) -> str:
        one = stated[row]
        said = one if isinstance(one, str) else "none" if np.isnan(one) else amount(one)
        return f"{audit.words('rules', row)}: the plan says {said}, but {right[row]} is right ({name})."

    return Rows(f"rules.{name}", off, np.ones(len(off)), say)


def _reading_of(found: list[Reading], rule: str, product: str) -> Reading | None:
    return next((one for one in found if one.rule == rule and product in one.products), None)


def _off(one: Reading, stated: float) -> float:
    """By how much what is said to be reached is wrong; of nothing, nothing, 0 or 1 may be said."""
    if one.base <= 0:
        return 0.0 if np.isnan(stated) or stated in (0.0, 1.0) else 1.0
    return 1.0 if np.isnan(stated) else abs(stated - one.reached) * min(1.0, one.base)


def _binding(one: Reading) -> tuple[int, ...]:
    """Whether the plan is at the limit: 1, 0, or either where that is a matter of rounding, or where there is nothing
    that could be."""
    if one.base <= 0:
        return (0, 1)
    distance = abs(one.reached - one.limit)
    return (1,) if distance <= AT_THE_LIMIT[0] else (0,) if distance > AT_THE_LIMIT[1] else (0, 1)


def _missing(found: list[Reading], of: list[Reading | None]) -> Rows:
    """Every rule has its row for every product of which something is made, or asked for."""
    stated = [one for one in of if one is not None]
    absent = np.array([one.base > 0 and one not in stated for one in found], dtype=np.bool_)

    def say(row: int) -> str:
        product = next(iter(sorted(found[row].products - {""})), "")
        of_product = f" for {product}" if product else ""
        return f"rule {found[row].rule}{of_product}: the plan's table rules has no row for it."

    return refuse("rules", absent, say)
