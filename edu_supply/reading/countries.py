"""Cells that hold a country: its two letters, as the schema knows them."""

from __future__ import annotations

from edu_supply.reading.numbers import Fault
from edu_supply.schema.countries import ALPHA_3, COUNTRIES, USER_ASSIGNED, standard

# What people write in place of the code.
_NAMES: dict[str, str] = {
    "albania": "AL", "austria": "AT", "australia": "AU", "bosnia and herzegovina": "BA", "belgium": "BE",
    "bulgaria": "BG", "belarus": "BY", "canada": "CA", "switzerland": "CH", "cyprus": "CY", "czechia": "CZ",
    "czech republic": "CZ", "germany": "DE", "deutschland": "DE", "denmark": "DK", "estonia": "EE", "spain": "ES",
    "finland": "FI", "france": "FR", "united kingdom": "GB", "great britain": "GB", "england": "GB",
    "britain": "GB", "greece": "GR", "croatia": "HR", "hungary": "HU", "ireland": "IE", "israel": "IL",
    "india": "IN", "iceland": "IS", "italy": "IT", "japan": "JP", "south korea": "KR", "korea": "KR",
    "liechtenstein": "LI", "lithuania": "LT", "luxembourg": "LU", "latvia": "LV", "moldova": "MD",
    "montenegro": "ME", "north macedonia": "MK", "malta": "MT", "namibia": "NA", "netherlands": "NL",
    "the netherlands": "NL", "holland": "NL", "norway": "NO", "poland": "PL", "portugal": "PT", "romania": "RO",
    "serbia": "RS", "sweden": "SE", "singapore": "SG", "slovenia": "SI", "slovakia": "SK", "turkey": "TR",
    "türkiye": "TR", "taiwan": "TW", "ukraine": "UA", "united states": "US", "united states of america": "US",
    "america": "US", "south africa": "ZA",
}  # fmt: skip


def countries(cells: list[str]) -> tuple[list[str], list[Fault]]:
    """The countries in a column (blank where refused) and what was refused.

    >>> countries(["UK", "NA", "Poland"])
    (['GB', 'NA', ''], [Fault(row=2, kind='country', ..., right='Write PL.')])
    """
    faults: list[Fault] = []
    read: dict[str, str] = {"": ""}
    known = COUNTRIES | USER_ASSIGNED
    message = "This is not the code of a country (ISO 3166, two letters)."
    for row, cell in enumerate(cells):
        code = standard(cell)
        if code in known:
            read[cell] = code
        elif cell:
            read[cell] = ""
            faults.append(Fault(row, "country", message, _meant(cell)))
    return [read[cell] for cell in cells], faults


def _meant(cell: str) -> str:
    upper = standard(cell.upper())
    code = upper if upper in COUNTRIES | USER_ASSIGNED else ALPHA_3.get(upper) or _NAMES.get(cell.casefold())
    if code:
        return f"Write {code}."
    if upper in ("EU", "EEA", "NATO"):
        return "A coalition is a group: list its members in the table groups."
    return "Write two letters, such as PL; XA to XZ are free for funds and exercises."
