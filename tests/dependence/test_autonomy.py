"""The price of autonomy: hand-solved points, what is refused, the command."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import edu_supply
from edu_supply.cli import app

TUTORIAL = Path(__file__).parents[2] / "data" / "tutorial"

# A plant in France makes 10 shells at 1 EUR from 2 units of powder each (3 EUR a unit by value): from outside at 1 EUR,
# or from Germany at 2 EUR.
TABLES = {
    "settings": [{"key": "periods", "value": "1"}],
    "sites": [
        {"site": "plant", "country": "FR", "kind": "factory"}, {"site": "far", "country": "US", "kind": "supplier"},
        {"site": "near", "country": "DE", "kind": "supplier"},
    ],
    "products": [
        {"product": "shell", "mass_kg": 1, "value_eur": 10}, {"product": "powder", "mass_kg": 1, "value_eur": 3},
    ],
    "bom": [{"product": "shell", "component": "powder", "quantity": 2}],
    "lines": [
        {"line": "L", "site": "plant", "product": "shell", "capacity": 100, "unit_cost_eur": 1},
        {"line": "F", "site": "far", "product": "powder", "capacity": 100, "unit_cost_eur": 1},
        {"line": "N", "site": "near", "product": "powder", "capacity": 100, "unit_cost_eur": 2},
    ],
    "lanes": [{"origin": "far", "destination": "plant"}, {"origin": "near", "destination": "plant"}],
    "demand": [{"site": "plant", "product": "shell", "quantity": 10, "penalty_eur": 100}],
    "groups": [{"group": "EU", "country": "FR"}, {"group": "EU", "country": "DE"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def dataset() -> edu_supply.Dataset:
    return edu_supply.from_tables({name: pd.DataFrame(rows) for name, rows in TABLES.items()})


def test_the_curve_by_hand(dataset: edu_supply.Dataset) -> None:
    # 10 for the shells. Of 20 powder a share s comes from outside at 1 EUR, the others at 2 EUR: 10 + 40 - 20 s.
    curve = edu_supply.autonomy(dataset, "EU", shares=[0, 0.25, 1], gap=0)["autonomy"]
    assert curve["allowed_share"].tolist() == [1.0, 0.25, 0.0]
    assert curve["objective_eur"].tolist() == pytest.approx([30, 45, 50])
    assert curve["more_eur"].tolist() == pytest.approx([0, 15, 20])
    assert curve["outside_share"].tolist() == pytest.approx([1, 0.25, 0])
    # A point more is a hundredth of 20 units, each 1 EUR cheaper: 0.2 EUR; nothing where all comes from outside anyway.
    assert curve["point_eur"].tolist()[1:] == pytest.approx([0.2, 0.2])
    assert curve["point_eur"].iloc[0] == pytest.approx(0)


def test_only_the_products_that_are_named(dataset: edu_supply.Dataset) -> None:
    run = edu_supply.autonomy(dataset, "EU", products=["shell"], shares=[0], gap=0)
    assert run["autonomy"]["objective_eur"].tolist() == pytest.approx([50])
    assert run.manifest["products"] == ["shell"]


def test_what_is_not_there_is_refused(dataset: edu_supply.Dataset) -> None:
    with pytest.raises(edu_supply.DataError, match=r'There is no such group or country. Did you mean "EU"\?'):
        edu_supply.autonomy(dataset, "EUU")
    with pytest.raises(edu_supply.DataError, match=r'There is no such product. Did you mean "shell"\?'):
        edu_supply.autonomy(dataset, "EU", products=["shel"])
    with pytest.raises(ValueError, match="from 0 to 1"):
        edu_supply.autonomy(dataset, "EU", shares=[1.5])


def test_the_command_writes_a_run(tmp_path: Path) -> None:
    out = tmp_path / "curve"
    words = ["autonomy", str(TUTORIAL), "--inside", "UA", "--share", "1", "--share", "0", "--out", str(out)]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("NOTIONAL")
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert pd.read_csv(out / "autonomy.csv")["allowed_share"].tolist() == [1, 0]
    assert CliRunner().invoke(app, ["autonomy", str(TUTORIAL), "--inside", "XQ", "--out", str(out)]).exit_code == 2
