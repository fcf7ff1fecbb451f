"""A tiny dataset and a plan for it, worked out by hand. Four months, seven sums, every law of the contract.

PL-plant makes fuzes and shells; shells go by PL-depot, or by NO-depot (built), to UA-front. The working:

fuze       plant: 30 at the start, 100 made in January; used 40 / 20 + 2 * 20 (line 2's own recipe) / 20 / 0
           held 90 / 30 / 10 / 10, hard minimum 10 from February on
shell      comes out 0 / 40 + 20 / 20 / 20, 10 arrive at the depot in January
           depot: in 10 / 40 / 20 / 0, sent 10 / 30 / 18 / 0, scrapped 0 / 0 / 0 / 10, held 0 / 10 / 12 / 2
           minimum 10 (3 EUR), from March 5 more (8 EUR): below 10 / 0 / 3 / 13, so 30 + 0 + 9 + (10 * 3 + 3 * 8) EUR
           NO-depot: 20 arrive in February and leave in March, when the lane that was built is usable
           front: in 0 / 10 / 30 + 20 / 18, served 0 / 10 / 42 / 8, held 0 / 0 / 8 / 18
           anywhere at the end of April: 20 + 2 + 18 = 40, as many as came out in March and April (shelf life 2)
oldshell   50 go from the plant by the depot to the front in January
           45 serve 30 at UA's own ratio 1.5, 5 serve 4 at the general 1.25
mine       25 at the front: 10 / 10 / 5 / 0 of 10 each are served, 15 are short
contracts  line 1 makes 80 at 450 (50 for PL, 30 for UA), line 2 makes 20 at 500 (PL): 46,000 EUR
           PL bought 70, serves 50, gives 20; UA owns 30 + 10 + 20, serves 10
spending   line 1 begins 40 / 20 / 20, line 2 begins 20 in February, so PL pays 22,500 in halves and quarters and all of
           the 10,000 in February; alone they would pay the same; 20 shells are given, at 1,000 each
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.plan import PLAN_TABLES
from edu_supply.reading import from_tables

Rows = list[dict[str, Any]]


def rows(header: str, *lines: str) -> pd.DataFrame:
    """A table from words; ``-`` is a blank cell."""
    cells = [[None if cell == "-" else cell for cell in line.split()] for line in lines]
    return pd.DataFrame(cells, columns=header.split())


def plan_table(header: str, *lines: str) -> pd.DataFrame:
    """A table of the plan from words: numbers are numbers."""
    table = rows(header, *lines)
    for column in table:
        try:
            table[column] = pd.to_numeric(table[column])
        except ValueError:
            continue
    return table


TABLES = {
    "settings": rows("key value", "period month", "start 2027-01-01", "periods 4", "final_stock as_initial"),
    "countries": rows("country budget_eur", "PL 40000", "UA -", "NO -"),
    "sites": rows(
        "site country kind storage_t neq_limit_kg throughput_t build_cost_eur build_lead_periods",
        "PL-plant PL factory - - - - -",
        "PL-depot PL depot 0.6 120 2.5 - -",
        "NO-depot NO depot - - 10 5000 1",
        "UA-front UA front - - - - -",
    ),
    "products": rows(
        "product mass_kg neq_kg value_eur holding_eur scrap_eur shelf_life_periods",
        "shell 50 10 1000 2 5 2",
        "oldshell 40 8 500 1 0 -",
        "fuze 1 0 100 0.5 - -",
        "mine 5 2 50 0 - -",
    ),
    "bom": rows("product component quantity line", "shell fuze 1 -", "shell fuze 2 PL-line-2"),
    "lines": rows(
        "line site product capacity unit_cost_eur existing minimum_use lead_periods",
        "PL-fuze-1 PL-plant fuze 300 10 1 0 0",
        "PL-line-1 PL-plant shell 100 300 0.4 0.5 1",
        "PL-line-2 PL-plant shell 40 999 1 0 0",
    ),
    "expansions": rows(
        "expansion line adds cost_eur lead_periods ramp_periods max_steps", "more PL-line-1 0.5 8000 1 1 1"
    ),
    "lanes": rows(
        "lane origin destination mode capacity_t cost_eur_per_t lead_periods build_cost_eur build_lead_periods",
        "plant-depot PL-plant PL-depot road 2 10 0 - -",
        "depot-front PL-depot UA-front rail - 20 1 - -",
        "plant-NO PL-plant NO-depot sea - 5 0 - -",
        "NO-front NO-depot UA-front sea 5 1 0 700 1",
    ),
    "lane_products": rows("lane product", "plant-NO shell"),
    "availability": rows("kind target from_period share", "line PL-line-1 3 0.5", "line PL-line-1 9 0"),
    "demand": rows(
        "site product period quantity priority penalty_eur buyer late_periods late_eur",
        "UA-front shell 2 60 1 - UA 0 0",
        "UA-front shell 3 50 2 5000 PL 1 7",
        "UA-front mine - 10 3 100 UA 0 0",
        "UA-front mine 9 99 3 100 UA 0 0",
    ),
    "substitutes": rows("product substitute ratio country", "shell oldshell 1.25 -", "shell oldshell 1.5 UA"),
    "stocks": rows(
        "site product country initial minimum from_period minimum_penalty_eur maximum",
        "PL-plant oldshell - 50 0 - - -",
        "UA-front mine - 25 0 - - -",
        "PL-plant fuze - 30 10 2 - -",
        "PL-depot shell PL 0 10 - 3 12",
        "PL-depot shell UA 0 5 3 8 99",
    ),
    "arrivals": rows("site product period quantity country", "PL-depot shell 1 10 UA", "PL-depot shell 9 99 UA"),
    "donations": rows("from_country to_country product quantity", "PL UA shell 20"),
    "offers": rows(
        "line product from_quantity unit_price_eur max_quantity",
        "PL-line-1 shell 0 450 -",
        "PL-line-2 shell 20 500 90",
        "PL-line-2 shell 60 400 90",
    ),
}

PLAN = {
    "production": plan_table(
        "line site country product period out_period make_units cost_eur",
        "PL-fuze-1 PL-plant PL fuze 1 1 100 1000",
        "PL-line-1 PL-plant PL shell 1 2 40 0",
        "PL-line-1 PL-plant PL shell 2 3 20 0",
        "PL-line-1 PL-plant PL shell 3 4 20 0",
        "PL-line-2 PL-plant PL shell 2 2 20 0",
    ),
    "shipments": plan_table(
        "lane origin destination mode product period arrival_period ship_units mass_t cost_eur",
        "plant-depot PL-plant PL-depot road oldshell 1 1 50 2 20",
        "plant-depot PL-plant PL-depot road shell 2 2 40 2 20",
        "plant-depot PL-plant PL-depot road shell 3 3 20 1 10",
        "depot-front PL-depot UA-front rail shell 1 2 10 0.5 10",
        "depot-front PL-depot UA-front rail oldshell 1 2 50 2 40",
        "depot-front PL-depot UA-front rail shell 2 3 30 1.5 30",
        "depot-front PL-depot UA-front rail shell 3 4 18 0.9 18",
        "plant-NO PL-plant NO-depot sea shell 2 2 20 1 5",
        "NO-front NO-depot UA-front sea shell 3 3 20 1 1",
    ),
    "stocks": plan_table(
        "site country product period hold_units scrap_units minimum_units below_units "
        "holding_eur scrap_eur reserves_eur",
        "PL-plant PL fuze 1 90 0 0 0 45 0 0",
        "PL-plant PL fuze 2 30 0 10 0 15 0 0",
        "PL-plant PL fuze 3 10 0 10 0 5 0 0",
        "PL-plant PL fuze 4 10 0 10 0 5 0 0",
        "PL-plant PL shell 4 20 0 0 0 40 0 0",
        "PL-depot PL shell 1 0 0 10 10 0 0 30",
        "PL-depot PL shell 2 10 0 10 0 20 0 0",
        "PL-depot PL shell 3 12 0 15 3 24 0 9",
        "PL-depot PL shell 4 2 10 15 13 4 50 54",
        "NO-depot NO shell 2 20 0 0 0 40 0 0",
        "UA-front UA shell 3 8 0 0 0 16 0 0",
        "UA-front UA shell 4 18 0 0 0 36 0 0",
        "UA-front UA mine 1 15 0 0 0 0 0 0",
        "UA-front UA mine 2 5 0 0 0 0 0 0",
    ),
    "service": plan_table(
        "site buyer product demand_period every_period served_product ratio period serve_units asked_units "
        "late_periods late_eur",
        "UA-front UA shell 2 0 shell 1 2 10 10 0 0",
        "UA-front UA shell 2 0 oldshell 1.5 2 45 30 0 0",
        "UA-front UA shell 2 0 oldshell 1.25 2 5 4 0 0",
        "UA-front PL shell 3 0 shell 1 3 42 42 0 0",
        "UA-front PL shell 3 0 shell 1 4 8 8 1 56",
        "UA-front UA mine 1 1 mine 1 1 10 10 0 0",
        "UA-front UA mine 2 1 mine 1 2 10 10 0 0",
        "UA-front UA mine 3 1 mine 1 3 5 5 0 0",
    ),
    "demand": plan_table(
        "site country buyer product period every_period priority quantity_units served_units short_units "
        "penalty_eur shortage_eur why",
        "UA-front UA UA shell 2 0 1 60 44 16 30000 480000 late",
        "UA-front UA PL shell 3 0 2 50 50 0 5000 0 -",
        "UA-front UA UA mine 1 1 3 10 10 0 100 0 -",
        "UA-front UA UA mine 2 1 3 10 10 0 100 0 -",
        "UA-front UA UA mine 3 1 3 10 5 5 100 500 stock",
        "UA-front UA UA mine 4 1 3 10 0 10 100 1000 stock",
    ),
    "choices": plan_table(
        "kind target period quantity usable_from_period latest_period cost_eur",
        "expansion more 1 1 2 4 8000",
        "site NO-depot 1 1 2 1 5000",
        "lane NO-front 1 1 2 2 700",
    ),
    "contracts": plan_table(
        "pool programme line product buyer from_quantity quantity_units unit_price_eur paid_eur fee_eur support_eur "
        "vat_eur vat_saved_eur outside_share",
        "everybody - PL-line-1 shell PL 0 50 450 22500 0 0 0 0 -",
        "everybody - PL-line-1 shell UA 0 30 450 13500 0 0 0 0 -",
        "everybody - PL-line-2 shell PL 20 20 500 10000 0 0 0 0 -",
    ),
    "donations": plan_table("from_country to_country product give_units", "PL UA shell 20"),
    "spending": plan_table(
        "buyer period cost budget_eur paid_eur fee_eur grant_eur debt_eur vat_eur left_eur own_eur saved_eur given_eur "
        "taken_eur",
        "- - production - 1000 0 0 0 0 - 0 0 0 0",
        "- - transport - 154 0 0 0 0 - 0 0 0 0",
        "- - holding - 416 0 0 0 0 - 0 0 0 0",
        "- - scrap - 50 0 0 0 0 - 0 0 0 0",
        "- - expansion - 8000 0 0 0 0 - 0 0 0 0",
        "- - build - 5700 0 0 0 0 - 0 0 0 0",
        "PL 1 procurement - 11250 0 0 0 0 - 11250 0 0 0",
        "PL 2 procurement - 15625 0 0 0 0 - 15625 0 0 0",
        "PL 3 procurement - 5625 0 0 0 0 - 5625 0 0 0",
        "UA 1 procurement - 6750 0 0 0 0 - 6750 0 0 0",
        "UA 2 procurement - 3375 0 0 0 0 - 3375 0 0 0",
        "UA 3 procurement - 3375 0 0 0 0 - 3375 0 0 0",
        "UA - procurement - 13500 0 0 0 0 - 13500 0 0 20000",
        "PL - procurement 40000 32500 0 0 0 0 7500 32500 0 20000 0",
    ),
    "content": plan_table(" ".join(PLAN_TABLES["content"])),
    "content_flows": plan_table(" ".join(PLAN_TABLES["content_flows"])),
    "rules": plan_table(" ".join(PLAN_TABLES["rules"])),
    "bottlenecks": plan_table("rank kind target product periods limit worth_eur use_share"),
}

COST = {
    "production": 1000.0,  # fuzes
    "procurement": 46_000.0,
    "transport": 154.0,  # 20 + 20 + 10 + 10 + 40 + 30 + 18 + 5 + 1
    "holding": 416.0,  # held 250, under way from depot to front (10 + 30 + 18) * 2 + 50 * 1
    "scrap": 50.0,
    "expansion": 8000.0,
    "build": 5700.0,
    "shortage": 481_556.0,  # 480,000 + 1,500 and 56 for being late
    "reserves": 28_343.0,  # 93, and missing of `initial`: 50 * 500 oldshells, 20 * 100 fuzes, 25 * 50 mines
}

MANIFEST = {
    "status": "optimal",
    "objective_eur": 571_219.0,
    "money_eur": 61_320.0,
    "shortage_eur": 481_556.0,
    "reserves_eur": 28_343.0,
    "bound_eur": 571_170.0,
    "gap": 49 / 571_219,
    "gap_eur": 49.0,
    "periods": 4,
    "solver": {"gap": 1e-4},
    "cost": COST,
    "fill_rate": {
        "by_product": {"shell": 94 / 110, "mine": 25 / 40},
        "weighted": 1 - 481_500 / 2_054_000,  # of all that is asked for, at its penalties, what falls short
        "worst_product": "mine",
    },
}


def dataset() -> Dataset:
    """The tiny dataset."""
    return from_tables(TABLES, name="tiny")
