"""Offers with price steps, budgets, programmes with their rules and allocations, and rules of policy."""

from .catalogue import END
from .geography import COALITION, NOT_IN_EU
from .tables import rounded

N = "notional"

# product: discount, [(share of what the line can make over the horizon, share of the unit cost)], ceiling (share)
STEPS = {
    "round-155": ("all_units", [(0.01, 1.0), (0.2, 0.96), (0.45, 0.92)], None),
    "guided-rocket": ("incremental", [(0.02, 1.0), (0.3, 0.9)], None),
    "interceptor-long": ("all_units", [(0.05, 1.0), (0.5, 0.95)], 0.8),
    "interceptor-medium": ("all_units", [(0.03, 1.0), (0.25, 0.95), (0.6, 0.9)], None),
    "interceptor-short": ("incremental", [(0.02, 1.0), (0.2, 0.94), (0.5, 0.88)], None),
    "anti-tank-missile": ("all_units", [(0.05, 1.0)], None),
    "loitering-munition": ("all_units", [(0, 1.0)], None),
}
STEPS_NOTE = {1: "one price: buying together saves nothing", 2: "two steps", 3: "three steps"}

# Who may pay only a part of what its demand would cost at the first price.
TIGHT = {"EE": 0.7, "LT": 0.8, "LV": 0.75, "PL": 0.85, "RO": 0.8}

FAMILIES = "artillery|mortar|rocket|air defence|missile|drone"
EU_AND_NORWAY = "EU|NO"

PROGRAMMES = [
    dict(programme="EDIRPA", legal_ref="Regulation (EU) 2023/2418", valid_from="2023-10-27", valid_to="2025-12-31",
         kind="grant", families=FAMILIES, buyers=EU_AND_NORWAY, members="EU", min_buyers=3, min_members=3,
         inside="EEA", max_outside_share=0.35, support_rate=0.15, budget_eur=310_000_000,
         note="closed: changes nothing in a plan that begins later; 20 % under conditions",
         source="data.europa.eu/eli/reg/2023/2418/oj; performance statement: EUR 300 m and about EUR 10 m of Norway"),
    dict(programme="ASAP", legal_ref="Regulation (EU) 2023/1525", valid_from="2023-07-25", valid_to="2025-06-30",
         kind="grant", families="energetics|artillery|missile", buyers=EU_AND_NORWAY, min_buyers=1, inside="EEA",
         support_rate=0.35, budget_eur=500_000_000,
         note="closed; supported producers rather than buyers, shown for completeness",
         source="data.europa.eu/eli/reg/2023/1525/oj; EP Legislative Observatory 2023/0140(COD)"),
    dict(programme="EDIP", legal_ref="Regulation (EU) 2025/2643", valid_from="2025-12-30", valid_to="2027-12-31",
         kind="grant", families="air defence|missile", buyers=EU_AND_NORWAY, members="EU", min_buyers=3, min_members=2,
         inside="EEA", max_outside_share=0.35, support_rate=0.15, budget_eur=180_000_000,
         note="second-hand: numbers of participants, 15 % (25 % under conditions) and the floor of 15 % of EUR 1.2 bn "
         "for common procurement; sources disagree whether Ukraine counts as inside; here for missiles",
         source="eur-lex.europa.eu/eli/reg/2025/2643/oj; Council, 16 October 2025; Moalem Weitemeyer newsletter, "
         "December 2025"),
    dict(programme="SAFE", legal_ref="Council Regulation (EU) 2025/1106", valid_from="2025-05-29",
         valid_to="2030-12-31", kind="loan", families=FAMILIES, buyers="SAFE-BUYERS", members="EU", min_buyers=2,
         min_members=1, inside="SAFE-INSIDE", max_outside_share=0.35, support_rate=1, budget_eur=150_000_000_000,
         vat_exempt="yes",
         note="loans to Member States only, by allocation; Norway and Ukraine count as inside, the United Kingdom as "
         "outside (talks failed in November 2025); end of the VAT exemption from memory, unverified",
         source="data.europa.eu/eli/reg/2025/1106/oj; Bird & Bird 2025; Agence Europe 13645/28"),
    dict(programme="EDA", legal_ref="EDA project arrangement of 20 March 2023; Decision (CFSP) 2015/1835",
         valid_from="2023-03-20", valid_to="2030-03-19", kind="agency", families="artillery", buyers=EU_AND_NORWAY,
         min_buyers=2, inside="EEA", fee_rate=0.005, vat_exempt="yes",
         note="fee notional; the VAT exemption depends on the role of the agency; no content rule found",
         source="edrmagazine.eu, 20 March 2023; EDA factsheet on VAT, November 2015"),
    dict(programme="NSPA", legal_ref="NSPA Ammunition Support Partnership (1993)", kind="agency", families="rocket",
         buyers="NATO|UA", members="NATO", min_buyers=2, min_members=1, inside="NATO", fee_rate=0.015,
         note="fee notional; no content rule; here for rockets", source="defence-industry.eu, January 2024; NSPA"),
]  # fmt: skip

# SAFE allocations, EUR: Council decisions of February 2026 where they were read, else the tentative list of 2025.
SAFE_EUR = {
    "BE": 8_340_027_698, "BG": 3_261_700_000, "CY": 1_181_503_924, "CZ": 2_060_000_000, "DK": 46_796_822,
    "EE": 2_343_897_000, "ES": 1_000_000_000, "FI": 1_000_000_000, "FR": 16_200_000_000, "GR": 787_669_283,
    "HR": 1_700_000_000, "HU": 16_200_000_000, "IT": 14_900_000_000, "LT": 6_370_000_000, "LV": 5_680_000_000,
    "PL": 43_700_000_000, "PT": 5_841_179_332, "RO": 16_680_055_394, "SK": 2_310_000_000,
}  # fmt: skip
DECIDED = ("BE", "BG", "CY", "DK", "EE", "GR", "HR", "PT", "RO")
SHARE_OF_LOANS = 0.02

RULES = [
    dict(rule="no-country-makes-a-third", kind="country_share_at_most", product="round-155", limit=0.3,
         note="regionalised production"),
    dict(rule="no-site-makes-most", kind="site_share_at_most", product="interceptor-short", limit=0.6),
    dict(rule="three-makers", kind="makers_at_least", product="loitering-munition", limit=3, counts_from=0.15,
         note="production in at least three countries"),
    dict(rule="made-in-the-union", kind="made_inside_at_least", product="guided-rocket", group="EU", limit=0.6),
    dict(rule="promise-to-ukraine", kind="fill_rate_at_least", product="interceptor-medium", country="UA", limit=0.4,
         note="kept even where the tempo doubles"),
    dict(rule="solidarity", kind="fill_rate_gap_at_most", product="anti-tank-missile", group="COALITION", limit=0.25),
    dict(rule="nordic-baltic-work", kind="work_share_at_least", family="artillery", group="NORDIC-BALTIC", limit=0.12),
    dict(rule="less-from-far-away", kind="outside_share_at_most", product="fpv-drone", group="SAFE-INSIDE", limit=0.55),
]  # fmt: skip


def add_standings(tables):
    """A country's standing is per programme: who may buy under SAFE, and whose content counts as inside."""
    union = [country for country in COALITION if country not in NOT_IN_EU]
    for country in [*union, "NO", "UA", "GB"]:
        tables.add("groups", group="SAFE-BUYERS", country=country,
                   note="may join a common procurement" if country in NOT_IN_EU else None)  # fmt: skip
    for country in [*union, "NO", "UA"]:
        tables.add("groups", group="SAFE-INSIDE", country=country)


def add_offers(tables):
    """Every line that makes an offered product offers it, by steps of what it can make over the horizon."""
    existing = {row["line"]: row["existing"] for row in tables.rows["lines"]}
    for row in tables.rows["lines"]:
        if row["product"] not in STEPS:
            continue
        discount, steps, ceiling = STEPS[row["product"]]
        whole = row["capacity"] * max(existing[row["line"]], 0.5) * 30
        for share, dearness in steps:
            tables.add("offers", line=row["line"], product=row["product"], from_quantity=rounded(share * whole),
                       unit_price_eur=rounded(row["unit_cost_eur"] * dearness, 4), discount=discount,
                       max_quantity=rounded(ceiling * whole) if ceiling else None,
                       note=STEPS_NOTE[len(steps)], source=N)  # fmt: skip


def add_budgets(tables, monthly):
    """Some countries may pay only a part of what all their demand would cost at the first price."""
    first = {}
    for row in tables.rows["lines"]:
        if row["product"] in STEPS:
            first.setdefault(row["product"], row["unit_cost_eur"])
    need = {}
    for (site, product), quantity in monthly.items():
        need[site[:2]] = need.get(site[:2], 0) + quantity * 30 * first.get(product, 0)
    for row in tables.rows["countries"]:
        if row["country"] in TIGHT:
            row["budget_eur"] = rounded(TIGHT[row["country"]] * need[row["country"]], 3)


def add_programmes(tables):
    for row in PROGRAMMES:
        tables.add("programmes", **row)
    for country, eur in SAFE_EUR.items():
        read = "Council decisions, February 2026" if country in DECIDED else "tentative allocation, September 2025"
        tables.add("allocations", programme="SAFE", country=country, amount_eur=rounded(SHARE_OF_LOANS * eur, 4),
                   note=f"{SHARE_OF_LOANS:.0%} of EUR {eur / 1e9:.3f} bn: a notional share for this plan",
                   source=read)  # fmt: skip


def add_rules(tables):
    for row in RULES:
        tables.add("rules", **row, source=N)


assert set(STEPS) <= set(END)
