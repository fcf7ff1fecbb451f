"""Names, words, countries and keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from edu_supply.reading import read
from edu_supply.schema.countries import ALPHA_3, COUNTRIES
from reading.folders import errors, folder

SITES = "site,country,kind\nA,PL,factory\nF,UA,front\n"
NOT_A_CODE = "This is not the code of a country (ISO 3166, two letters)."


def test_names_stay_text(tmp_path: Path) -> None:
    names = ["1E250", "00724", "TRUE", "NA", "null", "0000000000001", "=cmd", "../../x", "<b>", "nan"]
    sites = "site,country,kind\n" + "".join(f"{name},NA,depot\n" for name in [*names, "A", "F"])
    dataset = read(folder(tmp_path / "d", {"sites.csv": sites}))
    assert dataset["sites"]["site"].tolist() == [*names, "A", "F"]
    assert set(dataset["sites"]["country"]) == {"NA"}
    assert str(dataset["sites"]["site"].dtype) == "str"


def test_blanks_around_names_are_trimmed(tmp_path: Path) -> None:
    dataset = read(folder(tmp_path / "d", {"sites.csv": "site,country,kind\nA ,PL , factory\n\tF,UA,front\n"}))
    assert dataset["sites"][["site", "country", "kind"]].values.tolist() == [
        ["A", "PL", "factory"],
        ["F", "UA", "front"],
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A ,PL,depot", ['4 site "A ": Without its blanks this is the name of another. Name them apart, or alike.']),
        (",PL,depot", ["4 site: This may not be blank."]),
        ('"G\nH",PL,depot', ['4 site "G<U+000A>H": There is a line break in this name. Write the name on one line.']),
        (f"{'x' * 201},PL,depot",
         [f'4 site "{"x" * 80}...": This name has 201 characters. Allowed are 200.']),
        ("#REF!,PL,depot", ['4 site "#REF!": A formula failed here. Write the name itself.']),
        ("G,PL,Depot",
         ['4 kind "Depot": The words here are supplier, factory, depot, front. Did you mean "depot"?']),
        ("G,PL,x", ['4 kind "x": The words here are supplier, factory, depot, front.']),
        ("G,PL,", ["4 kind: This may not be blank."]),
        ("G,pl,depot", [f'4 country "pl": {NOT_A_CODE} Write PL.']),
        ("G,POL,depot", [f'4 country "POL": {NOT_A_CODE} Write PL.']),
        ("G,Poland,depot", [f'4 country "Poland": {NOT_A_CODE} Write PL.']),
        ("G,uk,depot", [f'4 country "uk": {NOT_A_CODE} Write GB.']),
        ("G,NATO,depot",
         [f'4 country "NATO": {NOT_A_CODE} A coalition is a group: list its members in the table groups.']),
        ("G,ZZ,depot",
         [f'4 country "ZZ": {NOT_A_CODE} Write two letters, such as PL; XA to XZ are free for funds and exercises.']),
        ("A,PL,factory", ['4 site "A": This site is in sites.csv:2 already. The two rows are the same: remove one.']),
        ("A,PL,depot", ['4 site "A": This site is in sites.csv:2 already. Keep one of the two rows.']),
        ("a,PL,depot",
         [('4 site "a": This differs from "A" (sites.csv:2) only in upper and lower case. '
          'Write "A", or give the two different names.')]),
    ],
)  # fmt: skip
def test_rows_of_sites_that_are_refused(tmp_path: Path, row: str, said: list[str]) -> None:
    data = folder(tmp_path / "d", {"sites.csv": f"{SITES}{row}\n"})
    assert errors(data) == [f"sites.csv:{one}" for one in said]


@pytest.mark.parametrize(
    ("name", "difference"),
    [
        ("\u0410", "has U+0410 cyrillic capital letter a where that has U+0041 latin capital letter a"),
        ("A\u200b", "has U+200B zero width space at its end"),
        ("A\u00a0", "has U+00A0 no-break space at its end"),
        ("\uff21", "has U+FF21 fullwidth latin capital letter a where that has U+0041 latin capital letter a"),
    ],
)
def test_names_that_look_like_another(tmp_path: Path, name: str, difference: str) -> None:
    data = folder(tmp_path / "d", {"lanes.csv": f"origin,destination\n{name},F\n"})
    shown = name.replace("\u200b", "<U+200B>")
    assert errors(data) == [
        (
            f'lanes.csv:2 origin "{shown}": This looks like "A" (sites.csv:2) but {difference}. '
            'Write "A", or give the two different names.'
        )
    ]


def test_letters_composed_and_decomposed(tmp_path: Path) -> None:
    files = {"sites.csv": f"{SITES}Zürich,CH,depot\n", "lanes.csv": "origin,destination\nA,F\nA,Zu\u0308rich\n"}
    assert errors(folder(tmp_path / "d", files)) == [
        (
            'lanes.csv:3 destination "Zu\u0308rich": This looks like "Zürich" (sites.csv:4) but has '
            "U+0075 latin small letter u where that has U+00FC latin small letter u with diaeresis. "
            'Write "Zürich", or give the two different names.'
        )
    ]


def test_targets_are_compared_with_their_own_kind(tmp_path: Path) -> None:
    threats = "threat,kind,target,duration_periods\nt1,line,l,3\nt2,product,L,3\nt3,country,UK,3\n"
    files = {"threats.csv": threats}
    assert errors(folder(tmp_path / "d", files))[0] == (
        'threats.csv:2 target "l": This differs from "L" (lines.csv:2) only in upper and lower case. '
        'Write "L", or give the two different names.'
    )


def test_uk_and_el_are_read_as_gb_and_gr(tmp_path: Path) -> None:
    files = {
        "sites.csv": "site,country,kind\nA,UK,factory\nF,EL,front\n",
        "threats.csv": "threat,kind,target,duration_periods\nt,country,UK,1\nt,exports,EL,1\nt,site,A,1\n",
    }
    dataset = read(folder(tmp_path / "d", files))
    assert dataset["sites"]["country"].tolist() == ["GB", "GR"]
    assert dataset["demand"]["buyer"].tolist() == ["GR", "GR"]
    assert dataset["threats"]["target"].tolist() == ["GB", "GR", "A"]


def test_the_list_of_countries_is_that_of_iso_3166() -> None:
    assert len(COUNTRIES) == len(ALPHA_3) == 249
    assert {"NA", "GB", "GR", "UA", "NO", "XK", "EU"} & COUNTRIES == {"NA", "GB", "GR", "UA", "NO"}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"lanes.csv": "origin,destination,mode,lead_periods\nA,F,,1\nA,F,road,2\n"},
         ('lanes.csv:3 lane "A>F:road": This lane is in lanes.csv:2 already. '
         "Give each its own name in the column lane.")),
        ({"demand.csv": "site,product,quantity,buyer\nF,P,3,\nF,P,3,UA\n"},
         ('demand.csv:3 site, product, period, buyer "F, P, (blank), UA": This combination of site, product, period, '
         "buyer is in demand.csv:2 already. Keep one of the two rows.")),
        ({"expansions.csv": "line,adds,cost_eur\nL,0.5,1\nL,1,2\n"},
         ('expansions.csv:3 expansion "L": This expansion is in expansions.csv:2 already. '
         "Give each its own name in the column expansion.")),
        ({"stocks.csv": "site,product,country,initial\nF,P,,1\nF,P,UA,2\n"},
         ('stocks.csv:3 site, product, country "F, P, UA": This combination of site, product, country '
         "is in stocks.csv:2 already. Keep one of the two rows.")),
        ({"bom.csv": "product,component,quantity,line\nP,Q,1,\nP,Q,1,\n"},
         ('bom.csv:3 product, component, line "P, Q, (blank)": This combination of product, component, line '
         "is in bom.csv:2 already. The two rows are the same: remove one.")),
        ({"settings.csv": "key,value\nperiods,3\nperiods,4\n"},
         'settings.csv:3 key "periods": This key is in settings.csv:2 already. Keep one of the two rows.'),
        ({"demand.csv": "site,product,period,quantity\nF,P,2026-08-01,3\nF,P,2026-08-31,3\n",
          "settings.csv": "key,value\nstart,2026-07-01\n"},
         ('demand.csv:3 site, product, period, buyer "F, P, 2, UA": This combination of site, product, period, buyer '
         "is in demand.csv:2 already. Keep one of the two rows.")),
    ],
)  # fmt: skip
def test_keys_that_are_there_twice(tmp_path: Path, files: dict[str, str], said: str) -> None:
    assert errors(folder(tmp_path / "d", files)) == [said]
