"""A plan: plain tables and a few figures. Nothing here knows how it was found.

``PLAN_TABLES`` gives every table of a run folder, column by column; quantities that are zero have no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

Status = Literal["optimal", "feasible", "no plan"]

TOLERANCE = 1e-6
"""Relative tolerance to which a plan keeps its laws and its euros."""

COST_PARTS = (
    "production", "procurement", "transport", "holding", "scrap", "expansion", "build", "shortage", "reserves",
)  # fmt: skip
"""Money is the first seven; shortage and reserves stand apart."""

NET_PARTS = ("vat", "support")
"""Beside them in the objective of a net plan: value-added tax, and what programmes pay (negative)."""

ADDED_PART = "added"
"""Beside them where stock may be added: what that is worth."""

PLAN_TABLES: dict[str, dict[str, str]] = {
    "production": {
        "line": "the line",
        "site": "where it stands",
        "country": "where that is",
        "product": "what is made",
        "period": "period in which it is begun",
        "out_period": "period in which it comes out",
        "make_units": "units begun",
        "cost_eur": "unit_cost_eur of these units; 0 where they are paid under a contract",
    },
    "shipments": {
        "lane": "the lane",
        "origin": "from where",
        "destination": "to where",
        "mode": "means of transport",
        "product": "what",
        "period": "period in which it leaves",
        "arrival_period": "period in which it arrives",
        "ship_units": "units sent",
        "mass_t": "their mass",
        "cost_eur": "transport cost",
    },
    "stocks": {
        "site": "where",
        "country": "where that is",
        "product": "what",
        "period": "the period",
        "hold_units": "units held at its end",
        "scrap_units": "units thrown away in it",
        "minimum_units": "least that should be held at its end, hard and priced minimums together",
        "below_units": "units that are missing of the priced minimums",
        "holding_eur": "cost of holding (what is under way is in no row of this table)",
        "scrap_eur": "cost of what is thrown away",
        "reserves_eur": "cost of what is below a priced minimum",
    },
    "service": {
        "site": "the front",
        "buyer": "who pays",
        "product": "what was asked for",
        "demand_period": "for which period",
        "every_period": "1 where the demand row holds in every period, 0 where it is dated (there may be both)",
        "served_product": "what is handed over: the product asked for, or a substitute",
        "ratio": "units handed over that serve one unit asked for",
        "period": "when it is handed over",
        "serve_units": "units handed over",
        "asked_units": "units asked for that this serves: serve_units / ratio",
        "late_periods": "how late",
        "late_eur": "cost of being late",
    },
    "demand": {
        "site": "the front",
        "country": "where that is",
        "buyer": "who pays",
        "product": "what is asked for",
        "period": "when",
        "every_period": "1 where the demand row holds in every period, 0 where it is dated (there may be both)",
        "priority": "1 is highest",
        "quantity_units": "units asked for",
        "served_units": "units of it that are served, in time or late",
        "short_units": "units that are not",
        "penalty_eur": "cost of a unit short",
        "shortage_eur": "penalty_eur times short_units",
        "why": "why it falls short",
    },
    "choices": {
        "kind": "expansion, site or lane",
        "target": "what is opened or built",
        "period": "period in which it is decided; 1 for what is built",
        "quantity": "steps opened; 1 for what is built",
        "usable_from_period": "first period of use",
        "latest_period": "latest period in which it could be decided without changing anything else in the plan",
        "cost_eur": "what it costs",
    },
    "contracts": {
        "pool": "who signs",
        "programme": "under which programme; blank: under none",
        "line": "the line",
        "product": "what is bought",
        "buyer": "who of the pool buys",
        "from_quantity": "the price step; of an incremental offer a buyer has a row for each step it takes units of",
        "quantity_units": "units that this buyer buys at this step over the horizon",
        "unit_price_eur": "price of a unit at this step",
        "paid_eur": "quantity_units times unit_price_eur, before fees",
        "fee_eur": "the programme's fee",
        "support_eur": "what the programme grants or lends for it",
        "vat_eur": "value-added tax on it, beside the objective",
        "vat_saved_eur": "value-added tax that the programme's exemption saves",
        "outside_share": "outside share of the components, by the programme's perimeter; blank where none is followed",
    },
    "donations": {
        "from_country": "who gives",
        "to_country": "who receives",
        "product": "what",
        "give_units": "units given over the horizon",
    },
    "spending": {
        "buyer": "who pays; blank: not assigned to any buyer",
        "period": "period in which what is paid for is begun; blank: the whole horizon",
        "cost": "procurement, or the part of the money that no buyer carries",
        "budget_eur": "most that it may pay for contracts",
        "paid_eur": "what it pays for contracts, before fees and support; what is not assigned",
        "fee_eur": "fees of programmes",
        "grant_eur": "paid by programmes",
        "debt_eur": "lent by programmes",
        "vat_eur": "value-added tax, beside the objective and the budget",
        "left_eur": "budget_eur - paid_eur - fee_eur + grant_eur + debt_eur",
        "own_eur": "what the same units would cost if this buyer signed alone, outside any programme",
        "saved_eur": "own_eur - paid_eur",
        "given_eur": "what it gives to others, at value_eur",
        "taken_eur": "what it is given, at value_eur",
    },
    "content": {
        "inside": "the perimeter: groups or countries whose content counts as inside",
        "line": "the line; blank: all lines that make the product",
        "product": "what is made",
        "outside_eur": "outside value in the components that are used for it",
        "components_eur": "content value of all these components",
        "outside_share": "outside_eur / components_eur",
        "limit_share": "largest share that is allowed: by the contracts that are signed, or by a rule",
        "autonomy_eur": "what one percentage point more of it would save, with the plan's choices fixed",
    },
    "content_flows": {
        "inside": "the perimeter",
        "kind": "use, ship, hold, or gone (served, thrown away, or going where it is not followed)",
        "target": "the line, lane or site",
        "product": "what carries it; of a use, what is made",
        "component": "of a use, the component that carries it; blank otherwise",
        "period": "the period, as in production, shipments, stocks",
        "outside_eur": "outside value that is carried",
    },
    "rules": {
        "rule": "the rule",
        "kind": "what it asks for",
        "product": "the product; blank: all together",
        "who": "the line, site, country, group or buyer that is nearest to the limit",
        "limit": "the least or the most",
        "reached": "what the plan has; blank: a share of nothing",
        "binding": "1 where the plan is at the limit, or has nothing",
        "cost_eur": "what the rule costs as a whole: the plan's cost less that without it, the choices kept",
        "unserved_units": "units of the product that the rule leaves unserved",
    },
    "bottlenecks": {
        "rank": "1 is the tightest",
        "kind": "line, lane, site, storage, explosives or stock",
        "target": "the limit's owner",
        "product": "the product, where the limit is one product's",
        "periods": "periods in which it binds",
        "limit": "which limit, with its unit",
        "worth_eur": "most that one more unit of the limit in each of these periods would save, summed over them",
        "use_share": "share of the limit that is used over the whole horizon",
    },
}

OUTAGE_TABLES: dict[str, dict[str, str]] = {
    "spof": {
        "rank": "1 is the dearest loss; blank where self is 1",
        "kind": "site, line, lane, country, company, product, mode, threat, group or exports",
        "target": "what is lost",
        "country": "where it stands; of a lane the country that it leaves; blank for what stands in several",
        "structural": "1: some demand that has a supply route has none without it",
        "self": "1: it is the place of a demand, the country of one, or a product asked for",
        "loss_eur": "what its loss costs: money_eur + short_eur, at least 0",
        "short_eur": "penalties for what falls short or comes late, more than undisturbed; 0 where loss_eur is 0",
        "money_eur": "what is paid more than undisturbed (less, where negative); 0 where loss_eur is 0",
        "short_units": "units of the worst product that are short, more than undisturbed",
        "worst_product": "the product whose shortage grows most, at its penalties; blank where none grows",
        "fill_rate": "served / asked for in that world, each unit at its penalty",
        "start": "first period of the loss",
        "duration": "periods until all of it is back",
        "undisturbed_eur": "what the undisturbed world costs: money and shortage, without reserves",
        "time_to_survive_periods": "the longest loss from period 1 on with no more units short than undisturbed; the "
        "number of periods: not within the horizon; blank where it was not asked for",
        "recovery_periods": "periods until it works again, as the dataset says; blank where it does not",
        "gap_periods": "recovery_periods (or duration, where blank) - time_to_survive_periods",
        "how": "how loss_eur is known: unused (undisturbed operations do not touch it), bounded (proved by other "
        "worlds that were solved), solved",
        "first_dry_product": "the first product that falls shorter than undisturbed",
        "first_dry_site": "where",
        "first_dry_period": "for which period",
    },
    "spof_products": {
        "kind": "of the asset",
        "target": "what is lost",
        "product": "a product of which not as many units are short as undisturbed",
        "asked_units": "units asked for over the horizon",
        "short_units": "units short in the world that loses it",
        "undisturbed_short_units": "units short in the undisturbed world",
    },
}
"""The tables of a run of ``spof``."""


@dataclass(frozen=True)
class Run:
    """What a run folder holds: tables, and what ``manifest.json`` says. Money in EUR, quantities in products' units."""

    name: str
    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]


@dataclass(frozen=True)
class Plan(Run):
    """What to choose and what to operate, with its cost and how good it is known to be.

    ``tables`` has the tables of ``PLAN_TABLES``; ``manifest`` is what ``manifest.json`` says (status, costs, bound,
    gap, fill rates, seconds, versions, input hashes). Money in EUR, quantities in the products' units. ``chosen`` are
    the whole numbers behind the plan, to begin another solve with; they are in no run folder.

    >>> import edu_supply
    >>> plan = edu_supply.solve(edu_supply.read("data/tutorial"))
    >>> plan["choices"][["kind", "target", "period"]].values.tolist()
    [['expansion', 'second-press', 1]]
    """

    chosen: Mapping[tuple[object, ...], float] = field(default_factory=dict)

    @property
    def status(self) -> Status:
        return self.manifest["status"]  # type: ignore[no-any-return]

    @property
    def objective_eur(self) -> float:
        return float(self.manifest["objective_eur"])


@dataclass(frozen=True)
class Outages(Run):
    """What the loss of every asset costs, with the tables of ``OUTAGE_TABLES``; made by ``spof``.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> found = edu_supply.spof(dataset, edu_supply.solve(dataset), kinds=["mode"], duration=1)
    >>> found.status, found["spof"]["target"].tolist()
    ('done', ['road', 'rail'])
    """

    @property
    def status(self) -> str:
        """ "done", or "interrupted" where some assets are missing."""
        return str(self.manifest["status"])
