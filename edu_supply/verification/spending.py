"""Spending: what each buyer pays, over the horizon and period by period, and what no buyer carries."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from edu_supply.plan import COST_PARTS
from edu_supply.verification.arrays import FloatArray, add_up, floats, grid, place, texts, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.columns import column
from edu_supply.verification.findings import Rows, amount, refuse, scale_of
from edu_supply.verification.names import code, product_numbers
from edu_supply.verification.purchases import OFFER
from edu_supply.verification.steps import alone_eur
from edu_supply.verification.support import exempt, granted_eur, support_eur, vat_eur

BOUGHT = "procurement"
"""What buyers carry of the money; every other part is not assigned."""

SPREAD = ("paid_eur", "fee_eur", "grant_eur", "debt_eur", "vat_eur", "own_eur")
"""What is spread over the periods as the units are begun."""

GIFTS = ("given_eur", "taken_eur")
DERIVED = ("budget_eur", "left_eur", "saved_eur")


def spending(audit: Audit, cost: Mapping[str, float]) -> list[Rows]:
    """A row for each buyer that pays, gives or is given anything, over the horizon and in each period, and one for each
    part of the money that no buyer carries; each with all its euros."""
    rows, right = audit.plan["spending"], expected(audit, cost)
    keys = ["buyer", "cost", "period"]
    position = place(_keyed(right), keys, _keyed(rows), keys)
    findings = [*_references(audit, position), _passed_over(audit, right, position), _blank_periods(audit)]
    for name in (*SPREAD, *GIFTS, *DERIVED):
        true = floats(right[name])[position] if len(right) else np.zeros(len(rows))
        true = np.where(position >= 0, true, np.nan_to_num(floats(rows[name])))
        stated = floats(rows[name])
        blank = np.isnan(stated) & (true == 0)  # what is nothing may be left blank
        wide = np.nan_to_num(np.where(position >= 0, floats(right["scale_eur"])[position], 0.0)) if len(right) else true
        findings.append(column(audit, "spending", name, np.where(blank | (position < 0), stated, true), wide))
    return findings


def expected(audit: Audit, cost: Mapping[str, float]) -> pd.DataFrame:
    """Every row that spending can have: by country and period (0: the whole horizon), then what is not assigned.

    ``scale_eur`` is the largest term of the row.
    """
    gifts = audit.plan["donations"]
    columns = (audit.names.buyer.to_series(), gifts["from_country"], gifts["to_country"])
    countries = pd.Index(np.unique(np.concatenate([texts(names) for names in columns])), dtype="object")
    periods = audit.periods + 1
    table: dict[str, FloatArray] = {name: by.ravel() for name, by in _spread(audit, countries).items()}
    for name, giver in zip(GIFTS, ("from_country", "to_country"), strict=True):
        worth = product_numbers(audit.dataset, "value_eur")
        product = code(audit.names.product, gifts["product"])
        eur = np.where(product >= 0, worth[product], 0.0) * floats(gifts["give_units"])
        whole_horizon = np.zeros((len(countries), periods))
        whole_horizon[:, 0] = add_up(code(countries, gifts[giver]), eur, len(countries))
        table[name] = whole_horizon.ravel()
    table["saved_eur"] = table["own_eur"] - table["paid_eur"]
    budgets = audit.dataset["countries"]
    budget = floats(pd.Series(floats(budgets["budget_eur"]), texts(budgets["country"])).reindex(countries))
    table["budget_eur"] = np.where(np.arange(periods) == 0, budget[:, None], np.nan).ravel()
    table["left_eur"] = table["budget_eur"] - table["paid_eur"] - table["fee_eur"]
    table["left_eur"] += table["grant_eur"] + table["debt_eur"]
    right = pd.DataFrame(table).assign(
        buyer=np.repeat(texts(countries.to_series()), periods),
        period=np.tile(np.arange(periods, dtype=np.float64), len(countries)),
        cost=BOUGHT,
    )
    parts = [part for part in COST_PARTS[:7] if part != BOUGHT]
    nobody = pd.DataFrame({"buyer": "", "period": 0.0, "cost": parts, "paid_eur": [cost[part] for part in parts]})
    nobody = nobody.assign(**dict.fromkeys((*SPREAD[1:], *GIFTS, "saved_eur"), 0.0), budget_eur=np.nan, left_eur=np.nan)
    right = pd.concat([right, nobody[right.columns]], ignore_index=True)
    return right.assign(scale_eur=right[[*SPREAD, *GIFTS, "budget_eur"]].abs().max(axis=1))


def _spread(audit: Audit, countries: pd.Index[str]) -> dict[str, FloatArray]:
    """What is paid for contracts by country (rows) and period (columns; the first is the whole horizon): in proportion
    to the units of the line's product that are begun in the period."""
    bought, made = audit.purchases, audit.plan["production"]
    offer = place(bought.offers, OFFER, made, OFFER)
    begun = grid(offer[offer >= 0], whole(made["period"])[offer >= 0], floats(made["make_units"])[offer >= 0],
                 len(bought.offers), audit.periods)  # fmt: skip
    total = begun.sum(axis=1, keepdims=True)
    share = np.column_stack([np.ones(len(begun)), np.divide(begun, total, out=np.zeros_like(begun), where=total > 0)])
    granted, vat = granted_eur(audit), vat_eur(audit) * (1 - exempt(audit))
    rows = {"paid_eur": bought.paid_eur, "fee_eur": bought.fee_eur, "grant_eur": granted,
            "debt_eur": support_eur(audit) - granted, "vat_eur": vat}  # fmt: skip
    alone = alone_eur(audit)
    by = {name: (bought.rows["buyer"][bought.known], bought.offer[bought.known], eur[bought.known])
          for name, eur in rows.items()}  # fmt: skip
    by["own_eur"] = alone["buyer"], whole(alone["offer"]), floats(alone["own_eur"])
    return {
        name: add_up(code(countries, buyer) * len(begun) + place, eur, len(countries) * len(begun))
        .reshape(len(countries), len(begun)) @ share
        for name, (buyer, place, eur) in by.items()
    }  # fmt: skip


def _keyed(rows: pd.DataFrame) -> pd.DataFrame:
    """The key of each row of spending, its blank period as 0."""
    return rows[["buyer", "cost"]].assign(period=np.nan_to_num(floats(rows["period"])))


def _references(audit: Audit, position: np.ndarray) -> list[Rows]:
    rows = audit.plan["spending"]
    buyer, cost = texts(rows["buyer"]), texts(rows["cost"])
    wrong = position < 0
    twice = _keyed(rows).duplicated().to_numpy()

    def say(row: int) -> str:
        if not buyer[row]:
            return f'spending: "{cost[row]}" is no part of the money that no buyer carries, or is in a period.'
        if cost[row] != BOUGHT:
            return f'spending of {buyer[row]}: its cost is "{BOUGHT}", not "{cost[row]}".'
        if buyer[row] not in audit.names.buyer:
            return f"spending: no demand names the buyer {buyer[row]}, and it gives nothing."
        return f"spending of {buyer[row]}: {amount(rows['period'].iloc[row])} is no period of the plan."

    return [
        refuse("references", wrong, say),
        refuse("duplicates", twice, lambda row: f"{audit.words('spending', row)} stands in the plan more than once."),
    ]


def _blank_periods(audit: Audit) -> Rows:
    """The whole horizon is a blank period, never 0."""
    period = floats(audit.plan["spending"]["period"])
    return refuse("periods", period == 0, lambda row: "spending: the whole horizon is a blank period, not 0.")


def _passed_over(audit: Audit, right: pd.DataFrame, position: np.ndarray) -> Rows:
    """Every row that is not 0 stands in the plan."""
    absent = np.ones(len(right), dtype=np.bool_)
    absent[position[position >= 0]] = False
    missing = np.where(absent, right[[*SPREAD, *GIFTS]].abs().max(axis=1), 0.0)

    def say(row: int) -> str:
        buyer, period, cost = (right[name].iloc[row] for name in ("buyer", "period", "cost"))
        when = f" in {audit.label(int(period))}" if period else ""
        what = f"{buyer} pays, gives or is given" if buyer else f"{cost} is"
        return f"{what} {amount(missing[row])} EUR{when}, but the plan's table spending has no row for it."

    return Rows("spending.paid_eur", missing, scale_of(missing), say)
