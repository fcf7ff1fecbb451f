"""From a solution's values to contracts, gifts and what each buyer spends."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.network.parts import Floats, Ints
from edu_supply.plan import COST_PARTS

NOTHING = 1e-7
"""Smaller amounts are the solver's rounding and have no row."""

DUST = 1e-7
"""A smaller share of all that is bought of an offer is no contract."""

UNASSIGNED = tuple(part for part in COST_PARTS[:7] if part != "procurement")
"""The parts of the money that no buyer carries."""

PAID = ("paid_eur", "fee_eur", "grant_eur", "debt_eur", "vat_eur", "own_eur")
"""What a contract adds to its buyer's spending."""


def contract_tables(model: Model, values: Floats, content: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The plan's tables contracts, donations and spending for the values of all variables.

    ``content`` is the plan's table, for the outside shares of contracts under programmes.
    """
    bought = _bought(model, values)
    bought["outside_share"] = _outside_shares(model, bought, content)
    contracts = bought.drop(columns=["grant_eur", "debt_eur", "own_eur", "task"])
    donations = _donations(model, values)
    spending = pd.concat([
        _whole(model, bought, donations), _by_period(model, values, bought), _unassigned(model, values)
    ])  # fmt: skip
    return {"contracts": contracts, "donations": donations, "spending": spending}


def _bought(model: Model, values: Floats) -> pd.DataFrame:
    """The rows of ``contracts``, with what is granted, lent, would be paid alone, and the task, beside them."""
    contracts, participation = model.choices.contracts, model.choices.participation
    units = contracts.buy.of(values)
    whole = np.bincount(contracts.buys["offer"].to_numpy(np.int64), units, minlength=len(contracts.offers))
    dust = DUST * whole[contracts.buys["offer"].to_numpy(np.int64)]
    number = np.flatnonzero(units > np.maximum(NOTHING, dust))
    units, buys = units[number], contracts.buys.iloc[number]
    step = contracts.steps.iloc[buys["step"]]
    vat, saved = (tax[number] * units for tax in contracts.vat)
    paid = contracts.price[number] * units
    party = participation.paid_by(participation.supports)[number]
    drawn = np.append(participation.support.of(values), 0.0)[party] * _share_of(party, paid)
    lent = np.append(participation.is_lent, False)[party]
    rows = contracts.contracts.iloc[buys["contract"]]
    table = pd.DataFrame({
        "pool": [contracts.pools.names[one] for one in rows["pool"]],
        "programme": [contracts.terms[one].name for one in rows["term"]],
        "line": step["line"].to_numpy(), "product": step["product"].to_numpy(),
        "buyer": [contracts.buyers[one] for one in buys["buyer"]],
        "from_quantity": step["from_quantity"].to_numpy(float), "quantity_units": units,
        "unit_price_eur": contracts.price[number], "paid_eur": paid, "fee_eur": contracts.fee[number] * units,
        "support_eur": drawn, "vat_eur": vat, "vat_saved_eur": saved, "outside_share": np.nan,
        "grant_eur": np.where(lent, 0.0, drawn), "debt_eur": np.where(lent, drawn, 0.0),
        "task": step["task"].to_numpy(np.int64),
    })  # fmt: skip
    return table.assign(own_eur=_own(model, table))


def _outside_shares(model: Model, bought: pd.DataFrame, content: pd.DataFrame) -> list[float]:
    """The outside share of each contract by its programme's perimeter; NaN where none is followed."""
    perimeters = {one.perimeter.inside: one.perimeter.name for one in model.operations.contents.each}
    of_programme = {term.name: perimeters.get(term.inside) for term in model.choices.contracts.terms
                    if term.max_outside_share is not None}  # fmt: skip
    shares = content.set_index(["inside", "line", "product"])["outside_share"]
    keys = zip(bought["programme"].map(of_programme), bought["line"], bought["product"], strict=True)
    return [float(shares.get(key, np.nan)) for key in keys]


def _share_of(group: Ints, amount: Floats) -> Floats:
    """Each amount as a share of its group's; groups of -1 apart."""
    total = np.bincount(group + 1, amount, minlength=1)[group + 1] if len(group) else amount
    share: Floats = np.divide(amount, total, out=np.zeros_like(amount), where=total > 0)
    return share


def _own(model: Model, bought: pd.DataFrame) -> Floats:
    """What each row's units would cost if its buyer signed alone for all that it buys of the offer."""
    steps = model.choices.contracts.steps
    key = ["buyer", "task"]
    total = bought.groupby(key)["quantity_units"].transform("sum").to_numpy(float)
    own = np.array([alone_eur(steps[steps["task"] == task], units)
                    for task, units in zip(bought["task"], total, strict=True)], float)  # fmt: skip
    group = bought.groupby(key).ngroup().to_numpy().astype(np.int64)
    return np.asarray(own * _share_of(group, bought["quantity_units"].to_numpy(float)), float)


def alone_eur(steps: pd.DataFrame, units: float) -> float:
    """The least that a buyer pays who signs alone for at least so many units of an offer, outside any programme."""
    begins, price = steps["from_quantity"].to_numpy(float), steps["unit_price_eur"].to_numpy(float)
    if steps["discount"].iloc[0] == "all_units":
        return float((price * np.maximum(units, begins)).min())
    units = max(units, float(begins[0]))
    starts = np.append(0.0, begins[1:])
    within = np.clip(units - starts, 0.0, np.append(np.diff(starts), np.inf))
    return float(price @ within)


def _donations(model: Model, values: Floats) -> pd.DataFrame:
    contracts = model.choices.contracts
    gifts = contracts.gifts[["from_country", "to_country", "product"]]
    table = gifts.assign(give_units=contracts.give.of(values))
    return table[table["give_units"] > NOTHING].reset_index(drop=True)


def _whole(model: Model, bought: pd.DataFrame, donations: pd.DataFrame) -> pd.DataFrame:
    """A row for each buyer or giver over the whole horizon; no budget_eur and left_eur where it has no budget."""
    dataset, given_by = model.network.parts.dataset, donations["from_country"].tolist()
    buyers = list(dict.fromkeys([*model.choices.contracts.buyers, *given_by]))
    sums = bought.groupby("buyer")[list(PAID)].sum().reindex(buyers).fillna(0.0)
    budget = dataset["countries"].set_index("country")["budget_eur"].reindex(buyers).to_numpy(float)
    value = donations["product"].map(dataset["products"].set_index("product")["value_eur"]).astype(float)
    worth = donations.assign(worth=donations["give_units"] * value)
    given, taken = (worth.groupby(end)["worth"].sum().reindex(buyers).fillna(0.0).to_numpy(float)
                    for end in ("from_country", "to_country"))  # fmt: skip
    table = _spending(sums).assign(
        buyer=buyers, period=np.nan, budget_eur=budget, given_eur=given, taken_eur=taken
    )  # fmt: skip
    left = budget - table["paid_eur"] - table["fee_eur"] + table["grant_eur"] + table["debt_eur"]
    return table.assign(left_eur=left)


def _by_period(model: Model, values: Floats, bought: pd.DataFrame) -> pd.DataFrame:
    """A row for each buyer and period in which something that it bought is begun."""
    making, periods = model.network.making, model.network.periods
    made = np.zeros((len(model.network.parts.task_line), periods))
    np.add.at(made, (making.item, making.period - 1), np.maximum(model.operations.make.of(values), 0.0))
    tasks = bought["task"].to_numpy(np.int64)
    total = made.sum(axis=1)[tasks]
    share = np.divide(made[tasks], total[:, None], out=np.zeros((len(tasks), periods)), where=total[:, None] > 0)
    row, number = np.nonzero(share)
    parts = bought.iloc[row]
    spread = parts[list(PAID)].mul(share[row, number], axis=0).assign(buyer=parts["buyer"], period=number + 1)
    sums = spread.groupby(["buyer", "period"], sort=True)[list(PAID)].sum().reset_index()
    return _spending(sums).assign(buyer=sums["buyer"], period=sums["period"].astype(float))


def _unassigned(model: Model, values: Floats) -> pd.DataFrame:
    """A row for each part of the money that no buyer carries."""
    cost = {part: eur for part, eur in model.cost_by_part(values).items() if part in UNASSIGNED and eur > NOTHING}
    return pd.DataFrame({"buyer": "", "period": np.nan, "cost": list(cost), "paid_eur": list(cost.values())})


def _spending(sums: pd.DataFrame) -> pd.DataFrame:
    """Sums of what contracts add, as rows of ``spending``."""
    table = sums[list(PAID)].reset_index(drop=True)
    return table.assign(cost="procurement", saved_eur=table["own_eur"] - table["paid_eur"], budget_eur=np.nan,
                        left_eur=np.nan, given_eur=np.nan, taken_eur=np.nan)  # fmt: skip
