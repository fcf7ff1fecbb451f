"""What blank cells mean: constants of the schema, and what follows from other cells."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from edu_supply.problems import Problem
from edu_supply.reading.findings import Findings
from edu_supply.reading.text_table import TextTable
from edu_supply.reading.typed import TEXT, text_array
from edu_supply.schema import HIGHEST_NUMBER, PENALTY_TIMES, TABLES, Column, listed_names
from edu_supply.schema.countries import OTHER_SPELLINGS, standard

COUNTRY_OF_SITE = {"demand": "buyer", "stocks": "country", "requirements": "country", "arrivals": "country"}
"""By table: the column that is the country of the row's site where it is blank."""


def completed(
    given: Mapping[str, pd.DataFrame], texts: Mapping[str, TextTable], findings: Findings
) -> dict[str, pd.DataFrame]:
    """All tables with their blank cells filled as the schema says; ``given`` stays as it is.

    Adds an error for every demand without a penalty whose product has no value.
    """
    tables = {name: _with_constants(name, frame) for name, frame in given.items()}
    _complete_lanes(tables["lanes"])
    _complete_expansions(tables["expansions"])
    country = _country_of_site(tables["sites"])
    for name, column in COUNTRY_OF_SITE.items():
        frame = tables[name]
        frame[column] = frame[column].fillna(frame["site"].map(country).astype(TEXT))
    products = tables["products"]
    products["scrap_eur"] = products["scrap_eur"].fillna(products["value_eur"])
    _complete_threats(tables["threats"])
    _complete_programmes(tables["programmes"], set(tables["groups"]["group"]))
    _complete_penalties(tables, texts, findings)
    return tables


def _with_constants(name: str, given: pd.DataFrame) -> pd.DataFrame:
    """A copy with the schema's constant defaults, whole numbers as whole numbers."""
    frame = given.copy()
    for column in TABLES[name]:
        if column.default is not None:
            frame[column.name] = frame[column.name].fillna(column.default)
        if _whole(column) and not frame[column.name].isna().any():
            frame[column.name] = frame[column.name].astype(np.int64)
    return frame


def _whole(column: Column) -> bool:
    return column.kind in ("whole", "period", "flag") and (column.required or column.default is not None)


def _complete_lanes(lanes: pd.DataFrame) -> None:
    derived = lanes["origin"] + ">" + lanes["destination"] + ":" + lanes["mode"]
    lanes["lane"] = lanes["lane"].fillna(derived)


def _complete_expansions(expansions: pd.DataFrame) -> None:
    expansions["expansion"] = expansions["expansion"].fillna(expansions["line"])


def _complete_threats(threats: pd.DataFrame) -> None:
    """Countries as targets are written as everywhere else."""
    countries = threats["kind"].isin(["country", "exports"])
    threats["target"] = threats["target"].where(~countries, threats["target"].replace(OTHER_SPELLINGS))


def _complete_programmes(programmes: pd.DataFrame, groups: set[str]) -> None:
    """What a loan may lend; countries in lists are written as everywhere else, unless a group has that name."""
    lends = (programmes["kind"] == "loan").astype(np.float64)
    programmes["support_rate"] = programmes["support_rate"].fillna(lends)
    for column in ("buyers", "members", "inside"):
        programmes[column] = text_array(
            "|".join(one if one in groups else standard(one) for one in listed_names(cell))
            for cell in programmes[column]
        )


def _country_of_site(sites: pd.DataFrame) -> pd.Series[str]:
    known = sites.dropna(subset="site").drop_duplicates("site")
    return known.set_index("site")["country"]


def _complete_penalties(tables: Mapping[str, pd.DataFrame], texts: Mapping[str, TextTable], findings: Findings) -> None:
    """``penalty_eur`` from ``value_eur`` and ``priority``."""
    demand, products = tables["demand"], tables["products"].dropna(subset="product").drop_duplicates("product")
    blank = demand["penalty_eur"].isna()
    value = demand["product"].map(products.set_index("product")["value_eur"]).astype(np.float64)
    penalty = value * demand["priority"].map(PENALTY_TIMES).astype(np.float64)
    demand["penalty_eur"] = demand["penalty_eur"].fillna(penalty)
    if not findings.sound("demand", "penalty_eur") or not findings.sound("products", "value_eur"):
        return
    wrong = blank & value.notna() & ~((penalty > 0) & (penalty <= HIGHEST_NUMBER))
    for row in np.flatnonzero(wrong.to_numpy()).tolist():
        where = texts["demand"].cell(row, "penalty_eur")
        findings.add(_no_penalty(where, str(demand["product"].iloc[row]), too_large=value.iloc[row] > 0))


def _no_penalty(where: str, product: str, too_large: bool) -> Problem:
    follows = "The penalty is blank, and it follows from value_eur"
    message = (
        f'{follows} of "{product}", which is too large.'
        if too_large
        else f'{follows}, which "{product}" does not have.'
    )
    value = "smaller" if too_large else "positive"
    right = f'Give penalty_eur here, or a {value} value_eur to "{product}" in the table products.'
    return Problem("no penalty", "demand", where, message, right, "penalty_eur")
