"""Fair shares from end to end: figures by hand, words, run folders."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import edu_supply
from edu_supply.joint import COALITION_TABLES, SHARE_TABLES
from edu_supply.pooling.share_text import share_text
from edu_supply.sharing.game_file import read_game

from .tiny import one_line

THREE = {"AT": 60.0, "BE": 50.0, "CZ": 40.0}


def test_three_buyers_by_hand() -> None:
    """10 each, 8 from 100 on: v(AT BE) = 220, v(AT CZ) = 200, v(BE CZ) = 100, v(all) = 300 (test_subgames).

    Shapley: AT 1/6 (220 + 200) + 1/3 (300 - 100) = 136.67, BE 1/6 (220 + 100) + 1/3 (300 - 200) = 86.67, CZ 76.67.
    Nucleolus: excesses of the pairs are 220 - 300 + CZ = CZ - 80, BE - 100, AT - 200, of the singles -share. With
    shares adding up to 300, the pairs' excesses add up to -80: all -26.67: 173.33, 73.33, 53.33.
    """
    result = edu_supply.share(one_line(THREE, {1: 10, 100: 8}))
    shares = result["shares"].set_index("member")
    assert shares["paid_alone_eur"].to_dict() == pytest.approx({"AT": 600, "BE": 500, "CZ": 400})
    assert shares["paid_together_eur"].to_dict() == pytest.approx({"AT": 480, "BE": 400, "CZ": 320})
    assert shares["saved_eur"].to_dict() == pytest.approx({"AT": 120, "BE": 100, "CZ": 80})
    assert shares["shapley_eur"].to_dict() == pytest.approx({"AT": 410 / 3, "BE": 260 / 3, "CZ": 230 / 3})
    assert shares["nucleolus_eur"].to_dict() == pytest.approx({"AT": 520 / 3, "BE": 220 / 3, "CZ": 160 / 3})
    assert result.manifest["core"]["any"] == result.manifest["core"]["nucleolus"]["answer"] == "yes"
    assert list(result["shares"]) == list(SHARE_TABLES["shares"])
    assert list(result["coalitions"]) == list(SHARE_TABLES["coalitions"])


def test_what_falls_short_is_said() -> None:
    """One line makes 100: AT asks for 60 at a penalty of 100, BE for 60 at 30. Alone AT pays 60 * 10, BE 40 * 10.

    Together they pay 100 * 8, and BE stays short of 20 * 30 = 600.
    """
    dataset = one_line({"AT": 60, "BE": 60}, {1: 10, 100: 8})
    dataset = edu_supply.change(dataset, "lines", where={"line": "L"}, set={"capacity": 100})
    dataset = edu_supply.change(dataset, "demand", where={"site": "BE-front"}, set={"penalty_eur": 30})
    result = edu_supply.share(dataset)
    text = share_text(result, dataset)
    shares = result["shares"].set_index("member")
    assert shares.loc["BE", "short_together_eur"] == pytest.approx(600)
    assert "BE  shell     20        20  units" in text
    assert "Nobody is worse off together than alone" in text


def test_words_for_a_member_that_would_be_worse_off() -> None:
    """A plan's figures as they could be: BE pays 50 more together, and its share by the Shapley value is negative."""
    dataset = one_line(THREE, {1: 10, 100: 8})
    result = edu_supply.share(dataset)
    shares = result["shares"].copy()
    shares.loc[1, ["paid_alone_eur", "paid_together_eur", "shapley_eur"]] = [500, 550, -20]
    text = " ".join(share_text(edu_supply.joint.Sharing("x", {"shares": shares}, result.manifest), dataset).split())
    assert "If nothing is shared, BE is worse off together than alone by EUR 50: it pays EUR 50 more" in text
    assert "With its share by the Shapley value, BE is worse off than alone by EUR 20." in text


def test_a_group_as_a_player_and_a_buyer_that_does_not_play() -> None:
    groups = [{"group": "WEST", "country": one} for one in ("AT", "BE")]
    dataset = one_line({**THREE, "DE": 30}, {1: 10, 100: 8}, groups=groups)
    result = edu_supply.share(dataset, ["WEST", "CZ"])
    shares = result["shares"].set_index("member")
    # alone WEST buys 110 at 8; together 150 at 8; DE buys 30 at 10 alone in any case
    assert shares.loc["WEST", "paid_alone_eur"] == pytest.approx(880)
    assert result.manifest["saving_eur"] == pytest.approx(80)
    assert result.manifest["left_over_alone_eur"] == pytest.approx(300)


def test_more_than_ten_players_are_sampled() -> None:
    """Eleven alike: 10 shells each at 10, 8 from 30 on. Each has a share of 20."""
    buyers = ("AT", "BE", "CZ", "DE", "EE", "FI", "GR", "HU", "IT", "LT", "LV")
    result = edu_supply.share(one_line(dict.fromkeys(buyers, 10.0), {1: 10, 30: 8}), orders=4)
    shares = result["shares"]
    assert shares["shapley_eur"].sum() == pytest.approx(220)
    assert (shares["shapley_least_eur"] <= 20).mean() > 0.8
    assert shares["nucleolus_eur"].isna().all()
    assert "sampled from 4 orders" in result.manifest["notes"]["shapley"]


def test_run_folders(tmp_path: Path) -> None:
    dataset = one_line(THREE, {1: 10, 100: 8})
    result = edu_supply.share(dataset)
    folder = edu_supply.write_run(result, dataset, tmp_path / "share")
    table = pd.read_csv(folder / "shares.csv")
    np.testing.assert_allclose(table["shapley_eur"], result["shares"]["shapley_eur"])
    game = read_game(folder / "coalitions.csv")
    assert edu_supply.shapley(game).share == pytest.approx(result["shares"]["shapley_eur"].to_numpy())
    with pytest.raises(edu_supply.DataError, match="share"):
        edu_supply.read_run(folder)


def test_partners_members_and_small_pools() -> None:
    dataset = one_line(THREE, {1: 10, 100: 8})
    result = edu_supply.coalitions(dataset, base="AT", partners=["BE", "CZ"], at_most=2)
    rows = result["coalitions"]
    assert list(rows) == list(COALITION_TABLES["coalitions"])
    partners = rows[rows["kind"] == "partners"].set_index("members")["adds_eur"].to_dict()
    assert partners == pytest.approx({"AT": 0, "AT|BE": 220, "AT|CZ": 200, "AT|BE|CZ": 300}, abs=1e-6)
    groups = rows[rows["kind"] == "group"]
    assert groups["members"].tolist() == ["AT|BE", "AT|CZ", "BE|CZ"]
    assert result.manifest["groups"]["exact"]
    assert result.manifest["groups"]["at_most_eur"] == pytest.approx(220)


def test_members_of_a_base() -> None:
    groups = [{"group": "EU", "country": one} for one in THREE]
    dataset = one_line(THREE, {1: 10, 100: 8}, groups=groups)
    result = edu_supply.coalitions(dataset, partners=[])
    rows = result["coalitions"]
    member = rows[rows["kind"] == "member"]
    assert member["members"].tolist() == ["BE|CZ", "AT|CZ", "AT|BE"]
    assert member["adds_eur"].tolist() == pytest.approx([200, 100, 80], abs=1e-6)  # 300 less 100, 200, 220
    assert member["adds_fill_rate"].tolist() == pytest.approx([0, 0, 0])


def test_what_is_no_product_and_who_is_no_base() -> None:
    dataset = one_line(THREE, {1: 10})
    with pytest.raises(edu_supply.DataError, match="Nobody offers this product"):
        edu_supply.coalitions(dataset, base="AT", partners=[], at_most=2, product="shel")
    with pytest.raises(edu_supply.DataError, match='--base, --partners "EU": There is no such buyer or group'):
        edu_supply.coalitions(dataset, partners=[])
