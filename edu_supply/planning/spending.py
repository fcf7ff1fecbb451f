"""From a solution's values to contracts, gifts and what each buyer spends."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.network.parts import Floats

NOTHING = 1e-7
"""Smaller amounts are the solver's rounding and have no row."""


def contract_tables(model: Model, values: Floats) -> dict[str, pd.DataFrame]:
    """The plan's tables contracts, donations and spending for the values of all variables."""
    contracts = _contracts(model, values)
    return {"contracts": contracts, "donations": _donations(model, values), "spending": _spending(model, contracts)}


def _contracts(model: Model, values: Floats) -> pd.DataFrame:
    contracts = model.choices.contracts
    units = contracts.buy.of(values)
    number = np.flatnonzero(units > NOTHING)
    step, buyer = contracts.steps.iloc[contracts.buy_step[number]], contracts.buy_buyer[number]
    price = step["unit_price_eur"].to_numpy(float)
    return pd.DataFrame({
        "pool": [contracts.pools[contracts.pool[one]] for one in buyer], "line": step["line"].to_numpy(),
        "product": step["product"].to_numpy(), "buyer": [contracts.buyers[one] for one in buyer],
        "from_quantity": step["from_quantity"].to_numpy(float), "quantity_units": units[number],
        "unit_price_eur": price, "paid_eur": units[number] * price,
    })  # fmt: skip


def _donations(model: Model, values: Floats) -> pd.DataFrame:
    contracts = model.choices.contracts
    gifts = contracts.gifts[["from_country", "to_country", "product"]]
    table = gifts.assign(give_units=contracts.give.of(values))
    return table[table["give_units"] > NOTHING].reset_index(drop=True)


def _spending(model: Model, contracts: pd.DataFrame) -> pd.DataFrame:
    """One row for each buyer; budget_eur and left_eur are missing where a buyer has no budget."""
    buyers = model.choices.contracts.buyers
    countries = model.network.parts.dataset["countries"].set_index("country")["budget_eur"]
    budget = countries.reindex(buyers).to_numpy(float)
    paid = contracts.groupby("buyer")["paid_eur"].sum().reindex(buyers).fillna(0.0).to_numpy(float)
    return pd.DataFrame({"buyer": buyers, "budget_eur": budget, "paid_eur": paid, "left_eur": budget - paid})
