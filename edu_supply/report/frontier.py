"""The price of safety: what each service level costs, and how many days of supply it comes to."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from edu_supply.planning.layout import records
from edu_supply.planning.wording import eur
from edu_supply.report.curve import curve_chart
from edu_supply.report.section import Section, section, twice
from edu_supply.report.table import table


def price_of_safety(rows: pd.DataFrame) -> list[Section]:
    """The frontier of a run of ``stockpile``: cost against service, against days of supply, and as a table."""
    if rows.empty:
        return []
    least = float(rows["objective_eur"].min())
    best = rows.loc[rows["last"] == 1, "service"]
    end = f" No stock reaches more than {_percent(float(best.iloc[0]))}." if len(best) else ""
    lead = f"The least that survives every threat costs so much more than the cheapest, at each service level.{end}"
    cells = [(_percent(row.service), eur(row.added_cost_eur), eur(row.objective_eur - least), _days(row.days_of_supply),
              "" if pd.isna(row.next_point_eur) else eur(row.next_point_eur), eur(row.gap_eur))
             for row in records(rows)]  # fmt: skip
    head = ("service", "stock added", "costs more", "days of supply", "next point", "at most too much")
    return [
        section("frontier", "The price of safety", lead, _drawn(rows, least, "service", _percent, "service")),
        section("frontier-days", "The price of safety, in days of supply",
                "The same against the days for which stock of what is asked for lasts, by value.",
                _drawn(rows, least, "days_of_supply", _days, "days of supply")),
        section("frontier-table", "From just in time to just in case",
                "Next point: what one percentage point more of service costs, on the way to the next row.",
                table(head, cells, words=(), many=True), wide=True),
    ]  # fmt: skip


def _drawn(rows: pd.DataFrame, least: float, column: str, said: Callable[[float], str], under: str) -> Markup:
    titles = [f"{_percent(row.service)}: {eur(row.objective_eur - least)} more, {_days(row.days_of_supply)} days"
              for row in records(rows)]  # fmt: skip
    points = list(zip(rows[column].astype(float).tolist(), (rows["objective_eur"] - least).tolist(), strict=True))
    return twice(lambda width: curve_chart(points, titles, width, f"Cost against {under}", (said, eur), under))


def _percent(share: float) -> str:
    return f"{100 * share:.4g} %"


def _days(days: float) -> str:
    return f"{days:,.4g}"
