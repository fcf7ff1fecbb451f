"""Outside shares: of the components of what is made, by line and by product, against what contracts and rules allow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edu_supply.schema import listed_names
from edu_supply.verification.arrays import BoolArray, FloatArray, IntArray, add_up, floats, texts, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.carried import Carried
from edu_supply.verification.columns import column
from edu_supply.verification.findings import Rows, amount, refuse, scale_of
from edu_supply.verification.names import code
from edu_supply.verification.perimeters import Followed, inside_of

COLUMNS = ("outside_eur", "components_eur", "outside_share", "limit_share")


@dataclass(frozen=True)
class Shares:
    """By row of lines: outside value in the components that the task used, and their content value; in EUR."""

    outside_eur: FloatArray
    components_eur: FloatArray
    product: IntArray

    def of(self, task: int, product: int) -> tuple[float, float]:
        """Outside and content value of a task's components; of all that make the product, where the task is -1."""
        chosen: BoolArray = np.arange(len(self.product)) == task if task >= 0 else self.product == product
        return float(self.outside_eur[chosen].sum()), float(self.components_eur[chosen].sum())


def shares_of(audit: Audit, carried: Carried) -> Shares:
    """The shares by one perimeter."""
    made, used, size = audit.plan["production"], audit.components, len(audit.dataset["lines"])
    use = carried.of("use")
    task = whole(made["line_row"])[whole(used["row"])]
    return Shares(
        add_up(carried.task[use], carried.eur[use], size),
        add_up(task, floats(used["eur"]), size),
        code(audit.names.product, audit.dataset["lines"]["product"]),
    )


def limits(audit: Audit, carried: Carried) -> Rows:
    """Outside value of the components <= the share that is allowed * their content value; in EUR. For each contract
    under a programme that limits it, and for each product of a rule."""
    shares, found = shares_of(audit, carried), carried.followed.limits
    values = [shares.of(task, product) for task, product, _, _ in found]
    outside, components = (np.array([one[place] for one in values], dtype=np.float64) for place in (0, 1))
    most = np.array([limit for _, _, limit, _ in found], dtype=np.float64)

    def say(row: int) -> str:
        task, product, limit, who = found[row]
        maker = audit.dataset["lines"]["line"].iloc[task] if task >= 0 else "all lines together"
        return (
            f"by the perimeter {carried.label}, {amount(outside[row])} EUR of the {amount(components[row])} EUR of "
            f"components in {audit.product(product)} made by {maker} are from outside, a share of "
            f"{outside[row] / components[row]:.6g}, but {who} allows {amount(limit)}."
        )

    return Rows("outside share", outside - most * components, scale_of(components), say)


def table(audit: Audit, all_carried: list[Carried]) -> list[Rows]:
    """The table content: what is followed has its row, and every row its euros, its share and its limit."""
    rows = audit.plan["content"]
    inside, line = texts(rows["inside"]), texts(rows["line"])
    product = code(audit.names.product, rows["product"])
    task = np.where(line == "", -1, audit.names.line_row(code(audit.names.line, rows["line"]), product))
    sound = np.zeros(len(rows), dtype=np.bool_)
    right = {name: np.full(len(rows), np.nan) for name in COLUMNS}
    findings = []
    for carried in all_carried:
        shares, followed = shares_of(audit, carried), carried.followed
        for row in np.flatnonzero((inside == carried.label) & (product >= 0) & ((line == "") | (task >= 0))):
            whole_product = _all_followed(audit, followed, texts(rows["product"])[row])
            sound[row] = task[row] in followed.tasks if line[row] else whole_product
            outside, components = shares.of(int(task[row]), int(product[row]))
            right["outside_eur"][row], right["components_eur"][row] = outside, components
            right["outside_share"][row] = outside / components if components > 0 else np.nan
            right["limit_share"][row] = min((limit for one, other, limit, _ in followed.limits
                                             if (one, other) == (task[row], product[row])), default=np.nan)  # fmt: skip
        findings.append(_missing(audit, carried, shares))

    def words(row: int) -> str:
        return audit.words("content", row)

    twice = rows.duplicated(["inside", "line", "product"]).to_numpy()
    return [
        refuse("references", ~sound, lambda row: f"{words(row)}: its outside share is not followed by this perimeter."),
        refuse("duplicates", twice, lambda row: f"{words(row)} stands in the plan more than once."),
        *(column(audit, "content", name, np.where(sound, true, floats(rows[name]))) for name, true in right.items()),
        *findings,
    ]


def _all_followed(audit: Audit, followed: Followed, product: str) -> bool:
    """Whether every line with capacity for a product is followed."""
    lines = audit.dataset["lines"]
    makers = np.flatnonzero((texts(lines["product"]) == product) & (floats(lines["capacity"]) > 0))
    return len(makers) > 0 and bool(np.isin(makers, followed.tasks).all())


def _missing(audit: Audit, carried: Carried, shares: Shares) -> Rows:
    """Every line and product that is followed and used components has its row in the table content."""
    rows, lines, followed = audit.plan["content"], audit.dataset["lines"], carried.followed
    mine = texts(rows["inside"]) == carried.label
    stated = set(zip(texts(rows["line"])[mine], texts(rows["product"])[mine], strict=True))
    used = [task for task in followed.tasks if shares.components_eur[task] > 0]
    line, product = texts(lines["line"]), texts(lines["product"])
    wanted = [(line[task], product[task]) for task in used]
    wanted += [("", name) for name in dict.fromkeys(product[used]) if _all_followed(audit, followed, name)]
    absent = np.array([one not in stated for one in wanted], dtype=np.bool_)

    def say(row: int) -> str:
        maker, name = wanted[row]
        return (
            f"the outside share of {name} made by {maker or 'all lines'} is followed by the perimeter {carried.label}, "
            f"but the plan's table content has no row for it."
        )

    return refuse("content", absent, say)


def of_contracts(audit: Audit, all_carried: list[Carried]) -> Rows:
    """The column outside_share of contracts: that of the line's product by the programme's perimeter, blank where none
    is followed, and where no components are used. A programme without a limit may leave it blank."""
    bought = audit.purchases
    stated = floats(bought.rows["outside_share"])
    line, product = code(audit.names.line, bought.rows["line"]), code(audit.names.product, bought.rows["product"])
    task, right = audit.names.line_row(line, product), np.full(len(stated), np.nan)
    for row in np.flatnonzero((bought.programme >= 0) & (task >= 0)):
        programme = audit.programmes[bought.programme[row]]
        outside, components = _by(audit, programme.inside, all_carried, int(task[row]), int(product[row]))
        if components > 0:
            right[row] = outside / components
        elif stated[row] == 0 and not np.isnan(components):
            right[row] = 0.0
        if np.isnan(programme.max_outside_share) and np.isnan(stated[row]):
            right[row] = np.nan
    return column(audit, "contracts", "outside_share", right)


def _by(
    audit: Audit, names: tuple[str, ...], all_carried: list[Carried], task: int, product: int
) -> tuple[float, float]:
    """Outside and content value of a task's components by a perimeter; NaN where it is not followed by it."""
    area = inside_of(audit, names)
    same = [one for one in all_carried if np.array_equal(one.followed.inside, area) and task in one.followed.tasks]
    same.sort(key=lambda one: listed_names(one.label) != list(names))
    return shares_of(audit, same[0]).of(task, product) if same else (float("nan"), float("nan"))
