"""Operations: what is decided period by period in a world: make, ship, hold, scrap, serve, fall short."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from edu_supply.model.columns import Family
from edu_supply.model.content import Contents
from edu_supply.model.world import World
from edu_supply.network import Network
from edu_supply.network.parts import Floats, Ints, Parts, codes


@dataclass(frozen=True)
class Operations:
    """The variables of operations in one world, over a pruned network. All are >= 0 and continuous."""

    network: Network
    world: World
    contents: Contents = field(default_factory=lambda: Contents(()))

    @property
    def parts(self) -> Parts:
        return self.network.parts

    @property
    def families(self) -> tuple[Family, ...]:
        return self.goods + self.contents.families

    @property
    def goods(self) -> tuple[Family, ...]:
        """The families of goods; the others are of the outside value beside them."""
        return (self.make, self.ship, self.hold, self.scrap, self.serve, self.short, self.below, self.missing)

    # What the world leaves of each operation: a share; at 0 there is none of it.

    @property
    def left_to_make(self) -> Floats:
        parts, making = self.parts, self.network.making
        line = self.world.line[parts.task_line[making.item], making.period - 1]
        product = self.world.product[parts.task_product[making.item], making.period - 1]
        return np.asarray(np.minimum(line, product), float)

    @property
    def left_to_ship(self) -> Floats:
        shipping = self.network.shipping
        return np.asarray(self.world.lane[self.network.haul_lane[shipping.item], shipping.period - 1], float)

    @property
    def left_to_serve(self) -> Floats:
        site, period = self.services["site"].to_numpy(), self.services["period"].to_numpy()
        return np.asarray(self.world.site[site, period - 1], float)

    @cached_property
    def make(self) -> Family:
        """make[line, product, period]: units begun; they come out lead_periods later."""
        parts, making = self.parts, self.network.making
        price = 0.0 if self.world.offer_price is None else self.world.offer_price
        unit_cost = np.where(parts.task_is_offered, price, parts.task_rows["unit_cost_eur"])
        rows = parts.task_rows
        return Family(
            "make", len(making),
            lambda: list(zip(rows["line"].iloc[making.item], rows["product"].iloc[making.item],
                             making.period.tolist(), strict=True)),
            {"production": unit_cost[making.item]}, upper=np.where(self.left_to_make > 0, np.inf, 0.0),
        )  # fmt: skip

    @cached_property
    def ship(self) -> Family:
        """ship[lane, product, period]: units that leave; they arrive lead_periods later."""
        network, parts, shipping = self.network, self.parts, self.network.shipping
        haul = shipping.item
        per_t = parts.dataset["lanes"]["cost_eur_per_t"].to_numpy(float)[network.haul_lane]
        holding = parts.dataset["products"]["holding_eur"].to_numpy(float)[network.haul_product]
        return Family(
            "ship", len(shipping),
            lambda: list(zip(parts.lanes[network.haul_lane[haul]], parts.products[network.haul_product[haul]],
                             shipping.period.tolist(), strict=True)),
            {"transport": (network.haul_mass_t * per_t)[haul],
             "holding": np.asarray(holding * network.haul_lead, float)[haul]},
            upper=np.where(self.left_to_ship > 0, np.inf, 0.0),
        )  # fmt: skip

    def _at_positions(self, name: str, part: str, price: str, upper: Floats | None = None) -> Family:
        network, parts = self.network, self.parts
        windows = network.holding if name == "hold" else network.scrapping
        site, product = network.position_site[windows.item], network.position_product[windows.item]
        prices = parts.dataset["products"][price].to_numpy(float)
        return Family(
            name, len(windows),
            lambda: list(zip(parts.sites[site], parts.products[product], windows.period.tolist(), strict=True)),
            {part: prices[product]}, upper=upper,
        )  # fmt: skip

    @cached_property
    def hold(self) -> Family:
        """hold[site, product, period]: units held at the end of the period, at most the stocks' smallest maximum."""
        network, parts = self.network, self.parts
        most = np.full((len(parts.sites), len(parts.products)), np.inf)
        capped = parts.dataset["stocks"].dropna(subset="maximum")
        place = codes(capped["site"], parts.sites), codes(capped["product"], parts.products)
        np.minimum.at(most, place, capped["maximum"].to_numpy(float))
        most_at = most[network.position_site, network.position_product]
        return self._at_positions("hold", "holding", "holding_eur", most_at[network.holding.item])

    @cached_property
    def scrap(self) -> Family:
        """scrap[site, product, period]: units thrown away in the period."""
        return self._at_positions("scrap", "scrap", "scrap_eur")

    @property
    def services(self) -> pd.DataFrame:
        """A row for each serve variable: demand (its number), position, product, period, ratio, late (periods)."""
        return self.network.services

    @cached_property
    def serve(self) -> Family:
        """serve[site, buyer, product asked for, row, due, product handed over, period, ratio]: units handed over.

        ``row`` is the demand's place in its table, counted from 0, ``due`` the period in which it is asked for.
        """
        services, parts, demands = self.services, self.parts, self.network.demands
        late_cost = services["late_eur"] * services["late"] / services["ratio"]
        period = services["period"].to_numpy()

        def labels() -> list[tuple[object, ...]]:
            asked = demands.iloc[services["demand"]]
            return list(zip(asked["site"], asked["buyer"], asked["product"], asked["row"].tolist(),
                            asked["period"].tolist(), parts.products[services["product"]], period.tolist(),
                            services["ratio"].tolist(), strict=True))  # fmt: skip

        upper = np.where(self.left_to_serve > 0, np.inf, 0.0)
        return Family("serve", len(services), labels, {"shortage": late_cost.to_numpy(float)}, upper=upper)

    @cached_property
    def short(self) -> Family:
        """short[site, buyer, product, row, period]: units asked for that are never served; row as of ``serve``."""
        demands = self.network.demands
        return Family(
            "short", len(demands),
            lambda: list(zip(demands["site"], demands["buyer"], demands["product"], demands["row"].tolist(),
                             demands["period"].tolist(), strict=True)),
            {"shortage": demands["penalty_eur"].to_numpy(float)}, upper=demands["quantity"].to_numpy(float),
        )  # fmt: skip

    @cached_property
    def priced_minimums(self) -> pd.DataFrame:
        """A row for each priced minimum in each period: site, product (codes), period, minimum, penalty."""
        parts, stocks = self.parts, self.parts.dataset["stocks"]
        rows = stocks[(stocks["minimum"] > 0) & stocks["minimum_penalty_eur"].notna()]
        rows = rows[rows["from_period"] <= parts.periods]
        begins = np.maximum(rows["from_period"].to_numpy(np.int64), parts.site_from[codes(rows["site"], parts.sites)])
        lengths = np.maximum(parts.periods - begins + 1, 0)
        many = rows.loc[rows.index.repeat(lengths)]
        ends = np.cumsum(lengths)
        period = np.repeat(begins, lengths) + np.arange(len(many)) - np.repeat(ends - lengths, lengths)
        return pd.DataFrame(
            {"site": codes(many["site"], parts.sites), "product": codes(many["product"], parts.products),
             "country": many["country"].to_numpy(), "period": period, "minimum": many["minimum"].to_numpy(float),
             "penalty": many["minimum_penalty_eur"].to_numpy(float)}
        )  # fmt: skip

    @cached_property
    def below(self) -> Family:
        """below[site, product, country, period]: units missing of a priced minimum."""
        parts, rows = self.parts, self.priced_minimums
        return Family(
            "below", len(rows),
            lambda: list(zip(parts.sites[rows["site"]], parts.products[rows["product"]], rows["country"],
                             rows["period"].tolist(), strict=True)),
            {"reserves": rows["penalty"].to_numpy(float) * self.world.undisturbed},
            upper=rows["minimum"].to_numpy(float),
        )  # fmt: skip

    @cached_property
    def initial(self) -> Floats:
        """Units held before period 1 at each position."""
        stocks = self.parts.dataset["stocks"]
        return _sum_at(self.network, stocks, "initial")

    @cached_property
    def added_positions(self) -> Ints:
        """The position of each ``added`` variable."""
        where = self.network.addable
        return self.network.position(where.site, where.product)

    @cached_property
    def _restored(self) -> Ints:
        """Positions whose initial stock should be there again at the end."""
        if self.parts.dataset.settings.final_stock != "as_initial":
            return np.array([], np.int64)
        return np.flatnonzero(self.initial > 0)

    @cached_property
    def missing(self) -> Family:
        """missing[site, product]: units of the initial stock not there at the end (final_stock = as_initial)."""
        parts, network, position = self.parts, self.network, self._restored
        product = network.position_product[position]
        value = parts.dataset["products"]["value_eur"].to_numpy(float)[product]
        return Family(
            "missing", len(position),
            lambda: list(zip(parts.sites[network.position_site[position]], parts.products[product], strict=True)),
            {"reserves": value * self.world.undisturbed}, upper=self.initial[position],
        )  # fmt: skip

    @property
    def restored_positions(self) -> Ints:
        """The position of each ``missing`` variable."""
        return self._restored


def _sum_at(network: Network, rows: pd.DataFrame, column: str) -> Floats:
    """Sum of a column over the rows of each position."""
    rows = rows[rows[column] > 0]
    position = network.position(
        codes(rows["site"], network.parts.sites), codes(rows["product"], network.parts.products)
    )
    total = np.zeros(len(network.position_site))
    np.add.at(total, position, rows[column].to_numpy(float))
    return total
