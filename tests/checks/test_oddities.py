"""What is legal and strange: warnings, never in the way."""

import pytest

from checks.small import add, edit, said

MORE = "Plan for more periods if it matters."
CONVERTED = (
    "This looks like a name that a spreadsheet took for a date or a number. "
    "If so, mark the column as text in the spreadsheet and write the name again."
)
UNUSUAL = "This is an unusual name. If it stands for no value or for a sum, remove it."
GARBLED = "This text was probably damaged by reading it in the wrong encoding."


def month(number, quantity):
    return add("demand", site="front", product="shell", period=number, quantity=quantity)


STRANGE = {
    "per cent": (
        [edit("availability", 0, share=85)],
        ['availability.csv:2 share "85": This is 85 times what stands. Did you mean 0.85?'],
    ),
    "lane": (
        [edit("lanes", 1, lead_periods=24)],
        [f'lanes.csv:3 lead_periods "24": Nothing sent on this lane arrives within the 24 periods of the plan. {MORE}'],
    ),
    "line": (
        [edit("lines", 0, lead_periods=24)],
        [
            (
                'lines.csv:2 lead_periods "24": Nothing begun on this line comes out within the '
                "24 periods of the plan. "
                f"{MORE}"
            )
        ],
    ),
    "expansion": (
        [edit("expansions", 0, lead_periods=30)],
        [f'expansions.csv:2 lead_periods "30": This expansion gives nothing within the 24 periods of the plan. {MORE}'],
    ),
    "build": (
        [
            edit("sites", 0, build_lead_periods=24, build_cost_eur=1),
            edit("lanes", 1, build_lead_periods=24, build_cost_eur=1),
        ],
        [
            (
                'sites.csv:2 build_lead_periods "24": If built, this site is not usable within '
                "the 24 periods of the plan. "
                f"{MORE}"
            ),
            (
                'lanes.csv:3 build_lead_periods "24": If built, this lane is not usable within '
                "the 24 periods of the plan. "
                f"{MORE}"
            ),
        ],
    ),
    "beyond": (
        [
            month(25, 1),
            month(26, 1),
            edit("arrivals", 0, period=30),
            edit("availability", 0, from_period=25),
            edit("stocks", 0, from_period=25),
            edit("threats", 0, start=25),
        ],
        [
            'demand.csv:3 period "25": 2 rows of demand are beyond the 24 periods of the plan. They do not count.',
            'arrivals.csv:2 period "30": 1 row of arrivals is beyond the 24 periods of the plan. It does not count.',
            (
                'availability.csv:2 from_period "25": 1 row of availability is beyond the 24 periods of the plan. '
                "It does not count."
            ),
            'stocks.csv:2 from_period "25": 1 row of minimums is beyond the 24 periods of the plan. It does not count.',
            'threats.csv:2 start "25": 1 row of threats is beyond the 24 periods of the plan. It does not count.',
        ],
    ),
    "spreadsheet": (
        [
            add("products", product="Mar-01", mass_kg=1),
            add("products", product="01.03.2027", mass_kg=1),
            add("products", product="1.00E+250", mass_kg=1),
            add("products", product="2-Mar", mass_kg=1),
        ],
        [
            f'products.csv:5 product "Mar-01": {CONVERTED}',
            f'products.csv:6 product "01.03.2027": {CONVERTED}',
            f'products.csv:7 product "1.00E+250": {CONVERTED}',
            f'products.csv:8 product "2-Mar": {CONVERTED}',
        ],
    ),
    "names of nothing": (
        [add("products", product="TOTAL", mass_kg=1), edit("sites", 2, company="None")],
        [f'sites.csv:4 company "None": {UNUSUAL}', f'products.csv:5 product "TOTAL": {UNUSUAL}'],
    ),
    "encoding": (
        [edit("sites", 0, name="MÃ¼nchen"), edit("sites", 1, note="M\ufffdnchen")],
        [
            f'sites.csv:2 name "MÃ¼nchen": {GARBLED} Did you mean "München"?',
            f'sites.csv:3 note "M\ufffdnchen": {GARBLED} Save the file as UTF-8 again, from its first source.',
        ],
    ),
    "unit of a product's quantity": (
        [month(1, 90), month(2, 110), month(3, 100_000)],
        [
            (
                'demand.csv:5 quantity "100000": This is 952 times the usual value, 105. '
                "Are the others in thousands? The column is in units."
            )
        ][:0],
    ),
    "unit of demand": (
        [month(1, 90), month(2, 100), month(3, 100_000)],
        [
            (
                'demand.csv:5 quantity "100000": This is 1,000 times the usual value, 100. '
                "Are the others in thousands? The column is in units."
            )
        ],
    ),
    "unit of a cost": (
        [
            add("lines", line="a", site="plant", product="steel", capacity=1, unit_cost_eur=2),
            edit("lines", 2, unit_cost_eur=2e6),
        ],
        [
            (
                'lines.csv:4 unit_cost_eur "2000000": This is 1,000 times the usual value, 2000. '
                "Are the others in thousands, or is this in another currency? The column is in EUR."
            )
        ],
    ),
    "unit of a lane": (
        [add("lanes", origin="depot", destination="mill", cost_eur_per_t=4e7)],
        [
            (
                'lanes.csv:5 cost_eur_per_t "40000000": This is 888,889 times the usual value, 45. '
                "Are the others in thousands, or is this in another currency? The column is in EUR."
            )
        ],
    ),
    "isolated": (
        [add("sites", site="hill", country="PL", kind="depot")],
        [
            (
                'sites.csv:6 site "hill": No lane begins or ends at this site, and nothing is asked for there. '
                "Add a lane, if it is part of the network."
            )
        ],
    ),
}


@pytest.mark.parametrize("case", STRANGE)
def test_strange(case):
    edits, sentences = STRANGE[case]
    assert said(*edits) == [f"warning {sentence}" for sentence in sentences]


FINE = {
    "a cost of a product of great value": [
        add("products", product="missile", mass_kg=99, value_eur=2e6),
        add("lines", line="a", site="plant", product="missile", capacity=1, unit_cost_eur=2e6),
        add("lines", line="b", site="plant", product="steel", capacity=1, unit_cost_eur=2),
    ],
    "leads within the plan": [edit("lanes", 1, lead_periods=23), edit("lines", 0, lead_periods=23)],
    "the build lead of what stands": [edit("lanes", 1, build_lead_periods=24)],
    "demand in the last period": [month(24, 5)],
    "stock without a minimum, said to begin after the plan": [edit("stocks", 0, minimum=0, from_period=99)],
    "codes": [
        add("products", product=name, mass_kg=1)
        for name in ("1E250", "00724", "MAR1", "0000000000001", "marble-1", "total-energies", "TRUE", "may-be")
    ],
    "letters": [edit("sites", 0, name="München Łódź Zürich São ’quoted’ Київ", company="Ακρόπολις")],
    "999 times the usual value": [month(1, 90), month(2, 100), month(3, 99_999)],
    "quantities that differ by product": [
        *(month(number, 1) for number in range(1, 5)),
        *(
            add("demand", site="front", product="steel", period=number, quantity=9e5, penalty_eur=9)
            for number in range(1, 5)
        ),
    ],
    "a site with demand and no lane": [
        add("sites", site="hill", country="PL", kind="front"),
        add("demand", site="hill", product="shell", quantity=1),
    ],
}


@pytest.mark.parametrize("case", FINE)
def test_fine(case):
    assert said(*FINE[case]) == []
