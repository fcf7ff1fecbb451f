"""Countries, groups, and where notional sites may lie: points of a coarse grid inside each country."""

import math

# country: name, weight in the draw of industrial roles, standard VAT rate, points (latitude, longitude)
COALITION = {
    "AT": ("Austria", 3, 0.20, [(48, 15), (47, 14), (47.5, 13.5), (48, 14)]),
    "BE": ("Belgium", 3, 0.21, [(50.5, 5), (50.5, 4), (51, 4), (50, 5.5)]),
    "BG": ("Bulgaria", 3, 0.20, [(43, 24), (42.5, 26), (43, 27), (42, 25)]),
    "HR": ("Croatia", 1, 0.25, [(45.5, 16), (45.5, 17.5), (45, 15)]),
    "CY": ("Cyprus", 0, 0.19, [(35, 33)]),
    "CZ": ("Czechia", 4, 0.21, [(50, 15), (49.5, 17), (49.5, 14), (50, 13.5)]),
    "DK": ("Denmark", 2, 0.25, [(56, 9), (55.5, 9), (56.5, 9.5)]),
    "EE": ("Estonia", 1, 0.24, [(59, 25.5), (58.5, 25), (58.5, 26.5)]),
    "FI": ("Finland", 3, 0.255, [(62, 25), (61, 23), (63, 27), (61, 28)]),
    "FR": ("France", 5, 0.20, [(48, 1), (46, 3), (45, 1), (47, 5), (44, 2), (49, 4), (48, -2)]),
    "DE": ("Germany", 5, 0.19, [(53, 9), (52, 12), (51, 10), (50, 8), (49, 11), (51, 14), (48, 10)]),
    "GR": ("Greece", 2, 0.24, [(40, 22), (39, 22), (41, 24), (38, 22)]),
    "HU": ("Hungary", 2, 0.27, [(47, 19), (46.5, 18), (47.5, 21), (47, 17)]),
    "IE": ("Ireland", 0, 0.23, [(53, -8), (52.5, -7)]),
    "IT": ("Italy", 4, 0.22, [(45, 9), (44, 11), (43, 12), (41, 15), (45, 11), (42, 13)]),
    "LV": ("Latvia", 1, 0.21, [(57, 25), (56.5, 27), (57, 22)]),
    "LT": ("Lithuania", 1, 0.21, [(55.5, 24), (55, 23.5), (56, 23)]),
    "LU": ("Luxembourg", 0, 0.17, [(49.5, 6)]),
    "MT": ("Malta", 0, 0.18, [(36, 14.5)]),
    "NL": ("Netherlands", 3, 0.21, [(52, 5), (52.5, 6), (51.5, 5.5), (53, 6)]),
    "PL": ("Poland", 5, 0.23, [(52, 19), (51, 21), (53, 18), (50, 20), (54, 21), (52, 16)]),
    "PT": ("Portugal", 2, 0.23, [(40, -8), (39, -8), (41, -7.5)]),
    "RO": ("Romania", 3, 0.21, [(46, 24), (45, 26), (44.5, 24), (47, 25), (46, 22)]),
    "SK": ("Slovakia", 3, 0.23, [(48.5, 19), (49, 20), (48.5, 18)]),
    "SI": ("Slovenia", 1, 0.22, [(46, 14.5), (46, 15)]),
    "ES": ("Spain", 4, 0.21, [(40, -3), (42, -5), (41, -1), (39, -5), (38, -2), (43, -6)]),
    "SE": ("Sweden", 3, 0.25, [(59, 15), (58, 14), (57, 15), (61, 15), (63, 16)]),
    "NO": ("Norway", 3, 0.25, [(60, 10), (61, 9), (59, 8), (63, 11)]),
    "GB": ("United Kingdom", 5, 0.20, [(53, -1), (52, -2), (54, -2), (51, -3), (55, -4)]),
    "UA": ("Ukraine", 4, 0.20, [(49, 24), (50, 27), (49, 28), (48, 27), (49, 31), (50, 30), (48, 33)]),
}
THIRD = {
    "US": ("United States", [(38, -98), (40, -90)]),
    "XA": ("Third country A (notional)", []),
    "XB": ("Third country B (notional)", []),
    "XC": ("Third country C (notional)", []),
}
NOT_IN_EU = ("NO", "GB", "UA")
NOT_IN_NATO = ("AT", "CY", "IE", "MT", "UA")
BY_SEA = ("GB", "IE", "CY", "MT")

# What a tonne costs, and how long it is under way, from a third country: cost_eur_per_t, lead_periods.
FROM_THIRD = {"US": (650, 1), "XA": (480, 2), "XB": (360, 1), "XC": (520, 2)}


def add_countries(tables):
    for country, (name, _, vat_rate, _) in COALITION.items():
        tables.add("countries", country=country, name=name, vat_rate=vat_rate,
                   note="standard rate; check before use", source="national VAT law, rates of 2025")  # fmt: skip
    for country, (name, _) in THIRD.items():
        tables.add("countries", country=country, name=name, note="sells to the coalition, asks for nothing")


def add_groups(tables):
    eu = [country for country in COALITION if country not in NOT_IN_EU]
    members = {
        "EU": eu,
        "EEA": [*eu, "NO"],
        "NATO": [country for country in COALITION if country not in NOT_IN_NATO] + ["US"],
        "NORDIC-BALTIC": ["DK", "EE", "FI", "LT", "LV", "NO", "SE"],
        "COALITION": list(COALITION),
        "THIRD": list(THIRD),
    }
    for group, countries in members.items():
        for country in countries:
            tables.add("groups", group=group, country=country)


class Map:
    """Hands out grid points, each country's in turn, and measures between sites."""

    def __init__(self):
        self.used = {}
        self.point = {}

    def place(self, site, country, point=None):
        points = COALITION[country][3] if country in COALITION else THIRD[country][1]
        turn = self.used.get(country, 0)
        self.used[country] = turn + 1
        self.point[site] = point or (points[turn % len(points)] if points else None)
        return self.point[site] or (None, None)

    def kilometres(self, one, other):
        """Great-circle distance; notional countries lie far from everything."""
        here, there = self.point[one], self.point[other]
        if here is None or there is None:
            return 9000
        (lat1, lon1), (lat2, lon2) = [[math.radians(degree) for degree in place] for place in (here, there)]
        half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
        return round(12742 * math.asin(math.sqrt(half)))
