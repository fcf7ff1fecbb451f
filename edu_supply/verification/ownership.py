"""Ownership: who owns which goods is settled on paper, but nobody hands over or gives more than it owns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.verification.arrays import FloatArray, add_up, both, floats, texts
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, scale_of
from edu_supply.verification.names import code


def ownership(audit: Audit) -> Rows:
    """A country's served units of an offered product, over the horizon, are at most what it bought + the initial stock
    and the arrivals within the horizon that it owns + what it was given - what it gave; in units handed over.

    One row for every offered product and country that buys, owns, gives or takes anything.
    """
    data, gifts = audit.dataset, audit.plan["donations"]
    rows, coming, service = audit.purchases.rows, data["arrivals"], audit.plan["service"]
    rows, coming = rows[audit.purchases.known], coming[coming["period"] <= audit.periods]
    columns = (rows["buyer"], data["stocks"]["country"], coming["country"], gifts["to_country"],
               gifts["from_country"], audit.names.buyer.to_series())  # fmt: skip
    countries = pd.Index(np.unique(np.concatenate([texts(column) for column in columns])), dtype="object")
    offered = np.isin(texts(audit.names.product.to_series()), texts(audit.purchases.offers["product"]))

    def units(table: pd.DataFrame, country: str, product: str, column: str) -> FloatArray:
        key = both(code(countries, table[country]), code(audit.names.product, table[product]), len(offered))
        total = add_up(key[key >= 0], floats(table[column])[key >= 0], len(countries) * len(offered))
        return total.reshape(len(countries), len(offered))[:, offered].ravel()

    bought = units(rows, "buyer", "product", "quantity_units")
    initial = units(data["stocks"], "country", "product", "initial")
    arriving = units(coming, "country", "product", "quantity")
    taken = units(gifts, "to_country", "product", "give_units")
    given = units(gifts, "from_country", "product", "give_units")
    served = units(service, "buyer", "served_product", "serve_units")
    owned, used, products = bought + initial + arriving + taken, served + given, np.flatnonzero(offered)

    def say(row: int) -> str:
        country, product = divmod(row, len(products))
        return (
            f"{countries[country]} serves {amount(served[row])} and gives {amount(given[row])} units of "
            f"{audit.product(products[product])}, but owns only {amount(owned[row])} units (bought "
            f"{amount(bought[row])}, in stock {amount(initial[row])}, arriving {amount(arriving[row])}, given to it "
            f"{amount(taken[row])})."
        )

    return Rows("ownership", used - owned, scale_of(used, owned), say)
