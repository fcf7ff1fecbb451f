"""Structure: the assets without which a demand has no supply route at all, and how much demand hangs on each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.parts import Flags, codes
from edu_supply.network.wording import count, named
from edu_supply.outages.assets import ALL_KINDS, assets, losses_of
from edu_supply.outages.routes import Hit, Loss, Routes

COLUMNS = ("rank", "kind", "target", "country", "structural", "self", "demands", "hanging_eur", "worst_product",
           "hanging_units", "hangs")  # fmt: skip

MOST_PRODUCTS = 3


def structure(dataset: Dataset, choices: pd.DataFrame | None = None, kinds: Iterable[str] = ALL_KINDS) -> pd.DataFrame:
    """Every asset of these kinds, and the demand that has no supply route without it; the most in euros first.

    ``choices`` is the table of a plan: what it opens and builds can be used; without it only what stands can.

    A demand is what one buyer asks for of one product at one site. Its route goes through lanes and bill of materials:
    every component is needed; any source, recipe, lane or accepted substitute will do. It reaches the demand in a
    period in which that can be served. Stock and arrivals are no source. An asset is lost for good and as a whole; of
    a threat only what it hits in full counts, whenever it comes.

    Columns: ``rank`` (missing for what is not ranked), ``kind``, ``target``, ``country``; ``structural``: some demand
    that has a route has none without it; ``self``: it is the place of a demand, the country of one, or a product asked
    for, and so not ranked; ``demands``: how many others lose their route; ``hanging_eur``: what they ask for in the
    periods that a route reaches, at their penalties; ``worst_product``: the product with most of these euros, and
    ``hanging_units`` of it; ``hangs``: which demands they are, in words.

    Raises ValueError for a kind that is none.

    >>> import edu_supply
    >>> found = edu_supply.structure(edu_supply.read("data/tutorial"), kinds=["site", "line"])
    >>> found.loc[found["structural"], ["kind", "target", "self"]].values.tolist()
    [['site', 'UA-front', True]]
    """
    return structure_of(Routes(dataset, choices), assets(dataset, kinds))


def structure_of(routes: Routes, found: pd.DataFrame) -> pd.DataFrame:
    """The columns of :func:`structure` for these assets."""
    named = zip(found["kind"], found["target"], strict=True)
    hits = [routes.hit(loss_of(routes.dataset, kind, target)) for kind, target in named]
    cut, own = routes.cut([[hit] for hit in hits]), own_demands(routes, hits)
    table = pd.DataFrame({
        "kind": found["kind"], "target": found["target"], "country": found["country"], "structural": cut.any(axis=0),
        "self": own.any(axis=0) & found["kind"].isin(["site", "country", "product"]).to_numpy(),
    })  # fmt: skip
    table = pd.concat([table, what_hangs(routes, cut & ~own)], axis=1)
    ranked = table["structural"] & ~table["self"]
    table = table.assign(ranked=ranked).sort_values(["ranked", "hanging_eur"], ascending=False, kind="stable")
    rank = pd.Series(np.arange(1, len(table) + 1), table.index).where(table["ranked"]).astype("Int64")
    return table.assign(rank=rank)[list(COLUMNS)].reset_index(drop=True)


def loss_of(dataset: Dataset, kind: str, target: str) -> Loss:
    """All that is lost in full with an asset, as kinds and targets."""
    if kind != "threat":
        return ((kind, target),)
    losses = losses_of(dataset, kind, target, 1, dataset.periods)
    losses = losses[losses["share_lost"] == 1]
    return tuple(zip(losses["kind"], losses["target"], strict=True))


def own_demands(routes: Routes, hits: Sequence[Hit]) -> Flags:
    """(demands, hits): where what is lost is the place of a demand, or the product asked for."""
    site = codes(routes.demands["site"], routes.parts.sites)
    product = codes(routes.demands["product"], routes.parts.products)
    own = np.zeros((len(routes.demands), len(hits)), bool)
    for number, hit in enumerate(hits):
        own[:, number] = np.isin(site, hit.sites) | np.isin(product, hit.products)
    return own


def what_hangs(routes: Routes, cut: Flags) -> pd.DataFrame:
    """How much demand is cut, for each column of ``cut``: demands, euros, the worst product and its units, in words."""
    product, site = (routes.demands[column].to_numpy(object) for column in ("product", "site"))
    units, eur = (routes.hanging[column].to_numpy(float) for column in ("units", "eur"))
    rows = []
    for column in cut.T:
        lost = np.flatnonzero(column)
        euros: dict[str, float] = {}
        sites: dict[str, dict[str, None]] = {}
        for one in lost.tolist():
            euros[product[one]] = euros.get(product[one], 0.0) + eur[one]
            sites.setdefault(product[one], {})[site[one]] = None
        order = sorted(euros, key=lambda name: -euros[name])
        worst = order[0] if order else ""
        much = units[lost][product[lost] == worst].sum()
        rows.append((len(lost), eur[lost].sum(), worst, much, _words({name: list(sites[name]) for name in order})))
    columns = ["demands", "hanging_eur", "worst_product", "hanging_units", "hangs"]
    return pd.DataFrame(rows, columns=columns).astype({"hanging_eur": float, "hanging_units": float})


def _words(sites: dict[str, list[str]]) -> str:
    """Which demands they are: the first few products, and at which sites."""
    said = [f"{product} at {named(where)}" for product, where in list(sites.items())[:MOST_PRODUCTS]]
    more = len(sites) - MOST_PRODUCTS
    return "; ".join(said) + (f"; and {count(more, 'product')} more" if more > 0 else "")
