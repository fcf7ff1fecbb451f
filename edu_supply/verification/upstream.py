"""Upstream: from which places and products something can come to where it is used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edu_supply.verification.arrays import BoolArray, IntArray, both, floats, texts
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


@dataclass(frozen=True)
class Upstream:
    """What one perimeter follows: ``pairs`` says by pair (site * products + product) whether outside value is followed
    there, ``uses`` by row of lines whether the line's use is told apart (its share counts, or it makes a followed
    product inside)."""

    pairs: BoolArray
    uses: BoolArray


def upstream_of(audit: Audit, tasks: IntArray, inside: BoolArray) -> Upstream:
    """The components of the tasks (rows of lines) where their lines stand; and, upstream of every followed product at a
    site, the same product at the origin of every lane that may carry it there, and the components of every line with
    capacity that makes it there inside the perimeter."""
    lines, size = audit.dataset["lines"], len(audit.names.product)
    site = code(audit.names.site, lines["site"])
    makes = both(site, code(audit.names.product, lines["product"]), size)
    feeding = inside[site] & (floats(lines["capacity"]) > 0)
    place, component = task_components(audit, np.arange(len(lines)))
    through = feeding[place]
    origin, destination = _licensed(audit)
    marked = np.zeros(len(audit.names.site) * size, dtype=np.bool_)
    marked[component[np.isin(place, tasks)]] = True
    tail, head = np.concatenate([origin, component[through]]), np.concatenate([destination, makes[place][through]])
    pairs = closure(marked, tail, head)
    return Upstream(pairs, np.isin(np.arange(len(lines)), tasks) | (feeding & pairs[makes]))


def _licensed(audit: Audit) -> tuple[IntArray, IntArray]:
    """The pairs at both ends of every lane, for every product that it may carry."""
    lanes, licences, size = audit.dataset["lanes"], audit.dataset["lane_products"], len(audit.names.product)
    licensed = np.zeros((len(lanes), size), dtype=np.bool_)
    lane = code(audit.names.lane, licences["lane"])
    licensed[lane, code(audit.names.product, licences["product"])] = True
    over, product = np.nonzero(licensed | ~np.isin(np.arange(len(lanes)), lane)[:, None])
    ends = [code(audit.names.site, lanes[end])[over] * size + product for end in ("origin", "destination")]
    return ends[0], ends[1]
