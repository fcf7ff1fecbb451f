"""``share`` and ``coalitions`` as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from .command import TUTORIAL, contradictory, run

pytestmark = pytest.mark.usefixtures("elsewhere")

AIRPORT = "".join(
    f"{'|'.join(who)},{max({'A': 8, 'B': 11, 'C': 13, 'D': 18}[one] for one in who)}\n"
    for who in ("A", "B", "C", "D", "AB", "AC", "AD", "BC", "BD", "CD", "ABC", "ABD", "ACD", "BCD", "ABCD")
)


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Three buyers, 10 EUR a shell, 8 from 100 on."""
    folder = tmp_path / "three"
    folder.mkdir()
    fronts = {"AT": 60, "BE": 50, "CZ": 40}
    tables = {
        "settings": "key,value\nperiods,1\nmarking,NOTIONAL\n",
        "sites": "site,country,kind\nworks,PL,factory\n" + "".join(f"{one}-front,{one},front\n" for one in fronts),
        "products": "product,mass_kg,value_eur\nshell,1,10\n",
        "lines": "line,site,product,capacity\nL,works,shell,1000\n",
        "lanes": "origin,destination\n" + "".join(f"works,{one}-front\n" for one in fronts),
        "demand": "site,product,quantity\n" + "".join(f"{one}-front,shell,{many}\n" for one, many in fronts.items()),
        "offers": "line,product,from_quantity,unit_price_eur\nL,shell,1,10\nL,shell,100,8\n",
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_share_shows_the_shares_and_writes_a_run(three: Path) -> None:
    result = run("share", three)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[0] == result.stdout.splitlines()[-1] == "NOTIONAL"
    assert "together they save EUR 300." in " ".join(result.stdout.split())
    assert "AT    EUR 137            exact    EUR 463    EUR 173    EUR 427" in result.stdout
    assert "Nobody is worse off together than alone" in result.stdout
    table = pd.read_csv(Path("runs", "three-share", "shares.csv"))
    assert table["shapley_eur"].sum() == pytest.approx(300)
    assert run("share", "--game", "runs/three-share/coalitions.csv").stdout.count("173.33") == 1


def test_share_of_chosen_players(three: Path) -> None:
    assert run("share", three, "--players", "AT,BE", "--out", "two").exit_code == 0
    assert pd.read_csv(Path("two", "coalitions.csv"))["saving_eur"].tolist() == pytest.approx([0, 0, 0, 220])


def test_a_given_game() -> None:
    Path("airport.csv").write_text("coalition,value_eur\n" + AIRPORT, encoding="utf-8")
    result = run("share", "--game", "airport.csv", "--kind", "cost")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:7] == [
        "4 players cost EUR 18 together.", "", "       Shapley EUR  nucleolus EUR", "  A           2.00           3.25",
        "  B           3.00           3.25", "  C           4.00           3.25", "  D           9.00           8.25",
    ]  # fmt: skip
    assert "The Shapley value lies in the core: yes" in result.stdout


@pytest.mark.parametrize(("words", "said"), [
    (["share"], "give DATA, or --game FILE"),
    (["share", TUTORIAL, "--game", "x.csv"], "give DATA, or --game FILE"),
    (["share", TUTORIAL, "--kind", "cost"], "--kind goes with --game"),
    (["share", "--game", "none.csv"], "none.csv: There is no such file."),
    (["share", TUTORIAL, "--players", "UA,ZZ"], '--players "ZZ": There is no such buyer or group.'),
    (["coalitions", TUTORIAL], '--base, --partners "EU": There is no such buyer or group.'),
    (["coalitions", TUTORIAL, "--base", "UA", "--partners", "", "--product", "round", "--at-most", "2"],
     '--product "round": Nobody offers this product.'),
])  # fmt: skip
def test_2_for_bad_usage_and_bad_input(words: list[object], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert not Path("runs").exists()


def test_3_where_the_data_contradict_themselves(tmp_path: Path) -> None:
    data = contradictory(tmp_path / "data")
    for command in (["share", data], ["coalitions", data, "--base", "UA", "--partners", ""]):
        result = run(*command)
        assert result.exit_code == 3
        assert "contradict" in result.stdout or "no plan" in result.stdout
        assert not Path("runs").exists()


def test_coalitions(three: Path) -> None:
    result = run("coalitions", three, "--base", "AT", "--partners", "BE,CZ", "--at-most", 2, "--product", "shell")
    assert result.exit_code == 0, result.stderr
    assert "+ BE + CZ  EUR 300  EUR 300  -EUR 300   +0.00 pp" in result.stdout
    assert "All 3 such pools were solved. None of them all can save more than EUR 220." in result.stdout
    rows = pd.read_csv(Path("runs", "three-coalitions", "coalitions.csv"))
    assert rows["kind"].tolist() == ["partners"] * 4 + ["group"] * 3
