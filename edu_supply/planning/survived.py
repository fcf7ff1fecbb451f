"""The section of a summary on what a plan survives: what that costs, and what is chosen for it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.wording import count, named, number
from edu_supply.plan import Plan
from edu_supply.planning.layout import records, safe, table, wrapped
from edu_supply.planning.wording import eur, product_names

MOST = 15

SURE = 1e-3
"""Of the price: bounds that are nearer to each other need not be told."""

WORDS = {"expansion": "open", "build site": "build", "build lane": "build lane", "contract": "buy from"}


def survived(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """What every threat costs to survive, and by which means; nothing for a plan without resilience."""
    said = plan.manifest.get("resilience")
    if not said:
        return []
    lines = [line for sentence in price_of(said) for line in wrapped(sentence, width, 2, 0)]
    means, names = plan["means"], product_names(dataset)
    rows = [(in_words(row, names), _change(row), eur(float(row.more_eur)), safe(_first(row.needed_for)))
            for row in records(means.head(MOST))]  # fmt: skip
    more = [f"  and {len(means) - MOST:,} more, in means.csv"] if len(means) > MOST else []
    head = ("", "units", "costs more", "needed for") if rows else ()
    return [*lines, *table(rows, width, head=head, left=(0, 3)), *more]


def price_of(said: Any) -> list[str]:
    """What is survived, and for how much, in sentences."""
    threats, percent = count(len(said["survived"]), "threat"), f"{100 * said['service']:.4g} %"
    first = f"Each of {threats} is survived at a service of {percent}"
    price = f"it costs {eur(said['price_eur'])} more than the plan that need not"
    least, most = said["price_least_eur"], said["price_most_eur"]
    sure = least is None or most is None or most - least <= SURE * max(1.0, abs(said["price_eur"]))
    between = "" if sure else f" (between {eur(least)} and {eur(most)}, by what is proved)"
    own = "By what falls short in its own undisturbed world that is not known: the time was over."
    return [f"{first}: {price}{between}.", *([] if said.get("by_its_own", True) else [own])]


def in_words(row: Any, names: dict[str, str]) -> str:
    """A row of ``means``: what is done."""
    what = safe(names.get(row.product, row.product))
    if row.means == "stock":
        return f"add {what} at {safe(row.target)}"
    return f"{WORDS[row.means]} {safe(row.target)}{f': {what}' if what else ''}"


def _change(row: Any) -> str:
    if row.means == "stock" or not row.plain_quantity:
        return number(round(float(row.quantity), 1))
    return f"{number(round(float(row.quantity), 1))} (was {number(round(float(row.plain_quantity), 1))})"


def _first(threats: object) -> str:
    said = "" if pd.isna(threats) else str(threats)  # type: ignore[call-overload]
    return said.split(", ")[0]


def not_survived(plan: Plan, dataset: Dataset, width: int) -> list[str]:
    """Why there is no plan that survives; nothing where that was not asked for."""
    said = plan.manifest.get("resilience")
    if not said or said["best_service"] is None:
        return []
    names = product_names(dataset)
    best = f"Nothing that may be chosen survives every threat at a service of {100 * said['service']:.4g} %."
    if said["best_service"] > 0:
        best += f" All together survive at most {said['best_service']:.2%}, where choices could be fractions."
    cells = [(safe(one["threat"]), f"{one['best_service']:.2%}",
              safe(named([names.get(product, product) for product in one["products"]])))
             for one in said["cannot"][:MOST]]  # fmt: skip
    head = ("Not survived", "best service", "falls short")
    return ["", *wrapped(best, width, 2, 0), *(table(cells, width, head=head, left=(0, 2)) if cells else [])]
