"""Upstream: from which places and products something can come to where it is used."""

from __future__ import annotations

import numpy as np

from edu_supply.verification.arrays import BoolArray, IntArray, both, floats, texts, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.names import code


def closure(marked: BoolArray, tail: IntArray, head: IntArray) -> BoolArray:
    """All from which a marked one can be reached along arrows from tail to head.

    >>> closure(np.array([False, False, True]), np.array([0, 1]), np.array([1, 2])).tolist()
    [True, True, True]
    """
    marked = marked.copy()
    while True:
        new = tail[marked[head] & ~marked[tail]]
        if not len(new):
            return marked
        marked[new] = True


def task_components(audit: Audit, tasks: IntArray) -> tuple[IntArray, IntArray]:
    """What tasks (rows of lines) use by their recipes: the place of each task among those given, and the pair (site *
    products + component)."""
    lines, bom = audit.dataset["lines"], audit.dataset["bom"]
    size = len(audit.names.product)
    site = code(audit.names.site, lines["site"])
    recipes: dict[tuple[str, str], list[int]] = {}
    for line, product, component in zip(
        texts(bom["line"]), texts(bom["product"]), code(audit.names.product, bom["component"]), strict=True
    ):
        recipes.setdefault((line, product), []).append(int(component))
    line, product = texts(lines["line"]), texts(lines["product"])
    own = [recipes.get((line[task], product[task])) or recipes.get(("", product[task]), []) for task in tasks]
    used = [(place, int(site[tasks[place]]) * size + component)
            for place, components in enumerate(own) for component in components]  # fmt: skip
    places, pairs = (np.array([one[part] for one in used], dtype=np.int64) for part in (0, 1))
    return places, pairs


def may_come(audit: Audit, tasks: IntArray) -> BoolArray:
    """By pair (site * products + product): whether lanes, licences and recipes let something come from there to where
    one of the tasks uses its components."""
    lines, lanes, licences = (audit.dataset[table] for table in ("lines", "lanes", "lane_products"))
    size = len(audit.names.product)
    every = np.arange(len(lines))
    place, component = task_components(audit, every)
    makes = both(code(audit.names.site, lines["site"]), code(audit.names.product, lines["product"]), size)
    licensed = np.zeros((len(lanes), size), dtype=np.bool_)
    lane = code(audit.names.lane, licences["lane"])
    licensed[lane, code(audit.names.product, licences["product"])] = True
    free = ~np.isin(np.arange(len(lanes)), lane)
    over, product = np.nonzero(licensed | free[:, None])
    ends = [code(audit.names.site, lanes[end])[over] * size + product for end in ("origin", "destination")]
    marked = np.zeros(len(audit.names.site) * size, dtype=np.bool_)
    marked[component[np.isin(place, tasks)]] = True
    return closure(marked, np.concatenate([ends[0], component]), np.concatenate([ends[1], makes[place]]))


def comes(audit: Audit, seeds: IntArray, feeding: BoolArray) -> BoolArray:
    """By pair: whether, in this plan, something comes from there to one of the pairs ``seeds``; through production only
    where ``feeding`` (by row of production) says that what is made carries what its components carried."""
    made, sent, size = audit.plan["production"], audit.plan["shipments"], len(audit.names.product)
    moves = floats(sent["ship_units"]) > 0
    product = whole(sent["product_code"])[moves]
    origin, destination = (whole(sent[f"{end}_code"])[moves] * size + product for end in ("origin", "destination"))
    begun = np.unique(whole(made["line_row"])[feeding & (floats(made["make_units"]) > 0)])
    place, component = task_components(audit, begun)
    lines = audit.dataset["lines"]
    makes = both(code(audit.names.site, lines["site"]), code(audit.names.product, lines["product"]), size)[begun]
    marked = np.zeros(len(audit.names.site) * size, dtype=np.bool_)
    marked[seeds] = True
    return closure(marked, np.concatenate([origin, component]), np.concatenate([destination, makes[place]]))
