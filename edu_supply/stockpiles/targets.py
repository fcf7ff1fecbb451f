"""Stock that was sized, as rows of ``stocks``: priced minimums that a plan fills over time."""

from __future__ import annotations

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.whatif import change

WORTH = 2.0
"""A unit that is missing in every period costs so many times its value: more than making it, less than a front's
shortage of it."""


def with_targets(dataset: Dataset, stockpile: pd.DataFrame) -> tuple[Dataset, list[str]]:
    """The dataset in which every target of the table ``stockpile`` is a priced minimum of its row of ``stocks``.

    A row that has a priced minimum keeps its price, and the larger of both minimums. A hard minimum is left as it is
    (a row has one price); these places are given back, as "site product". Raises DataError as ``change`` does.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> row = {"site": "UA-front", "country": "UA", "product": "round", "target": 234.0}
    >>> with_targets(dataset, pd.DataFrame([row]))[0]["stocks"][["site", "minimum"]].values.tolist()
    [['UA-front', 234.0]]
    """
    value = dataset["products"].set_index("product")["value_eur"]
    hard = []
    for site, country, product, target in stockpile[["site", "country", "product", "target"]].itertuples(index=False):
        stocks = dataset["stocks"]
        here = stocks[(stocks["site"] == site) & (stocks["product"] == product)]
        row = here[here["country"] == country].iloc[0]
        if row["minimum"] > 0 and pd.isna(row["minimum_penalty_eur"]):
            hard.append(f"{site} {product}")
            continue
        price = row["minimum_penalty_eur"]
        if pd.isna(price):
            price = WORTH * float(value[product]) / dataset.periods
        where = {"site": site, "product": product} | ({"country": country} if len(here) > 1 else {})
        least = max(float(row["minimum"]), float(target))
        dataset = change(dataset, "stocks", where=where, set={"minimum": least, "minimum_penalty_eur": float(price)})
    return dataset, hard
