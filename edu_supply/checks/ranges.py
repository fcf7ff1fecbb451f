"""Numbers too far apart for a solver to keep both: it would drop the small one without saying so."""

from __future__ import annotations

import pandas as pd

from edu_supply.checks.findings import Tables, findings, text
from edu_supply.problems import Problem

WIDEST = 1e9
"""Numbers of one row of the model further apart than this make wrong answers."""

WIDE = 1e6
"""Up to this ratio answers were never wrong in our measurements."""

UNITS = "Check the units of both."


def penalties_and_costs(tables: Tables) -> list[Problem]:
    """The highest penalty and the lowest cost of a unit are less than a million (a billion) times apart."""
    demand = tables["demand"]
    dearest = demand[demand["penalty_eur"] == demand["penalty_eur"].max()].head(1)
    costs = [
        tables[table].rename(columns={column: "cost"}).assign(column=column)[["cost", "column", "where"]]
        for table, column in (("lines", "unit_cost_eur"), ("offers", "unit_price_eur"))
    ]
    positive = pd.concat([rows[rows["cost"] > 0] for rows in costs])
    if dearest.empty or positive.empty:
        return []
    low = positive.loc[positive["cost"] == positive["cost"].min()].iloc[0]
    ratio = float(dearest["penalty_eur"].iloc[0]) / float(low["cost"])
    if not ratio > WIDE:
        return []
    of = f"{ratio:,.0f} times the lowest {low['column']}, {text(float(low['cost']))} ({low['where']})"
    if ratio > WIDEST:
        message, right = f"The penalty is {of}: no solver keeps numbers apart that differ so much.", UNITS
    else:
        message, right = f"The penalty is {of}: the answer may lose digits.", f"{UNITS} A million times is safe."
    severity = "error" if ratio > WIDEST else "warning"
    return findings(dearest, "range", "demand", message, right, "penalty_eur", severity)  # type: ignore[arg-type]


def capacities_of_a_line(tables: Tables) -> list[Problem]:
    """What a line can make of its products in a period differs less than a billion times."""
    lines = tables["lines"]
    return _spans(
        lines[lines["capacity"] > 0].dropna(subset=["line"]), "lines", ["line"], "capacity", "this line makes both"
    )


def masses_that_share_a_limit(tables: Tables) -> list[Problem]:
    """The masses (and net explosive quantities) of what shares a limit differ less than a billion times."""
    products, lanes, sites = tables["products"], tables["lanes"], tables["sites"]
    licences = tables["lane_products"].merge(products[["product", "mass_kg"]].drop_duplicates("product"), on="product")
    limited = lanes.loc[lanes["capacity_t"].notna(), "lane"]
    licences = licences[licences["lane"].isin(limited) & (licences["mass_kg"] > 0)]
    found: list[Problem] = []
    if not limited.isin(tables["lane_products"]["lane"]).all() or sites[["storage_t", "throughput_t"]].notna().any(
        axis=None
    ):
        found += _spans(
            products[products["mass_kg"] > 0], "products", [], "mass_kg", "a lane or site with a limit takes both"
        )
    else:
        found += _spans(licences, "lane_products", ["lane"], "mass_kg", "this lane carries both")
    if sites["neq_limit_kg"].notna().any():
        explosive = products[products["neq_kg"] > 0]
        found += _spans(explosive, "products", [], "neq_kg", "a site with a neq_limit_kg takes both")
    return found


def quantities_of_a_component(tables: Tables) -> list[Problem]:
    """What different recipes need of one component differs less than a billion times."""
    return _spans(
        tables["bom"].dropna(subset=["component"]), "bom", ["component"], "quantity", "recipes share this component"
    )


def _spans(rows: pd.DataFrame, table: str, key: list[str], column: str, sharer: str) -> list[Problem]:
    """A problem at the smallest number of every group of rows in which the greatest is too far from it."""
    if rows.empty or rows[column].max() <= rows[column].min() * WIDEST:
        return []
    ordered = rows.dropna(subset=[column]).sort_values(column, kind="stable").assign(all="")
    key = key or ["all"]
    least, most = ordered.drop_duplicates(key), ordered.drop_duplicates(key, keep="last")
    both = least.merge(most[[*key, column, "where"]], on=key, suffixes=("", "_most"))
    return findings(
        both[both[f"{column}_most"] > both[column] * WIDEST],
        "range",
        table,
        lambda row: (
            f"{text(getattr(row, f'{column}_most'))} ({row.where_most}) is more than a billion times as much, "
            f"and {sharer}: no solver keeps them apart."
        ),
        UNITS,
        column,
    )
