"""The explanation of a loss for a terminal."""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.wording import number
from edu_supply.outages.explain import Explanation
from edu_supply.planning.layout import records, safe, table, wrapped
from edu_supply.planning.wording import eur, product_names, spans

MOST_FLOWS = 12
MOST_LIMITS = 6
MOST_FRONTS = 4
MOST_REASONS = 3


def explain_text(told: Explanation, dataset: Dataset, width: int = 80) -> str:
    """An explanation for a terminal, ``width`` columns wide. Whoever shows it puts the marking at its head and foot.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> [told] = edu_supply.explain(dataset, edu_supply.solve(dataset), [("site", "DE-charges")], duration=2)
    >>> print(explain_text(told, dataset).splitlines()[0])
    Loss of site DE-charges, 2027-01..2027-02: EUR 1.2 m
    """
    return "\n".join(_Text(told, dataset, width).lines())


class _Text:
    def __init__(self, told: Explanation, dataset: Dataset, width: int):
        self.told, self.width = told, width
        self.horizon = dataset.horizon
        self.names = product_names(dataset)

    def lines(self) -> list[str]:
        told = self.told
        last = min(told.start + told.duration - 1, self.horizon.periods)
        when = spans(range(told.start, last + 1), self.horizon)
        title = safe(f"Loss of {told.kind} {told.target}, {when}: {eur(told.loss_eur)}")
        if told.loss_eur <= 0:
            return [title, "  Nothing is lost: whatever passes there undisturbed goes another way at no cost."]
        money = f"{eur(abs(told.money_eur))} {'more' if told.money_eur > 0 else 'less'} is paid"
        head = [title, f"  penalties for what falls short: {eur(told.short_eur)} more; {money}"]
        parts = (self._chain(), self._reasons(), self._moved(), self._limits(),
                 remedy_lines(told.tables["explain_remedies"], self.width))  # fmt: skip
        return head + [line for part in parts if part for line in ("", *part)]

    def _when(self, period: float) -> str:
        return self.horizon.label(int(period))

    def _name(self, product: object) -> str:
        return self.names.get(str(product), str(product))

    def _chain(self) -> list[str]:
        """From what is lost to what falls short; the fronts of a chain together."""
        lines = ["How it reaches the fronts"]
        for _, steps in self.told.tables["explain_chain"].groupby("chain", sort=False):
            said = [self._step(row) for row in records(steps[steps["what"] != "short"])]
            short = steps[steps["what"] == "short"]
            fronts = [f"{row.place} {_units(row.change_units)}" for row in records(short.head(MOST_FRONTS))]
            more = f" and {len(short) - MOST_FRONTS} more" if len(short) > MOST_FRONTS else ""
            product, total = self._name(short["product"].iloc[0]), short["change_units"].sum()
            since, cost = self._when(short["first_period"].min()), eur(short["shortage_eur"].sum())
            said.append(f"{_units(total)} {product} more short, from {since} on, {cost} "
                        f"({', '.join(fronts)}{more})")  # fmt: skip
            if len(said) == 1:
                said.insert(0, "by what it shares with these")
            lines += wrapped(safe(" > ".join(said)), self.width, indent=4, first=2)
        if self.told.first_dry:
            product, site, period, what = self.told.first_dry
            dry = "the stock there is used up" if what == "stock" else "what is asked for there falls short"
            lines += wrapped(safe(f"First to run dry: {self._name(product)} at {site}, {self._when(period)}: {dry}."),
                             self.width, indent=4, first=2)  # fmt: skip
        return lines if len(lines) > 1 else []

    def _step(self, row: Any) -> str:
        less = _units(abs(row.change_units))
        product = self._name(row.product)
        if row.place:
            lost = f"line {row.place} makes" if row.what == "made" else f"lane {row.place} carries"
            return f"{lost} no {product} ({less} undisturbed), from {self._when(row.first_period)} on"
        change = f"{less} less in all" if row.change_units < 0 else "later"
        return f"{product} is made {change}, from {self._when(row.first_period)} on"

    def _reasons(self) -> list[str]:
        """Why the rest cannot be made up: the limits at the fronts that fall most short."""
        short = self.told.tables["explain_chain"]
        short = short[(short["what"] == "short") & (short["why"].fillna("") != "")]
        short = short.sort_values("shortage_eur", ascending=False, kind="stable").drop_duplicates(["product", "why"])
        lines = ["Why it is not made up for"]
        for row in records(short.head(MOST_REASONS)):
            why = row.why.removeprefix("cannot: ")
            lines += wrapped(safe(f"{self._name(row.product)} at {row.place}: {why}"), self.width, indent=4, first=2)
        return lines if len(lines) > 1 else []

    def _moved(self) -> list[str]:
        flows = self.told.tables["explain_flows"]
        rows = [(row.flow, row.place, row.product, _units(row.before_units), _units(row.after_units),
                 f"{'+' if row.change_units > 0 else ''}{_units(row.change_units)}")
                for row in records(flows.head(MOST_FLOWS))]  # fmt: skip
        more = len(flows) - MOST_FLOWS
        end = [f"  and {more:,} more, in explain_flows.csv"] if more > 0 else []
        head = ("What moves", "", "", "before", "after", "change")
        return [*table(rows, self.width, head=head, left=(0, 1, 2)), *end]

    def _limits(self) -> list[str]:
        limits = self.told.tables["explain_limits"]
        if limits.empty:
            return []
        rows = [(f"{row.limited_kind} {row.limited}", row.periods, eur(row.tenth_eur))
                for row in records(limits.head(MOST_LIMITS))]  # fmt: skip
        more = len(limits) - MOST_LIMITS
        end = [f"  and {more:,} more, in explain_limits.csv"] if more > 0 else []
        head = ("Limits that bind harder", "full in", "a tenth more saves")
        return [*table(rows, self.width, head=head, left=(0, 1)), *end]


def remedy_lines(found: pd.DataFrame, width: int) -> list[str]:
    """What would help against a loss, in lines."""
    if found.empty:
        return ["What would help: nothing was found that saves much of it."]
    rows = [(row.said, eur(row.cost_eur) if row.cost_eur == row.cost_eur else "no price", eur(row.saves_eur),
             eur(row.left_eur)) for row in records(found)]  # fmt: skip
    return table(rows, width, head=("What would help (each one tried)", "costs", "saves", "loss left"))


def _units(amount: float) -> str:
    """Units as they are said: whole ones where there are many."""
    return number(round(amount) if abs(amount) >= 100 else round(amount, 1))
