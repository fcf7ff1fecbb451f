"""Numbers too far apart for a solver."""

import pytest

from checks.small import add, edit, remove, said

UNLIMITED = [
    edit("sites", 0, throughput_t=None),
    edit("sites", 1, throughput_t=None),
    edit("sites", 2, throughput_t=None, storage_t=None),
    edit("lanes", 1, capacity_t=None),
    remove("availability", 2),
]
"""Only the lane from the mill to the plant, which carries nothing but steel, keeps a limit for mass."""

WRONG = {
    "penalty and unit cost": (
        [edit("demand", 0, penalty_eur=3e9)],
        [
            (
                'demand.csv:2 penalty_eur "3000000000": The penalty is 1,500,000,000 times the lowest unit_cost_eur, 2 '
                "(lines.csv:2): no solver keeps numbers apart that differ so much. Check the units of both."
            )
        ],
    ),
    "penalty and unit cost, less far": (
        [edit("demand", 0, penalty_eur=3e6)],
        [
            (
                'warning demand.csv:2 penalty_eur "3000000": The penalty is 1,500,000 times the lowest unit_cost_eur, '
                "2 (lines.csv:2): the answer may lose digits. Check the units of both. A million times is safe."
            )
        ],
    ),
    "penalty and unit price": (
        [edit("offers", 1, unit_price_eur=0.001)],
        [
            (
                'warning demand.csv:2 penalty_eur "90000": The penalty is 90,000,000 times the '
                "lowest unit_price_eur, 0.001 "
                "(offers.csv:3): the answer may lose digits. Check the units of both. A million times is safe."
            )
        ],
    ),
    "capacities of a line": (
        [edit("lines", 2, capacity=1e-8)],
        [
            (
                'lines.csv:4 capacity "1e-08": 100 (lines.csv:3) is more than a billion times as much, and this line '
                "makes both: no solver keeps them apart. Check the units of both."
            )
        ],
    ),
    "masses": (
        [edit("products", 2, mass_kg=1e-8)],
        [
            (
                'products.csv:4 mass_kg "1e-08": 44 (products.csv:3) is more than a billion '
                "times as much, and a lane or "
                "site with a limit takes both: no solver keeps them apart. Check the units of both."
            )
        ],
    ),
    "masses on one lane": (
        [*UNLIMITED, edit("products", 2, mass_kg=1e-8), add("lane_products", lane="mill>plant:rail", product="shell")],
        [
            (
                'lane_products.csv:2 mass_kg "1e-08": 40 (lane_products.csv:3) is more than a '
                "billion times as much, and "
                "this lane carries both: no solver keeps them apart. Check the units of both."
            )
        ],
    ),
    "explosives": (
        [edit("products", 1, neq_kg=2e-9)],
        [
            (
                'products.csv:3 neq_kg "2e-09": 7 (products.csv:2) is more than a billion times '
                "as much, and a site with "
                "a neq_limit_kg takes both: no solver keeps them apart. Check the units of both."
            )
        ],
    ),
    "quantities of a component": (
        [add("bom", product="old-shell", component="steel", quantity=1e-8)],
        [
            (
                'bom.csv:3 quantity "1e-08": 30 (bom.csv:2) is more than a billion times as '
                "much, and recipes share this "
                "component: no solver keeps them apart. Check the units of both."
            )
        ],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(case):
    edits, sentences = WRONG[case]
    assert said(*edits) == sentences


FINE = {
    "a penalty of a million unit costs": [edit("demand", 0, penalty_eur=2e6)],
    "costs of 0": [edit("lines", row, unit_cost_eur=0) for row in range(3)],
    "a capacity of 0": [edit("lines", 2, capacity=0)],
    "capacities far apart on two lines": [edit("lines", 0, capacity=9e11)],
    "a mass of 0": [edit("products", 2, mass_kg=0)],
    "masses far apart where only steel has a limit": [*UNLIMITED, edit("products", 2, mass_kg=1e-8)],
    "explosives far apart without a limit": [edit("products", 1, neq_kg=2e-9), edit("sites", 2, neq_limit_kg=None)],
    "quantities far apart of two components": [
        add("products", product="ink", mass_kg=1),
        add("bom", product="old-shell", component="ink", quantity=1e-8),
    ],
}


@pytest.mark.parametrize("case", FINE)
def test_fine(case):
    assert said(*FINE[case]) == []
