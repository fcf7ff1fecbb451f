"""Makes the notional European dataset, `data/europe`: `python examples/make_europe.py [--out DIR]`.

Everything is drawn from one seed: the same seed gives the same bytes. Magnitudes are public aggregates (the `source`
column names them); who holds which role, and where, is a draw. No real plant, depot or plan is shown.
"""

import argparse
import random
from pathlib import Path

from europe import catalogue, choices, demand, geography, lanes, procurement, threats, trades
from europe.tables import Tables

SEED = 2027
SETTINGS = {
    "period": "month",
    "start": "2027-01-01",
    "periods": 30,
    "currency_year": 2025,
    "final_stock": "as_initial",
    "marking": "NOTIONAL - no real plant, depot or plan",
}


def make(seed=SEED):
    """Returns the whole dataset as tables."""

    def draw(subject):
        return random.Random(f"{seed} {subject}")

    tables, where = Tables(), geography.Map()
    for key, value in SETTINGS.items():
        tables.add("settings", key=key, value=value)
    geography.add_countries(tables)
    geography.add_groups(tables)
    catalogue.add_products(tables)

    lines = trades.add_trades(tables, where, draw("trades"))
    new_lines = choices.add_new_sites(tables, where, lines, draw("new sites"))
    lanes.add_depots_and_fronts(tables, where, draw("depots"))
    choices.add_new_hub(tables, where)
    catalogue.add_recipes(tables, lines + new_lines)
    choices.add_expansions(tables, lines, draw("expansions"))

    wanted, deviating = demand.draw_wanted(draw("wanted"))
    network = lanes.Lanes(tables, where)
    lanes.add_component_lanes(network, lines + new_lines)
    lanes.add_product_lanes(network, lines + new_lines, demand.accepted(wanted, deviating))
    choices.add_new_lanes(network, lines)

    monthly = demand.add_demand(tables, wanted, draw("priorities"))
    demand.add_substitutes(tables, wanted, deviating, draw("substitutes"))
    demand.add_end_product_stocks(tables, monthly, draw("stocks"))
    demand.add_component_stocks(tables, lines)
    demand.add_arrivals(tables, network, lines)
    demand.add_donations(tables, wanted, draw("donations"))
    procurement.add_standings(tables)
    procurement.add_offers(tables)
    procurement.add_budgets(tables, monthly)
    procurement.add_programmes(tables)
    procurement.add_rules(tables)
    threats.add_threats(tables, lines, draw("threats"))
    return tables


def main():
    here = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description="make the notional European dataset")
    parser.add_argument("--out", type=Path, default=here / "data" / "europe", help="folder to write to")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    tables = make(arguments.seed)
    tables.write(arguments.out)
    print(", ".join(f"{len(rows)} {table}" for table, rows in tables.rows.items()))


if __name__ == "__main__":
    main()
