"""What blank cells mean, and the types that tables have."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from edu_supply.reading import read
from edu_supply.schema import TABLES
from reading.folders import errors, folder

EVERYTHING = {
    "settings.csv": "key,value\nperiods,12\n",
    "expansions.csv": "line,adds,cost_eur\nL,0.5,100\n",
    "stocks.csv": "site,product,initial\nA,P,5\n",
    "arrivals.csv": "site,product,period,quantity\nF,P,2,5\n",
    "availability.csv": "kind,target,from_period,share\nline,L,2,0.5\n",
    "threats.csv": "threat,kind,target,duration_periods\nt,site,A,2\n",
    "bom.csv": "product,component,quantity\nP,Q,2\n",
    "substitutes.csv": "product,substitute,ratio\nP,Q,2\n",
    "donations.csv": "from_country,to_country,product\nPL,UA,P\n",
    "offers.csv": "line,product,from_quantity,unit_price_eur\nL,P,0,3\nL,Q,0,3\n",
    "lane_products.csv": "lane,product\nA>F:road,P\n",
    "groups.csv": "group,country\nEU,PL\n",
    "countries.csv": "country\nPL\n",
    "programmes.csv": "programme,buyers,inside\np,UA,EU\n",
    "allocations.csv": "programme,country,amount_eur\np,UA,5\n",
    "rules.csv": "rule,kind,limit\nr,fill_rate_at_least,0.5\n",
}


def test_what_follows_from_other_cells(tmp_path: Path) -> None:
    tables = read(folder(tmp_path / "d", EVERYTHING)).tables
    assert tables["lanes"][["lane", "mode"]].values.tolist() == [["A>F:road", "road"]]
    assert tables["expansions"]["expansion"].tolist() == ["L"]
    assert tables["demand"]["buyer"].tolist() == ["UA", "UA"]
    assert tables["stocks"]["country"].tolist() == ["PL"]
    assert tables["arrivals"]["country"].tolist() == ["UA"]
    assert tables["products"]["scrap_eur"].tolist() == [100, 10]
    assert tables["products"]["unit"].tolist() == ["each", "each"]


def test_what_stays_absent(tmp_path: Path) -> None:
    tables = read(folder(tmp_path / "d", EVERYTHING)).tables
    for table, column in (
        ("demand", "period"), ("bom", "line"), ("substitutes", "country"), ("donations", "quantity"),
        ("lanes", "build_cost_eur"), ("lanes", "recovery_periods"), ("stocks", "maximum"), ("countries", "name"),
    ):  # fmt: skip
        assert tables[table][column].isna().all(), (table, column)


def test_penalties_follow_from_value_and_priority(tmp_path: Path) -> None:
    rows = ["F,P,1,3,1,", "F,P,2,3,,", "F,P,3,3,3,", "F,P,4,3,1,7", "F,P,5,3,1,0"]
    demand = "site,product,period,quantity,priority,penalty_eur\n" + "\n".join(rows)
    tables = read(folder(tmp_path / "d", {"demand.csv": demand})).tables
    assert tables["demand"]["penalty_eur"].tolist() == [3000, 1000, 300, 7, 0]


def test_penalties_need_a_value(tmp_path: Path) -> None:
    products = "product,mass_kg,value_eur\nP,2,\nQ,1,1e11\n"
    demand = "site,product,quantity,priority\nF,P,3,2\nF,Q,1,1\n"
    blank = "The penalty is blank, and it follows from value_eur"
    assert errors(folder(tmp_path / "d", {"products.csv": products, "demand.csv": demand})) == [
        (
            f'demand.csv:2 penalty_eur: {blank}, which "P" does not have. '
            'Give penalty_eur here, or a positive value_eur to "P" in the table products.'
        ),
        (
            f'demand.csv:3 penalty_eur: {blank} of "Q", which is too large. '
            'Give penalty_eur here, or a smaller value_eur to "Q" in the table products.'
        ),
    ]


def test_a_value_that_is_refused_breeds_no_other_error(tmp_path: Path) -> None:
    files = {"products.csv": "product,mass_kg,value_eur\nP,2,x\nQ,1,10\n"}
    assert len(errors(folder(tmp_path / "d", files))) == 1


@pytest.mark.parametrize("files", [{}, EVERYTHING])
def test_columns_and_types_are_always_the_same(tmp_path: Path, files: dict[str, str]) -> None:
    dataset = read(folder(tmp_path / "d", files))
    assert list(dataset.tables) == list(dataset.given) == list(TABLES)
    for table in TABLES.values():
        frame = dataset[table.name]
        assert list(frame.columns) == list(dataset.given[table.name].columns) == [*table.column_names, "where"]
        for column in table:
            kind = "float64" if column.is_number else "str"
            if column.kind in ("whole", "period", "flag") and (column.required or column.default is not None):
                kind = "int64"
            assert str(frame[column.name].dtype) == kind, (table.name, column.name)
            if not column.is_number or kind == "int64":
                continue
            assert not np.isinf(frame[column.name]).any()
        assert str(frame["where"].dtype) == "str"


def test_given_tables_keep_their_blanks(tmp_path: Path) -> None:
    given = read(folder(tmp_path / "d", EVERYTHING)).given
    assert given["lanes"][["lane", "mode", "lead_periods"]].isna().all(axis=None)
    assert given["demand"]["penalty_eur"].isna().all()
    assert given["settings"][["key", "value"]].values.tolist() == [["periods", "12"]]


def test_spelling_out_what_is_blank_changes_nothing(tmp_path: Path) -> None:
    dataset = read(folder(tmp_path / "d", EVERYTHING))
    spelt = {f"{name}.csv": frame.drop(columns="where").to_csv(index=False) for name, frame in dataset.tables.items()}
    again = read(folder(tmp_path / "again", spelt))
    for name, frame in dataset.tables.items():
        assert frame.equals(again[name]), name


def test_rows_say_where_they_stand(tmp_path: Path) -> None:
    dataset = read(folder(tmp_path / "d", {"lanes.csv": "\norigin,destination\n\nA,F\n\nF,A\n"}))
    assert dataset["lanes"]["where"].tolist() == ["lanes.csv:4", "lanes.csv:6"]
