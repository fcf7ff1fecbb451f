"""Shelf life: what is held is young enough, at its place and anywhere."""

from __future__ import annotations

import numpy as np

from edu_supply.verification.arrays import FloatArray
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, scale_of
from edu_supply.verification.names import product_numbers


def shelf_life_at_a_place(audit: Audit) -> Rows:
    """What is held of a product at a place is at most what came in there during the last shelf_life_periods periods,
    by coming out or arriving (``initial`` and added stock came in at period 0); in units."""
    flows = audit.flows
    life = product_numbers(audit.dataset, "shelf_life_periods")[flows.product]
    pair = np.flatnonzero(~np.isnan(life))
    came = (flows.came_out + flows.arrived + flows.expected)[pair]
    young = _young(flows.at_first[pair], came, life[pair])
    held = flows.held[pair]

    def say(row: int) -> str:
        at, period = divmod(row, audit.periods)
        site, product = audit.site(flows.site[pair[at]]), audit.product(flows.product[pair[at]])
        return (
            f"{site} holds {amount(held[at, period])} units of {product} at the end of {audit.label(period + 1)}, but "
            f"only {amount(young[at, period])} units came in there in the last {amount(life[pair[at]])} periods."
        )

    scale = scale_of(held, young, typical=flows.typical[pair, None])
    return Rows("shelf life at a place", (held - young).ravel(), scale.ravel(), say)


def shelf_life_anywhere(audit: Audit) -> Rows:
    """All that is held of a product anywhere and under way is at most what came out anywhere, or arrived by
    ``arrivals``, in the last shelf_life_periods periods (+ ``initial`` and added stock while t < shelf_life_periods);
    in units."""
    flows, count = audit.flows, len(audit.names.product)
    life = product_numbers(audit.dataset, "shelf_life_periods")
    kept = np.flatnonzero(~np.isnan(life))

    def by_product(units: FloatArray) -> FloatArray:
        total = np.zeros((count, *units.shape[1:]))
        np.add.at(total, flows.product, units)
        return total[kept]

    held = by_product(flows.held) + flows.under_way[kept]
    young = _young(by_product(flows.at_first), by_product(flows.came_out + flows.expected), life[kept])

    def say(row: int) -> str:
        at, period = divmod(row, audit.periods)
        return (
            f"{amount(held[at, period])} units of {audit.product(kept[at])} are held or under way anywhere at the end "
            f"of {audit.label(period + 1)}, but only {amount(young[at, period])} units came out or arrived in the last "
            f"{amount(life[kept[at]])} periods."
        )

    return Rows("shelf life anywhere", (held - young).ravel(), scale_of(held, young).ravel(), say)


def _young(initial: FloatArray, came: FloatArray, life: FloatArray) -> FloatArray:
    """What came in during the last ``life`` periods, by row and period; ``initial`` came in at period 0."""
    periods = came.shape[1]
    so_far = np.cumsum(np.column_stack([np.zeros(len(came)), initial, came]), axis=1)
    end = np.arange(1, periods + 1)
    start = np.clip(end - life[:, None], -1, periods).astype(np.int64)  # the last period that is too long ago
    return np.asarray(so_far[:, end + 1] - np.take_along_axis(so_far, start + 1, axis=1))
