"""A small joint purchase and a plan for it, worked out by hand: two pools, three programmes, content, rules.

US-works makes fuzes of chips and sends fuzes and chips; PL-plant makes fuzes too; DE-plant and PL-plant make shells of
a fuze and a body each; everything is handed over at PL-front in March. PL and DE buy together, NO alone. The working:

chip       US-works: 100 at the start; 60 used for 30 fuzes, 40 sent in January
           PL-plant: 40 + 20 arriving; 50 used in January, 10 held, 10 used in February
fuze       US-works: 30, of them 10 to PL-plant (at once) and 20 to DE-plant (a month)
           PL-plant: 25 + 10, 18 used, 17 held / 5 more, 12 used, 10 held / 2 thrown away, 8 held
           DE-plant: 10 at the start, 5 used, 5 held / 20 arrive, 20 used, 5 held / 5 held
body       DE-plant: 25, used 5 / 20; PL-plant: 30, used 18 / 12
shell      DE-plant: 5 / 20 begun, out a month later; PL-plant: 18 / 12; 55 come to the front, 54 are handed over
rocket     PL-plant: 1 / 1, both sent in February

contracts  DE-shell is incremental (1,000 from 5 on, 800 beyond 15): EDIP buys 25, 15 of them at 1,000 and 10 at 800
           PL 5 at 1,000 and 10 at 800 = 13,000; DE 10 at 1,000. Of 23,000 each pays a tenth, so both take part.
           PL is granted 2,300 (at most 20 % of 13,000 and 2,500), DE 600 (its allocation); 2,900 of 3,000
           PL-shell is all_units (900 from 10 on, 850 from 20 on): PL buys 10 under none for 9,000, NO 20 under NSPA for
           17,000; NSPA charges 5 %, 850, and spares NO 25 % VAT, 4,250
           PL-rocket: PL buys 2 for 5,000 under SAFE and borrows 4,000 of 4,500
own        PL 15 of DE-shell alone: 15,000 (at 1,000); 10 of PL-shell: 9,000 (20 at 850 is more); DE 10,000;
           NO: 20 at 850 = 17,000
budgets    PL pays 27,000, less 2,300 and 4,000: 20,700 of 21,000; NO pays 17,850 of 18,000
gifts      NO gives 5 shells to PL: PL owns 15 + 10 + 5 and serves 29; NO 20 - 5 = 15, serves 15 of 18, 3 are short

content    a chip is worth 100; a fuze 200 (its two chips, more than its value_eur of 150); a body 200; a shell 1,000
  EU|NO    US-works: 100 chips carry 10,000; 6,000 are gone into fuzes, 4,000 are sent; 30 fuzes carry 6,000
           PL-plant chips: 4,000 (the 20 that arrive lie inside: 0); 3,000 used, 1,000 held, then used
           PL-plant fuzes: 3,000 + 2,000, used 2,000 (18, at most 3,600), held 3,000 (17, at most 3,400)
           then 1,000 more, used 2,200 (12), held 1,800 (10); then 300 thrown away (2), 1,500 held (8)
           DE-plant fuzes: 0 until 4,000 come in February, used 3,200 (20), held 800 (5), and again
           DE-shell 3,200 of 25 * 400; PL-shell 2,000 + 2,200 of 30 * 400 = 0.35; together 7,400 of 22,000
  PL       DE lies outside: its 10 fuzes carry 2,000, its 25 bodies 5,000; used 1,000 (5 fuzes) + 1,000 (5 bodies), then
           4,000 (20 fuzes) + 4,000 (20 bodies): all of 10,000; held 1,000 fuzes throughout, 4,000 bodies in January
           PL-shell as above; together 14,200 of 22,000
work       a shell 1,000 - 400 = 600, a fuze 200 - 200 = 0, a rocket 2,000: DE 15,000, PL 18,000 + 4,000, of 37,000
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.plan import COST_PARTS
from edu_supply.reading import from_tables
from verification.tiny import plan_table, rows

TABLES = {
    "settings": rows("key value", "period month", "start 2027-01-01", "periods 3"),
    "countries": rows("country budget_eur vat_rate", "PL 21000 0.23", "DE - 0.19", "NO 18000 0.25", "US - -"),
    "groups": rows("group country", "EU DE", "EU PL", "NATO DE", "NATO PL", "NATO NO", "NATO US"),
    "sites": rows(
        "site country kind",
        "US-works US supplier",
        "DE-plant DE factory",
        "PL-plant PL factory",
        "PL-front PL front",
    ),
    "products": rows(
        "product family mass_kg value_eur holding_eur scrap_eur",
        "chip - 1 100 0 -",
        "fuze - 1 150 0 5",
        "body - 10 200 0 -",
        "shell shells 50 1000 2 -",
        "rocket rockets 100 2000 0 -",
    ),
    "bom": rows("product component quantity", "fuze chip 2", "shell fuze 1", "shell body 1"),
    "lines": rows(
        "line site product capacity unit_cost_eur lead_periods",
        "US-fuze US-works fuze 100 50 0",
        "PL-fuze PL-plant fuze 100 60 0",
        "DE-shell DE-plant shell 100 0 1",
        "PL-shell PL-plant shell 100 0 0",
        "PL-rocket PL-plant rocket 10 0 0",
    ),
    "lanes": rows(
        "lane origin destination mode cost_eur_per_t lead_periods",
        "US-PL US-works PL-plant sea 100 0",
        "US-DE US-works DE-plant sea 200 1",
        "DE-front DE-plant PL-front road 40 0",
        "PL-front PL-plant PL-front road 20 0",
    ),
    "demand": rows(
        "site product period quantity penalty_eur buyer",
        "PL-front shell 3 29 10000 PL",
        "PL-front shell 3 10 10000 DE",
        "PL-front shell 3 18 10000 NO",
        "PL-front rocket 3 2 9000 PL",
    ),
    "stocks": rows(
        "site product initial", "US-works chip 100", "DE-plant fuze 10", "DE-plant body 25", "PL-plant body 30"
    ),
    "arrivals": rows("site product period quantity", "PL-plant chip 1 20"),
    "donations": rows("from_country to_country product quantity", "NO PL shell 5"),
    "offers": rows(
        "line product from_quantity unit_price_eur max_quantity discount",
        "DE-shell shell 5 1000 60 incremental",
        "DE-shell shell 15 800 60 incremental",
        "PL-shell shell 10 900 40 -",
        "PL-shell shell 20 850 40 -",
        "PL-rocket rocket 0 2500 - -",
    ),
    "programmes": rows(
        "programme kind valid_from valid_to families buyers members min_buyers min_members inside max_outside_share "
        "min_share support_rate fee_rate budget_eur vat_exempt",
        "EDIP grant 2026-01-01 2027-01-01 shells EU EU|NO 2 2 EU|NO 0.35 0.1 0.2 0 3000 no",
        "SAFE loan 2027-01-01 - rockets PL|DE - 1 0 EU - - - 0 - no",
        "NSPA agency - - - NATO - 1 0 NATO - - - 0.05 - yes",
        "OLD grant - 2026-12-31 - EU - 1 0 DE 0 - 1 0 - no",
    ),
    "allocations": rows("programme country amount_eur", "EDIP PL 2500", "EDIP DE 600", "SAFE PL 4500"),
    "rules": rows(
        "rule kind product group country limit counts_from",
        "line line_share_at_most shell - - 0.6 -",
        "site site_share_at_most shell - - 0.6 -",
        "country country_share_at_most shell EU - 0.6 -",
        "group group_share_at_most shell EU - 1 -",
        "makers makers_at_least shell EU - 2 0.4",
        "inside made_inside_at_least shell EU - 0.9 -",
        "promise fill_rate_at_least shell - NO 0.8 -",
        "gap fill_rate_gap_at_most shell - - 0.2 -",
        "work work_share_at_least - - PL 0.4 -",
        "origin outside_share_at_most shell - PL 0.65 -",
    ),
}

PLAN: dict[str, pd.DataFrame] = {
    "production": plan_table(
        "line site country product period out_period make_units cost_eur",
        "US-fuze US-works US fuze 1 1 30 1500",
        "PL-fuze PL-plant PL fuze 1 1 25 1500",
        "PL-fuze PL-plant PL fuze 2 2 5 300",
        "DE-shell DE-plant DE shell 1 2 5 0",
        "DE-shell DE-plant DE shell 2 3 20 0",
        "PL-shell PL-plant PL shell 1 1 18 0",
        "PL-shell PL-plant PL shell 2 2 12 0",
        "PL-rocket PL-plant PL rocket 1 1 1 0",
        "PL-rocket PL-plant PL rocket 2 2 1 0",
    ),
    "shipments": plan_table(
        "lane origin destination mode product period arrival_period ship_units mass_t cost_eur",
        "US-PL US-works PL-plant sea chip 1 1 40 0.04 4",
        "US-PL US-works PL-plant sea fuze 1 1 10 0.01 1",
        "US-DE US-works DE-plant sea fuze 1 2 20 0.02 4",
        "DE-front DE-plant PL-front road shell 2 2 5 0.25 10",
        "DE-front DE-plant PL-front road shell 3 3 20 1 40",
        "PL-front PL-plant PL-front road shell 1 1 18 0.9 18",
        "PL-front PL-plant PL-front road shell 2 2 12 0.6 12",
        "PL-front PL-plant PL-front road rocket 2 2 2 0.2 4",
    ),
    "stocks": plan_table(
        "site country product period hold_units scrap_units minimum_units below_units "
        "holding_eur scrap_eur reserves_eur",
        "DE-plant DE fuze 1 5 0 0 0 0 0 0",
        "DE-plant DE fuze 2 5 0 0 0 0 0 0",
        "DE-plant DE fuze 3 5 0 0 0 0 0 0",
        "DE-plant DE body 1 20 0 0 0 0 0 0",
        "PL-plant PL chip 1 10 0 0 0 0 0 0",
        "PL-plant PL fuze 1 17 0 0 0 0 0 0",
        "PL-plant PL fuze 2 10 0 0 0 0 0 0",
        "PL-plant PL fuze 3 8 2 0 0 0 10 0",
        "PL-plant PL body 1 12 0 0 0 0 0 0",
        "PL-plant PL rocket 1 1 0 0 0 0 0 0",
        "PL-front PL shell 1 18 0 0 0 36 0 0",
        "PL-front PL shell 2 35 0 0 0 70 0 0",
        "PL-front PL shell 3 1 0 0 0 2 0 0",
        "PL-front PL rocket 2 2 0 0 0 0 0 0",
    ),
    "service": plan_table(
        "site buyer product demand_period every_period served_product ratio period serve_units asked_units "
        "late_periods late_eur",
        "PL-front PL shell 3 0 shell 1 3 29 29 0 0",
        "PL-front DE shell 3 0 shell 1 3 10 10 0 0",
        "PL-front NO shell 3 0 shell 1 3 15 15 0 0",
        "PL-front PL rocket 3 0 rocket 1 3 2 2 0 0",
    ),
    "demand": plan_table(
        "site country buyer product period every_period priority quantity_units served_units short_units "
        "penalty_eur shortage_eur why",
        "PL-front PL PL shell 3 0 2 29 29 0 10000 0 -",
        "PL-front PL DE shell 3 0 2 10 10 0 10000 0 -",
        "PL-front PL NO shell 3 0 2 18 15 3 10000 30000 ownership",
        "PL-front PL PL rocket 3 0 2 2 2 0 9000 0 -",
    ),
    "choices": plan_table("kind target period quantity usable_from_period latest_period cost_eur"),
    "contracts": plan_table(
        "pool programme line product buyer from_quantity quantity_units unit_price_eur paid_eur fee_eur support_eur "
        "vat_eur vat_saved_eur outside_share",
        "EU EDIP DE-shell shell PL 5 5 1000 5000 0 500 1150 0 0.32",
        "EU EDIP DE-shell shell PL 15 10 800 8000 0 1800 1840 0 0.32",
        "EU EDIP DE-shell shell DE 5 10 1000 10000 0 600 1900 0 0.32",
        "EU - PL-shell shell PL 10 10 900 9000 0 0 2070 0 -",
        "NO NSPA PL-shell shell NO 20 20 850 17000 850 0 0 4250 -",
        "EU SAFE PL-rocket rocket PL 0 2 2500 5000 0 4000 1150 0 -",
    ),
    "donations": plan_table("from_country to_country product give_units", "NO PL shell 5"),
    # DE-shell begins 5 and 20, PL-shell 18 and 12, PL-rocket 1 and 1: a fifth, three fifths and half in January
    "spending": plan_table(
        "buyer period cost budget_eur paid_eur fee_eur grant_eur debt_eur vat_eur left_eur own_eur saved_eur given_eur "
        "taken_eur",
        "PL - procurement 21000 27000 0 2300 4000 6210 300 29000 2000 0 5000",
        "PL 1 procurement - 10500 0 460 2000 2415 - 10900 400 0 0",
        "PL 2 procurement - 16500 0 1840 2000 3795 - 18100 1600 0 0",
        "DE - procurement - 10000 0 600 0 1900 - 10000 0 0 0",
        "DE 1 procurement - 2000 0 120 0 380 - 2000 0 0 0",
        "DE 2 procurement - 8000 0 480 0 1520 - 8000 0 0 0",
        "NO - procurement 18000 17000 850 0 0 0 150 17000 0 5000 0",
        "NO 1 procurement - 10200 510 0 0 0 - 10200 0 0 0",
        "NO 2 procurement - 6800 340 0 0 0 - 6800 0 0 0",
        "- - production - 3300 0 0 0 0 - 0 0 0 0",
        "- - transport - 93 0 0 0 0 - 0 0 0 0",
        "- - holding - 108 0 0 0 0 - 0 0 0 0",
        "- - scrap - 10 0 0 0 0 - 0 0 0 0",
    ),
    "content": plan_table(
        "inside line product outside_eur components_eur outside_share limit_share autonomy_eur",
        "EU|NO DE-shell shell 3200 10000 0.32 0.35 12",
        "EU|NO PL-shell shell 4200 12000 0.35 - -",
        f"EU|NO - shell 7400 22000 {7400 / 22000} - -",
        "PL DE-shell shell 10000 10000 1 - -",
        "PL PL-shell shell 4200 12000 0.35 - -",
        f"PL - shell 14200 22000 {14200 / 22000} 0.65 -",
    ),
    "content_flows": plan_table(
        "inside kind target product component period outside_eur",
        *(
            f"{inside} {flow}"
            for inside in ("EU|NO", "PL")
            for flow in (
                "gone US-works chip - 1 6000",
                "ship US-PL chip - 1 4000",
                "ship US-PL fuze - 1 2000",
                "ship US-DE fuze - 1 4000",
                "use PL-fuze fuze chip 1 3000",
                "hold PL-plant chip - 1 1000",
                "use PL-fuze fuze chip 2 1000",
                "use PL-shell shell fuze 1 2000",
                "hold PL-plant fuze - 1 3000",
                "use PL-shell shell fuze 2 2200",
                "hold PL-plant fuze - 2 1800",
                "gone PL-plant fuze - 3 300",
                "hold PL-plant fuze - 3 1500",
            )
        ),
        "EU|NO use DE-shell shell fuze 2 3200",
        "EU|NO hold DE-plant fuze - 2 800",
        "EU|NO hold DE-plant fuze - 3 800",
        "PL use DE-shell shell fuze 1 1000",
        "PL use DE-shell shell body 1 1000",
        "PL hold DE-plant fuze - 1 1000",
        "PL hold DE-plant body - 1 4000",
        "PL use DE-shell shell fuze 2 4000",
        "PL use DE-shell shell body 2 4000",
        "PL hold DE-plant fuze - 2 1000",
        "PL hold DE-plant fuze - 3 1000",
    ),
    "rules": plan_table(
        "rule kind product who limit reached binding cost_eur unserved_units",
        f"line line_share_at_most shell PL-shell 0.6 {30 / 55} 0 0 0",
        f"site site_share_at_most shell PL-plant 0.6 {30 / 55} 0 0 0",
        f"country country_share_at_most shell PL 0.6 {30 / 55} 0 0 0",
        "group group_share_at_most shell EU 1 1 1 0 0",
        "makers makers_at_least shell DE|PL 2 2 1 100 3",
        f"inside made_inside_at_least shell EU 0.9 {55 / 39} 0 0 0",
        f"promise fill_rate_at_least shell NO 0.8 {15 / 18} 0 0 0",
        f"gap fill_rate_gap_at_most shell NO 0.2 {3 / 18} 0 0 0",
        f"work work_share_at_least - PL 0.4 {22 / 37} 0 0 0",
        f"origin outside_share_at_most shell PL 0.65 {14200 / 22000} 0 0 0",
    ),
    "bottlenecks": plan_table("rank kind target product periods limit worth_eur use_share"),
}

COST = {
    **dict.fromkeys(COST_PARTS, 0.0),
    "production": 3300.0,
    "procurement": 54_850.0,  # 23,000 + 9,000 + 17,000 + 850 + 5,000
    "transport": 93.0,
    "holding": 108.0,
    "scrap": 10.0,
    "shortage": 30_000.0,
}

MANIFEST = {
    "status": "optimal",
    "net": False,
    "objective_eur": 88_361.0,
    "money_eur": 58_361.0,
    "shortage_eur": 30_000.0,
    "reserves_eur": 0.0,
    "bound_eur": 88_361.0,
    "gap": 0.0,
    "solver": {"gap": 1e-4},
    "cost": COST,
    "support_eur": 2900.0,
    "debt_eur": 4000.0,
    "vat_eur": 8110.0,  # 6,210 + 1,900
    "vat_saved_eur": 4250.0,
}

NET = {
    **MANIFEST,
    "net": True,
    "objective_eur": 93_571.0,  # and 8,110 of VAT less 2,900 of grants
    "bound_eur": 93_571.0,
    "cost": {**COST, "vat": 8110.0, "support": -2900.0},
}


@cache
def dataset() -> Dataset:
    """The joint purchase: PL and DE in a pool, NO alone."""
    return replace(from_tables(TABLES, name="joint"), pools=(("EU",),))
