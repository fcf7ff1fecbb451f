"""A plan's choices, taken as they are: what was opened, built and added, and the prices that its contracts reached."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.model.assembly import Model
from edu_supply.model.choices import Choices
from edu_supply.network.parts import Flags, Floats, Ints, Parts

LINKS = ("built_to_carry", "line_built")
"""Laws that only link a choice to operations: once the choice is known they forbid everything or nothing."""


def chosen(choices: Choices, table: pd.DataFrame) -> Floats:
    """The value of every choice variable but contracts, from a plan's table ``choices``: steps opened, 1 for built."""
    values = []
    for kind, known in (
        ("expansion", choices.parts.dataset["expansions"]["expansion"]),
        ("site", choices.parts.sites[choices.built_sites]),
        ("lane", choices.parts.lanes[choices.built_lanes]),
    ):
        rows = table[table["kind"] == kind]
        quantity = dict(zip(rows["target"], rows["quantity"], strict=True))
        values.append(np.array([float(quantity.get(target, 0.0)) for target in known], float))
    return np.concatenate(values)


def stock_added(choices: Choices, table: pd.DataFrame) -> Floats:
    """Units of stock added at each place where that may be, from a plan's table ``stockpile``."""
    found = table.set_index(["site", "product"])["added"].reindex(pd.MultiIndex.from_tuples(choices.added.labels()))
    return found.fillna(0.0).to_numpy(float)


def offer_prices(parts: Parts, contracts: pd.DataFrame) -> Floats:
    """EUR per unit of each task under an offer: the price of the step that the plan's contract on that line reached.

    The cheapest where several pools signed, the first step where none did; 0 for a task without an offer.
    """
    offers = parts.dataset["offers"].sort_values("from_quantity", kind="stable")
    first = offers.drop_duplicates(["line", "product"]).set_index(["line", "product"])["unit_price_eur"]
    reached = contracts.groupby(["line", "product"])["unit_price_eur"].min()
    price = pd.concat([reached, first[~first.index.isin(reached.index)]]) if len(reached) else first
    tasks = pd.MultiIndex.from_frame(parts.task_rows[["line", "product"]])
    return price.reindex(tasks).fillna(0.0).to_numpy(float)


def unlinked(model: Model, values: Floats) -> Flags:
    """The rows of laws that only link a choice to operations, where what they link to is built: they forbid nothing.

    ``values`` are those of the choices.
    """
    free = []
    for law in model.laws:
        links = law.matrix(model.size)[:, : len(values)] if law.name in LINKS else None
        free.append(np.zeros(law.size, bool) if links is None else np.asarray(links @ (values > 0.5) < 0))
    return np.concatenate(free)


def periods_of_columns(model: Model) -> Ints:
    """The period in which each column is decided or held: make, ship, hold, scrap, serve; 0 for all others."""
    operations, network = model.operations, model.network
    period = np.zeros(model.size, np.int64)
    for family, when in (
        (operations.make, network.making.period), (operations.ship, network.shipping.period),
        (operations.hold, network.holding.period), (operations.scrap, network.scrapping.period),
        (operations.serve, network.services["period"].to_numpy()),
    ):  # fmt: skip
        period[family.columns] = when
    return period


def decided_before(model: Model, start: int) -> Ints:
    """The columns of all that is decided or held before a period."""
    period = periods_of_columns(model)
    return np.flatnonzero((period > 0) & (period < start))


def never_lost(model: Model) -> Flags:
    """The columns that no loss makes zero: what is held, scrapped, short."""
    operations = model.operations
    flags = np.zeros(model.size, bool)
    for family in (operations.hold, operations.scrap, operations.short, operations.below, operations.missing):
        flags[family.columns] = True
    return flags
