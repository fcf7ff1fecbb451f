"""What may go wrong: single losses, and losses that strike together."""

from .geography import COALITION

# threat, kind, target, share_lost, stock_lost, start, duration_periods, probability
SINGLE = [
    ("tnt-plant-lost", "site", "@explosives", 1, 0.5, 8, 12, 0.02),
    ("powder-mill-lost", "site", "@powder-mill", 1, 0.3, 6, 9, 0.03),
    ("perchlorate-plant-lost", "site", "@perchlorate", 1, 0, 10, 12, 0.02),
    ("fuze-line-halved", "line", "@fuze-works", 0.5, 0, 12, 6, 0.05),
    ("border-hub-lost", "site", "PL-hub-1", 1, 0.6, 9, 3, 0.10),
    ("linters-supplier-lost", "site", "XA-linters-1", 1, 0, 7, 9, 0.10),
    ("us-supplies-lost", "country", "US", 1, 0, 6, 12, 0.05),
    ("sea-lanes-cut", "mode", "sea", 1, 0, 10, 2, 0.04),
    ("guidance-fault", "product", "guidance-unit", 0.5, 0, 11, 4, None),
]
TOGETHER = [
    ("linters-embargo", "site", "XA-linters-1", 1, 0, 5, 18, 0.05),
    ("linters-embargo", "site", "XB-linters-1", 1, 0, 5, 18, 0.05),
    ("export-ban-a", "exports", "XA", 1, 0, 13, 12, 0.08),
    ("third-country-exports-stop", "exports", "XA", 1, 0, 10, 9, 0.02),
    ("third-country-exports-stop", "exports", "XB", 1, 0, 10, 9, 0.02),
    ("third-country-exports-stop", "exports", "XC", 1, 0, 10, 9, 0.02),
    ("strikes-on-depots", "site", "UA-depot-2", 1, 0.7, 6, 2, 0.20),
    ("strikes-on-depots", "site", "UA-depot-3", 1, 0.5, 6, 1, 0.20),
    ("rail-to-ukraine-cut", "lane", "PL-hub-1>UA-depot-1:rail", 1, 0, 15, 1, 0.15),
    ("rail-to-ukraine-cut", "lane", "PL-hub-1>UA-depot-2:rail", 0.5, 0, 15, 2, 0.15),
    ("nordic-baltic-cut-off", "group", "NORDIC-BALTIC", 1, 0, 14, 2, None),
]


def add_threats(tables, lines, draw):
    """A target `@trade` is the biggest such works (or its line), whichever country drew it."""
    columns = ["threat", "kind", "target", "share_lost", "stock_lost", "start", "duration_periods", "probability"]
    for values in SINGLE + TOGETHER:
        row = dict(zip(columns, values, strict=True))
        if row["target"].startswith("@"):
            works = [line for line in lines if f"-{row['target'][1:]}-" in line.site and line.country in COALITION]
            biggest = max(works, key=lambda line: (max(line.capacity.values()), line.name))
            row["target"] = biggest.site if row["kind"] == "site" else biggest.name
        tables.add("threats", **row, source="notional")
    companies = [row["company"] for row in tables.rows["sites"] if row.get("company")]
    largest = max(sorted(set(companies)), key=companies.count)
    tables.add("threats", threat="largest-company-lost", kind="company", target=largest, start=9, duration_periods=6,
               note="all its works stand still", source="notional")  # fmt: skip
