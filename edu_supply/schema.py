"""The tables of a dataset: every table, column, type, unit, default and meaning, once.

This one schema drives reading, checking and the table reference in ``docs/tables.md``.
A column's ``kind`` says how a cell is read:

============  =============================================================================
name          an identifier, compared letter by letter
text          free text
country       ISO 3166 alpha-2, or user-assigned XA to XZ; EL and UK are read as GR and GB
number        a finite number, ``low`` <= value <= ``high``
share         a number from 0 to 1
whole         a whole number
period        a period's number from 1 on, or a date (2026-07-15 or 2026-07) that lies in it
choice        one of ``choices``
============  =============================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "text", "country", "number", "share", "whole", "period", "choice"]

HIGHEST_NUMBER = 1e12
"""No cell may hold a larger number: beyond it a solver drops rows or loses digits without saying so."""

LOWEST_POSITIVE = 1e-9
"""A smaller number that is not 0 would be dropped from the model by the solver, so it is refused."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    ``default`` is what a blank cell means; ``None`` leaves it absent (no limit, none);
    ``blank`` says in words what a blank cell means where that is not a constant.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    default: float | int | str | None = None
    blank: str = ""
    unit: str = ""
    low: float = 0.0
    high: float = HIGHEST_NUMBER
    positive: bool = False
    refers: str = ""
    choices: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        return self.kind in ("number", "share", "whole", "period")

    @property
    def when_blank(self) -> str:
        """What a blank cell means, in words, for the table reference."""
        if self.required:
            return "required"
        if self.blank:
            return self.blank
        return "none" if self.default is None else f"{self.default:g}" if self.is_number else str(self.default)


NOTES = (Column("note", "text", "free text"), Column("source", "text", "where the figures come from"))
"""Columns that every table accepts."""


@dataclass(frozen=True)
class Table:
    """One table: its columns in order, and the columns that together name a row."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", self.columns + NOTES)

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]


def name(column: str, meaning: str, refers: str = "", blank: str = "", required: bool = False) -> Column:
    return Column(column, "name", meaning, required=required, refers=refers, blank=blank)


def country(column: str, meaning: str, blank: str = "", required: bool = False) -> Column:
    return Column(column, "country", meaning, required=required, blank=blank)


def number(
    column: str,
    unit: str,
    meaning: str,
    default: float | None = None,
    *,
    required: bool = False,
    positive: bool = False,
    low: float = 0.0,
    high: float = HIGHEST_NUMBER,
    blank: str = "",
) -> Column:
    return Column(column, "number", meaning, required, default, blank, unit, low, high, positive)


def share(
    column: str, meaning: str, default: float | None = None, *, required: bool = False, high: float = 1.0
) -> Column:
    return Column(column, "share", meaning, required, default, unit="share", high=high)


def whole(
    column: str,
    unit: str,
    meaning: str,
    default: int | None = None,
    *,
    required: bool = False,
    low: int = 0,
    high: int = 10_000,
    blank: str = "",
) -> Column:
    return Column(column, "whole", meaning, required, default, blank, unit, low, high)


def period(column: str, meaning: str, default: int | None = None, *, required: bool = False, blank: str = "") -> Column:
    return Column(column, "period", meaning, required, default, blank, "period", 1, 100_000)


def choice(column: str, choices: tuple[str, ...], meaning: str, *, required: bool = True) -> Column:
    return Column(column, "choice", meaning, required, choices=choices)


_TABLES = (
    Table(
        "settings",
        "The plan's calendar and a few words that hold for the whole dataset.",
        ("key",),
        (
            name("key", "one of period, start, periods, currency_year, final_stock, marking", required=True),
            Column("value", "text", "see the table of settings below", required=True),
        ),
    ),
    Table(
        "countries",
        "What is to be known of a country beyond its name.",
        ("country",),
        (
            country("country", "the country", required=True),
            Column("name", "text", "its name, for people"),
            number("budget_eur", "EUR", "most that it may pay for contracts", blank="no limit"),
            share("vat_rate", "value-added tax on defence goods", 0),
        ),
    ),
    Table(
        "groups",
        "Coalitions of countries (EU, NATO, any); a country may be in many.",
        ("group", "country"),
        (name("group", "the group", required=True), country("country", "a member", required=True)),
    ),
    Table(
        "sites",
        "Places that make, store, send or use goods.",
        ("site",),
        (
            name("site", "the site", required=True),
            country("country", "where it stands", required=True),
            choice("kind", ("supplier", "factory", "depot", "front"), "what it is; front is any point of use"),
            Column("name", "text", "its name, for people"),
            Column("company", "name", "who owns it"),
            number("latitude", "degrees", "north is positive", low=-90, high=90),
            number("longitude", "degrees", "east is positive", low=-180, high=180),
            number("storage_t", "t", "most mass it can hold", blank="no limit"),
            number("neq_limit_kg", "kg", "most net explosive quantity it may hold", blank="no limit"),
            number("throughput_t", "t per period", "most mass it can send out", blank="no limit"),
            number("build_cost_eur", "EUR", "cost of building it", blank="it exists"),
            whole("build_lead_periods", "periods", "from the decision to use", 0),
            whole("recovery_periods", "periods", "time to recover after a loss", blank="none"),
        ),
        required=True,
    ),
    Table(
        "products",
        "End products, components and raw materials.",
        ("product",),
        (
            name("product", "the product", required=True),
            Column("name", "text", "its name, for people"),
            Column("family", "name", "a family of products"),
            Column("unit", "text", "what one unit is", default="each"),
            number("mass_kg", "kg per unit", "mass", required=True, high=1e9),
            number("neq_kg", "kg per unit", "net explosive quantity", 0, high=1e9),
            number("value_eur", "EUR per unit", "value", 0),
            number("holding_eur", "EUR per unit and period", "cost of what is held or under way at a period's end", 0),
            number("scrap_eur", "EUR per unit", "cost of throwing a unit away", blank="value_eur"),
            whole("shelf_life_periods", "periods", "how long it keeps at a place", blank="no limit"),
        ),
        required=True,
    ),
    Table(
        "bom",
        "Bill of materials: what one unit of a product needs.",
        ("product", "component", "line"),
        (
            name("product", "what is made", "products", required=True),
            name("component", "what it needs", "products", required=True),
            number("quantity", "units per unit", "of the component in one unit of the product", required=True,
                   positive=True, high=1e9),
            name("line", "rows naming a line are that line's own recipe", "lines", blank="the general recipe"),
        ),
    ),
    Table(
        "lines",
        "Production lines: a row for each product that a line can make. Rows of one line share its time.",
        ("line", "product"),
        (
            name("line", "the line", required=True),
            name("site", "where it stands", "sites", required=True),
            name("product", "what it can make", "products", required=True),
            number("capacity", "units per period", "if the line made only this; 0: cannot make", required=True),
            number("unit_cost_eur", "EUR per unit", "the line's own work; components are paid where they are made", 0),
            number("existing", "lines", "how many such lines stand", 1, high=1e6),
            share("minimum_use", "share of the standing line that must run", 0),
            whole("lead_periods", "periods", "from begin to finished product", 0),
            whole("recovery_periods", "periods", "time to recover after a loss", blank="none"),
        ),
        required=True,
    ),
    Table(
        "expansions",
        "Steps by which a line may be enlarged.",
        ("expansion",),
        (
            name("expansion", "the expansion", blank="its line"),
            name("line", "the line that grows", "lines", required=True),
            number("adds", "lines", "what one step adds", required=True, positive=True, high=1e6),
            number("cost_eur", "EUR per step", "the part charged to this horizon", required=True),
            whole("lead_periods", "periods", "from opening to first output", 0),
            whole("ramp_periods", "periods", "from first output to the full step", 0),
            whole("max_steps", "steps", "most steps that may be opened", 1, high=1_000),
        ),
    ),
    Table(
        "lanes",
        "One-way connections between sites; a two-way road is two rows.",
        ("lane",),
        (
            name("lane", "the lane", blank="origin>destination:mode"),
            name("origin", "from where", "sites", required=True),
            name("destination", "to where", "sites", required=True),
            Column("mode", "name", "means of transport", default="road"),
            number("capacity_t", "t per period", "most mass it can carry", blank="no limit"),
            number("cost_eur_per_t", "EUR per t", "transport cost", 0),
            whole("lead_periods", "periods", "time under way", 0),
            number("build_cost_eur", "EUR", "cost of building it", blank="it exists"),
            whole("build_lead_periods", "periods", "from the decision to use", 0),
            whole("recovery_periods", "periods", "time to recover after a loss", blank="none"),
        ),
        required=True,
    ),
    Table(
        "lane_products",
        "Licences: a lane with rows here carries only these products.",
        ("lane", "product"),
        (
            name("lane", "the lane", "lanes", required=True),
            name("product", "what it may carry", "products", required=True),
        ),
    ),
    Table(
        "availability",
        "The share of a limit that exists from a period on, until a later row.",
        ("kind", "target", "from_period"),
        (
            choice("kind", ("line", "lane", "site"), "what is limited"),
            name("target", "the line, lane or site", required=True),
            period("from_period", "first period in which the share holds", required=True),
            share("share", "share of line time, lane capacity or throughput; may exceed 1", required=True, high=1e6),
        ),
    ),
    Table(
        "demand",
        "What is asked for, where and when.",
        ("site", "product", "period", "buyer"),
        (
            name("site", "where it is used", "sites", required=True),
            name("product", "what is asked for", "products", required=True),
            period("period", "when", blank="every period"),
            number("quantity", "units per period", "how much", required=True),
            whole("priority", "", "1 is highest, 3 lowest", 2, low=1, high=3),
            number("penalty_eur", "EUR per unit", "cost of a unit short",
                   blank="value_eur times 30, 10, 3 for priority 1, 2, 3"),
            country("buyer", "who pays", blank="the site's country"),
            whole("late_periods", "periods", "how late it may still be served", 0),
            number("late_eur", "EUR per unit and period", "cost of a unit late", 0),
        ),
        required=True,
    ),
    Table(
        "substitutes",
        "What a buyer accepts in place of what it asked for.",
        ("product", "substitute", "country"),
        (
            name("product", "what is asked for", "products", required=True),
            name("substitute", "what may be handed over", "products", required=True),
            number("ratio", "units per unit", "of the substitute that serve one unit asked for", required=True,
                   positive=True, high=1e6),
            country("country", "the buyer that accepts it", blank="every buyer"),
        ),
    ),
    Table(
        "stocks",
        "Stock at the start and its limits.",
        ("site", "product", "country"),
        (
            name("site", "where it lies", "sites", required=True),
            name("product", "what", "products", required=True),
            country("country", "whose it is", blank="the site's country"),
            number("initial", "units", "held before period 1", 0),
            number("minimum", "units", "least that is held at the end of a period", 0),
            period("from_period", "when the minimum begins to hold", 1),
            number("minimum_penalty_eur", "EUR per unit and period", "cost of being below the minimum",
                   blank="the minimum is hard"),
            number("maximum", "units", "most that is held at the end of a period", blank="no limit"),
        ),
    ),
    Table(
        "arrivals",
        "Goods already under way at the start.",
        ("site", "product", "period", "country"),
        (
            name("site", "where they arrive", "sites", required=True),
            name("product", "what", "products", required=True),
            period("period", "when", required=True),
            number("quantity", "units", "how much", required=True),
            country("country", "whose they are", blank="the site's country"),
        ),
    ),
    Table(
        "donations",
        "Who may give what it bought or owns to whom.",
        ("from_country", "to_country", "product"),
        (
            country("from_country", "the giver", required=True),
            country("to_country", "the receiver", required=True),
            name("product", "what", "products", required=True),
            number("quantity", "units", "most over the horizon", blank="no limit"),
        ),
    ),
    Table(
        "offers",
        "Price steps at which a line's product is bought under contract, in place of its unit cost.",
        ("line", "product", "from_quantity"),
        (
            name("line", "who makes it", "lines", required=True),
            name("product", "what", "products", required=True),
            number("from_quantity", "units", "where the step begins; the first is the minimum order", required=True),
            number("unit_price_eur", "EUR per unit", "price of all units at this step", required=True),
            number("max_quantity", "units", "ceiling of the offer over all pools together, the same on all its rows",
                   blank="no ceiling"),
        ),
    ),
    Table(
        "threats",
        "What may be lost; rows that share a name are lost together.",
        ("threat", "kind", "target", "start"),
        (
            name("threat", "the threat", required=True),
            choice("kind", ("site", "lane", "line", "country", "company", "product", "mode", "group", "exports"),
                   "what is hit"),
            name("target", "the one that is hit", required=True),
            share("share_lost", "share of it that is lost", 1),
            share("stock_lost", "share of what a lost site holds that is destroyed at the start", 0),
            period("start", "first period of the outage", 1),
            whole("duration_periods", "periods", "how long it lasts", required=True, low=1),
            share("probability", "how likely it is"),
        ),
    ),
)  # fmt: skip

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}

SETTINGS: dict[str, tuple[str, str]] = {
    "period": ("month", "length of a period: day, week, month, quarter or year"),
    "start": ("", "first day of period 1, an ISO date; needed where a table gives dates"),
    "periods": ("24", "number of periods of the plan"),
    "currency_year": ("", "the year whose prices the euros are"),
    "final_stock": ("free", "free, or as_initial: what is missing of `initial` at the end costs value_eur per unit"),
    "marking": ("", "text at the head and foot of everything shown"),
}
"""The keys of the settings table: default and meaning."""
