"""Money: every euro and every derived unit in the plan's tables, and the cost parts that they add up to."""

from __future__ import annotations

import numpy as np

from edu_supply.plan import ADDED_PART
from edu_supply.verification import added
from edu_supply.verification.arrays import FloatArray, floats, look_up, place, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.choices import choices_eur
from edu_supply.verification.columns import column
from edu_supply.verification.findings import Rows, amount, scale_of
from edu_supply.verification.names import product_numbers
from edu_supply.verification.purchases import OFFER
from edu_supply.verification.service import asked_units, late_eur, served, short
from edu_supply.verification.sheets import STOCKPILE
from edu_supply.verification.stock import Reserve, final_stock_eur


def production_eur(audit: Audit) -> FloatArray:
    """unit_cost_eur * make; nothing where offers has rows for the line and product."""
    made, lines = audit.plan["production"], audit.dataset["lines"]
    unit_cost = look_up(floats(lines["unit_cost_eur"]), whole(made["line_row"]))
    contracted = place(audit.purchases.offers, OFFER, made, OFFER) >= 0
    return np.where(contracted, 0.0, unit_cost * floats(made["make_units"]))


def shipped_t(audit: Audit) -> FloatArray:
    """mass_kg * ship / 1000 of each shipment."""
    sent = audit.plan["shipments"]
    mass_kg = product_numbers(audit.dataset, "mass_kg")[whole(sent["product_code"])]
    return mass_kg * floats(sent["ship_units"]) / 1000


def transport_eur(audit: Audit) -> FloatArray:
    """mass * cost_eur_per_t of each shipment."""
    lane = whole(audit.plan["shipments"]["lane_code"])
    return shipped_t(audit) * look_up(floats(audit.dataset["lanes"]["cost_eur_per_t"]), lane)


def under_way_eur(audit: Audit) -> float:
    """holding_eur for every unit under way at the end of a period: lead_periods ends of periods for each shipment."""
    return float(audit.flows.under_way.sum(axis=1) @ product_numbers(audit.dataset, "holding_eur"))


def per_unit(audit: Audit, name: str, units: str) -> FloatArray:
    """Euros of the rows of stocks: a column of products times units."""
    held = audit.plan["stocks"]
    return product_numbers(audit.dataset, name)[whole(held["product_code"])] * floats(held[units])


def short_units(audit: Audit) -> FloatArray:
    """Units short of each row of the plan's table demand."""
    return look_up(short(audit), whole(audit.plan["demand"]["demand_row"]))


def shortage_eur(audit: Audit) -> FloatArray:
    """penalty_eur * short of each row of the plan's table demand, as short as it says."""
    rows = audit.plan["demand"]
    return floats(rows["short_units"]) * look_up(audit.demands.penalty_eur, whole(rows["demand_row"]))


def reserve_rows(audit: Audit, kept: Reserve) -> list[Rows]:
    """What is below a priced minimum stands in the table stocks, in units and euros; so do the minimums."""
    held, flows = audit.plan["stocks"], audit.flows
    pair = flows.find(whole(held["site_code"]), whole(held["product_code"]), len(audit.names.product))
    period = whole(held["period"]) - 1
    least, below = kept.hard[pair, period] + kept.priced[pair, period], kept.below[pair, period]
    cost, price = kept.cost_eur[pair, period], kept.dearest_eur[pair]
    stands = np.zeros(flows.held.shape, dtype=np.bool_)
    stands[pair, period] = True
    missing = np.where(stands, 0.0, kept.below)

    def say(row: int) -> str:
        pair, period = divmod(row, audit.periods)
        site, product = audit.site(flows.site[pair]), audit.product(flows.product[pair])
        return (
            f"{site} is {amount(missing[pair, period])} units of {product} below its priced minimum at the end of "
            f"{audit.label(period + 1)}, but the plan's table stocks has no row for it."
        )

    scale = scale_of(kept.hard + kept.priced, typical=flows.typical[:, None])
    return [
        column(audit, "stocks", "minimum_units", least),
        column(audit, "stocks", "below_units", below, least, floats(held["hold_units"])),
        column(audit, "stocks", "reserves_eur", cost, price * least, price * floats(held["hold_units"])),
        Rows("stocks.below_units", missing.ravel(), scale.ravel(), say),
    ]


def columns(audit: Audit, kept: Reserve) -> list[Rows]:
    """Every column of the plan that follows from others."""
    demand = audit.plan["demand"]
    quantity, got = floats(demand["quantity_units"]), look_up(served(audit), whole(demand["demand_row"]))
    return [
        column(audit, "production", "cost_eur", production_eur(audit)),
        column(audit, "shipments", "mass_t", shipped_t(audit)),
        column(audit, "shipments", "cost_eur", transport_eur(audit)),
        column(audit, "stocks", "holding_eur", per_unit(audit, "holding_eur", "hold_units")),
        column(audit, "stocks", "scrap_eur", per_unit(audit, "scrap_eur", "scrap_units")),
        *reserve_rows(audit, kept),
        column(audit, "service", "asked_units", asked_units(audit)),
        column(audit, "service", "late_eur", late_eur(audit)),
        column(audit, "demand", "served_units", got, quantity),
        column(audit, "demand", "short_units", short_units(audit), quantity),
        column(audit, "demand", "shortage_eur", shortage_eur(audit)),
        column(audit, "choices", "cost_eur", choices_eur(audit)),
    ]


def cost_parts(audit: Audit, kept: Reserve) -> dict[str, float]:
    """Every part of ``COST_PARTS`` in EUR, recomputed from the dataset and the plan's operations; and what added stock
    is worth, where there is any."""
    choices = audit.plan["choices"]
    opened = np.where(choices["kind"] == "expansion", choices_eur(audit), 0.0)
    parts = {
        "production": float(production_eur(audit).sum()),
        "procurement": float((audit.purchases.paid_eur + audit.purchases.fee_eur).sum()),
        "transport": float(transport_eur(audit).sum()),
        "holding": float(per_unit(audit, "holding_eur", "hold_units").sum()) + under_way_eur(audit),
        "scrap": float(per_unit(audit, "scrap_eur", "scrap_units").sum()),
        "expansion": float(opened.sum()),
        "build": float(choices_eur(audit).sum() - opened.sum()),
        "shortage": float(short(audit) @ audit.demands.penalty_eur) + float(late_eur(audit).sum()),
        "reserves": float(kept.cost_eur.sum()) + final_stock_eur(audit),
    }
    return parts | ({ADDED_PART: float(added.worth_eur(audit).sum())} if len(audit.plan[STOCKPILE]) else {})
