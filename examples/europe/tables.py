"""Rows on their way to CSV files: the columns of every table, and numbers written the same way every time."""

import csv
from pathlib import Path

COLUMNS = {
    "settings": "key value",
    "countries": "country name budget_eur vat_rate",
    "groups": "group country",
    "sites": "site country kind name company latitude longitude storage_t neq_limit_kg throughput_t "
    "build_cost_eur build_lead_periods recovery_periods",
    "products": "product name family unit mass_kg neq_kg value_eur holding_eur scrap_eur shelf_life_periods",
    "bom": "product component quantity line",
    "lines": "line site product capacity unit_cost_eur existing minimum_use lead_periods recovery_periods",
    "expansions": "expansion line adds cost_eur lead_periods ramp_periods max_steps",
    "lanes": "lane origin destination mode capacity_t cost_eur_per_t lead_periods build_cost_eur "
    "build_lead_periods recovery_periods",
    "lane_products": "lane product",
    "availability": "kind target from_period share",
    "demand": "site product period quantity priority penalty_eur buyer late_periods late_eur",
    "substitutes": "product substitute ratio country",
    "stocks": "site product country initial minimum from_period minimum_penalty_eur maximum",
    "arrivals": "site product period quantity country",
    "donations": "from_country to_country product quantity",
    "offers": "line product from_quantity unit_price_eur max_quantity discount",
    "programmes": "programme legal_ref valid_from valid_to kind families buyers members min_buyers min_members inside "
    "max_outside_share min_share support_rate fee_rate budget_eur vat_exempt",
    "allocations": "programme country amount_eur",
    "rules": "rule kind product family group country site limit counts_from",
    "threats": "threat kind target share_lost stock_lost start duration_periods probability",
}
EVERYWHERE = ["note", "source"]


class Tables:
    """The dataset while it is being made: a list of rows for each table."""

    def __init__(self):
        self.rows = {table: [] for table in COLUMNS}

    def add(self, table, **row):
        unknown = set(row) - set(COLUMNS[table].split()) - set(EVERYWHERE)
        if unknown:
            raise ValueError(f"{table}: no such column: {', '.join(sorted(unknown))}")
        self.rows[table].append(row)

    def write(self, folder):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in self.rows.items():
            columns = COLUMNS[table].split() + EVERYWHERE
            with open(folder / f"{table}.csv", "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(columns)
                writer.writerows([[text(row.get(column)) for column in columns] for row in rows])


def text(value):
    """A cell: blank for None, never an exponent, never a trailing zero."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


def rounded(value, digits=2):
    """A number with so many significant digits: notional figures should not look measured."""
    result = float(f"{value:.{digits}g}")
    return int(result) if result == int(result) else result
