"""The chain from a lost asset to the demand that falls short: through the bill of materials, with the first periods."""

from __future__ import annotations

from functools import cached_property

import networkx as nx
import numpy as np
import pandas as pd

from edu_supply.model.columns import Family
from edu_supply.network.parts import Floats, Ints, codes
from edu_supply.outages.two_worlds import TwoWorlds
from edu_supply.planning.why import reasons

SLIGHT = 1e-6
MOST_CHAINS = 3
COLUMNS = ("chain", "step", "what", "place", "product", "change_units", "shortage_eur", "first_period", "why")


class Consequences:
    """What follows from a loss, step by step."""

    def __init__(self, worlds: TwoWorlds):
        self.worlds = worlds
        self.model = worlds.after.model
        self.network, self.parts = self.model.network, self.model.network.parts

    def _pair(self, family: Family) -> tuple[Floats, Floats]:
        return family.of(self.worlds.undisturbed.values), family.of(self.worlds.shown)

    @cached_property
    def direct(self) -> pd.DataFrame:
        """What the lost lines made and the lost lanes carried while they are lost, undisturbed: what, place, product,
        units, first period; the most of value first."""
        operations, network, parts = self.model.operations, self.network, self.parts
        rows = []
        for what, family, left, place, product, period in (
            ("made", operations.make, operations.left_to_make, parts.lines[parts.task_line[network.making.item]],
             parts.task_product[network.making.item], network.making.period),
            ("sent", operations.ship, operations.left_to_ship, parts.lanes[network.haul_lane[network.shipping.item]],
             network.haul_product[network.shipping.item], network.shipping.period),
        ):  # fmt: skip
            units = family.of(self.worlds.undisturbed.values) * (1 - np.minimum(left, 1.0))
            hit = units > SLIGHT
            rows.append(pd.DataFrame({"what": what, "place": place[hit], "product": parts.products[product[hit]],
                                      "units": units[hit], "first_period": period[hit]}))  # fmt: skip
        keys = ["what", "place", "product"]
        table = pd.concat(rows).groupby(keys, sort=False).agg({"units": "sum", "first_period": "min"}).reset_index()
        value = self.parts.dataset["products"].set_index("product")["value_eur"]
        much = table["units"] * table["product"].map(value)
        return table.assign(much=much).sort_values(["what", "much"], ascending=[True, False], kind="stable")

    @cached_property
    def short(self) -> pd.DataFrame:
        """The demands of every front and product of which more is short than undisturbed, all periods together: number,
        site, product, period, units and eur more (less, where negative: what is short in another period instead)."""
        before, after = self._pair(self.model.operations.short)
        demands = self.network.demands
        more = after - before
        hit = np.flatnonzero(np.abs(more) > SLIGHT * np.maximum(1.0, demands["quantity"].to_numpy(float)))
        rows = demands.iloc[hit][["row", "site", "product", "period"]]
        rows = rows.assign(demand=hit, units=more[hit], eur=more[hit] * demands["penalty_eur"].to_numpy(float)[hit])
        return rows[rows.groupby(["site", "product"])["eur"].transform("sum") > 0]

    @cached_property
    def _made(self) -> tuple[Floats, Floats]:
        """(products, periods): what is made, undisturbed and with the loss."""
        making = self.network.making
        product, found = self.parts.task_product[making.item], []
        for values in self._pair(self.model.operations.make):
            made = np.zeros((len(self.parts.products), self.parts.periods))
            np.add.at(made, (product, making.period - 1), values)
            found.append(made)
        return found[0], found[1]

    @cached_property
    def _scarcer(self) -> Ints:
        """Products of which, at some time, less has been made than undisturbed."""
        before, after = (made.cumsum(axis=1) for made in self._made)
        return np.flatnonzero((after < before - SLIGHT * np.maximum(1.0, before)).any(axis=1))

    def _first_less(self, product: int) -> tuple[float, int | None]:
        """How much less of a product is made, and from when on."""
        before, after = (made[product].cumsum() for made in self._made)
        less = np.flatnonzero(after < before - SLIGHT * np.maximum(1.0, before))
        change = self._made[1][product].sum() - self._made[0][product].sum()
        return float(change), int(less[0]) + 1 if len(less) else None

    def _way(self, asked: str, rows: pd.DataFrame) -> list[int]:
        """Products from one that is hit directly to one that would serve what is asked for; none where none leads."""
        task, component, _ = self.parts.recipe
        made_of = nx.DiGraph()
        made_of.add_nodes_from(self._scarcer.tolist())
        made_of.add_edges_from(zip(component.tolist(), self.parts.task_product[task].tolist(), strict=True))
        direct = codes(self.direct["product"], self.parts.products)
        made_of = made_of.subgraph({*self._scarcer.tolist(), *direct.tolist()})
        options = self.network.options
        ends = {int(codes(pd.Series([asked]), self.parts.products)[0]),
                *options.product[np.isin(options.row, rows["row"])].tolist()}  # fmt: skip
        pairs = [(begin, end) for begin in dict.fromkeys(direct.tolist()) for end in sorted(ends)
                 if begin in made_of and end in made_of and nx.has_path(made_of, begin, end)]  # fmt: skip
        return min((nx.shortest_path(made_of, *pair) for pair in pairs), key=len, default=[])

    def table(self) -> pd.DataFrame:
        """A chain for each of the products that fall most short: what is lost, what is made less of it, what is short.

        ``what`` is made, sent or short; ``change_units`` is with the loss - undisturbed (of a lost lane or line: while
        it is lost), ``first_period`` the first in which there is less; ``why`` says for what is short which limits
        stop the rest. Where no chain of components leads there, what is short shares something with what does.
        """
        totals = self.short.groupby("product", sort=False)["eur"].sum().sort_values(ascending=False, kind="stable")
        rows: list[dict[str, object]] = []
        for chain, product in enumerate(totals.index[:MOST_CHAINS], 1):
            rows += [{"chain": chain, "step": step, **one} for step, one in enumerate(self._chain(str(product)), 1)]
        table = pd.DataFrame(rows, columns=list(COLUMNS))
        return table.assign(first_period=table["first_period"].astype("Int64"))

    def _chain(self, asked: str) -> list[dict[str, object]]:
        rows = self.short[self.short["product"] == asked]
        steps: list[dict[str, object]] = []
        way = self._way(asked, rows)
        if way:
            names = self.parts.products[way]
            first = self.direct[self.direct["product"] == names[0]].iloc[0]
            steps.append({"what": first["what"], "place": first["place"], "product": names[0],
                          "change_units": -first["units"], "first_period": first["first_period"]})  # fmt: skip
            for code, name in zip(way, names, strict=True):
                change, since = self._first_less(code)
                if since is not None and not (code == way[0] and first["what"] == "made"):
                    steps.append({"what": "made", "place": "", "product": name, "change_units": change,
                                  "first_period": since})  # fmt: skip
        worst = rows.groupby("site", sort=False)["eur"].sum().sort_values(ascending=False, kind="stable")
        for site in worst.index:
            here = rows[rows["site"] == site]
            demand = int(here.loc[here["eur"].idxmax(), "demand"])
            since = here.loc[here["units"] > 0, "period"].min()
            steps.append({"what": "short", "place": site, "product": asked, "change_units": here["units"].sum(),
                          "shortage_eur": here["eur"].sum(), "first_period": since,
                          "why": self.why[demand]})  # fmt: skip
        return steps

    @cached_property
    def why(self) -> list[str]:
        """Of each demand, why it falls short with the loss; blank where it does not."""
        after = self.worlds.after
        return reasons(after.model, after.values, after.row_duals)

    def first_dry(self) -> tuple[str, str, int, str] | None:
        """The first stock that is used up with the loss and not undisturbed, or demand that falls short: product, site,
        period, and ``stock`` or ``demand``. None where nothing runs dry."""
        found: list[tuple[int, int, str, str, str]] = []
        before, after = self._pair(self.model.operations.hold)
        holding = self.network.holding
        dry = (after <= SLIGHT * np.maximum(1.0, before)) & (before > SLIGHT * np.maximum(1.0, after) + SLIGHT)
        dry &= (holding.period >= self.worlds.start) & np.isin(self.network.position_product[holding.item], self.hit)
        for number in np.flatnonzero(dry)[np.argsort(holding.period[dry], kind="stable")][:1].tolist():
            position = holding.item[number]
            product = str(self.parts.products[self.network.position_product[position]])
            site = str(self.parts.sites[self.network.position_site[position]])
            found.append((int(holding.period[number]), 0, product, site, "stock"))
        if len(self.short):
            rows = self.short[self.short["units"] > 0]
            row = rows.sort_values(["period", "eur"], ascending=[True, False], kind="stable").iloc[0]
            found.append((int(row["period"]), 1, str(row["product"]), str(row["site"]), "demand"))
        if not found:
            return None
        period, _, product, site, what = min(found)
        return product, site, period, what

    @cached_property
    def hit(self) -> Ints:
        """Products on the chains."""
        ways = [self._way(str(product), self.short[self.short["product"] == product])
                for product in self.short["product"].unique()]  # fmt: skip
        return np.array(sorted({one for way in ways for one in way}), np.int64)
