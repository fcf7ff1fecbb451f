"""Assets: whatever can be lost as one, and what is lost with it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset

KINDS = ("site", "line", "lane", "country", "company", "product", "mode", "threat")
"""The kinds of assets of a sweep: ``threat`` is the rows of ``threats`` that share a name, lost together."""

ALL_KINDS = (*KINDS, "group", "exports")
"""The kinds that can be asked for."""

COLUMNS = ("kind", "target", "country", "recovery_periods")

LOSSES = ("kind", "target", "share_lost", "stock_lost", "start", "duration_periods")


def assets(dataset: Dataset, kinds: Iterable[str] = KINDS) -> pd.DataFrame:
    """Every asset of these kinds: kind, target, country, recovery_periods (NaN where none is given).

    ``country`` is where the asset stands: of a line its site's, of a lane the one that it leaves, blank for what stands
    in several. Countries and companies are those of a site, modes those of a lane. The order is that of ``kinds`` and
    of the tables. Raises ValueError for a kind that is none.

    >>> import edu_supply
    >>> found = assets(edu_supply.read("data/tutorial"), ["line", "mode"])
    >>> found["target"].tolist()
    ['charges', 'forging', 'filling', 'drones', 'road', 'rail']
    """
    kinds = list(dict.fromkeys(kinds))
    unknown = [kind for kind in kinds if kind not in ALL_KINDS]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no kind of asset: {', '.join(ALL_KINDS)}")
    found = [_of_kind(dataset, kind).assign(kind=kind) for kind in kinds]
    empty = pd.DataFrame(columns=list(COLUMNS))
    rows = pd.concat(found or [empty], ignore_index=True).reindex(columns=list(COLUMNS))
    country = rows["country"].where(rows["country"].notna(), "").astype(object)
    return rows.assign(country=country, recovery_periods=rows["recovery_periods"].astype(float))


def _of_kind(dataset: Dataset, kind: str) -> pd.DataFrame:
    """Target, country and, where the table has it, recovery_periods of every asset of a kind."""
    sites, lanes = dataset["sites"], dataset["lanes"]
    country = sites.set_index("site")["country"]
    if kind == "site":
        return sites[["site", "country", "recovery_periods"]].rename(columns={"site": "target"})
    if kind == "line":
        lines = dataset["lines"].drop_duplicates("line")
        return pd.DataFrame({"target": lines["line"], "country": lines["site"].map(country),
                             "recovery_periods": lines["recovery_periods"]})  # fmt: skip
    if kind == "lane":
        return pd.DataFrame({"target": lanes["lane"], "country": lanes["origin"].map(country),
                             "recovery_periods": lanes["recovery_periods"]})  # fmt: skip
    if kind in ("country", "company"):
        return _only(sites.assign(target=sites[kind]).dropna(subset="target"))
    if kind == "mode":
        return _only(lanes.assign(target=lanes["mode"], country=lanes["origin"].map(country)))
    if kind == "product":
        return pd.DataFrame({"target": dataset["products"]["product"]})
    if kind == "group":
        members = dataset["groups"].merge(sites[["country"]].drop_duplicates(), on="country")
        return _only(members.assign(target=members["group"]))
    if kind == "exports":
        leaves = lanes["origin"].map(country)
        abroad = leaves != lanes["destination"].map(country)
        return pd.DataFrame({"target": leaves[abroad], "country": leaves[abroad]}).drop_duplicates()
    return pd.DataFrame({"target": dataset["threats"]["threat"].drop_duplicates()})


def _only(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each target, in their order, with its country where it is in one alone."""
    by_target = rows.groupby("target", sort=False)["country"]
    country = by_target.first().where(by_target.nunique() == 1, "")
    return country.rename_axis("target").reset_index()


def losses_of(dataset: Dataset, kind: str, target: str, start: int, duration: int) -> pd.DataFrame:
    """What is lost with an asset, as rows of ``threats``: all of it from ``start`` for ``duration`` periods.

    A threat is lost by its own rows, with their shares, start and duration.

    >>> import edu_supply
    >>> losses_of(edu_supply.read("data/tutorial"), "line", "filling", 2, 3).values.tolist()
    [['line', 'filling', 1.0, 0.0, 2, 3]]
    """
    if kind == "threat":
        threats = dataset["threats"]
        return threats.loc[threats["threat"] == target, list(LOSSES)].reset_index(drop=True)
    return whole_asset(kind, target, start, duration)


def whole_asset(kind: str, target: str, start: int, duration: int) -> pd.DataFrame:
    """All of an asset (not a threat) lost, as a row of ``threats``."""
    return pd.DataFrame([(kind, target, 1.0, 0.0, start, duration)], columns=list(LOSSES))


def lost_from_the_start(losses: pd.DataFrame, duration: int) -> pd.DataFrame:
    """The same losses in periods 1 to ``duration``."""
    return losses.assign(start=1, duration_periods=duration)


def window_of(losses: pd.DataFrame) -> tuple[int, int]:
    """From when on something is lost, and for how many periods until the last of it is back."""
    start = int(losses["start"].min())
    end = int(np.max(losses["start"] + losses["duration_periods"]))
    return start, end - start
