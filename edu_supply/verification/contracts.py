"""Contracts: who buys what at which price step."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.verification.arrays import FloatArray, add_up, floats, place, texts
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, refuse, scale_of
from edu_supply.verification.purchases import NOBODY, OFFER


def references(audit: Audit) -> list[Rows]:
    """A contract buys from an offer, under a programme or none, for a country that a demand names, in that buyer's
    pool; each buyer once from each step."""
    bought = audit.purchases
    rows, labels = bought.rows, texts(bought.rows["pool"])
    frame = pd.DataFrame({"label": labels, "pool": bought.pool})
    mixed = (frame.groupby("label")["pool"].transform("nunique") > 1) | (
        frame.groupby("pool")["label"].transform("nunique") > 1
    )
    twice = rows.duplicated(["pool", "programme", "line", "product", "buyer", "from_quantity"]).to_numpy()

    def words(row: int) -> str:
        return audit.words("contracts", row)

    return [
        refuse("references", bought.offer < 0, lambda row: f"{words(row)}: offers has no row for it."),
        refuse("references", bought.pool < 0, lambda row: f"{words(row)}: no demand names this buyer."),
        refuse("references", bought.programme == NOBODY, lambda row: f"{words(row)}: there is no such programme."),
        refuse("pools", mixed.to_numpy() & (bought.pool >= 0), lambda row: f"{words(row)}: by the model's pools, "
               f"those that sign as {labels[row]} do not buy together, or others buy with them."),
        refuse("duplicates", twice, lambda row: f"{words(row)} stands in the plan more than once."),
    ]  # fmt: skip


def bought_by_offer(audit: Audit) -> FloatArray:
    """Units bought under each offer, by all pools together."""
    bought = audit.purchases
    return add_up(bought.offer[bought.known], bought.units[bought.known], len(bought.offers))


def ceiling(audit: Audit) -> Rows:
    """What all pools together buy under an offer is at most max_quantity; in units."""
    offers = audit.purchases.offers
    most = floats(offers["max_quantity"])
    total = bought_by_offer(audit)

    def say(row: int) -> str:
        offer = offers.iloc[row]
        return (
            f"all pools together buy {amount(total[row])} units of {offer['product']} from {offer['line']}, but the "
            f"offer ends at {amount(most[row])} units."
        )

    return Rows("ceiling", np.where(np.isnan(most), 0.0, total - most), scale_of(total), say)


def made_is_bought(audit: Audit) -> Rows:
    """All that is made under an offer is bought by somebody, and nothing else is; in units over the horizon."""
    offers, made = audit.purchases.offers, audit.plan["production"]
    offer = place(offers, OFFER, made, OFFER)
    total = add_up(offer[offer >= 0], floats(made["make_units"])[offer >= 0], len(offers))
    bought = bought_by_offer(audit)

    def say(row: int) -> str:
        one = offers.iloc[row]
        return (
            f"{one['line']} makes {amount(total[row])} units of {one['product']} under its offer, but "
            f"{amount(bought[row])} units are bought."
        )

    return Rows("made is bought", np.abs(total - bought), scale_of(total, bought), say)


def donations(audit: Audit) -> list[Rows]:
    """Only a row of donations lets a country give to another, up to its quantity over the horizon; in units."""
    rows, table, keys = audit.plan["donations"], audit.dataset["donations"], ["from_country", "to_country", "product"]
    row_of = place(table, keys, rows, keys)
    given = add_up(row_of[row_of >= 0], floats(rows["give_units"])[row_of >= 0], len(table))
    most = floats(table["quantity"])
    twice = rows.duplicated(keys).to_numpy()

    def words(row: int) -> str:
        return audit.words("donations", row)

    def say(row: int) -> str:
        one = table.iloc[row]
        return (
            f"{one['from_country']} gives {amount(given[row])} units of {one['product']} to {one['to_country']}, but "
            f"may give at most {amount(most[row])} units."
        )

    return [
        refuse("references", row_of < 0, lambda row: f"{words(row)}: donations has no row for it."),
        refuse("duplicates", twice, lambda row: f"{words(row)} stands in the plan more than once."),
        Rows("donations", np.where(np.isnan(most), 0.0, given - most), scale_of(given), say),
    ]
