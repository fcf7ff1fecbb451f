"""What the laws ask of the data in one state of the world: what exists, what flows, what is asked for, what is lost."""

from dataclasses import dataclass, field

from .tables import Tables


@dataclass
class World:
    """The dataset over a horizon, with something lost or nothing.

    `keeps_reserves`: minimum and final_stock hold. `binds_contracts`: so does minimum_use (and contracts, by `solve`).
    """

    tables: Tables
    periods: int
    losses: list = field(default_factory=list)
    keeps_reserves: bool = True
    binds_contracts: bool = True

    def horizon(self) -> range:
        return range(1, self.periods + 1)

    # what exists

    def availability(self, kind: str, target: str, period: int) -> float:
        """The share that exists from from_period on, until a later row."""
        since, share = 0, 1.0
        for row in self.tables.availability:
            if (row["kind"], row["target"]) == (kind, target) and since < row["from_period"] <= period:
                since, share = row["from_period"], row["share"]
        return share

    def step_share(self, expansion: str, opened: int, period: int) -> float:
        """The share min(1, (k + 1) / (ramp_periods + 1)) is there k = t' - t - lead_periods >= 0 periods later."""
        row = self.tables.expansions[expansion]
        passed = period - opened - row["lead_periods"]
        return min(1.0, (passed + 1) / (row["ramp_periods"] + 1)) if passed >= 0 else 0.0

    def existing(self, line: str) -> float:
        return next(row["existing"] for row in self.tables.lines if row["line"] == line)

    def opened(self, line: str, period: int) -> list:
        """How many lines the openings up to this period have added, as terms."""
        return [
            (row["adds"] * self.step_share(name, opened, period), ("open", name, opened))
            for name, row in self.tables.expansions.items()
            if row["line"] == line
            for opened in self.horizon()
            if self.step_share(name, opened, period) > 0
        ]

    def most_lines(self, line: str) -> float:
        """How many such lines can ever stand."""
        rows = (row for row in self.tables.expansions.values() if row["line"] == line)
        return self.existing(line) + sum(row["adds"] * row["max_steps"] for row in rows)

    def most_made(self, row: dict, period: int) -> float:
        """What a row of `lines` can make at the very most in a period: the big-M of making."""
        return row["capacity"] * self.availability("line", row["line"], period) * self.most_lines(row["line"])

    def most_ever(self, product: str) -> float:
        """All of a product that can ever be there: the big-M of sending, receiving, holding and buying."""
        lines = [row for row in self.tables.lines if row["product"] == product]
        made = (self.most_made(row, period) for row in lines for period in self.horizon())
        stocks = (row["initial"] for row in self.tables.stocks if row["product"] == product)
        arrivals = (row["quantity"] for row in self.arrivals_within() if row["product"] == product)
        return sum(made) + sum(stocks) + sum(arrivals)

    def usable_from(self, candidate: dict) -> int:
        """Usable from period build_lead_periods + 1 on."""
        return candidate["build_lead_periods"] + 1

    def is_candidate(self, row: dict) -> bool:
        return row["build_cost_eur"] is not None

    def carries(self, lane: str, product: str) -> bool:
        """A lane with rows in lane_products carries only these."""
        return lane not in self.tables.lane_products or product in self.tables.lane_products[lane]

    # what flows

    def recipe(self, line: str, product: str) -> dict:
        """Rows naming a line are that line's own recipe and replace the general one."""
        rows = [row for row in self.tables.bom if row["product"] == product]
        own = [row for row in rows if row["line"] == line]
        general = [row for row in rows if row["line"] is None]
        return {row["component"]: row["quantity"] for row in (own or general)}

    def coming_out(self, site: str, product: str, period: int) -> list:
        return [
            (1.0, ("make", row["line"], product, period - row["lead_periods"]))
            for row in self.tables.lines
            if row["site"] == site and row["product"] == product and period - row["lead_periods"] >= 1
        ]

    def arriving(self, site: str, product: str, period: int) -> list:
        """By lane; what `arrivals` brings is in `arrived`."""
        return [
            (1.0, ("ship", name, product, period - lane["lead_periods"]))
            for name, lane in self.tables.lanes.items()
            if lane["destination"] == site and self.carries(name, product) and period - lane["lead_periods"] >= 1
        ]

    def leaving(self, site: str, product: str, period: int) -> list:
        return [
            (1.0, ("ship", name, product, period))
            for name, lane in self.tables.lanes.items()
            if lane["origin"] == site and self.carries(name, product) and period + lane["lead_periods"] <= self.periods
        ]

    def used(self, site: str, component: str, period: int) -> list:
        """A component is used in the period in which the product is begun."""
        return [
            (quantity, ("make", row["line"], row["product"], period))
            for row in self.tables.lines
            if row["site"] == site and period + row["lead_periods"] <= self.periods
            for used, quantity in self.recipe(row["line"], row["product"]).items()
            if used == component
        ]

    def arrivals_within(self) -> list:
        return [row for row in self.tables.arrivals if row["period"] <= self.periods]

    def arrived(self, site: str, product: str, period: int) -> float:
        here = (site, product, period)
        rows = self.arrivals_within()
        return sum(row["quantity"] for row in rows if (row["site"], row["product"], row["period"]) == here)

    def initial(self, site: str, product: str) -> float:
        """Initial adds up over countries at a site."""
        return sum(r["initial"] for r in self.tables.stocks if (r["site"], r["product"]) == (site, product))

    # what is asked for

    def demands(self) -> list:
        """(name, row, period) for each row of `demand` and period it asks in. A blank period is every period."""
        return [
            ((place, row["site"], row["product"], period, row["buyer"]), asked_in(row, period), period)
            for place, row in enumerate(self.tables.demand)
            for period in ([row["period"]] if row["period"] is not None else self.horizon())
            if period <= self.periods
        ]

    def servings(self, row: dict) -> list:
        """Ways to serve: (product handed over, units per unit asked for, place of its row in substitutes or None)."""
        ways = [(row["product"], 1.0, None)]
        for place, other in enumerate(self.tables.substitutes):
            if other["product"] == row["product"] and other["country"] in (None, row["buyer"]):
                ways.append((other["substitute"], other["ratio"], place))
        return ways

    # what is lost

    def struck(self, loss: tuple, kind: str, name: str) -> bool:
        """Whether a loss hits this site, lane or line: a country, company or group is all its sites, a mode all its
        lanes, exports all lanes that leave a country, a site its lines and the lanes at either end."""
        threat_kind, target = loss[0], loss[1]
        if kind == "site":
            site = self.tables.sites[name]
            return (
                (threat_kind == "site" and target == name)
                or (threat_kind == "country" and target == site["country"])
                or (threat_kind == "company" and target == site["company"])
                or (threat_kind == "group" and site["country"] in self.tables.groups.get(target, []))
            )
        if kind == "lane":
            lane = self.tables.lanes[name]
            ends = (lane["origin"], lane["destination"])
            leaves, enters = (self.tables.sites[end]["country"] for end in ends)
            return (
                (threat_kind == "lane" and target == name)
                or (threat_kind == "mode" and target == lane["mode"])
                or (threat_kind == "exports" and leaves == target != enters)
                or any(self.struck(loss, "site", end) for end in ends)
            )
        site = next(row["site"] for row in self.tables.lines if row["line"] == name)
        return (threat_kind == "line" and target == name) or self.struck(loss, "site", site)

    def in_window(self, loss: tuple, period: int) -> bool:
        """In periods start ... start + duration_periods - 1."""
        _, _, _, _, start, duration = loss
        return start <= period < start + duration

    def lost(self, kind: str, name: str, period: int) -> float:
        """The share lost of a site, lane or line: of several shares the largest counts."""
        hits = (loss[2] for loss in self.losses if self.in_window(loss, period) and self.struck(loss, kind, name))
        return max(hits, default=0.0)

    def product_lost(self, product: str, period: int) -> float:
        hits = (loss[2] for loss in self.losses if loss[:2] == ("product", product) and self.in_window(loss, period))
        return max(hits, default=0.0)

    def stock_lost(self, site: str, period: int) -> float:
        """The share of what the site holds that is destroyed at the start of this period."""
        hits = (loss[3] for loss in self.losses if loss[4] == period and self.struck(loss, "site", site))
        return max(hits, default=0.0)


def asked_in(row: dict, period: int) -> dict:
    """A row of `demand` in a period, with its tempo (`factor`, from the period `since` on) where it has one."""
    if "factor" not in row or period < row["since"]:
        return row
    return {**row, "quantity": row["quantity"] * row["factor"]}
