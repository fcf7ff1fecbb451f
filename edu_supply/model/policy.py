"""Policy: the rules' index and the variables that they need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from edu_supply.model.columns import Family
from edu_supply.model.content import content_value
from edu_supply.network import Network
from edu_supply.network.parts import Flags, Floats, Ints, Parts
from edu_supply.policy import Rule, rules_of


@dataclass(frozen=True)
class Clause:
    """What a rule says of one product (a number; -1: of all its products together) and of one of those it concerns."""

    rule: Rule
    product: int
    who: str


@dataclass(frozen=True)
class Policy:
    """The rules that bind in a world; none where contracts do not bind either."""

    network: Network
    binding: bool

    @property
    def parts(self) -> Parts:
        return self.network.parts

    @property
    def families(self) -> tuple[Family, ...]:
        return (self.makes, self.highest_fill, self.lowest_fill)

    @cached_property
    def rules(self) -> list[Rule]:
        return rules_of(self.parts.dataset) if self.binding else []

    def of_kind(self, *kinds: str) -> list[tuple[Rule, int]]:
        """The rules of these kinds with each product (its number) that they hold for."""
        number = {product: place for place, product in enumerate(self.parts.products)}
        return [(rule, number[product]) for rule in self.rules if rule.kind in kinds for product in rule.products]

    def label(self, clause: Clause) -> tuple[object, ...]:
        """rule, product, who."""
        product = "" if clause.product < 0 else self.parts.products[clause.product]
        return clause.rule.name, product, clause.who

    # Who makes what

    @cached_property
    def task_country(self) -> list[str]:
        """The country in which each task stands."""
        return list(self.parts.dataset["sites"]["country"].to_numpy()[self.parts.task_site])

    def tasks_of(self, product: int) -> Ints:
        """The tasks that make a product."""
        return np.flatnonzero(self.parts.task_product == product)

    def shares(self) -> list[tuple[Clause, Flags]]:
        """Clauses on shares of what is made: for each, the tasks whose share it is (flags over tasks)."""
        parts, found = self.parts, []
        owners: dict[str, Callable[[int], str]] = {
            "line_share_at_most": lambda task: str(parts.lines[parts.task_line[task]]),
            "site_share_at_most": lambda task: str(parts.sites[parts.task_site[task]]),
            "country_share_at_most": lambda task: self.task_country[task],
            "group_share_at_most": lambda task: "",
        }
        for rule, product in self.of_kind(*owners):
            mine = [int(task) for task in self.tasks_of(product) if self.task_country[task] in rule.countries]
            together = rule.kind == "group_share_at_most"
            names = [rule.region if together else owners[rule.kind](task) for task in mine]
            for who in dict.fromkeys(names):
                flags = np.zeros(len(parts.task_line), bool)
                flags[[task for task, name in zip(mine, names, strict=True) if name == who]] = True
                found.append((Clause(rule, product, who), flags))
        return found

    @cached_property
    def makers(self) -> list[Clause]:
        """A clause for each country that may count as a maker of a product."""
        return [
            Clause(rule, product, country) for rule, product in self.of_kind("makers_at_least")
            for country in dict.fromkeys(self.task_country[task] for task in self.tasks_of(product))
            if country in rule.countries
        ]  # fmt: skip

    @cached_property
    def makes(self) -> Family:
        """makes[rule, product, country]: 1 where the country really makes the product."""
        return Family("makes", len(self.makers), lambda: [self.label(one) for one in self.makers],
                      upper=np.ones(len(self.makers)), integer=True)  # fmt: skip

    # Who is served

    def asked(self, product: int, buyers: frozenset[str], site: str = "") -> Ints:
        """The demands (rows of ``network.demands``) for a product by buyers, or at a site."""
        demands = self.network.demands
        here = demands["site"] == site if site else demands["buyer"].isin(buyers)
        return np.flatnonzero(here & (demands["product"] == self.parts.products[product]))

    def fills(self, *kinds: str) -> list[tuple[Clause, Ints]]:
        """Clauses on fill rates: for each, the demands that it concerns."""
        found = []
        for rule, product in self.of_kind(*kinds):
            whos = [rule.site] if rule.site else sorted(rule.buyers)
            for who in whos:
                demands = self.asked(product, frozenset([who]), rule.site)
                if len(demands):
                    found.append((Clause(rule, product, who), demands))
        return found

    @cached_property
    def gaps(self) -> list[Clause]:
        """A clause for each product whose buyers' fill rates may differ by so much only."""
        return [Clause(rule, product, "") for rule, product in self.of_kind("fill_rate_gap_at_most")]

    def _fill(self, name: str) -> Family:
        return Family(name, len(self.gaps), lambda: [self.label(one)[:2] for one in self.gaps],
                      upper=np.ones(len(self.gaps)))  # fmt: skip

    @cached_property
    def highest_fill(self) -> Family:
        """highest_fill[rule, product]: a fill rate that no buyer exceeds."""
        return self._fill("highest_fill")

    @cached_property
    def lowest_fill(self) -> Family:
        """lowest_fill[rule, product]: a fill rate that every buyer reaches."""
        return self._fill("lowest_fill")

    # Regions

    def regions(self, kind: str) -> list[Clause]:
        """Clauses on what is made in a region, product by product."""
        return [Clause(rule, product, rule.region) for rule, product in self.of_kind(kind)]

    def in_region(self, rule: Rule) -> Flags:
        """Whether each task stands in a rule's region."""
        return np.array([country in rule.countries for country in self.task_country], bool)

    def works(self) -> list[tuple[Clause, Floats]]:
        """Clauses on shares of work: for each, EUR of work in a unit of each task (0 where it does not count)."""
        found = []
        for rule in self.rules:
            if rule.kind == "work_share_at_least":
                counted = np.isin(self.parts.products[self.parts.task_product], rule.products)
                found.append((Clause(rule, -1, rule.region), np.where(counted, self.work_eur, 0.0)))
        return found

    @cached_property
    def work_eur(self) -> Floats:
        """The value of the work in a unit of each task: its content value less that of its components, EUR."""
        value = content_value(self.parts)
        task, component, quantity = self.parts.recipe
        worth = value[self.parts.task_product].copy()
        np.subtract.at(worth, task, quantity * value[component])
        return np.maximum(worth, 0.0)
