"""What-ifs by form become model files that hold."""

from __future__ import annotations

import pandas as pd
import pytest

import edu_supply
from edu_supply.serving import whatifs

from .conftest import ROOT, Visitor
from .test_datasets import HOSTILE


def test_a_form_becomes_a_model_file(visitor: Visitor, tutorial: str) -> None:
    (visitor.folder / "models" / "base.toml").write_text('name = "base"\nperiods = 3\n')
    assert 'value="site:DE-charges"' in visitor.get(f"{tutorial}/what-if")
    page = visitor.send(f"{tutorial}/what-if", fields={
        "lose": ["site:DE-charges", "mode:rail"], "tempo": "1,5", "tempo_product": "round", "budget_country": "PL",
        "budget": "1000", "served": "50", "penalty": "2", "typed": "lines[line=charges].unit_cost_eur*=2\n",
        "pool": "leave", "pool_who": "UA", "name": "../bad \u202e day", "base": "base.toml"})  # fmt: skip
    assert "holds for this dataset" in page
    [file] = set((visitor.folder / "models").glob("*.toml")) - {visitor.folder / "models" / "base.toml"}
    assert file.name == "bad-day.toml"
    assert visitor.at == f"{tutorial}/what-if/bad-day.toml"
    dataset = edu_supply.read(ROOT / "data" / "tutorial")
    after = edu_supply.apply(dataset, edu_supply.read_model(file))
    assert after.periods == 3
    assert after.pools == ()
    assert after["lines"].loc[after["lines"]["site"] == "DE-charges", "capacity"].tolist() == [0]
    lanes = after["lanes"]
    lost = (lanes["origin"] == "DE-charges") | (lanes["destination"] == "DE-charges") | (lanes["mode"] == "rail")
    assert (lanes.loc[lost, "capacity_t"] == 0).all()
    assert (lanes.loc[~lost, "capacity_t"] != 0).all()
    rounds = after["demand"]["product"] == "round"
    assert (after["demand"]["quantity"][rounds] == 1.5 * dataset["demand"]["quantity"][rounds]).all()
    assert (after["demand"]["penalty_eur"] == 2 * dataset["demand"]["penalty_eur"]).all()
    assert after["countries"].set_index("country")["budget_eur"]["PL"] == 1000
    assert after["rules"][["kind", "limit"]].values.tolist() == [["fill_rate_at_least", 0.5]]
    assert (after["lines"]["unit_cost_eur"] == dataset["lines"]["unit_cost_eur"] *
            [2 if line == "charges" else 1 for line in dataset["lines"]["line"]]).all()  # fmt: skip
    assert "Plan waits" in visitor.send(f"{tutorial}/solve", model="bad-day.toml")


def test_what_does_not_hold_is_said_beside_the_form(visitor: Visitor, tutorial: str) -> None:
    address = f"{tutorial}/what-if"
    assert "Nothing is asked for." in visitor.send(address, 400)
    page = visitor.send(address, 400, lose="site:DE-chargs", tempo="2")
    assert "There is no such site. Did you mean &#34;DE-charges&#34;?" in page
    assert 'value="site:DE-chargs"' in page
    assert "no kind of asset" in visitor.send(address, 400, lose=HOSTILE)
    assert "<script>alert" not in visitor.send(address, 400, typed=HOSTILE, name=HOSTILE, pool_who=HOSTILE)
    assert "write a number" in visitor.send(address, 400, tempo="fast")
    visitor.send(address, 404, base="../x.toml", tempo="2")
    assert not list((visitor.folder / "models").iterdir()), "nothing is left behind"


def test_who_joins_and_leaves() -> None:
    dataset = edu_supply.read(ROOT / "data" / "europe", periods=2)
    alone = dataset.with_pools((("PL", "DE"), ("*",)))
    assert whatifs.pools_after(alone, "join", "UA") == [["PL", "DE", "UA"], ["*"]]
    left = whatifs.pools_after(alone, "leave", "PL")
    assert left[0] == ["DE"]
    assert not {"PL", "DE"} & set(left[1])
    assert set(left[1]) | {"PL", "DE"} == set(whatifs.buyers(dataset))


def test_demand_that_requirements_make_is_not_passed_over() -> None:
    tables = dict(edu_supply.read(ROOT / "data" / "tutorial").given)
    asked = {"requirement": "war", "method": "level_of_effort", "kind": "demand", "site": "UA-front",
             "product": "round"}  # fmt: skip
    tables["requirements"] = pd.DataFrame([asked | {"days": 30, "daily_units": 5, "from_period": 2}])
    dataset = edu_supply.from_tables(tables)
    with pytest.raises(edu_supply.DataError, match="follows from the table requirements"):
        whatifs.tempo(dataset, 2, "round", "")
    with pytest.raises(edu_supply.DataError, match="follows from the table requirements"):
        whatifs.penalties(dataset, 2)
    assert whatifs.tempo(dataset, 2, "drone", "")["where"] == {"product": "drone"}
