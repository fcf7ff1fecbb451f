"""Chains: the single assets on every way to a demand, in order from the raw material to the front (its dominators)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.outages.assets import assets
from edu_supply.outages.quickest import Quickest
from edu_supply.outages.routes import Routes

COLUMNS = ("site", "product", "buyer", "step", "kind", "target", "carries")


def chains(dataset: Dataset, choices: pd.DataFrame | None = None) -> pd.DataFrame:
    """For each demand the sites, lines and lanes that all its routes share, from the raw material to the front.

    A row for each: ``site``, ``product``, ``buyer`` of the demand, ``step`` (1, 2, ...), ``kind`` and ``target`` of
    what it has no route without, and what that makes or ``carries`` for it (the last of it, where that is several
    products). The place of the demand itself is left out. Branches of the bill of materials follow one another, each
    before what is made of it. ``choices`` as in :func:`structure`.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> alone = edu_supply.change(dataset, "substitutes", remove=True)
    >>> edu_supply.chains(alone)["target"].tolist()[-3:]
    ['PL-shells>PL-depot:road', 'PL-depot', 'PL-depot>UA-front:rail']
    """
    return chains_of(Routes(dataset, choices))


def chains_of(routes: Routes) -> pd.DataFrame:
    """The rows of :func:`chains`."""
    found = assets(routes.dataset, ["site", "line", "lane"])
    keys = list(zip(found["kind"], found["target"], strict=True))
    cut = routes.cut([[routes.hit((key,))] for key in keys])
    number = {key: place for place, key in enumerate(keys)}
    parts, quickest = routes.parts, Quickest(routes.spread, routes.undisturbed)
    names = {"site": parts.sites, "line": parts.lines, "lane": parts.lanes}
    rows: list[tuple[object, ...]] = []
    demands = list(routes.demands[["site", "product", "buyer"]].itertuples(index=False, name=None))
    for demand in np.flatnonzero(routes.has_route).tolist():
        carries: dict[tuple[str, str], str] = {}
        for step in quickest.route(*routes.reached_at(demand, routes.undisturbed)):
            key = (step.kind, str(names[step.kind][step.item]))
            if key != ("site", demands[demand][0]) and cut[demand, number[key]]:
                carries.pop(key, None)
                carries[key] = str(parts.products[step.product])
        steps = enumerate(carries.items(), 1)
        rows += [(*demands[demand], step, *key, product) for step, (key, product) in steps]
    return pd.DataFrame(rows, columns=list(COLUMNS))
