"""Reads a folder of CSV files into plain dicts and lists, every default filled in. Assumes valid data."""

from dataclasses import dataclass, field
from pathlib import Path

from .cells import canonical, number, period_of, rows, text, whole
from .policy_tables import read_policy

PENALTY_MULTIPLE = {1: 30, 2: 10, 3: 3}


@dataclass
class Tables:
    """The whole dataset. Named things are dicts by name, the rest lists of rows; an absent limit is None."""

    settings: dict = field(default_factory=dict)
    countries: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    sites: dict = field(default_factory=dict)
    products: dict = field(default_factory=dict)
    bom: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    expansions: dict = field(default_factory=dict)
    lanes: dict = field(default_factory=dict)
    lane_products: dict = field(default_factory=dict)
    availability: list = field(default_factory=list)
    demand: list = field(default_factory=list)
    substitutes: list = field(default_factory=list)
    stocks: list = field(default_factory=list)
    arrivals: list = field(default_factory=list)
    donations: list = field(default_factory=list)
    offers: list = field(default_factory=list)
    threats: list = field(default_factory=list)
    programmes: dict = field(default_factory=dict)
    allocations: dict = field(default_factory=dict)
    rules: list = field(default_factory=list)


def read(folder: str | Path) -> Tables:
    """Every table of the folder; an absent one is empty."""
    folder = Path(folder)
    data = Tables()
    read_settings(folder, data)
    read_places(folder, data)
    read_production(folder, data)
    read_transport(folder, data)
    read_needs(folder, data)
    read_stocks(folder, data)
    read_contracts(folder, data)
    read_policy(folder, data)
    return data


def read_settings(folder: Path, data: Tables) -> None:
    given = {row["key"]: row["value"] for row in rows(folder, "settings")}
    if given.get("period", "month") not in ("month", ""):
        raise ValueError("this reader knows months only")
    data.settings = {
        "start": given.get("start") or None,
        "periods": int(given.get("periods") or 24),
        "final_stock": given.get("final_stock") or "free",
    }


def read_places(folder: Path, data: Tables) -> None:
    for row in rows(folder, "countries"):
        data.countries[canonical(row["country"])] = {
            "budget_eur": number(row, "budget_eur"),
            "vat_rate": number(row, "vat_rate", 0.0),
        }
    for row in rows(folder, "groups"):
        data.groups.setdefault(row["group"], []).append(canonical(row["country"]))
    for row in rows(folder, "sites"):
        data.sites[row["site"]] = {
            "country": canonical(row["country"]),
            "company": text(row, "company"),
            "storage_t": number(row, "storage_t"),
            "neq_limit_kg": number(row, "neq_limit_kg"),
            "throughput_t": number(row, "throughput_t"),
            "build_cost_eur": number(row, "build_cost_eur"),
            "build_lead_periods": whole(row, "build_lead_periods", 0),
        }


def read_production(folder: Path, data: Tables) -> None:
    for row in rows(folder, "products"):
        value_eur = number(row, "value_eur", 0.0)
        data.products[row["product"]] = {
            "family": text(row, "family"),
            "mass_kg": number(row, "mass_kg"),
            "neq_kg": number(row, "neq_kg", 0.0),
            "value_eur": value_eur,
            "holding_eur": number(row, "holding_eur", 0.0),
            "scrap_eur": number(row, "scrap_eur", value_eur),
            "shelf_life_periods": whole(row, "shelf_life_periods"),
        }
    for row in rows(folder, "bom"):
        recipe = {"product": row["product"], "component": row["component"], "line": text(row, "line")}
        data.bom.append(recipe | {"quantity": number(row, "quantity")})
    for row in rows(folder, "lines"):
        data.lines.append(
            {
                "line": row["line"],
                "site": row["site"],
                "product": row["product"],
                "capacity": number(row, "capacity"),
                "unit_cost_eur": number(row, "unit_cost_eur", 0.0),
                "existing": number(row, "existing", 1.0),
                "minimum_use": number(row, "minimum_use", 0.0),
                "lead_periods": whole(row, "lead_periods", 0),
            }
        )
    for row in rows(folder, "expansions"):
        data.expansions[text(row, "expansion", row["line"])] = {
            "line": row["line"],
            "adds": number(row, "adds"),
            "cost_eur": number(row, "cost_eur"),
            "lead_periods": whole(row, "lead_periods", 0),
            "ramp_periods": whole(row, "ramp_periods", 0),
            "max_steps": whole(row, "max_steps", 1),
        }


def read_transport(folder: Path, data: Tables) -> None:
    for row in rows(folder, "lanes"):
        mode = text(row, "mode", "road")
        data.lanes[text(row, "lane", f"{row['origin']}>{row['destination']}:{mode}")] = {
            "origin": row["origin"],
            "destination": row["destination"],
            "mode": mode,
            "capacity_t": number(row, "capacity_t"),
            "cost_eur_per_t": number(row, "cost_eur_per_t", 0.0),
            "lead_periods": whole(row, "lead_periods", 0),
            "build_cost_eur": number(row, "build_cost_eur"),
            "build_lead_periods": whole(row, "build_lead_periods", 0),
        }
    for row in rows(folder, "lane_products"):
        data.lane_products.setdefault(row["lane"], []).append(row["product"])
    for row in rows(folder, "availability"):
        since = period_of(row["from_period"], data.settings["start"])
        where = {"kind": row["kind"], "target": row["target"]}
        data.availability.append(where | {"from_period": since, "share": number(row, "share")})


def read_needs(folder: Path, data: Tables) -> None:
    for row in rows(folder, "demand"):
        priority = whole(row, "priority", 2)
        usual_penalty = data.products[row["product"]]["value_eur"] * PENALTY_MULTIPLE[priority]
        data.demand.append(
            {
                "site": row["site"],
                "product": row["product"],
                "period": period_of(row.get("period", ""), data.settings["start"]),
                "quantity": number(row, "quantity"),
                "penalty_eur": number(row, "penalty_eur", usual_penalty),
                "buyer": canonical(text(row, "buyer", data.sites[row["site"]]["country"])),
                "late_periods": whole(row, "late_periods", 0),
                "late_eur": number(row, "late_eur", 0.0),
            }
        )
    for row in rows(folder, "substitutes"):
        accepted_by = canonical(row["country"]) if row.get("country") else None
        what = {"product": row["product"], "substitute": row["substitute"]}
        data.substitutes.append(what | {"ratio": number(row, "ratio"), "country": accepted_by})


def read_stocks(folder: Path, data: Tables) -> None:
    for row in rows(folder, "stocks"):
        data.stocks.append(
            {
                "site": row["site"],
                "product": row["product"],
                "country": canonical(text(row, "country", data.sites[row["site"]]["country"])),
                "initial": number(row, "initial", 0.0),
                "minimum": number(row, "minimum", 0.0),
                "from_period": period_of(row.get("from_period", ""), data.settings["start"]) or 1,
                "minimum_penalty_eur": number(row, "minimum_penalty_eur"),
                "maximum": number(row, "maximum"),
            }
        )
    for row in rows(folder, "arrivals"):
        data.arrivals.append(
            {
                "site": row["site"],
                "product": row["product"],
                "period": period_of(row["period"], data.settings["start"]),
                "quantity": number(row, "quantity"),
                "country": canonical(text(row, "country", data.sites[row["site"]]["country"])),
            }
        )


def read_contracts(folder: Path, data: Tables) -> None:
    for row in rows(folder, "donations"):
        parties = {"from_country": canonical(row["from_country"]), "to_country": canonical(row["to_country"])}
        data.donations.append(parties | {"product": row["product"], "quantity": number(row, "quantity")})
    for row in rows(folder, "offers"):
        data.offers.append(
            {
                "line": row["line"],
                "product": row["product"],
                "from_quantity": number(row, "from_quantity"),
                "unit_price_eur": number(row, "unit_price_eur"),
                "max_quantity": number(row, "max_quantity"),
                "discount": text(row, "discount", "all_units"),
            }
        )
    for row in rows(folder, "threats"):
        data.threats.append(
            {
                "threat": row["threat"],
                "kind": row["kind"],
                "target": canonical(row["target"]) if row["kind"] in ("country", "exports") else row["target"],
                "share_lost": number(row, "share_lost", 1.0),
                "stock_lost": number(row, "stock_lost", 0.0),
                "start": period_of(row.get("start", ""), data.settings["start"]) or 1,
                "duration_periods": whole(row, "duration_periods"),
            }
        )
