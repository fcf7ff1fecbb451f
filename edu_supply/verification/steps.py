"""Price steps: each contract's own quantity reaches the step at which it is bought."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.verification.arrays import FloatArray, floats, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, refuse, scale_of


def all_units(audit: Audit) -> list[Rows]:
    """Of a contract on all_units, at most one step is reached, and the contract's own quantity over the horizon reaches
    it; of any contract, the offer has the step that a row names. In units."""
    bought = audit.purchases
    rows, step = bought.rows, floats(bought.rows["from_quantity"])
    frame = pd.DataFrame({"contract": bought.contract, "step": step, "units": bought.units})
    grouped = frame.groupby("contract")
    total = floats(grouped["units"].transform("sum"))
    several = floats(grouped["step"].transform("max")) > floats(grouped["step"].transform("min"))
    single = bought.known & ~bought.incremental

    def no_step(row: int) -> str:
        return f"{audit.words('contracts', row)}: the offer has no step from {amount(step[row])} units."

    def two_steps(row: int) -> str:
        return f"{audit.words('contracts', row)}: the pool buys at more than one price step of this offer."

    def not_reached(row: int) -> str:
        return (
            f"{audit.words('contracts', row)}: the pool buys {amount(total[row])} units in all and does not reach the "
            f"step from {amount(step[row])} units on."
        )

    return [
        refuse("steps", bought.known & (bought.step < 0), no_step),
        refuse("steps", single & several, two_steps),
        Rows("steps", np.where(single, step - total, 0.0), scale_of(step, total), not_reached),
    ] if len(rows) else []  # fmt: skip


@dataclass(frozen=True)
class Segment:
    """What one incremental contract buys at one of its steps, and what it may (``most``) and must (``least``) buy."""

    row: int
    from_quantity: float
    units: float
    least: float
    most: float


def incremental(audit: Audit) -> list[Rows]:
    """An incremental contract uses up every step below its last one, takes no more at a step than lies between it and
    the next (the first step begins with the first unit), and reaches its minimum order; in units."""
    found, orders = segments(audit)
    units, least, most = (np.array([getattr(one, name) for one in found], dtype=np.float64)
                          for name in ("units", "least", "most"))  # fmt: skip
    total, first = (np.array([order[place] for order in orders], dtype=np.float64) for place in (1, 2))

    def say(end: str) -> Callable[[int], str]:
        def sentence(row: int) -> str:
            one = found[row]
            limit = "the contract goes on beyond this step" if end == "least" else "there the next step begins"
            return (
                f"{audit.words('contracts', one.row)}: {amount(one.units)} units are bought at the step from "
                f"{amount(one.from_quantity)} units on, but it has {amount(one.most)} units, and {limit}."
            )

        return sentence

    def order(row: int) -> str:
        return (
            f"{audit.words('contracts', orders[row][0])}: {amount(total[row])} units are bought in all, fewer than the "
            f"minimum order of {amount(first[row])} units."
        )

    finite = np.where(np.isfinite(most), most, 0.0)
    return [
        Rows("steps", least - units, scale_of(units, least), say("least")),
        Rows("steps", np.where(np.isfinite(most), units - finite, 0.0), scale_of(units, finite), say("most")),
        Rows("steps", first - total, scale_of(first, total), order),
    ]


def segments(audit: Audit) -> tuple[list[Segment], list[tuple[int, float, float]]]:
    """Every step of every incremental contract that is signed; and each one's row, total and minimum order."""
    bought = audit.purchases
    found: list[Segment] = []
    orders: list[tuple[int, float, float]] = []
    for contract in np.unique(bought.contract[bought.incremental & (bought.step >= 0)]):
        rows = np.flatnonzero((bought.contract == contract) & (bought.step >= 0))
        offer = bought.offers.iloc[bought.offer[rows[0]]]
        own = (bought.steps["line"] == offer["line"]) & (bought.steps["product"] == offer["product"])
        places, begins = np.flatnonzero(own), floats(bought.steps["from_quantity"][own])
        width = np.append(begins[1:], np.inf) - np.append(0.0, begins[1:])
        units = np.array([bought.units[rows[bought.step[rows] == place]].sum() for place in places])
        last = int(np.flatnonzero(units > 0).max(initial=0))
        for place in range(last + 1):
            found.append(Segment(int(rows[0]), float(begins[place]), float(units[place]),
                                 float(width[place]) if place < last else 0.0, float(width[place])))  # fmt: skip
        orders.append((int(rows[0]), float(units.sum()), float(begins[0])))
    return found, orders


def own_eur(begins: FloatArray, prices: FloatArray, incremental: bool, units: float) -> float:
    """What units would cost a buyer that signed for them alone, at its cheapest: of all_units, the least over steps of
    unit_price_eur * max(units, from_quantity); of incremental, the price of max(units, minimum order). In EUR.

    >>> own_eur(np.array([10.0, 50.0]), np.array([5.0, 3.0]), False, 40.0)
    150.0
    >>> own_eur(np.array([10.0, 50.0]), np.array([5.0, 3.0]), True, 60.0)
    280.0
    """
    if units <= 0:
        return 0.0
    if not incremental:
        return float((prices * np.maximum(units, begins)).min())
    lower, upper = np.append(0.0, begins[1:]), np.append(begins[1:], np.inf)
    taken = np.clip(max(units, float(begins[0])) - lower, 0.0, upper - lower)
    return float((prices * taken).sum())


def alone_eur(audit: Audit) -> pd.DataFrame:
    """own_eur for every buyer and offer: columns buyer, offer, own_eur."""
    bought = audit.purchases
    known = np.flatnonzero(bought.known)
    frame = pd.DataFrame({"buyer": bought.rows["buyer"].to_numpy()[known], "offer": bought.offer[known],
                          "units": bought.units[known]})  # fmt: skip
    total: pd.DataFrame = frame.groupby(["buyer", "offer"], as_index=False).agg({"units": "sum"})
    own = []
    for offer, units in zip(whole(total["offer"]), floats(total["units"]), strict=True):
        one = bought.offers.iloc[offer]
        steps = bought.steps[(bought.steps["line"] == one["line"]) & (bought.steps["product"] == one["product"])]
        own.append(own_eur(floats(steps["from_quantity"]), floats(steps["unit_price_eur"]),
                           one["discount"] == "incremental", units))  # fmt: skip
    return total.assign(own_eur=np.array(own, dtype=np.float64))
