"""The dataset's parts as integer codes and arrays, in the tables' order: sites, products, lines, tasks, lanes.

A *task* is a row of ``lines`` with a capacity: one line making one product by its recipe.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from edu_supply.dataset import Dataset

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def codes(names: pd.Series, known: pd.Index) -> Ints:
    """The position of each name among the known ones; -1 for a name that is missing."""
    return known.get_indexer(pd.Index(names)).astype(np.int64)


def _index(names: pd.Series) -> pd.Index:
    index: pd.Index = pd.Index(names)
    return index


@dataclass(frozen=True)
class Parts:
    """Everything of a dataset that network and model need, as arrays. ``periods`` is the horizon's length."""

    dataset: Dataset

    @property
    def periods(self) -> int:
        return self.dataset.periods

    @cached_property
    def sites(self) -> pd.Index:
        return _index(self.dataset["sites"]["site"])

    @cached_property
    def products(self) -> pd.Index:
        return _index(self.dataset["products"]["product"])

    @cached_property
    def lanes(self) -> pd.Index:
        return _index(self.dataset["lanes"]["lane"])

    @cached_property
    def line_rows(self) -> pd.DataFrame:
        """The first row of each line, which speaks for all of them: site, existing, minimum_use."""
        return self.dataset["lines"].drop_duplicates("line").reset_index(drop=True)

    @cached_property
    def lines(self) -> pd.Index:
        return _index(self.line_rows["line"])

    @cached_property
    def line_site(self) -> Ints:
        return codes(self.line_rows["site"], self.sites)

    @cached_property
    def line_existing(self) -> Floats:
        return self.line_rows["existing"].to_numpy(float)

    # Sites and lanes that may be built are usable from build_lead_periods + 1 on.

    @cached_property
    def site_is_candidate(self) -> Flags:
        return self.dataset["sites"]["build_cost_eur"].notna().to_numpy()

    @cached_property
    def site_from(self) -> Ints:
        return np.where(self.site_is_candidate, self.dataset["sites"]["build_lead_periods"] + 1, 1).astype(np.int64)

    @cached_property
    def lane_is_candidate(self) -> Flags:
        return self.dataset["lanes"]["build_cost_eur"].notna().to_numpy()

    @cached_property
    def lane_from(self) -> Ints:
        return np.where(self.lane_is_candidate, self.dataset["lanes"]["build_lead_periods"] + 1, 1).astype(np.int64)

    @cached_property
    def lane_origin(self) -> Ints:
        return codes(self.dataset["lanes"]["origin"], self.sites)

    @cached_property
    def lane_destination(self) -> Ints:
        return codes(self.dataset["lanes"]["destination"], self.sites)

    @cached_property
    def lane_lead(self) -> Ints:
        return self.dataset["lanes"]["lead_periods"].to_numpy(np.int64)

    @cached_property
    def lane_carries(self) -> Flags:
        """(lanes, products): a lane with rows in lane_products carries only these."""
        licences = self.dataset["lane_products"]
        lane, product = codes(licences["lane"], self.lanes), codes(licences["product"], self.products)
        carries = np.ones((len(self.lanes), len(self.products)), bool)
        carries[lane] = False
        carries[lane, product] = True
        return carries

    @cached_property
    def expansion_line(self) -> Ints:
        return codes(self.dataset["expansions"]["line"], self.lines)

    @cached_property
    def line_from(self) -> Ints:
        """First period in which a line can run: when its site is usable and some of it stands."""
        opened = np.full(len(self.lines), self.periods + 1, np.int64)
        np.minimum.at(opened, self.expansion_line, self.dataset["expansions"]["lead_periods"].to_numpy(np.int64) + 1)
        return np.maximum(np.where(self.line_existing > 0, 1, opened), self.site_from[self.line_site])

    @cached_property
    def task_rows(self) -> pd.DataFrame:
        lines = self.dataset["lines"]
        return lines[lines["capacity"] > 0].reset_index(drop=True)

    @cached_property
    def task_line(self) -> Ints:
        return codes(self.task_rows["line"], self.lines)

    @cached_property
    def task_product(self) -> Ints:
        return codes(self.task_rows["product"], self.products)

    @cached_property
    def task_site(self) -> Ints:
        return self.line_site[self.task_line]

    @cached_property
    def task_lead(self) -> Ints:
        return self.task_rows["lead_periods"].to_numpy(np.int64)

    @cached_property
    def task_capacity(self) -> Floats:
        return self.task_rows["capacity"].to_numpy(float)

    @cached_property
    def task_is_forced(self) -> Flags:
        """Tasks of lines that must run (minimum_use of a standing line)."""
        return ((self.task_rows["minimum_use"] > 0) & (self.task_rows["existing"] > 0)).to_numpy()

    @cached_property
    def task_is_offered(self) -> Flags:
        offers = pd.MultiIndex.from_frame(self.dataset["offers"][["line", "product"]])
        return np.asarray(pd.MultiIndex.from_frame(self.task_rows[["line", "product"]]).isin(offers))

    @cached_property
    def recipe(self) -> tuple[Ints, Ints, Floats]:
        """Parallel arrays task, component, quantity. A line's own recipe replaces the general one."""
        bom = self.dataset["bom"]
        tasks = pd.DataFrame({"task": np.arange(len(self.task_rows)), "line": self.task_rows["line"],
                              "product": self.task_rows["product"]})  # fmt: skip
        own = tasks.merge(bom[bom["line"].notna()], on=["line", "product"])
        general = tasks[~tasks["task"].isin(own["task"])].drop(columns="line")
        general = general.merge(bom[bom["line"].isna()], on="product")
        rows = pd.concat([own, general]).sort_values("task", kind="stable")
        return (rows["task"].to_numpy(np.int64), codes(rows["component"], self.products),
                rows["quantity"].to_numpy(float))  # fmt: skip

    @cached_property
    def mass_t(self) -> Floats:
        """Tonnes per unit of each product."""
        return self.dataset["products"]["mass_kg"].to_numpy(float) / 1000

    @cached_property
    def shelf_life(self) -> Ints:
        """Periods that each product keeps; -1 where that is no limit, as it is beyond the horizon."""
        life = self.dataset["products"]["shelf_life_periods"].fillna(-1).to_numpy(np.int64)
        return np.where(life > self.periods, -1, life)

    def availability(self, kind: str, targets: pd.Index) -> Floats:
        """(targets, periods): the share of the limit that exists in each period."""
        shares = np.ones((len(targets), self.periods))
        rows = self.dataset["availability"]
        rows = rows[(rows["kind"] == kind) & (rows["from_period"] <= self.periods)].sort_values("from_period")
        for target, first, share in zip(
            codes(rows["target"], targets), rows["from_period"], rows["share"], strict=True
        ):
            shares[target, first - 1 :] = share
        return shares
